"""Days off by statute (全国年节及纪念日放假办法), for years whose notice is not published or not held.

Fixed days, 清明 by the solar-term formula, 春节 端午 中秋 from lunar dates 1901-2099. A statutory day that falls on a
weekend is made good on the next working day after that festival. Exchanges of working days are decided by notice each
year and cannot be foreseen: tables made here are never confirmed.
"""

import datetime as dt
import functools
import itertools
import json
from pathlib import Path

from lianxin.core.workdays.days import ONE_DAY, is_weekend

TABLES = Path(__file__).resolve().parent / "tables"
NEW_YEAR, SPRING, QINGMING, LABOUR, DRAGON, AUTUMN, NATIONAL = (
    "元旦",
    "春节",
    "清明",
    "劳动节",
    "端午",
    "中秋",
    "国庆节",
)

MADE_GOOD = "补假"


@functools.cache
def _lunar() -> dict[str, list[str]]:
    """Read the lunar dates: year → 春节, 端午, 中秋 as ``MM-DD``."""
    loaded: dict[str, list[str]] = json.loads((TABLES / "lunar.json").read_text(encoding="utf-8"))
    return loaded


def lunar_festivals(year: int) -> tuple[dt.date, dt.date, dt.date] | None:
    """Return the dates of 春节 (first day), 端午 and 中秋, or None outside 1901-2099."""
    found = _lunar().get(str(year))
    if found is None:
        return None
    spring, dragon, autumn = (dt.date.fromisoformat(f"{year}-{written}") for written in found)
    return spring, dragon, autumn


def qingming(year: int) -> dt.date:
    """Return 清明 by the usual formula of the century, day = ⌊y × 0.2422 + C⌋ − ⌊y / 4⌋ (right for 1901-2099)."""
    of_century = year % 100
    constant = 5.59 if year < 2000 else 4.81
    return dt.date(year, 4, int(of_century * 0.2422 + constant) - of_century // 4)


def _span(first: dt.date, count: int) -> list[dt.date]:
    """Return ``count`` days from a date on."""
    return [first + dt.timedelta(days=ahead) for ahead in range(count)]


def _spring_days(year: int, first: dt.date) -> list[dt.date]:
    """Return the days of 春节: from 初一 or, 2008-2013 and since 2025, from the eve."""
    if year >= 2025:
        return _span(first - ONE_DAY, 4)
    if 2008 <= year <= 2013:
        return _span(first - ONE_DAY, 3)
    return _span(first, 3)


def _labour_length(year: int) -> int:
    """Return how many days 劳动节 has: three in 2000-2007, two since 2025, else one."""
    if year >= 2025:
        return 2
    return 3 if 2000 <= year <= 2007 else 1


def statutory_days(year: int) -> dict[str, list[dt.date]]:
    """Return the statutory days of a year by festival, as the decree in force that year has them."""
    days = {
        NEW_YEAR: [dt.date(year, 1, 1)],
        LABOUR: _span(dt.date(year, 5, 1), _labour_length(year)),
        NATIONAL: _span(dt.date(year, 10, 1), 3 if year >= 1999 else 2),
    }
    lunar = lunar_festivals(year)
    if lunar is not None:
        spring, dragon, autumn = lunar
        days[SPRING] = _spring_days(year, spring)
        if year >= 2008:
            days |= {QINGMING: [qingming(year)], DRAGON: [dragon], AUTUMN: [autumn]}
    elif year >= 2008:
        days[QINGMING] = [qingming(year)]
    return dict(sorted(days.items(), key=lambda item: item[1][0]))


def _next_free(after: dt.date, taken: dict[dt.date, str]) -> dt.date:
    """Return the first ordinary weekday after a date that is not taken yet."""
    candidates = (after + dt.timedelta(days=ahead) for ahead in itertools.count(1))
    return next(day for day in candidates if not is_weekend(day) and day not in taken)


def statutory_rest(year: int) -> dict[dt.date, str]:
    """Return all days off by statute in a year with the festival's name, weekend days made good included.

    Where two festivals meet (中秋 within 国庆节, as in 2020), the day lost is made good after 国庆节.
    """
    by_festival = statutory_days(year)
    rest: dict[dt.date, str] = {}
    for name, days in by_festival.items():
        for day in days:
            rest.setdefault(day, name)
    doubled = sum(len(days) for days in by_festival.values()) - len(rest)
    for name, days in by_festival.items():
        for _ in filter(is_weekend, days):
            rest[_next_free(max(days), rest)] = name + MADE_GOOD
    for _ in range(doubled):
        rest[_next_free(max(by_festival[NATIONAL]), rest)] = NATIONAL + MADE_GOOD
    return dict(sorted(rest.items()))
