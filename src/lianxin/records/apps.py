"""Django application for the records room."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Attachments, lineage, publication, search, retention, export and import."""

    name = "lianxin.records"
    label = "records"
    verbose_name = "档案"

    def ready(self) -> None:
        """Declare this room's kinds, pairs, verbs, jobs and navigation."""
        from lianxin.records import registration

        registration.register()
