"""Numbers people use: one counter row a series, locked in the transaction that needs the number."""

from lianxin.db.scope import current_town_id
from lianxin.journal.models import NumberSeries


def next_number(series: str) -> int:
    """The next number of ``series`` (1, 2, 3 …) in the current town; must run in a transaction.

    The row lock makes numbers gapless for committed work: a rolled-back change gives its number
    back.  On SQLite the write transaction itself is the lock.
    """
    row = NumberSeries.objects.select_for_update().filter(series=series).first()
    if row is None:
        row, _created = NumberSeries.objects.get_or_create(series=series, defaults={"town_id": current_town_id()})
        row = NumberSeries.objects.select_for_update().get(pk=row.pk)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last
