"""A PostgreSQL server of the test run's own: made in a temporary folder, reached by a socket only, gone afterwards.

``LIANXIN_TEST_DB=composite|partition`` runs the whole suite on it instead of SQLite (see `tests.settings`); the
lanes of ``tests/db`` use it in any case. Where no server is installed they are a named skip (see `tests.require`).
"""

import atexit
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

#: Where Debian keeps the server's programs.
DEBIAN = Path("/usr/lib/postgresql")
USER = "lianxin"
#: Speed is wanted here, not durability.
OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off "
    "-c max_connections=60 -c max_locks_per_transaction=512 -c shared_buffers=64MB"
)


@dataclass(frozen=True)
class Server:
    """A running server."""

    folder: Path

    def settings(self, mode: str, name: str, parts: int = 4) -> dict[str, Any]:
        """Django's settings for the database ``name`` in one of the product's modes."""
        engine = "django.db.backends.postgresql" if mode == "plain" else f"lianxin.db.backends.{mode}"
        return {"ENGINE": engine, "NAME": name, "USER": USER, "HOST": str(self.folder), "PORT": "", "PARTS": parts}

    def create(self, name: str, template: str = "template0") -> None:
        """Make a database that is empty or a copy of another one."""
        self._psql("postgres", f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def drop(self, name: str) -> None:
        """Remove a database and whoever is connected to it."""
        self._psql("postgres", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def run(self, *command: str, stdin: bytes | None = None) -> bytes:
        """Run one of PostgreSQL's programs as the server's user and return its standard output."""
        words = [_program(command[0]), "-h", str(self.folder), "-U", USER, *command[1:]]
        return subprocess.run(words, input=stdin, check=True, stdout=subprocess.PIPE).stdout

    def _psql(self, database: str, sql: str) -> None:
        self.run("psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql)


def why_missing() -> str:
    """Why there can be no server here, as the text of a skip; empty if there can be one."""
    if _folder_of_programs() is None:
        return "PostgreSQL server programs are not installed (Debian: apt-get install postgresql)"
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        return "PostgreSQL does not run as root and there is no runuser"
    return ""


@cache
def start() -> Server:
    """Start the server of this test run, or join the one that the parent process started."""
    inherited = os.environ.get("LIANXIN_TEST_PG")
    if inherited:
        return Server(Path(inherited))
    folder = Path(tempfile.mkdtemp(prefix="lianxin-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    folder.chmod(0o755)
    data = str(folder / "data")
    _as_server("initdb", "-D", data, "-U", USER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
    log = str(folder / "log")
    _as_server("pg_ctl", "-D", data, "-l", log, "-w", "-o", f"-k {folder} {OPTIONS}", "start")
    atexit.register(_stop, folder)
    os.environ["LIANXIN_TEST_PG"] = str(folder)
    return Server(folder)


def _stop(folder: Path) -> None:
    """Stop the server and remove all it stored."""
    _as_server("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


def _as_server(program: str, *words: str) -> None:
    """Run a program as a user that PostgreSQL accepts (it refuses root)."""
    become = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*become, _program(program), *words], check=True, stdout=subprocess.DEVNULL, cwd="/")


@cache
def _folder_of_programs() -> Path | None:
    """The newest installed server's programs."""
    versions = [path for path in DEBIAN.glob("*/bin") if (path / "initdb").exists()]
    if versions:
        return max(versions, key=lambda path: int(path.parent.name))
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def _program(name: str) -> str:
    folder = _folder_of_programs()
    return str(folder / name) if folder and (folder / name).exists() else name
