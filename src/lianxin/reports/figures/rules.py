"""Pure arithmetic of figures: median, percentile, months, classes of a distribution. No Django, no clock.

Values come counted (``{days: how many}``), never one by one, so a year of a big town is as quick as a week of a small.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

#: Units, neighbourhoods and categories stand side by side only from so many matters on.
COMPARE_FROM: Final = 10
#: Classes of a distribution of days: from–to, both included; the last has no end.
DAY_CLASSES: Final = ((0, 0), (1, 1), (2, 3), (4, 5), (6, 10), (11, 20), (21, 30), (31, 60), (61, 90), (91, None))


def median(counts: Mapping[int, int]) -> float | None:
    """The middle value; between the two middle ones where the number is even; None without values."""
    total = sum(counts.values())
    if total == 0:
        return None
    return (_at(counts, (total + 1) // 2) + _at(counts, total // 2 + 1)) / 2


def percentile(counts: Mapping[int, int], percent: int) -> int | None:
    """The smallest value that at least ``percent`` per cent reach or stay below (nearest rank); None without values.

    ``percent`` is 1–100, otherwise ``ValueError``.
    """
    if not 1 <= percent <= 100:
        raise ValueError("percent is 1 to 100")
    total = sum(counts.values())
    return _at(counts, max(-(-total * percent // 100), 1)) if total else None


def _at(counts: Mapping[int, int], place: int) -> int:
    """The value at a place, counted from 1, in order of size."""
    seen = 0
    for value in sorted(counts):
        seen += counts[value]
        if seen >= place:
            return value
    raise IndexError(place)


def classes(counts: Mapping[int, int]) -> list[tuple[int, int | None, int]]:
    """A distribution in the classes of :data:`DAY_CLASSES`: from, to, how many; empty ones at the end are left out."""
    rows = []
    for low, high in DAY_CLASSES:
        n = sum(many for value, many in counts.items() if low <= value and (high is None or value <= high))
        rows.append((low, high, n))
    while rows and rows[-1][2] == 0:
        rows.pop()
    return rows


def month_of(day: dt.date) -> dt.date:
    """The first day of a day's month."""
    return day.replace(day=1)


def months(last: dt.date, many: int) -> Sequence[dt.date]:
    """The first days of ``many`` months up to the one of ``last``, oldest first."""
    here = last.year * 12 + last.month - 1
    return [dt.date(number // 12, number % 12 + 1, 1) for number in range(here - many + 1, here + 1)]
