"""Accounts: made, renamed, closed, opened again; passwords set."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.core.clock import now
from lianxin.core.text import tidy
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import ACCOUNT, Actor
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.models import LogEntry
from lianxin.people import passwords, roles
from lianxin.people.models import Account, RoleGrant
from lianxin.places.policies import must_hold

_USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


def normal_username(text: str) -> str:
    """A user name in its one stored form."""
    return Account.normalize_username(tidy(text)).strip().lower()


def is_self(actor: Actor, account: Account) -> bool:
    """Whether the actor is that account."""
    return actor.kind == ACCOUNT and actor.id == str(account.pk)


@dataclass(kw_only=True)
class AccountAction(Action[Account]):
    """Base of changes to one account by the security administrator of a town the account serves."""

    account: Account

    def lock(self) -> None:
        """Re-read the account under a row lock."""
        self.account = Account.objects.select_for_update().get(pk=self.account.pk)

    def check(self) -> None:
        """Only the security administrator, never for the own account, only for accounts of this town."""
        must_hold(self.actor, roles.SECURITY_ADMIN)
        if is_self(self.actor, self.account):
            raise NotAllowed("own_account", _("自己的账号要由另一位安全管理员来改。"))
        if self.actor.kind == ACCOUNT and not serves_this_town(self.account):
            raise NotAllowed("foreign_account", _("这个账号不在本镇任职。"))

    def subject(self) -> Subject:
        """The account."""
        return Subject("account", self.account.pk)


def serves_this_town(account: Account) -> bool:
    """Whether the account holds or has held a grant here, or was made here."""
    made_here = LogEntry.objects.filter(object_kind="account", object_id=account.pk, verb=CreateAccount.verb)
    return RoleGrant.objects.filter(account_id=account.pk).exists() or made_here.exists()


@dataclass(kw_only=True)
class CreateAccount(Action[Account]):
    """Make an account without a password; the person sets one through a set-up link.

    ``admin_role`` makes it an administrator's account for ever: it can then hold that role only.
    """

    verb: ClassVar[str] = "people.account_created"

    username: str
    display_name: str
    admin_role: str = ""

    def check(self) -> None:
        """The user name must be free and well-formed."""
        must_hold(self.actor, roles.SECURITY_ADMIN)
        self.username = normal_username(self.username)
        self.display_name = tidy(self.display_name).strip()
        if not _USERNAME.fullmatch(self.username):
            raise Invalid.at("username", "form", _("用户名用 3 到 40 个小写字母、数字、点、横线，以字母或数字开头。"))
        if not 1 <= len(self.display_name) <= 60:
            raise Invalid.at("display_name", "length", _("请填写显示的姓名或称呼，最多 60 个字。"))
        if self.admin_role and self.admin_role not in roles.ADMINISTRATORS:
            raise Invalid.at("admin_role", "unknown", _("管理员只有三种：系统、安全、审计。"))
        if Account.objects.filter(username=self.username).exists():
            raise Invalid.at("username", "taken", _("这个用户名已经有人用了，请换一个。"))

    def perform(self) -> Account:
        """Store the account with an unusable password."""
        self.account = Account(
            username=self.username,
            display_name=self.display_name,
            admin_role=self.admin_role,
            must_set_password=True,
            created_at=now(),
        )
        self.account.set_unusable_password()
        self.account.save(force_insert=True)
        return self.account

    def subject(self) -> Subject:
        """The new account."""
        return Subject("account", self.account.pk)

    def entry_data(self) -> Mapping[str, object]:
        """The user name and what it is for."""
        return {"username": self.username, "admin_role": self.admin_role}


@dataclass(kw_only=True)
class RenameAccount(AccountAction):
    """Change the name people read."""

    verb: ClassVar[str] = "people.account_renamed"

    display_name: str

    def check(self) -> None:
        """The name must not be empty."""
        super().check()
        self.display_name = tidy(self.display_name).strip()
        if not 1 <= len(self.display_name) <= 60:
            raise Invalid.at("display_name", "length", _("请填写显示的姓名或称呼，最多 60 个字。"))

    def perform(self) -> Account:
        """Store the new name."""
        self.account.display_name = self.display_name
        self.account.save(update_fields=["display_name"])
        return self.account


@dataclass(kw_only=True)
class CloseAccount(AccountAction):
    """Close an account; every session of it ends at its next request."""

    verb: ClassVar[str] = "people.account_closed"

    reason: str

    def check(self) -> None:
        """It must be open, and a reason is needed."""
        super().check()
        if not self.account.is_active:
            raise WrongState("closed", _("这个账号已经停用了。"))
        if not self.reason.strip():
            raise Invalid.at("reason", "missing", _("请写明停用的原因。"))

    def perform(self) -> Account:
        """Mark it closed."""
        self.account.is_active = False
        self.account.access_version += 1
        self.account.save(update_fields=["is_active", "access_version"])
        return self.account

    def entry_data(self) -> Mapping[str, object]:
        """Why."""
        return {"reason": self.reason.strip()}


@dataclass(kw_only=True)
class ReopenAccount(AccountAction):
    """Open a closed account again."""

    verb: ClassVar[str] = "people.account_reopened"

    def check(self) -> None:
        """It must be closed."""
        super().check()
        if self.account.is_active:
            raise WrongState("open", _("这个账号没有停用。"))

    def perform(self) -> Account:
        """Mark it open."""
        self.account.is_active = True
        self.account.access_version += 1
        self.account.save(update_fields=["is_active", "access_version"])
        return self.account


@dataclass(kw_only=True)
class UnlockAccount(AccountAction):
    """Forget failed attempts before the lock ends by itself."""

    verb: ClassVar[str] = "people.account_unlocked"

    def perform(self) -> Account:
        """Clear the counter."""
        self.account.failed_attempts = 0
        self.account.locked_until = None
        self.account.save(update_fields=["failed_attempts", "locked_until"])
        return self.account


@dataclass(kw_only=True)
class SetOwnPassword(Action[Account]):
    """Set or change one's own password; all other sessions of the account end.

    ``current`` is the present password, or ``None`` where a set-up link has just proved who it is.
    """

    verb: ClassVar[str] = "people.password_set"

    account: Account
    password: str
    current: str | None = None

    def lock(self) -> None:
        """Re-read the account under a row lock."""
        self.account = Account.objects.select_for_update().get(pk=self.account.pk)

    def check(self) -> None:
        """Only one's own; strong enough; not the same as before."""
        if not is_self(self.actor, self.account):
            raise NotAllowed("foreign_account", _("只能设置自己的密码。"))
        if self.current is not None and not passwords.fits(self.current, self.account):
            raise Invalid.at("current", "wrong", _("现在的密码不对，请再输一次。"))
        if self.current is not None and self.current == self.password:
            raise Invalid.at("password", "same", _("新密码不能和现在的一样。"))
        passwords.check_strength(self.password, self.account)

    def perform(self) -> Account:
        """Store the hash."""
        self.account.set_password(self.password)
        self.account.password_changed_at = now()
        self.account.must_set_password = False
        self.account.failed_attempts, self.account.locked_until = 0, None
        self.account.access_version += 1
        self.account.save()
        return self.account

    def subject(self) -> Subject:
        """The account."""
        return Subject("account", self.account.pk)
