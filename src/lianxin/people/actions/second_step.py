"""The second step: set up, asked, replaced, lost; and what a town demands."""

import datetime as dt
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.core import ids, totp
from lianxin.core.clock import now, today
from lianxin.core.crypto import DecryptError
from lianxin.core.hashing import text_digest
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import Actor
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.people import roles, sealing, texts, ways
from lianxin.people.actions.accounts import AccountAction, is_self
from lianxin.people.actions.unlinking import take_identities_away
from lianxin.people.models import (
    AccessLink,
    Account,
    LinkPurpose,
    Passkey,
    RecoveryCode,
    RoleGrant,
    SecondStep,
    SignInPolicy,
    TrustedDevice,
)
from lianxin.people.selectors import holding
from lianxin.people.throttles import SIGN_IN, TooMany
from lianxin.places.policies import must_hold

logger = logging.getLogger(__name__)

#: How many recovery codes are handed out at a time.
CODES: Final = 10
#: The longest a browser may be trusted.
LONGEST_TRUST: Final = 365


@dataclass(kw_only=True)
class OwnWay(Action[Account]):
    """Base of changes to one's own ways of signing in."""

    account: Account

    def lock(self) -> None:
        """Re-read the account under a row lock."""
        self.account = Account.objects.select_for_update().get(pk=self.account.pk)

    def check(self) -> None:
        """Only one's own."""
        if not is_self(self.actor, self.account):
            raise NotAllowed("foreign_account", _("只能设置自己的登录方式。"))

    def subject(self) -> Subject:
        """The account."""
        return Subject("account", self.account.pk)

    def changed(self) -> None:
        """Let every session of the account look again at what it may."""
        self.account.access_version += 1
        self.account.save(update_fields=["access_version"])


@dataclass(kw_only=True)
class SetUpApp(OwnWay):
    """Set up the app, or change to another one; the typed code proves that the app has the secret."""

    verb: ClassVar[str] = "people.app_set_up"

    secret: bytes
    code: str

    def check(self) -> None:
        """The code must be of this moment."""
        super().check()
        step = totp.matching_step(self.secret, self.code, now())
        if step is None:
            raise Invalid.at("code", "wrong", texts.wrong_first_code())
        self.step = step

    def perform(self) -> Account:
        """Store the sealed secret; browsers trusted before are trusted no more."""
        row = ways.second_step_of(self.account) or SecondStep(account=self.account)
        row.secret_encrypted = sealing.cipher().encrypt(self.secret.hex(), row.context)
        row.last_step, row.set_up_at, row.must_renew = self.step, now(), False
        row.failed_attempts, row.locked_until = 0, None
        row.save()
        self.changed()
        return self.account


@dataclass(kw_only=True)
class RemoveApp(OwnWay):
    """Do without the app again, where the town does not demand it."""

    verb: ClassVar[str] = "people.app_removed"

    def check(self) -> None:
        """There must be one, and it must not be demanded of this account here."""
        super().check()
        self.row = ways.second_step_of(self.account)
        if self.row is None or not self.row.secret_encrypted:
            raise WrongState("no_app", _("没有设置手机动态码。"))
        self.stays = Passkey.objects.filter(account_id=self.account.pk).exists()
        if not self.stays:
            refuse_where_demanded(self.actor)

    def perform(self) -> Account:
        """Forget the secret, and with nothing else left the whole second step."""
        if self.stays and self.row is not None:
            self.row.secret_encrypted = ""
            self.row.save(update_fields=["secret_encrypted"])
        else:
            forget_second_step(self.account)
        self.changed()
        return self.account


def refuse_where_demanded(actor: Actor) -> None:
    """Raise ``WrongState`` where the town demands a second step of one of the actor's roles."""
    asked = ways.policy()
    administrators = roles.ADMINISTRATORS if asked.for_administrators else ()
    desks = roles.AT_THE_DESK if asked.for_desks else ()
    if asked.required_from is not None and actor.has(*administrators, *desks):
        raise WrongState("demanded", _("本镇要求您的角色用第二步验证，不能停用；可以换一部手机重新设置。"))


def forget_second_step(account: Account) -> None:
    """Delete the app's secret, passkeys and recovery codes; browsers are trusted no more."""
    RecoveryCode.objects.filter(account_id=account.pk).delete()
    Passkey.objects.filter(account_id=account.pk).delete()
    SecondStep.objects.filter(account_id=account.pk).delete()
    TrustedDevice.objects.filter(account_id=account.pk, link=None, revoked_at=None).update(revoked_at=now())


@dataclass(kw_only=True)
class MakeRecoveryCodes(OwnWay):
    """Make ten new recovery codes; the old ones are void.  ``codes`` holds them for the one page that shows them."""

    verb: ClassVar[str] = "people.recovery_codes_made"

    codes: tuple[str, ...] = ()

    def check(self) -> None:
        """They replace a second step, so there must be one."""
        super().check()
        if not ways.is_set_up(self.account):
            raise WrongState("no_app", _("请先设置手机动态码或通行密钥。"))

    def perform(self) -> Account:
        """Store digests only."""
        RecoveryCode.objects.filter(account_id=self.account.pk).delete()
        self.codes = tuple(ids.query_code() for _number in range(CODES))
        moment = now()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(account=self.account, digest=recovery_digest(self.account, code), made_at=moment)
            for code in self.codes
        )
        return self.account


def recovery_digest(account: Account, code: str) -> str:
    """What is stored of a recovery code: 59 bits of chance and the account."""
    return text_digest(f"recovery:{account.pk}:{ids.check_query_code(code) or ''}")


@dataclass(kw_only=True)
class SecondStepAction(Action[SecondStep]):
    """Base of what happens between password and session: nobody is known yet."""

    account: Account

    def lock(self) -> None:
        """Lock the row, so that guesses are counted one by one and a code works once."""
        row = SecondStep.objects.select_for_update().filter(account_id=self.account.pk).first()
        if row is None:
            raise WrongState("no_app", _("这个账号没有第二步验证，请重新登录。"))
        self.row = row

    def subject(self) -> Subject:
        """The account."""
        return Subject("account", self.account.pk)


@dataclass(kw_only=True)
class BeginSecondStep(SecondStepAction):
    """Count an attempt before the code is looked at; the fifth locks for a quarter of an hour."""

    verb: ClassVar[str] = "people.second_step_tried"

    def check(self) -> None:
        """Refuse while locked."""
        until = self.row.locked_until
        if until is not None and until > now():
            raise TooMany(until, texts.second_step_locked(until))

    def perform(self) -> SecondStep:
        """Count, and lock at the limit."""
        if self.row.locked_until is not None:
            self.row.failed_attempts, self.row.locked_until = 0, None
        self.row.failed_attempts += 1
        if self.row.failed_attempts >= SIGN_IN.times:
            self.row.locked_until = now() + SIGN_IN.lock
        self.row.save(update_fields=["failed_attempts", "locked_until"])
        return self.row

    def entry_data(self) -> Mapping[str, object]:
        """How many attempts since the last success."""
        return {"attempt": self.row.failed_attempts}


@dataclass(kw_only=True)
class PassSecondStep(SecondStepAction):
    """Take the code of the app or a recovery code; each works once.  ``method`` says afterwards which it was."""

    verb: ClassVar[str] = "people.second_step_passed"

    code: str
    left: int = 0
    method: str = ""

    def check(self) -> None:
        """Under the row lock: a time step later than the last one used, or an unused recovery code."""
        self.step = self._step()
        self.recovery = None if self.step is not None else self._recovery()
        if self.step is None and self.recovery is None:
            raise Invalid.at("code", "wrong", texts.wrong_second_step(self.left))

    def _step(self) -> int | None:
        if not self.row.secret_encrypted:
            return None
        try:
            secret = bytes.fromhex(sealing.cipher().decrypt(self.row.secret_encrypted, self.row.context))
        except DecryptError:  # a lost field key: recovery codes and the administrator's code still work
            logger.warning("second step: a stored secret cannot be opened")
            return None
        return totp.matching_step(secret, self.code, now(), after=self.row.last_step)

    def _recovery(self) -> RecoveryCode | None:
        unused = RecoveryCode.objects.select_for_update().filter(account_id=self.account.pk, used_at=None)
        return unused.filter(digest=recovery_digest(self.account, self.code)).first()

    def perform(self) -> SecondStep:
        """Remember what was used, and forget the attempts."""
        self.row.failed_attempts, self.row.locked_until = 0, None
        if self.recovery is not None:
            self.method = "recovery"
            self.recovery.used_at = now()
            self.recovery.save(update_fields=["used_at"])
        else:
            self.method = "app"
            self.row.last_step = -1 if self.step is None else self.step
        self.row.save(update_fields=["failed_attempts", "locked_until", "last_step"])
        return self.row

    def entry_data(self) -> Mapping[str, object]:
        """How."""
        return {"method": self.method}


@dataclass(kw_only=True)
class ReplaceLostStep(SecondStepAction):
    """Let somebody through with the security administrator's code; the old second step is gone, a new one is due."""

    verb: ClassVar[str] = "people.second_step_replaced"

    link: AccessLink

    def check(self) -> None:
        """The code must have been made for this account and this purpose."""
        if self.link.purpose != LinkPurpose.SECOND_STEP or self.link.account_id != self.account.pk:
            raise Invalid.at("code", "wrong", texts.wrong_second_step(0))

    def perform(self) -> SecondStep:
        """Forget the old one and note that a new one is due."""
        forget_second_step(self.account)
        self.row = SecondStep.objects.create(account=self.account, set_up_at=now(), must_renew=True)
        Account.objects.filter(pk=self.account.pk).update(access_version=self.account.access_version + 1)
        return self.row


@dataclass(kw_only=True)
class ResetSecondStep(AccountAction):
    """Take somebody's second step away, with a reason: by the security administrator, or on the server itself.

    Linked identities go with it: whoever has the lost phone may be signed in at the provider too.
    """

    verb: ClassVar[str] = "people.second_step_reset"

    reason: str

    def check(self) -> None:
        """There must be one, and a reason."""
        super().check()
        if ways.second_step_of(self.account) is None:
            raise WrongState("no_app", _("这个账号没有第二步验证。"))
        if not self.reason.strip():
            raise Invalid.at("reason", "missing", _("请写明原因，例如手机遗失。"))

    def perform(self) -> Account:
        """Forget it; at the next sign-in a new one is due."""
        forget_second_step(self.account)
        SecondStep.objects.create(account=self.account, set_up_at=now(), must_renew=True)
        self.account.access_version += 1
        self.account.save(update_fields=["access_version"])
        take_identities_away(self.actor, self.account, self.reason)
        return self.account

    def entry_data(self) -> Mapping[str, object]:
        """Why."""
        return {"reason": self.reason.strip()}


@dataclass(kw_only=True)
class TrustBrowser(Action[tuple[TrustedDevice, str]]):
    """Trust the browser somebody has just passed the second step in; returns the device and its cookie's token."""

    verb: ClassVar[str] = "people.device_trusted"

    account: Account

    def check(self) -> None:
        """Only for oneself, only where the town allows it."""
        if not is_self(self.actor, self.account):
            raise NotAllowed("foreign_account", _("只能信任自己的设备。"))
        self.days = ways.policy().trust_days
        if self.days < 1:
            raise WrongState("no_trust", _("本镇不允许信任设备。"))

    def perform(self) -> tuple[TrustedDevice, str]:
        """Store the hash of a fresh token."""
        token, moment = ids.random_token(), now()
        self.device = TrustedDevice(
            account=self.account,
            token_hash=text_digest(token),
            created_at=moment,
            expires_at=moment + dt.timedelta(days=self.days),
        )
        self.device.save(force_insert=True)
        return self.device, token

    def subject(self) -> Subject:
        """The device."""
        return Subject("trusted_device", self.device.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Whose device."""
        return {"account": str(self.account.pk)}


@dataclass(kw_only=True)
class SetSignInPolicy(Action[SignInPolicy]):
    """Say of whom the town asks a second step, from which day, and for how long a browser may be trusted."""

    verb: ClassVar[str] = "people.sign_in_policy_set"

    for_administrators: bool
    for_desks: bool
    required_from: dt.date | None
    trust_days: int

    def check(self) -> None:
        """The security administrator; a day that leaves time to set it up, and a sensible number of days."""
        must_hold(self.actor, roles.SECURITY_ADMIN)
        self.before = SignInPolicy.objects.select_for_update().first()
        is_asked = self.for_administrators or self.for_desks
        is_new = self.before is None or self.before.required_from != self.required_from
        if is_asked and self.required_from is None:
            raise Invalid.at("required_from", "missing", _("请填写从哪一天起必须用第二步验证。"))
        if is_asked and is_new and self.required_from is not None and self.required_from <= today():
            raise Invalid.at("required_from", "past", _("请选今天以后的日子，让大家有时间先设好。"))
        if not 0 <= self.trust_days <= LONGEST_TRUST:
            raise Invalid.at("trust_days", "range", _("天数填 0 到 365；0 表示每次都验证。"))

    def perform(self) -> SignInPolicy:
        """Store it; sessions of those it is about look again."""
        row = self.before or SignInPolicy()
        is_asked = self.for_administrators or self.for_desks
        row.for_administrators, row.for_desks = self.for_administrators, self.for_desks
        row.required_from = self.required_from if is_asked else None
        row.trust_days, row.changed_at = self.trust_days, now()
        row.save()
        held = holding(RoleGrant.objects.filter(role__in=(*roles.ADMINISTRATORS, *roles.AT_THE_DESK)))
        ids_held = list(held.values_list("account_id", flat=True))
        for account in Account.objects.select_for_update().filter(pk__in=ids_held):
            account.access_version += 1
            account.save(update_fields=["access_version"])
        self.row = row
        return row

    def subject(self) -> Subject:
        """The policy."""
        return Subject("sign_in_policy", self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """What was decided."""
        return {
            "administrators": self.for_administrators,
            "desks": self.for_desks,
            "required_from": self.row.required_from.isoformat() if self.row.required_from else "",
            "trust_days": self.trust_days,
        }
