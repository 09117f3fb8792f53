"""Appointments with death: a process kills itself before, inside or after one statement of one action.

"Inside" is meant literally: SQLite calls back between two steps of its virtual machine, and the process ends there.
``COMMIT`` is a statement like the others, although Django does not send it through a cursor.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn

from django.db import connection

BEFORE, INSIDE, AFTER = "before", "inside", "after"


@dataclass(frozen=True)
class Appointment:
    """Die at the ``number``-th statement (1 is the first) of an action; ``steps`` into it where ``where`` is inside."""

    action: str
    number: int
    where: str
    steps: int = 1


class Watch:
    """Counts the statements of an action on this process's connection and keeps the appointment."""

    def __init__(self, appointment: Appointment | None, say: Callable[..., None]) -> None:
        self.appointment = appointment
        self.say = say
        self.count = 0
        self.armed = False
        #: How many statements each action took that came to its end.
        self.took: dict[str, int] = {}

    def look_over(self) -> None:
        """Begin to watch the connection, which must be open."""
        inner: Any = connection
        inner.execute_wrappers.append(self)
        commit = inner._commit
        inner._commit = lambda: self._pass("COMMIT", commit)

    @contextmanager
    def during(self, action: str) -> Iterator[None]:
        """Count the statements of this block, and die in it if that was agreed."""
        self.count, self.armed = 0, self.appointment is not None and self.appointment.action == action
        yield
        self.took[action], self.armed = self.count, False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Django's execute wrapper."""
        return self._pass(sql, lambda: execute(sql, params, many, context))

    def _pass(self, sql: str, run: Callable[[], Any]) -> Any:
        self.count += 1
        due = self.appointment if self.armed else None
        if due is None or due.number != self.count:
            return run()
        if due.where == BEFORE:
            self._die(sql, due)
        if due.where == INSIDE:
            left = iter(range(due.steps - 1, -1, -1))
            raw: Any = connection.connection
            raw.set_progress_handler(lambda: self._die(sql, due) if next(left, 0) == 0 else 0, 1)
        result = run()
        self._die(sql, due)
        return result

    def _die(self, sql: str, due: Appointment) -> NoReturn:
        self.say("died", action=due.action, number=self.count, where=due.where, sql=" ".join(sql.split()[:3]))
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("nobody survives SIGKILL")
