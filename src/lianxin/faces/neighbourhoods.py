"""Who is there for my neighbourhood: office hours and the deputies who keep in touch, for residents."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.core.clock import today
from lianxin.deputies.selectors import contacts_on
from lianxin.faces.overview import neighbourhoods as active
from lianxin.people.access import public
from lianxin.places.models import Place, PlaceKind
from lianxin.places.selectors import places_of_kind
from lianxin.ui.listing import listed

Row = dict[str, Any]


@public
@require_safe
def neighbourhoods(request: HttpRequest) -> HttpResponse:
    """Every neighbourhood by area. The secretary's name stands here only where the town's profile publishes it."""
    deputies: dict[int, list[str]] = {}
    for contact in contacts_on(today()).select_related("deputy").order_by("deputy__sort", "deputy_id"):
        deputies.setdefault(contact.place_id, []).append(contact.deputy.label)
    places = active()
    areas = {area.pk: area.name for area in places_of_kind(PlaceKind.AREA)}
    groups: dict[str, list[Row]] = {name: [] for name in areas.values()}
    for place in places:
        groups.setdefault(areas.get(place.parent_id, ""), []).append(_shown(place, deputies.get(place.pk, [])))
    tiles = [
        {"name": one.label, "col": one.tile_x, "row": one.tile_y, "state": "place", "href": f"#{one.code}"}
        for one in places
        if one.tile_x is not None and one.tile_y is not None
    ]
    context = {"groups": [{"name": name, "rows": rows} for name, rows in groups.items() if rows], "tiles": tiles}
    return render(request, "faces/neighbourhoods.html", context)


def _shown(place: Place, deputies: list[str]) -> Row:
    facts = place.fact_map
    lines = (
        (_("书记"), facts.get("secretary", "")),
        (_("办公时间"), facts.get("office_hours", "")),
        (_("地址"), facts.get("address", "")),
        (_("电话"), facts.get("phone", "")),
        (_("联系代表"), listed(deputies)),
    )
    return {
        "code": place.code,
        "name": place.name,
        "facts": [{"name": name, "value": value} for name, value in lines if value],
        "speak": f"{reverse('cases:speak')}?{urlencode({'at': place.public_token})}",
    }
