"""Everything small that hangs on a case, in one statement: a union of the tables with the same seven columns."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Cast

from lianxin.cases.models import (
    Addition,
    AskedPoint,
    Assignment,
    ContactLog,
    CoUnit,
    ExtensionRequest,
    OpinionDeputy,
    OpinionTag,
    ResidentContact,
    ReturnRequest,
    Verdict,
)
from lianxin.clocks.models import Promise


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


_TEXT: Final = models.TextField()
_COLUMNS: Final = ("_kind", "_id", "_at", "_on", "_who", "_code", "_extra", "_text", "_note", "_ref")


def _part(rows: QuerySet[Any], kind: str, **columns: str) -> Any:
    """One table in the common shape; a column that is not named is empty."""
    made: dict[str, Any] = {"_kind": Value(kind, _TEXT), "_id": F("pk")}
    made["_at"] = F(columns["at"]) if "at" in columns else Cast(Value(None), models.DateTimeField())
    made["_on"] = F(columns["on"]) if "on" in columns else Cast(Value(None), models.DateField())
    made["_ref"] = F(columns["ref"]) if "ref" in columns else Cast(Value(None), models.BigIntegerField())
    for name in ("who", "code", "extra", "text", "note"):
        made[f"_{name}"] = Cast(columns[name], _TEXT) if name in columns else Value("", _TEXT)
    return rows.order_by().annotate(**made).values_list(*_COLUMNS)


def events_of(case_id: int) -> list[Event]:
    """All of a case, oldest first; one statement.

    Kinds and their fields: ``tag`` (code) · ``deputy`` (who=label, code, ref=deputy) · ``contact`` (text=masked) ·
    ``words`` (code add/correct, text) · ``point`` (code=order, text, at=dropped_at, note=why) · ``call`` (code=purpose,
    extra=how, text=note, note=reached, ref=reply) · ``verdict`` (code=result, extra=judge, text=reason, note=via,
    ref=reply) · ``assignment`` (who=by, code=verb, extra=unit, text=demand, note=correction, ref=unit, on=ended) ·
    ``co_unit`` (extra=unit, text=opinion, ref=unit) · ``return`` (code=decision, extra=unit, text=reason,
    note=decision's reason, ref=proposed unit) · ``extension`` (code=decision, extra=unit, text, note) ·
    ``promise`` (code=state, extra=unit, text, note=proof, on=due, ref=reply).
    """
    parts = list(_parts(case_id))
    rows = parts[0].union(*parts[1:], all=True)
    return sorted((Event(*row) for row in rows), key=lambda event: event.id)


def _parts(case_id: int) -> Iterator[Any]:
    yield from _said(case_id)
    yield from _answered(case_id)
    yield from _handled(case_id)


def _said(case_id: int) -> Iterator[Any]:
    """What came with the words."""
    of_opinion: Mapping[str, Any] = {"opinion__case_id": case_id}
    of_case: Mapping[str, Any] = {"case_id": case_id}
    yield _part(OpinionTag.objects.filter(**of_opinion), "tag", code="code", ref="opinion_id")
    yield _part(
        OpinionDeputy.objects.filter(**of_opinion), "deputy", who="deputy__label", code="deputy__code", ref="deputy_id"
    )
    yield _part(
        ResidentContact.objects.filter(erased_at=None, **of_opinion),
        "contact",
        text="masked",
        on="expires_on",
        ref="opinion_id",
    )
    yield _part(
        Addition.objects.filter(**of_opinion),
        "words",
        at="made_at",
        who="made_by_label",
        code="kind",
        text="text",
        ref="opinion_id",
    )
    yield _part(
        AskedPoint.objects.filter(**of_case),
        "point",
        at="dropped_at",
        code="order",
        text="text",
        note="dropped_reason",
        ref="opinion_id",
    )


def _answered(case_id: int) -> Iterator[Any]:
    """What was told, what was thought of it, what was promised."""
    of_case: Mapping[str, Any] = {"case_id": case_id}
    yield _part(
        ContactLog.objects.filter(**of_case),
        "call",
        at="at",
        who="by_label",
        code="purpose",
        extra="how",
        text="note",
        note="reached",
        ref="reply_id",
    )
    yield _part(
        Verdict.objects.filter(**of_case),
        "verdict",
        at="at",
        who="recorded_by_label",
        code="result",
        extra="judge",
        text="reason",
        note="via",
        ref="reply_id",
    )
    yield _part(
        Promise.objects.filter(owner_kind="case", owner_id=case_id),
        "promise",
        on="due_on",
        code="state",
        extra="unit__name",
        text="text",
        note="proof",
        ref="reply_ref",
    )


def _handled(case_id: int) -> Iterator[Any]:
    """Who had it, and what they asked for."""
    of_case: Mapping[str, Any] = {"case_id": case_id}
    yield _part(
        Assignment.objects.filter(**of_case),
        "assignment",
        at="assigned_at",
        on="ended_on",
        who="assigned_by_label",
        code="verb",
        extra="unit__name",
        text="demand",
        note="correction_reason",
        ref="unit_id",
    )
    yield _part(
        CoUnit.objects.filter(**of_case),
        "co_unit",
        at="opinion_at",
        who="opinion_by_label",
        extra="unit__name",
        text="opinion",
        ref="unit_id",
    )
    yield _part(
        ReturnRequest.objects.filter(**of_case),
        "return",
        at="made_at",
        who="made_by_label",
        code="decision",
        extra="unit__name",
        text="reason",
        note="decision_reason",
        ref="proposed_unit_id",
    )
    yield _part(
        ExtensionRequest.objects.filter(**of_case),
        "extension",
        at="made_at",
        who="made_by_label",
        code="decision",
        extra="unit__name",
        text="reason",
        note="decision_reason",
    )
