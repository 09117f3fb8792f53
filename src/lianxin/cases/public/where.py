"""Where it is: neighbourhoods and compounds as one grouped list a phone's own picker can show."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from lianxin.db import prepared
from lianxin.places.models import PlaceKind
from lianxin.places.selectors import places_of_kind

#: The kinds a resident chooses from; buildings are said in words.
CHOSEN = (PlaceKind.NEIGHBOURHOOD, PlaceKind.COMPOUND, PlaceKind.PARK, PlaceKind.TOWER)

Choice = tuple[str, str]
Group = tuple[str, list[Choice]]


class Row(NamedTuple):
    """What is read of a place; the names are the columns."""

    pk: int
    kind: str
    name: str
    short_name: str
    path: str


@dataclass(frozen=True, slots=True)
class Where:
    """The choices of the select, and the name of every place in it by id."""

    choices: list[Choice | Group]
    names: dict[str, str]


def where_to_choose() -> Where:
    """Every active neighbourhood as a group with its compounds, then parks and towers; one statement."""
    rows = [Row(*one) for one in prepared.read("where", lambda: places_of_kind(*CHOSEN).values_list(*Row._fields))]
    whole = _("%(name)s（整个居民区）")
    groups: dict[int, Group] = {
        row.pk: (row.name, [(str(row.pk), whole % {"name": row.short_name or row.name})])
        for row in rows
        if row.kind == PlaceKind.NEIGHBOURHOOD
    }
    sites: list[Choice] = []
    for row in rows:
        _sort_in(row, groups, sites)
    choices: list[Choice | Group] = [("", _("请选择居民区或小区")), *groups.values()]
    if sites:
        choices.append((_("园区和楼宇"), sites))
    return Where(choices, {str(row.pk): row.name for row in rows})


def _sort_in(row: Row, groups: dict[int, Group], sites: list[Choice]) -> None:
    if row.kind in (PlaceKind.PARK, PlaceKind.TOWER):
        sites.append((str(row.pk), row.name))
    elif row.kind == PlaceKind.COMPOUND:
        home = next((int(pk) for pk in row.path.split("/") if pk and int(pk) in groups), None)
        target = groups[home][1] if home is not None else sites
        target.append((str(row.pk), row.name))
