"""The working calendar of a town: the built-in years with the town's own laid over them."""

import datetime as dt
from functools import lru_cache

from lianxin.clocks.models import CalendarYear
from lianxin.core.workdays import WorkCalendar, YearTable, builtin_calendar
from lianxin.db import prepared
from lianxin.db.scope import current_town_id

Mark = tuple[tuple[int, dt.datetime], ...]


def town_calendar() -> WorkCalendar:
    """The calendar of the current town; one short statement, the tables are read only when they changed."""
    years = prepared.read("calendar", lambda: CalendarYear.objects.order_by("year").values_list("year", "changed_at"))
    return calendar_of(tuple((year, changed) for year, changed in years))


def calendar_of(mark: Mark) -> WorkCalendar:
    """The calendar for the marks of the town's own years (year, last change), read by the caller; no statement."""
    return _calendar(current_town_id(), mark) if mark else builtin_calendar()


@lru_cache(maxsize=64)
def _calendar(town_id: int, mark: Mark) -> WorkCalendar:
    """The calendar for one state of the town's tables; ``mark`` changes whenever a table does."""
    rows = CalendarYear.objects.filter(year__in=[year for year, _changed in mark]).order_by("year")
    return builtin_calendar().with_tables([YearTable.from_json(row.table) for row in rows])


def source_of(year: int) -> str:
    """Where the table of a year comes from, for explanations and the calendar page."""
    return town_calendar().year_table(year).source
