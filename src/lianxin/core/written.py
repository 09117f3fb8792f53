"""A day as people write it, in Chinese or English: one form for every room, whatever it may import."""

import datetime as dt
from typing import Final

WEEKDAYS: Final = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def written_day(day: dt.date, *, english: bool = False, year: bool = True) -> str:
    """``2026年6月3日（周三）``, in English ``Wed 3 Jun 2026``: a month in letters is never taken for a day."""
    if english:
        return f"{day:%a} {day.day} {day:%b}" + (f" {day.year}" if year else "")
    start = f"{day.year}年" if year else ""
    return f"{start}{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"
