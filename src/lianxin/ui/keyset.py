"""Keyset pages over (sort field, id): stable under inserts, the same cost on page 1 and page 1,000."""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date, parse_datetime

from lianxin.db import prepared

#: A list as a queryset, or what makes it.
Rows = QuerySet[Any, Any] | Callable[[], QuerySet[Any, Any]]


@dataclass(frozen=True)
class Place:
    """A position between two rows: the sort value and id of the row beside it, and the direction to read."""

    value: Any
    pk: int
    backwards: bool = False

    def text(self) -> str:
        """As written in the address; carries no personal data beyond the sort value."""
        kind, value = _packed(self.value)
        raw = json.dumps([kind, value, str(self.pk), int(self.backwards)], ensure_ascii=False)
        return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The position written in an address; None for anything damaged, which shows the first page."""
        try:
            raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            kind, value, pk, backwards = json.loads(raw)
            return cls(_unpacked(kind, value), int(pk), bool(backwards)) if text else None
        except (ValueError, TypeError, binascii.Error):
            return None


def _packed(value: Any) -> tuple[str, Any]:
    if isinstance(value, dt.datetime):
        return "t", value.isoformat()
    if isinstance(value, dt.date):
        return "d", value.isoformat()
    return ("i", str(value)) if isinstance(value, int) else ("s", str(value))


def _unpacked(kind: str, value: Any) -> Any:
    """Raises ``ValueError`` when the value does not fit its kind."""
    readers = {"t": parse_datetime, "d": parse_date, "i": int, "s": str}
    if kind not in readers:
        raise ValueError("unknown kind of sort value")
    found = readers[kind](str(value))  # type: ignore[operator]
    if found is None or (isinstance(found, dt.datetime) and found.tzinfo is None):
        raise ValueError("unreadable sort value")
    return found


@dataclass(frozen=True)
class Slice:
    """One page of objects and the positions of its neighbours (None: there is no such page)."""

    objects: list[Any]
    next_place: Place | None
    previous_place: Place | None


@dataclass(frozen=True)
class Kept:
    """A list of plain values whose statement is kept (`lianxin.db.prepared`).

    *key* says all that the statement depends on besides filter, order and town; *make* turns a row's values into what
    the list prints.
    """

    key: Hashable
    make: Callable[[Iterable[Any]], Any]


def slice_page(
    rows: Rows, path: str, descending: bool, place: Place | None, size: int, kept: Kept | None = None
) -> Slice:
    """Read one page with one statement; *path* is a NOT NULL field, ties are broken by primary key.

    *rows* may be what makes the queryset: with *kept* it is then made only when its statement is not there yet.
    """
    backwards = bool(place and place.backwards)
    down = descending != backwards

    def wanted() -> QuerySet[Any, Any]:
        return _from(rows() if callable(rows) else rows, path, down, place)[: size + 1]

    found = list(wanted()) if kept is None else [kept.make(row) for row in prepared.read(kept.key, wanted)]
    more = len(found) > size
    objects = found[:size][::-1] if backwards else found[:size]
    if not objects:
        return Slice([], None, None)
    has_next, has_previous = (True, more) if backwards else (more, place is not None)
    return Slice(
        objects,
        Place(_value(objects[-1], path), objects[-1].pk) if has_next else None,
        Place(_value(objects[0], path), objects[0].pk, backwards=True) if has_previous else None,
    )


def _from(rows: QuerySet[Any, Any], path: str, down: bool, place: Place | None) -> QuerySet[Any, Any]:
    """The rows in the order they are read in, from a position on."""
    sign, sense = ("-", "lt") if down else ("", "gt")
    if place is not None:
        rows = rows.filter(Q(**{f"{path}__{sense}": place.value}) | Q(**{path: place.value, f"pk__{sense}": place.pk}))
    return rows.order_by(f"{sign}{path}", f"{sign}pk") if path != "pk" else rows.order_by(f"{sign}pk")


def _value(obj: Any, path: str) -> Any:
    """Follow ``a__b`` on an object."""
    for part in path.split("__"):
        obj = getattr(obj, part)
    return obj
