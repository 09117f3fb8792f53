"""Opening hours: pure functions over weekly hours and exceptional days.  Local civil times of Shanghai throughout."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

#: How far ahead the next opening is looked for, in days.
AHEAD: Final = 60


@dataclass(frozen=True, slots=True)
class Hours:
    """A regular opening: ISO weekday 1–7, opening and closing time of the same day."""

    weekday: int
    opens: dt.time
    closes: dt.time
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """An exceptional day; closed where ``opens`` is ``None``."""

    day: dt.date
    opens: dt.time | None
    closes: dt.time | None
    reason: str


@dataclass(frozen=True, slots=True)
class Opening:
    """An opening on a certain day."""

    day: dt.date
    opens: dt.time
    closes: dt.time
    purpose: str = ""


def openings_on(day: dt.date, hours: Iterable[Hours], days: Mapping[dt.date, Day]) -> list[Opening]:
    """What is open on a day, in order: the exception where there is one, else the week's hours."""
    exception = days.get(day)
    if exception is not None:
        if exception.opens is None or exception.closes is None:
            return []
        return [Opening(day, exception.opens, exception.closes, exception.reason)]
    usual = sorted((one for one in hours if one.weekday == day.isoweekday()), key=lambda one: one.opens)
    return [Opening(day, one.opens, one.closes, one.purpose) for one in usual]


def open_at(moment: dt.datetime, hours: Iterable[Hours], days: Mapping[dt.date, Day]) -> Opening | None:
    """The opening that holds at a local moment; the closing minute itself is closed."""
    for one in openings_on(moment.date(), hours, days):
        if one.opens <= moment.time() < one.closes:
            return one
    return None


def next_opening(moment: dt.datetime, hours: Sequence[Hours], days: Mapping[dt.date, Day]) -> Opening | None:
    """The next opening that begins after a local moment, or ``None`` within ``AHEAD`` days."""
    for offset in range(AHEAD + 1):
        day = moment.date() + dt.timedelta(days=offset)
        for one in openings_on(day, hours, days):
            if offset or one.opens > moment.time():
                return one
    return None


def problems(hours: Sequence[Hours]) -> tuple[str, ...]:
    """Codes of what is wrong with a week: ``weekday``, ``order`` (closing not after opening), ``overlap``."""
    found = []
    if any(not 1 <= one.weekday <= 7 for one in hours):
        found.append("weekday")
    if any(one.closes <= one.opens for one in hours):
        found.append("order")
    ordered = sorted(hours, key=lambda one: (one.weekday, one.opens))
    if any(one.weekday == two.weekday and two.opens < one.closes for one, two in pairwise(ordered)):
        found.append("overlap")
    return tuple(found)


_WEEKDAYS: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7}
_LINE: Final = re.compile(
    r"^(?:周|星期|礼拜)([一二三四五六日天])\s*(\d{1,2})[:：](\d{2})\s*[-–—~～到至]+\s*(\d{1,2})[:：](\d{2})\s*(.*)$"
)


def parse_week(text: str) -> tuple[list[Hours], list[int]]:
    """Read a week, one opening a line: ``周三 14:00-16:30 代表接待``.

    Returns the openings and the numbers (from 1) of the lines that could not be read; empty lines are skipped.
    """
    found: list[Hours] = []
    unread: list[int] = []
    for number, line in enumerate(unicodedata.normalize("NFKC", text).splitlines(), start=1):
        if not line.strip():
            continue
        one = _parse_line(line.strip())
        if one is None:
            unread.append(number)
        else:
            found.append(one)
    return found, unread


def _parse_line(line: str) -> Hours | None:
    matched = _LINE.match(line)
    if matched is None:
        return None
    day, from_hour, from_minute, to_hour, to_minute, purpose = matched.groups()
    try:
        opens = dt.time(int(from_hour), int(from_minute))
        closes = dt.time(int(to_hour), int(to_minute))
    except ValueError:
        return None
    return Hours(_WEEKDAYS[day], opens, closes, purpose.strip()[:40])


def written_week(hours: Iterable[Hours]) -> str:
    """The week in the form :func:`parse_week` reads."""
    names = {number: name for name, number in _WEEKDAYS.items() if name != "天"}
    ordered = sorted(hours, key=lambda one: (one.weekday, one.opens))
    lines = [f"周{names[one.weekday]} {one.opens:%H:%M}-{one.closes:%H:%M} {one.purpose}".rstrip() for one in ordered]
    return "\n".join(lines)
