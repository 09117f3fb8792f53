"""What many tests build alike is built once by the product's own actions, and afterwards written down again.

``again(key, build)`` runs ``build`` the first time and remembers every statement that wrote, what was to happen on
commit, where the clock stood at the end, and the result. The next test that asks for the same *from the same state of
the database* gets the same rows by those statements and a copy of the result, in a tenth of the time. The state is
known by what was done since the test began: nothing, or such builds only. After any other write things are built anew.

Rows come back with the ids of the first time; the clock is part of the key, so that times agree.
"""

import copy
import datetime as dt
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from lianxin.core import clock

#: What does not write (savepoints come and go with their transactions).
READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "EXPLAIN", "WITH", "BEGIN", "COMMIT")

#: What the database holds at the beginning of a test.
BEGINNING: tuple[Any, ...] = ()


@dataclass
class Kept:
    """One build: the statements that wrote, what was to happen on commit, the clock at the end, the result."""

    writes: list[tuple[str, Any, bool]] = field(default_factory=list)
    on_commit: list[tuple[Callable[[], Any], bool]] = field(default_factory=list)
    moment: dt.datetime | None = None
    result: Any = None
    shared: tuple[Any, ...] = ()


class Replay:
    """What was done to the database since the test began, as far as it is known."""

    def __init__(self) -> None:
        self.history: tuple[Any, ...] | None = None
        self.recording: Kept | None = None
        self.kept: dict[tuple[Any, ...], Kept] = {}

    def begin(self) -> None:
        """A test begins."""
        self.history, self.recording = BEGINNING, None

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Django's hook around every statement: a write is remembered, or makes the state unknown."""
        if not sql.lstrip(" (").upper().startswith(READS):
            if self.recording is None:
                self.history = None
            else:
                self.recording.writes.append((sql, list(params) if many else params, many))
        return execute(sql, params, many, context)

    @contextmanager
    def _recorded(self) -> Iterator[Kept]:
        kept = Kept()
        before = len(connection.run_on_commit)
        self.recording = kept
        try:
            yield kept
        finally:
            self.recording = None
        kept.on_commit = [(run, robust) for _, run, robust in connection.run_on_commit[before:]]
        kept.moment = clock.now()

    def again(self, key: tuple[Hashable, ...], build: Callable[[], Any], *shared: Any) -> Any:
        """The result of ``build``; ``shared`` are objects it refers to that must stay the caller's own."""
        if self.history is None or self.recording or not (connection.in_atomic_block and clock.is_fixed()):
            return build()
        history = (*self.history, (*key, clock.now()))
        kept = self.kept.get(history)
        if kept is None:
            with self._recorded() as kept:
                result = build()
            kept.result, kept.shared = _copy(result, shared, shared), shared
            self.kept[history], self.history = kept, history
            return result
        self._write(kept)
        self.history = history
        return _copy(kept.result, kept.shared, shared)

    def _write(self, kept: Kept) -> None:
        self.recording = Kept()
        try:
            with connection.cursor() as cursor:
                for sql, params, many in kept.writes:
                    (cursor.executemany if many else cursor.execute)(sql, params)
                    if cursor.description:
                        cursor.fetchall()
        finally:
            self.recording = None
        connection.run_on_commit.extend((set(connection.savepoint_ids), run, robust) for run, robust in kept.on_commit)
        clock.set_fixed(kept.moment)


def _copy(result: Any, shared: tuple[Any, ...], instead: tuple[Any, ...]) -> Any:
    return copy.deepcopy(result, {id(old): new for old, new in zip(shared, instead, strict=True)})


REPLAY = Replay()
again = REPLAY.again
