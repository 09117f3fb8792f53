"""Everything small that hangs on a case, in one statement: a union of tables with the same columns."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from lianxin.cases import models as m
from lianxin.clocks.models import Promise
from lianxin.db import prepared
from lianxin.db.base import TownOwned
from lianxin.db.unions import Shape


@dataclass(frozen=True, slots=True)
class Event:
    """One row of one of the tables; what ``code``, ``extra``, ``text`` and ``note`` mean depends on ``kind``.

    ``ref`` is another row it belongs to (the opinion, the reply, the unit), ``on`` a civil day.
    """

    kind: str
    id: int
    at: dt.datetime | None
    on: dt.date | None
    who: str
    code: str
    extra: str
    text: str
    note: str
    ref: int | None

    @property
    def reached(self) -> bool:
        """Of a contact: whether somebody was reached; a yes is written ``1`` by SQLite and ``true`` by PostgreSQL."""
        return self.note in {"1", "true"}


_SHAPE: Final = Shape(
    id="number", at="moment", on="day", who="text", code="text", extra="text", text="text", note="text", ref="number"
)

#: A kind of event: its name, its table, how its rows point to the case, and which column means what.
_Source = tuple[str, type[TownOwned], str, dict[str, str]]

_OF_UNIT: Final = {"at": "made_at", "who": "made_by_label", "code": "decision", "extra": "unit__name", "text": "reason"}
_DECIDED: Final = {**_OF_UNIT, "note": "decision_reason"}
_REPLIED: Final = {"ref": "reply_id"}
_SAID: Final = {"ref": "opinion_id"}

_SOURCES: Final[tuple[_Source, ...]] = (
    # what came with the words
    ("tag", m.OpinionTag, "opinion__case", {**_SAID, "code": "code"}),
    ("deputy", m.OpinionDeputy, "opinion__case", {"who": "deputy__label", "code": "deputy__code", "ref": "deputy_id"}),
    ("contact", m.ResidentContact, "opinion__case", {**_SAID, "text": "masked", "on": "expires_on"}),
    (
        "words", m.Addition, "opinion__case",
        {**_SAID, "at": "made_at", "who": "made_by_label", "code": "kind", "text": "text"},
    ),
    (
        "point", m.AskedPoint, "case",
        {**_SAID, "at": "dropped_at", "code": "order", "text": "text", "note": "dropped_reason"},
    ),
    # what was told, what was thought of it, what was promised
    (
        "call", m.ContactLog, "case",
        {**_REPLIED, "at": "at", "who": "by_label", "code": "purpose", "extra": "how", "text": "note",
         "note": "reached"},
    ),
    (
        "verdict", m.Verdict, "case",
        {**_REPLIED, "at": "at", "who": "recorded_by_label", "code": "result", "extra": "judge", "text": "reason",
         "note": "via"},
    ),
    (
        "promise", Promise, "owner_id",
        {"on": "due_on", "code": "state", "extra": "unit__name", "text": "text", "note": "proof", "ref": "reply_ref"},
    ),
    # who had it, and what they asked for
    (
        "assignment", m.Assignment, "case",
        {"at": "assigned_at", "on": "ended_on", "who": "assigned_by_label", "code": "verb", "extra": "unit__name",
         "text": "demand", "note": "correction_reason", "ref": "unit_id"},
    ),
    (
        "suggestion", m.Assignment, "case",
        {"extra": "suggested_unit__name", "code": "duty_rule__number", "note": "correction_reason", "ref": "unit_id"},
    ),
    (
        "co_unit", m.CoUnit, "case",
        {"at": "opinion_at", "who": "opinion_by_label", "extra": "unit__name", "text": "opinion", "ref": "unit_id"},
    ),
    ("return", m.ReturnRequest, "case", {**_DECIDED, "ref": "proposed_unit_id"}),
    ("extension", m.ExtensionRequest, "case", _DECIDED),
)  # fmt: skip

#: What else narrows a kind.
_ONLY: Final[dict[str, dict[str, Any]]] = {
    "contact": {"erased_at": None},
    "promise": {"owner_kind": "case"},
    "suggestion": {"suggested_unit__isnull": False},
}


def events_of(case_id: int, wanted: Iterable[str] = (), voice: int | None = None) -> list[Event]:
    """All of a case (or the kinds named), oldest first; one statement.

    ``voice`` is the opinion of which the case is one part: what came with the words is then read from it.

    Kinds and their fields: ``tag`` (code) · ``deputy`` (who=label, code, ref=deputy) · ``contact`` (text=masked) ·
    ``words`` (code add/correct, text) · ``point`` (code=order, text, at=dropped_at, note=why) · ``call`` (code=purpose,
    extra=how, text=note, note=reached, ref=reply) · ``verdict`` (code=result, extra=judge, text=reason, note=via,
    ref=reply) · ``assignment`` (who=by, code=verb, extra=unit, text=demand, note=correction, ref=unit, on=ended) ·
    ``co_unit`` (extra=unit, text=opinion, ref=unit) · ``return`` (code=decision, extra=unit, text=reason,
    note=decision's reason, ref=proposed unit) · ``extension`` (code=decision, extra=unit, text, note) ·
    ``suggestion`` (extra=unit the 权责表 named, code=number of the line, note=why it was done otherwise) ·
    ``promise`` (code=state, extra=unit, text, note=proof, on=due, ref=reply).
    """
    kinds = frozenset(wanted)
    given = (case_id,) if voice is None else (case_id, voice)
    rows = prepared.read(("case.events", kinds), lambda *given: _joined(kinds, *given), *given)
    return sorted((Event(*row) for row in rows), key=lambda event: event.id)


def _joined(kinds: frozenset[str], case_id: int, voice: int | None = None) -> QuerySet[Any, Any]:
    """The union of all tables, or of those of some kinds."""
    return _SHAPE.joined(
        [
            _SHAPE.part(table.objects.filter(**_of(path, case_id, voice), **_ONLY.get(kind, {})), kind, **columns)
            for kind, table, path, columns in _SOURCES
            if not kinds or kind in kinds
        ]
    )


def _of(path: str, case_id: int, voice: int | None) -> dict[str, int]:
    """How the rows of a table point to the case, or to the words it is a part of."""
    return {"opinion": voice} if voice is not None and path == "opinion__case" else {path: case_id}
