"""How things are written: compact JSON in a fixed order of keys, digests in hex and in Base64 without padding."""

import base64
import hashlib
import json
from typing import Any, Final

from lianxin.ballots.protocol.group import Malformed

BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def compact(value: Any) -> str:
    """JSON without spaces, keys in the order given, text as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def parse(data: bytes) -> Any:
    """JSON from bytes; raises `Malformed` for anything else, also when it is nested too deep or repeats a key."""
    try:
        return json.loads(data, object_pairs_hook=_once, parse_constant=_refused, parse_float=_refused)
    except (ValueError, RecursionError) as fault:
        raise Malformed("not_json") from fault


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("json_key_twice")
    return found


def _refused(_text: str) -> Any:
    raise Malformed("not_whole")


def fields(value: Any, names: tuple[str, ...], optional: tuple[str, ...] = ()) -> tuple[Any, ...]:
    """The named fields of an object that has just these (and perhaps the optional ones, None where absent)."""
    if not isinstance(value, dict) or not set(names) <= set(value) <= {*names, *optional}:
        raise Malformed("fields")
    return tuple(value.get(name) for name in (*names, *optional))


def listed(value: Any, length: int | None = None) -> list[Any]:
    """A list, of a certain length where one is given; raises `Malformed`."""
    if not isinstance(value, list) or (length is not None and len(value) != length):
        raise Malformed("list")
    return value


def whole(value: Any, least: int = 0, most: int = 2**30) -> int:
    """A whole number within bounds; raises `Malformed`."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise Malformed("whole")
    return value


def text(value: Any) -> str:
    """A string; raises `Malformed`."""
    if not isinstance(value, str):
        raise Malformed("text")
    return value


def hex_digest(data: bytes) -> str:
    """SHA-256 in lower-case hex: the name of a thing in the archive."""
    return hashlib.sha256(data).hexdigest()


def b64_digest(data: bytes) -> str:
    """SHA-256 in Base64 without padding: fingerprints and trackers."""
    return base64.b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
