"""The database of an installation: made, brought up to date, judged. Django must be set up before this is imported."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from lianxin.conf import install
from lianxin.conf.options import Options
from lianxin.db.installation import mode_trouble
from lianxin.db.models import Town


def ensure(options: Options, *, with_town: bool = False) -> bool:
    """Install the database unless that was done; returns whether it was done now.

    The first migration also gives an SQLite file its write-ahead log and notes the mode in the database.
    ``with_town`` makes an empty town where there is none.
    """
    fresh = not install.is_installed(options)
    if fresh:
        call_command("migrate", interactive=False, verbosity=0)
        install.write_note(options)
    install.require_installed(options)
    if with_town:
        ensure_town()
    return fresh


def ensure_town() -> Town:
    """The default town; an empty one named 本镇 is made where there is no town at all."""
    town = Town.objects.order_by("-is_default", "pk").first()
    return town or Town.objects.create(code="TOWN", slug="town", name="本镇", short_name="本镇", is_default=True)


def what_is_amiss() -> str:
    """Why this database cannot be used by this version with these settings, as one sentence; empty if it can."""
    trouble = mode_trouble(connection)
    if trouble:
        return trouble
    pending = pending_migrations()
    return f"数据库还差 {len(pending)} 步升级。请先备份，再运行：python3 dev.py run migrate" if pending else ""


def pending_migrations() -> list[str]:
    """Names of migrations that the database still lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]
