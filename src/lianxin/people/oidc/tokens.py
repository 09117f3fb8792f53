"""Whether an identity token is believed: signature, issuer, audience, time, nonce (OpenID Connect Core §3.1.3.7).

The signature is PyJWT's work; only algorithms with public keys are taken, and the key decides which, not the token.
"""

from typing import Any, Final

from lianxin.core.clock import now
from lianxin.people.oidc import provider
from lianxin.people.oidc.provider import Registration

try:
    import jwt
except ImportError:  # pragma: no cover - the extra is part of the development lock
    _THERE = False
else:
    _THERE = True

#: Signatures we take.
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
#: Seconds by which two clocks may differ.
LEEWAY: Final = 60
#: A token older than this is refused even where it says it still holds.
OLDEST: Final = 600


#: Issuer, audience and times are checked here, against the house's own clock.
_ONLY_SIGNATURE: Final[Any] = {
    "verify_signature": True,
    **dict.fromkeys(("verify_exp", "verify_nbf", "verify_iat", "verify_aud", "verify_iss"), False),
}


class Disbelieved(Exception):
    """The token does not hold; why stands in ``reason`` for the log of the server, never for the visitor."""

    def __init__(self, reason: str) -> None:
        """Keep the reason, a fixed word."""
        super().__init__(reason)
        self.reason = reason


def is_there() -> bool:
    """Whether the extra is installed."""
    return _THERE


def subject_of(token: object, registered: Registration, nonce: str) -> str:
    """The subject of a token that holds; raises :class:`Disbelieved` (or ``Unreachable`` while keys are asked)."""
    if not isinstance(token, str):
        raise Disbelieved("missing")
    claims = _signed(token)
    _check_parties(claims, registered)
    _check_time(claims)
    if claims.get("nonce") != nonce:
        raise Disbelieved("nonce")
    for pair in registered.claims:
        name, _sign, value = pair.partition("=")
        held = claims.get(name)
        if value not in (held if isinstance(held, list) else [held]):
            raise Disbelieved("claim")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 1 <= len(subject) <= 255:
        raise Disbelieved("subject")
    return subject


def _signed(token: str) -> dict[str, Any]:
    try:
        header = jwt.get_unverified_header(token)
        algorithm, wanted = header.get("alg"), header.get("kid", "")
    except jwt.PyJWTError:
        raise Disbelieved("form") from None
    if algorithm not in ALGORITHMS or not isinstance(wanted, str):
        raise Disbelieved("algorithm")
    found = provider.keys(wanted)
    if len(found) != 1:
        raise Disbelieved("key")
    try:
        key = jwt.PyJWK(found[0], found[0].get("alg") or algorithm)
        claims: dict[str, Any] = jwt.decode(token, key, algorithms=[key.algorithm_name], options=_ONLY_SIGNATURE)
    except (jwt.PyJWTError, ValueError, TypeError):
        raise Disbelieved("signature") from None
    return claims


def _check_parties(claims: dict[str, Any], registered: Registration) -> None:
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if claims.get("iss") != registered.issuer:
        raise Disbelieved("issuer")
    if registered.client_id not in audiences:
        raise Disbelieved("audience")
    authorised = claims.get("azp", registered.client_id if len(audiences) == 1 else None)
    if authorised != registered.client_id:
        raise Disbelieved("authorised")


def _check_time(claims: dict[str, Any]) -> None:
    moment = now().timestamp()
    expires, issued, begins = _number(claims, "exp"), _number(claims, "iat"), _number(claims, "nbf", 0)
    is_current = expires > moment - LEEWAY and begins <= moment + LEEWAY
    if not is_current or not moment - OLDEST <= issued <= moment + LEEWAY:
        raise Disbelieved("time")


def _number(claims: dict[str, Any], name: str, default: float | None = None) -> float:
    value = claims.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Disbelieved("time")
    return value
