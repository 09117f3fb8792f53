"""The calendar: year tables laid over each other, and counting in them. Pure; needs no clock and no database."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable

from lianxin.core.workdays.days import ONE_DAY, Day, DayKind, is_weekend
from lianxin.core.workdays.periods import Unit, shift_months
from lianxin.core.workdays.reckoning import Reckoning, Step
from lianxin.core.workdays.yeartable import YearTable


class WorkCalendar:
    """Which days are worked. Later tables replace earlier ones of the same year; other years follow the statute."""

    def __init__(self, tables: Iterable[YearTable] = ()) -> None:
        """Take the tables known; the last one of a year counts."""
        self._tables = {table.year: table for table in tables}
        self._known = frozenset(self._tables)
        self._working: dict[int, list[int]] = {}

    def with_tables(self, tables: Iterable[YearTable]) -> "WorkCalendar":
        """Return a calendar in which these tables replace those of the same years (a town's own over the built-in)."""
        known = [self._tables[year] for year in sorted(self._known)]
        return WorkCalendar([*known, *tables])

    @property
    def confirmed_years(self) -> tuple[int, ...]:
        """Return the years with a confirmed table, oldest first."""
        return tuple(year for year in sorted(self._known) if self._tables[year].confirmed)

    def year_table(self, year: int) -> YearTable:
        """Return the table of a year: the one given, or the statutory one made for it."""
        if year not in self._tables:
            self._tables[year] = YearTable.statutory(year)
        return self._tables[year]

    def is_confirmed(self, day: dt.date) -> bool:
        """Say whether a day lies in a year with a confirmed table."""
        return self.year_table(day.year).confirmed

    def is_working_day(self, day: dt.date) -> bool:
        """Say whether people work on a day."""
        table = self.year_table(day.year)
        return day in table.work if is_weekend(day) else day not in table.rest

    def describe(self, day: dt.date) -> Day:
        """Return what kind of day a date is, and why."""
        table = self.year_table(day.year)
        if day in table.work:
            return Day(day, DayKind.MAKE_UP, table.work[day], table.confirmed)
        if day in table.rest:
            return Day(day, DayKind.HOLIDAY, table.rest[day], table.confirmed)
        return Day(day, DayKind.WEEKEND if is_weekend(day) else DayKind.WORKDAY, "", table.confirmed)

    def _working_ordinals(self, year: int) -> list[int]:
        """Return the working days of a year as ordinals, computed once."""
        if year not in self._working:
            first, last = dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
            days = (dt.date.fromordinal(ordinal) for ordinal in range(first, last + 1))
            self._working[year] = [day.toordinal() for day in days if self.is_working_day(day)]
        return self._working[year]

    def all_confirmed(self, after: dt.date, last: dt.date) -> bool:
        """Say whether every day after ``after`` up to ``last`` is confirmed; with no such day, whether ``last`` is."""
        first = min(after + ONE_DAY, last)
        return all(self.year_table(year).confirmed for year in range(first.year, last.year + 1))

    def due_date(self, start: dt.date, amount: int) -> tuple[dt.date, bool]:
        """Return the end of so many working days and whether it is provisional; the quick form without steps.

        Receipt day is day 0. ValueError for a negative amount, OverflowError past the year 9999.
        """
        if amount < 0:
            raise ValueError("a period cannot be negative")
        if amount == 0:
            return start, not self.is_confirmed(start)
        year, left = start.year, amount
        days = self._working_ordinals(year)
        at = bisect_right(days, start.toordinal())
        while len(days) - at < left:
            left -= len(days) - at
            year, at = year + 1, 0
            if year > dt.MAXYEAR:
                raise OverflowError("the period ends after the year 9999")
            days = self._working_ordinals(year)
        end = dt.date.fromordinal(days[at + left - 1])
        return end, not self.all_confirmed(start, end)

    def add_working_days(self, start: dt.date, amount: int) -> Reckoning:
        """Return the end of so many working days after the receipt day, with every day on the way.

        ValueError for a negative amount, OverflowError past the year 9999. Zero gives the receipt day itself.
        """
        end, provisional = self.due_date(start, amount)
        steps: list[Step] = []
        number = 0
        for ahead in range(1, (end - start).days + 1):
            day = self.describe(start + dt.timedelta(days=ahead))
            number += day.working
            steps.append(Step(day, number if day.working else 0))
        return Reckoning(end, provisional, tuple(steps), start, amount, Unit.WORKING_DAYS, end)

    def add_calendar_days(self, start: dt.date, amount: int, roll: bool = True) -> Reckoning:
        """Return the end of so many days after the receipt day; a rest day moves it to the next working day.

        The move follows 民法典 Art. 203; ``roll=False`` leaves the date. ValueError for a negative amount.
        """
        if amount < 0:
            raise ValueError("a period cannot be negative")
        return self._rolled(start, amount, Unit.CALENDAR_DAYS, start + dt.timedelta(days=amount), roll)

    def add_months(self, start: dt.date, amount: int, roll: bool = True) -> Reckoning:
        """Return the same day so many months later, or the month's last; a rest day moves it to the next working day.

        民法典 Art. 202 and 203; ``roll=False`` leaves the date. ValueError for a negative amount.
        """
        if amount < 0:
            raise ValueError("a period cannot be negative")
        return self._rolled(start, amount, Unit.MONTHS, shift_months(start, amount), roll)

    def _rolled(self, start: dt.date, amount: int, unit: Unit, end: dt.date, roll: bool) -> Reckoning:
        """Move an end off rest days and note the days stepped over."""
        last = self.roll_forward(end) if roll else end
        ahead = range((last - end).days + 1)
        days = [self.describe(end + dt.timedelta(days=offset)) for offset in ahead]
        steps = tuple(Step(day, 1 if day.date == last else 0) for day in days)
        return Reckoning(last, not all(day.confirmed for day in days), steps, start, amount, unit, end)

    def add(self, start: dt.date, amount: int, unit: Unit, roll: bool = True) -> Reckoning:
        """Return the end of a period in any unit."""
        if unit is Unit.WORKING_DAYS:
            return self.add_working_days(start, amount)
        if unit is Unit.CALENDAR_DAYS:
            return self.add_calendar_days(start, amount, roll)
        return self.add_months(start, amount, roll)

    def roll_forward(self, day: dt.date) -> dt.date:
        """Return the day itself if it is worked, else the next working day."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def next_working_day(self, day: dt.date) -> dt.date:
        """Return the first working day after a day."""
        return self.roll_forward(day + ONE_DAY)

    def previous_working_day(self, day: dt.date) -> dt.date:
        """Return the last working day before a day."""
        day -= ONE_DAY
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def working_days_between(self, start: dt.date, end: dt.date) -> int:
        """Return how many working days lie after ``start`` up to and including ``end``.

        Negative when ``end`` is earlier.

        The inverse of adding: the due date of n working days lies n working days after its start.
        """
        if end < start:
            return -self.working_days_between(end, start)
        total = sum(len(self._working_ordinals(year)) for year in range(start.year, end.year))
        worked_until_end = bisect_right(self._working_ordinals(end.year), end.toordinal())
        return total + worked_until_end - bisect_right(self._working_ordinals(start.year), start.toordinal())
