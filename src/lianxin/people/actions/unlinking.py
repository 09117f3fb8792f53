"""Identities of the sign-in service are taken away from somebody who cannot come in any more."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from lianxin.journal.actors import Actor
from lianxin.journal.errors import WrongState
from lianxin.people.actions.accounts import AccountAction
from lianxin.people.models import Account, LinkedIdentity


@dataclass(kw_only=True)
class TakeIdentitiesAway(AccountAction):
    """Unlink every identity of an account, as part of a reset: whoever took the old way in must not keep this one.

    Asked only by the two resets, which have looked at the right and the reason.
    """

    verb: ClassVar[str] = "people.identities_taken_away"

    reason: str

    def check(self) -> None:
        """There must be one."""
        super().check()
        self.count = LinkedIdentity.objects.filter(account_id=self.account.pk).count()
        if not self.count:
            raise WrongState("none_linked", _("这个账号没有关联统一身份。"))

    def perform(self) -> Account:
        """Delete the links."""
        LinkedIdentity.objects.filter(account_id=self.account.pk).delete()
        self.account.access_version += 1
        self.account.save(update_fields=["access_version"])
        return self.account

    def entry_data(self) -> Mapping[str, object]:
        """How many, and why."""
        return {"count": self.count, "reason": self.reason.strip()[:200]}


def take_identities_away(actor: Actor, account: Account, reason: str) -> None:
    """Unlink what is linked, with an entry of its own; nothing where nothing is."""
    if LinkedIdentity.objects.filter(account_id=account.pk).exists():
        TakeIdentitiesAway(actor=actor, account=account, reason=reason).execute()
