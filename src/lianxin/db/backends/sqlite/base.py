"""Django's SQLite backend with five promises.

* Every ``atomic`` block is a writer from its first statement (``BEGIN IMMEDIATE``): no upgrade of a read snapshot,
  hence no "database is locked" in the middle of a transaction.
* Writers queue for `lianxin.db.locks` instead of polling; this holds for single statements outside ``atomic`` too.
* Every connection commits with ``synchronous=FULL``: a receipt that was shown survives a power cut.
* Row locks are checked: ``select_for_update()`` outside a transaction is an error, as on PostgreSQL.
* WAL is a property of the file. It is set once, at install (`set_write_ahead_log`), since switching needs a lock.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from sqlite3 import Connection, register_converter
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base, creation, features, operations
from django.utils.dateparse import parse_date

from lianxin.db.classifier import LOCK_COMMENT
from lianxin.db.locks import LockTimeout, WriteLock, write_lock

#: How long a writer waits for its turn, in seconds.
BUSY_SECONDS = 20.0
#: How much of the file is read through the page cache of the machine, in bytes.
MMAP_BYTES = 256 * 1024 * 1024
#: To what size the write-ahead log is cut back after a checkpoint, in bytes.
LOG_BYTES = 64 * 1024 * 1024

#: The stubs describe Django's public face only; these are extended through methods they leave out.
_Wrapper: Any = base.DatabaseWrapper
_Creation: Any = creation.DatabaseCreation

_WRITING = ("INSERT", "UPDATE", "DELETE", "REPLAC")


@lru_cache(maxsize=4096)
def _day(written: bytes) -> dt.date | None:
    """A stored day; a page of rows has the same few days many times over."""
    return parse_date(written.decode())


register_converter("date", _day)


class QueueingCursor(base.SQLiteCursorWrapper):
    """A cursor whose writing statements wait for the queue when no transaction holds it already."""

    def __init__(self, connection: Connection, wrapper: "DatabaseWrapper") -> None:
        super().__init__(connection)
        self._wrapper = wrapper

    def execute(self, query: str, params: Any = None) -> Any:
        """Run one statement."""
        if self._wrapper.in_atomic_block or not query.lstrip()[:6].upper().startswith(_WRITING):
            return super().execute(query, params)
        with self._wrapper.queued():
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Any) -> Any:
        """Run one statement with many sets of values."""
        if self._wrapper.in_atomic_block:
            return super().executemany(query, param_list)
        with self._wrapper.queued():
            return super().executemany(query, param_list)


class DatabaseFeatures(features.DatabaseFeatures):
    """Row locks are understood, so that forgetting the transaction around one is an error here as elsewhere."""

    has_select_for_update = True
    has_select_for_update_nowait = True
    has_select_for_update_skip_locked = True
    has_select_for_update_of = True
    has_select_for_no_key_update = True


class DatabaseOperations(operations.DatabaseOperations):
    """SQL for a database in which the writer has everything to itself."""

    def for_update_sql(self, *args: Any, **kwargs: Any) -> str:
        """Only a comment: an IMMEDIATE transaction has no rival. The classifier of the tests reads it."""
        return LOCK_COMMENT


class DatabaseCreation(_Creation):  # type: ignore[misc]
    """Test databases in files: their side files come and go with them."""

    def _create_test_db(self, verbosity: int, autoclobber: bool, keepdb: bool = False) -> str:
        name: str = self._get_test_db_name()
        if not keepdb:
            _remove_side_files(name)
        super()._create_test_db(verbosity, autoclobber, keepdb)
        return name

    def _clone_test_db(self, suffix: str, verbosity: int, keepdb: bool = False) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        super()._clone_test_db(suffix, verbosity, keepdb)

    def _destroy_test_db(self, test_database_name: str, verbosity: int) -> None:
        super()._destroy_test_db(test_database_name, verbosity)
        _remove_side_files(test_database_name)


class DatabaseWrapper(_Wrapper):  # type: ignore[misc]
    """A connection that queues before it writes."""

    creation_class = DatabaseCreation
    features_class = DatabaseFeatures
    ops_class = DatabaseOperations
    #: Set by `lianxin.db.transactions.snapshot`: the next transaction only reads and takes no place in the queue.
    only_reading = False
    _held: WriteLock | None = None
    transaction_mode: str | None

    def get_connection_params(self) -> dict[str, Any]:
        """Django's parameters, with our waiting time and kind of transaction where the settings say nothing."""
        params: dict[str, Any] = super().get_connection_params()
        params.setdefault("timeout", BUSY_SECONDS)
        self.transaction_mode = self.transaction_mode or "IMMEDIATE"
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        """A connection that forgets nothing it has committed."""
        connection: Connection = super().get_new_connection(conn_params)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA mmap_size = {MMAP_BYTES}")
        connection.execute(f"PRAGMA journal_size_limit = {LOG_BYTES}")
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor that knows this connection's queue."""
        return self.connection.cursor(factory=partial(QueueingCursor, wrapper=self))

    @contextmanager
    def queued(self) -> Iterator[None]:
        """Hold the queue for one statement outside a transaction."""
        if self._held is not None:
            yield
            return
        self._enter_queue()
        try:
            yield
        finally:
            self._leave_queue()

    def _start_transaction_under_autocommit(self) -> None:
        if self.only_reading:
            self.cursor().execute("BEGIN DEFERRED")
            return
        self._enter_queue()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._leave_queue()
            raise

    def _enter_queue(self) -> None:
        """Wait for our turn; raises `OperationalError` after the busy time."""
        if self._held is not None:
            return
        lock = write_lock(str(self.settings_dict["NAME"]))
        try:
            lock.acquire(float(self.settings_dict["OPTIONS"].get("timeout", BUSY_SECONDS)))
        except LockTimeout as error:
            raise OperationalError(f"database is locked: {error}") from error
        self._held = lock

    def _leave_queue(self) -> None:
        """Let the next writer in, if we hold the queue."""
        held, self._held = self._held, None
        if held is not None:
            held.release()

    def _commit(self) -> None:
        super()._commit()
        self._leave_queue()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._leave_queue()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._leave_queue()

    def set_write_ahead_log(self) -> None:
        """Switch the file to WAL, once and for all; a database in memory has no log. Call outside a transaction."""
        if self.is_in_memory_db():
            return
        with self.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode = WAL")
            mode = cursor.fetchone()[0]
        if mode != "wal":
            raise OperationalError(f"the database stays in journal mode {mode!r}; WAL needs a local disk")


def _remove_side_files(name: str) -> None:
    """Remove the log, index and lock file beside a test database; a stale log would spoil the next file."""
    if not creation.DatabaseCreation.is_in_memory_db(name):
        for ending in ("-wal", "-shm", "-writers"):
            Path(f"{name}{ending}").unlink(missing_ok=True)
