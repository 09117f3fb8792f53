"""The address of the database picks the engine."""

from pathlib import Path

import pytest

from lianxin.conf.database import BadDatabaseUrl, parse_database_url

DATA = Path("/data")


@pytest.mark.parametrize(
    ("url", "mode", "engine"),
    [
        ("sqlite://", "sqlite", "lianxin.db.backends.sqlite"),
        ("postgres://u@host/lx", "composite", "lianxin.db.backends.composite"),
        ("postgres://u@host/lx?mode=plain", "plain", "django.db.backends.postgresql"),
        ("postgresql://u@host/lx?mode=partition&parts=16", "partition", "lianxin.db.backends.partition"),
        ("citus://u@host/lx", "citus", "lianxin.db.backends.citus"),
    ],
)
def test_the_scheme_and_mode_pick_the_engine(url: str, mode: str, engine: str) -> None:
    database = parse_database_url(url, DATA)
    assert (database.mode, database.settings["ENGINE"]) == (mode, engine)


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite://", "/data/lianxin.sqlite3"),
        ("sqlite:///town.db", "/data/town.db"),
        ("sqlite:////srv/town.db", "/srv/town.db"),
        ("sqlite://:memory:", ":memory:"),
    ],
)
def test_a_sqlite_file_lies_in_the_data_folder_unless_its_path_is_absolute(url: str, file: str) -> None:
    assert parse_database_url(url, DATA).settings["NAME"] == file


def test_user_password_port_parts_and_driver_options_arrive_where_they_belong() -> None:
    settings = parse_database_url(
        "postgres://zhang:p%40ss@host:5433/lx?mode=partition&parts=16&sslmode=require", DATA
    ).settings
    assert (settings["USER"], settings["PASSWORD"], settings["PORT"]) == ("zhang", "p@ss", "5433")
    assert settings["PARTS"] == 16
    assert settings["OPTIONS"] == {"sslmode": "require"}


def test_a_server_reached_by_a_socket_is_named_in_the_query() -> None:
    assert parse_database_url("postgres:///lx?host=/run/pg", DATA).settings["HOST"] == "/run/pg"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("oracle://x/y", "oracle"),
        ("postgres://u@host/lx?mode=sqlite", "mode=sqlite"),
        ("postgres://u@host/lx?mode=partition&parts=zero", "parts=zero"),
        ("postgres://u@host/", "没有库名"),
        ("postgres://u@host:99999/lx", "端口"),
    ],
)
def test_an_address_that_cannot_be_used_is_explained(url: str, said: str) -> None:
    with pytest.raises(BadDatabaseUrl, match=said):
        parse_database_url(url, DATA)
