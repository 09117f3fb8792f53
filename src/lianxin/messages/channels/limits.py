"""How much a channel's provider takes: data with its source, read once."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Limit:
    """What one kind of channel may do.

    ``repeats_safely``: the receiver recognises our id, so a message whose fate is unknown may be sent again.
    """

    per_minute: int
    pause_minutes: int
    longest_bytes: int
    repeats_safely: bool
    source: str
    address: str
    status: str


@lru_cache(maxsize=1)
def limits() -> dict[str, Limit]:
    """The limits by kind of channel."""
    path = Path(__file__).with_name("data") / "limits.json"
    return {kind: Limit(**row) for kind, row in json.loads(path.read_text(encoding="utf-8")).items()}
