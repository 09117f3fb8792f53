"""Between the password and the session: what is remembered until the second step is passed.

The session holds only who waits, since when and by which way; nothing in the house believes it.  It is thrown away
when the person takes longer than :data:`ways.PATIENCE`, or when the password changed meanwhile.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from lianxin.core.clock import now
from lianxin.core.hashing import text_digest
from lianxin.core.ids import check_query_code
from lianxin.db.transactions import write
from lianxin.people import sign_in, ways
from lianxin.people.actions.attempts import NOT_SIGNED_IN
from lianxin.people.actions.links import UseLink, is_alive
from lianxin.people.actions.second_step import BeginSecondStep, PassSecondStep, ReplaceLostStep
from lianxin.people.models import AccessLink, Account, LinkPurpose
from lianxin.people.sign_in import Entry
from lianxin.people.throttles import SIGN_IN

_KEY: Final = "lx_waits"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who has passed the first step in this browser."""

    account: Account
    link: AccessLink | None
    method: str


def remember(request: HttpRequest, entry: Entry) -> None:
    """Begin an empty session under a new key that knows only who waits."""
    if entry.account is None:
        raise TypeError("only accounts have a second step")
    request.session.flush()
    request.session[_KEY] = {
        "account": entry.account.pk,
        "link": entry.link.pk if entry.link else None,
        "method": entry.method,
        "proof": entry.account.get_session_auth_hash(),
        "since": now().isoformat(),
    }


def waiting(request: HttpRequest) -> Waiting | None:
    """Who waits in this browser; ``None`` when nobody does, it took too long, or the account changed."""
    kept: dict[str, Any] | None = request.session.get(_KEY)
    if kept is None or now() - dt.datetime.fromisoformat(kept["since"]) > ways.PATIENCE:
        return None
    account = Account.objects.filter(pk=kept["account"], is_active=True).first()
    if account is None or not constant_time_compare(kept["proof"], account.get_session_auth_hash()):
        return None
    link = AccessLink.objects.filter(pk=kept["link"]).first() if kept["link"] else None
    return Waiting(account, link, kept["method"])


def take(who: Waiting, typed: str) -> Entry:
    """Take a code of the app, a recovery code or the administrator's code; raises ``Invalid`` or ``TooMany``."""
    row = BeginSecondStep(actor=NOT_SIGNED_IN, account=who.account).execute()
    left = max(0, SIGN_IN.times - row.failed_attempts)
    link = _replacement(who.account, typed)
    if link is not None:
        with write():
            UseLink(actor=NOT_SIGNED_IN, link=link).execute()
            ReplaceLostStep(actor=NOT_SIGNED_IN, account=who.account, link=link).execute()
        how = "replaced"
    else:
        step = PassSecondStep(actor=NOT_SIGNED_IN, account=who.account, code=typed, left=left)
        step.execute()
        how = step.method
    method = f"{who.method}+{how}"
    return Entry(sign_in.record(who.account, method), who.link, method)


def _replacement(account: Account, typed: str) -> AccessLink | None:
    """The security administrator's code, when that is what was typed."""
    code = check_query_code(typed)
    if code is None:
        return None
    links = AccessLink.objects.filter(typed_hash=text_digest(code), purpose=LinkPurpose.SECOND_STEP)
    link = links.filter(account_id=account.pk).first()
    return link if link is not None and is_alive(link) else None
