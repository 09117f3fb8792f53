"""Pure rules of promises: when a year's news is owed, how "kept" is counted.  Never a percentage without its counts."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

OPEN: Final = "open"
KEPT: Final = "kept"
MISSED: Final = "missed"
CHANGED: Final = "changed"


def year_owed(promised_on: dt.date, today: dt.date, settled: bool, noted_years: Iterable[int]) -> int | None:
    """The year whose news is owed: a promise older than the turn of the year gets one note a year until it is kept.

    Source: Shanghai 2015 regulation on suggestions (tracked across years); the yearly letter: Chongqing 2017
    (domain notes §3.2).  A note written in this year settles it.
    """
    if settled or promised_on.year >= today.year or today.year in set(noted_years):
        return None
    return today.year


@dataclass(frozen=True, slots=True)
class Kept:
    """How a unit kept its promises that fell due: counts, never a share alone.

    ``due`` are those whose day has come (kept before it too); ``in_time`` of ``kept`` were done by their day;
    ``changed`` were replaced because facts changed and count in neither; ``ahead`` still have time.
    """

    due: int = 0
    kept: int = 0
    in_time: int = 0
    missed: int = 0
    changed: int = 0
    ahead: int = 0

    @property
    def share(self) -> float | None:
        """Kept of due; ``None`` when nothing was due."""
        return self.kept / self.due if self.due else None


def kept_of(rows: Iterable[tuple[str, dt.date, dt.date | None]], today: dt.date) -> Kept:
    """Count promises given as (state, due day, day settled).

    ``kept`` counts when it was kept, ``missed`` (or open past its day) when its day has passed; ``changed`` apart.
    """
    due = kept = in_time = missed = changed = ahead = 0
    for state, due_on, settled_on in rows:
        if state == KEPT:
            due, kept = due + 1, kept + 1
            in_time += settled_on is not None and settled_on <= due_on
        elif state == CHANGED:
            changed += 1
        elif state == MISSED or due_on < today:
            due, missed = due + 1, missed + 1
        else:
            ahead += 1
    return Kept(due, kept, in_time, missed, changed, ahead)
