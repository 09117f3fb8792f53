"""The parts, kinds and minimums of a performance file: data with sources; a town changes numbers in its settings.

The town's setting ``performance`` may hold ``silent_days`` (a number) and ``minimums`` (code → number, or ``null`` for
a minimum the town does not have) and ``private`` (codes of kinds that are not published).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from lianxin.db.scope import current_town

SETTING: Final = "performance"
CONFIRMED: Final = "confirmed"


@dataclass(frozen=True, slots=True)
class Part:
    """One of the eight parts."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Kind:
    """What somebody can take part in.

    ``typed`` kinds are entered as activities by the office; the others arise from what was done elsewhere in the house.
    ``people`` kinds count the voters who were met; of what is not ``attended`` (a suggestion, an award) nobody asks who
    was there.
    """

    code: str
    label: str
    part: str
    typed: bool
    public: bool
    people: bool = False
    attended: bool = True


@dataclass(frozen=True, slots=True)
class Minimum:
    """One minimum: ``measure`` is ``entries`` or ``people`` (at least ``number``), or ``absences`` (at most)."""

    code: str
    label: str
    measure: str
    kinds: tuple[str, ...]
    number: int
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Standard:
    """Everything of one town."""

    silent_days: int
    silent_source: str
    parts: tuple[Part, ...]
    kinds: Mapping[str, Kind]
    minimums: tuple[Minimum, ...]

    def kind(self, code: str) -> Kind:
        """A kind by its code; an old record may outlive its kind and then stands under its code, unpublished."""
        return self.kinds.get(code) or Kind(code, code, "group", typed=False, public=False)

    def typed(self) -> list[tuple[str, str]]:
        """The kinds an organiser can choose."""
        return [(one.code, one.label) for one in self.kinds.values() if one.typed]


@lru_cache(maxsize=1)
def shipped() -> Standard:
    """What the product brings."""
    text = files("lianxin.home.performance").joinpath("data/standard.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    silent = data["silent_days"]
    return Standard(
        silent_days=silent["value"],
        silent_source=silent["source"] + ("" if silent["status"] == CONFIRMED else f"，{silent['status']}"),
        parts=tuple(Part(**one) for one in data["parts"]),
        kinds={one["code"]: Kind(**one) for one in data["kinds"]},
        minimums=tuple(_minimum(one) for one in data["minimums"]),
    )


def _minimum(row: Mapping[str, Any]) -> Minimum:
    return Minimum(
        row["code"], row["label"], row["measure"], tuple(row["kinds"]), row["number"], row["source"],
        row["status"] == CONFIRMED,
    )  # fmt: skip


def standard() -> Standard:
    """The town's own: the shipped one with the numbers of its settings."""
    return changed(shipped(), current_town().option(SETTING, {}))


def changed(one: Standard, wanted: Mapping[str, Any]) -> Standard:
    """A standard with what a town wants otherwise; an unusable number leaves things as they are."""
    days = wanted.get("silent_days")
    own: Mapping[str, Any] = wanted.get("minimums") or {}
    private = frozenset(wanted.get("private") or ())
    minimums = [
        replace(row, number=int(own[row.code])) if own.get(row.code) is not None else row
        for row in one.minimums
        if row.code not in own or own[row.code] is not None
    ]
    return replace(
        one,
        silent_days=days if isinstance(days, int) and days > 0 else one.silent_days,
        kinds={code: replace(kind, public=kind.public and code not in private) for code, kind in one.kinds.items()},
        minimums=tuple(minimums),
    )
