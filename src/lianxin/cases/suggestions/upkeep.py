"""What time does to suggestions: promises pass their day, and whoever has something in hand is reminded of its day.

Source: 《上海市人民代表大会关于代表建议、批评和意见的规定》(2015): promises are followed until they are done, and the
deputy hears of it.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from lianxin.cases import notices
from lianxin.cases.models.suggestion import CoOpinion, Suggestion
from lianxin.cases.reminders import Due, of_the_year, stage_of, still_due, unsent
from lianxin.cases.suggestions import workflow as w
from lianxin.cases.suggestions.actions.base import KIND, facts_of
from lianxin.cases.upkeep import carried_out
from lianxin.clocks.calendars import town_calendar
from lianxin.clocks.models import Clock, ClockState, Promise, PromiseState
from lianxin.clocks.rules import days_left, promise_missed
from lianxin.core.clock import today
from lianxin.core.workdays import WorkCalendar
from lianxin.db.models import Town
from lianxin.journal import jobs
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import SYSTEM
from lianxin.journal.errors import WrongState


@dataclass(kw_only=True)
class MissPromise(Action[Promise]):
    """The day of a promise in an answer has passed and nobody said what became of it."""

    verb: ClassVar[str] = "suggestion.promise_missed"

    promise_id: int

    def lock(self) -> None:
        """Lock the promise."""
        self.promise = Promise.objects.select_for_update().get(pk=self.promise_id, owner_kind=KIND)

    def check(self) -> None:
        """Refused when somebody settled it meanwhile."""
        if self.promise.state != PromiseState.OPEN or not promise_missed(self.promise.due_on, today()):
            raise WrongState("settled", "")

    def perform(self) -> Promise:
        """Mark it; it stays in the ledger until it is kept or changed."""
        self.promise.state = PromiseState.MISSED
        self.promise.save(update_fields=["state"])
        return self.promise

    def subject(self) -> Subject:
        """The suggestion."""
        return Subject(KIND, self.promise.owner_id)

    def entry_data(self) -> Mapping[str, object]:
        """Which promise."""
        return {"promise": str(self.promise.pk), "due": self.promise.due_on}

    def announcement(self) -> Mapping[str, object]:
        """For the unit, the office, and the deputies who signed."""
        return facts_of(Suggestion.objects.get(pk=self.promise.owner_id))


@dataclass(kw_only=True)
class Remind(Action[Suggestion]):
    """Remind whoever a clock or a promise binds; refused when it stopped meanwhile."""

    verb: ClassVar[str] = "suggestion.reminded"

    due: Due

    def lock(self) -> None:
        """Lock the suggestion."""
        self.row = Suggestion.objects.select_for_update().get(pk=self.due.owner_id)

    def check(self) -> None:
        """The clock still runs, the promise is still open, the date is the same."""
        if not still_due(self.due):
            raise WrongState("stopped", "")

    def perform(self) -> Suggestion:
        """Nothing changes but the log and the inboxes."""
        return self.row

    def subject(self) -> Subject:
        """The suggestion."""
        return Subject(KIND, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which clock, which stage, which date."""
        return {"ref": str(self.due.ref), "code": self.due.code, "stage": self.due.stage, "due": self.due.on}

    def announcement(self) -> Mapping[str, object]:
        """The same, with who has it in hand."""
        owing = CoOpinion.objects.filter(suggestion=self.row, unit_id__in=self.row.co_unit_ids, given_at=None)
        return {
            **facts_of(self.row), "code": self.due.code, "stage": self.due.stage, "due": self.due.on,
            "handed": self.row.handed_on is not None,
            "owing": sorted(owing.values_list("unit_id", flat=True)) if self.due.code == "co_opinion" else [],
        }  # fmt: skip


def miss_promises() -> int:
    """Mark promises whose day has passed; how many."""
    late = Promise.objects.filter(owner_kind=KIND, state=PromiseState.OPEN, due_on__lt=today())
    ids = list(late.order_by("id").values_list("pk", flat=True))
    return sum(carried_out(MissPromise(actor=SYSTEM, promise_id=pk)) for pk in ids)


def remind(day: dt.date | None = None) -> int:
    """Send what is due today and was not sent yet; nothing on a day on which nobody works.  How many were sent."""
    day, calendar = day or today(), town_calendar()
    if not calendar.is_working_day(day):
        return 0
    due = [*_clocks(day, calendar), *_promises(day, calendar), *of_the_year(KIND, day)]
    return sum(carried_out(Remind(actor=SYSTEM, due=one)) for one in unsent(Remind.verb, KIND, due))


def _clocks(day: dt.date, calendar: WorkCalendar) -> Iterator[Due]:
    still = Suggestion.objects.exclude(state__in=w.FINAL_STATES).values("pk")
    rows = Clock.objects.filter(owner_kind=KIND, owner_id__in=still, state=ClockState.RUNNING)
    for clock in rows.order_by("due_on", "id"):
        stage = stage_of(clock.started_on, clock.due_on, day, calendar)
        if stage:
            yield Due(clock.owner_id, clock.pk, clock.code, stage, clock.due_on)


def _promises(day: dt.date, calendar: WorkCalendar) -> Iterator[Due]:
    rows = Promise.objects.filter(owner_kind=KIND, state=PromiseState.OPEN, due_on__gte=day)
    for promise in rows.order_by("due_on", "id"):
        if days_left(promise.due_on, day, calendar) > 1:
            return
        yield Due(promise.owner_id, promise.pk, "promise", notices.PROMISE, promise.due_on)


def daily(_town: Town) -> None:
    """At night what has passed its day."""
    miss_promises()


def morning(_town: Town) -> None:
    """Before the desks open."""
    remind()


def register() -> None:
    """The daily jobs."""
    jobs.every(jobs.DAY, "suggestions.daily", offset=jobs.HOUR)(daily)
    jobs.every(jobs.DAY, "suggestions.reminders", offset=7 * jobs.HOUR)(morning)
