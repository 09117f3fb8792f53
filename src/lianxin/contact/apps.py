"""Django application for the contact room."""

from django.apps import AppConfig


class ContactConfig(AppConfig):
    """Contact rounds: city and district deputies go to every neighbourhood, hear, and come back with the results."""

    name = "lianxin.contact"
    label = "contact"
    verbose_name = "集中联系社区"

    def ready(self) -> None:
        """Hang the room on the house: kinds and verbs of the log, navigation, what phones may record."""
        from lianxin.contact import registration

        registration.register()
