"""Who may: the office keeps rounds, the neighbourhood its own visit, a deputy the visits he or she is on.

Policies read only what stands on the actor and on the row: a visit is loaded by ``base.visits()``, which brings its
place, its recording link and the deputies who are on it.
"""

from typing import Final

from lianxin.contact.models import Visit
from lianxin.journal.actors import TOKEN, Actor
from lianxin.people import roles
from lianxin.people.policies import AtPlace, Policy, RolePolicy

#: Read rounds on the desk: the congress office and the chair.
READERS: Final = RolePolicy(roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR)
#: Keep rounds.
OFFICE: Final = RolePolicy(roles.CONGRESS_OFFICE)
#: The neighbourhood of the visit.
NEIGHBOURHOOD: Final = AtPlace(roles.SECRETARY, roles.COMMITTEE)
#: Who keeps a visit: its neighbourhood, or the office for it.
KEEPS_VISIT: Final = NEIGHBOURHOOD | OFFICE
#: Who reads the desk page of a visit.
READS_VISIT: Final = NEIGHBOURHOOD | READERS


def deputies_of(actor: Actor) -> frozenset[int]:
    """The deputies the actor stands for."""
    return frozenset(one.deputy_id for one in actor.grants_of(roles.DEPUTY) if one.deputy_id is not None)


class OnVisit(Policy):
    """A deputy who is on the visit and was not taken off it."""

    def check(self, actor: Actor, obj: object = None) -> bool:
        """Whether one of the actor's deputies is on the visit."""
        if not isinstance(obj, Visit):
            return actor.has(roles.DEPUTY)
        going = {one.deputy_id for one in getattr(obj, "going", ())}
        return bool(deputies_of(actor) & going)


class RecordsVisit(Policy):
    """Whoever holds the visit's own recording link."""

    def check(self, actor: Actor, obj: object = None) -> bool:
        """Whether the actor came by the link of this visit."""
        if not isinstance(obj, Visit):
            return actor.has(roles.RECORDER)
        return actor.kind == TOKEN and obj.recording is not None and str(obj.recording.link_id) == actor.id


ON_VISIT: Final = OnVisit()
RECORDS_VISIT: Final = RecordsVisit()
