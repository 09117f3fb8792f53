"""Counting fields typed and fields filled by themselves; rooms register the sheets they keep."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from lianxin.core.clock import day_bounds
from lianxin.reports.models import FilledForm
from lianxin.reports.registry import Period

Words = str | Promise
#: The goal the town sets itself: of a hundred fields eighty fill themselves. Source: own goal, not a rule.
GOAL: Final = 80


class Field(NamedTuple):
    """One field of an official record; ``filled`` says on which rows it stands (None: on every row)."""

    label: Words
    filled: Q | None = None


class Counted(NamedTuple):
    """How many records, and how many of their fields filled themselves and were typed."""

    records: int
    by_itself: int
    by_hand: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A kind of official record: its rows of a period, and its fields by who fills them."""

    code: str
    label: Words
    rows: Callable[[Period], QuerySet[Any]]
    by_itself: Sequence[Field]
    by_hand: Sequence[Field]
    note: Words = ""

    def counted(self, period: Period) -> Counted:
        """Count the fields; one statement."""
        asked = {f"own{at}": _count(one) for at, one in enumerate(self.by_itself)}
        asked |= {f"hand{at}": _count(one) for at, one in enumerate(self.by_hand)}
        found = self.rows(period).order_by().aggregate(n=Count("pk"), **asked)
        own = sum(found[f"own{at}"] for at in range(len(self.by_itself)))
        return Counted(found["n"], own, sum(found[f"hand{at}"] for at in range(len(self.by_hand))))


def _count(one: Field) -> Count:
    return Count("pk") if one.filled is None else Count("pk", filter=one.filled)


_sheets: dict[str, Sheet] = {}


def sheet(entry: Sheet) -> None:
    """Register a sheet; the same code again replaces it."""
    _sheets[entry.code] = entry


def sheets() -> tuple[Sheet, ...]:
    """All registered sheets, in the order of registration."""
    return tuple(_sheets.values())


#: The superior's forms count place by place, as each filling wrote it down.
FORMS_LABEL: Final = gettext_lazy("上级的空白表（对表套打）")


def superior_forms(period: Period) -> Counted:
    """The filled places of the superior's forms made in the period; one statement."""
    start, end = day_bounds(period.first)[0], day_bounds(period.last)[1]
    made = FilledForm.objects.filter(made_at__gte=start, made_at__lt=end)
    found = made.aggregate(n=Count("pk"), own=Sum("by_itself"), hand=Sum("by_hand"))
    return Counted(found["n"], found["own"] or 0, found["hand"] or 0)
