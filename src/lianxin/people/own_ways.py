"""What the page 登录方式 shows: finished sentences and dates."""

from typing import Any, Final

from lianxin.core.clock import now
from lianxin.journal import verbs
from lianxin.journal.models import LogEntry
from lianxin.people import ways
from lianxin.people.models import Account, TrustedDevice

#: What is shown of the log of one's own account.
SHOWN: Final = (
    "people.password_set", "people.app_set_up", "people.app_removed", "people.recovery_codes_made",
    "people.second_step_reset", "people.second_step_replaced", "people.signed_in", "people.account_unlocked",
)  # fmt: skip
LATEST: Final = 10


def overview_of(account: Account) -> dict[str, Any]:
    """``app_since codes_left trust_days devices latest``; five statements."""
    row = ways.second_step_of(account)
    has_app = row is not None and bool(row.secret_encrypted)
    devices = TrustedDevice.objects.filter(account_id=account.pk, revoked_at=None, expires_at__gt=now())
    latest = LogEntry.objects.filter(object_kind="account", object_id=account.pk, verb__in=SHOWN).order_by("-id")
    return {
        "app_since": row.set_up_at if row is not None and has_app else None,
        "codes_left": ways.codes_left(account) if has_app else 0,
        "devices": devices.order_by("-created_at"),
        "latest": [{"what": verbs.get(entry.verb).label, "at": entry.at, "by": entry.actor_label} for entry in latest[:LATEST]],
    }
