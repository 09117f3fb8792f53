"""Passkeys: added, used, removed, and ended when a copy of one turned up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.core.clock import now
from lianxin.core.text import tidy
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import Invalid, WrongState
from lianxin.people import texts, ways
from lianxin.people.actions.second_step import OwnWay, forget_second_step, refuse_where_demanded
from lianxin.people.models import Account, Passkey, SecondStep
from lianxin.people.passkeys import Made

#: More keys than this nobody can tell apart.
MOST: Final = 10


@dataclass(kw_only=True)
class AddPasskey(OwnWay):
    """Keep a key that this person's device has just made."""

    verb: ClassVar[str] = "people.passkey_added"

    made: Made
    name: str

    def check(self) -> None:
        """A name to tell it by, not too many, and a key nobody has yet."""
        super().check()
        self.name = tidy(self.name).strip()
        if not 1 <= len(self.name) <= 40:
            raise Invalid.at("name", "length", _("请给它起个名字，例如“办公室电脑”，最多 40 个字。"))
        if Passkey.objects.filter(account_id=self.account.pk).count() >= MOST:
            raise WrongState("many", _("最多 10 个通行密钥，请先删掉不用的。"))
        if Passkey.objects.filter(digest=self.made.digest).exists():
            raise WrongState("known", _("这个通行密钥已经登记过了。"))

    def perform(self) -> Account:
        """Store it; from now on the password alone is not enough."""
        moment = now()
        self.passkey = Passkey.objects.create(
            account=self.account,
            name=self.name,
            digest=self.made.digest,
            credential=self.made.credential,
            sign_count=self.made.sign_count,
            created_at=moment,
        )
        row = ways.second_step_of(self.account)
        if row is None or row.must_renew:
            row = row or SecondStep(account=self.account)
            row.set_up_at, row.must_renew = moment, False
            row.save()
        self.changed()
        return self.account


@dataclass(kw_only=True)
class RemovePasskey(OwnWay):
    """Forget one of one's own keys."""

    verb: ClassVar[str] = "people.passkey_removed"

    passkey: Passkey

    def check(self) -> None:
        """One's own; the last second step stays where it is demanded."""
        super().check()
        others = Passkey.objects.filter(account_id=self.account.pk).exclude(pk=self.passkey.pk)
        row = ways.second_step_of(self.account)
        self.is_last = not others.exists() and (row is None or not row.secret_encrypted)
        if self.is_last:
            refuse_where_demanded(self.actor)

    def perform(self) -> Account:
        """Delete it, and with the last one the second step."""
        Passkey.objects.filter(pk=self.passkey.pk, account_id=self.account.pk).delete()
        if self.is_last:
            forget_second_step(self.account)
        self.changed()
        return self.account


@dataclass(kw_only=True)
class UsePasskey(Action[Passkey]):
    """Sign in with a key: its counter must have grown, unless its device counts nothing."""

    verb: ClassVar[str] = "people.passkey_used"

    passkey: Passkey
    sign_count: int

    def lock(self) -> None:
        """Re-read the key under a row lock."""
        found = Passkey.objects.select_for_update(of=("self",)).select_related("account").filter(pk=self.passkey.pk)
        row = found.first()
        if row is None:
            raise Invalid.at("answer", "wrong", texts.wrong_passkey())
        self.passkey = row

    def check(self) -> None:
        """Not suspended, an open account, and a counter that grew."""
        if self.passkey.suspended_at is not None or not self.passkey.account.is_active:
            raise Invalid.at("answer", "wrong", texts.wrong_passkey())
        counts = self.sign_count or self.passkey.sign_count
        if counts and self.sign_count <= self.passkey.sign_count:
            raise WrongState("copied", texts.copied_passkey())

    def perform(self) -> Passkey:
        """Remember counter and moment."""
        self.passkey.sign_count, self.passkey.last_used_at = self.sign_count, now()
        self.passkey.save(update_fields=["sign_count", "last_used_at"])
        return self.passkey

    def subject(self) -> Subject:
        """The account."""
        return Subject("account", self.passkey.account_id)


@dataclass(kw_only=True)
class SuspendPasskey(Action[Passkey]):
    """End a key whose counter went backwards: there is a copy of it somewhere."""

    verb: ClassVar[str] = "people.passkey_suspended"

    passkey: Passkey

    def perform(self) -> Passkey:
        """Mark it; it lets nobody in any more."""
        Passkey.objects.filter(pk=self.passkey.pk).update(suspended_at=now())
        return self.passkey

    def subject(self) -> Subject:
        """The account."""
        return Subject("account", self.passkey.account_id)

    def entry_data(self) -> Mapping[str, object]:
        """Which."""
        return {"passkey": str(self.passkey.pk)}
