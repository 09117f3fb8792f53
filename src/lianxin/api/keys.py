"""From a key to the actor of a request: the role it holds, its reach, its scopes, its limits."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from lianxin.api.models import ApiKey
from lianxin.core.clock import now
from lianxin.core.hashing import text_digest
from lianxin.db.transactions import write
from lianxin.journal.actors import TOKEN, Actor, Grant, anonymous_resident
from lianxin.people.throttles import Limit, hit

#: Our defaults: so many requests of one key in a minute, so many wrong keys from one address.
REQUESTS: Final = Limit(600, dt.timedelta(minutes=1), dt.timedelta(minutes=1))
WRONG_KEYS: Final = Limit(20, dt.timedelta(minutes=15), dt.timedelta(minutes=15))
#: The moment of the last use is written again only when it is older than this.
USED_EVERY: Final = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: an actor, and the key it showed (``None``: nobody signed in, a resident)."""

    actor: Actor
    key: ApiKey | None = None

    @property
    def name(self) -> str:
        """What tells callers apart where they count, never shown."""
        return f"key:{self.key.pk}" if self.key is not None else "resident"


ANONYMOUS: Final = Caller(anonymous_resident())


def actor_of_key(key: ApiKey) -> Actor:
    """The actor a key makes: its one role with its reach, logged as a token."""
    path = key.place.path if key.place else ""
    grant = Grant(key.role, key.place_id, path, key.unit_id)
    return Actor(TOKEN, f"api-{key.pk}", key.label, (grant,), key.town_id)


def find_key(token: str, address: str) -> Caller | None:
    """Who shows this key; ``None`` for one that is unknown, revoked or at its end (counted against the address).

    Raises :class:`~lianxin.people.throttles.TooMany` for a key or an address that asks too often.
    """
    key = ApiKey.objects.select_related("place").filter(token_digest=text_digest(token)).first()
    if key is None or key.revoked_at is not None or key.expires_at <= now():
        hit("api_wrong", address, WRONG_KEYS)
        return None
    hit("api_key", str(key.pk), REQUESTS)
    if key.last_used_at is None or now() - key.last_used_at >= USED_EVERY:
        with write():
            ApiKey.objects.filter(pk=key.pk).update(last_used_at=now())
    return Caller(actor_of_key(key), key)
