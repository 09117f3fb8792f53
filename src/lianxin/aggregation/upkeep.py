"""What time does: new opinions are read and compared, near-copies joined; heat is counted and models learn at night.

Every batch is a transaction of its own, so that work that was stopped goes on where it was.
"""

import datetime as dt
import logging
from collections.abc import Callable
from typing import Final

from lianxin.aggregation import comparing
from lianxin.aggregation.actions.analysing import AnalyseOpinions, CompareOpinions, JoinCopy, uncompared, unread
from lianxin.aggregation.actions.heating import CountHeat
from lianxin.aggregation.actions.learning import LearnModel, due
from lianxin.aggregation.actions.renewing import RenewNumbers, known_to, outdated
from lianxin.aggregation.actions.sheets import EraseSheet, too_old
from lianxin.aggregation.findable import make_findable
from lianxin.aggregation.models import LearnedKind
from lianxin.aggregation.reading import used
from lianxin.cases.models import Issue
from lianxin.db.models import Town
from lianxin.db.transactions import write
from lianxin.journal import jobs
from lianxin.journal.actors import SYSTEM
from lianxin.journal.errors import ActionError

logger = logging.getLogger(__name__)

#: When the nightly work begins.
AT_NIGHT: Final = dt.timedelta(hours=2)

Progress = Callable[[int], None]


def read_new(progress: Progress = lambda _done: None) -> int:
    """Read every opinion that was not read; how many."""
    done = 0
    while batch := unread():
        with write():
            done += AnalyseOpinions(actor=SYSTEM, opinion_ids=batch).execute()
        progress(done)
    return done


def compare_new(progress: Progress = lambda _done: None) -> int:
    """Compare every opinion that was not compared with those of a year; how many new questions."""
    batch = uncompared()
    if not batch:
        return 0
    known = comparing.corpus(comparing.heard(comparing.comparable()), used(LearnedKind.PAIRS))
    done = made = 0
    while batch:
        step = CompareOpinions(actor=SYSTEM, opinion_ids=batch, known=known)
        made += step.execute()
        join_copies(step.copies)
        done += len(batch)
        progress(done)
        batch = uncompared()
    return made


def join_copies(ids: list[int]) -> int:
    """Join near-copies; what cannot be joined waits for a person like any other pair."""
    done = 0
    for pk in ids:
        try:
            JoinCopy(actor=SYSTEM, likeness_id=pk).execute()
            done += 1
        except ActionError as refusal:
            logger.info("pair %s was not joined: %s", pk, type(refusal).__name__)
    return done


def renew_numbers() -> int:
    """Count anew what another engine had counted of people's answers; how many."""
    done = 0
    while rows := outdated():
        done += RenewNumbers(actor=SYSTEM, rows=rows, known=known_to(rows)).execute()
    return done


def _read(_town: Town) -> None:
    read_new()
    compare_new()


def _findable(_town: Town) -> None:
    make_findable()


def _sheets(_town: Town) -> None:
    for pk in too_old():
        EraseSheet(actor=SYSTEM, sheet_id=pk).execute()


def _heat(_town: Town) -> None:
    if Issue.objects.filter(ended_on=None).exists():
        CountHeat(actor=SYSTEM).execute()


def _learn(_town: Town) -> None:
    renew_numbers()
    for kind in LearnedKind:
        if due(kind):
            LearnModel(actor=SYSTEM, kind=kind).execute()


def register() -> None:
    """Say what time does."""
    jobs.every(jobs.MINUTE, "aggregation.read")(_read)
    jobs.every(jobs.MINUTE, "aggregation.findable")(_findable)
    jobs.every(jobs.DAY, "aggregation.sheets", offset=AT_NIGHT)(_sheets)
    jobs.every(jobs.DAY, "aggregation.heat", offset=AT_NIGHT)(_heat)
    jobs.every(jobs.DAY, "aggregation.learn", offset=AT_NIGHT)(_learn)
