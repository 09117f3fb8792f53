"""Taking in sheets of paper: keep the picture with its draft, confirm or leave each row, erase both."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.aggregation import texts
from lianxin.aggregation.models import PaperSheet
from lianxin.aggregation.policies import SEE_SHEET
from lianxin.aggregation.sheets.binding import Bound
from lianxin.aggregation.sheets.keeping import (
    LEFT,
    MOST,
    TAKEN,
    WAITING,
    DraftRow,
    rows_of,
    sealed_picture,
    sealed_rows,
)
from lianxin.cases.actions import RecordOpinion
from lianxin.cases.models import Case
from lianxin.core.clock import now, today
from lianxin.core.text import tidy_line
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import SYSTEM
from lianxin.journal.errors import Invalid, NotAllowed, WrongState

#: After so many days a sheet is erased, finished or not.
KEPT: Final = dt.timedelta(days=7)


@dataclass(kw_only=True)
class TakeSheet(Action[PaperSheet]):
    """Keep a picture and its draft; what the code on it says fills what was left open."""

    verb: ClassVar[str] = "sheet.taken"

    picture: bytes
    rows: Sequence[DraftRow]
    by_machine: bool
    place_id: int | None = None
    occasion: str = ""
    spoken_on: dt.date | None = None
    bound: Bound | None = None
    made: PaperSheet = field(init=False, repr=False)

    def check(self) -> None:
        """Somebody who writes down what residents say."""
        if not SEE_SHEET.check(self.actor):
            raise NotAllowed("not_this_party", texts.not_your_sheet())
        if self.spoken_on is not None and self.spoken_on > today():
            raise Invalid.at("spoken_on", "future", _("日期不能在今天以后。"))

    def perform(self) -> PaperSheet:
        """Store, sealed."""
        found = self.bound or Bound("")
        self.made = PaperSheet(
            owner=self.actor.id[:64], owner_label=self.actor.label[:120], place_id=self.place_id or found.place_id,
            occasion=(tidy_line(self.occasion) or found.occasion)[:60], spoken_on=self.spoken_on or today(),
            bound=found.words[:120], by_machine=self.by_machine, waiting=len(self.rows), made_at=now(),
        )  # fmt: skip
        self.made.picture = sealed_picture(self.picture, self.made.pk)
        self.made.rows = sealed_rows(self.rows, self.made.pk)
        self.made.save(force_insert=True)
        return self.made

    def subject(self) -> Subject:
        """The sheet."""
        return Subject("paper_sheet", self.made.pk)

    def entry_data(self) -> Mapping[str, object]:
        """How many rows, who read them; never what stands in them."""
        return {"rows": len(self.rows), "by_machine": self.by_machine}


@dataclass(kw_only=True)
class SheetAction(Action[PaperSheet]):
    """A change of one sheet: locked, somebody who may see it, not erased yet."""

    sheet_id: int
    row: PaperSheet = field(init=False, repr=False)

    def lock(self) -> None:
        """The sheet."""
        row = PaperSheet.objects.select_for_update().filter(pk=self.sheet_id).first()
        if row is None:
            raise WrongState("no_such_sheet", texts.sheet_gone())
        self.row = row

    def check(self) -> None:
        """Who, and whether it is still there."""
        if self.actor is not SYSTEM and not SEE_SHEET.check(self.actor, self.row):
            raise NotAllowed("not_this_party", texts.not_your_sheet())
        if self.row.erased_at is not None:
            raise WrongState("erased", texts.sheet_gone())

    def subject(self) -> Subject:
        """The sheet."""
        return Subject("paper_sheet", self.row.pk)

    def erase(self) -> None:
        """Nothing of the people on it stays."""
        self.row.picture, self.row.rows, self.row.waiting, self.row.erased_at = "", "", 0, now()


@dataclass(kw_only=True)
class ConfirmRow(SheetAction):
    """A person has compared one row with the picture: it becomes an opinion; or it is left out (``leave``)."""

    verb: ClassVar[str] = "sheet.row"

    n: int
    words: str = ""
    place_note: str = ""
    contact_name: str = ""
    contact: str = ""
    leave: bool = False
    number: str = field(init=False, default="")

    def check(self) -> None:
        """A row that waits."""
        super().check()
        self._rows = rows_of(self.row.rows, self.row.pk)
        if not 0 <= self.n < len(self._rows) or self._rows[self.n].state != WAITING:
            raise WrongState("row_done", texts.row_done())

    def perform(self) -> PaperSheet:
        """Write it down through the ordinary action; the last row takes picture and draft with it."""
        sheet, one = self.row, self._rows[self.n]
        if not self.leave:
            receipt = RecordOpinion(
                actor=self.actor, words=self.words, place_id=sheet.place_id, place_note=self.place_note,
                channel="paper", occasion=sheet.occasion, spoken_on=sheet.spoken_on, contact_name=self.contact_name,
                contact=self.contact,
            ).execute()  # fmt: skip
            self.number = Case.objects.values_list("number", flat=True).get(pk=receipt.case_id)
        state = LEFT if self.leave else TAKEN
        self._rows[self.n] = (
            replace(DraftRow(), state=state, number=self.number) if state == TAKEN else replace(one, state=state)
        )
        sheet.rows, sheet.taken = sealed_rows(self._rows, sheet.pk), sheet.taken + (state == TAKEN)
        sheet.waiting = sum(row.state == WAITING for row in self._rows)
        if not sheet.waiting:
            self.erase()
        sheet.save(force_update=True)
        return sheet

    def entry_data(self) -> Mapping[str, object]:
        """Which row, which matter it became."""
        return {"row": self.n, "number": self.number, "left": self.leave}


@dataclass(kw_only=True)
class AddRow(SheetAction):
    """One more empty row, for what the machine did not see."""

    verb: ClassVar[str] = "sheet.row_added"

    def perform(self) -> PaperSheet:
        """At the end."""
        rows = rows_of(self.row.rows, self.row.pk)
        if len(rows) >= MOST:
            raise WrongState("many", texts.sheet_full())
        self.row.rows, self.row.waiting = sealed_rows([*rows, DraftRow()], self.row.pk), self.row.waiting + 1
        self.row.save(force_update=True)
        return self.row


@dataclass(kw_only=True)
class EraseSheet(SheetAction):
    """Picture and draft are gone; what was confirmed stays with its matters."""

    verb: ClassVar[str] = "sheet.erased"

    def perform(self) -> PaperSheet:
        """Empty both."""
        self.erase()
        self.row.save(force_update=True)
        return self.row

    def entry_data(self) -> Mapping[str, object]:
        """How many rows became matters."""
        return {"taken": self.row.taken}


def too_old() -> list[int]:
    """Sheets whose week is over."""
    rows = PaperSheet.objects.filter(erased_at=None, made_at__lt=now() - KEPT).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:200])
