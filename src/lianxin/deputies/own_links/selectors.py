"""Which deputy a read-only link belongs to."""

from lianxin.core.clock import now
from lianxin.core.hashing import text_digest
from lianxin.deputies.models import Deputy, OwnLink
from lianxin.journal.errors import WrongState
from lianxin.people import sign_in, texts


def deputy_of(token: str, address: str) -> Deputy:
    """The deputy of a link that still holds; raises ``WrongState``, also for an address that guessed too often.

    Only wrong tokens count against the address: opening a good link again and again is harmless.
    """
    link = OwnLink.objects.select_related("deputy").filter(token_hash=text_digest(token)).first()
    if link is None:
        sign_in.count_address(address)
    if link is None or link.revoked_at is not None or link.expires_at <= now():
        raise WrongState("dead_link", texts.dead_link())
    found: Deputy = link.deputy
    return found
