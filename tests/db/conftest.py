"""Two towns, and a SQLite database in a file of its own beside the one of the test run."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from lianxin.db.models import Town

ALIAS = "side"


@pytest.fixture
def towns(db: None) -> list[Town]:
    """Two towns, none of them the default one."""
    return [Town.objects.create(code=code, slug=code.lower(), name=code) for code in ("AA", "BB")]


@pytest.fixture
def side_database(tmp_path: Path, django_db_blocker: Any) -> Iterator[str]:
    """The alias of an installed SQLite file with one table ``line (n)``."""
    settings = {**connections["default"].settings_dict, "OPTIONS": {}, "CONN_MAX_AGE": None}
    settings.update(ENGINE="lianxin.db.backends.sqlite", NAME=str(tmp_path / "side.sqlite3"))
    connections.settings[ALIAS] = settings
    with django_db_blocker.unblock():
        connection: Any = connections[ALIAS]
        connection.set_write_ahead_log()
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE line (n integer UNIQUE)")
        yield ALIAS
        connection.close()
        del connections[ALIAS]
    del connections.settings[ALIAS]
