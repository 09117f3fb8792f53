"""Django application for the field room."""

from django.apps import AppConfig


class FieldConfig(AppConfig):
    """Recording on the spot, with or without network."""

    name = "lianxin.field"
    label = "field"
    verbose_name = "现场记录"

    def ready(self) -> None:
        """Hang the room on the house: kinds of records, words of the log, navigation."""
        from lianxin.field import registration

        registration.register()
