"""An administrator who is locked out is let in again by whoever keeps the server; the log keeps who asked and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext as _

from lianxin.core.clock import today
from lianxin.journal.actors import SYSTEM_KIND
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.people import ways
from lianxin.people.actions.accounts import AccountAction
from lianxin.people.actions.grants import LONGEST_ADMIN_GRANT, GrantRole
from lianxin.people.actions.links import Issued, IssueLink
from lianxin.people.actions.second_step import ResetSecondStep
from lianxin.people.actions.unlinking import take_identities_away
from lianxin.people.models import Account, LinkPurpose, RoleGrant
from lianxin.people.selectors import holding


@dataclass(kw_only=True)
class LetAdministratorIn(AccountAction):
    """Give one of the three administrators a way in again.

    The lock is lifted, a lost second step and linked identities are taken away, a role that has run out holds again,
    and a set-up link is made.  Only on the server itself, never from a page.
    """

    verb: ClassVar[str] = "people.administrator_let_in"

    reason: str
    issued: Issued = field(init=False, repr=False)

    def check(self) -> None:
        """From the server, for an administrator's open account, with a reason."""
        if self.actor.kind != SYSTEM_KIND:
            raise NotAllowed("not_allowed", _("只能由负责服务器的人用命令来做。"))
        if not self.account.admin_role:
            raise WrongState("not_an_administrator", _("这不是管理员的账号；其他人请找本镇的安全管理员。"))
        if not self.account.is_active:
            raise WrongState("closed", _("这个账号已经停用。"))
        if not self.reason.strip():
            raise Invalid.at("reason", "missing", _("请写明原因和批准人。"))

    def perform(self) -> Account:
        """Lift, take away, renew, issue; each leaves its own entry too."""
        self.account.failed_attempts, self.account.locked_until = 0, None
        self.account.save(update_fields=["failed_attempts", "locked_until"])
        if ways.second_step_of(self.account) is not None:
            ResetSecondStep(actor=self.actor, account=self.account, reason=self.reason).execute()
        take_identities_away(self.actor, self.account, self.reason)
        self.renewed = not has_its_role(self.account)
        if self.renewed:
            GrantRole(
                actor=self.actor,
                account=self.account,
                role=self.account.admin_role,
                valid_from=today(),
                valid_to=today() + LONGEST_ADMIN_GRANT,
                reason=self.reason.strip()[:200],
            ).execute()
        self.issued = IssueLink(actor=self.actor, purpose=LinkPurpose.SET_UP, account=self.account).execute()
        return self.account

    def entry_data(self) -> Mapping[str, object]:
        """Why, and whether the role had run out."""
        return {"reason": self.reason.strip()[:200], "renewed": self.renewed}


def has_its_role(account: Account) -> bool:
    """Whether an administrator's account holds its role in this town today."""
    return holding(RoleGrant.objects.filter(account_id=account.pk, role=account.admin_role)).exists()
