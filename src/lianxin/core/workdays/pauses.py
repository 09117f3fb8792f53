"""Due dates of clocks that stand still for a while and are extended. Pure functions over dates.

A clock does not run during a pause: no day from its first day up to, but not including, the day it ends is counted. A
pause that begins and ends on one day changes nothing; a pause on the last day leaves the day it ends as the last day.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lianxin.core.workdays.builtin import builtin_calendar
from lianxin.core.workdays.calendar import WorkCalendar
from lianxin.core.workdays.days import ONE_DAY, date_zh
from lianxin.core.workdays.periods import Unit, shift_months


class Pause(NamedTuple):
    """A pause from its first day until the day the clock runs again (None while it lasts), with the reason."""

    start: dt.date
    end: dt.date | None
    reason: str = ""


class Extension(NamedTuple):
    """Time granted on top, counted from the due date before it."""

    amount: int
    unit: Unit
    reason: str = ""


@dataclass(frozen=True)
class Due:
    """When a clock runs out.

    ``date`` is None while an open pause keeps it from running out. ``provisional`` as in a Reckoning. ``stages``
    holds the due date after the period itself and after each extension. ``paused_days`` counts the calendar days on
    which the clock stood still before that date, or before the open pause.
    """

    date: dt.date | None
    provisional: bool
    paused_days: int
    stages: tuple[dt.date, ...]
    start: dt.date
    amount: int
    unit: Unit
    pauses: tuple[Pause, ...] = field(default=())
    extensions: tuple[Extension, ...] = field(default=())

    @property
    def stopped(self) -> bool:
        """Say whether the clock stands still for now."""
        return self.date is None

    def explain_zh(self) -> str:
        """Return the reason for the date in a few Chinese lines."""
        return "\n".join(_explain(self))


class _Paused:
    """Which days of a clock do not count."""

    def __init__(self, pauses: Iterable[Pause]) -> None:
        """Take the pauses; ValueError if one ends before it begins."""
        self.spans = sorted(pauses, key=lambda pause: pause.start)
        if any(pause.end is not None and pause.end < pause.start for pause in self.spans):
            raise ValueError("a pause cannot end before it begins")
        self.first_open = min((pause.start for pause in self.spans if pause.end is None), default=dt.date.max)

    def covers(self, day: dt.date) -> bool:
        """Say whether the clock stands still on a day."""
        return any(pause.start <= day and (pause.end is None or day < pause.end) for pause in self.spans)

    def endless(self, day: dt.date) -> bool:
        """Say whether the clock stands still on a day and nobody knows yet until when."""
        return day >= self.first_open

    def count(self, after: dt.date, last: dt.date) -> int:
        """Return how many days after one day up to another the clock stood still."""
        days = (after + dt.timedelta(days=ahead) for ahead in range(1, (last - after).days + 1))
        return sum(self.covers(day) for day in days)


class _StoppedError(Exception):
    """An open pause was reached before the period ended."""


def effective_due(
    start: dt.date,
    amount: int,
    unit: Unit,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
    calendar: WorkCalendar | None = None,
) -> Due:
    """Return when a clock runs out that began on ``start`` (day 0), was paused and extended.

    Working days: only unpaused working days count. Calendar days: only unpaused days count, then the end moves off rest
    days. Months: the end by calendar moves on by as many unpaused days as were paused, then off rest days. Each
    extension counts from the due date before it. Without ``calendar`` the built-in one. ValueError for negative amounts
    and pauses that end before they begin.
    """
    known = calendar if calendar is not None else builtin_calendar()
    paused = _Paused(pauses)
    periods = (Extension(amount, unit), *extensions)
    if any(period.amount < 0 for period in periods):
        raise ValueError("a period cannot be negative")
    stages: list[dt.date] = []
    sure = True
    for period in periods:
        try:
            end, confirmed = _end_of(known, paused, stages[-1] if stages else start, period)
        except _StoppedError:
            break
        stages.append(end)
        sure = sure and confirmed
    date = stages[-1] if len(stages) == len(periods) else None
    last = date if date is not None else max(start, paused.first_open - ONE_DAY)
    return Due(
        date=date,
        provisional=date is not None and not sure,
        paused_days=paused.count(start, last),
        stages=tuple(stages),
        start=start,
        amount=amount,
        unit=unit,
        pauses=tuple(pauses),
        extensions=tuple(extensions),
    )


def _end_of(known: WorkCalendar, paused: _Paused, start: dt.date, period: Extension) -> tuple[dt.date, bool]:
    """Return the end of one period, and whether every day it rests on is confirmed.

    _StoppedError when an open pause is reached first.
    """
    if period.unit is Unit.WORKING_DAYS:
        end = _walk(start, period.amount, lambda day: known.is_working_day(day) and not paused.covers(day), paused)
        return end, known.all_confirmed(start, end)
    if period.unit is Unit.CALENDAR_DAYS:
        unrolled = _walk(start, period.amount, lambda day: not paused.covers(day), paused)
    else:
        by_calendar = shift_months(start, period.amount)
        lost = paused.count(start, by_calendar)
        unrolled = _walk(by_calendar, lost, lambda day: not paused.covers(day), paused)
    end = unrolled
    while not known.is_working_day(end) or paused.covers(end):
        end = _next_day(end, paused)
    return end, known.all_confirmed(unrolled - ONE_DAY, end)


def _walk(start: dt.date, amount: int, counts: Callable[[dt.date], bool], paused: _Paused) -> dt.date:
    """Return the day on which the ``amount``-th day that counts is reached; day 0 is the start."""
    day = start
    while amount > 0:
        day = _next_day(day, paused)
        amount -= counts(day)
    return day


def _next_day(day: dt.date, paused: _Paused) -> dt.date:
    """Return the day after, unless the clock stands still there without end."""
    day += ONE_DAY
    if paused.endless(day):
        raise _StoppedError
    return day


def _explain(due: Due) -> list[str]:
    """Return the lines: start and period, each pause, each extension, the result."""
    lines = [f"收到日{date_zh(due.start)}为第0日，期限{due.amount}{due.unit.zh}。"]
    lines += [_pause_zh(pause) for pause in sorted(due.pauses, key=lambda pause: pause.start)]
    lines += [f"延长{granted.amount}{granted.unit.zh}{_because(granted.reason)}。" for granted in due.extensions]
    if due.date is None:
        lines.append("计时仍在暂停，恢复后才能定出到期日。")
    else:
        lines.append(f"到期：{date_zh(due.date)}。")
    if due.provisional:
        lines.append("暂定：所涉年份的放假安排不在已确认的年历内，按法定节日推算；年历补入后重新计算。")
    return lines


def _pause_zh(pause: Pause) -> str:
    """Return one pause as a line."""
    if pause.end is None:
        return f"{date_zh(pause.start)}起暂停{_because(pause.reason)}，尚未恢复。"
    return f"{date_zh(pause.start)}起暂停{_because(pause.reason)}，{date_zh(pause.end)}恢复。"


def _because(reason: str) -> str:
    """Return a reason in brackets, or nothing."""
    return f"（{reason}）" if reason else ""
