"""What is computed about a project: progress, its state in words and colour with the reason, the evaluation's grade.

Thresholds are defaults of ours and 待核: a town may set its own.  Whole numbers only.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

#: The plan is published within so many days after the vote.
PLAN_DAYS: Final = 30
#: What got a bad grade is put right within so many days.
RECTIFY_DAYS: Final = 60
#: A unit answers what a group of deputies found within so many days.
ANSWER_DAYS: Final = 15
#: A month's report is there by this day of the next month.
REPORT_DAY: Final = 5
#: What a look-back finds: still used, partly, not.
USED: Final = ("yes", "partly", "no")
_WATCH, _LATE, _CRITICAL = 5, 15, 30
_SOON: Final = 7
_LONG: Final = 30


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone: its weight, when it was due, when it was reached."""

    weight: int
    planned_on: dt.date
    done_on: dt.date | None = None


def progress(steps: Sequence[Step]) -> int:
    """Percent reached: the weights of what is done.  Never typed in."""
    return sum(one.weight for one in steps if one.done_on is not None)


def expected(steps: Sequence[Step], day: dt.date) -> int:
    """Percent that the plan wanted by a day."""
    return sum(one.weight for one in steps if one.planned_on <= day)


@dataclass(frozen=True, slots=True)
class Colour:
    """The computed state: a code, and why, as a code with a number."""

    code: str
    reason: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Money:
    """Whole yuan: what the deputies were told, what is spent."""

    cost: int = 0
    spent: int = 0

    @property
    def over(self) -> int:
        """Percent by which the cost is overspent, rounded up; nothing where the cost is not known."""
        return -(-100 * (self.spent - self.cost) // self.cost) if self.cost and self.spent > self.cost else 0


def colour(
    steps: Sequence[Step], day: dt.date, *, settled: str = "", money: Money | None = None, report_late: bool = False
) -> Colour:
    """Blue accepted, green as planned, yellow watch, orange late, red critical; the worst reason counts.

    ``settled`` is ``accepted``, ``stopped`` or ``rectifying`` where the state alone decides.
    """
    if settled:
        return Colour("blue" if settled == "accepted" else "red", settled)
    found = _by_time(steps, day)
    if found.code in ("red", "orange"):
        return found
    if money is not None and money.over:
        return Colour("orange", "overspent", money.over)
    return Colour("yellow", "no_report") if found.code == "green" and report_late else found


def report_missing(months: Sequence[dt.date], planned_at: dt.date, day: dt.date) -> bool:
    """Whether last month's report is overdue: from the month after the plan, by the fifth of the next month."""
    last = (day.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    return day.day > REPORT_DAY and planned_at.replace(day=1) < last and last not in months


def _by_time(steps: Sequence[Step], day: dt.date) -> Colour:
    overdue = max(((day - one.planned_on).days for one in steps if one.done_on is None), default=0)
    behind = expected(steps, day) - progress(steps)
    if overdue > _LONG or behind > _CRITICAL:
        return Colour("red", "overdue", overdue) if overdue > _LONG else Colour("red", "behind", behind)
    if overdue > 0:
        return Colour("orange", "overdue", overdue)
    if behind > _WATCH:
        return Colour("orange" if behind > _LATE else "yellow", "behind", behind)
    if any(one.done_on is None and (one.planned_on - day).days <= _SOON for one in steps):
        return Colour("yellow", "soon", _SOON)
    return Colour("green", "as_planned")


def grade(good: int, fair: int, base: int) -> str:
    """满意 where more than half of all say so; else 基本满意 where both together do; else 不满意.

    "More than half" leaves out exactly half: the rule seen elsewhere counts exactly half twice (待核).
    """
    if 2 * good > base:
        return "good"
    return "fair" if 2 * (good + fair) > base else "bad"
