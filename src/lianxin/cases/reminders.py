"""Reminders of every clock: one at half time, one a working day before, one when the day has passed.

A reminder is an entry of the case's log, so it is sent once and stands in the story of the matter; a date that moves
(an extension, a new calendar) begins anew.  Of an answer a unit owes, half time and lateness are the ladder's to tell
(``cases.pressing``), so that nobody hears the same twice.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from lianxin.cases import notices
from lianxin.cases.actions.base import KIND
from lianxin.cases.models import Case
from lianxin.cases.pressing import watched
from lianxin.cases.promises.selectors import owing_year
from lianxin.clocks.calendars import town_calendar
from lianxin.clocks.models import Clock, ClockState, Promise, PromiseState
from lianxin.clocks.rules import days_left, half_gone
from lianxin.core.clock import today
from lianxin.core.workdays import WorkCalendar
from lianxin.db.models import Town
from lianxin.journal import jobs
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import SYSTEM
from lianxin.journal.errors import ActionError, WrongState
from lianxin.journal.models import LogEntry

#: Waiting for the resident binds nobody; silence falls by itself.
_NOBODYS: Final = ("silence",)
_CHUNK: Final = 400


@dataclass(frozen=True, slots=True)
class Due:
    """One reminder that is due: of which object, which clock or promise (``ref``), which stage, by which date."""

    owner_id: int
    ref: int
    code: str
    stage: str
    on: dt.date

    @property
    def mark(self) -> tuple[str, str, str]:
        """What is the same when it was sent already."""
        return (str(self.ref), self.stage, self.on.isoformat())


def stage_of(start: dt.date, due_on: dt.date, day: dt.date, calendar: WorkCalendar) -> str:
    """Which reminder a running clock is due for on a working day; empty for none."""
    if day > due_on:
        return notices.OVERDUE
    if days_left(due_on, day, calendar) <= 1 and day > start:
        return notices.EVE
    return notices.HALF if half_gone(start, due_on, day, calendar) else ""


@dataclass(kw_only=True)
class Remind(Action[Case]):
    """Remind whoever a clock or a promise binds; refused when it stopped meanwhile."""

    verb: ClassVar[str] = "case.reminded"

    due: Due

    def lock(self) -> None:
        """Lock the case."""
        self.case = Case.objects.select_for_update().get(pk=self.due.owner_id)

    def check(self) -> None:
        """The clock still runs, the promise is still open, the date is the same."""
        if not still_due(self.due):
            raise WrongState("stopped", "")

    def perform(self) -> Case:
        """Nothing changes but the log and the inboxes."""
        return self.case

    def subject(self) -> Subject:
        """The case."""
        return Subject(KIND, self.case.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which clock, which stage, which date."""
        return {"ref": str(self.due.ref), "code": self.due.code, "stage": self.due.stage, "due": self.due.on}

    def announcement(self) -> Mapping[str, object]:
        """The same, for the inboxes."""
        return {**notices.facts_of(self.case), "code": self.due.code, "stage": self.due.stage, "due": self.due.on}


def still_due(due: Due) -> bool:
    """Whether the clock still runs or the promise is still open, for the same date; one statement."""
    if due.stage == notices.YEAR:
        return owing_year(Promise.objects.filter(pk=due.ref)).exists()
    if due.stage == notices.PROMISE:
        return Promise.objects.filter(pk=due.ref, state=PromiseState.OPEN, due_on=due.on).exists()
    return Clock.objects.filter(pk=due.ref, state=ClockState.RUNNING, due_on=due.on).exists()


def of_the_year(kind: str, day: dt.date) -> Iterator[Due]:
    """Promises of former years without a note of this year: once a year, by its last day."""
    for promise in owing_year(Promise.objects.filter(owner_kind=kind, shared_from=None)).order_by("due_on", "id"):
        yield Due(promise.owner_id, promise.pk, "promise", notices.YEAR, dt.date(day.year, 12, 31))


def send(day: dt.date | None = None) -> int:
    """Send what is due today and was not sent yet; nothing on a day on which nobody works.  How many were sent."""
    day, calendar = day or today(), town_calendar()
    if not calendar.is_working_day(day):
        return 0
    sent = 0
    due = [*_clocks(day, calendar), *_promises(day, calendar), *of_the_year(KIND, day)]
    for one in unsent(Remind.verb, KIND, due):
        sent += _try(one)
    return sent


def unsent(verb: str, kind: str, due: Sequence[Due]) -> Iterator[Due]:
    """Those whose reminder does not stand in the log yet; one statement for each few hundred."""
    for start in range(0, len(due), _CHUNK):
        part = due[start : start + _CHUNK]
        known = _already(verb, kind, {one.owner_id for one in part})
        yield from (one for one in part if one.mark not in known)


def _clocks(day: dt.date, calendar: WorkCalendar) -> Iterator[Due]:
    pressed = set(Case.objects.filter(**watched.pressable()).values_list("pk", flat=True))
    rows = Clock.objects.filter(owner_kind=KIND, state=ClockState.RUNNING).exclude(code__in=_NOBODYS)
    for clock in rows.order_by("due_on", "id"):
        stage = stage_of(clock.started_on, clock.due_on, day, calendar)
        of_ladder = clock.code in watched.CODES and clock.owner_id in pressed and stage != notices.EVE
        if stage and not of_ladder:
            yield Due(clock.owner_id, clock.pk, clock.code, stage, clock.due_on)


def _promises(day: dt.date, calendar: WorkCalendar) -> Iterator[Due]:
    rows = Promise.objects.filter(owner_kind=KIND, state=PromiseState.OPEN, due_on__gte=day)
    for promise in rows.order_by("due_on", "id"):
        if days_left(promise.due_on, day, calendar) > 1:
            return
        yield Due(promise.owner_id, promise.pk, "promise", notices.PROMISE, promise.due_on)


def _already(verb: str, kind: str, owner_ids: Iterable[int]) -> set[tuple[str, str, str]]:
    """The marks of the reminders these objects had; one statement."""
    rows = LogEntry.objects.filter(verb=verb, object_kind=kind, object_id__in=list(owner_ids))
    found = [json.loads(data) for data in rows.values_list("data", flat=True)]
    return {(one["ref"], one["stage"], one["due"]) for one in found}


def _try(due: Due) -> bool:
    """Send one; a clock that stopped meanwhile needs no reminder."""
    try:
        Remind(actor=SYSTEM, due=due).execute()
    except ActionError:
        return False
    return True


def daily(_town: Town) -> None:
    """Before the desks open."""
    send()


def register() -> None:
    """The daily job, at seven."""
    jobs.every(jobs.DAY, "cases.reminders", offset=7 * jobs.HOUR)(daily)
