"""What a phone takes along: the places within reach, the deputies, and the visit it is on."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from lianxin.deputies.selectors import deputies_on
from lianxin.field.actions import visits_of
from lianxin.field.models import Visit
from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.people.policies import Reach, reach_of
from lianxin.places.models import Place, PlaceKind
from lianxin.places.selectors import below, places_of_kind

#: What a select offers at once; buildings follow when their compound was chosen.
CHOSEN: Final = (PlaceKind.NEIGHBOURHOOD, PlaceKind.COMPOUND, PlaceKind.PARK, PlaceKind.TOWER)
#: Roles whose words may concern any place of the town (``cases`` checks the same).
_EVERYWHERE: Final = (roles.CONGRESS_OFFICE, roles.DEPUTY)
_BOUND: Final = (roles.RECORDER, roles.SECRETARY, roles.COMMITTEE, roles.INSPECTOR, roles.VOLUNTEER)

Choice = tuple[str, str]
Choices = list[Choice | tuple[str, list[Choice]]]


def reach(actor: Actor) -> Reach:
    """Which places an actor records about."""
    if actor.has(*_EVERYWHERE):
        return Reach(whole_town=True, paths=())
    return reach_of(actor, *_BOUND)


@dataclass(frozen=True, slots=True)
class Places:
    """Places as a form offers them: groups for a select, and the buildings of each compound."""

    choices: Choices
    buildings: dict[str, list[Choice]]

    @property
    def ids(self) -> frozenset[str]:
        """Everything that may be chosen."""
        offered = {pk for group in self.choices if isinstance(group[1], list) for pk, _name in group[1]}
        return frozenset(offered | {pk for rows in self.buildings.values() for pk, _name in rows})


def places(actor: Actor) -> Places:
    """Neighbourhoods with their compounds, parks and towers, and buildings, within the actor's reach; one statement."""
    wide = reach(actor)
    rows = places_of_kind(*CHOSEN, PlaceKind.BUILDING)
    if not wide.whole_town:
        rows = rows.filter(below(wide.paths))
    groups: dict[int, tuple[str, list[Choice]]] = {}
    sites: list[Choice] = []
    buildings: dict[str, list[Choice]] = {}
    found = list(rows.only("id", "kind", "name", "short_name", "path", "sort", "parent"))
    for row in found:
        if row.kind == PlaceKind.NEIGHBOURHOOD:
            groups[row.pk] = (row.name, [(str(row.pk), _("%(name)s（整个居民区）") % {"name": row.label})])
    for row in found:
        _sort_in(row, groups, sites, buildings)
    choices: Choices = [*groups.values()]
    return Places([*choices, (_("园区、楼宇和其他"), sites)] if sites else choices, buildings)


def _sort_in(
    row: Place, groups: dict[int, tuple[str, list[Choice]]], sites: list[Choice], buildings: dict[str, list[Choice]]
) -> None:
    """Put one place where it belongs."""
    if row.kind == PlaceKind.BUILDING:
        buildings.setdefault(str(row.parent_id), []).append((str(row.pk), row.name))
    elif row.kind == PlaceKind.COMPOUND:
        home = next((pk for pk in row.ancestor_ids if pk in groups), None)
        target = groups[home][1] if home is not None else sites
        target.append((str(row.pk), row.name))
    elif row.kind != PlaceKind.NEIGHBOURHOOD:
        sites.append((str(row.pk), row.name))


def deputies() -> list[Choice]:
    """Everybody with a mandate today; one statement."""
    return [(str(one.pk), one.display_name) for one in deputies_on().only("id", "display_name", "sort")]


def visit_of(actor: Actor) -> Visit | None:
    """The visit an actor is on; one statement."""
    return visits_of(actor).order_by("-id").first()


def as_lists(offered: Places) -> dict[str, Any]:
    """The buildings of every compound, ready for JSON."""
    return {"buildings": {pk: [list(row) for row in rows] for pk, rows in offered.buildings.items()}}
