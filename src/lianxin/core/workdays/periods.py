"""Units of a period, and the month-end rule."""

import calendar
import datetime as dt
import enum


class Unit(enum.StrEnum):
    """In what a period is counted."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"

    @property
    def zh(self) -> str:
        """Return the unit as it follows a number in Chinese (7个工作日, 15日, 3个月)."""
        return {Unit.WORKING_DAYS: "个工作日", Unit.CALENDAR_DAYS: "日", Unit.MONTHS: "个月"}[self]


def shift_months(start: dt.date, months: int) -> dt.date:
    """Return the same day so many months later, or that month's last day if it has none (民法典 Art. 202)."""
    years, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(years, month + 1)[1]
    return dt.date(years, month + 1, min(start.day, last))
