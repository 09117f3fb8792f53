"""Links and codes: issued, used, revoked; devices trusted and forgotten."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from lianxin.core import entropy, ids
from lianxin.core.clock import now
from lianxin.core.hashing import text_digest
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import SYSTEM_KIND, TOKEN
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.people import roles, texts
from lianxin.people.actions.accounts import is_self, serves_this_town
from lianxin.people.models import AccessLink, Account, LinkPurpose, RoleGrant, SecondStep, TrustedDevice
from lianxin.places.models import Place
from lianxin.places.policies import must_hold

#: How long a link of each purpose holds when nobody says otherwise.
LIFETIMES: Final = {
    LinkPurpose.SIGN_IN: dt.timedelta(minutes=10),
    LinkPurpose.SET_UP: dt.timedelta(days=7),
    LinkPurpose.DEPUTY: dt.timedelta(days=366),
    LinkPurpose.VISIT: dt.timedelta(days=1),
    LinkPurpose.SECOND_STEP: dt.timedelta(hours=1),
}
#: The longest lifetime anybody may ask for.
LONGEST: Final = {
    LinkPurpose.SIGN_IN: dt.timedelta(days=1),
    LinkPurpose.SET_UP: dt.timedelta(days=30),
    LinkPurpose.DEPUTY: dt.timedelta(days=5 * 366),
    LinkPurpose.VISIT: dt.timedelta(days=31),
    LinkPurpose.SECOND_STEP: dt.timedelta(days=1),
}
ONCE: Final = frozenset({LinkPurpose.SIGN_IN, LinkPurpose.SET_UP, LinkPurpose.SECOND_STEP})
#: People whom the congress office may hand a code or link; everybody else gets it from the security administrator.
FROM_THE_CONGRESS_OFFICE: Final = frozenset(
    {roles.DEPUTY, roles.SECRETARY, roles.COMMITTEE, roles.RECORDER, roles.VOLUNTEER}
)
#: Roles a visit link can carry: they record and upload, nothing more.
BY_VISIT_LINK: Final = frozenset({roles.RECORDER, roles.VOLUNTEER, roles.INSPECTOR})
DEVICE_LIFETIME: Final = dt.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Issued:
    """A link with its secrets; they exist only here and on the paper or screen they are shown on."""

    link: AccessLink
    token: str
    typed_code: str
    pin: str = ""


@dataclass(kw_only=True)
class IssueLink(Action[Issued]):
    """Issue a link or printed code.

    A sign-in code or set-up link works once; a deputy's link works until revoked, together with a short
    code of six digits; a visit link carries a role and place and no account.  Administrators' accounts
    get links only until they have a password: otherwise one administrator could become another.  A code for a lost
    second step replaces that step only: it lets nobody in without the password.
    """

    verb: ClassVar[str] = "people.link_issued"

    purpose: LinkPurpose
    account: Account | None = None
    role: str = ""
    place: Place | None = None
    label: str = ""
    lifetime: dt.timedelta | None = None
    starts_at: dt.datetime | None = None

    def check(self) -> None:
        """The right issuer for the right person, and a sensible lifetime."""
        must_hold(self.actor, roles.SECURITY_ADMIN, roles.CONGRESS_OFFICE)
        if self.purpose == LinkPurpose.VISIT:
            if self.role not in BY_VISIT_LINK or self.account is not None:
                raise Invalid.at("role", "unknown", _("走访记录链接只给记录员、志愿者或检查员。"))
        elif self.account is None or self.role:
            raise Invalid.at("account", "missing", _("请选择这个链接给谁。"))
        else:
            self._check_person(self.account)
        longest = LONGEST[self.purpose]
        if self.lifetime is not None and not dt.timedelta(0) < self.lifetime <= longest:
            raise Invalid.at("lifetime", "range", _("有效期太长或不对。"))
        ends = now() + (self.lifetime or LIFETIMES[self.purpose])
        if self.starts_at is not None and self.starts_at >= ends:
            raise Invalid.at("starts_at", "order", _("开始的时间要在到期之前。"))

    def _check_person(self, account: Account) -> None:
        if not account.is_active:
            raise WrongState("closed", _("这个账号已经停用，不能发链接。"))
        if self.purpose == LinkPurpose.SECOND_STEP and not SecondStep.objects.filter(account_id=account.pk).exists():
            raise Invalid.at("purpose", "no_app", _("这个账号没有设置第二步验证，不需要替代码。"))
        if self.actor.kind == SYSTEM_KIND:
            return
        if is_self(self.actor, account):
            raise NotAllowed("own_account", _("不能给自己发链接。"))
        self._check_purpose(account)
        if not serves_this_town(account):
            raise NotAllowed("foreign_account", _("这个账号不在本镇任职。"))
        if not self.actor.has(roles.SECURITY_ADMIN) and not self._is_from_the_office(account):
            raise NotAllowed("not_allowed", _("镇人大办只给代表、居民区和记录员发链接，其他人请找安全管理员。"))

    def _check_purpose(self, account: Account) -> None:
        """A code for a lost second step comes from the security administrator only; administrators get nothing else."""
        if self.purpose == LinkPurpose.SECOND_STEP:
            must_hold(self.actor, roles.SECURITY_ADMIN)
        elif account.admin_role and account.has_usable_password():
            raise NotAllowed("administrator", _("管理员忘记密码时，由负责服务器的人用命令重新发放链接。"))

    def _is_from_the_office(self, account: Account) -> bool:
        held = set(RoleGrant.objects.filter(account_id=account.pk, ended_at=None).values_list("role", flat=True))
        return bool(held) and held <= FROM_THE_CONGRESS_OFFICE

    def perform(self) -> Issued:
        """Store hashes only and hand the secrets back."""
        token, typed = ids.random_token(), ids.query_code()
        pin = new_pin() if self.purpose == LinkPurpose.DEPUTY else ""
        moment = now()
        link = AccessLink(
            purpose=self.purpose,
            account=self.account,
            role=self.role,
            place=self.place,
            label=self.label.strip()[:80],
            token_hash=text_digest(token),
            typed_hash=text_digest(typed),
            pin=make_password(pin) if pin else "",
            issued_at=moment,
            issued_by_label=self.actor.label[:120],
            starts_at=self.starts_at if self.starts_at is not None and self.starts_at > moment else None,
            expires_at=moment + (self.lifetime or LIFETIMES[self.purpose]),
            max_uses=1 if self.purpose in ONCE else 0,
        )
        link.save(force_insert=True)
        self.link = link
        return Issued(link, token, typed, pin)

    def subject(self) -> Subject:
        """The link."""
        return Subject("access_link", self.link.pk)

    def entry_data(self) -> Mapping[str, object]:
        """What for, for whom, until when; no secret."""
        return {
            "purpose": str(self.purpose),
            "account": str(self.account.pk) if self.account else "",
            "role": self.role,
            "place": str(self.place.pk) if self.place else "",
            "starts_at": self.link.starts_at or "",
            "expires_at": self.link.expires_at,
        }


def new_pin() -> str:
    """Six random digits; not two digits only and not a straight run, which others would try first."""
    while True:
        pin = "".join(str(entropy.below(10)) for _digit in range(6))
        if len(set(pin)) > 2 and pin not in "01234567890" and pin not in "09876543210":
            return pin


@dataclass(kw_only=True)
class UseLink(Action[AccessLink]):
    """Use a link: count the use, refuse it when it is spent, expired or revoked."""

    verb: ClassVar[str] = "people.link_used"

    link: AccessLink

    def lock(self) -> None:
        """Re-read the link under a row lock, so that a one-time link works once."""
        self.link = AccessLink.objects.select_for_update().get(pk=self.link.pk)

    def check(self) -> None:
        """It must still hold; one sentence for every reason."""
        if not is_alive(self.link):
            raise WrongState("dead_link", texts.dead_link())
        must_have_begun(self.link)

    def perform(self) -> AccessLink:
        """Count."""
        self.link.uses += 1
        self.link.last_used_at = now()
        self.link.failed_attempts, self.link.locked_until = 0, None
        self.link.save(update_fields=["uses", "last_used_at", "failed_attempts", "locked_until"])
        return self.link

    def subject(self) -> Subject:
        """The link."""
        return Subject("access_link", self.link.pk)


def is_alive(link: AccessLink) -> bool:
    """Whether a link still lets in: not revoked, not expired, not spent, its account open."""
    spent = link.max_uses > 0 and link.uses >= link.max_uses
    open_account = link.account is None or link.account.is_active
    return link.revoked_at is None and link.expires_at > now() and not spent and open_account


def must_have_begun(link: AccessLink) -> None:
    """Raise ``WrongState`` (``not_yet``) for a link that holds from a later moment on; it says from when."""
    if link.starts_at is not None and link.starts_at > now():
        raise WrongState("not_yet", texts.not_yet(link.starts_at))


@dataclass(kw_only=True)
class RevokeLink(Action[AccessLink]):
    """Revoke a link; sessions it opened end at their next request, trusted devices with it."""

    verb: ClassVar[str] = "people.link_revoked"

    link: AccessLink
    reason: str

    def lock(self) -> None:
        """Lock the account, then the link."""
        if self.link.account_id is not None:
            self.account = Account.objects.select_for_update().get(pk=self.link.account_id)
        self.link = AccessLink.objects.select_for_update().get(pk=self.link.pk)

    def check(self) -> None:
        """Whoever may issue may revoke; once."""
        must_hold(self.actor, roles.SECURITY_ADMIN, roles.CONGRESS_OFFICE)
        if self.link.revoked_at is not None:
            raise WrongState("revoked", _("这个链接已经停用了。"))
        if not self.reason.strip():
            raise Invalid.at("reason", "missing", _("请写明停用的原因，例如手机遗失。"))

    def perform(self) -> AccessLink:
        """Mark the link and its devices revoked."""
        moment = now()
        self.link.revoked_at = moment
        self.link.revoked_reason = self.reason.strip()[:200]
        self.link.save(update_fields=["revoked_at", "revoked_reason"])
        TrustedDevice.objects.filter(link_id=self.link.pk, revoked_at=None).update(revoked_at=moment)
        if self.link.account_id is not None:
            self.account.access_version += 1
            self.account.save(update_fields=["access_version"])
        return self.link

    def subject(self) -> Subject:
        """The link."""
        return Subject("access_link", self.link.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Why."""
        return {"reason": self.link.revoked_reason}


@dataclass(kw_only=True)
class TrustDevice(Action[tuple[TrustedDevice, str]]):
    """Trust the browser a deputy has just signed in with; returns the device and its token for the cookie."""

    verb: ClassVar[str] = "people.device_trusted"

    account: Account
    link: AccessLink
    label: str = ""

    def check(self) -> None:
        """Only for oneself, only with one's personal link."""
        if not is_self(self.actor, self.account) or self.link.account_id != self.account.pk:
            raise NotAllowed("foreign_account", _("只能信任自己的设备。"))
        if self.link.purpose != LinkPurpose.DEPUTY or not is_alive(self.link):
            raise WrongState("dead_link", texts.dead_link())

    def perform(self) -> tuple[TrustedDevice, str]:
        """Store the hash of a fresh token."""
        token, moment = ids.random_token(), now()
        self.device = TrustedDevice(
            account=self.account,
            link=self.link,
            label=self.label.strip()[:60],
            token_hash=text_digest(token),
            created_at=moment,
            expires_at=moment + DEVICE_LIFETIME,
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
class ForgetDevice(Action[TrustedDevice]):
    """Stop trusting a device: by its owner, or by the security administrator."""

    verb: ClassVar[str] = "people.device_forgotten"

    device: TrustedDevice

    def lock(self) -> None:
        """Re-read the device under a row lock."""
        self.device = TrustedDevice.objects.select_for_update().get(pk=self.device.pk)

    def check(self) -> None:
        """One's own, or any as security administrator."""
        if self.actor.kind == TOKEN or not is_self(self.actor, self.device.account):
            must_hold(self.actor, roles.SECURITY_ADMIN)
        if self.device.revoked_at is not None:
            raise WrongState("revoked", _("这台设备已经不受信任了。"))

    def perform(self) -> TrustedDevice:
        """Mark it."""
        self.device.revoked_at = now()
        self.device.save(update_fields=["revoked_at"])
        return self.device

    def subject(self) -> Subject:
        """The device."""
        return Subject("trusted_device", self.device.pk)
