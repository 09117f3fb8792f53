"""Where nobody was heard lately: an internal hint for the next round. Counts places, knows nothing about persons."""

from dataclasses import dataclass
from typing import Final

from lianxin.contact.models import Round, RoundState, VisitItem
from lianxin.places.models import Place, PlaceKind

#: So many rounds back.
ROUNDS: Final = 2
#: Rounds that are over, or nearly.
_HELD: Final = (RoundState.GATHERING, RoundState.TRANSFERRED, RoundState.CLOSED)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Places from which the last rounds brought nothing, and which rounds were looked at (newest first)."""

    places: tuple[Place, ...]
    rounds: tuple[Round, ...]


def quiet_before(one: Round | None = None) -> Quiet:
    """Neighbourhoods without an item in the last two rounds (before *one*, or up to now); three statements."""
    rows = Round.objects.filter(state__in=_HELD)
    if one is not None:
        rows = rows.filter(day__lte=one.day).exclude(pk=one.pk) if one.state not in _HELD else rows.filter(
            day__lte=one.day
        )  # fmt: skip
    rounds = tuple(rows.order_by("-day", "-pk")[:ROUNDS])
    if not rounds:
        return Quiet((), ())
    heard = set(VisitItem.objects.filter(visit__round__in=rounds, same_as=None).values_list("visit__place", flat=True))
    places = Place.objects.filter(kind=PlaceKind.NEIGHBOURHOOD, is_active=True).order_by("sort", "id")
    return Quiet(tuple(place for place in places if place.pk not in heard), rounds)
