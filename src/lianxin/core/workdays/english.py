"""The reason for a date in English, for readers of English pages; the Chinese lines are what counts."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from lianxin.core.workdays.days import Day, DayKind
from lianxin.core.workdays.pauses import Due, Pause
from lianxin.core.workdays.periods import Unit
from lianxin.core.workdays.reckoning import Reckoning, runs_of
from lianxin.core.written import written_day

#: Festivals by the name a year table gives them; a name of the town's own stays as it is.
FESTIVALS: Final[Mapping[str, str]] = {
    "元旦": "New Year",
    "春节": "Spring Festival",
    "清明": "Tomb-Sweeping Day",
    "劳动节": "Labour Day",
    "端午": "Dragon Boat Festival",
    "中秋": "Mid-Autumn Festival",
    "国庆节": "National Day",
}
_IN_LIEU: Final = "补假"
_UNITS: Final[Mapping[Unit, str]] = {
    Unit.WORKING_DAYS: "working day",
    Unit.CALENDAR_DAYS: "calendar day",
    Unit.MONTHS: "month",
}
_PROVISIONAL: Final = (
    "not in the confirmed calendar; worked out from the statutory holidays and counted anew once it is."
)


def explain(found: Reckoning | Due) -> list[str]:
    """The same facts as ``explain_zh``, one a line: the count, rest days, make-up days, pauses, extensions."""
    return _of_due(found) if isinstance(found, Due) else _of_reckoning(found)


def period(amount: int, unit: Unit) -> str:
    """``1 working day``, ``3 months``."""
    return f"{amount} {_UNITS[unit]}{'' if amount == 1 else 's'}"


def _of_reckoning(found: Reckoning) -> list[str]:
    due = f"due {period(found.amount, found.unit)} later: {_day(found.unrolled)}."
    lines = [f"Received {_day(found.start)}, which is day 0; {due}"]
    lines += _counted(found) if found.unit is Unit.WORKING_DAYS else _rolled(found)
    if found.provisional:
        unsure = {step.date.year for step in found.steps if not step.day.confirmed} or {found.date.year}
        lines.append(f"Provisional: the holidays of {', '.join(map(str, sorted(unsure)))} are {_PROVISIONAL}")
    return lines


def _counted(found: Reckoning) -> list[str]:
    skipped = [step.day for step in found.steps if not step.day.working]
    made_up = [step.day for step in found.steps if step.day.kind is DayKind.MAKE_UP]
    named = (("Rest days left out", skipped), ("Make-up working days counted", made_up))
    return [f"{name} ({len(days)}): {_days(days)}." for name, days in named if days]


def _rolled(found: Reckoning) -> list[str]:
    lines = []
    if found.unit is Unit.MONTHS and found.unrolled.day != found.start.day:
        lines.append(f"That month has no day {found.start.day}; its last day counts.")
    if found.date != found.unrolled:
        rested = [step.day for step in found.steps if not step.counted]
        lines.append(f"The last day is a rest day ({_days(rested)}); it moves to {_day(found.date)}.")
    return lines


def _of_due(found: Due) -> list[str]:
    lines = [f"Received {_day(found.start)}, which is day 0; allowed: {period(found.amount, found.unit)}."]
    lines += [_pause(pause) for pause in sorted(found.pauses, key=lambda pause: pause.start)]
    lines += [f"Extended by {period(one.amount, one.unit)}{_because(one.reason)}." for one in found.extensions]
    if found.date is None:
        lines.append("The clock stands still; the day is known once it runs again.")
    else:
        lines.append(f"Due: {_day(found.date)}.")
    if found.provisional:
        lines.append(f"Provisional: the holidays of the years concerned are {_PROVISIONAL}")
    return lines


def _pause(pause: Pause) -> str:
    until = "not resumed yet" if pause.end is None else f"resumed {_day(pause.end)}"
    return f"Stopped on {_day(pause.start)}{_because(pause.reason)}, {until}."


def _because(reason: str) -> str:
    return f" ({reason})" if reason else ""


def _days(days: Iterable[Day]) -> str:
    return ", ".join(map(_run, runs_of(days)))


def _run(run: Sequence[Day]) -> str:
    first, last = run[0].date, run[-1].date
    span = _short(first) if first == last else f"{_short(first)} – {_short(last)}"
    name = _festival(run[0].name)
    if run[0].kind is DayKind.MAKE_UP:
        return f"{span} (make-up day, {name})"
    return f"{span} ({name})" if name else span


def _festival(name: str) -> str:
    own = name.removesuffix(_IN_LIEU)
    return FESTIVALS.get(own, own) + (", in lieu" if own != name else "")


def _day(day: dt.date) -> str:
    return written_day(day, english=True)


def _short(day: dt.date) -> str:
    return written_day(day, english=True, year=False)
