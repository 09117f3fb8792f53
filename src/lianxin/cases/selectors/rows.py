"""Prepared rows: finished strings for lists, made without asking the database again."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

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


class CaseLine(NamedTuple):
    """What a row is made of; the names are the paths that ``values_list`` reads (:data:`LINE`)."""

    pk: int
    number: str
    track: str
    state: str
    title: str
    kind: str
    urgent: bool
    sealed: bool
    reached_desk: bool
    lead_is_desk: bool
    return_count: int
    extension_count: int
    rehandle_count: int
    voice_count: int
    due_on: dt.date | None
    due_code: str
    received_on: dt.date
    unit_says: str
    resident_says: str
    outcome: str
    version: int
    category__name: str | None
    place__name: str | None
    place__short_name: str | None
    place__kind: str | None
    place__parent__name: str | None
    place__parent__short_name: str | None
    lead_unit__name: str | None
    lead_unit__short_name: str | None
    due_key: dt.date


LINE: Final = CaseLine._fields
_OWN: Final = LINE[: LINE.index("category__name")]


def line_of(case: Case) -> CaseLine:
    """The line of a case whose category, place and lead unit were joined; asks the database nothing."""
    place, unit = case.place, case.lead_unit
    above = place.parent if place is not None and "parent" in place._state.fields_cache else None
    values: tuple[Any, ...] = (
        *(getattr(case, name) for name in _OWN),
        case.category.name if case.category else None,
        *((place.name, place.short_name, place.kind) if place else (None, None, None)),
        *((above.name, above.short_name) if above else (None, None)),
        *((unit.name, unit.short_name) if unit else (None, None)),
        case.due_on or dt.date.max,
    )
    return CaseLine._make(values)


@dataclass
class RowMaker:
    """Turns lines into rows; one short statement for a whole page.  What many rows share is worded once."""

    today: dt.date = field(default_factory=today)
    frame: Frame = field(default_factory=read)
    _words: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    @property
    def calendar(self) -> WorkCalendar:
        """The town's working calendar."""
        return self.frame.calendar

    @property
    def book(self) -> lists.Book:
        """The town's lists of words."""
        return self.frame.book

    def row(self, case: Case) -> dict[str, Any]:
        """One row of a case (with category, place and lead unit joined); keys as documented in ``worklists``."""
        return self.line(line_of(case))

    def line(self, case: CaseLine) -> dict[str, Any]:
        """One row; keys are documented in :mod:`lianxin.cases.selectors.worklists`."""
        left, due_words, tone = self.once(_due_words, case.due_on, self)
        return {
            "id": case.pk,
            "number": case.number,
            "title": case.title,
            "state": case.state,
            "state_label": self.once(state_word, case.state),
            "track": case.track,
            "track_label": self.once(_track_word, case.track),
            "kind": case.kind,
            "kind_label": self.kind_label(case.kind),
            "category": case.category__name or "",
            "place": place_of(case),
            "unit": case.lead_unit__short_name or case.lead_unit__name or "",
            "holder": self.holder(case),
            "received_on": case.received_on,
            "due_on": case.due_on,
            "due_code": case.due_code,
            "due_label": self.once(texts.clock_word, case.due_code),
            "left": left,
            "due_text": due_words,
            "tone": tone,
            "urgent": case.urgent,
            "sealed": case.sealed,
            "unit_says": self.result_label(case.unit_says) if case.unit_says else "",
            "resident_says": self.once(texts.verdict_word, case.resident_says),
            "version": case.version,
            "marks": self.marks(case),
        }

    def once(self, make: Callable[..., Any], *given: Any) -> Any:
        """What *make* says for these values, asked once a page for each first value."""
        key = (make, given[0])
        found = self._words.get(key)
        if found is None:
            found = self._words[key] = make(*given)
        return found

    def holder(self, case: CaseLine) -> str:
        """Who has the matter now, in words."""
        key = (case.state, case.reached_desk, case.lead_is_desk, case.lead_unit__name)
        return str(self.once(_holder_words, key, case))

    def left(self, due_on: dt.date | None) -> int | None:
        """Working days still to go; negative when late; ``None`` without a date."""
        return None if due_on is None else days_left(due_on, self.today, self.calendar)

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

    def marks(self, case: Case | CaseLine) -> list[str]:
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


def place_of(case: Any) -> str:
    """The same from a line, or from other plain values with the same names."""
    name = case.place__short_name or case.place__name or ""
    above = case.place__parent__short_name or case.place__parent__name
    return f"{above} {name}" if above and case.place__kind in _WITHIN else name


def state_word(code: str) -> str:
    """The word for a state."""
    return str(CaseState(code).label)


def _track_word(code: str) -> str:
    return str(Track(code).label)


def _due_words(due_on: dt.date | None, maker: RowMaker) -> tuple[int | None, str, str]:
    """Days left, their words and their tone."""
    left = maker.left(due_on)
    return left, due_text(left), due_tone(left)


def _holder_words(key: tuple[Any, ...], _case: CaseLine) -> str:
    return _holder_of(key[0], key[1], key[2], _case.lead_unit__short_name or _case.lead_unit__name)


def holder_label(case: Case) -> str:
    """Who has the matter now, in words."""
    unit = case.lead_unit
    return _holder_of(case.state, case.reached_desk, case.lead_is_desk, unit.label if unit is not None else None)


def _holder_of(state: str, reached_desk: bool, lead_is_desk: bool, unit: str | None) -> str:
    who = workflow.holder(state, reached_desk=reached_desk, lead_is_desk=lead_is_desk)
    return unit if who in {workflow.UNIT, workflow.UNIT_HEAD} and unit is not None else texts.party_word(who)


def due_text(left: int | None) -> str:
    """How much time is left, in words."""
    if left is None:
        return ""
    if left < 0:
        return _("已逾期 %(n)d 个工作日") % {"n": -left}
    return _("今天到期") if left == 0 else _("还有 %(n)d 个工作日") % {"n": left}


def due_tone(left: int | None) -> str:
    """``none``, ``late``, ``soon`` (today or the next working day) or ``ok``; always beside words."""
    if left is None:
        return "none"
    if left < 0:
        return "late"
    return "soon" if left <= 1 else "ok"
