"""The 汇总表: matters as the congress office sends them to the government desk, before and after they went."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import OuterRef, QuerySet, Subquery

from lianxin.cases import rules, texts
from lianxin.cases.models import Case, Opinion
from lianxin.cases.selectors import worklists
from lianxin.cases.selectors.rows import RowMaker
from lianxin.cases.selectors.scope import visible
from lianxin.core.masking import mask
from lianxin.core.text import shorten
from lianxin.journal.actors import Actor
from lianxin.places.routing import Router, load_router

#: So many matters go with one list at most.
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One matter of the table in finished words; ``words`` are masked, and empty where the speaker asked for secrecy.

    ``unit`` is only suggested, ``why`` names the line of the 权责表 that fired; ``refused`` says what is missing before
    it may go.
    """

    id: int
    number: str
    title: str
    words: str
    kind: str
    category: str
    place: str
    received: Any
    unit: str
    why: str
    refused: str


def chosen(actor: Actor, ids: Collection[int] | None) -> list[Line]:
    """The matters among ``ids`` (``None``: all) that wait for transfer, oldest first; eight statements."""
    rows = worklists.cases("to_transfer", actor)
    return _lines(rows if ids is None else rows.filter(pk__in=ids))


def sent(actor: Actor, number: str) -> list[Line]:
    """The matters that went with a list, as far as the actor may see them."""
    rows = visible(actor).filter(transfer_list=number).select_related("category", "place__parent", "lead_unit")
    return _lines(rows)


def _lines(rows: QuerySet[Case]) -> list[Line]:
    voice = Opinion.objects.filter(case=OuterRef("pk")).order_by("id")
    known = rows.annotate(
        first_words=Subquery(voice.values("verbatim")[:1]), secret=Subquery(voice.values("confidential")[:1])
    )
    cases: Iterable[Any] = known.order_by("received_on", "id")[:MOST]
    maker, router = RowMaker(), load_router()
    return [_line(case, maker, router) for case in cases]


def _line(case: Any, maker: RowMaker, router: Router) -> Line:
    row = maker.row(case)
    suggestion = router.suggest(case.category, case.place)
    return Line(
        id=case.pk,
        number=case.number,
        title=mask(case.title),
        words="" if case.secret else shorten(mask(case.first_words or ""), 160),
        kind=row["kind_label"],
        category=row["category"],
        place=row["place"],
        received=case.received_on,
        unit=suggestion.unit.label if suggestion.unit is not None else "",
        why=suggestion.reason,
        refused=_refused(case),
    )


def _refused(case: Case) -> str:
    """What the action will say; the action stays the judge."""
    facts = rules.Facts(kind=case.kind, has_category=case.category_id is not None)
    return "" if rules.triaged(facts) else str(texts.GUARD_SENTENCES["triaged"])
