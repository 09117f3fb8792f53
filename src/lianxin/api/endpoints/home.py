"""The home of the deputies: where they can be met and when they receive; facts of houses and days, never of persons."""

import datetime as dt
from typing import Annotated, Any, Final

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from lianxin.api import scopes
from lianxin.api.calls import PROBLEMS, Key, caller_of, id_of, only_known, page_place
from lianxin.api.parts import Asked, Code, Day, Given, Id
from lianxin.api.problems import Problem
from lianxin.core.clock import start_of_day, today
from lianxin.deputies.policies import READERS
from lianxin.home.models import Answer, Reception
from lianxin.home.selectors.venues import opening_words, venues
from lianxin.journal.actors import Actor
from lianxin.ui.keyset import slice_page

router = Router(tags=["home"])


class OpeningOut(Given):
    """A regular opening: ``weekday`` 1 is Monday; local times."""

    weekday: int
    opens: dt.time
    closes: dt.time
    purpose: str


class OtherDayOut(Given):
    """A coming day with other hours; closed all day where ``opens`` is empty."""

    day: dt.date
    opens: dt.time | None
    closes: dt.time | None
    reason: str


class VenueOut(Given):
    """A house: what stands on its sign and on the page of the network.  ``phone`` is an office's number."""

    id: str
    code: str
    kind: str
    kind_label: str
    name: str
    place: str
    place_id: str
    parent_id: str
    address: str
    phone: str
    opened_on: dt.date | None
    is_open: bool
    opening: str
    deputies: int
    hours: list[OpeningOut]
    days: list[OtherDayOut]


class VenuesOut(Given):
    """The whole network in its order."""

    items: list[VenueOut]


class ReceptionOut(Given):
    """One reception.

    ``deputies`` counts who is expected, ``came`` and ``heard`` who was there (empty for whoever does not read the
    rota, and while it is not over).
    """

    id: str
    number: str
    version: int
    state: str
    state_label: str
    venue: str
    venue_id: str
    topic: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    capacity: int
    units: list[str]
    deputies: int
    came: int | None
    heard: int | None
    cancelled_because: str


class ReceptionsOut(Given):
    """A page of receptions; ``next`` goes into ``cursor`` and is empty on the last page."""

    items: list[ReceptionOut]
    next: str


def _venue(one: Any) -> dict[str, Any]:
    words, is_open = opening_words(one)
    return {
        "id": str(one.pk), "code": one.code, "kind": one.kind, "kind_label": str(one.get_kind_display()),
        "name": one.name, "place": one.place.label, "place_id": str(one.place_id),
        "parent_id": str(one.parent_id or ""), "address": one.address, "phone": one.phone,
        "opened_on": one.opened_on, "is_open": is_open, "opening": words, "deputies": len(one.present_members),
        "hours": [
            {"weekday": row.weekday, "opens": row.opens, "closes": row.closes, "purpose": row.purpose}
            for row in one.week
        ],
        "days": [
            {"day": row.day, "opens": row.opens, "closes": row.closes, "reason": row.reason}
            for row in one.coming_days
        ],
    }  # fmt: skip


@router.get(
    "/venues", auth=Key(scopes.HOME_READ), response={200: VenuesOut, **PROBLEMS}, operation_id="list_venues"
)  # fmt: skip
def list_venues(request: HttpRequest) -> Any:
    """The houses and stations that are open to the public, with their hours; four statements."""
    only_known(request)
    return {"items": [_venue(one) for one in venues(at=today())]}


# --- receptions -------------------------------------------------------------------------------------


def _seen(actor: Actor) -> QuerySet[Reception]:
    """Every reception for whoever reads the rota, for others those that were announced; counted, in two statements."""
    rows = Reception.objects.select_related("venue").prefetch_related("units__unit")
    rows = rows.annotate(
        came=Count("visitors", distinct=True),
        heard=Count("visitors", filter=Q(visitors__heard_at__isnull=False), distinct=True),
        expected=Count("asked", filter=~Q(asked__answer=Answer.DECLINED), distinct=True),
    )
    return rows if READERS.check(actor) else rows.exclude(announced_at=None)


def _reception(one: Any, actor: Actor) -> dict[str, Any]:
    counts = one.closed_at is not None and READERS.check(actor)
    return {
        "id": str(one.pk), "number": one.number, "version": one.version, "state": one.state,
        "state_label": str(one.get_state_display()), "venue": one.venue.name, "venue_id": str(one.venue_id),
        "topic": one.topic, "starts_at": one.starts_at, "ends_at": one.ends_at, "capacity": one.capacity,
        "units": [row.unit.name for row in sorted(one.units.all(), key=_by_id)], "deputies": one.expected,
        "came": one.came if counts else None, "heard": one.heard if counts else None,
        "cancelled_because": one.cancelled_because,
    }  # fmt: skip


def _by_id(row: Any) -> int:
    return int(row.pk)


_MOST: Final = 100


class ReceptionsWanted(Asked):
    """Which receptions, the latest first; days of their beginning, both included."""

    state: Code = ""
    venue: Id | None = None
    first: Day | None = None
    last: Day | None = None
    cursor: Annotated[str, Field(max_length=200)] = ""
    limit: Annotated[int, Field(ge=1, le=_MOST)] = 20


def _narrowed(rows: QuerySet[Reception], wanted: ReceptionsWanted) -> QuerySet[Reception]:
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.venue is not None:
        rows = rows.filter(venue_id=int(wanted.venue))
    if wanted.first is not None:
        rows = rows.filter(starts_at__gte=start_of_day(wanted.first))
    if wanted.last is not None:
        rows = rows.filter(starts_at__lt=start_of_day(wanted.last + dt.timedelta(days=1)))
    return rows


@router.get(
    "/receptions", auth=Key(scopes.HOME_READ), response={200: ReceptionsOut, **PROBLEMS},
    operation_id="list_receptions",
)  # fmt: skip
def list_receptions(request: HttpRequest, wanted: Query[ReceptionsWanted]) -> Any:
    """Receptions, the latest first: all of them for whoever reads the rota, announced ones for others."""
    only_known(request, *ReceptionsWanted.model_fields)
    actor = caller_of(request).actor
    place = page_place(wanted.cursor, dt.datetime)
    page = slice_page(_narrowed(_seen(actor), wanted), "starts_at", True, place, wanted.limit)
    found = [_reception(one, actor) for one in page.objects]
    return {"items": found, "next": page.next_place.text() if page.next_place else ""}


@router.get(
    "/receptions/{id}", auth=Key(scopes.HOME_READ), response={200: ReceptionOut, **PROBLEMS},
    operation_id="read_reception",
)  # fmt: skip
def read_reception(request: HttpRequest, id: str) -> Any:  # the word of the address
    """One reception."""
    only_known(request)
    actor = caller_of(request).actor
    row = _seen(actor).filter(pk=id_of(id)).first()
    if row is None:
        raise Problem(404, "no_such_reception")
    return _reception(row, actor)
