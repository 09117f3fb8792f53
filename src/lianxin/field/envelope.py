"""The envelope: what a phone sends, read strictly, with one sentence for everything that cannot be read."""

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict

from lianxin.core.hashing import canonical_json, digest
from lianxin.core.ids import check_slip_code
from lianxin.field import texts
from lianxin.journal.errors import Invalid

#: Largest envelope in bytes: three texts of 20,000 characters and the rest, as UTF-8.
LARGEST: Final = 300_000
MOST_PHOTOS: Final = 9
_KEY: Final = re.compile(r"[0-9a-f]{32}")
_PIN: Final = re.compile(r"[2-9A-HJKMNP-Z]{4}")
_MOST_FIELDS: Final = 60
_MOST_VALUES: Final = 200
_CLOCK_RANGE: Final = (dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2100, 1, 1, tzinfo=dt.UTC))


@dataclass(frozen=True, slots=True)
class Envelope:
    """One item as it came.  ``device`` proves that the slip belongs to this phone; ``digest`` covers everything."""

    key: str
    kind: str
    version: int
    captured_at: dt.datetime
    slip: str
    pin: str
    device: str
    payload: Mapping[str, tuple[str, ...]]
    photos: tuple[str, ...]
    digest: str

    def fields(self) -> QueryDict:
        """The payload as a form reads it."""
        data = QueryDict(mutable=True)
        for name, values in self.payload.items():
            data.setlist(name, list(values))
        return data


def read(body: bytes) -> Envelope:
    """Read an envelope; raises ``Invalid`` (code ``unreadable``) when it is none."""
    try:
        data = json.loads(body)
        if not isinstance(data, dict):
            raise TypeError("not an object")
        return _envelope(data)
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise Invalid.at("", "unreadable", texts.unreadable()) from fault


def _envelope(data: dict[str, Any]) -> Envelope:
    slip = str(data.get("slip") or "")
    return Envelope(
        key=_matching(_KEY, data["key"]),
        kind=str(data["kind"])[:32],
        version=_whole(data["version"]),
        captured_at=_moment(data["captured_at"]),
        slip=_slip(slip) if slip else "",
        pin=_matching(_PIN, data["pin"]) if data.get("pin") else "",
        device=_matching(_KEY, data["device"]) if data.get("device") else "",
        payload=_payload(data["payload"]),
        photos=_photos(data.get("photos", [])),
        digest=digest(canonical_json(_without_floats(data))),
    )


def _matching(pattern: re.Pattern[str], value: object) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError("not in the agreed form")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 1000:
        raise ValueError("not a version")
    return value


def _slip(value: str) -> str:
    code = check_slip_code(value)
    if code is None:
        raise ValueError("not a slip")
    return code


def _moment(value: object) -> dt.datetime:
    """A moment with its offset; a phone whose clock stands in another age is read as far as it is one."""
    moment = dt.datetime.fromisoformat(str(value))
    if moment.tzinfo is None:
        raise ValueError("a moment without offset")
    first, last = _CLOCK_RANGE
    return min(max(moment.astimezone(dt.UTC), first), last)


def _payload(value: object) -> dict[str, tuple[str, ...]]:
    """Fields by name, each one text or several."""
    if not isinstance(value, dict) or len(value) > _MOST_FIELDS:
        raise ValueError("no payload")
    return {_name(name): _values(one) for name, one in value.items()}


def _name(value: object) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= 64:
        raise ValueError("no field name")
    return value


def _values(value: object) -> tuple[str, ...]:
    many = value if isinstance(value, list) else [value]
    if len(many) > _MOST_VALUES or not all(isinstance(one, str) for one in many):
        raise ValueError("no texts")
    return tuple(many)


def _photos(value: object) -> tuple[str, ...]:
    """The SHA-256 of each photo, in the order they were taken."""
    if not isinstance(value, list) or len(value) > MOST_PHOTOS:
        raise ValueError("too many photos")
    return tuple(dict.fromkeys(_matching(re.compile(r"[0-9a-f]{64}"), one) for one in value))


def _without_floats(value: Any) -> Any:
    """The same data; a number with a fraction has no place in an envelope and is refused."""
    if isinstance(value, float):
        raise ValueError("a fraction")
    if isinstance(value, dict):
        return {str(name): _without_floats(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_without_floats(one) for one in value]
    return value
