"""The only source of time in the project.

Moments are aware UTC datetimes; days are civil dates of the town (Asia/Shanghai). The clock can be fixed for the
example town and frozen in tests; both act on the whole process, so that server threads see the same time.
"""

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

TOWN_TZ = ZoneInfo("Asia/Shanghai")
UTC = dt.UTC
_WORK_STARTS = dt.time(9, 0)


class _State:
    """What the process-wide clock is set to; ``fixed`` is None while it follows the machine."""

    fixed: dt.datetime | None = None


def _as_utc(moment: dt.datetime | dt.date) -> dt.datetime:
    """Turn an aware datetime, or a civil date (taken as 09:00 in town), into UTC; a naive datetime is a ValueError."""
    if not isinstance(moment, dt.datetime):
        return dt.datetime.combine(moment, _WORK_STARTS, TOWN_TZ).astimezone(UTC)
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone: naive datetimes are not accepted")
    return moment.astimezone(UTC)


def now() -> dt.datetime:
    """Return the present moment as an aware UTC datetime (the fixed one, if the clock is fixed)."""
    return _State.fixed if _State.fixed is not None else dt.datetime.now(UTC)


def local(moment: dt.datetime) -> dt.datetime:
    """Return the same moment on the town's wall clock; a naive datetime is a ValueError."""
    return _as_utc(moment).astimezone(TOWN_TZ)


def civil_date(moment: dt.datetime) -> dt.date:
    """Return the civil date in town on which a moment falls."""
    return local(moment).date()


def today() -> dt.date:
    """Return today's civil date in town."""
    return civil_date(now())


def start_of_day(day: dt.date) -> dt.datetime:
    """Return the UTC moment at which a civil day begins in town."""
    return dt.datetime.combine(day, dt.time.min, TOWN_TZ).astimezone(UTC)


def day_bounds(day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Return the half-open interval [begin, end) of a civil day in UTC, ready for a query."""
    return start_of_day(day), start_of_day(day + dt.timedelta(days=1))


def monotonic() -> float:
    """Return seconds on a clock that never goes back; for measuring durations only, never fixed or frozen."""
    return time.monotonic()


def set_fixed(moment: dt.datetime | dt.date | None) -> None:
    """Fix the clock of the whole process (example town, bar runs), or let it follow the machine again with None."""
    _State.fixed = None if moment is None else _as_utc(moment)


def is_fixed() -> bool:
    """Say whether the clock stands still; pages show a notice when it does."""
    return _State.fixed is not None


class Frozen:
    """The handle that ``frozen`` gives: moves the stopped clock by hand."""

    def move_to(self, moment: dt.datetime | dt.date) -> None:
        """Set the stopped clock to another moment."""
        set_fixed(moment)

    def tick(self, **delta: float) -> None:
        """Advance the stopped clock, with the arguments of ``timedelta`` (``days=1``, ``minutes=5``)."""
        set_fixed(now() + dt.timedelta(**delta))


@contextmanager
def frozen(moment: dt.datetime | dt.date) -> Iterator[Frozen]:
    """Stop the clock at a moment inside a ``with`` block and put back afterwards what was set before."""
    before = _State.fixed
    set_fixed(moment)
    try:
        yield Frozen()
    finally:
        _State.fixed = before
