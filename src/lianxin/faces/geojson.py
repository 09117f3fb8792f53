"""Neighbourhoods with their counts as GeoJSON (RFC 7946, WGS-84), for the town's own map.

A place lies where the town's profile puts it (``lon``, ``lat``, ``datum``); one without co-ordinates has no geometry.
The positions of the schematic map are invented and never taken for co-ordinates.  A count so small that it could point
to somebody is left out; no totals are given from which it could be reckoned.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.core.geo import DATUMS, Point, to_wgs84
from lianxin.faces.leading import seen_by
from lianxin.faces.overview import counts_of, neighbourhoods
from lianxin.people import roles
from lianxin.people.access import actor_of, requires
from lianxin.people.actions.exports import record_export
from lianxin.people.policies import RolePolicy
from lianxin.places.models import Place

#: Who sees the whole town's figures.
WHOLE_TOWN: Final = RolePolicy(roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR, roles.GOVERNMENT_DESK, roles.LEADER)
#: Counts below this are not given (0 is): our default.
SMALLEST: Final = 5
#: About a metre; more digits would claim what nobody measured.
_DIGITS: Final = 5


@requires(WHOLE_TOWN)
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """The file; the export is noted."""
    actor = actor_of(request)
    record_export(actor, _("居民区地图数据"), "geojson")
    found = neighbourhoods()
    counts = counts_of(seen_by(actor), found)
    data = {"type": "FeatureCollection", "features": [feature(place, *counts[place.pk]) for place in found]}
    headers = {"Content-Disposition": 'attachment; filename="places.geojson"'}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, content_type="application/geo+json; charset=utf-8", headers=headers)


def feature(place: Place, open_: int, late: int) -> dict[str, Any]:
    """One neighbourhood: name, code and the counts that are large enough."""
    point = point_of(place.fact_map)
    geometry = None if point is None else {"type": "Point", "coordinates": [round(one, _DIGITS) for one in point]}
    counts = {"open": shown(open_), "overdue": shown(late), "hidden_below": SMALLEST}
    properties = {"code": place.code, "name": place.name, **counts}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def shown(count: int) -> int | None:
    """A count that may be given; a small one is hidden."""
    return count if count == 0 or count >= SMALLEST else None


def point_of(facts: Mapping[str, Any]) -> Point | None:
    """Where a profile puts a place, in WGS-84; nothing where it says nothing usable."""
    lon, lat, datum = facts.get("lon"), facts.get("lat"), facts.get("datum", "wgs84")
    if not _is_number(lon, 180) or not _is_number(lat, 90) or datum not in DATUMS:
        return None
    return to_wgs84((float(lon), float(lat)), datum)  # type: ignore[arg-type]


def _is_number(value: object, most: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= most
