"""Who carries answers: the neighbourhood for its own people, the congress office everywhere."""

from typing import Final

from lianxin.cases.models import DeliveryRun
from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.people.policies import RolePolicy, reach_of

_PLACE: Final = (roles.SECRETARY, roles.COMMITTEE)
_OFFICE: Final = (roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR)


def reaches(actor: Actor, place_path: str) -> bool:
    """Whether the actor carries answers at this place."""
    if actor.has(*_OFFICE):
        return True
    reach = reach_of(actor, *_PLACE)
    return reach.whole_town or any(place_path.startswith(path) for path in reach.paths)


class Carries(RolePolicy):
    """A run of the own place."""

    def check(self, actor: Actor, obj: object = None) -> bool:
        """The role, and the place of the run."""
        if not super().check(actor):
            return False
        return reaches(actor, obj.place_path) if isinstance(obj, DeliveryRun) else True


CARRY: Final = Carries(*_OFFICE, *_PLACE)
