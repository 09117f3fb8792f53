"""One day as the calendar sees it, and how dates are written in Chinese."""

import datetime as dt
import enum
from typing import NamedTuple

WEEKDAYS_ZH = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
SATURDAY = 5
ONE_DAY = dt.timedelta(days=1)


class DayKind(enum.StrEnum):
    """Why a day is worked or not."""

    WORKDAY = "workday"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


class Day(NamedTuple):
    """A day: its kind, the name of the festival it belongs to ("" if none), and whether its year table is confirmed."""

    date: dt.date
    kind: DayKind
    name: str
    confirmed: bool

    @property
    def working(self) -> bool:
        """Say whether people work on this day."""
        return self.kind in (DayKind.WORKDAY, DayKind.MAKE_UP)


def is_weekend(day: dt.date) -> bool:
    """Say whether a date is a Saturday or Sunday."""
    return day.weekday() >= SATURDAY


def weekday_zh(day: dt.date) -> str:
    """Return the weekday in Chinese (星期一)."""
    return WEEKDAYS_ZH[day.weekday()]


def date_zh(day: dt.date, *, year: bool = True) -> str:
    """Return a date as people write it: ``2025年2月10日（星期一）``, or without the year."""
    written = f"{day.month}月{day.day}日（{weekday_zh(day)}）"
    return f"{day.year}年{written}" if year else written
