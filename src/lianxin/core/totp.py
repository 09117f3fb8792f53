"""One-time codes by time: RFC 6238 over RFC 4226, six digits, thirty seconds, SHA-1 as the apps have it."""

import base64
import datetime as dt
import hashlib
import hmac
import struct
from typing import Final
from urllib.parse import quote

from lianxin.core.entropy import below
from lianxin.core.text import halfwidth

STEP: Final = 30
DIGITS: Final = 6


def new_secret() -> bytes:
    """A fresh secret of 160 bits (RFC 4226 §4, R6)."""
    return bytes(below(256) for _byte in range(20))


def code_at(secret: bytes, counter: int, digits: int = DIGITS, digest: str = "sha1") -> str:
    """The code of one time step (RFC 4226 §5.3); a hash that is not known is a ``ValueError``."""
    mac = hmac.new(secret, struct.pack(">Q", counter), getattr(hashlib, digest)).digest()
    start = mac[-1] & 15
    number = struct.unpack(">I", mac[start : start + 4])[0] & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_of(moment: dt.datetime) -> int:
    """The time step of an aware moment."""
    return int(moment.timestamp()) // STEP


def matching_step(secret: bytes, typed: str, moment: dt.datetime, after: int = -1) -> int | None:
    """The step whose code was typed: this one, the one before or after; never one at or before ``after``.

    Keep the step that was used and pass it as ``after`` next time, so that a code works once (RFC 6238 §5.2).
    """
    plain = "".join(sign for sign in halfwidth(typed) if sign in "0123456789")
    now = step_of(moment)
    for step in (now, now - 1, now + 1):
        if step > after and len(plain) == DIGITS and hmac.compare_digest(code_at(secret, step), plain):
            return step
    return None


def typed_secret(secret: bytes) -> str:
    """The secret in Base32, in groups of four, for those who type it instead of scanning."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def address(secret: bytes, account: str, issuer: str) -> str:
    """The ``otpauth://`` address an authenticator app reads from a QR code."""
    name = f"{quote(issuer, safe='')}:{quote(account, safe='')}"
    text = base64.b32encode(secret).decode().rstrip("=")
    return f"otpauth://totp/{name}?secret={text}&issuer={quote(issuer, safe='')}&digits={DIGITS}&period={STEP}"
