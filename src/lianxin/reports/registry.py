"""The registry of figures: nobody counts twice, and every number carries its definition.

A figure is a count or a share with numerator, denominator and n; a share without them cannot be made. Most figures are
measures (:mod:`lianxin.reports.figures.model`): they know their parts, their days, their rows and their cut-off.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from lianxin.core.clock import today
from lianxin.db.models import Town
from lianxin.reports.figures.model import Measure, Reader, Scope, Summary, summed, within

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Period:
    """Civil days from ``first`` to ``last``, both included; a period that ends before it begins is a ``ValueError``.

    ``as_of`` is the cut-off: what happened after the end of that day does not count; None counts up to today.
    """

    first: dt.date
    last: dt.date
    as_of: dt.date | None = None

    def __post_init__(self) -> None:
        """Check the order."""
        if self.last < self.first:
            raise ValueError("a period ends after it begins")


@dataclass(frozen=True, slots=True)
class Figure:
    """One computed figure.

    ``numerator`` counts; ``denominator`` is what it is a share of (``None`` for a plain count); ``n`` is how many
    objects were looked at; ``rows_url`` leads to the objects behind it.
    """

    numerator: int
    denominator: int | None
    n: int
    rows_url: str = ""

    @property
    def share(self) -> float | None:
        """The share in percent with one decimal; ``None`` for a plain count and where there is nothing to divide by."""
        return round(100 * self.numerator / self.denominator, 1) if self.denominator else None


Compute = Callable[[Period, Town], Figure]


@dataclass(frozen=True, slots=True)
class Definition:
    """A registered figure: stable code, title, definition (the formula in words), unit, and who computes it."""

    code: str
    title: Words
    definition: Words
    unit: Words
    compute: Compute
    measure: Measure | None = None


_figures: dict[str, Definition] = {}


def figure(code: str, title: Words, definition: Words, unit: Words, compute: Compute) -> Definition:
    """Register a figure; registering the same code again replaces it.

    ``compute`` runs in the town's scope.
    """
    entry = Definition(code, title, definition, unit, compute)
    _figures[code] = entry
    return entry


def measure(entry: Measure) -> Definition:
    """Register a measure; it is a figure like the others, with parts, days and rows."""

    def compute(period: Period, town: Town) -> Figure:
        found = summary(entry, Reader(scope_of(period, town)))
        share = found.numerator is not None
        return Figure(found.numerator if found.numerator is not None else found.n, found.n if share else None, found.n)

    made = Definition(entry.code, entry.title, entry.formula, entry.unit, compute, entry)
    _figures[entry.code] = made
    return made


def scope_of(period: Period, town: Town) -> Scope:
    """A period of a town as the scope of a measure."""
    return Scope(town, period.first, period.last, period.as_of or today())


def summary(entry: Measure, reader: Reader) -> Summary:
    """A measure summed up for what the reader asks."""
    facts = entry.facts(reader)
    return summed(entry, facts if entry.is_stock else within(facts, reader.scope.first, reader.scope.until))


def known() -> tuple[Definition, ...]:
    """All registered figures, in the order of registration."""
    return tuple(_figures.values())


def measures() -> tuple[Measure, ...]:
    """All registered measures, in the order of registration."""
    return tuple(one.measure for one in _figures.values() if one.measure is not None)


def measure_of(code: str) -> Measure | None:
    """One measure; None for an unknown one."""
    found = _figures.get(code)
    return found.measure if found else None
