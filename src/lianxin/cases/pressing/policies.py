"""Who sees and moves orders and congress steps; the two ladders keep apart (mission: who stands where)."""

from typing import Final

from lianxin.cases.models import Case
from lianxin.cases.policies import SEE_CASE, parties
from lianxin.cases.workflow import CONGRESS_OFFICE, GOVERNMENT_DESK
from lianxin.clocks.ladders.actions import KEEPERS
from lianxin.clocks.models import CongressStep, SupervisionOrder
from lianxin.clocks.orders import workflow as w
from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.people.policies import Policy, RolePolicy

OFFICE: Final = (roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR)


class SeeOrder(Policy):
    """The desk and the leaders see every order; a unit sees those issued to it."""

    ROLES: Final = RolePolicy(roles.GOVERNMENT_DESK, roles.LEADER, *roles.OF_A_UNIT)

    def check(self, actor: Actor, obj: object = None) -> bool:
        """Without an order: whether there is anything to see at all."""
        if not isinstance(obj, SupervisionOrder):
            return self.ROLES.check(actor)
        if actor.has(roles.GOVERNMENT_DESK, roles.LEADER):
            return True
        was_issued = obj.state not in {w.DRAFT, w.DISCARDED}
        return was_issued and bool(obj.unit_ids & actor.unit_ids(*roles.OF_A_UNIT))


class SeeStep(Policy):
    """The congress office and chair see every step; the government's desk and leaders those that were started."""

    ROLES: Final = RolePolicy(*OFFICE, roles.GOVERNMENT_DESK, roles.LEADER)

    def check(self, actor: Actor, obj: object = None) -> bool:
        """Without a step: whether there is anything to see at all."""
        if not isinstance(obj, CongressStep):
            return self.ROLES.check(actor)
        if actor.has(*OFFICE):
            return True
        return obj.state not in {w.DRAFT, w.DROPPED} and actor.has(roles.GOVERNMENT_DESK, roles.LEADER)


class DraftFor(Policy):
    """Who may draft an order, or propose a step, for a case: the body whose means it is, if it sees the case."""

    def __init__(self, *parties_: str) -> None:
        """Take the parties of the workflow of cases."""
        self.parties = frozenset(parties_)

    def check(self, actor: Actor, obj: object = None) -> bool:
        """One of the parties; with a case, one that sees it."""
        if not isinstance(obj, Case):
            return bool(parties(actor) & self.parties)
        return SEE_CASE.check(actor, obj) and bool(parties(actor, obj) & self.parties)


SEE_ORDER: Final = SeeOrder()
SEE_STEP: Final = SeeStep()
DRAFT_ORDER: Final = DraftFor(GOVERNMENT_DESK)
PROPOSE_STEP: Final = DraftFor(CONGRESS_OFFICE)
SEE_LADDERS: Final = RolePolicy(*OFFICE, roles.GOVERNMENT_DESK, roles.LEADER)
SET_LADDER: Final = RolePolicy(*{role for keepers in KEEPERS.values() for role in keepers})
