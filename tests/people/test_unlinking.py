"""A reset of the second step takes the identities of the sign-in service along, and the log keeps who did it."""

import pytest

from lianxin.core.clock import now
from lianxin.db.models import Town
from lianxin.journal.errors import WrongState
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from lianxin.people.actions.second_step import ResetSecondStep
from lianxin.people.actions.unlinking import TakeIdentitiesAway
from lianxin.people.models import Account, LinkedIdentity, SecondStep
from tests.people.factories import actor_with, make_person


def linked(username: str) -> Account:
    """Somebody with a second step and an identity."""
    account = make_person(roles.LEADER, username)
    SecondStep.objects.create(account=account, set_up_at=now())
    LinkedIdentity.objects.create(account=account, issuer="https://id.example", digest=username, linked_at=now())
    return account


def test_a_reset_takes_linked_identities_along(town: Town) -> None:
    account, other, admin = linked("wang"), linked("li"), actor_with(roles.SECURITY_ADMIN)
    ResetSecondStep(actor=admin, account=account, reason="手机遗失").execute()
    assert [one.account_id for one in LinkedIdentity.objects.all()] == [other.pk]
    taken = LogEntry.objects.get(verb=TakeIdentitiesAway.verb)
    assert (taken.object_id, taken.actor_label, "手机遗失" in taken.data) == (account.pk, admin.label, True)
    with pytest.raises(WrongState):
        TakeIdentitiesAway(actor=admin, account=account, reason="又一次").execute()
