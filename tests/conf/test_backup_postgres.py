"""Backup and restore of a PostgreSQL database, through PostgreSQL's own programs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lianxin.conf import install
from lianxin.conf.backup import check_backup, make_backup
from lianxin.conf.dumps import BackupTrouble
from lianxin.conf.options import Options, load_options
from lianxin.conf.restoring import restore_backup
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


def words_in(name: str) -> str:
    return postgres.start().run("psql", "-qXAt", "-d", name, "-c", "SELECT said FROM words").decode().strip()


def installed(tmp_path: Path, name: str) -> Options:
    options = options_for(tmp_path / name, name)
    install.lay_out(options)
    install.write_note(options)
    return options


def test_a_database_in_use_is_replaced_only_with_an_explicit_word(databases: tuple[str, str], tmp_path: Path) -> None:
    source = installed(tmp_path, databases[0])
    make_backup(source, tmp_path / "b.zip", with_keys=True)
    run = postgres.start().run
    there = "CREATE TABLE words AS SELECT '别的' AS said; CREATE TABLE more (a int)"
    run("psql", "-qX", "-d", databases[1], "-c", there)
    target = options_for(tmp_path / "target", databases[1])
    with pytest.raises(BackupTrouble, match="数据库 backup_target 不是空的"):
        restore_backup(target, tmp_path / "b.zip", keys=None, new_keys=False)
    assert (words_in(databases[1]), target.data.exists()) == ("别的", False)
    restore_backup(target, tmp_path / "b.zip", keys=None, new_keys=False, replace=True)
    tables = run("psql", "-qXAt", "-d", databases[1], "-c", "SELECT tablename FROM pg_tables WHERE schemaname='public'")
    assert (words_in(databases[1]), tables.decode().split()) == ("楼道灯坏了", ["words"])


def test_rows_are_counted_in_the_dump_itself(databases: tuple[str, str], tmp_path: Path) -> None:
    source = installed(tmp_path, databases[0])
    several = "INSERT INTO words VALUES (E'两行\n\\\\.\nCOPY x (y) FROM stdin;'), (NULL);CREATE TABLE \"空 表\" (a int)"
    postgres.start().run("psql", "-qX", "-d", databases[0], "-c", several)
    make_backup(source, tmp_path / "b.zip", with_keys=True)
    assert check_backup(tmp_path / "b.zip")["rows"] == {"public.words": 3, 'public."空 表"': 0}
    restore_backup(options_for(tmp_path / "t", databases[1]), tmp_path / "b.zip", keys=None, new_keys=False)


def test_a_dump_that_fails_half_way_leaves_the_database_as_it_was(databases: tuple[str, str], tmp_path: Path) -> None:
    source = installed(tmp_path, databases[0])
    run = postgres.start().run
    function = "CREATE FUNCTION f() RETURNS int AS 'SELECT 1' LANGUAGE sql"
    run("psql", "-qX", "-d", databases[0], "-c", f"CREATE TABLE b (a int); {function}")
    make_backup(source, tmp_path / "b.zip", with_keys=True)
    run("psql", "-qX", "-d", databases[1], "-c", function)
    target = options_for(tmp_path / "target", databases[1])
    with pytest.raises(BackupTrouble, match="pg_restore 失败"):
        restore_backup(target, tmp_path / "b.zip", keys=None, new_keys=False)
    left = run("psql", "-qXAt", "-d", databases[1], "-c", "SELECT count(*) FROM pg_tables WHERE schemaname='public'")
    assert (left.decode().strip(), target.data.exists()) == ("0", False)
