"""Editing the calendar: a year table comes in, and every clock it touches is counted again, with an entry each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext as _

from lianxin.clocks import mirrors
from lianxin.clocks.calendars import town_calendar
from lianxin.clocks.models import CalendarYear, Clock, ClockState
from lianxin.clocks.service import histories, recount
from lianxin.core.clock import now
from lianxin.core.text import tidy_line
from lianxin.core.workdays import TableError, YearTable
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import FieldProblem, Invalid
from lianxin.journal.log import append
from lianxin.people import roles
from lianxin.places.policies import must_hold

_LIVE = (ClockState.RUNNING, ClockState.PAUSED)


@dataclass(frozen=True, slots=True)
class Moved:
    """A clock whose date changed with the calendar."""

    clock_id: int
    owner_kind: str
    owner_id: int
    code: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an imported year did: the row, and the clocks that were counted again."""

    row: CalendarYear
    moved: tuple[Moved, ...]


@dataclass(kw_only=True)
class ImportCalendarYear(Action[Imported]):
    """Lay a year table over the built-in one; ``text`` is CSV (日期, 类型, 名称) or JSON.

    Raises ``Invalid`` at ``text`` naming every wrong row, at ``source`` without a source.  Every live clock whose count
    touches the year is counted again; one that moved gets an entry in its owner's log.
    """

    verb: ClassVar[str] = "clocks.calendar_imported"

    text: str
    source: str
    confirmed: bool = True
    _table: YearTable = field(init=False, repr=False)
    _result: Imported = field(init=False, repr=False)

    def check(self) -> None:
        """A system administrator, a table without a contradiction, and where it comes from."""
        must_hold(self.actor, roles.SYSTEM_ADMIN)
        self.source = tidy_line(self.source)[:200]
        problems: list[FieldProblem] = []
        if not self.source:
            problems.append(FieldProblem("source", "missing", _("请写明来源，例如国务院办公厅的通知名称和文号。")))
        try:
            self._table = self._read()
        except TableError as error:
            problems += [FieldProblem("text", one.code, one.message) for one in error.problems]
        if problems:
            raise Invalid(*problems)

    def _read(self) -> YearTable:
        if self.text.lstrip("\ufeff \n").startswith("{"):
            given = YearTable.from_json(self.text)
            return YearTable(given.year, given.rest, given.work, self.confirmed, self.source)
        return YearTable.from_csv(self.text, confirmed=self.confirmed, source=self.source)

    def perform(self) -> Imported:
        """Store the table, then count again."""
        values = {
            "table": self._table.to_json(),
            "source": self.source,
            "confirmed": self.confirmed,
            "changed_at": now(),
        }
        row, _made = CalendarYear.objects.update_or_create(year=self._table.year, defaults=values)
        self._result = Imported(row, self._count_again())
        return self._result

    def _count_again(self) -> tuple[Moved, ...]:
        """Live clocks from before the end of the year whose date lies in or after it, or rests on guesses."""
        year = self._table.year
        clocks = list(
            Clock.objects.select_for_update()
            .filter(state__in=_LIVE, started_on__year__lte=year, due_on__year__gte=year)
            .order_by("id")
        )
        stories, calendar = histories(clocks), town_calendar()
        changed: list[Clock] = []
        moved: list[Moved] = []
        for clock in clocks:
            old_due, old_mark = recount(clock, *stories[clock.pk], calendar)
            if (clock.due_on, clock.provisional) != (old_due, old_mark):
                changed.append(clock)
            if clock.due_on != old_due:
                moved.append(
                    Moved(clock.pk, clock.owner_kind, clock.owner_id, clock.code, f"{old_due}", f"{clock.due_on}")
                )
        Clock.objects.bulk_update(changed, ["due_on", "provisional"], batch_size=100)
        self._tell(moved)
        return tuple(moved)

    def _tell(self, moved: Sequence[Moved]) -> None:
        """An entry in the log of each owner, and the date on the owner's own row."""
        for one in moved:
            data = {"clock": one.code, "old": one.old, "new": one.new, "year": self._table.year}
            append("clocks.recomputed", one.owner_kind, one.owner_id, self.actor, data)
        for kind, owner in dict.fromkeys((one.owner_kind, one.owner_id) for one in moved):
            mirrors.moved(kind, owner)

    def subject(self) -> Subject:
        """The year."""
        return Subject("calendar_year", self._result.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which year, from where, how many clocks moved."""
        return {
            "year": self._table.year,
            "source": self.source,
            "confirmed": self.confirmed,
            "rest": len(self._table.rest),
            "work": len(self._table.work),
            "recomputed": len(self._result.moved),
        }
