"""Running a test on PostgreSQL: the alias ``default`` is exchanged for a migrated database of the wanted mode."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.core.management import call_command
from django.db import connections

from tests import postgres
from tests.require import require

#: What Citus would offer: here they only check that the table exists.
CITUS_STUBS = """
CREATE FUNCTION create_distributed_table(regclass, text) RETURNS void LANGUAGE sql AS $$ SELECT $$;
CREATE FUNCTION create_reference_table(regclass) RETURNS void LANGUAGE sql AS $$ SELECT $$;
"""


def require_server() -> postgres.Server:
    """The running server; skips the test where there can be none (fails on the build machine)."""
    require("postgresql")
    return postgres.start()


@contextmanager
def default_database(settings: dict[str, Any]) -> Iterator[Any]:
    """Exchange the connection ``default`` for one with these settings."""
    kept, kept_settings = connections["default"], connections.settings["default"]
    connections.settings["default"] = {**kept_settings, "OPTIONS": {}, "TEST": {}, **settings}
    connections["default"] = connections.create_connection("default")
    try:
        yield connections["default"]
    finally:
        connections["default"].close()
        connections.settings["default"], connections["default"] = kept_settings, kept


@cache
def migrated(mode: str) -> dict[str, Any]:
    """Settings of a database in which every migration of the product was run in this mode."""
    server = require_server()
    settings = server.settings(mode, f"lane_{mode}")
    server.create(settings["NAME"])
    with default_database(settings) as connection:
        if mode == "citus":
            with connection.cursor() as cursor:
                cursor.execute(CITUS_STUBS)
        call_command("migrate", interactive=False, verbosity=0)
    return settings
