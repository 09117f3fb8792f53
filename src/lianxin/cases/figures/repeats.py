"""Repeats: the same kind of matter at the same place, or of the same issue, within ninety days.

Source: the definition of the domain notes (repeat = same cluster and same place within 90 days); 待核.
"""

import datetime as dt
from dataclasses import replace
from typing import Any, Final, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet

from lianxin.cases.figures.populations import KEYS, counted
from lianxin.cases.models import Case
from lianxin.reports.figures.model import Fact, Reader, Scope

#: How many days back an earlier matter makes this one a repeat.
DAYS: Final = 90
#: How many repeats at most are listed behind the figure.
MOST_LISTED: Final = 5_000


class _Came(NamedTuple):
    """One matter that came in: what tells whether it repeats another, and whether it is asked about at all."""

    day: dt.date
    place: int | None
    category: int | None
    issue: int | None
    inside: bool
    key: Any
    pk: int


def facts(reader: Reader) -> list[Fact]:
    """Matters received, each once or more by part ``repeat`` or ``first``."""
    return [Fact(one.day, 1, "repeat" if again else "first", key=one.key) for one, again in _judged(reader)]


def cases(scope: Scope, part: str = "") -> QuerySet[Case]:
    """The matters behind; of the repeats the newest :data:`MOST_LISTED`."""
    rows = counted(scope).filter(received_on__range=(scope.first, scope.until))
    if not part:
        return rows
    wanted = [one.pk for one, again in _judged(Reader(scope)) if again == (part == "repeat") and one.day >= scope.first]
    return rows.filter(pk__in=wanted[-MOST_LISTED:])


def _judged(reader: Reader) -> list[tuple[_Came, bool]]:
    found: list[tuple[_Came, bool]] = reader.once("repeats", lambda one: _read(one.scope, one.by))
    return found


def _read(scope: Scope, by: str) -> list[tuple[_Came, bool]]:
    """Every matter of the period with whether an earlier one stands within the days; one statement.

    An earlier matter counts whatever its unit or track: who handles it may have changed.
    """
    everywhere = replace(scope, unit=None, place="", category=None, track="")
    rows = counted(everywhere).filter(received_on__range=(scope.first - dt.timedelta(days=DAYS), scope.until))
    inside = ExpressionWrapper(Q(pk__in=counted(scope).order_by().values("pk")), BooleanField())
    rows = rows.annotate(inside=inside if scope.is_narrowed else ExpressionWrapper(Q(pk__isnull=False), BooleanField()))
    key = F(KEYS[by]) if by else F("track")
    names = ("received_on", "place_id", "category_id", "issue_ref", "inside", key, "pk")
    last: dict[tuple[str, Any], dt.date] = {}
    found = []
    for values in rows.order_by("received_on", "pk").values_list(*names):
        one = _Came(*values)
        again = False
        for mark in _marks(one):
            again |= mark in last and (one.day - last[mark]).days <= DAYS
            last[mark] = one.day
        if one.inside and one.day >= scope.first:
            found.append((one, again))
    return found


def _marks(one: _Came) -> list[tuple[str, Any]]:
    """What this matter shares with those it may repeat."""
    marks: list[tuple[str, Any]] = []
    if one.place is not None and one.category is not None:
        marks.append(("place", (one.place, one.category)))
    if one.issue is not None:
        marks.append(("issue", one.issue))
    return marks
