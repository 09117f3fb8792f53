"""One attempt at the provider: code with PKCE (RFC 7636), state and nonce, each for one use in one browser."""

import base64
import datetime as dt
import hashlib
import logging
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from lianxin.core.clock import now
from lianxin.core.hashing import text_digest
from lianxin.core.ids import random_token
from lianxin.people.oidc import provider, tokens
from lianxin.people.oidc.fetching import Unreachable, fetch

logger = logging.getLogger(__name__)

_KEY: Final = "lx_oidc"
#: How long somebody may take at the provider.
PATIENCE: Final = dt.timedelta(minutes=10)


class Failed(Exception):
    """The attempt came to nothing: what came back was not what we asked for."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What an attempt is for: to sign in (nothing set), to link the account of this session, or of a set-up link."""

    account_id: int | None = None
    link_id: int | None = None
    then: str = ""


def digest_of(issuer: str, subject: str) -> str:
    """What is kept of an identity."""
    return text_digest(f"oidc:{issuer}\n{subject}")


def redirect_uri(request: HttpRequest) -> str:
    """The one address the provider may send people back to, as it is registered there."""
    path = reverse("people:oidc_return")
    site: str = settings.LIANXIN_SITE_URL
    return f"{site}{path}" if site else request.build_absolute_uri(path)


def begin(request: HttpRequest, purpose: Purpose) -> str:
    """The address at the provider to send the browser to; raises ``Unreachable``."""
    where = provider.addresses()["authorization_endpoint"]
    registered = provider.registration()
    verifier = random_token() + random_token()
    kept: dict[str, Any] = {"state": random_token(), "nonce": random_token(), "verifier": verifier}
    asked = {
        "response_type": "code",
        "client_id": registered.client_id,
        "redirect_uri": redirect_uri(request),
        "scope": "openid",
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": challenge_of(verifier),
        "code_challenge_method": "S256",
    }
    request.session[_KEY] = {
        **kept,
        "account": purpose.account_id,
        "link": purpose.link_id,
        "then": purpose.then,
        "since": now().isoformat(),
    }
    return f"{where}{'&' if '?' in where else '?'}{urlencode(asked)}"


def challenge_of(verifier: str) -> str:
    """The PKCE challenge (S256) of a verifier."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def finish(request: HttpRequest) -> tuple[str, Purpose]:
    """The digest of the identity that came back, and what it was for; raises :class:`Failed` or ``Unreachable``."""
    kept: dict[str, Any] | None = request.session.pop(_KEY, None)
    given = request.GET.get("state", "")
    if kept is None or not constant_time_compare(kept["state"], given):
        raise Failed("state")
    if now() - dt.datetime.fromisoformat(kept["since"]) > PATIENCE:
        raise Failed("late")
    registered = provider.registration()
    if request.GET.get("iss", registered.issuer) != registered.issuer:
        raise Failed("issuer")
    code = request.GET.get("code", "")
    if not code or "error" in request.GET:
        raise Failed("refused")
    status, answer = _exchange(request, code, kept["verifier"])
    if status != 200:
        logger.warning("oidc: the code was not taken, status %s", status)
        raise Failed("code")
    try:
        subject = tokens.subject_of(answer.get("id_token"), registered, kept["nonce"])
    except tokens.Disbelieved as doubt:
        logger.warning("oidc: token refused: %s", doubt.reason)
        raise Failed("token") from None
    return digest_of(registered.issuer, subject), Purpose(kept["account"], kept["link"], kept["then"])


def _exchange(request: HttpRequest, code: str, verifier: str) -> tuple[int, Any]:
    registered = provider.registration()
    found = provider.addresses()
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri(request),
        "code_verifier": verifier,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    offered: Any = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    if registered.client_secret and "client_secret_basic" in offered:
        pair = f"{quote(registered.client_id, safe='')}:{quote(registered.client_secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        sent |= {"client_id": registered.client_id, "client_secret": registered.client_secret}
    return fetch(found["token_endpoint"], urlencode({name: text for name, text in sent.items() if text}), headers)


__all__ = ["Failed", "Purpose", "Unreachable", "begin", "digest_of", "finish"]
