"""A deputy's public page: who it is, where to meet, and what the deputy took part in – checked entries only."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianxin.core.clock import today
from lianxin.deputies.models import Deputy, Level
from lianxin.deputies.selectors import register
from lianxin.home.performance.selectors import published, years_of
from lianxin.home.receptions.selectors import coming
from lianxin.home.selectors.venues import shown, venues
from lianxin.people.access import public

Row = dict[str, Any]


@public
@require_safe
def deputy(request: HttpRequest, pk: int) -> HttpResponse:
    """One deputy with a mandate today; anybody else is not found here."""
    one = register().filter(pk=pk).first()
    if one is None or not one.present_mandates:  # type: ignore[attr-defined]  # prefetched by the register
        raise Http404
    years = years_of(one.pk)
    typed = request.GET.get("year", "")
    year = int(typed) if typed.isdecimal() and len(typed) == 4 and int(typed) in years else years[0]
    context = {
        "deputy": one, "seats": _seats(one), "contacts": _contacts(one), "year": year,
        "tabs": [{"label": str(each), "href": f"?year={each}", "current": each == year} for each in years],
        "parts": published(one.pk, year), "houses": [shown(house) for house in _houses(one)],
        "receptions": coming(deputy=one.pk), "is_town": _is_town(one),
    }  # fmt: skip
    return render(request, "home/public_deputy.html", context)


def _seats(one: Any) -> list[Row]:
    """Level and constituency or electing unit, town first."""
    order = {Level.TOWN: 0, Level.DISTRICT: 1, Level.CITY: 2}
    rows = sorted(one.present_mandates, key=lambda mandate: order[Level(mandate.level)])
    return [
        {
            "level": mandate.get_level_display(),
            "seat": mandate.constituency.name if mandate.constituency else mandate.electing_unit,
            "is_city": mandate.level == Level.CITY, "since": mandate.starts_on,
        }
        for mandate in rows
    ]  # fmt: skip


def _contacts(one: Any) -> list[str]:
    return [contact.place.name for contact in one.present_contacts]


def _is_town(one: Any) -> bool:
    return any(mandate.level == Level.TOWN for mandate in one.present_mandates)


def _houses(one: Deputy) -> list[Any]:
    """The venues the deputy belongs to."""
    mine = venues(at=today()).filter(members__deputy_id=one.pk, members__valid_from__lte=today())
    return [house for house in mine.distinct() if _belongs(house, one)]


def _belongs(house: Any, one: Deputy) -> bool:
    return any(row.deputy_id == one.pk for row in house.present_members)
