"""A small town with every kind of person and unit, and cases in any state, moved there by the real actions.

``make_town()`` loads a profile of two neighbourhoods, one park and eight units, the standard lists and rule sets.
``make_case(town, state=…)`` walks the shortest lawful way to a state; ``Walk`` makes single steps.  Other rooms' tests
may use both.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from lianxin.core.clock import today
from lianxin.core.ids import new_id
from lianxin.db.models import Town as TownRow
from lianxin.db.scope import town_scope
from lianxin.deputies.models import Deputy
from lianxin.journal.actors import ACCOUNT, DEPUTY, SYSTEM, Actor, Grant, anonymous_resident, resident_with_code
from lianxin.people import roles
from lianxin.places.models import Category, Place, PlaceKind, Unit
from lianxin.places.profiles.loading import load_profile
from tests.replay import again

PROFILE: dict[str, Any] = {
    "_note": "测试用的小镇",
    "town": {"code": "990101102", "slug": "ceshi", "name": "测试镇", "short_name": "测试", "is_demo": True},
    "district": {"code": "990101", "name": "测试区"},
    "jurisdictions": [{"code": "town", "name": "镇域"}, {"code": "park", "name": "园区"}],
    "areas": [{"code": "A1", "name": "东片区", "x": 1, "y": 1}],
    "neighbourhoods": [
        {"code": "N01", "seq": "001", "name": "青枫居委会", "short_name": "青枫", "area": "A1", "jurisdiction": "town"},
        {"code": "N02", "seq": "002", "name": "柳堰居委会", "short_name": "柳堰", "area": "A1", "jurisdiction": "town"},
    ],
    "sites": [],
    "compounds": [
        {"code": "N01-1", "name": "青枫一村", "aliases": [], "neighbourhood": "N01", "roads": ["青枫路"],
         "address": "青枫路1弄", "buildings": 2, "building_suffix": "号", "households": 60, "built": 1995,
         "kind": "old_public", "lifts": 0, "property": "WY-01"},
    ],
    "units": [
        {"code": "DESK", "name": "党政办公室（城运中心）", "short_name": "城运中心", "kind": "desk",
         "jurisdiction": "town", "desk": True},
        {"code": "CJ", "name": "城建办公室", "short_name": "城建办", "kind": "office", "jurisdiction": "town"},
        {"code": "SQ", "name": "社区服务中心", "short_name": "社区中心", "kind": "centre", "jurisdiction": "town"},
        {"code": "PCS", "name": "测试派出所", "short_name": "派出所", "kind": "agency", "jurisdiction": "town"},
        {"code": "WY-01", "name": "青枫物业", "short_name": "青枫物业", "kind": "property", "jurisdiction": "town",
         "compounds": ["N01-1"]},
    ],
    "outside_bodies": [],
    "duty_matrix": [
        {"no": "1", "category": "housing.lift", "jurisdiction": "town", "lead": "CJ", "co": ["SQ"], "note": "",
         "source": "测试", "status": "待核"},
        {"no": "2", "category": "governance.dispute", "jurisdiction": "town", "lead": "@committee", "co": [],
         "note": "", "source": "测试", "status": "待核"},
    ],
}  # fmt: skip

#: A Tuesday with ordinary weeks around it.
START = dt.date(2026, 11, 24)


@dataclass
class Town:
    """What a test needs to talk about a town: its row, places, units, deputies."""

    row: TownRow
    first: Place
    second: Place
    compound: Place
    desk_unit: Unit
    office_unit: Unit
    centre_unit: Unit
    police_unit: Unit
    property_unit: Unit
    committee_unit: Unit
    deputy: Deputy
    other_deputy: Deputy

    # --- people -------------------------------------------------------------------------------

    @property
    def resident(self) -> Actor:
        """Somebody without account or code."""
        return anonymous_resident()

    @property
    def office(self) -> Actor:
        """The congress office."""
        return account("人大办甲", Grant(roles.CONGRESS_OFFICE))

    @property
    def desk(self) -> Actor:
        """The government desk."""
        return account("交办台甲", Grant(roles.GOVERNMENT_DESK))

    @property
    def secretary(self) -> Actor:
        """The secretary of the first neighbourhood."""
        return account("青枫书记", Grant(roles.SECRETARY, self.first.pk, self.first.path))

    @property
    def other_secretary(self) -> Actor:
        """The secretary of the second neighbourhood."""
        return account("柳堰书记", Grant(roles.SECRETARY, self.second.pk, self.second.path))

    @property
    def recorder(self) -> Actor:
        """A recorder of the first neighbourhood."""
        return account("记录员甲", Grant(roles.RECORDER, self.first.pk, self.first.path))

    @property
    def leader(self) -> Actor:
        """A leader of the town."""
        return account("镇领导", Grant(roles.LEADER))

    @property
    def deputy_actor(self) -> Actor:
        """The deputy who usually is present."""
        return Actor(DEPUTY, str(self.deputy.pk), self.deputy.label, (Grant(roles.DEPUTY, deputy_id=self.deputy.pk),))

    @property
    def other_deputy_actor(self) -> Actor:
        """A deputy who was not there."""
        one = self.other_deputy
        return Actor(DEPUTY, str(one.pk), one.label, (Grant(roles.DEPUTY, deputy_id=one.pk),))

    def handler(self, unit: Unit | None = None) -> Actor:
        """Somebody who handles for a unit (the office unit unless said otherwise)."""
        one = unit or self.office_unit
        return account(f"{one.label}经办", Grant(roles.UNIT_HANDLER, unit_id=one.pk))

    def head(self, unit: Unit | None = None) -> Actor:
        """The head of a unit, who signs."""
        one = unit or self.office_unit
        return account(f"{one.label}负责人", Grant(roles.UNIT_HEAD, unit_id=one.pk))

    def speaker(self, opinion_id: int) -> Actor:
        """The resident who shows the query code of an opinion."""
        return resident_with_code(opinion_id)


def account(label: str, *grants: Grant) -> Actor:
    """An actor with an account and these grants."""
    return Actor(ACCOUNT, str(abs(hash(label)) % 10**9), label, grants)


def make_town() -> Town:
    """The small town with its lists, units and rule sets; enter ``town_scope(town.row)`` yourself."""
    town: Town = again(("small town",), _made_town)
    return town


def _made_town() -> Town:
    row = load_profile(PROFILE)
    with town_scope(row):
        places = {(place.kind, place.code): place for place in Place.objects.all()}
        units = {unit.code: unit for unit in Unit.objects.select_related("place")}
        deputies = [
            Deputy.objects.create(code=f"T{n:02d}", label=f"镇代表{n:02d}号", display_name=f"镇代表{n:02d}号", sort=n)
            for n in (1, 2)
        ]
    first = places[PlaceKind.NEIGHBOURHOOD, "N01"]
    return Town(
        row=row,
        first=first,
        second=places[PlaceKind.NEIGHBOURHOOD, "N02"],
        compound=places[PlaceKind.COMPOUND, "N01-1"],
        desk_unit=units["DESK"],
        office_unit=units["CJ"],
        centre_unit=units["SQ"],
        police_unit=units["PCS"],
        property_unit=units["WY-01"],
        committee_unit=next(unit for unit in units.values() if unit.is_committee and unit.place_id == first.pk),
        deputy=deputies[0],
        other_deputy=deputies[1],
    )


def make_unit(code: str, kind: str = "office", **more: Any) -> Unit:
    """One more unit in the town in scope."""
    return Unit.objects.create(code=code, name=more.pop("name", code), kind=kind, **more)


def make_place(kind: str, code: str, parent: Place, **more: Any) -> Place:
    """One more place below ``parent``."""
    pk = new_id()
    return Place.objects.create(
        id=pk, kind=kind, code=code, name=more.pop("name", code), parent=parent, path=f"{parent.path}{pk}/", **more
    )


def category(code: str = "housing.lift") -> Category:
    """A standard category."""
    return Category.objects.get(code=code)


def system() -> Actor:
    """The system itself."""
    return SYSTEM


def days_ago(days: int) -> dt.date:
    """A civil day some days back."""
    return today() - dt.timedelta(days=days)
