"""Pure decisions of the room: when two opinions are worth a question, when time may join, who leads.

Numbers are our defaults (待核); they are chosen on invented messages and the measurements named in docs/aggregation.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lianxin.aggregation.engine.wheres import Where
from lianxin.cases.issues.rules import Stands, lead_problem

#: From this score on a pair is worth a question, and at most so many pairs of one opinion.
ASK: Final = 0.2
MOST: Final = 4
#: From this score on a pair nobody has looked at is called likely.
LIKELY: Final = 0.3
#: What another place (words pasted for two compounds are nearly always two matters), and another category, take away
#: from what a question is worth.
FAR: Final = 0.3
OTHER_CATEGORY: Final = 0.8
#: What the same small place adds to the score of words that are alike anyway.
SAME_PLACE: Final = 0.06
#: A near-copy: so alike, and no shorter than so many signs; what is shorter two people may well say.
COPY: Final = 0.95
COPY_SIGNS: Final = 16
#: Below so many messages rare words cannot be told from common ones: likeness is then counted plainly.
FEW: Final = 200


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an opinion belongs: the path of its place, and its neighbourhood's (both empty when unknown)."""

    path: str = ""
    home: str = ""


def relation(one: Spot, other: Spot, words: Where) -> Where:
    """How two places stand: the places on record first, then what the words say.

    Places on record that exclude one another are a conflict; the same neighbourhood is no agreement yet: two
    buildings of it may have the same trouble.  Names in the words that exclude one another remain a conflict, unless
    both are recorded in one small place, where the endings of names (广场 in 广场舞) mislead: then nothing is said.
    """
    if one.home and other.home and one.home != other.home:
        return Where.CONFLICT
    small = bool(one.path) and one.path == other.path and one.path != one.home
    if words is Where.CONFLICT:
        return Where.UNKNOWN if small else words
    if small or one.path == other.path:
        return Where.SAME if small else words
    if one.path and other.path and (one.path.startswith(other.path) or other.path.startswith(one.path)):
        return words if words is Where.SAME else Where.CONTAINS
    if one.path and other.path and one.path not in {one.home, ""} and other.path not in {other.home, ""}:
        return Where.CONFLICT
    return words


@dataclass(frozen=True, slots=True)
class Judged:
    """What is stored of a pair: score, what a question is worth, and why."""

    score: float
    value: float
    veto: str
    reasons: tuple[str, ...]


def judged(score: float, *, where: Where, veto: str, reasons: Sequence[str], same_category: bool | None) -> Judged:
    """Score and worth of a question: likely pairs first; another place or category comes later, not never."""
    found = list(reasons)
    if where is Where.SAME:
        score = min(1.0, score + SAME_PLACE)
    value = score
    if where is Where.CONFLICT or veto:
        value *= FAR
        veto = veto or "places"
    if same_category is False:
        value *= OTHER_CATEGORY
        found.append("other_category")
    elif same_category:
        found.append("same_category")
    if where is Where.SAME and "same_place" not in found:
        found.append("same_place")
    return Judged(round(score, 4), round(value, 4), veto, tuple(dict.fromkeys(found)))


def worth_asking(pair: Judged) -> bool:
    """Whether a person should look at it."""
    return pair.score >= ASK


def may_join_by_itself(
    *, likeness: float, where: Where, veto: str, signs: int, waiting: bool, small_place: bool
) -> bool:
    """Time joins near-copies of one small place that nobody has begun to handle; everything else is for people."""
    return likeness >= COPY and signs >= COPY_SIGNS and where is Where.SAME and not veto and waiting and small_place


# --- what may be shown to everybody -----------------------------------------------------------------

#: An issue in which fewer people speak is not made public, a neighbourhood from which fewer speak is not named: who
#: knows the place would know the person (our default, 待核).
FEWEST: Final = 5


def may_be_public(people: int) -> bool:
    """Whether enough people speak in an issue for it to be shown to everybody."""
    return people >= FEWEST


def public_places(people: Mapping[str, int]) -> tuple[tuple[str, ...], int]:
    """The neighbourhoods that may be named (most people first), and how many others there are."""
    named = sorted((name for name, n in people.items() if n >= FEWEST), key=lambda name: (-people[name], name))
    return tuple(named), len(people) - len(named)


# --- who leads ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Side:
    """One of two matters as joining sees it: the matter that stands for it (its issue's lead), who follows that."""

    lead: int
    stands: Stands
    issue: int | None = None
    followers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Who leads, who comes to it, and which issue must be dissolved first; ``code`` says why nothing can be joined."""

    lead: int = 0
    followers: tuple[int, ...] = ()
    dissolve: int | None = None
    code: str = ""


def plan(one: Side, other: Side) -> Plan:
    """Bring two sides together: the one with more voices leads where it may, else the other.

    ``one`` is the earlier.  A follower is always the lead of its own issue or alone, so nobody leaves an issue without
    all its people.
    """
    if one.lead == other.lead:
        return Plan(one.lead)
    first, second = (other, one) if len(other.followers) > len(one.followers) else (one, other)
    codes = []
    for lead, rest in ((first, second), (second, first)):
        alone = replace(rest.stands, in_issue=False)
        code = lead_problem(replace(lead.stands, leads=lead.issue is not None), alone)
        if not code:
            return Plan(lead.lead, (rest.lead, *rest.followers), rest.issue)
        codes.append(code)
    return Plan(code=codes[0])


# --- never asked again -----------------------------------------------------------------------------


def groups_apart(kept: Iterable[tuple[int, int]], group: Mapping[int, int]) -> set[tuple[int, int]]:
    """Groups of which somebody has said that they are not the same; ``group`` maps a matter to its issue's lead."""
    return {_ordered(group.get(a, a), group.get(b, b)) for a, b in kept}


def still_open(one: int, other: int, group: Mapping[int, int], apart: set[tuple[int, int]]) -> bool:
    """Whether a question about two matters is still one: not together yet, and not kept apart through others."""
    a, b = group.get(one, one), group.get(other, other)
    return a != b and _ordered(a, b) not in apart


def _ordered(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a <= b else (b, a)
