"""An empty database is made at once, and is the same as one made step by step.

An ordinary run takes the steps as an upgrade does, without drawing models anew that a step cannot have changed; a full
run takes them as Django does and so proves that way too.
"""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lianxin.db.at_once import make_tables
from tests.db.lanes import default_database

_PROGRAM = """
import django
django.setup()
from django.core.management import call_command
from django.core.management.commands import migrate
{before}
call_command(migrate.Command(), verbosity=0, interactive=False)
"""
#: How the tables are made, by what is done before.
_AT_ONCE = "from lianxin.db.management.commands import migrate"
_AS_UPGRADES_DO = "from lianxin.db.redrawing import ThriftyExecutor; migrate.MigrationExecutor = ThriftyExecutor"
_AS_DJANGO_DOES = ""


def made_by(before: str, folder: Path) -> sqlite3.Connection:
    """The database that ``migrate`` makes in an empty data folder, after something is done before."""
    folder.mkdir(exist_ok=True)
    where = {"LIANXIN_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "lianxin.conf.settings", "DATABASE_URL": ""}
    subprocess.run([sys.executable, "-c", _PROGRAM.format(before=before)], env={**os.environ, **where}, check=True)
    (file,) = [path for path in folder.rglob("*.sqlite3") if path.stat().st_size]
    return sqlite3.connect(file)


def described(database: sqlite3.Connection) -> dict[str, Any]:
    """Tables with columns, foreign keys and indexes, without the order of the columns; and the noted migrations."""
    names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found: dict[str, Any] = {}
    for name in names:
        indexes = []
        for index in database.execute(f"PRAGMA index_list('{name}')").fetchall():
            columns = tuple(row[2] for row in database.execute(f"PRAGMA index_info('{index[1]}')"))
            indexes.append((columns, index[2], index[3], "" if index[3] != "c" else index[1]))
        columns = [row[1:] for row in database.execute(f"PRAGMA table_info('{name}')")]
        keys = [row[2:7] for row in database.execute(f"PRAGMA foreign_key_list('{name}')")]
        found[name] = (sorted(columns, key=str), sorted(keys), sorted(indexes))
    notes = sorted(database.execute("SELECT app, name FROM django_migrations"))
    others = sorted(database.execute("SELECT type, name FROM sqlite_master WHERE type NOT IN ('index', 'table')"))
    return {"tables": found, "migrations": notes, "others": others}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, Any]]:
    """The database made at once, and the one made step by step."""
    folder = tmp_path_factory.mktemp("at-once")
    quick = made_by(_AT_ONCE, folder / "quick")
    slow = made_by(_AS_DJANGO_DOES if os.environ.get("LIANXIN_FULL") else _AS_UPGRADES_DO, folder / "slow")
    return described(quick), described(slow)


def test_tables_made_at_once_are_those_of_the_history(both: tuple[dict[str, Any], dict[str, Any]]) -> None:
    quick, slow = both
    assert len(slow["tables"]) > 100
    assert set(quick["tables"]) == set(slow["tables"])
    for name, shape in slow["tables"].items():
        assert quick["tables"][name] == shape, name
    assert quick["others"] == slow["others"]


def test_every_migration_is_noted_as_done(both: tuple[dict[str, Any], dict[str, Any]]) -> None:
    quick, slow = both
    assert quick["migrations"] == slow["migrations"]


def test_a_database_with_anything_in_it_is_left_to_the_history(tmp_path: Path, django_db_blocker: Any) -> None:
    used = {"ENGINE": "lianxin.db.backends.sqlite", "NAME": str(tmp_path / "used.sqlite3")}
    with django_db_blocker.unblock(), default_database(used) as connection:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE somebody_was_here (x)")
        assert make_tables(connection) is False
        assert connection.introspection.table_names() == ["somebody_was_here"]
