"""Who works with the room: the desks answer, they and the leaders read what is hot; models are the office's."""

from typing import Final

from lianxin.aggregation.models import PaperSheet
from lianxin.cases import policies
from lianxin.cases.issues.actions import MERGE
from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.people.policies import Policy, RolePolicy

#: Who answers whether two opinions are the same: who may bring matters together.
REVIEW: Final = MERGE
#: Who reads what is hot and what came back; internal, published only by a decision of its own.
HOT: Final = RolePolicy(roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR, roles.GOVERNMENT_DESK, roles.LEADER)
#: Who records the decision by which hot issues are made public, and takes them back.
PUBLISH: Final = RolePolicy(roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR)
#: Who looks after the models and may go back to an earlier one.
MODELS: Final = RolePolicy(roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR)
#: Who is told, while writing, that somebody said it already.
HINT: Final = policies.RECORD


class SeeSheet(Policy):
    """Who takes in sheets of paper: whoever writes down what residents say, the own ones; the office all."""

    def check(self, actor: Actor, obj: object = None) -> bool:
        """The role, and for a sheet whose it is."""
        if not policies.RECORD.check(actor):
            return False
        mine = not isinstance(obj, PaperSheet) or obj.owner == actor.id
        return mine or actor.has(roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR)


SEE_SHEET: Final = SeeSheet()
#: Who searches opinions, replies and issues: whoever's work leads to matters; what is found is narrowed to these.
FIND: Final = policies.SEE_CASE
