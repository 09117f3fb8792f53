"""Django application for the ballots room."""

from django.apps import AppConfig


class BallotsConfig(AppConfig):
    """Votes: the rule and the result; the electronic vote, which is off until a meeting decides."""

    name = "lianxin.ballots"
    label = "ballots"
    verbose_name = "票决"

    def ready(self) -> None:
        """Hang the room on the house: kinds and verbs."""
        from lianxin.ballots import registration

        registration.register()
