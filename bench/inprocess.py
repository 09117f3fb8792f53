"""Requests without a network: the product's WSGI application called directly, its statements seen and repeated.

Django must be set up before this is imported (`bench.common.set_up`).
"""

import datetime as dt
import io
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.db import connection

from lianxin.core import clock, ids

Statement = tuple[str, Sequence[object]]


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    body: bytes


@dataclass
class Visitor:
    """A browser without a network; remembers cookies."""

    cookies: dict[str, str] = field(default_factory=dict)
    application: Any = None

    def __post_init__(self) -> None:
        """Load the application that `serve` serves."""
        self.application = import_module("lianxin.conf.wsgi").application

    def get(self, path: str, **fields: str) -> Answer:
        """Ask for a page."""
        return self.call("GET", path, query=urlencode(fields))

    def post(self, path: str, fields: Mapping[str, str], address: str = "127.0.0.1") -> Answer:
        """Send a form."""
        return self.call("POST", path, body=urlencode(fields).encode(), address=address)

    def call(self, method: str, path: str, *, query: str = "", body: bytes = b"", address: str = "127.0.0.1") -> Answer:
        """One request from start to end, the closing of the response included."""
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": address,
            "HTTP_HOST": "localhost", "CONTENT_LENGTH": str(len(body)), "wsgi.url_scheme": "http",
            "CONTENT_TYPE": "application/x-www-form-urlencoded", "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr, "wsgi.version": (1, 0), "wsgi.multithread": False, "wsgi.multiprocess": True,
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }  # fmt: skip
        got: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], _trouble: object = None) -> None:
            got["status"], got["headers"] = int(status.split()[0]), headers

        response = self.application(environ, start)
        body = b"".join(response)
        response.close()
        set_cookies = [value for name, value in got["headers"] if name == "Set-Cookie"]
        cookies = dict(one.strip().split(";")[0].split("=", 1) for one in set_cookies)
        self.cookies.update(cookies)
        return Answer(got["status"], dict(got["headers"]), cookies, body)

    def sign_in(self, username: str, password: str) -> None:
        """Through the real page."""
        fields = {"username": username, "password": password}
        answer = self.post("/accounts/sign-in/", self.with_token("/accounts/sign-in/", fields))
        if answer.status != 302:
            raise SystemExit(f"sign-in failed with {answer.status}")

    def with_token(self, path: str, fields: Mapping[str, str]) -> dict[str, str]:
        """The fields with the token against forged forms that the page ``path`` gives."""
        if "lx_csrf" not in self.cookies:
            self.get(path)
        return {**fields, "csrfmiddlewaretoken": self.cookies["lx_csrf"]}


@contextmanager
def recorded() -> Iterator[list[Statement]]:
    """Every statement that passes through the connection meanwhile, ``COMMIT`` included."""
    seen: list[Statement] = []

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if many:
            seen.extend((sql, tuple(values)) for values in params)
        else:
            seen.append((sql, tuple(params or ())))
        return execute(sql, params, many, context)

    inner: Any = connection
    inner.ensure_connection()
    commit = inner._commit

    def noted_commit() -> None:
        seen.append(("COMMIT", ()))
        commit()

    inner._commit = noted_commit
    try:
        with connection.execute_wrapper(wrapper):
            yield seen
    finally:
        del inner._commit


class RawDriver:
    """The same statements on ``sqlite3`` alone, on a copy of the file; the floor of everything that asks it."""

    def __init__(self, file: Path) -> None:
        self.connection = sqlite3.connect(file, isolation_level=None)
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute("PRAGMA foreign_keys = ON")

    def run(self, statements: Sequence[Statement]) -> None:
        """Run them in order and read every row."""
        execute = self.connection.execute
        for sql, params in statements:
            execute(sql, params).fetchall()


def prepared(statements: Sequence[Statement]) -> list[Statement]:
    """The statements in the driver's own way of writing parameters, with values it knows."""
    ready: list[Statement] = []
    for sql, params in statements:
        plain = sql % tuple("?" for _ in params) if params else sql.replace("%%", "%")
        ready.append((plain, tuple(_plain(value) for value in params)))
    return ready


def _plain(value: object) -> Any:
    return value if isinstance(value, int | float | str | bytes | None) else str(value)


def fresh_number() -> int:
    """A number that no earlier run has used in its words: seconds since the day this project began to count ids."""
    return (clock.now() - ids.EPOCH) // dt.timedelta(seconds=1) % 10**8


def database_file() -> Path:
    """The file of the database in use."""
    return Path(str(connection.settings_dict["NAME"]))


def copy_of_database(target: Path) -> Path:
    """A copy of the database as it is now."""
    target.unlink(missing_ok=True)
    for ending in ("-wal", "-shm"):
        target.with_name(target.name + ending).unlink(missing_ok=True)
    copy = sqlite3.connect(target)
    inner: Any = connection
    inner.ensure_connection()
    inner.connection.backup(copy)
    copy.execute("PRAGMA journal_mode = WAL")
    copy.close()
    return target


class RawPostgres:
    """The same statements on psycopg alone, on a connection of its own that is rolled back."""

    def __init__(self) -> None:
        psycopg: Any = import_module("psycopg")
        given: Any = connection
        self.connection = psycopg.connect(**given.get_connection_params(), autocommit=True)

    def run(self, statements: Sequence[Statement]) -> None:
        """Run them in order and read every row."""
        with self.connection.cursor() as cursor:
            for sql, params in statements:
                cursor.execute(sql, params or None)
                if cursor.description:
                    cursor.fetchall()


def raw_driver() -> Any:
    """The floor of the database in use, for statements that only read."""
    return RawDriver(database_file()) if connection.vendor == "sqlite" else RawPostgres()


def for_driver(statements: Sequence[Statement]) -> list[Statement]:
    """The statements as the raw driver of the database in use takes them."""
    return prepared(statements) if connection.vendor == "sqlite" else list(statements)
