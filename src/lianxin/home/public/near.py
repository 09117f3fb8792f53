"""Who is my deputy: from a compound (or the code on its wall) to its deputies and where to meet them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from lianxin.home.selectors.near import near
from lianxin.people.access import public
from lianxin.places.models import Place, PlaceKind
from lianxin.places.selectors import by_public_token, chain_of, find_places, full_name

#: A longer search is cut off: no place has a longer name.
LONGEST = 40

_SHOWN = (PlaceKind.NEIGHBOURHOOD, PlaceKind.COMPOUND, PlaceKind.PARK, PlaceKind.TOWER)


@public
@require_safe
def my_deputy(request: HttpRequest) -> HttpResponse:
    """Search a place by name, or take the one in ``?at=`` (the public token of a place)."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    place = by_public_token(request.GET.get("at", ""))
    found = [] if place is not None else [one for one in find_places(words) if one.kind in _SHOWN]
    if len(found) == 1:
        place, found = found[0], []
    context: dict[str, Any] = {
        "q": words,
        "choices": [_choice(one) for one in found],
        "nothing": bool(words) and place is None and not found,
    }
    if place is not None:
        context |= _answer(place)
    return render(request, "home/my_deputy.html", context)


def _choice(place: Place) -> dict[str, str]:
    return {"name": full_name(chain_of(place)), "href": _here(place)}


def _here(place: Place) -> str:
    return f"{reverse('home:my_deputy')}?{urlencode({'at': place.public_token})}"


def _answer(place: Place) -> dict[str, Any]:
    told = near(place)
    return {
        "place": full_name(chain_of(place)),
        "groups": told.groups,
        "venues": told.venues,
        "speak": f"{reverse('cases:speak')}?{urlencode({'at': place.public_token})}",
    }
