"""What is computed about a project: progress, its state in words and colour with the reason, the evaluation's grade.

Thresholds are defaults of ours and 待核: a town may set its own.  Whole numbers only.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

#: The plan is published within so many days after the vote.
PLAN_DAYS: Final = 30
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


def colour(steps: Sequence[Step], day: dt.date, *, accepted: bool = False, stopped: bool = False) -> Colour:
    """Blue accepted, green as planned, yellow watch, orange late, red critical; the worst reason counts."""
    if accepted:
        return Colour("blue", "accepted")
    if stopped:
        return Colour("red", "stopped")
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
