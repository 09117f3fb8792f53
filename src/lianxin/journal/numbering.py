"""Numbers people use: one counter row a series, locked in the transaction that needs the number."""

from django.db.models import QuerySet

from lianxin.db import prepared
from lianxin.db.scope import current_town_id
from lianxin.journal.models import NumberSeries


def lock_series(series: str) -> NumberSeries:
    """The counter row of ``series`` in the current town, locked until the transaction ends.

    Makes the row when the series is new.  On SQLite the write transaction itself is the lock.
    """
    row = prepared.first("series", _locked, series)
    if row is None:
        NumberSeries.objects.get_or_create(series=series, defaults={"town_id": current_town_id()})
        row = _locked(series).get()
    return row


def _locked(series: str) -> QuerySet[NumberSeries]:
    return NumberSeries.objects.select_for_update().filter(series=series)


def take_numbers(series: str, count: int) -> range:
    """The next ``count`` numbers of ``series`` (the first ever is 1); must run in a transaction.

    The row lock makes numbers gapless for committed work: a rolled-back change gives its numbers back.
    """
    row = lock_series(series)
    first = row.last + 1
    row.last += count
    row.save(update_fields=["last"])
    return range(first, row.last + 1)


def next_number(series: str) -> int:
    """The next number of ``series`` (1, 2, 3 …) in the current town; must run in a transaction."""
    return take_numbers(series, 1)[0]
