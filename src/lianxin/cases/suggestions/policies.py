"""Who sees and moves a suggestion: who signed it, the congress office, the government from the handing over on."""

from typing import Final

from lianxin.cases.models.suggestion import Suggestion
from lianxin.cases.policies import deputy_ids
from lianxin.cases.suggestions import workflow as w
from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.people.policies import Policy, RolePolicy

OFFICE: Final = (roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR)
GOVERNMENT: Final = (roles.GOVERNMENT_DESK, roles.LEADER)


def parties(actor: Actor, row: Suggestion) -> set[str]:
    """Which parties of the workflow an actor is towards one suggestion; no statement."""
    found = {w.OFFICE} if actor.has(*OFFICE) else set()
    if actor.has(roles.GOVERNMENT_DESK):
        found.add(w.DESK)
    own = deputy_ids(actor)
    if row.deputy_id in own:
        found.add(w.DEPUTY)
    elif own & row.heir_ids:
        found.add(w.SUCCESSOR)
    if own & row.agreed_ids:
        found.add(w.COSIGNER)
    if own & (row.signer_ids - row.agreed_ids):
        found.add(w.INVITED)
    return found | _units(actor, row)


def _units(actor: Actor, row: Suggestion) -> set[str]:
    found = set()
    if row.lead_unit_id in actor.unit_ids(*roles.OF_A_UNIT):
        found.add(w.UNIT)
    if row.lead_unit_id in actor.unit_ids(roles.UNIT_HEAD):
        found.add(w.UNIT_HEAD)
    if row.co_unit_ids & actor.unit_ids(*roles.OF_A_UNIT):
        found.add(w.CO_UNIT)
    return found


class SeeAtDesk(Policy):
    """The office from the submission on, the government from the handing over on, a unit what it was given."""

    ROLES: Final = RolePolicy(*OFFICE, *GOVERNMENT, *roles.OF_A_UNIT)

    def check(self, actor: Actor, obj: object = None) -> bool:
        """Without a suggestion: whether there is anything to see at all."""
        if not isinstance(obj, Suggestion):
            return self.ROLES.check(actor)
        if actor.has(*OFFICE):
            return obj.state != w.DRAFT
        if obj.handed_on is None or obj.state in w.BEFORE_GOVERNMENT:
            return False
        return actor.has(*GOVERNMENT) or bool(parties(actor, obj) & {w.UNIT, w.CO_UNIT})


class SeeOwn(Policy):
    """Deputies: what they wrote, took over, signed, or are invited to sign."""

    def check(self, actor: Actor, obj: object = None) -> bool:
        """Without a suggestion: whether the actor is a deputy."""
        if not isinstance(obj, Suggestion):
            return bool(deputy_ids(actor))
        return bool(parties(actor, obj) & {w.DEPUTY, w.SUCCESSOR, w.COSIGNER, w.INVITED})


class SeeEither(Policy):
    """On whichever face."""

    def check(self, actor: Actor, obj: object = None) -> bool:
        """One of the two."""
        return SEE.check(actor, obj) or OWN.check(actor, obj)


SEE: Final = SeeAtDesk()
OWN: Final = SeeOwn()
EITHER: Final = SeeEither()
WRITE: Final = RolePolicy(roles.DEPUTY)
REPORT: Final = RolePolicy(*OFFICE)
