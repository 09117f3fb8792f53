"""Which line of the 权责表 applies: pure comparison, no database.

A line is more specific than another when it is at least as specific in category, place and
jurisdiction, and more specific in one of them.  If several lines remain that nobody beats and they name
different leads, that is a tie: it is reported, not guessed, because a clerk must decide.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """What the choice needs to know of a line.

    ``category`` is a category id; ``place`` a place id or ``None`` (anywhere); ``jurisdiction`` empty means any;
    ``lead`` is equal for lines that lead to the same unit.  ``valid_to`` is inclusive.
    """

    key: int
    category: int
    place: int | None
    jurisdiction: str
    lead: str
    valid_from: dt.date
    valid_to: dt.date | None

    def holds_on(self, day: dt.date) -> bool:
        """Whether the line holds on a civil date."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Matter:
    """What is to be routed: ids from the top down, ``places`` and ``categories`` both ending with the exact one."""

    categories: Sequence[int]
    places: Sequence[int]
    jurisdiction: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The outcome: ``line`` when one lead remains, else ``tied`` lines (several leads) or neither (no line)."""

    line: Line | None
    tied: tuple[Line, ...] = ()


def choose(lines: Iterable[Line], matter: Matter, day: dt.date) -> Choice:
    """The most specific line for a matter on a civil date."""
    scored = [(_specificity(line, matter), line) for line in lines if line.holds_on(day) and _fits(line, matter)]
    best = [(score, line) for score, line in scored if not any(_beats(other, score) for other, _line in scored)]
    if not best:
        return Choice(None)
    if len({line.lead for _score, line in best}) > 1:
        return Choice(None, tuple(sorted((line for _score, line in best), key=lambda line: line.key)))
    return Choice(max(best, key=lambda pair: (pair[0], -pair[1].key))[1])


def _fits(line: Line, matter: Matter) -> bool:
    return (
        line.category in matter.categories
        and (line.place is None or line.place in matter.places)
        and line.jurisdiction in {"", matter.jurisdiction}
    )


def _specificity(line: Line, matter: Matter) -> tuple[int, int, int]:
    """How deep the line goes in category, place and jurisdiction."""
    place = 0 if line.place is None else 1 + list(matter.places).index(line.place)
    return (list(matter.categories).index(line.category), place, int(bool(line.jurisdiction)))


def _beats(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return one != other and all(a >= b for a, b in zip(one, other, strict=True))
