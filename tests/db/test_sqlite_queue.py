"""SQLite: writers queue, nothing is "locked", every connection is durable."""

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connections, transaction

from lianxin.db.locks import LockTimeout, WriteLock, write_lock
from lianxin.db.transactions import snapshot, write

PROCESS = Path(__file__).parent / "writer_process.py"


def add_line(alias: str) -> None:
    """Read the highest number, then write the next one: the transaction that fails without IMMEDIATE."""
    with write(alias), connections[alias].cursor() as cursor:
        cursor.execute("SELECT MAX(n) FROM line")
        (highest,) = cursor.fetchone()
        cursor.execute("INSERT INTO line (n) VALUES (%s)", [(highest or 0) + 1])


def count_lines(alias: str) -> int:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM line")
        return int(cursor.fetchone()[0])


def pragma(alias: str, name: str) -> Any:
    with connections[alias].cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


def test_eight_threads_write_without_one_locked_error(side_database: str) -> None:
    def work(_number: int) -> tuple[str, int, int]:
        for _ in range(25):
            add_line(side_database)
        seen = tuple(pragma(side_database, name) for name in ("journal_mode", "synchronous", "foreign_keys"))
        connections[side_database].close()
        return seen

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(work, range(8)))
    assert set(seen) == {("wal", 2, 1)}
    assert count_lines(side_database) == 200


def test_four_processes_write_without_one_locked_error(side_database: str) -> None:
    file = str(connections[side_database].settings_dict["NAME"])
    processes = [
        subprocess.Popen([sys.executable, str(PROCESS), file, "25"], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert {process.communicate(timeout=60)[0] for process in processes} == {"wal 2"}
    assert count_lines(side_database) == 100


def test_a_single_statement_outside_a_transaction_queues_too(side_database: str) -> None:
    lock = write_lock(str(connections[side_database].settings_dict["NAME"]))
    connections[side_database].settings_dict["OPTIONS"] = {"timeout": 0.01}
    lock.acquire(1)
    with connections[side_database].cursor() as cursor:
        with pytest.raises(OperationalError, match="database is locked"):
            cursor.execute("INSERT INTO line (n) VALUES (1)")
        cursor.execute("SELECT COUNT(*) FROM line")
        lock.release()
        cursor.execute("INSERT INTO line (n) VALUES (1)")
    assert count_lines(side_database) == 1


@pytest.mark.parametrize("ending", ["commit", "exception", "closed connection", "failed begin"])
def test_the_queue_moves_on_however_a_transaction_ends(side_database: str, ending: str) -> None:
    lock = write_lock(str(connections[side_database].settings_dict["NAME"]))
    if ending == "commit":
        add_line(side_database)
    elif ending == "exception":
        with pytest.raises(ZeroDivisionError), write(side_database):
            _ = 1 / 0
    elif ending == "closed connection":
        with write(side_database):
            connections[side_database].close()
    else:
        connection: Any = connections[side_database]
        connection.transaction_mode = "NONSENSE"
        with pytest.raises(OperationalError), write(side_database):
            pass
        connection.transaction_mode = "IMMEDIATE"
    lock.acquire(0.1)
    lock.release()


def test_an_inner_block_keeps_the_place_of_the_outer_one(side_database: str) -> None:
    lock = write_lock(str(connections[side_database].settings_dict["NAME"]))
    with write(side_database):
        with write(side_database):
            pass
        with pytest.raises(LockTimeout):
            lock.acquire(0.01)
    lock.acquire(0.1)
    lock.release()


def test_a_snapshot_sees_one_moment_blocks_nobody_and_cannot_write(side_database: str) -> None:
    add_line(side_database)
    with snapshot(side_database):
        assert count_lines(side_database) == 1
        writer = threading.Thread(target=lambda: (add_line(side_database), connections[side_database].close()))
        writer.start()
        writer.join(timeout=10)
        assert count_lines(side_database) == 1
        with pytest.raises(OperationalError, match="readonly"), transaction.atomic(using=side_database):
            connections[side_database].cursor().execute("INSERT INTO line (n) VALUES (9)")
    assert count_lines(side_database) == 2
    add_line(side_database)
    assert count_lines(side_database) == 3


def test_a_forked_child_neither_holds_nor_releases_its_parents_place(tmp_path: Path) -> None:
    lock = write_lock(str(tmp_path / "x"))
    lock.acquire(1)
    child = os.fork()
    if child == 0:
        lock.release()
        try:
            write_lock(str(tmp_path / "x")).acquire(0.05)
        except LockTimeout:
            os._exit(7)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    lock.release()
    lock.acquire(0.1)
    lock.release()


def test_a_dead_process_leaves_no_lock_behind(tmp_path: Path) -> None:
    child = os.fork()
    if child == 0:
        write_lock(str(tmp_path / "x")).acquire(1)
        os._exit(0)
    os.waitpid(child, 0)
    write_lock(str(tmp_path / "x")).acquire(0.1)
    write_lock(str(tmp_path / "x")).release()


def test_databases_in_memory_queue_without_a_file() -> None:
    name = "file:one?mode=memory&cache=shared"
    assert write_lock(name) is write_lock(name)
    assert write_lock(name) is not write_lock("file:two?mode=memory&cache=shared")
    lock = WriteLock(None)
    lock.acquire(0.1)
    with pytest.raises(LockTimeout):
        lock.acquire(0.01)
