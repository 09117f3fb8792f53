"""Working days in China: which days are worked, when a period of days or months ends, and why.

Receipt day is day 0; n working days later is the n-th working day after it. Years without a confirmed table follow the
statute as far as it goes, and every date that rests on such a year says ``provisional``.
"""

from lianxin.core.workdays.builtin import builtin_calendar, builtin_tables, known_differences
from lianxin.core.workdays.calendar import WorkCalendar
from lianxin.core.workdays.days import WEEKDAYS_ZH, Day, DayKind, date_zh
from lianxin.core.workdays.pauses import Due, Extension, Pause, effective_due
from lianxin.core.workdays.periods import Unit, shift_months
from lianxin.core.workdays.reckoning import Reckoning, Step
from lianxin.core.workdays.yeartable import TableError, YearTable

__all__ = [
    "WEEKDAYS_ZH",
    "Day",
    "DayKind",
    "Due",
    "Extension",
    "Pause",
    "Reckoning",
    "Step",
    "TableError",
    "Unit",
    "WorkCalendar",
    "YearTable",
    "builtin_calendar",
    "builtin_tables",
    "date_zh",
    "effective_due",
    "known_differences",
    "shift_months",
]
