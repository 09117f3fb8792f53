"""Clock arithmetic: when a clock runs out, how it ended, what is worth telling. Pure; no database, no Django.

Receipt day is day 0; n working days later is the n-th working day after it (domain notes §3.7). Counting itself is
:mod:`lianxin.core.workdays`; this module turns stored values into its terms and back.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lianxin.core.workdays import Due, Extension, Pause, Unit, WorkCalendar, effective_due

WORKING_DAY: Final = "working_day"
CALENDAR_DAY: Final = "calendar_day"
MONTH: Final = "month"

UNITS: Final[Mapping[str, Unit]] = {
    WORKING_DAY: Unit.WORKING_DAYS,
    CALENDAR_DAY: Unit.CALENDAR_DAYS,
    MONTH: Unit.MONTHS,
}

#: Codes of the rule sets under which several lines answer one question: line → (question, variant).
#: Which line counts is decided by the kind of the opinion, or by an approval (``complex``, ``broad``).
SLOTS: Final[Mapping[str, tuple[str, str]]] = {
    "answer_simple": ("answer", ""),
    "answer_advice": ("answer", ""),
    "answer_complex": ("answer", "complex"),
    "answer_oversight": ("answer", "oversight"),
    "reply": ("answer", ""),
    "reply_broad": ("answer", "broad"),
    "verdict_first_ask": ("ask", ""),
    "call_back": ("ask", ""),
    "evaluation": ("ask", ""),
    "verdict_second_ask": ("ask_again", ""),
    "on_spot_inform": ("inform", "answered"),
    "redirect_inform": ("inform", "redirected"),
}

MET: Final = "met"
LATE: Final = "late"

#: When half of the time has passed the holder is reminded (first step of the government's ladder).
HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit as a rule gives it; ``rule_id`` names the stored line (``None`` for one set by hand)."""

    code: str
    label: str
    n: int
    unit: str
    rule_id: int | None = None
    max_times: int | None = None
    source: str = ""
    status: str = ""
    label_en: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day that is still in time, and whether a confirmed calendar stands behind it."""

    on: dt.date
    provisional: bool


def slots_of(code: str, kinds: Sequence[str] | None) -> tuple[tuple[str, str], ...]:
    """The (question, variant) pairs one line of a rule set answers.

    A line for some kinds of opinion gives one pair a kind; the plain ``answer`` line is also the general rule, so that
    an opinion whose kind nobody knows yet has a deadline too.
    """
    slot, variant = SLOTS.get(code, (code, ""))
    if not kinds:
        return ((slot, variant),)
    pairs = tuple((slot, kind) for kind in kinds)
    return (*pairs, (slot, "")) if code == slot else pairs


def first_deadline(start: dt.date, n: int, unit: str, calendar: WorkCalendar) -> Deadline:
    """When a fresh clock (no pause, no extension) runs out."""
    if unit == WORKING_DAY:
        return Deadline(*calendar.due_date(start, n))
    reckoning = calendar.add(start, n, UNITS[unit])
    return Deadline(reckoning.date, reckoning.provisional)


def reckon(
    start: dt.date,
    n: int,
    unit: str,
    calendar: WorkCalendar,
    pauses: Iterable[tuple[dt.date, dt.date | None, str]] = (),
    extensions: Iterable[tuple[int, str, str]] = (),
) -> Due:
    """When a clock with this history runs out, able to explain itself; ``date`` is ``None`` while it is paused.

    Pauses are (first day not counted, day it runs again or ``None``, reason), extensions (n, unit, reason).
    """
    return effective_due(
        start,
        n,
        UNITS[unit],
        [Pause(*pause) for pause in pauses],
        [Extension(amount, UNITS[kind], reason) for amount, kind, reason in extensions],
        calendar,
    )


def result(due_on: dt.date, stopped_on: dt.date) -> str:
    """How a stopped clock ended: ``met`` up to and including the due day, else ``late``."""
    return MET if stopped_on <= due_on else LATE


def may_extend(due_on: dt.date, today: dt.date) -> bool:
    """Whether an extension can still be asked: up to and including the last day (北京市接诉即办条例 Art. 15)."""
    return today <= due_on


def days_late(due_on: dt.date, today: dt.date, calendar: WorkCalendar) -> int:
    """Working days past the due day; 0 while in time."""
    return max(0, calendar.working_days_between(due_on, today))


def days_left(due_on: dt.date, today: dt.date, calendar: WorkCalendar) -> int:
    """Working days still to go, the due day included; negative when late."""
    return calendar.working_days_between(today, due_on)


def half_gone(start: dt.date, due_on: dt.date, today: dt.date, calendar: WorkCalendar) -> bool:
    """Whether half of the working days of a clock have passed, and it is not late yet."""
    whole = calendar.working_days_between(start, due_on)
    gone = calendar.working_days_between(start, today)
    return today <= due_on and whole > 1 and gone >= whole * HALF


def promise_missed(due_on: dt.date, today: dt.date) -> bool:
    """Whether an open promise has passed its date without being settled."""
    return today > due_on
