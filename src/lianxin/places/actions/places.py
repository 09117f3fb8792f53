"""Places entered, changed, moved, taken out of the lists."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.core.text import tidy
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import Invalid, WrongState
from lianxin.places.actions.names import named
from lianxin.places.models import Place, PlaceKind
from lianxin.places.policies import SYSTEM_ADMIN, must_hold
from lianxin.places.tree import repath

#: Which kinds may lie directly below which.
BELOW: Final[Mapping[str, frozenset[str]]] = {
    PlaceKind.TOWN: frozenset(
        {PlaceKind.AREA, PlaceKind.NEIGHBOURHOOD, PlaceKind.PARK, PlaceKind.TOWER, PlaceKind.STATION}
    ),
    PlaceKind.AREA: frozenset({PlaceKind.NEIGHBOURHOOD, PlaceKind.PARK, PlaceKind.TOWER, PlaceKind.STATION}),
    PlaceKind.NEIGHBOURHOOD: frozenset({PlaceKind.COMPOUND, PlaceKind.BUILDING, PlaceKind.STATION}),
    PlaceKind.PARK: frozenset({PlaceKind.TOWER, PlaceKind.BUILDING, PlaceKind.STATION}),
    PlaceKind.TOWER: frozenset({PlaceKind.STATION}),
    PlaceKind.COMPOUND: frozenset({PlaceKind.BUILDING, PlaceKind.STATION}),
    PlaceKind.BUILDING: frozenset(),
    PlaceKind.STATION: frozenset(),
}


def _lines(text: str) -> str:
    """Names, one a line or separated by commas, as the JSON list that is stored."""
    parts = tidy(text).replace("，", "\n").replace("、", "\n").replace(",", "\n").split("\n")
    return json.dumps([part.strip()[:80] for part in parts if part.strip()][:50], ensure_ascii=False)


@dataclass(kw_only=True)
class PlaceFacts:
    """What can be typed about a place."""

    name: str
    short_name: str = ""
    aliases: str = ""
    roads: str = ""
    jurisdiction: str = ""
    population: int | None = None
    households: int | None = None

    def put_on(self, place: Place) -> None:
        """Write the facts on a place; raises ``Invalid``."""
        place.name = named(self.name)
        place.short_name = tidy(self.short_name).strip()[:40]
        place.aliases, place.roads = _lines(self.aliases), _lines(self.roads)
        place.jurisdiction = self.jurisdiction.strip()[:16]
        place.population, place.households = self.population, self.households


@dataclass(kw_only=True)
class EnterPlace(Action[Place]):
    """Add a place below another."""

    verb: ClassVar[str] = "places.place_entered"

    kind: PlaceKind
    code: str
    parent: Place
    facts: PlaceFacts

    def lock(self) -> None:
        """Lock the parent."""
        self.parent = Place.objects.select_for_update().get(pk=self.parent.pk)

    def check(self) -> None:
        """The kind must fit below the parent, the code must be free."""
        must_hold(self.actor, SYSTEM_ADMIN)
        self.code = tidy(self.code).strip()[:32]
        if self.kind not in BELOW[self.parent.kind]:
            raise Invalid.at("parent", "kind", _("这一类地点不能放在所选的上级下面。"))
        if not self.code or Place.objects.filter(kind=self.kind, code=self.code).exists():
            raise Invalid.at("code", "taken", _("请填写一个没有用过的代码。"))
        self.place = Place(kind=self.kind, code=self.code, parent=self.parent)
        self.facts.put_on(self.place)

    def perform(self) -> Place:
        """Store it."""
        self.place.path = f"{self.parent.path}{self.place.pk}/"
        self.place.save(force_insert=True)
        return self.place

    def subject(self) -> Subject:
        """The place."""
        return Subject("place", self.place.pk)

    def entry_data(self) -> Mapping[str, object]:
        """What and where."""
        return {"kind": str(self.kind), "code": self.code, "name": self.place.name, "parent": str(self.parent.pk)}


@dataclass(kw_only=True)
class ChangePlace(Action[Place]):
    """Change what is said of a place, move it, or take it out of the lists; it is never deleted."""

    verb: ClassVar[str] = "places.place_changed"

    place: Place
    facts: PlaceFacts
    parent: Place | None = None
    is_active: bool = True

    def lock(self) -> None:
        """Re-read the place under a row lock."""
        self.place = Place.objects.select_for_update().get(pk=self.place.pk)

    def check(self) -> None:
        """A new parent must fit and must not lie below the place."""
        must_hold(self.actor, SYSTEM_ADMIN)
        if self.parent is not None and not self._fits_below(self.parent):
            raise Invalid.at("parent", "kind", _("这一类地点不能放在所选的上级下面。"))
        if self.place.kind == PlaceKind.TOWN and not self.is_active:
            raise WrongState("root", _("镇域不能停用。"))
        self.facts.put_on(self.place)

    def _fits_below(self, parent: Place) -> bool:
        return self.place.kind in BELOW[parent.kind] and not parent.lies_in(self.place.path)

    def perform(self) -> Place:
        """Store the change; what lies below a moved place moves along."""
        moved = self.parent is not None and self.parent.pk != self.place.parent_id
        if moved:
            self.place.parent = self.parent
        self.place.is_active = self.is_active
        self.place.save()
        if moved:
            repath()
            self.place.refresh_from_db()
        return self.place

    def subject(self) -> Subject:
        """The place."""
        return Subject("place", self.place.pk)

    def entry_data(self) -> Mapping[str, object]:
        """What it says now."""
        return {"name": self.place.name, "parent": str(self.place.parent_id or ""), "is_active": self.is_active}
