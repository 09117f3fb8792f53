"""Contact rounds: when which neighbourhood is visited and how far it is; counts of deputies, no names, no words."""

import datetime as dt
from collections import Counter
from typing import Annotated, Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from lianxin.api import scopes
from lianxin.api.calls import PROBLEMS, Key, caller_of, id_of, only_known, page_place
from lianxin.api.parts import Asked, Code, Given
from lianxin.api.problems import Problem
from lianxin.contact.models import Round, Visit
from lianxin.contact.policies import NEIGHBOURHOOD, READERS, READS_VISIT
from lianxin.contact.rounds.selectors import rounds
from lianxin.journal.actors import Actor
from lianxin.ui.keyset import slice_page

router = Router(tags=["contact rounds"])


class RoundLineOut(Given):
    """One round as its notice says it; ``visits`` are those that were not given up."""

    id: str
    number: str
    version: int
    name: str
    year: int
    ordinal: int
    day: dt.date
    state: str
    state_label: str
    ordered_by: str
    reported_to: str
    theme: str
    visits: int
    deputies: int
    announced_at: dt.datetime | None
    held_at: dt.datetime | None
    transferred_at: dt.datetime | None
    closed_at: dt.datetime | None


class RoundLinesOut(Given):
    """A page of rounds; ``next`` goes into ``cursor`` and is empty on the last page."""

    items: list[RoundLineOut]
    next: str


class TeamOut(Given):
    """How many deputies of each level go."""

    city: int
    district: int
    town: int


class VisitOut(Given):
    """One neighbourhood of a round; ``due_on`` is by when its list is expected, ``items`` how much was noted there."""

    id: str
    number: str
    place: str
    place_id: str
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    state: str
    state_label: str
    team: TeamOut
    items: int
    due_on: dt.date | None
    listed_at: dt.datetime | None


class RoundOut(RoundLineOut):
    """One round with the visits this key may see."""

    places: list[VisitOut]


class RoundsWanted(Asked):
    """Which rounds, the latest first."""

    state: Code = ""
    year: Annotated[int, Field(ge=1990, le=2100)] | None = None
    cursor: Annotated[str, Field(max_length=200)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 20


def _seen(actor: Actor) -> QuerySet[Round]:
    """Every round for the office; for a neighbourhood those that were announced and visit a place of its own."""
    if READERS.check(actor):
        return rounds()
    if not NEIGHBOURHOOD.check(actor):
        raise Problem(403, "not_this_party")
    own = [one.round_id for one in Visit.objects.select_related("place") if NEIGHBOURHOOD.check(actor, one)]
    return rounds().filter(pk__in=own).exclude(announced_at=None)


def _line(one: Any) -> dict[str, Any]:
    names = (
        "number", "version", "name", "year", "ordinal", "day", "state", "ordered_by", "reported_to", "theme",
        "announced_at", "held_at", "transferred_at", "closed_at",
    )  # fmt: skip
    found = {name: getattr(one, name) for name in names}
    label = str(one.get_state_display())
    return {**found, "id": str(one.pk), "state_label": label, "visits": one.places, "deputies": one.people}


def _visits(one: Round, actor: Actor) -> list[dict[str, Any]]:
    """The visits the actor may see, in the order of the places; two statements."""
    rows = Visit.objects.filter(round_id=one.pk).select_related("place").annotate(noted=Count("items"))
    seen = [row for row in rows.order_by("place__sort", "id") if READS_VISIT.check(actor, row)]
    going = Counter(
        Visit.objects.filter(round_id=one.pk, deputies__dropped_because="").values_list("pk", "deputies__level")
    )
    return [
        {
            "id": str(row.pk), "number": row.number, "place": row.place.label, "place_id": str(row.place_id),
            "starts_at": row.starts_at, "ends_at": row.ends_at, "state": row.state,
            "state_label": str(row.get_state_display()), "items": row.noted, "due_on": row.list_due_on,
            "listed_at": row.listed_at,
            "team": {level: going[row.pk, level] for level in ("city", "district", "town")},
        }
        for row in seen
    ]  # fmt: skip


@router.get(
    "/rounds", auth=Key(scopes.CONTACT_READ), response={200: RoundLinesOut, **PROBLEMS}, operation_id="list_rounds"
)
def list_rounds(request: HttpRequest, wanted: Query[RoundsWanted]) -> Any:
    """The contact rounds the key's role sees, the latest first."""
    only_known(request, *RoundsWanted.model_fields)
    rows = _seen(caller_of(request).actor)
    exact = {"state": wanted.state, "year": wanted.year}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    page = slice_page(rows, "day", True, page_place(wanted.cursor, dt.date), wanted.limit)
    found = [_line(one) for one in page.objects]
    return {"items": found, "next": page.next_place.text() if page.next_place else ""}


@router.get(
    "/rounds/{id}", auth=Key(scopes.CONTACT_READ), response={200: RoundOut, **PROBLEMS}, operation_id="read_round"
)
def read_round(request: HttpRequest, id: str) -> Any:  # the word of the address
    """One round with its visits: all of them for the office, its own for a neighbourhood."""
    only_known(request)
    actor = caller_of(request).actor
    row = _seen(actor).filter(pk=id_of(id)).first()
    if row is None:
        raise Problem(404, "no_such_round")
    return {**_line(row), "places": _visits(row, actor)}
