"""Django application for the people room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Accounts, grants, links, locks and building heads."""

    name = "lianxin.people"
    label = "people"
    verbose_name = "人员与权限"

    def ready(self) -> None:
        """Hang the room on the house: kinds and verbs."""
        from lianxin.people import registration

        registration.register()
