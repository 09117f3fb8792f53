"""What a measure is: its definition in words, and the counted facts it is summed from."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise

from lianxin.db.models import Town
from lianxin.reports.figures import rules

if TYPE_CHECKING:
    from lianxin.ui.lists import ListSpec

Words = str | Promise

COUNT: Final = "count"
SHARE: Final = "share"
DAYS: Final = "days"
GRADES: Final = "grades"


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked: days from ``first`` to ``last`` (both included), as of the end of ``as_of``, and what is left in.

    ``unit`` and ``category`` are ids, ``place`` the path of a place, ``track`` a code; None or "" asks for all.
    """

    town: Town
    first: dt.date
    last: dt.date
    as_of: dt.date
    unit: int | None = None
    place: str = ""
    category: int | None = None
    track: str = ""

    @property
    def until(self) -> dt.date:
        """The last day that counts: the end of the period, or the cut-off where that is earlier."""
        return min(self.last, self.as_of)

    @property
    def is_narrowed(self) -> bool:
        """Say whether something else than the period narrows."""
        return bool(self.unit or self.place or self.category or self.track)


class Fact(NamedTuple):
    """So many matters of one kind on one day: which part they belong to, how many days they took, and their group."""

    day: dt.date
    n: int
    part: str = ""
    days: int | None = None
    key: Any = None


class Part(NamedTuple):
    """One part of a distribution in words; ``tone`` is one of the design system's."""

    code: str
    label: Words
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads facts for a scope, once each; ``by`` groups them: ``unit`` ``place`` ``category`` ``track`` or nothing.

    ``whole`` says that every measure will be asked, so that what can be read together is read in one statement.
    """

    scope: Scope
    by: str = ""
    whole: bool = False
    kept: dict[str, Any] = field(default_factory=dict, compare=False)

    def once(self, name: str, load: Callable[["Reader"], Any]) -> Any:
        """What ``load`` returns, read the first time only."""
        if name not in self.kept:
            self.kept[name] = load(self)
        return self.kept[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A figure with everything one must know to trust it.

    ``formula`` says how it is counted, ``counted`` who counts, ``left_out`` what does not, ``source`` where the rule
    comes from and ``confirmed`` whether the town has confirmed it. ``parts`` are the parts of the distribution in
    order, ``numerator`` those that make the share. ``rows`` gives the objects behind (all, or those of one part),
    already narrowed to what the asking person may open, with the list that shows them. A ``is_stock`` figure tells how
    things stand at the cut-off and has no trend.
    """

    code: str
    title: Words
    group: Words
    unit: Words
    kind: str
    formula: Words
    counted: Words
    left_out: Words
    source: Words
    confirmed: bool = False
    parts: tuple[Part, ...] = ()
    numerator: frozenset[str] = frozenset()
    day_words: Words = ""
    facts: Callable[[Reader], Iterable[Fact]]
    rows: Callable[[HttpRequest, Scope, str], "tuple[ListSpec, QuerySet[Any]]"]
    is_stock: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """A measure summed up."""

    n: int
    parts: tuple[tuple[Part, int], ...] = ()
    numerator: int | None = None
    days: Counter[int] = field(default_factory=Counter)

    @property
    def median(self) -> float | None:
        """The middle number of days."""
        return rules.median(self.days)

    @property
    def p90(self) -> int | None:
        """Nine of ten took no longer."""
        return rules.percentile(self.days, 90)

    @property
    def share(self) -> float | None:
        """The share in percent; None where there is no numerator or nothing to divide by."""
        return None if self.numerator is None or not self.n else round(100 * self.numerator / self.n, 1)


def summed(measure: Measure, facts: Iterable[Fact]) -> Summary:
    """Sum facts up as the measure wants it."""
    parts: Counter[str] = Counter()
    days: Counter[int] = Counter()
    total = 0
    for fact in facts:
        total += fact.n
        parts[fact.part] += fact.n
        if fact.days is not None:
            days[fact.days] += fact.n
    found = tuple((part, parts[part.code]) for part in measure.parts)
    share = sum(parts[code] for code in measure.numerator) if measure.kind == SHARE else None
    return Summary(total, found, share, days)


def within(facts: Iterable[Fact], first: dt.date, last: dt.date) -> list[Fact]:
    """The facts of some days."""
    return [fact for fact in facts if first <= fact.day <= last]


def by_month(facts: Iterable[Fact], starts: Sequence[dt.date]) -> dict[dt.date, list[Fact]]:
    """The facts of each month."""
    found: dict[dt.date, list[Fact]] = {start: [] for start in starts}
    for fact in facts:
        month = rules.month_of(fact.day)
        if month in found:
            found[month].append(fact)
    return found


def by_key(facts: Iterable[Fact]) -> dict[Any, list[Fact]]:
    """The facts of each group."""
    found: dict[Any, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.key, []).append(fact)
    return found
