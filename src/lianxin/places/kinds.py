"""Kinds of units, read from the data file: how each is addressed and what it may lead."""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

COMMITTEE: Final = "committee"


@dataclass(frozen=True, slots=True)
class UnitKind:
    """One kind of unit; ``source`` and ``status`` say where the rule comes from and whether it is confirmed."""

    code: str
    label: str
    label_en: str
    verb: str
    verb_label: str
    verb_label_en: str
    may_lead_government_work: bool
    may_refuse: bool
    source: str
    status: str


@lru_cache(maxsize=1)
def unit_kinds() -> dict[str, UnitKind]:
    """All kinds by code, in the order of the data file."""
    text = files("lianxin.places").joinpath("data/categories.json").read_text(encoding="utf-8")
    rows = json.loads(text)["unit_kinds"]
    return {row["code"]: UnitKind(**{name: row[name] for name in UnitKind.__slots__}) for row in rows}


def unit_kind(code: str) -> UnitKind:
    """The kind with that code; ``KeyError`` for a code the data does not know."""
    return unit_kinds()[code]
