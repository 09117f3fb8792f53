"""Who may do what on a visit: the neighbourhood, whoever records on its link, the office, the deputies who come."""

from typing import Final

from lianxin.contact.models import Visit
from lianxin.contact.policies import KEEPS_VISIT, RECORDS_VISIT
from lianxin.journal.actors import SYSTEM_KIND, Actor
from lianxin.people import roles
from lianxin.people.policies import AtPlace, Policy


class RecordOnVisit(Policy):
    """Who records on a visit: its own link, its neighbourhood, a recorder of the place, the office.

    A recorder of the place, and not only the holder of the visit's link: a phone may come back after its link has
    ended, by another link to the same place.
    """

    _who: Final = KEEPS_VISIT | RECORDS_VISIT | AtPlace(roles.RECORDER)

    def check(self, actor: Actor, obj: object = None) -> bool:
        """The system too: an import runs in its name where the account was not kept."""
        if actor.kind == SYSTEM_KIND:
            return True
        return self._who.check(actor, obj if isinstance(obj, Visit) else None)


RECORD_ON_VISIT: Final = RecordOnVisit()
