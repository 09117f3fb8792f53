"""When a step of a ladder falls due: pure arithmetic on civil days, no database, no Django.

The table tests in ``tests/clocks/test_ladders.py`` are written so that a clerk can review them.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lianxin.core.workdays import WorkCalendar

PERCENT: Final = "percent"
WORKING_DAY: Final = "working_day"
ANSWER: Final = "answer"
OVERDUE: Final = "overdue"
BY_DECISION: Final = "by_decision"

NOTICE: Final = "notice"
DRAFT: Final = "draft"
BY_HAND: Final = "by_hand"


@dataclass(frozen=True, slots=True)
class Step:
    """What the arithmetic needs of a step; see :class:`lianxin.clocks.ladders.models.LadderStep`."""

    ladder: str
    code: str
    order: int
    after_n: int | None
    relative_to: str
    mode: str
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Fallen:
    """A step that has fallen due, and since which day."""

    step: Step
    since: dt.date


def falls_due(step: Step, started_on: dt.date, due_on: dt.date, calendar: WorkCalendar) -> dt.date | None:
    """The working day on which time raises a step; ``None`` for one that only people take.

    Of the time that has passed: the first working day by which so many per cent of the clock's working days are gone,
    never after its last day (a clock of one day has no such day).  Past the due day: the n-th working day after it.
    """
    if step.after_n is None or step.mode == BY_HAND or not step.enabled:
        return None
    if step.relative_to == OVERDUE:
        return calendar.add_working_days(due_on, step.after_n).date if step.after_n else due_on
    whole = calendar.working_days_between(started_on, due_on)
    if whole <= 1:
        return None
    needed = -(-whole * step.after_n // 100)
    day = calendar.add_working_days(started_on, max(1, needed)).date
    return day if day <= due_on else None


def fallen(
    steps: Iterable[Step], started_on: dt.date, due_on: dt.date, day: dt.date, calendar: WorkCalendar
) -> list[Fallen]:
    """The steps that have fallen due by ``day``, in the order of their days and then of the ladder."""
    found = []
    for step in steps:
        since = falls_due(step, started_on, due_on, calendar)
        if since is not None and since <= day:
            found.append(Fallen(step, since))
    return sorted(found, key=lambda one: (one.since, one.step.ladder, one.step.order))


def loud(raised: Sequence[Fallen], started_on: dt.date, due_on: dt.date, day: dt.date) -> Step | None:
    """Which of several notices caught up at once is told: the last one; the earlier ones only stand in the record.

    A reminder of half time says nothing any more when the due day is over.
    """
    notices = [one for one in raised if one.step.mode == NOTICE]
    late = [one for one in notices if one.step.relative_to == OVERDUE]
    if day > due_on:
        return late[-1].step if late else None
    return notices[-1].step if notices else None
