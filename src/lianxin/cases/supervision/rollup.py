"""Keeping the roll-up: months whose matters moved are counted anew, whole, so that it always equals a recount.

A minute's job looks into the log for matters that changed since the last time; on a new day every month that still has
open matters is counted again, since time alone makes them overdue. Sealed matters and undone imports are never counted.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Final

from django.db.models import Count, Q

from lianxin.cases import workflow
from lianxin.cases.actions.base import KIND
from lianxin.cases.models import IMPORT_UNDONE, Case, SupervisionCell, SupervisionMark
from lianxin.core.clock import now, today
from lianxin.db.models import Town
from lianxin.db.scope import current_town_id
from lianxin.db.transactions import write
from lianxin.journal import jobs
from lianxin.journal.models import LogEntry
from lianxin.places.models import Place, PlaceKind

#: A transaction that was open meanwhile may write a line of the log with an earlier moment.
OVERLAP: Final = dt.timedelta(minutes=10)
#: Cells written in one statement.
BATCH: Final = 500

_OPEN: Final = Q(state__in=workflow.OPEN_STATES)
#: What is counted, by field of the cell.
COUNTS: Final = {
    "received": Q(pk__isnull=False),
    "open_now": _OPEN,
    "overdue": _OPEN,
    "answered": Q(replied_on__isnull=False),
    "solved": Q(resident_says="solved"),
    "unsolved": Q(resident_says="unsolved"),
    "closed": Q(closed_on__isnull=False),
}


def refresh() -> int:
    """Bring the current town's roll-up up to date; how many months were counted."""
    mark = SupervisionMark.objects.first()
    moment, day = now(), today()
    months = _every_month() if mark is None else _changed(mark, day)
    if mark is not None and not months and mark.day == day:
        return 0
    with write():
        homes = _homes()
        for month in sorted(months):
            _recount(month, day, homes)
        SupervisionMark.objects.update_or_create(town_id=current_town_id(), defaults={"seen_until": moment, "day": day})
    return len(months)


def month_of(day: dt.date) -> dt.date:
    """The first day of a day's month."""
    return day.replace(day=1)


def _every_month() -> set[dt.date]:
    return _months(Case.objects.order_by().values_list("received_on", flat=True).distinct())


def _changed(mark: SupervisionMark, day: dt.date) -> set[dt.date]:
    """The months of matters that the log names since the mark; on a new day also those with open matters."""
    entries = LogEntry.objects.filter(at__gte=mark.seen_until - OVERLAP, object_kind=KIND).values("object_id")
    moved = Case.objects.filter(pk__in=entries).order_by().values_list("received_on", flat=True).distinct()
    months = _months(moved)
    if mark.day != day:
        months |= _months(Case.objects.filter(_OPEN).order_by().values_list("received_on", flat=True).distinct())
    return months


def _months(days: Iterable[dt.date]) -> set[dt.date]:
    return {month_of(day) for day in days}


def _homes() -> dict[int, int]:
    """Every place to the neighbourhood it lies in."""
    rows = list(Place.objects.values_list("pk", "path", "kind"))
    homes = {pk for pk, _path, kind in rows if kind == PlaceKind.NEIGHBOURHOOD}
    found = {}
    for pk, path, _kind in rows:
        above = [int(part) for part in path.split("/") if part]
        found[pk] = next((one for one in above if one in homes), 0)
    return found


def _recount(month: dt.date, day: dt.date, homes: dict[int, int]) -> None:
    """Count one month from its cases and write its cells in the place of the old ones."""
    after = (month + dt.timedelta(days=32)).replace(day=1)
    wanted = {**COUNTS, "overdue": _OPEN & Q(due_on__lt=day)}
    rows = (
        Case.objects.filter(received_on__gte=month, received_on__lt=after, sealed=False)
        .exclude(outcome=IMPORT_UNDONE)
        .order_by()
        .values_list("lead_unit_id", "place_id")
        .annotate(**{f"n_{name}": Count("pk", filter=where) for name, where in wanted.items()})
    )
    cells: dict[tuple[int, int], Counter[str]] = {}
    for unit, place, *counts in rows:
        cell = cells.setdefault((unit or 0, homes.get(place, 0)), Counter())
        cell.update(dict(zip(wanted, counts, strict=True)))
    SupervisionCell.objects.filter(month=month).delete()
    SupervisionCell.objects.bulk_create(
        [
            SupervisionCell(
                town_id=current_town_id(), month=month, unit_ref=unit, home_ref=home,
                **{name: cell[name] for name in wanted},
            )
            for (unit, home), cell in sorted(cells.items())
        ],
        batch_size=BATCH,
    )  # fmt: skip


def keep(_town: Town) -> None:
    """The minute's job."""
    refresh()


def register() -> None:
    """Have the roll-up kept."""
    jobs.every(jobs.MINUTE, "cases.supervision")(keep)
