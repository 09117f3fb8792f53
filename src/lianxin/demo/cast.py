"""Who acts in the example town: one account a role, a place, a unit, so that everybody can look around as anybody."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lianxin.core.clock import today
from lianxin.deputies.actions import TieAccount
from lianxin.deputies.models import Deputy
from lianxin.journal.actors import ACCOUNT, DEPUTY, SYSTEM, Actor, Grant, anonymous_resident
from lianxin.people import roles
from lianxin.people.actions.accounts import CreateAccount
from lianxin.people.actions.grants import GrantRole
from lianxin.people.models import Account
from lianxin.places.models import Place, PlaceKind, Unit

#: Deputies of the city, the district and the town who have an account to look around with.
WITH_ACCOUNT = ("C01", "D01", "D07", "T01")

#: Roles held once for the whole town, with the name people read.
TOWN_WIDE = {
    roles.CONGRESS_OFFICE: "人大办01号",
    roles.CONGRESS_CHAIR: "人大主席01号",
    roles.GOVERNMENT_DESK: "城运中心01号",
    roles.LEADER: "镇领导01号",
    roles.INSPECTOR: "检查员01号",
    roles.VOLUNTEER: "志愿者01号",
    roles.SCRUTINEER: "监票人01号",
}


@dataclass
class Cast:
    """Actors by role, and by role and place or unit; made by `engage`."""

    places: dict[tuple[str, str], Place]
    units: dict[str, Unit]
    deputies: dict[str, Deputy]
    bodies: dict[str, str]
    _actors: dict[tuple[str, int], Actor] = field(default_factory=dict)

    def somebody(self, role: str) -> Actor:
        """Whoever holds a role for the whole town."""
        return self._actors[role, 0]

    def at(self, role: str, neighbourhood: str) -> Actor:
        """Whoever holds a role in a neighbourhood."""
        return self._actors[role, self.places[PlaceKind.NEIGHBOURHOOD, neighbourhood].pk]

    def of(self, role: str, unit: str) -> Actor:
        """Whoever holds a role in a unit."""
        return self._actors[role, self.units[unit].pk]

    def body(self, code: str) -> str:
        """The name of a body outside the town."""
        return self.bodies[code]

    def deputy(self, code: str) -> Actor:
        """A deputy."""
        one = self.deputies[code]
        return Actor(DEPUTY, str(one.pk), one.label, (Grant(roles.DEPUTY, deputy_id=one.pk),))

    @property
    def resident(self) -> Actor:
        """Somebody without account or code."""
        return anonymous_resident()

    def keep(self, role: str, where: int, account: Account, grant: Grant) -> None:
        """Remember who acts for a role there."""
        self._actors[role, where] = Actor(ACCOUNT, str(account.pk), account.display_name, (grant,))


def engage(bodies: dict[str, str]) -> Cast:
    """Make the accounts of the town in scope and give them their roles; ``bodies`` names those outside the town."""
    cast = Cast(
        places={(place.kind, place.code): place for place in Place.objects.all()},
        units={unit.code: unit for unit in Unit.objects.select_related("place")},
        deputies={deputy.code: deputy for deputy in Deputy.objects.all()},
        bodies=bodies,
    )
    for role, username, name, place, unit in _wanted(cast):
        account = CreateAccount(actor=SYSTEM, username=username, display_name=name).execute()
        GrantRole(
            actor=SYSTEM, account=account, role=role, valid_from=today(), reason="示例镇演示", place=place, unit=unit
        ).execute()
        where = place or unit
        grant = Grant(role, place.pk, place.path) if place else Grant(role, unit_id=unit.pk if unit else None)
        cast.keep(role, where.pk if where else 0, account, grant)
    for code in WITH_ACCOUNT:
        _open_account(cast.deputies[code])
    return cast


def _open_account(deputy: Deputy) -> None:
    """An account that stands for a deputy."""
    username = f"deputy-{deputy.code.lower()}"
    account = CreateAccount(actor=SYSTEM, username=username, display_name=deputy.label).execute()
    GrantRole(actor=SYSTEM, account=account, role=roles.DEPUTY, valid_from=today(), reason="示例镇演示").execute()
    TieAccount(actor=SYSTEM, deputy=deputy, account=account).execute()


def _wanted(cast: Cast) -> Iterator[tuple[str, str, str, Place | None, Unit | None]]:
    """Role, user name, shown name, place and unit of every account."""
    for role, name in TOWN_WIDE.items():
        yield role, role.replace("_", "-"), name, None, None
    for (kind, code), place in sorted(cast.places.items()):
        if kind == PlaceKind.NEIGHBOURHOOD:
            yield roles.SECRETARY, f"secretary-{code.lower()}", f"{place.short_name or place.name}书记", place, None
            yield roles.COMMITTEE, f"committee-{code.lower()}", f"{place.short_name or place.name}居委", place, None
            yield roles.RECORDER, f"recorder-{code.lower()}", f"{place.short_name or place.name}记录员", place, None
    for code, unit in sorted(cast.units.items()):
        slug = code.lower().replace("_", "-")
        yield roles.UNIT_HANDLER, f"handler-{slug}", f"{unit.label}经办", None, unit
        yield roles.UNIT_HEAD, f"head-{slug}", f"{unit.label}负责人", None, unit
