"""The ways in: password, printed one-time code, personal link with short code, trusted device.

Who has set up a second step is not in after the first: the entry ``waits`` (``second_step.py`` goes on).  A deputy's
link with its short code is two steps in itself; a trusted browser saves the second.

Every way counts the attempt first (by address, and by name or link), examines outside any transaction
(hashing is slow on purpose), and then records the outcome.  A name that does not exist is counted and
answered exactly like one that does.  A right sign-in clears the count of its account; of the
address's it takes back only itself, so that nobody with an account of their own buys guesses at those of others.
"""

from dataclasses import dataclass, replace
from typing import Final

from django.contrib.auth.hashers import check_password

from lianxin.core.clock import now
from lianxin.core.hashing import text_digest
from lianxin.core.ids import check_query_code
from lianxin.db.scope import current_town_id
from lianxin.journal.actors import ACCOUNT, Actor
from lianxin.journal.errors import Invalid, WrongState
from lianxin.people import passwords, texts, throttles, ways
from lianxin.people.actions.accounts import normal_username
from lianxin.people.actions.attempts import NOT_SIGNED_IN, BeginAttempt, PassFirstStep, RecordSignIn, TryPin
from lianxin.people.actions.links import UseLink, is_alive, must_have_begun
from lianxin.people.models import AccessLink, Account, LinkPurpose, TrustedDevice
from lianxin.people.throttles import UNKNOWN_NAME, TooMany

_BY_ADDRESS: Final = "sign_in_address"
_BY_NAME: Final = "sign_in_name"


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody may come in: as an account, by a link, or both; ``waits`` when the second step is still to be passed."""

    account: Account | None
    link: AccessLink | None
    method: str
    waits: bool = False


def with_password(username: str, password: str, address: str, browser: str = "") -> Entry:
    """Sign in with a password.

    Raises ``Invalid`` (wrong) or :class:`TooMany` (locked); both the same for names that do not exist.
    """
    count_address(address)
    name = normal_username(username)[:64]
    account = Account.objects.filter(username=name).first()
    left = _count_name(name, account)
    if not passwords.fits(password, account) or account is None:
        raise Invalid.at("password", "wrong", texts.wrong_password(left))
    forgive_address(address)
    return _let_in(Entry(account, None, "password"), account, browser)


def with_code(typed: str, address: str, browser: str = "") -> Entry:
    """Sign in with the code of a printed slip; raises ``Invalid`` or :class:`TooMany`."""
    left = count_address(address)
    code = check_query_code(typed)
    link = AccessLink.objects.filter(typed_hash=text_digest(code)).first() if code else None
    if link is None or link.purpose != LinkPurpose.SIGN_IN or not is_alive(link) or link.account is None:
        raise Invalid.at("code", "wrong", texts.wrong_code(left))
    forgive_address(address)
    return _use(link, "code", browser)


def find_link(token: str, address: str) -> AccessLink:
    """The link of a token from an address or QR code, still alive; raises ``WrongState`` or :class:`TooMany`.

    Only wrong tokens count against the address: opening a good link again and again is harmless.
    """
    link = AccessLink.objects.filter(token_hash=text_digest(token)).first()
    if link is None:
        count_address(address)
    if link is None or not is_alive(link) or link.purpose == LinkPurpose.SECOND_STEP:
        raise WrongState("dead_link", texts.dead_link())
    must_have_begun(link)
    return link


def with_link(link: AccessLink, browser: str = "") -> Entry:
    """Come in by a one-time, set-up or visit link; raises ``WrongState`` when it has just been spent."""
    if link.purpose in {LinkPurpose.DEPUTY, LinkPurpose.SECOND_STEP}:
        raise WrongState("pin_needed", texts.dead_link())
    return _use(link, "link", browser)


def with_pin(link: AccessLink, pin: str, address: str) -> Entry:
    """Come in by a deputy's personal link and short code; raises ``Invalid`` or :class:`TooMany`."""
    count_address(address)
    left = TryPin(actor=NOT_SIGNED_IN, link=link).execute()
    if link.purpose != LinkPurpose.DEPUTY or not check_password(pin.strip(), link.pin):
        raise Invalid.at("pin", "wrong", texts.wrong_pin(left))
    forgive_address(address)
    return _use(link, "link")


def with_device(link: AccessLink, device_token: str) -> Entry | None:
    """Come in by a personal link on a trusted device; ``None`` when this device is not trusted for it."""
    if not is_trusted(link, device_token):
        return None
    return _use(link, "device")


def with_identity(account: Account, address: str, browser: str = "") -> Entry:
    """Come in by an identity the provider has just vouched for; a second step is asked as after a password."""
    forgive_address(address)
    return _let_in(Entry(account, None, "identity"), account, browser)


def is_trusted(link: AccessLink, device_token: str) -> bool:
    """Whether the cookie's token belongs to a device that is trusted for exactly this link."""
    if not device_token or link.purpose != LinkPurpose.DEPUTY:
        return False
    return TrustedDevice.objects.filter(
        token_hash=text_digest(device_token), link_id=link.pk, revoked_at=None, expires_at__gt=now()
    ).exists()


def _use(link: AccessLink, method: str, browser: str = "") -> Entry:
    link = UseLink(actor=NOT_SIGNED_IN, link=link).execute()
    if link.account is None:
        return Entry(None, link, method)
    return _let_in(Entry(link.account, link, method), link.account, browser)


def _let_in(entry: Entry, account: Account, browser: str) -> Entry:
    """Record the sign-in, or only its first step where a second one is due."""
    if _waits(entry, account, browser):
        account = PassFirstStep(actor=NOT_SIGNED_IN, account=account, method=entry.method).execute()
        return replace(entry, account=account, waits=True)
    return replace(entry, account=record(account, entry.method))


def record(account: Account, method: str) -> Account:
    """Note a completed sign-in in the log of the account."""
    actor = Actor(ACCOUNT, str(account.pk), account.display_name, (), current_town_id())
    return RecordSignIn(actor=actor, account=account, method=method).execute()


def _waits(entry: Entry, account: Account, browser: str) -> bool:
    if entry.link is not None and entry.link.purpose == LinkPurpose.DEPUTY:
        return False
    return ways.is_set_up(account) and not ways.is_trusted(account, browser)


def count_address(address: str) -> int:
    """Count an attempt from an address; returns how many are left, raises :class:`TooMany`."""
    try:
        return throttles.hit(_BY_ADDRESS, address, throttles.by_address())
    except TooMany as error:
        raise TooMany(error.until, texts.locked(error.until)) from None


def forgive_address(address: str) -> None:
    """Take back the one attempt that was right; wrong ones of the same address stay counted, whoever made them."""
    throttles.forgive(_BY_ADDRESS, address)


def _count_name(name: str, account: Account | None) -> int:
    """Count against the account, or against the mere name when there is no such account."""
    if account is not None:
        return BeginAttempt(actor=NOT_SIGNED_IN, account=account).execute()
    try:
        return throttles.hit(_BY_NAME, name, UNKNOWN_NAME)
    except TooMany as error:
        raise TooMany(error.until, texts.locked(error.until)) from None
