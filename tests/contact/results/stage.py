"""A round over the small town's two neighbourhoods, with matters on its lists, made directly."""

import datetime as dt
from typing import Any

from lianxin.cases import workflow as w
from lianxin.contact.models import Guests, Round, RoundState, Visit, VisitDeputy, VisitItem, VisitState
from lianxin.core.clock import now, today
from lianxin.places.models import Place
from tests.cases.small_town import Town
from tests.cases.walk import Walk, make_case

NAME = "2026年第二次集中联系社区活动"


def make_round(town: Town, *, state: str = RoundState.GATHERING, ordinal: int = 2, **facts: Any) -> Round:
    """A round of today with a listed visit in each of the two neighbourhoods."""
    given: dict[str, Any] = {
        "number": f"102-联-2026-{ordinal:02d}", "name": NAME, "year": 2026, "ordinal": ordinal, "day": today(),
        "visits_from": dt.time(14), "visits_until": dt.time(17), "state": state, **facts,
    }  # fmt: skip
    one = Round.objects.create(**given)
    for place in (town.first, town.second):
        make_visit(one, place)
    return one


def make_visit(one: Round, place: Place, state: str = VisitState.LISTED) -> Visit:
    """One neighbourhood of a round."""
    return Visit.objects.create(round=one, place=place, number=f"{one.number}-{place.code}", state=state)


def put(one: Round, walk: Walk, place: Place | None = None) -> VisitItem:
    """Put a matter onto the list of a neighbourhood (the one whose path it lies in)."""
    visits = list(one.visits.select_related("place"))
    path = (place.path if place is not None else walk.case.place_path) or ""
    visit = next(each for each in visits if path.startswith(each.place.path))
    order = VisitItem.objects.filter(visit=visit).count() + 1
    return VisitItem.objects.create(visit=visit, opinion=walk.opinion, case=walk.case, order=order, added_at=now())


def heard(town: Town, one: Round, state: str = w.RECEIVED, **data: Any) -> Walk:
    """A matter heard on the round, walked to a state, on its list."""
    walk = make_case(town, state, channel="round", occasion=one.name, **data)
    put(one, walk)
    return walk


def came(visit: Visit, town: Town, guests: int = 5) -> None:
    """The deputy came, and so many guests."""
    VisitDeputy.objects.create(visit=visit, deputy=town.deputy, level="district", presence="present")
    Guests.objects.create(visit=visit, kind="representatives", invited=guests + 1, present=guests)
