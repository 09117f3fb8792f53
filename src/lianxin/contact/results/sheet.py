"""The transfer before it happens: what goes, and of everything else why it does not."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from lianxin.cases import workflow as w
from lianxin.cases.models import Case
from lianxin.contact.models import Round, VisitState
from lianxin.contact.results import rules as r
from lianxin.contact.results.items import of_round
from lianxin.core.masking import mask
from lianxin.places.routing import Router, load_router

#: Kinds that leave the flow before anything is transferred.
LEAVES: Final = frozenset({"accusation", "emergency"})
_BY_STATE: Final = {
    w.ANSWERED: "answered", w.REDIRECTED: "redirected", w.HANDED_OVER: "handed_over", w.WITHDRAWN: "withdrawn",
    w.FOLLOWING: "following",
}  # fmt: skip


def left_out(case: Case, standing: str) -> str:
    """Why a matter does not go with the transfer, as a code of ``texts.LEFT_OUT``; empty when it goes."""
    if case.state == w.FOLLOWING:
        return "following"
    if case.reached_desk:
        return "transferred"
    if case.sealed or case.kind in LEAVES:
        return "sealed"
    if case.state == w.RECEIVED:
        return "to_sort" if standing == r.TO_SORT else ""
    return _BY_STATE.get(case.state) or _after(case)


def _after(case: Case) -> str:
    """What became of a matter that never went to the desk and is further on."""
    if case.handed_to:
        return "handed_over"
    return "redirected" if case.redirect_channel else "answered"


@dataclass(frozen=True, slots=True)
class Line:
    """One item that can go, in finished words; ``unit`` is only suggested."""

    case_id: int
    number: str
    title: str
    home: str
    category: str
    level: str
    unit: str
    why: str


@dataclass(frozen=True, slots=True)
class Out:
    """One item that stays, its code in ``texts.LEFT_OUT``, and the list with which it went."""

    number: str
    title: str
    home: str
    code: str
    list: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What goes and what stays."""

    lines: tuple[Line, ...]
    out: tuple[Out, ...]


def sheet_of(one: Round) -> Sheet:
    """The sheet of a round; the items in one statement, and what the 权责表 needs."""
    lines: list[Line] = []
    out: list[Out] = []
    router = load_router()
    for item in of_round(one, doubles=True).order_by("visit__place__sort", "visit__place_id", "order"):
        case = item.case
        code = "same" if item.same_as_id is not None else left_out(case, item.standing)
        if code:
            number = case.transfer_list if code != "same" else ""
            out.append(Out(case.number, mask(case.title), item.visit.place.label, code, number))
        else:
            lines.append(_line(item, router))
    return Sheet(tuple(lines), tuple(out))


def _line(item: Any, router: Router) -> Line:
    case = item.case
    found = router.suggest(case.category, case.place)
    return Line(
        case_id=case.pk,
        number=case.number,
        title=mask(case.title),
        home=item.visit.place.label,
        category=case.category.name if case.category is not None else "",
        level=item.level,
        unit=found.unit.label if found.unit is not None else "",
        why=found.reason,
    )


def ready(one: Round, among: Collection[int] | None = None) -> list[int]:
    """The cases that can go now, oldest visit first, each once; ``among`` narrows; one statement."""
    rows = of_round(one).order_by("visit__place__sort", "visit__place_id", "order")
    found = [item.case_id for item in rows if not left_out(item.case, item.standing)]
    return [pk for pk in dict.fromkeys(found) if among is None or pk in among]


def lists_missing(one: Round) -> int:
    """How many neighbourhoods have not given their list; one statement."""
    return one.visits.exclude(state__in=(VisitState.LISTED, VisitState.NOT_HELD)).count()
