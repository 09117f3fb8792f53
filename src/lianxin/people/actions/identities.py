"""Identities of the organisation's sign-in service: linked, used, unlinked; never matched by name, never made here."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from lianxin.core.clock import now
from lianxin.journal.errors import WrongState
from lianxin.people.actions.second_step import OwnWay
from lianxin.people.models import Account, LinkedIdentity, Passkey


@dataclass(kw_only=True)
class LinkIdentity(OwnWay):
    """Let an identity open one's own account from now on."""

    verb: ClassVar[str] = "people.identity_linked"

    issuer: str
    digest: str

    def check(self) -> None:
        """It must be free, and the account must have none of this issuer yet."""
        super().check()
        if LinkedIdentity.objects.filter(digest=self.digest).exists():
            raise WrongState("linked", _("这个统一身份已经关联了账号，一个统一身份只能关联一个账号。"))
        if LinkedIdentity.objects.filter(account_id=self.account.pk, issuer=self.issuer).exists():
            raise WrongState("has_one", _("您的账号已经关联了一个统一身份，请先解除再换。"))

    def perform(self) -> Account:
        """Store the link."""
        LinkedIdentity.objects.create(account=self.account, issuer=self.issuer, digest=self.digest, linked_at=now())
        self.changed()
        return self.account


@dataclass(kw_only=True)
class UnlinkIdentity(OwnWay):
    """Let an identity open one's own account no more."""

    verb: ClassVar[str] = "people.identity_unlinked"

    identity: LinkedIdentity

    def check(self) -> None:
        """Another way in must be left."""
        super().check()
        has_key = Passkey.objects.filter(account_id=self.account.pk, suspended_at=None).exists()
        if not self.account.has_usable_password() and not has_key:
            raise WrongState("last_way", _("这是您唯一的登录方式。请先请安全管理员发设置链接，设好密码再解除。"))

    def perform(self) -> Account:
        """Delete the link."""
        LinkedIdentity.objects.filter(pk=self.identity.pk, account_id=self.account.pk).delete()
        self.changed()
        return self.account
