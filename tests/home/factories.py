"""Venues, made directly."""

import datetime as dt

from lianxin.home.models import Courtyard, Venue, VenueHours, VenueKind
from lianxin.places.models import Place
from tests.places.factories import make_neighbourhood


def make_courtyard(code: str = "Y1", place: Place | None = None) -> Courtyard:
    """A courtyard."""
    return Courtyard.objects.create(code=code, name=f"庭院{code}", place=place or make_neighbourhood(f"Y-{code}"))


def make_venue(
    code: str = "V1",
    kind: str = VenueKind.POINT,
    *,
    place: Place | None = None,
    parent: Venue | None = None,
    courtyard: Courtyard | None = None,
) -> Venue:
    """A venue without hours."""
    where = place or make_neighbourhood(f"V-{code}")
    return Venue.objects.create(
        code=code, kind=kind, name=f"站点{code}", place=where, parent=parent, courtyard=courtyard
    )


def opens(venue: Venue, weekday: int, begins: str, ends: str) -> VenueHours:
    """A regular opening."""
    return VenueHours.objects.create(
        venue=venue, weekday=weekday, opens=dt.time.fromisoformat(begins), closes=dt.time.fromisoformat(ends)
    )
