"""The database itself as one file, and back: SQLite through its own backup, PostgreSQL through its own programs.

How many rows each table of the copy holds is counted in the copy, never in the live database, so that the numbers are
those of the same instant.
"""

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from lianxin.conf.options import Options

SQLITE_PART: Final = "database.sqlite3"
POSTGRES_PART: Final = "database.dump"
#: How a dump says, as text, whose rows follow, and that they end.
_COPY: Final = re.compile(rb"^COPY (.+?) \(.*\) FROM stdin;$")
_END: Final = b"\\."
#: Everything the connected user made; what PostgreSQL brings along does not count.
_TABLES: Final = (
    "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
    " AND n.nspname NOT LIKE 'pg_toast%' ORDER BY 1"
)


class BackupTrouble(Exception):
    """A backup cannot be made or used; the message is a Chinese sentence for the operator."""


def copy_database(options: Options, folder: Path) -> Path:
    """A consistent copy of the database as it is at one instant; writers are not stopped."""
    if not options.database.is_sqlite:
        target = folder / POSTGRES_PART
        _run(options, ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}"])
        return target
    source_file = Path(options.database.settings["NAME"])
    if not source_file.exists():
        raise BackupTrouble(f"没有找到数据库文件 {source_file}。")
    copy = folder / SQLITE_PART
    with closing(sqlite3.connect(source_file)) as source, closing(sqlite3.connect(copy)) as target_database:
        source.backup(target_database)
        target_database.execute("PRAGMA journal_mode=DELETE")
    return copy


def rows_of(copy: Path) -> dict[str, int]:
    """How many rows each table of a copy holds; reads all of it, so a copy that cannot be read fails here."""
    return dict(_sqlite_rows(copy) if copy.name == SQLITE_PART else _dump_rows(copy))


def _sqlite_rows(file: Path) -> Iterator[tuple[str, int]]:
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        for (name,) in database.execute(tables).fetchall():
            asked = f'SELECT count(*) FROM "{name}"'  # noqa: S608 - the catalogue's own name  # nosec B608
            (count,) = database.execute(asked).fetchone()
            yield name, int(count)


def _dump_rows(dump: Path) -> Iterator[tuple[str, int]]:
    """Count the lines between ``COPY`` and its end in what ``pg_restore`` prints; values hold no line breaks there."""
    command = [_program("pg_restore"), "--data-only", "--file=-", str(dump)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reader:
        name, count = "", 0
        for line in reader.stdout or ():
            text = line.rstrip(b"\n")
            if name and text == _END:
                yield name, count
                name = ""
            elif name:
                count += 1
            elif found := _COPY.match(text):
                name, count = found[1].decode(), 0
        said = reader.stderr.read().decode("utf-8", "replace").strip() if reader.stderr else ""
    if reader.returncode != 0:
        raise BackupTrouble(f"pg_restore 读不出数据库副本：{said[-500:]}")


def rows_in_database(options: Options, names: Iterator[str] | list[str]) -> dict[str, int]:
    """How many rows these tables hold in the database of the settings; a table that is not there is left out."""
    wanted = list(names)
    if options.database.is_sqlite:
        there = dict(_sqlite_rows(Path(options.database.settings["NAME"])))
        return {name: there[name] for name in wanted if name in there}
    there_names = set(_ask(options, _TABLES).splitlines())
    found = [name for name in wanted if name in there_names]
    parts = [f"SELECT '{name}', count(*) FROM {name}" for name in found]  # noqa: S608 - from the catalogue  # nosec B608
    counted = " UNION ALL ".join(parts)
    lines = _ask(options, counted).splitlines() if counted else []
    return {name: int(count) for name, _bar, count in (line.rpartition("|") for line in lines)}


def require_empty_server(options: Options) -> None:
    """Refuse a PostgreSQL database that holds tables already. Raises `BackupTrouble`."""
    if not options.database.is_sqlite and _ask(options, _TABLES).strip():
        name = options.database.settings["NAME"]
        raise BackupTrouble(
            f"数据库 {name} 不是空的。恢复只会写入空的数据库；"
            "确实要用备份顶替它，请先停止服务、另做一份备份，再加 --replace。"
        )


def load_dump(options: Options, dump: Path, *, replace: bool) -> None:
    """Fill the PostgreSQL database from a dump, whole or not at all; ``replace`` takes what is there away first."""
    if not replace:
        database = f"--dbname={options.database.settings['NAME']}"
        _run(options, ["pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", database, str(dump)])
        return
    script, before = dump.with_suffix(".sql"), dump.with_suffix(".before.sql")
    _run(options, ["pg_restore", "--no-owner", f"--file={script}", str(dump)])
    before.write_text("DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n", encoding="ascii")
    quiet = ["psql", "-qX", "-v", "ON_ERROR_STOP=1", "--output", os.devnull, "--single-transaction"]
    _run(options, [*quiet, "-f", str(before), "-f", str(script)])
    script.unlink()
    before.unlink()


def _ask(options: Options, statement: str) -> str:
    return _run(options, ["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-c", statement])


def _program(name: str) -> str:
    if shutil.which(name) is None:
        raise BackupTrouble(f"没有找到 {name}。请安装 postgresql-client。")
    return name


def _run(options: Options, command: list[str]) -> str:
    """Run one of PostgreSQL's own programs against the configured database. Raises `BackupTrouble`."""
    _program(command[0])
    database = options.database.settings
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    chosen = {variable: str(database[key]) for variable, key in names.items() if database[key]}
    environment = {**os.environ, **chosen, "PGOPTIONS": "--client-min-messages=warning"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BackupTrouble(f"{command[0]} 失败：{done.stderr.strip()[-500:]}")
    return done.stdout
