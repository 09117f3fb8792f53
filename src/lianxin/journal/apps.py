"""Django application for the journal room."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The append-only log, outbox, numbering and idempotency keys."""

    name = "lianxin.journal"
    label = "journal"
    verbose_name = "记录"

    def ready(self) -> None:
        """Declare the pairs of this room and its own jobs: delivering announcements and sealing the day."""
        from lianxin.journal import upkeep

        upkeep.register()
