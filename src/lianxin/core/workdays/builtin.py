"""The tables that come with the program (2004-2026) and the calendar made of them."""

import functools
import json

from lianxin.core.workdays.calendar import WorkCalendar
from lianxin.core.workdays.statute import TABLES
from lianxin.core.workdays.yeartable import YearTable


@functools.cache
def builtin_tables() -> tuple[YearTable, ...]:
    """Return the confirmed year tables that come with the program, oldest first."""
    paths = sorted(TABLES.glob("[12][0-9][0-9][0-9].json"))
    return tuple(YearTable.from_json(path.read_text(encoding="utf-8")) for path in paths)


@functools.cache
def builtin_calendar() -> WorkCalendar:
    """Return the calendar of the built-in tables; a town lays its own over it with ``with_tables``."""
    return WorkCalendar(builtin_tables())


def known_differences() -> list[dict[str, str]]:
    """Return the days on which our two sources differ and which await comparison with the published notice."""
    loaded: list[dict[str, str]] = json.loads((TABLES / "differences.json").read_text(encoding="utf-8"))
    return loaded
