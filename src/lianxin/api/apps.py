"""Django application for the API room."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Keys of other systems, and what they may ask and do."""

    name = "lianxin.api"
    label = "api"
    verbose_name = "数据接口"

    def ready(self) -> None:
        """Hang the room on the house: kind, verbs, navigation."""
        from lianxin.api import registration

        registration.register()
