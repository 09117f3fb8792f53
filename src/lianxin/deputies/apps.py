"""Django application for the deputies room."""

from django.apps import AppConfig


class DeputiesConfig(AppConfig):
    """Deputies, mandates, terms, constituencies and groups."""

    name = "lianxin.deputies"
    label = "deputies"
    verbose_name = "代表名册"

    def ready(self) -> None:
        """Hang the room on the house: kinds, verbs, profile section, grants, navigation."""
        from lianxin.deputies import registration

        registration.register()
