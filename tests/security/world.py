"""The town the matrix is asked in: one person per role, with a place and a unit of their own and foreign ones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.test import Client

from lianxin.core.clock import now
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.deputies.models import Deputy
from lianxin.people import roles
from lianxin.people.models import Account
from lianxin.places.models import Place, PlaceKind, Unit
from tests.deputies.factories import make_constituency, make_deputy
from tests.people.factories import make_account, make_person
from tests.places.factories import make_category, make_neighbourhood, make_place, make_town, make_unit

SIDES = ("own", "foreign", "other_town")


@dataclass
class Land:
    """One side: a neighbourhood with compound, building and committee, and a unit."""

    town: Town
    neighbourhood: Place
    compound: Place
    building: Place
    committee: Unit
    unit: Unit
    account: Account
    deputy: Deputy


@dataclass
class World:
    """Two towns; ``accounts`` holds one account per role, whose place and unit are those of the side ``own``."""

    lands: dict[str, Land]
    accounts: dict[str, Account]
    cookies: dict[str, dict[str, str]]
    _made: dict[tuple[str, str], Mapping[str, object]] = field(default_factory=dict)

    def place(self, side: str) -> Place:
        """The neighbourhood of a side."""
        return self.lands[side].neighbourhood

    def unit(self, side: str) -> Unit:
        """The unit of a side."""
        return self.lands[side].unit

    def begin_row(self) -> None:
        """Forget what was made for the row before: it was rolled back with its test."""
        self._made.clear()

    def made(self, name: str, maker: "Maker", side: str) -> Mapping[str, object]:
        """The kwargs a maker gives for a side, made once a row."""
        if (name, side) not in self._made:
            with town_scope(self.lands[side].town):
                self._made[name, side] = maker(self, side)
        return self._made[name, side]


Maker = Callable[[World, str], Mapping[str, object]]


def build_world() -> World:
    """Make both towns and everybody; the own town is the default one."""
    town, other = make_town(is_default=True), make_town("QT", "other", name="另一镇")
    with town_scope(other):
        lands = {"other_town": _land(other, "N01", "U1", "other")}
    with town_scope(town):
        lands["own"] = _land(town, "N01", "U1", "own")
        lands["foreign"] = _land(town, "N02", "U2", "foreign")
        make_unit("DESK", "desk", is_government_desk=True)
        make_category("housing.lift", make_category("housing"))
        accounts = {role: _person(role, lands["own"]) for role in roles.ALL}
    return World(lands, accounts, {role: _signed_in(account) for role, account in accounts.items()})


def _signed_in(account: Account) -> dict[str, str]:
    """The cookies of somebody who has signed in and opened a page."""
    client = Client()
    client.force_login(account)
    client.get("/accounts/me/")
    session = client.session
    session["lx_sure"] = now().isoformat()  # as after the real sign-in page
    session.save()
    return {name: cookie.value for name, cookie in client.cookies.items()}


def _land(town: Town, home: str, unit: str, name: str) -> Land:
    neighbourhood = make_neighbourhood(home, jurisdiction="town")
    compound = make_place(PlaceKind.COMPOUND, f"{home}-1", neighbourhood, jurisdiction="town")
    return Land(
        town=town,
        neighbourhood=neighbourhood,
        compound=compound,
        building=make_place(PlaceKind.BUILDING, f"{home}-1-1", compound, jurisdiction="town"),
        committee=make_unit(f"JW-{home}", "committee", place=neighbourhood),
        unit=make_unit(unit),
        account=make_account(f"somebody-{name}"),
        deputy=make_deputy(f"T-{name}", constituency=make_constituency(f"X-{name}")),
    )


def _person(role: str, own: Land) -> Account:
    if role == roles.DEPUTY:
        account = make_person(role)
        make_deputy("T01", account=account, constituency=make_constituency("X01"), contacts=(own.neighbourhood,))
        return account
    if role == roles.BUILDING_HEAD:
        return make_person(role, place=own.building)
    if role in {*roles.AT_A_PLACE, roles.RECORDER, roles.INSPECTOR, roles.VOLUNTEER}:
        return make_person(role, place=own.neighbourhood)
    return make_person(role, unit=own.unit if role in roles.OF_A_UNIT else None)
