"""Whether somebody said it already: a hint while words are typed, and after they were kept.  Never a decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db.models import OuterRef, Q, Subquery

from lianxin.aggregation import rules
from lianxin.aggregation.comparing import plainly, spot_of
from lianxin.aggregation.engine.alike import Text
from lianxin.aggregation.engine.wheres import Where
from lianxin.aggregation.engine.wheres import relation as said_relation
from lianxin.cases import workflow
from lianxin.cases.models import CaseState
from lianxin.cases.selectors.rows import place_of
from lianxin.cases.selectors.scope import visible
from lianxin.core.masking import mask
from lianxin.core.text import shorten
from lianxin.journal.actors import Actor
from lianxin.places.models import Place, PlaceKind
from lianxin.records.models import SearchEntry

#: So many newest open matters are compared, so many signs of each; so much must be alike; so many are shown.
COMPARED: Final = 400
SIGNS: Final = 300
ENOUGH: Final = 0.18
SHOWN: Final = 3
#: Words shorter than this say nothing yet.
LEAST: Final = 6


class _Other(NamedTuple):
    number: str
    title: str
    state: str
    received_on: Any
    voice_count: int
    place_path: str
    place_id: int | None
    place__name: str | None
    place__short_name: str | None
    place__kind: str | None
    place__parent__name: str | None
    place__parent__short_name: str | None
    searched: str | None


@dataclass(frozen=True, slots=True)
class Near:
    """One open matter that may be this one."""

    number: str
    title: str
    place: str
    state: str
    received: Any
    people: int
    same_place: bool


def near(actor: Actor, words: str, place: Place | None, leave_out: str = "") -> list[Near]:
    """Open matters the actor may see that are like some words; two statements at most, none for a few signs."""
    if len(words.strip()) < LEAST:
        return []
    homes = frozenset(Place.objects.filter(kind=PlaceKind.NEIGHBOURHOOD).values_list("pk", flat=True))
    spot = spot_of(place.path if place is not None else "", homes)
    mine, found = Text.of(shorten(words, 24), words), []
    for row in _others(actor, spot.home, leave_out):
        said = (row.searched or row.title).removeprefix(f"{row.number.lower()} ")[:SIGNS]
        like = plainly(mine, Text.of(row.title, said))
        there = rules.relation(spot, spot_of(row.place_path, homes), said_relation(words, said))
        if there is not Where.CONFLICT and like >= ENOUGH:
            found.append((like + 0.1 * (there is Where.SAME), row, there))
    best = sorted(found, key=lambda one: (-one[0], one[1].number))[:SHOWN]
    return [_near(row, there) for _like, row, there in best]


def _others(actor: Actor, home: str, leave_out: str) -> Sequence[_Other]:
    text = SearchEntry.objects.filter(kind="case", object_id=OuterRef("pk"), scope="desk").values("text")[:1]
    rows = visible(actor).filter(state__in=workflow.OPEN_STATES, sealed=False).exclude(number=leave_out)
    if home:
        rows = rows.filter(Q(place_path__startswith=home) | Q(place=None))
    rows = rows.annotate(searched=Subquery(text)).order_by("-received_on", "-id")
    return [_Other._make(row) for row in rows.values_list(*_Other._fields)[:COMPARED]]


def _near(row: _Other, there: Where) -> Near:
    return Near(
        row.number, mask(row.title), place_of(row), str(CaseState(row.state).label), row.received_on, row.voice_count,
        there is Where.SAME,
    )  # fmt: skip
