"""``migrate``: the tables of an empty database at once, an upgrade thriftily; everything else is Django's own."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from lianxin.db.at_once import make_tables
from lianxin.db.redrawing import ThriftyExecutor

migrate.MigrationExecutor = ThriftyExecutor  # type: ignore[attr-defined]


class Command(migrate.Command):
    """Django's command after the tables of an empty database have been made in one go."""

    def handle(self, *app_labels: Any, **options: Any) -> None:
        """Only a whole, real, forward migration of an empty database takes the short way."""
        whole = not app_labels and not options.get("app_label") and not options.get("migration_name")
        if whole and not any(options.get(name) for name in ("plan", "check_unapplied", "fake", "prune")):
            make_tables(connections[options["database"]])
        super().handle(*app_labels, **options)
