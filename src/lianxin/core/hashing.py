"""Digests that the log, receipts and publication rest on.

Canonical JSON, chained entries, salted digests, Merkle trees (RFC 6962 shape).
"""

import datetime as dt
import decimal
import enum
import hashlib
import hmac
import json
import math
import uuid
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lianxin.core import entropy

_ENTRY = b"lianxin-entry-1\x00"
_LEAF, _NODE = b"\x00", b"\x01"
EMPTY_ROOT = hashlib.sha256(b"").hexdigest()
"""Root of a day on which nothing was sealed."""


def _plain(value: object) -> object:
    """Turn a value into what JSON can carry in exactly one way; TypeError for anything whose form would be a guess."""
    if isinstance(value, enum.Enum):
        return _plain(value.value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("numbers that are not finite have no canonical form")
        return value
    if isinstance(value, Mapping):
        return _plain_mapping(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return _plain_scalar(value)


def _plain_mapping(value: Mapping[object, object]) -> dict[str, object]:
    """Turn a mapping into a dict with text keys; TypeError for other keys, which JSON would silently rename."""
    plain: dict[str, object] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise TypeError(f"canonical JSON needs text keys, not {type(key).__name__}")
        plain[key] = _plain(item)
    return plain


def _plain_scalar(value: object) -> str:
    """Write dates, moments (as UTC), decimals and UUIDs as text."""
    if isinstance(value, dt.datetime):
        if value.tzinfo is None:
            raise TypeError("a naive datetime has no canonical form")
        return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal | uuid.UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


def canonical_json(value: object) -> bytes:
    """Return the one byte form of a value: sorted keys, no spaces, UTF-8, moments in UTC.

    Carries None, bool, int, finite float, text, dates, aware datetimes, Decimal, UUID, enums, lists, tuples and
    mappings with text keys; anything else is a TypeError.
    """
    text = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes as 64 lower-case hex digits."""
    return hashlib.sha256(data).hexdigest()


def text_digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8; used for the verbatim words of an opinion."""
    return digest(text.encode("utf-8"))


def entry_hash(previous: str, payload: object) -> str:
    """Return the hash of a log entry.

    Over the hash of the entry before it ("" for the first) and its own canonical JSON.
    """
    return hashlib.sha256(_ENTRY + previous.encode("ascii") + b"\x00" + canonical_json(payload)).hexdigest()


def new_salt() -> str:
    """Return a fresh salt of 128 bits as hex. Erasing the salt makes a salted digest meaningless."""
    return entropy.token_bytes(16).hex()


def salted_digest(text: str, salt: str) -> str:
    """Return the HMAC-SHA-256 of a text under a salt.

    Fit for personal data in a chain, because it cannot be guessed without the salt.
    """
    return hmac.new(salt.encode("utf-8"), text.encode("utf-8"), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two secrets or digests in constant time."""
    return hmac.compare_digest(one.encode("utf-8"), other.encode("utf-8"))


class ProofStep(NamedTuple):
    """One neighbour on the way from a leaf to the root: on which side it stands ("L" or "R") and its hash."""

    side: str
    digest: str


def _leaf(item: str) -> bytes:
    """Hash a leaf; its prefix keeps leaves and inner nodes apart."""
    return hashlib.sha256(_LEAF + bytes.fromhex(item)).digest()


def _node(left: bytes, right: bytes) -> bytes:
    """Hash two neighbours."""
    return hashlib.sha256(_NODE + left + right).digest()


def _next_level(level: list[bytes]) -> list[bytes]:
    """Pair up a level; an odd last node moves up unchanged (the same tree as RFC 6962)."""
    paired = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    return paired + level[len(paired) * 2 :]


def merkle_root(leaves: Sequence[str]) -> str:
    """Return the Merkle root (hex) over hashes in hex; ``EMPTY_ROOT`` when there are none."""
    level = [_leaf(item) for item in leaves]
    if not level:
        return EMPTY_ROOT
    while len(level) > 1:
        level = _next_level(level)
    return level[0].hex()


def merkle_proof(leaves: Sequence[str], index: int) -> list[ProofStep]:
    """Return the neighbours that lead from leaf ``index`` to the root; IndexError if there is no such leaf."""
    if not 0 <= index < len(leaves):
        raise IndexError("no such leaf")
    level = [_leaf(item) for item in leaves]
    steps: list[ProofStep] = []
    while len(level) > 1:
        neighbour = index ^ 1
        if neighbour < len(level):
            steps.append(ProofStep("L" if neighbour < index else "R", level[neighbour].hex()))
        level, index = _next_level(level), index // 2
    return steps


def verify_proof(leaf: str, proof: Sequence[Sequence[str]], root: str) -> bool:
    """Say whether a proof (steps, or their JSON lists ``[side, hash]``) leads from a leaf to the root.

    Malformed input is False.
    """
    try:
        reached = _leaf(leaf)
        for side, neighbour in proof:
            if side not in ("L", "R"):
                return False
            other = bytes.fromhex(neighbour)
            reached = _node(other, reached) if side == "L" else _node(reached, other)
    except (ValueError, TypeError):
        return False
    return same(reached.hex(), root)
