"""Comparing many pairs in two processes: the same pairs in the same order as in one, whatever finishes first.

Only where processes can be forked, so that messages need not be sent, and only for many pairs.  Work goes out in
stretches; what comes back are plain numbers, which cost less to send than objects.
"""

import multiprocessing
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields
from typing import Any, Final, NamedTuple

from lianxin.aggregation.engine.pairs import Message, Pair, Titles, compare

#: Below so many pairs one process is quicker; so many pairs go out at once; so many processes at most.
MANY: Final = 40_000
STRETCH: Final = 4_000
PROCESSES: Final = 2
_NAMES: Final = tuple(one.name for one in fields(Pair))

Progress = Callable[[int, int], None]


class Job(NamedTuple):
    """A pair to compare: keys, rank and likeness among the candidates, the likeness of the best of them."""

    one: int
    other: int
    rank: int
    like: float
    best: float


class _Work(NamedTuple):
    """What a forked process finds in its memory."""

    jobs: Sequence[Job]
    known: Mapping[int, Message]
    titles: Titles


_WORK: list[_Work] = []


def processes(pairs: int) -> int:
    """How many processes compare so many pairs here."""
    if pairs < MANY or "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return min(PROCESSES, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def compared(
    jobs: Sequence[Job], known: Mapping[int, Message], titles: Titles, progress: Progress, workers: int | None = None
) -> list[Pair]:
    """All pairs compared, in the order of the jobs."""
    wanted = processes(len(jobs)) if workers is None else workers
    starts = range(0, len(jobs), STRETCH)
    _WORK.append(_Work(jobs, known, titles))
    found: list[Pair] = []
    try:
        if wanted < 2:
            for start in starts:
                found += _stretch(start)
                progress(len(found), len(jobs))
            return found
        with ProcessPoolExecutor(wanted, multiprocessing.get_context("fork")) as pool:
            for some in pool.map(_sent, starts):
                found += map(_pair, some)
                progress(len(found), len(jobs))
        return found
    finally:
        _WORK.pop()


def _stretch(start: int) -> list[Pair]:
    """One stretch of the work."""
    work = _WORK[-1]
    return [
        compare(work.known[job.one], work.known[job.other], job.like, job.rank, job.best, work.titles)
        for job in work.jobs[start : start + STRETCH]
    ]


def _sent(start: int) -> list[tuple[Any, ...]]:
    """One stretch as numbers."""
    return [tuple(getattr(pair, name) for name in _NAMES) for pair in _stretch(start)]


def _pair(values: tuple[Any, ...]) -> Pair:
    """The pair again."""
    return Pair(*values)
