"""The rule of a vote (票决办法): chosen per meeting, checked for sense, frozen when the meeting adopts it.

Integers only; every comparison says whether equality counts.  Sources are named in `texts`, sentences stand there too.
What a meeting has not decided is our default and 待核.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any, Final


class Preset(StrEnum):
    """The four forms of ballot that are in use."""

    PER_ITEM = "per_item"
    MARK = "mark_up_to_k"
    TOP = "top_k"
    RANK = "rank"


class Base(StrEnum):
    """Of whom a share is taken: all deputies in office, those present, or valid ballots."""

    IN_OFFICE = "in_office"
    PRESENT = "present"
    VALID = "valid"


class Compare(StrEnum):
    """Whether exactly the share is enough."""

    MORE = ">"
    AT_LEAST = ">="


class Blank(StrEnum):
    """What a wholly blank ballot is."""

    ABSTAIN = "abstain"
    VOID = "void"


class Tie(StrEnum):
    """What happens when equal votes lie across the last place."""

    REVOTE = "revote_among_tied"
    ALL = "include_all_tied"


class Shortage(StrEnum):
    """What happens when fewer pass than there are places."""

    REVOTE = "revote_remaining"
    FEWER = "accept_fewer"
    DEFER = "defer_to_next_session"


class Ranking(StrEnum):
    """How numbers on a ranked ballot become a score: the lowest sum first, or points (first of M gets M)."""

    SUM = "sum_of_ranks"
    POINTS = "points"


class Publish(StrEnum):
    """What is announced."""

    TOTALS = "totals_per_project"
    LIST = "list_only"


@dataclass(frozen=True, slots=True)
class Share:
    """A fraction with its comparison: "more than half", "two thirds or more"."""

    num: int
    den: int
    cmp: Compare

    def holds(self, votes: int, base: int) -> bool:
        """Whether so many of so many are enough."""
        left, right = votes * self.den, self.num * base
        return left > right if self.cmp is Compare.MORE else left >= right

    def needed(self, base: int) -> int:
        """The smallest number that is enough."""
        whole, rest = divmod(self.num * base, self.den)
        return whole + (1 if rest or self.cmp is Compare.MORE else 0)


HALF: Final = Share(1, 2, Compare.MORE)
TWO_THIRDS: Final = Share(2, 3, Compare.AT_LEAST)
#: Town congresses in Shanghai have at most 160 deputies; a hall never has more items than this either.
MOST_CANDIDATES: Final = 60
MOST_DEPUTIES: Final = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One vote's rule.  ``passing`` None switches the majority test off (by votes alone)."""

    preset: Preset
    seats: int
    candidates: int
    base: Base = Base.IN_OFFICE
    quorum: Share = TWO_THIRDS
    passing: Share | None = HALF
    least_marks: int = 0
    blank: Blank = Blank.ABSTAIN
    tie: Tie = Tie.REVOTE
    shortage: Shortage = Shortage.REVOTE
    ranking: Ranking = Ranking.SUM
    publish: Publish = Publish.TOTALS
    recast: bool = False
    mixed_minimum: int = 10
    status: str = "试行"
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A code with its parameters; `texts` makes the sentence."""

    code: str
    params: Mapping[str, int | str]


def preset(name: Preset | str, seats: int, candidates: int, **changes: Any) -> Rule:
    """A rule as the preset has it: A and B with a majority of all deputies, C and D by votes alone."""
    kind = Preset(name)
    rule = Rule(preset=kind, seats=seats, candidates=candidates)
    if kind in (Preset.TOP, Preset.RANK):
        rule = replace(rule, passing=None)
    return replace(rule, **changes)


def problems(rule: Rule) -> list[Note]:
    """What makes a rule unusable; empty when the meeting may adopt it."""
    return list(_problems(rule))


def _problems(rule: Rule) -> Iterator[Note]:
    if not 1 <= rule.candidates <= MOST_CANDIDATES:
        yield Note("candidates_out_of_range", {"most": MOST_CANDIDATES})
    if not 1 <= rule.seats <= max(1, rule.candidates):
        yield Note("seats_out_of_range", {"candidates": rule.candidates})
    for name, share in (("quorum", rule.quorum), ("passing", rule.passing)):
        if share is not None and not _sensible(share):
            yield Note(f"{name}_not_a_share", {})
    yield from _form_problems(rule)


def _form_problems(rule: Rule) -> Iterator[Note]:
    if not 0 <= rule.least_marks <= rule.seats:
        yield Note("least_marks", {"seats": rule.seats})
    if rule.preset is Preset.PER_ITEM and rule.least_marks:
        yield Note("least_marks_per_item", {})
    if rule.preset is Preset.RANK and rule.passing is not None:
        yield Note("rank_without_majority", {})
    if rule.mixed_minimum < 1:
        yield Note("mixed_minimum", {})


def _sensible(share: Share) -> bool:
    """Between nothing and everything, and reachable: "more than all" can never hold."""
    inside = share.den > 0 and 0 < share.num <= share.den
    return inside and not (share.num == share.den and share.cmp is Compare.MORE)


def warnings(rule: Rule) -> list[Note]:
    """What a meeting should know before it adopts a rule; none of it forbids the rule."""
    found = []
    if rule.seats == rule.candidates:
        found.append(Note("no_surplus", {"seats": rule.seats}))
    if rule.passing is None:
        found.append(Note("no_majority", {}))
    if rule.passing is not None and rule.base is not Base.IN_OFFICE:
        found.append(Note("base_not_all", {"base": rule.base.value}))
    if rule.blank is Blank.VOID:
        found.append(Note("blank_is_void", {}))
    if rule.tie is Tie.ALL:
        found.append(Note("more_than_seats", {"seats": rule.seats}))
    if rule.preset is Preset.RANK:
        found.append(Note("paper_only", {}))
    return found


# Freezing -------------------------------------------------------------------------------------------------------------


def frozen(rule: Rule) -> str:
    """The rule as canonical JSON: what is kept when the meeting adopts it."""
    return json.dumps(asdict(rule), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(rule: Rule) -> str:
    """SHA-256 of the frozen rule: printed on the 票决办法, so that every copy can be compared."""
    return hashlib.sha256(frozen(rule).encode()).hexdigest()


_KINDS: Final[Mapping[str, Any]] = {
    "preset": Preset, "base": Base, "blank": Blank, "tie": Tie, "shortage": Shortage, "ranking": Ranking,
    "publish": Publish,
}  # fmt: skip


def thawed(raw: str) -> Rule:
    """A rule from its frozen form; raises ``ValueError`` for anything that `frozen` would not have written."""
    data = json.loads(raw)
    if not isinstance(data, dict) or set(data) != {one.name for one in fields(Rule)}:
        raise ValueError("not a rule")
    values = {name: _KINDS[name](value) if name in _KINDS else value for name, value in data.items()}
    for name in ("quorum", "passing"):
        share = values[name]
        if share is not None:
            values[name] = Share(share["num"], share["den"], Compare(share["cmp"]))
    found = Rule(**values)
    if frozen(found) != raw:
        raise ValueError("not a frozen rule")
    return found
