"""可能是同一件事: other open matters of the same neighbourhood or the same category that use the same words.

A hint for a person, never a decision: nothing is merged here.  Similar means that the two texts share many pairs of
neighbouring characters; no model, so that anybody can see why a line stands there.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from lianxin.cases import workflow
from lianxin.cases.models import Case, CaseState
from lianxin.cases.selectors.rows import place_of
from lianxin.cases.selectors.scope import visible
from lianxin.core.masking import mask
from lianxin.core.text import fold
from lianxin.db import prepared
from lianxin.journal.actors import Actor
from lianxin.places.models import PlaceKind
from lianxin.records.models import SearchEntry

#: So many newest matters are compared, so many signs of each.
CANDIDATES: Final = 200
SIGNS: Final = 400
#: The share of common pairs from which a line is worth a look; what counts for the same compound and the same category.
ENOUGH: Final = 0.3
SAME_PLACE: Final = 0.15
SAME_CATEGORY: Final = 0.1

#: Two neighbouring signs of a folded text, each beginning anew at the second; not two figures or Latin letters.
_PAIR: Final = re.compile(r"(?![0-9a-z]{2})(?=([^\W_]{2}))")

_SMALL: Final = frozenset({PlaceKind.COMPOUND, PlaceKind.BUILDING, PlaceKind.TOWER, PlaceKind.STATION})


@dataclass(frozen=True, slots=True)
class Like:
    """One matter that may be the same; ``common`` are words of both, to see why it stands here."""

    number: str
    title: str
    place: str
    state: str
    received: Any
    score: float
    common: tuple[str, ...]
    may_join: bool = False


class _Other(NamedTuple):
    """What is read of a matter to compare with; the names are the paths that ``values_list`` reads."""

    number: str
    title: str
    state: str
    received_on: Any
    issue_ref: int | None
    category_id: int | None
    place_id: int | None
    place__name: str | None
    place__short_name: str | None
    place__kind: str | None
    place__parent__name: str | None
    place__parent__short_name: str | None
    searched: str | None


def similar(actor: Actor, case: Case, words: Iterable[str], most: int = 5) -> list[Like]:
    """Open matters the actor may see that may be this one, most alike first; one statement."""
    mine = _pairs(fold(" ".join([case.title, *words])))
    category: int | None = case.category_id
    area = _area(case)
    if not mine or (category is None and not area):
        return []
    key = ("case.similar", actor.kind, actor.grants)
    near: list[int | str] = [one for one in (area, category) if one]
    rows = map(_Other._make, prepared.read(key, lambda *given: _others(actor, *given), case.pk, *near))
    found = [one for one in (_scored(case, mine, row) for row in rows) if one[0] >= ENOUGH]
    return [_like(case, *one) for one in sorted(found, key=lambda one: -one[0])[:most]]


def _others(actor: Actor, pk: int, *near: int | str) -> QuerySet[Case, Any]:
    """The newest open matters but one, of the same category (a number) or below the same path (a text)."""
    where = Q()
    for one in near:
        where |= Q(category_id=one) if isinstance(one, int) else Q(place_path__startswith=one)
    text = SearchEntry.objects.filter(kind="case", object_id=OuterRef("pk")).values("text")[:1]
    others = visible(actor).filter(where, state__in=workflow.OPEN_STATES).exclude(pk=pk)
    newest = (F("id") + 0).desc()  # not the bare key: a database would walk the whole archive backwards for it
    return others.annotate(searched=Subquery(text)).order_by(newest).values_list(*_Other._fields)[:CANDIDATES]


def _scored(case: Case, mine: frozenset[str], other: _Other) -> tuple[float, frozenset[str], _Other]:
    """How alike, the pairs in common, and the matter."""
    text = (other.searched or fold(other.title))[:SIGNS]
    common = frozenset(pair for pair in mine if pair in text)
    if not common:
        return 0.0, common, other
    score = len(common) / max(min(len(mine), len(_pairs(text))), 1)
    if other.place_id is not None and other.place_id == case.place_id:
        score += SAME_PLACE
    if other.category_id is not None and other.category_id == case.category_id:
        score += SAME_CATEGORY
    return score, common, other


def _like(case: Case, score: float, common: frozenset[str], other: _Other) -> Like:
    return Like(
        number=other.number,
        title=mask(other.title),
        place=place_of(other),
        state=str(CaseState(other.state).label),
        received=other.received_on,
        score=score,
        common=tuple(sorted(common))[:6],
        may_join=other.state in workflow.CAN_FOLLOW and (other.issue_ref is None or other.issue_ref != case.issue_ref),
    )


def _pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring Han characters of a folded text; figures and Latin letters say too little."""
    return frozenset(_PAIR.findall(text))


def _area(case: Case) -> str:
    """The path to compare within: the neighbourhood of the place; empty without a place."""
    if case.place is None or case.place.kind not in _SMALL:
        return case.place_path
    parts = [part for part in case.place_path.split("/") if part]
    return f"/{'/'.join(parts[:-1])}/" if len(parts) > 1 else case.place_path
