"""From counted rows to facts, and the parts that figures of matters and of suggestions have in common."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext_lazy as _

from lianxin.cases.figures.populations import Population
from lianxin.clocks.calendars import town_calendar
from lianxin.reports.figures.model import Fact, Part, Reader

CLOCK_PARTS: Final = (
    Part("met", _("按时"), "good"),
    Part("late", _("做了，但超时"), "warn"),
    Part("missing", _("到期还没做"), "bad"),
)
PROMISE_PARTS: Final = (
    Part("kept", _("按期兑现"), "good"),
    Part("kept_late", _("兑现了，但晚了"), "warn"),
    Part("changed", _("情况变化，已说明"), "info"),
    Part("missed", _("到期没有兑现"), "bad"),
    Part("today", _("今天到期"), "mute"),
)


def facts_by(population: Population, at: int = 0) -> Callable[[Reader], Iterable[Fact]]:
    """Facts by the parts of the population's dimension number ``at``."""

    def read(reader: Reader) -> list[Fact]:
        rows = population.facts(reader)
        return [Fact(row[0], row[-1], row[3 + at], key=row[2]) for row in rows]

    return read


def lasting(population: Population, *, working: bool = False) -> Callable[[Reader], Iterable[Fact]]:
    """Facts with how many days passed, calendar days or working days."""

    def read(reader: Reader) -> list[Fact]:
        rows = population.facts(reader)
        days = lru_cache(maxsize=None)(town_calendar().working_days_between) if working else lambda a, b: (b - a).days
        return [Fact(row[0], row[-1], "", max(days(row[1], row[0]), 0), row[2]) for row in rows]

    return read
