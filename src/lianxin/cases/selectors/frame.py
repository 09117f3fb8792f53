"""What every list and every case page rests on: calendar, lists of words, units and neighbourhoods; one statement.

Calendar and lists are kept in the process and read anew only when their marks changed, so a page never shows an old
word: the marks themselves are read each time.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Count, Max

from lianxin.cases import lists
from lianxin.cases.models import SupervisionMark
from lianxin.clocks.calendars import calendar_of
from lianxin.clocks.models import CalendarYear
from lianxin.core.workdays import WorkCalendar
from lianxin.db import prepared
from lianxin.db.unions import Shape
from lianxin.places.models import ListItem, Place, PlaceKind, Unit

_SHAPE: Final = Shape(id="number", sort="number", at="moment", name="text", short="text", code="text")


def _listed() -> Any:
    """How many entries the lists of the town have, and the newest: changes whenever one is added or superseded."""
    return ListItem.objects.filter(is_current=True).order_by().values("town").annotate(n=Count("id"), last=Max("id"))


@dataclass(frozen=True, slots=True)
class Frame:
    """Calendar, lists, and (if asked for) the active units and neighbourhoods as pairs of id and short name."""

    calendar: WorkCalendar
    book: lists.Book
    units: tuple[tuple[str, str], ...] = ()
    unit_names: Mapping[str, str] = field(default_factory=dict)
    homes: tuple[tuple[str, str], ...] = ()
    counted_until: dt.datetime | None = None


def read(*, units: bool = False, counted: bool = False) -> Frame:
    """The frame of the current town; one statement, more only after calendar or lists changed.

    ``counted`` asks as well until when the 督查总表 has counted (``counted_until``, ``None`` before the first count).
    """
    years: list[tuple[int, dt.datetime]] = []
    found: dict[str, list[tuple[int, int, str]]] = {"unit": [], "home": []}
    mark: tuple[int, int | None] = (0, None)
    names: dict[str, str] = {}
    until: dt.datetime | None = None
    key = ("frame", units, counted)
    for kind, pk, sort, at, name, short, code in prepared.read(key, lambda: _SHAPE.joined(_parts(units, counted))):
        if kind == "year":
            years.append((sort, at))
        elif kind == "counted":
            until = at
        elif kind in found:
            found[kind].append((sort, pk, short or name))
            if kind == "unit":
                names[code] = name
        else:
            mark = (sort, pk)
    return Frame(
        calendar_of(tuple(sorted(years))),
        lists.book_of(mark),
        _pairs(found["unit"]),
        names,
        _pairs(found["home"]),
        until,
    )


def _parts(units: bool, counted: bool) -> list[Any]:
    """The marks, and the units and neighbourhoods, and the mark of the count, if asked for."""
    parts = [
        _SHAPE.part(CalendarYear.objects.all(), "year", sort="year", at="changed_at"),
        _SHAPE.part(_listed(), "lists", id="last", sort="n"),
    ]
    if counted:
        parts.append(_SHAPE.part(SupervisionMark.objects.all(), "counted", at="seen_until"))
    if units:
        active = Unit.objects.filter(is_active=True)
        parts.append(_SHAPE.part(active, "unit", sort="sort", name="name", short="short_name", code="code"))
        homes = Place.objects.filter(kind=PlaceKind.NEIGHBOURHOOD, is_active=True)
        parts.append(_SHAPE.part(homes, "home", sort="sort", name="name", short="short_name", code="code"))
    return parts


def _pairs(found: list[tuple[int, int, str]]) -> tuple[tuple[str, str], ...]:
    """Id and label in the order of the lists."""
    return tuple((str(pk), label) for _sort, pk, label in sorted(found))
