"""The right address for what the law keeps elsewhere: data with sources, told to the resident and printed on the slip.

The town's setting ``right_addresses`` may hold, by code, another ``to`` and ``text``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from lianxin.db.scope import current_town

SETTING: Final = "right_addresses"


@dataclass(frozen=True, slots=True)
class Address:
    """Where something belongs, in words for the resident."""

    code: str
    label: str
    to: str
    text: str
    source: str
    status: str


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, Address]:
    """What the product brings, in order."""
    text = files("lianxin.home.handing").joinpath("data/addresses.json").read_text(encoding="utf-8")
    rows: list[dict[str, str]] = json.loads(text)["addresses"]
    return {row["code"]: Address(**row) for row in rows}


def addresses() -> Mapping[str, Address]:
    """The town's addresses by code."""
    own: Mapping[str, Mapping[str, Any]] = current_town().option(SETTING, {})
    return {
        code: replace(one, **{name: str(own[code][name]) for name in ("to", "text") if own.get(code, {}).get(name)})
        for code, one in shipped().items()
    }


def choices() -> list[tuple[str, str]]:
    """For a form: nothing chosen first."""
    return [("", "—"), *((one.code, f"{one.label}：{one.to}") for one in addresses().values())]
