"""Which period a filling proposes: the last one that is over, by how often the form is asked for."""

import datetime as dt

from lianxin.reports.registry import Period

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def proposed(cycle: str, today: dt.date) -> Period:
    """Return the last whole week, month, quarter, half-year or year before ``today``.

    On the last day of a period that period itself is proposed. A day's form proposes today; one that is asked for only
    once, the year so far.
    """
    if cycle == "day":
        return Period(today, today)
    if cycle == "week":
        sunday = today - dt.timedelta(days=(today.weekday() + 1) % 7)
        return Period(sunday - dt.timedelta(days=6), sunday)
    if cycle not in _MONTHS:
        return Period(today.replace(month=1, day=1), today)
    months = _MONTHS[cycle]
    tomorrow = today + dt.timedelta(days=1)
    here = (tomorrow.year * 12 + tomorrow.month - 1) // months * months
    return Period(_month(here - months), _month(here) - dt.timedelta(days=1))


def _month(number: int) -> dt.date:
    """The first day of a month counted from year 0."""
    return dt.date(number // 12, number % 12 + 1, 1)
