"""Which matters a deputy follows: those whose words the deputy heard, or whose state the deputy saw."""

from typing import Final

from lianxin.cases.models import Case
from lianxin.cases.policies import deputy_ids
from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.people.policies import Policy


class SeeBrought(Policy):
    """Deputies, their own matters; a sealed one is the congress office's alone."""

    def check(self, actor: Actor, obj: object = None) -> bool:
        """Whether the actor is a deputy, and one of those who brought the matter."""
        if not isinstance(obj, Case):
            return actor.has(roles.DEPUTY)
        return not obj.sealed and bool(deputy_ids(actor) & obj.deputy_ids)


SEE_BROUGHT: Final = SeeBrought()
