"""Facts for papers that the case page does not read: requests with their decisions, lists, promises, the last round."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lianxin.cases import texts
from lianxin.cases.documents.asking import Asked, Extended, Returned
from lianxin.cases.documents.house import spoken
from lianxin.cases.documents.lists import FeedbackRow, PromiseRow, SummaryRow
from lianxin.cases.models import (
    Case,
    ContactHow,
    ContactPurpose,
    ExtensionRequest,
    Opinion,
    Reply,
    ReturnRequest,
    Suggestion,
)
from lianxin.cases.promises.selectors import files_shown, seen_by
from lianxin.cases.selectors.case_page import CasePage
from lianxin.cases.selectors.frame import read
from lianxin.cases.selectors.rows import RowMaker
from lianxin.cases.selectors.transfer import Line
from lianxin.cases.selectors.worklists import BY_CODE, counted
from lianxin.cases.workflow import FINAL_STATES
from lianxin.clocks.models import Clock, Extension, PromiseState
from lianxin.clocks.rules import UNITS
from lianxin.core.clock import civil_date
from lianxin.core.text import shorten
from lianxin.deputies.models import Deputy
from lianxin.journal.actors import Actor
from lianxin.places.models import Place, PlaceKind

_LEVELS: Final[Mapping[str, str]] = {
    "neighbourhood": "居民区", "town": "镇", "street": "镇", "district": "区", "city": "市",
}  # fmt: skip
_DECISIONS: Final[Mapping[str, str]] = {
    "reassigned": "同意，改派", "upheld": "不同意退回，维持原交办", "granted": "同意延期", "refused": "不同意延期",
}  # fmt: skip
#: Most words of one line of a table.
_SIGNS: Final = 160
#: So many matters of a last round go on one sheet.
MOST: Final = 200


def level(code: str) -> str:
    """The word for a level of authority."""
    return _LEVELS.get(code, code)


# ---- requests of units ----------------------------------------------------------------------------------------------


def returned(case: Case) -> Returned | None:
    """The last return of a case; one statement."""
    rows = list(ReturnRequest.objects.select_related("unit", "proposed_unit").filter(case=case).order_by("id"))
    if not rows:
        return None
    last = rows[-1]
    proposed = last.proposed_unit.name if last.proposed_unit is not None else ""
    return Returned(_asked(last), last.basis, proposed, len(rows))


def _asked(row: ReturnRequest | ExtensionRequest) -> Asked:
    return Asked(
        unit=row.unit.name,
        reason=row.reason,
        made_on=civil_date(row.made_at),
        made_by=row.made_by_label,
        decision=_DECISIONS.get(row.decision, row.decision),
        decided_on=civil_date(row.decided_at) if row.decided_at is not None else None,
        decided_by=row.decided_by_label,
        decision_reason=row.decision_reason,
    )


def extended(page: CasePage) -> Extended | None:
    """The last request for more time of a case, with the dates of the clock it changed; up to three statements."""
    case = page.case
    row = ExtensionRequest.objects.select_related("unit").filter(case=case).order_by("id").last()
    if row is None:
        return None
    granted = None
    if row.decision == "granted":
        granted = Extension.objects.filter(clock__owner_kind="case", clock__owner_id=case.pk).order_by("id").last()
    clock = None if granted else Clock.objects.filter(owner_kind="case", owner_id=case.pk, code="answer").last()
    before = [one for one in page.calls if one.at is not None and one.at <= row.made_at]
    after = [one for one in page.calls if one.at is not None and one.at > row.made_at and one.reached]
    return Extended(
        _asked(row),
        wanted=f"{row.n}{UNITS[row.time_unit].zh}",
        old_due=granted.old_due_on if granted else (clock.due_on if clock else None),
        new_due=granted.new_due_on if granted else None,
        done_so_far=tuple(_call(one) for one in before),
        told=tuple(_call(one) for one in after if one.code == ContactPurpose.INFORM),
    )


def _call(one: Any) -> str:
    purpose = dict(ContactPurpose.choices).get(one.code, one.code)
    how = dict(ContactHow.choices).get(one.extra, one.extra)
    return f"{civil_date(one.at):%Y-%m-%d} {purpose}（{how}）{spoken(one.text)}".strip()


# ---- lists ----------------------------------------------------------------------------------------------------------


def summary_rows(lines: list[Line]) -> list[SummaryRow]:
    """The rows of a 汇总表 for the lines of a transfer list; three statements more."""
    of_case = ("authority_level", "deputy_path", "due_on", "place_path")
    wanted = ("occasion", "on_spot_answer", *(f"case__{name}" for name in of_case))
    known: dict[int, dict[str, Any]] = {}
    for row in Opinion.objects.filter(case__in=[one.id for one in lines]).order_by("-id").values("case_id", *wanted):
        known[row["case_id"]] = row
    names, homes = _deputies(known.values()), dict(read(units=True).homes)
    return [_summary(one, known.get(one.id, {}), names, homes) for one in lines]


def _deputies(rows: Any) -> dict[int, str]:
    ids = {int(part) for row in rows for part in row["case__deputy_path"].split("/") if part}
    return dict(Deputy.objects.filter(pk__in=ids).values_list("pk", "label")) if ids else {}


def _summary(line: Line, more: Mapping[str, Any], names: Mapping[int, str], homes: Mapping[str, str]) -> SummaryRow:
    path = more.get("case__deputy_path", "")
    above = more.get("case__place_path", "").split("/")
    return SummaryRow(
        number=line.number,
        occasion=more.get("occasion", ""),
        home=next((homes[part] for part in above if part in homes), ""),
        place=line.place,
        words=shorten(line.words, _SIGNS),
        category=" · ".join(filter(None, (line.kind, line.category))),
        level=level(more.get("case__authority_level", "")),
        deputies="、".join(names.get(int(part), "") for part in path.split("/") if part),
        on_spot=shorten(spoken(more.get("on_spot_answer", "")), 60),
        unit=line.unit,
        due=more.get("case__due_on"),
    )


def promise_rows(actor: Actor, year: int | None = None) -> Iterator[PromiseRow]:
    """Promises to residents and deputies that the actor sees, each once, by due day; read as a stream.

    ``year`` narrows to those due in it.
    """
    numbers = Coalesce(
        Subquery(Case.objects.filter(pk=OuterRef("owner_id")).values("number")[:1]),
        Subquery(Suggestion.objects.filter(pk=OuterRef("owner_id")).values("number")[:1]),
    )
    rows = seen_by(actor)
    if year is not None:
        rows = rows.filter(due_on__year=year)
    known: Any = rows.select_related("unit").annotate(number=numbers, files=files_shown())
    for one in known.order_by("due_on", "id").iterator(chunk_size=500):
        changed = one.state == PromiseState.CHANGED
        yield PromiseRow(
            number=one.number or "",
            text=spoken(one.text),
            unit=one.unit.name if one.unit is not None else "",
            promised_on=one.promised_on,
            due_on=one.due_on,
            state=str(PromiseState(one.state).label),
            settled_on=one.settled_on,
            proof="" if changed else _shown(one.proof, one.files),
            why=_shown(one.proof, one.files) if changed else "",
        )


def _shown(text: str, files: int | None) -> str:
    """What shows it, and how many photos and papers lie with it."""
    words = shorten(spoken(text), _SIGNS)
    return f"{words}（附件 {files} 个）" if files else words


def ledger_cases(actor: Actor, code: str, narrowed: Callable[[QuerySet[Case]], QuerySet[Case]]) -> QuerySet[Case]:
    """The matters of a work list by the day they came, as far as ``narrowed`` leaves them."""
    rows = counted(actor).filter(BY_CODE[code].where(actor)).select_related("category", "place__parent", "lead_unit")
    return narrowed(rows).order_by("received_on", "id")


def ledger_rows(cases: QuerySet[Case]) -> Iterator[dict[str, object]]:
    """The rows of a 办理台账, read as a stream and masked."""
    maker = RowMaker()
    for case in cases.iterator(chunk_size=500):
        row = maker.row(case)
        days = ("received", "transferred", "assigned", "contacted", "replied", "delivered", "judged", "closed", "due")
        yield {
            **row,
            **{f"{name}_on": getattr(case, f"{name}_on") for name in days},
            "title": spoken(case.title),
            "level": level(case.authority_level),
            "transfer_list": case.transfer_list,
            "voices": case.voice_count,
            "returns": case.return_count,
            "extensions": case.extension_count,
            "again": case.rehandle_count,
            "marks": "、".join(row["marks"]),
        }


# ---- the last round -------------------------------------------------------------------------------------------------


def neighbourhoods(actor_paths: tuple[str, ...] | None) -> list[Place]:
    """Neighbourhoods that an actor's reach covers (None: all of the town); one statement."""
    rows = Place.objects.filter(kind=PlaceKind.NEIGHBOURHOOD, is_active=True).order_by("sort", "id")
    if actor_paths is None:
        return list(rows)
    return [one for one in rows if any(one.path.startswith(path) for path in actor_paths)]


def last_occasion(actor: Actor, place: Place) -> str:
    """The name of the last activity at which somebody of a place spoke; one statement."""
    rows = Opinion.objects.filter(case__in=_at(actor, place), withdrawn_at=None).exclude(occasion="")
    return rows.order_by("-spoken_on", "-id").values_list("occasion", flat=True).first() or ""


def _at(actor: Actor, place: Place) -> QuerySet[Case]:
    return counted(actor).filter(place_path__startswith=place.path)


def feedback_rows(actor: Actor, place: Place, occasion: str) -> list[FeedbackRow]:
    """What became of the opinions of an activity at a place; two statements."""
    last: QuerySet[Reply] = Reply.objects.filter(case=OuterRef("case_id"), signed_at__isnull=False, superseded=False)
    answer = last.order_by("-id")
    rows: Any = (
        Opinion.objects.filter(case__in=_at(actor, place), occasion=occasion, withdrawn_at=None)
        .select_related("case__lead_unit")
        .annotate(reason=Subquery(answer.values("result_reason")[:1]), scheme=Subquery(answer.values("scheme")[:1]))
        .order_by("id")[:MOST]
    )
    maker = RowMaker()
    return [_feedback(one, maker) for one in rows]


def _feedback(one: Any, maker: RowMaker) -> FeedbackRow:
    case = one.case
    done = case.state in FINAL_STATES
    head = maker.result_label(case.unit_says, one.scheme or "") if case.unit_says else str(case.get_state_display())
    left = "" if done else f"现在：{case.get_state_display()}"
    return FeedbackRow(
        number=case.number,
        words="" if one.confidential else shorten(spoken(one.verbatim), _SIGNS),
        unit=case.lead_unit.label if case.lead_unit is not None else "",
        result=head,
        answered_on=case.replied_on,
        resident_says=texts.verdict_word(case.resident_says),
        why_not="；".join(filter(None, (spoken(one.reason or ""), left))),
        is_done=done,
    )
