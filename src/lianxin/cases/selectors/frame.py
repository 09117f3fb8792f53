"""What every list and every case page rests on: calendar, lists of words, units and neighbourhoods; one statement.

Calendar and lists are kept in the process and read anew only when their marks changed, so a page never shows an old
word: the marks themselves are read each time.
"""

import datetime as dt
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from django.db.models import Count, Max

from lianxin.cases import lists
from lianxin.cases.models import SupervisionMark
from lianxin.clocks.calendars import calendar_of
from lianxin.clocks.models import CalendarYear
from lianxin.core.workdays import WorkCalendar
from lianxin.db import prepared
from lianxin.db.scope import current_town_id
from lianxin.db.unions import Shape
from lianxin.places.models import ListItem, Place, PlaceKind, Unit
from lianxin.ui.lists import Pairs

_SHAPE: Final = Shape(id="number", sort="number", at="moment", name="text", short="text", code="text")


def _listed() -> Any:
    """How many entries the lists of the town have, and the newest: changes whenever one is added or superseded."""
    return ListItem.objects.filter(is_current=True).order_by().values("town").annotate(n=Count("id"), last=Max("id"))


_NONE: Final = Pairs()


@dataclass(frozen=True, slots=True)
class Frame:
    """Calendar, lists, and (if asked for) the active units and neighbourhoods as pairs of id and short name.

    ``mark`` changes whenever calendar or lists do, and from town to town.
    """

    calendar: WorkCalendar
    book: lists.Book
    units: Pairs = _NONE
    unit_names: Mapping[str, str] = field(default_factory=dict)
    homes: Pairs = _NONE
    counted_until: dt.datetime | None = None
    mark: Hashable = None


def read(*, units: bool = False, counted: bool = False) -> Frame:
    """The frame of the current town; one statement, more only after calendar or lists changed.

    ``counted`` asks as well until when the 督查总表 has counted (``counted_until``, ``None`` before the first count).
    """
    key = ("frame", units, counted)
    said = prepared.made(key, lambda: _SHAPE.joined(_parts(units, counted)), _said)
    return Frame(
        calendar_of(said.years), lists.book_of(said.mark), said.units, said.names, said.homes, said.until,
        (current_town_id(), said.years, said.mark),
    )  # fmt: skip


class _Said(NamedTuple):
    """What the statement said, put in order."""

    years: tuple[tuple[int, dt.datetime], ...]
    mark: tuple[int, int | None]
    units: Pairs
    names: Mapping[str, str]
    homes: Pairs
    until: dt.datetime | None


def _said(rows: list[tuple[Any, ...]]) -> _Said:
    """Calendar years, the mark of the lists, units and neighbourhoods in their order."""
    by_kind: dict[str, list[tuple[Any, ...]]] = {kind: [] for kind in ("year", "lists", "unit", "home", "counted")}
    for kind, *values in rows:
        by_kind[kind].append(tuple(values))
    return _Said(
        tuple(sorted((sort, at) for _pk, sort, at, *_words in by_kind["year"])),
        next(((sort, pk) for pk, sort, *_words in by_kind["lists"]), (0, None)),
        _pairs(by_kind["unit"]),
        {code: name for _pk, _sort, _at, name, _short, code in by_kind["unit"]},
        _pairs(by_kind["home"]),
        next((at for _pk, _sort, at, *_words in by_kind["counted"]), None),
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


def _pairs(found: list[tuple[Any, ...]]) -> Pairs:
    """Id and label in the order of the lists."""
    return Pairs((str(pk), short or name) for pk, _sort, _at, name, short, _code in sorted(found, key=_order))


def _order(row: tuple[Any, ...]) -> tuple[int, int]:
    return row[1], row[0]
