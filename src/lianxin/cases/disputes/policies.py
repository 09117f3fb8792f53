"""Who sees and moves a 现场会商单: the desk; the units it is about and the leaders read it."""

from typing import Final

from lianxin.cases.models import Dispute
from lianxin.cases.pressing.policies import DraftFor
from lianxin.cases.workflow import GOVERNMENT_DESK
from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.people.policies import Policy, RolePolicy


class SeeDispute(Policy):
    """The desk and the leaders all; a unit those it is a party to or was named in."""

    ROLES: Final = RolePolicy(roles.GOVERNMENT_DESK, roles.LEADER, *roles.OF_A_UNIT)

    def check(self, actor: Actor, obj: object = None) -> bool:
        """Without a sheet: whether there is anything to see at all."""
        if not isinstance(obj, Dispute):
            return self.ROLES.check(actor)
        if actor.has(roles.GOVERNMENT_DESK, roles.LEADER):
            return True
        named = obj.party_ids | obj.co_unit_ids | ({obj.lead_unit_id} if obj.lead_unit_id else set())
        return bool(named & actor.unit_ids(*roles.OF_A_UNIT))


SEE_DISPUTE: Final = SeeDispute()
#: Opening, meeting, deciding: the desk's.
SETTLE: Final = RolePolicy(roles.GOVERNMENT_DESK)
OPEN_FOR: Final = DraftFor(GOVERNMENT_DESK)
FIGURES: Final = RolePolicy(roles.GOVERNMENT_DESK, roles.LEADER)
