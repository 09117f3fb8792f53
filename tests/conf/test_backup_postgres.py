"""Backup and restore of a PostgreSQL database, through PostgreSQL's own programs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lianxin.conf import install
from lianxin.conf.backup import BackupTrouble, make_backup, restore_backup
from lianxin.conf.options import Options, load_options
from tests import postgres

pytestmark = pytest.mark.postgres


@pytest.fixture
def databases() -> Iterator[tuple[str, str]]:
    """One database with a table in it, and an empty one."""
    server = postgres.start()
    names = ("backup_source", "backup_target")
    for name in names:
        server.create(name)
    server.run("psql", "-qX", "-d", names[0], "-c", "CREATE TABLE words AS SELECT '楼道灯坏了' AS said")
    yield names
    for name in names:
        server.drop(name)


def options_for(folder: Path, name: str) -> Options:
    url = f"postgres://{postgres.USER}@/{name}?mode=plain&host={postgres.start().folder}"
    return load_options({"LIANXIN_DATA": str(folder), "DATABASE_URL": url})


def test_a_server_database_comes_back_whole(databases: tuple[str, str], tmp_path: Path) -> None:
    source, target = (options_for(tmp_path / name, name) for name in databases)
    install.lay_out(source)
    install.write_note(source)
    make_backup(source, tmp_path / "b.zip", with_keys=True)
    restore_backup(target, tmp_path / "b.zip", keys=None, new_keys=False)
    words = postgres.start().run("psql", "-qXAt", "-d", databases[1], "-c", "SELECT said FROM words")
    assert words.decode().strip() == "楼道灯坏了"
    assert not (target.data / "database.dump").exists()


def test_a_database_that_does_not_exist_is_named_by_the_server(databases: tuple[str, str], tmp_path: Path) -> None:
    nowhere = options_for(tmp_path / "nowhere", "no_such_database")
    install.lay_out(nowhere)
    with pytest.raises(BackupTrouble, match="no_such_database"):
        make_backup(nowhere, tmp_path / "b.zip", with_keys=True)
    assert not (tmp_path / "b.zip").exists()
