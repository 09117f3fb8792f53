"""Prepared rows: finished strings for lists, made without asking the database again."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from lianxin.cases import lists, texts, workflow
from lianxin.cases.models import IMPORT_UNDONE, Case, CaseState, Track
from lianxin.cases.selectors.frame import Frame, read
from lianxin.clocks.rules import days_left
from lianxin.core.clock import today
from lianxin.core.workdays import WorkCalendar
from lianxin.places.models import Place, PlaceKind

#: Kinds of places whose name says little without the place above.
_WITHIN: Final = frozenset({PlaceKind.BUILDING})


@dataclass
class RowMaker:
    """Turns cases (with category, place and lead unit joined) into rows; one short statement for a whole page."""

    today: dt.date = field(default_factory=today)
    frame: Frame = field(default_factory=read)

    @property
    def calendar(self) -> WorkCalendar:
        """The town's working calendar."""
        return self.frame.calendar

    @property
    def book(self) -> lists.Book:
        """The town's lists of words."""
        return self.frame.book

    def row(self, case: Case) -> dict[str, Any]:
        """One row; keys are documented in :mod:`lianxin.cases.selectors.worklists`."""
        left = self.left(case)
        return {
            "id": case.pk,
            "number": case.number,
            "title": case.title,
            "state": case.state,
            "state_label": str(CaseState(case.state).label),
            "track": case.track,
            "track_label": str(Track(case.track).label),
            "kind": case.kind,
            "kind_label": self.kind_label(case.kind),
            "category": case.category.name if case.category else "",
            "place": place_words(case.place) if case.place else "",
            "unit": case.lead_unit.label if case.lead_unit else "",
            "holder": holder_label(case),
            "received_on": case.received_on,
            "due_on": case.due_on,
            "due_code": case.due_code,
            "due_label": texts.clock_word(case.due_code),
            "left": left,
            "due_text": due_text(left),
            "tone": due_tone(left),
            "urgent": case.urgent,
            "sealed": case.sealed,
            "unit_says": self.result_label(case.unit_says),
            "resident_says": texts.verdict_word(case.resident_says),
            "version": case.version,
            "marks": self.marks(case),
        }

    def left(self, case: Case) -> int | None:
        """Working days still to go; negative when late; ``None`` without a date."""
        return None if case.due_on is None else days_left(case.due_on, self.today, self.calendar)

    def kind_label(self, code: str) -> str:
        """The word for a kind; "unclear" while nobody decided."""
        entry = self.book["opinion_kind"].get(code)
        return entry.label if entry is not None else str(_("未定性"))

    def result_label(self, code: str, scheme: str = "") -> str:
        """The word for a result code, looked for in the scheme given, else in the default one."""
        schemes = self.book["result_scheme"]
        wanted = schemes.get(scheme) or next((one for one in schemes.values() if one.extra.get("is_default")), None)
        rows = wanted.extra["results"] if wanted is not None else []
        return next((str(row["label"]) for row in rows if row["code"] == code), code)

    def marks(self, case: Case) -> list[str]:
        """Short words a clerk looks for first."""
        found = []
        if case.urgent:
            found.append(_("急"))
        if case.sealed:
            found.append(_("保密"))
        if case.return_count:
            found.append(_("退回 %(n)d 次") % {"n": case.return_count})
        if case.rehandle_count:
            found.append(_("再办"))
        if case.extension_count:
            found.append(_("已延期"))
        if case.voice_count > 1:
            found.append(_("%(n)d 人反映") % {"n": case.voice_count})
        if case.outcome == IMPORT_UNDONE:
            found.append(_("导入撤销"))
        return found


def place_words(place: Place) -> str:
    """A place within the one above it where that was joined: ``青枫一村 3号``; asks the database nothing."""
    above = place.parent if "parent" in place._state.fields_cache else None
    return f"{above.label} {place.label}" if above is not None and place.kind in _WITHIN else place.label


def place_in_full(place: Place | None, note: str) -> str:
    """Where, as the speaker named it: the place within the one above it, then her own words for the exact spot."""
    return " ".join(part for part in (place_words(place) if place is not None else "", note) if part)


def holder_label(case: Case) -> str:
    """Who has the matter now, in words."""
    who = workflow.holder(case.state, reached_desk=case.reached_desk, lead_is_desk=case.lead_is_desk)
    if who in {workflow.UNIT, workflow.UNIT_HEAD} and case.lead_unit is not None:
        return str(case.lead_unit.label)
    return texts.party_word(who)


def due_text(left: int | None) -> str:
    """How much time is left, in words."""
    if left is None:
        return ""
    if left < 0:
        return _("超期 %(n)d 个工作日") % {"n": -left}
    return _("今天到期") if left == 0 else _("还有 %(n)d 个工作日") % {"n": left}


def due_tone(left: int | None) -> str:
    """``none``, ``late``, ``soon`` (today or the next working day) or ``ok``; always beside words."""
    if left is None:
        return "none"
    if left < 0:
        return "late"
    return "soon" if left <= 1 else "ok"
