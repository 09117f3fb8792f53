"""Who takes over from whom: pure, and the same for the same register, so that a preview is what happens.

Town and district deputies are followed in their constituency (选区), city deputies in each of their contact communities
(联系社区).  Where several could follow, newly elected ones come first, then whoever has taken over least, then the
order of the register: our own default, to be confirmed (待核); the office may name somebody else.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

CONTINUES: Final = "continues"
ELSEWHERE: Final = "elsewhere"
LEAVES: Final = "leaves"
NEW: Final = "new"

CONSTITUENCY: Final = "constituency"
CONTACT: Final = "contact"
HAND: Final = "hand"

#: A constituency or a contact place covers another when one lies in the other; paths are ``/id/id/``.
Paths = frozenset[str]


@dataclass(frozen=True, slots=True)
class Holder:
    """A deputy with a mandate: where from, and which places (id → path) the deputy keeps in touch with."""

    deputy: int
    sort: int
    constituency: int | None = None
    contacts: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """What the change means for one deputy, at one contact place where that decides."""

    deputy: int
    fate: str
    place: int | None = None
    successor: int | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A change: who held office, who holds it now, who holds a mandate of another congress, what covers what.

    ``areas`` gives the paths of a constituency's places: constituencies are drawn anew for a term, so the same ground
    may have another name.  ``by_contact`` for city deputies, who have no constituency.  ``chosen`` is what the office
    said: (deputy, place) → successor, ``None`` for nobody.
    """

    old: Sequence[Holder]
    new: Sequence[Holder]
    elsewhere: frozenset[int] = frozenset()
    areas: Mapping[int, Paths] = field(default_factory=dict)
    by_contact: bool = False
    chosen: Mapping[tuple[int, int | None], int | None] = field(default_factory=dict)


def plan(change: Change) -> tuple[Line, ...]:
    """The lines of a change: leaving ones first with their successors, then who continues, then who is new."""
    present = {one.deputy for one in change.new}
    before = {one.deputy for one in change.old}
    leaving = [one for one in _sorted(change.old) if one.deputy not in present | change.elsewhere]
    taken: Counter[int] = Counter()
    lines = [line for one in leaving for line in _left_by(one, change, before, taken)]
    for one in _sorted(change.old):
        if one.deputy in present:
            lines.append(Line(one.deputy, CONTINUES))
        elif one.deputy in change.elsewhere:
            lines.append(Line(one.deputy, ELSEWHERE))
    return (*lines, *(Line(one.deputy, NEW) for one in _sorted(change.new) if one.deputy not in before))


def _sorted(holders: Iterable[Holder]) -> list[Holder]:
    return sorted(holders, key=lambda one: (one.sort, one.deputy))


def _left_by(one: Holder, change: Change, before: set[int], taken: Counter[int]) -> Iterable[Line]:
    """A line, or one for each contact place."""
    places: Sequence[int | None] = sorted(one.contacts) if change.by_contact and one.contacts else [None]
    for place in places:
        if (one.deputy, place) in change.chosen:
            named = change.chosen[one.deputy, place]
            yield Line(one.deputy, LEAVES, place, named, HAND)
            continue
        able = _able(one, place, change)
        found = min(able, key=lambda new: (new.deputy in before, taken[new.deputy], new.sort, new.deputy), default=None)
        if found is None:
            yield Line(one.deputy, LEAVES, place)
            continue
        taken[found.deputy] += 1
        yield Line(one.deputy, LEAVES, place, found.deputy, CONTACT if change.by_contact else CONSTITUENCY)


def _able(one: Holder, place: int | None, change: Change) -> list[Holder]:
    """Who could follow."""
    others = [new for new in change.new if new.deputy != one.deputy]
    if change.by_contact:
        here = frozenset({one.contacts[place]}) if place is not None else frozenset()
        return [new for new in others if meets(here, frozenset(new.contacts.values()))]
    ground = change.areas.get(one.constituency or 0, frozenset())
    return [
        new
        for new in others
        if new.constituency is not None
        and (new.constituency == one.constituency or meets(ground, change.areas.get(new.constituency, frozenset())))
    ]


def meets(here: Paths, there: Paths) -> bool:
    """Whether a place of one lies in a place of the other."""
    return any(one.startswith(other) or other.startswith(one) for one in here for other in there)


@dataclass(frozen=True, slots=True)
class Heir:
    """A line that has a successor or none, with the path of its place (empty: whatever else there is)."""

    line: int
    path: str
    successor: int | None


def line_for(place_path: str, heirs: Sequence[Heir]) -> Heir:
    """Which line a thing at a place passes by: the narrowest place that covers it.

    A thing outside every contact place passes with the only successor there is; where there are several it waits for
    the office, so that nobody gets what nobody decided.
    """
    inside = [one for one in heirs if one.path and place_path.startswith(one.path)]
    if inside:
        return max(inside, key=lambda one: (len(one.path), one.successor is not None))
    open_ones = [one for one in heirs if not one.path]
    if open_ones:
        return open_ones[0]
    named = {one.successor for one in heirs}
    return heirs[0] if len(named) == 1 else Heir(heirs[0].line, "", None)
