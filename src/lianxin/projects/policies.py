"""Who may: the congress office and the government desk keep ideas and projects, scrutineers count and confirm."""

from typing import Final

from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.people.policies import OfUnit, Policy, RolePolicy

READERS: Final = RolePolicy(roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR, roles.GOVERNMENT_DESK, roles.LEADER)
KEEPERS: Final = RolePolicy(roles.CONGRESS_OFFICE, roles.GOVERNMENT_DESK)
OFFICE: Final = RolePolicy(roles.CONGRESS_OFFICE)
DESK: Final = RolePolicy(roles.GOVERNMENT_DESK)
#: Enters a count sheet: two different people.
COUNTERS: Final = RolePolicy(roles.CONGRESS_OFFICE, roles.SCRUTINEER)
#: Confirms the count; must not have entered a sheet.
SCRUTINEERS: Final = RolePolicy(roles.SCRUTINEER)
#: Sees a vote.
AT_VOTE: Final = RolePolicy(
    roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR, roles.GOVERNMENT_DESK, roles.LEADER, roles.SCRUTINEER
)
#: Enters sheets of a consultation; reads its figures.
TALLIERS: Final = RolePolicy(roles.CONGRESS_OFFICE, roles.GOVERNMENT_DESK, roles.SECRETARY, roles.COMMITTEE)
LISTERS: Final = READERS | TALLIERS
AS_DEPUTY: Final = RolePolicy(roles.DEPUTY)
OF_UNIT: Final = OfUnit(roles.UNIT_HEAD, roles.UNIT_HANDLER)


class InGroup(Policy):
    """A deputy of the group that oversees a project; the project was read with its overseers."""

    def check(self, actor: Actor, obj: object = None) -> bool:
        """Whether one of the actor's deputies is in the group."""
        if obj is None:
            return actor.has(roles.DEPUTY)
        group = {one.deputy_id for one in getattr(obj, "group_rows", ())}
        return any(one.deputy_id in group for one in actor.grants_of(roles.DEPUTY))


IN_GROUP: Final = InGroup()
#: Follows a project after the vote.
WATCHERS: Final = READERS | OF_UNIT
ANSWERERS: Final = DESK | OF_UNIT
