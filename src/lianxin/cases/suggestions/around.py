"""Everything small that hangs on a suggestion, in one statement: who signed, spoke, asked."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet

from lianxin.cases.models.promise import SuggestionYear
from lianxin.cases.models.suggestion import (
    CoOpinion,
    Cosigner,
    Suggestion,
    SuggestionAsk,
    SuggestionContact,
    SuggestionVoice,
)
from lianxin.db import prepared
from lianxin.db.unions import Shape
from lianxin.deputies.models import Deputy


class _Row(NamedTuple):
    """One row of one of the tables; what a column means depends on ``kind``."""

    kind: str
    id: int
    at: dt.datetime | None
    then: dt.datetime | None
    on: dt.date | None
    who: str
    code: str
    extra: str
    text: str
    note: str
    by: str
    said: str | None
    ref: int
    of: int
    n: int


_SHAPE: Final = Shape(
    id="number", at="moment", then="moment", on="day", who="text", code="text", extra="text", text="text", note="text",
    by="text", said="text", ref="number", of="number", n="number",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signer:
    """A deputy who was asked to sign too."""

    deputy_id: int
    deputy: str
    state: str
    withdraws_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Voice:
    """What a deputy said about the answer of a round, attitude and result apart."""

    reply_id: int
    round: int
    deputy_id: int
    deputy: str
    attitude: str
    result: str
    reason: str
    made_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Talk:
    """One contact with the deputy."""

    on: dt.date
    how: str
    unit: str
    text: str


@dataclass(frozen=True, slots=True)
class Help:
    """What a helping unit says; empty until it is given."""

    unit_id: int
    unit: str
    text: str
    by_label: str
    given_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Ask:
    """What the leading unit asked for; ``granted`` is None while it waits."""

    kind: str
    unit: str
    proposed: str
    months: int
    reason: str
    asked_at: dt.datetime
    granted: bool | None
    decision: str
    decided_at: dt.datetime | None
    decided_by: str


@dataclass(frozen=True, slots=True)
class Year:
    """How a promise stood after another year."""

    promise_id: int
    year: int
    text: str


@dataclass(slots=True)
class Around:
    """All of it, oldest first; contacts newest first."""

    signers: list[Signer] = field(default_factory=list)
    voices: list[Voice] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    helps: list[Help] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    years: list[Year] = field(default_factory=list)
    heirs: list[str] = field(default_factory=list)


#: A kind: its table, how its rows point to the suggestion, which column means what.
_SOURCES: Final[dict[str, tuple[Any, str, dict[str, str]]]] = {
    "signer": (
        Cosigner, "suggestion",
        {"who": "deputy__label", "ref": "deputy_id", "code": "state", "then": "withdraws_at"},
    ),
    "voice": (
        SuggestionVoice, "reply__suggestion",
        {"who": "deputy__label", "ref": "deputy_id", "of": "reply_id", "n": "reply__round", "code": "attitude",
         "extra": "result", "text": "reason", "at": "made_at"},
    ),
    "talk": (
        SuggestionContact, "suggestion", {"who": "unit__name", "on": "on", "code": "how", "text": "text"},
    ),
    "help": (
        CoOpinion, "suggestion",
        {"who": "unit__name", "ref": "unit_id", "text": "text", "by": "by_label", "at": "given_at"},
    ),
    "ask": (
        SuggestionAsk, "suggestion",
        {"who": "unit__name", "code": "kind", "extra": "proposed_unit__name", "n": "months", "text": "reason",
         "at": "asked_at", "said": "granted", "note": "decision", "then": "decided_at", "by": "decided_by_label"},
    ),
    "year": (SuggestionYear, "suggestion", {"ref": "promise_id", "n": "year", "text": "text"}),
}  # fmt: skip
#: A yes is written ``1`` by SQLite and ``true`` by PostgreSQL.
_YES: Final = frozenset({"1", "true"})


def around(row: Suggestion, but: Iterable[str] = ()) -> Around:
    """Everything around a suggestion except some kinds; one statement."""
    kinds = tuple(kind for kind in _SOURCES if kind not in set(but))
    heirs = sorted(row.heir_ids)
    rows = prepared.read(("suggestion.around", kinds), lambda *given: _joined(kinds, *given), row.pk, *heirs)
    found = Around()
    for one in sorted(map(_Row._make, rows), key=_order):
        _take(found, one, row.co_unit_ids)
    return found


def _joined(kinds: Iterable[str], suggestion: int, *heirs: int) -> QuerySet[Any, Any]:
    """The union of the tables, and of the deputies who took it over."""
    parts = []
    for kind in kinds:
        table, path, columns = _SOURCES[kind]
        parts.append(_SHAPE.part(table.objects.filter(**{path: suggestion}), kind, **columns))
    if heirs:
        parts.append(_SHAPE.part(Deputy.objects.filter(pk__in=heirs), "heir", who="label", n="sort"))
    return _SHAPE.joined(parts)


def _order(row: _Row) -> tuple[int, int]:
    """Deputies by the register, contacts by their day from the last one back, everything else as it was written."""
    if row.kind == "talk" and row.on is not None:
        return (-row.on.toordinal(), -row.id)
    return (row.n if row.kind == "heir" else 0, row.id)


def _take(found: Around, one: _Row, helping: frozenset[int]) -> None:
    """Put one row where it belongs; a unit that no longer helps is left out."""
    match one.kind:
        case "signer":
            found.signers.append(Signer(one.ref, one.who, one.code, one.then))
        case "voice":
            found.voices.append(Voice(one.of, one.n, one.ref, one.who, one.code, one.extra, one.text, one.at))
        case "talk" if one.on is not None:
            found.talks.append(Talk(one.on, one.code, one.who, one.text))
        case "help" if one.ref in helping:
            found.helps.append(Help(one.ref, one.who, one.text, one.by, one.at))
        case "ask" if one.at is not None:
            found.asks.append(_ask(one, one.at))
        case "year":
            found.years.append(Year(one.ref, one.n, one.text))
        case "heir":
            found.heirs.append(one.who)


def _ask(one: _Row, asked_at: dt.datetime) -> Ask:
    granted = one.said in _YES if one.said else None
    return Ask(
        kind=one.code, unit=one.who, proposed=one.extra or "", months=one.n, reason=one.text, asked_at=asked_at,
        granted=granted, decision=one.note, decided_at=one.then, decided_by=one.by,
    )  # fmt: skip
