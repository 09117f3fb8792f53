"""The home for everybody: the network, a venue, a courtyard, the chart, a method.  Only public facts."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lianxin.core.clock import today
from lianxin.home.models import Courtyard, Method, Venue
from lianxin.home.receptions.selectors import coming
from lianxin.home.selectors import venues as found
from lianxin.home.selectors.calendar import agenda
from lianxin.home.selectors.organisation import chart, parts_of
from lianxin.people.access import public
from lianxin.records import citing


@public
@require_safe
def network(request: HttpRequest) -> HttpResponse:
    """The network as a tree, the courtyards, what is open now."""
    listed = list(found.venues(at=today()))
    context = {
        "nodes": found.tree(listed, _address),
        "tiles": found.map_tiles(listed, _address),
        "open_now": [found.shown(one) for one in listed if found.opening_words(one)[1]],
        "courtyards": found.courtyards(),
        "methods": Method.objects.filter(is_public=True).order_by("sort", "id"),
    }
    return render(request, "home/public_network.html", context)


def _address(venue: Venue) -> str:
    return reverse("home:public_venue", args=[venue.public_token])


@public
@require_safe
def venue(request: HttpRequest, token: str) -> HttpResponse:
    """One venue by the code at its door."""
    one = found.venues().filter(public_token=token).first()
    if one is None:
        raise Http404
    context: dict[str, Any] = {
        "venue": one,
        "shown": found.shown(one),
        "week": found.week_rows(one),
        "days": found.day_rows(one),
        "members": found.member_rows(one),
        "agenda": agenda([one.pk], receptions=False),
        "receptions": coming([one.pk]),
        "is_closed": one.closed_on is not None and one.closed_on < today(),
        "speak": f"{reverse('cases:speak')}?at={one.place.public_token}",
    }
    return render(request, "home/public_venue.html", context)


@public
@require_safe
def courtyard(request: HttpRequest, token: str) -> HttpResponse:
    """One courtyard by the code at its gate: what is open, what is on."""
    one = Courtyard.objects.filter(public_token=token).first()
    if one is None:
        raise Http404
    houses = list(found.venues(at=today()).filter(courtyard_id=one.pk))
    context = {
        "courtyard": one,
        "houses": [{**found.shown(house), "week": found.week_rows(house)} for house in houses],
        "days": agenda([house.pk for house in houses]),
    }
    return render(request, "home/public_courtyard.html", context)


@public
@require_safe
def organisation(request: HttpRequest) -> HttpResponse:
    """The organisation chart of today."""
    return render(request, "home/public_organisation.html", {"bodies": chart()})


@public
@require_safe
def method(request: HttpRequest, code: str) -> HttpResponse:
    """A working method the town has published, with what shows it: records that are public facts."""
    one = Method.objects.filter(code=code, is_public=True).first()
    if one is None:
        raise Http404
    pillars = parts_of(one)
    cited = citing.cited_openly("method_part", [measure.pk for row in pillars for measure in row["measures"]])
    for row in pillars:
        row["measures"] = [{"part": measure, "cited": cited.get(measure.pk, ())} for measure in row["measures"]]
    return render(request, "home/public_method.html", {"method": one, "pillars": pillars})
