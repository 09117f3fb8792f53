"""Which matters a deputy follows: whose words the deputy heard, whose state it saw, or what it took over."""

from typing import Final

from lianxin.cases.models import Case
from lianxin.cases.policies import deputy_ids
from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.people.policies import Policy


class SeeBrought(Policy):
    """Deputies, their own matters; a sealed one is the congress office's alone."""

    def check(self, actor: Actor, obj: object = None) -> bool:
        """Whether the actor is a deputy, and one of those who brought the matter or took it over."""
        if not isinstance(obj, Case):
            return actor.has(roles.DEPUTY)
        return not obj.sealed and bool(deputy_ids(actor) & (obj.deputy_ids | obj.heir_ids))


SEE_BROUGHT: Final = SeeBrought()
