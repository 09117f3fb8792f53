"""What the planner would rather avoid, and how much: data with a source, one number for each code.

Hard rules have no weight: they are never broken (`judging`).  That a place is left unserved or short of people is
reported, never traded against a wish: `UNSERVED` and `SHORT` lie far above anything the weights can add up to.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

UNSERVED: Final = 10_000_000
SHORT: Final = 1_000_000
#: The largest weight that is accepted, so that no sum of weights reaches `SHORT`.
LARGEST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Weights:
    """The price of each thing to avoid, in points; one point is about a minute on the way."""

    idle: int
    no_own: int
    outside: int
    last_round: int
    before_last_round: int
    wish: int
    asked: int
    one_level: int
    area_level: int
    thin: int
    second: int
    travel: int
    changed: int
    retimed: int


def weights_from(data: Mapping[str, Any]) -> Weights:
    """Weights as they stand in a file; raises `ValueError` for an unknown, missing or unreasonable one."""
    values = {line["code"]: line["value"] for line in data["weights"]}
    for code, value in values.items():
        if not isinstance(value, int) or not 0 <= value <= LARGEST:
            raise ValueError(f"weight {code}: a whole number from 0 to {LARGEST} is expected")
    known = set(Weights.__slots__)
    if set(values) != known:
        raise ValueError(f"weights unknown or missing: {sorted(set(values) ^ known)}")
    return Weights(**values)


@cache
def default_data() -> Mapping[str, Any]:
    """The file of our defaults: code, value, label and source of each weight."""
    text = files("lianxin.contact.planning").joinpath("data/weights.json").read_text(encoding="utf-8")
    data: Mapping[str, Any] = json.loads(text)
    return data


@cache
def default_weights() -> Weights:
    """Our default weights."""
    return weights_from(default_data())
