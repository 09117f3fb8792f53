"""What the office answers: corrected, taken out, or upheld, each with a reason the deputy reads."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext as _

from lianxin.core.clock import now, today
from lianxin.home.models import Attendance, PerformanceEntry, Presence, ReceptionDeputy
from lianxin.home.performance.actions.entries import EntryAction
from lianxin.home.performance.actions.recording import KIND
from lianxin.home.performance.rules import Facts
from lianxin.journal.actions import Subject
from lianxin.journal.errors import Invalid


@dataclass(kw_only=True)
class Decision(EntryAction):
    """Base of the answers."""

    def change(self) -> tuple[str, ...]:
        """The reason and the moment."""
        self.row.decision, self.row.decided_at = self.reason, now()
        return "decision", "decided_at"


@dataclass(kw_only=True)
class UpholdEntry(Decision):
    """It stays as it was, with the reason."""

    verb: ClassVar[str] = "performance.uphold"
    move_code: ClassVar[str] = "uphold"


@dataclass(kw_only=True)
class TakeOutEntry(Decision):
    """It does not belong to this deputy's file; it stays where it was, but no longer counts."""

    verb: ClassVar[str] = "performance.take_out"
    move_code: ClassVar[str] = "take_out"

    def change(self) -> tuple[str, ...]:
        """No longer part of the file."""
        self.row.is_current = False
        return (*super().change(), "is_current")


@dataclass(kw_only=True)
class CorrectEntry(Decision):
    """It was otherwise: a new line takes the place of this one, and the source is put right with it.

    What was typed once is corrected once: the attendance of the activity or of the reception changes in the same
    transaction.
    """

    verb: ClassVar[str] = "performance.correct"
    move_code: ClassVar[str] = "correct"

    presence: str = ""
    happened_on: dt.date | None = None
    people: int | None = None
    fresh: PerformanceEntry = field(init=False, repr=False)

    def check(self) -> None:
        """A known word for presence, a day that has come; then the table."""
        if self.presence not in {Presence.PRESENT, Presence.LEAVE, Presence.ABSENT}:
            raise Invalid.at("presence", "unknown", _("请选到场、请假或者缺席。"))
        if self.happened_on is not None and self.happened_on > today():
            raise Invalid.at("happened_on", "future", _("日期不能晚于今天。"))
        super().check()

    def facts(self) -> Facts:
        """Whether anything changes."""
        found = super().facts()
        row, wanted = self.row, (self.presence, self._day(), self._people())
        return Facts(
            today=found.today, reason=found.reason, changes=wanted != (row.presence, row.happened_on, row.people)
        )

    def _day(self) -> dt.date:
        return self.happened_on or self.row.happened_on

    def _people(self) -> int:
        return self.row.people if self.people is None else self.people

    def change(self) -> tuple[str, ...]:
        """Supersede, put the source right."""
        old = self.row
        old.is_current = False
        self.fresh = PerformanceEntry(
            deputy=old.deputy, kind=old.kind, title=old.title, happened_on=self._day(), presence=self.presence,
            role=old.role, people=self._people(), organiser=old.organiser, source_kind=old.source_kind,
            source_id=old.source_id, revision=old.revision + 1, recorded_at=now(), decision=self.reason,
            decided_at=now(),
        )  # fmt: skip
        self.fresh.save(force_insert=True)
        self._put_source_right()
        return (*super().change(), "is_current")

    def _put_source_right(self) -> None:
        row = self.row
        if row.source_kind == "activity":
            rows = Attendance.objects.filter(activity_id=row.source_id, deputy_id=row.deputy_id)
            rows.update(state=self.presence, people=self._people())
        elif row.source_kind == "reception":
            came = self.presence == Presence.PRESENT
            ReceptionDeputy.objects.filter(reception_id=row.source_id, deputy_id=row.deputy_id).update(attended=came)

    def perform(self) -> PerformanceEntry:
        """The new line is the result."""
        super().perform()
        return self.fresh

    def subject(self) -> Subject:
        """The new line, which the deputy is asked to look at."""
        return Subject(KIND, self.fresh.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which line was superseded."""
        return {"deputy": self.row.deputy.code, "instead_of": str(self.row.pk), "presence": self.presence}
