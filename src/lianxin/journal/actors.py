"""Who acts: a small value, stored in the log as id and label, never as a foreign key.

The journal lies below ``people``; so an actor is plain data that ``people`` fills from an
account and its grants of today, and that stays readable in the log for ever, also when the
account is long gone.
"""

from dataclasses import dataclass, field, replace
from typing import Final

ACCOUNT: Final = "account"
RESIDENT: Final = "resident"
DEPUTY: Final = "deputy"
TOKEN: Final = "token"
SYSTEM_KIND: Final = "system"


@dataclass(frozen=True, slots=True)
class Grant:
    """One role held today, with its reach.

    ``place_path`` is the materialised path of the place the role reaches down from (empty: the
    whole town); ``unit_id`` the unit it acts for; ``deputy_id`` the deputy it stands for.
    """

    role: str
    place_id: int | None = None
    place_path: str = ""
    unit_id: int | None = None
    deputy_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody (or the system) that does something.

    ``kind`` is one of the constants of this module, ``id`` a stable text id within the kind,
    ``label`` what people read in the log.  ``grants`` are only those of the current town.
    """

    kind: str
    id: str
    label: str
    grants: tuple[Grant, ...] = field(default=(), repr=False)
    town_id: int | None = None

    @property
    def roles(self) -> frozenset[str]:
        """The role codes held today in the current town."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def is_known(self) -> bool:
        """Whether this is somebody with a sign-in or personal link (not an anonymous resident)."""
        return self.kind in {ACCOUNT, DEPUTY, TOKEN, SYSTEM_KIND}

    def has(self, *roles: str) -> bool:
        """Whether one of ``roles`` is held."""
        return any(grant.role in roles for grant in self.grants)

    def grants_of(self, *roles: str) -> tuple[Grant, ...]:
        """The grants of the given roles, to look at their reach."""
        return tuple(grant for grant in self.grants if grant.role in roles)

    def unit_ids(self, *roles: str) -> frozenset[int]:
        """Units this actor acts for (through one of ``roles``, or any role when none is named)."""
        return frozenset(
            grant.unit_id for grant in self.grants if grant.unit_id is not None and (not roles or grant.role in roles)
        )

    def with_grants(self, *grants: Grant) -> "Actor":
        """The same actor holding exactly ``grants`` (used by tests and by the demo replay)."""
        return replace(self, grants=tuple(grants))


SYSTEM: Final = Actor(SYSTEM_KIND, "system", "系统")


def anonymous_resident() -> Actor:
    """A resident without account or code: may speak, ask and look at public pages."""
    return Actor(RESIDENT, "", "居民")


def resident_with_code(opinion_id: int) -> Actor:
    """A resident who showed the query code of one opinion; the id ties the actor to it."""
    return Actor(RESIDENT, str(opinion_id), "居民（凭查询码）")
