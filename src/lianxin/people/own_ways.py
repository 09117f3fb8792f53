"""What the page 登录方式 shows: finished sentences and dates."""

from typing import Any, Final

from lianxin.core.clock import now
from lianxin.journal import verbs
from lianxin.journal.models import LogEntry
from lianxin.people import passkeys, ways
from lianxin.people.models import Account, LinkedIdentity, Passkey, TrustedDevice
from lianxin.people.oidc import provider, tokens

#: What is shown of the log of one's own account.
SHOWN: Final = (
    "people.password_set", "people.app_set_up", "people.app_removed", "people.recovery_codes_made",
    "people.second_step_reset", "people.second_step_replaced", "people.passkey_added", "people.passkey_removed",
    "people.passkey_suspended", "people.identity_linked", "people.identity_unlinked", "people.signed_in",
    "people.identities_taken_away", "people.account_unlocked",
)  # fmt: skip
LATEST: Final = 10


def overview_of(account: Account) -> dict[str, Any]:
    """``app_since codes_left trust_days devices latest``; five statements."""
    row, registered = ways.second_step_of(account), provider.registration()
    has_app = row is not None and bool(row.secret_encrypted)
    devices = TrustedDevice.objects.filter(account_id=account.pk, revoked_at=None, expires_at__gt=now())
    latest = LogEntry.objects.filter(object_kind="account", object_id=account.pk, verb__in=SHOWN).order_by("-id")
    return {
        "app_since": row.set_up_at if row is not None and has_app else None,
        "codes_left": ways.codes_left(account) if ways.is_set_up(account) else None,
        "passkeys": Passkey.objects.filter(account_id=account.pk).order_by("created_at"),
        "passkeys_there": passkeys.is_there(),
        "identity": LinkedIdentity.objects.filter(account_id=account.pk, issuer=registered.issuer).first(),
        "provider": registered.name if registered.is_on and tokens.is_there() else "",
        "devices": devices.order_by("-created_at"),
        "latest": [{"what": verbs.get(one.verb).label, "at": one.at, "by": one.actor_label} for one in latest[:LATEST]],
    }
