"""The registry of figures: nobody counts twice, and every number carries its definition.

A figure is a count or a share with numerator, denominator and n; a share without them cannot be made.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from lianxin.db.models import Town

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Period:
    """Civil days from ``first`` to ``last``, both included; a period that ends before it begins is a ``ValueError``."""

    first: dt.date
    last: dt.date

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


_figures: dict[str, Definition] = {}


def figure(code: str, title: Words, definition: Words, unit: Words, compute: Compute) -> Definition:
    """Register a figure; registering the same code again replaces it.

    ``compute`` runs in the town's scope.
    """
    entry = Definition(code, title, definition, unit, compute)
    _figures[code] = entry
    return entry


def known() -> tuple[Definition, ...]:
    """All registered figures, in the order of registration."""
    return tuple(_figures.values())
