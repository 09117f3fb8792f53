"""What the provider says about itself: its addresses and its keys, kept for an hour in this process."""

import threading
import time
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings

from lianxin.people.oidc.fetching import Unreachable, fetch, is_safe

#: Seconds for which addresses and keys are believed without asking again.
FRESH: Final = 3600
#: An unknown key makes us ask again, but not more often than this (seconds).
AGAIN_AFTER: Final = 30


@dataclass(frozen=True, slots=True)
class Registration:
    """How this installation is registered at the provider (``oidc_…`` in the settings)."""

    issuer: str
    client_id: str
    client_secret: str
    name: str
    claims: tuple[str, ...] = ()

    @property
    def is_on(self) -> bool:
        """Whether somebody registered it."""
        return bool(self.issuer and self.client_id)


@dataclass
class _Kept:
    """Answers of one provider with the moment (monotonic seconds) they came."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    addresses: dict[str, Any] = field(default_factory=dict)
    keys: list[dict[str, Any]] = field(default_factory=list)
    addresses_at: float = 0.0
    keys_at: float = 0.0
    issuer: str = ""


_kept = _Kept()


def registration() -> Registration:
    """The registration of the settings."""
    values: dict[str, Any] = dict(settings.LIANXIN_OIDC)
    return Registration(**values)


def forget() -> None:
    """Forget what was kept."""
    with _kept.lock:
        _kept.issuer, _kept.addresses, _kept.keys = "", {}, []
        _kept.addresses_at = _kept.keys_at = 0.0


def addresses() -> dict[str, str]:
    """The provider's addresses; raises :class:`Unreachable` also where it calls itself by another name."""
    issuer = registration().issuer
    with _kept.lock:
        if _kept.issuer != issuer or time.monotonic() - _kept.addresses_at > FRESH:
            status, data = fetch(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            if status != 200 or data.get("issuer") != issuer or not all(is_safe(str(data.get(k))) for k in wanted):
                raise Unreachable
            _kept.issuer, _kept.addresses, _kept.keys = issuer, data, []
            _kept.addresses_at, _kept.keys_at = time.monotonic(), 0.0
        return dict(_kept.addresses)


def keys(wanted: str) -> list[dict[str, Any]]:
    """The provider's signing keys with that id (all where it is empty); asked again when the id is new.

    Providers change keys without a word, so an unknown id is no error yet.
    """
    where = addresses()["jwks_uri"]
    with _kept.lock:
        age = time.monotonic() - _kept.keys_at
        found = _matching(wanted)
        if not _kept.keys_at or age > FRESH or (not found and age > AGAIN_AFTER):
            status, data = fetch(where)
            listed = data.get("keys")
            if status != 200 or not isinstance(listed, list):
                raise Unreachable
            _kept.keys = [key for key in listed if isinstance(key, dict) and key.get("use", "sig") == "sig"]
            _kept.keys_at = time.monotonic()
            found = _matching(wanted)
        return found


def _matching(wanted: str) -> list[dict[str, Any]]:
    return [key for key in _kept.keys if not wanted or key.get("kid") == wanted]
