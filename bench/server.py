"""A PostgreSQL server of the measurements' own, durable as an installation's: kept between runs, stopped at the end."""

import atexit
import os
import shutil
from pathlib import Path

from bench.common import folder_for
from tests import postgres

#: As an installation would run it on a small machine; every commit waits for the disk.
OPTIONS = "-c listen_addresses='' -c shared_buffers=512MB -c max_connections=60 -c fsync=on -c synchronous_commit=on"

#: The folder of the server of this run.
_started: list[Path] = []


def start(name: str = "bench", mode: str = "composite") -> str:
    """Start the server of this data folder (made the first time) and return the address of the database *name*."""
    trouble = postgres.why_missing()
    if trouble:
        raise SystemExit(trouble)
    folder = folder_for("postgres")
    data = folder / "data"
    if not data.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _open_to_server(folder)
        words = ("-D", str(data), "-U", postgres.USER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        postgres._as_server("initdb", *words)
    _started.append(folder)
    log = str(folder / "log")
    postgres._as_server("pg_ctl", "-D", str(data), "-l", log, "-w", "-o", f"-k {folder} {OPTIONS}", "start")
    atexit.register(postgres._as_server, "pg_ctl", "-D", str(data), "-m", "fast", "-w", "stop")
    server = postgres.Server(folder)
    known = server.run("psql", "-qXAt", "-d", "postgres", "-c", "SELECT datname FROM pg_database")
    if name not in known.decode().split():
        server.create(name)
    return f"postgres://{postgres.USER}@/{name}?host={folder}&mode={mode}"


def process() -> int:
    """The id of the server's first process; all others are below it."""
    return int((_started[0] / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0])


def _open_to_server(folder: Path) -> None:
    """Give the folder to the server's user, who must be able to reach it."""
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        folder.chmod(0o755)
