"""Who is my deputy: from a place to its deputies, where and when to meet them, and what became of earlier matters.

Only public facts: names of the register, levels, constituency or contact community, venues and their hours.
"""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from lianxin.core.clock import today
from lianxin.deputies.models import Level
from lianxin.deputies.selectors import NearDeputy, deputies_for_place
from lianxin.home.models import Venue
from lianxin.home.selectors.venues import NETWORK, shown, venues
from lianxin.places.models import Place
from lianxin.ui.listing import told

Row = dict[str, Any]

_ORDER: Final = (Level.TOWN, Level.DISTRICT, Level.CITY)


@dataclass(frozen=True, slots=True)
class Found:
    """What a resident of a place is told."""

    place: Place
    groups: list[Row]
    venues: list[Row]


def near(place: Place) -> Found:
    """The deputies of a place by level, town first, and the venues where they can be met, nearest first."""
    by_level: dict[str, list[NearDeputy]] = {level: [] for level in _ORDER}
    for one in deputies_for_place(place):
        by_level[one.level].append(one)
    groups = [{"level": Level(level).label, "rows": [_shown(one) for one in by_level[level]]} for level in _ORDER]
    return Found(place, [group for group in groups if group["rows"]], _venues_near(place))


def _shown(one: NearDeputy) -> Row:
    why = []
    if one.by_constituency:
        why.append(_("您这里的选区选出的代表"))
    if one.by_contact:
        why.append(_("联系您所在居民区的代表"))
    return {"pk": one.deputy.pk, "name": one.deputy.display_name, "field": one.deputy.field, "why": told(why)}


def _venues_near(place: Place) -> list[Row]:
    """Venues at the place or above it, the nearest first; the home of the town comes last but always."""
    found: list[Venue] = [one for one in venues(at=today()) if one.kind in NETWORK and _shares(place, one.place)]
    found.sort(key=lambda one: (-len(one.place.ancestor_ids), one.sort, one.pk))
    return [shown(one) for one in found]


def _shares(place: Place, other: Place) -> bool:
    """Whether a venue's place is the resident's place, lies above it, or lies inside it."""
    return other.pk in place.ancestor_ids or place.pk in other.ancestor_ids
