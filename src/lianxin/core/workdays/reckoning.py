"""The result of counting a period, able to explain itself in Chinese."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lianxin.core.workdays.days import Day, DayKind, date_zh, weekday_zh
from lianxin.core.workdays.periods import Unit


class Step(NamedTuple):
    """One day on the way: what kind of day, and its number in the count (0 when it was skipped)."""

    day: Day
    number: int

    @property
    def date(self) -> dt.date:
        """Return the date of the day."""
        return self.day.date

    @property
    def counted(self) -> bool:
        """Say whether the day was counted."""
        return self.number > 0


@dataclass(frozen=True)
class Reckoning:
    """Where a period ends.

    ``date``: the last day. ``provisional``: a day used in the count, or the end, lies outside the confirmed tables.
    ``steps``: for working days every day after the start; for other units the rest days stepped over at the end.
    ``unrolled``: the end before it moved off a rest day.
    """

    date: dt.date
    provisional: bool
    steps: tuple[Step, ...]
    start: dt.date
    amount: int
    unit: Unit
    unrolled: dt.date

    def explain_zh(self) -> str:
        """Return the reason for the date in a few Chinese lines, naming rest days skipped and make-up days counted."""
        return "\n".join(explain_lines(self))


def explain_lines(reckoning: Reckoning) -> list[str]:
    """Return the lines of an explanation: the count, rest days skipped, make-up days counted, warnings."""
    lines = [_opening(reckoning)]
    if reckoning.unit is Unit.WORKING_DAYS:
        lines += _working_lines(reckoning.steps)
    else:
        lines += _rolling_lines(reckoning)
    if reckoning.provisional:
        lines.append(_provisional_line(reckoning))
    return lines


def _opening(reckoning: Reckoning) -> str:
    """Say from where was counted, how far, and where it ends."""
    period = f"{reckoning.amount}{reckoning.unit.zh}"
    return f"收到日{date_zh(reckoning.start)}为第0日，{period}后到期：{date_zh(reckoning.unrolled)}。"


def _working_lines(steps: Sequence[Step]) -> list[str]:
    """Say which rest days were skipped and which make-up days were counted."""
    lines = []
    skipped = [step.day for step in steps if not step.day.working]
    if skipped:
        lines.append(f"跳过休息日{len(skipped)}天：{list_days(skipped)}。")
    made_up = [step.day for step in steps if step.day.kind is DayKind.MAKE_UP]
    if made_up:
        lines.append(f"计入调休上班{len(made_up)}天：{list_days(made_up)}。")
    return lines


def _rolling_lines(reckoning: Reckoning) -> list[str]:
    """Say that a month had no such day, and that the end moved off rest days."""
    lines = []
    if reckoning.unit is Unit.MONTHS and reckoning.unrolled.day != reckoning.start.day:
        lines.append(f"当月没有{reckoning.start.day}日，以月末日为到期日。")
    if reckoning.date != reckoning.unrolled:
        rested = [step.day for step in reckoning.steps if not step.counted]
        lines.append(f"到期日遇休息日（{list_days(rested)}），顺延至{date_zh(reckoning.date)}。")
    return lines


def _provisional_line(reckoning: Reckoning) -> str:
    """Say that the date may move, and because of which years."""
    unsure = {step.date.year for step in reckoning.steps if not step.day.confirmed} or {reckoning.date.year}
    years = "、".join(f"{year}年" for year in sorted(unsure))
    return f"暂定：{years}的放假安排不在已确认的年历内，按法定节日推算；年历补入后重新计算。"


def list_days(days: Iterable[Day]) -> str:
    """Return days as short Chinese text: neighbours of the same name run together (1月28日至2月4日春节)."""
    return "、".join(_run_zh(run) for run in runs_of(days))


def runs_of(days: Iterable[Day]) -> list[list[Day]]:
    """Return days with neighbours of the same name put together."""
    runs: list[list[Day]] = []
    for day in days:
        last = runs[-1][-1] if runs else None
        if last and (day.date - last.date).days == 1 and day.name == last.name:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _run_zh(run: Sequence[Day]) -> str:
    """Return a run of days as text: the festival's name, or the weekday; make-up days with both."""
    first, last = run[0].date, run[-1].date
    name = run[0].name
    weekday = weekday_zh(first) if first == last else "周末"
    if run[0].kind is DayKind.MAKE_UP:
        return f"{_span_zh(first, last)}（{weekday}，{name}调休）"
    return f"{_span_zh(first, last)}{name or f'（{weekday}）'}"


def _span_zh(first: dt.date, last: dt.date) -> str:
    """Return a day or a span of days, the month only once where it is the same."""
    begin = f"{first.month}月{first.day}日"
    if first == last:
        return begin
    return f"{begin}至{last.day}日" if first.month == last.month else f"{begin}至{last.month}月{last.day}日"
