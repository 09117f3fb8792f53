"""Transactions: one that writes, one that only looks."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction


def write(using: str | None = None) -> transaction.Atomic:
    """A write transaction: all of the block is stored, or none of it.

    On SQLite the outermost block holds the queue of writers from BEGIN to COMMIT, so that writers wait for their turn
    instead of failing with "database is locked" (`lianxin.db.backends.sqlite`); so keep slow work out of it.
    """
    return transaction.atomic(using=using)


@contextmanager
def snapshot(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """A transaction that only reads and sees one moment throughout: for exports, backups and checks.

    On SQLite it takes no place in the queue of writers and nobody waits for it; writing in it fails. Inside a write
    transaction that is already open it adds nothing.
    """
    connection: Any = connections[using]
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with _sqlite_snapshot(connection):
            yield
    else:
        with transaction.atomic(using=using):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


@contextmanager
def _sqlite_snapshot(connection: Any) -> Iterator[None]:
    """A deferred transaction on a connection that refuses to write for as long as it lasts."""
    connection.only_reading = True
    try:
        connection.cursor().execute("PRAGMA query_only = ON")
        with transaction.atomic(using=connection.alias):
            yield
    finally:
        connection.only_reading = False
        connection.cursor().execute("PRAGMA query_only = OFF")
