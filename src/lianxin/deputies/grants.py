"""What a grant of the role ``deputy`` means: which deputy it is, and which places are theirs."""

from collections.abc import Iterable

from lianxin.core.clock import today
from lianxin.deputies.models import Deputy
from lianxin.deputies.selectors import contact_paths, mandates_on
from lianxin.journal.actors import Grant
from lianxin.people import roles
from lianxin.people.actors import NOWHERE, expand_role


def register() -> None:
    """Tell ``people`` what the role means."""
    expand_role(roles.DEPUTY)(deputy_grants)


def deputy_grants(account_id: int, grant: Grant) -> Iterable[Grant]:
    """One grant per contact place, each naming the deputy; none at all without a mandate today.

    A deputy without contact places keeps the role but reaches no place.
    """
    deputy = Deputy.objects.filter(account_id=account_id).first()
    if deputy is None or not mandates_on(today()).filter(deputy_id=deputy.pk).exists():
        return ()
    places = contact_paths([deputy.pk]).get(deputy.pk, [])
    if not places:
        return (Grant(grant.role, None, NOWHERE, None, deputy.pk),)
    return tuple(Grant(grant.role, place.pk, place.path, None, deputy.pk) for place in places)
