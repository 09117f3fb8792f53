"""Django application for the home room."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The network of stations, the shared courtyard, the organisation chart and the working method."""

    name = "lianxin.home"
    label = "home"
    verbose_name = "代表之家"

    def ready(self) -> None:
        """Hang the room on the house: kinds, verbs, navigation."""
        from lianxin.home import registration

        registration.register()
