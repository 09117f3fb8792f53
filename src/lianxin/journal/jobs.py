"""Recurring jobs: each room registers what must happen every so often in a town.

``tick`` only enqueues: it notes which slot of a job has begun and hands the slot to the task queue.
Calling it again in the same slot does nothing.  A slot that failed, or whose worker died, is
enqueued again later; a job catches up by itself, so an old slot is superseded by the next one.
"""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django_tasks import task

from lianxin.core.clock import TOWN_TZ, local, now
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.db.transactions import write
from lianxin.journal.backoff import RETRIES, wait_after
from lianxin.journal.models import JobSlot

logger = logging.getLogger(__name__)

#: How long a slot may run before another worker may take it up again.
LEASE: Final = dt.timedelta(minutes=30)
MINUTE: Final = dt.timedelta(minutes=1)
HOUR: Final = dt.timedelta(hours=1)
DAY: Final = dt.timedelta(days=1)

JobFunction = Callable[[Town], None]


@dataclass(frozen=True, slots=True)
class Job:
    """A recurring job: its name, how often, how long after midnight its slots begin, and what it does."""

    name: str
    every: dt.timedelta
    offset: dt.timedelta
    function: JobFunction


_jobs: dict[str, Job] = {}


def every(
    period: dt.timedelta, name: str, offset: dt.timedelta = dt.timedelta(0)
) -> Callable[[JobFunction], JobFunction]:
    """Register a function as a job; it is called with the town, inside its scope, outside any transaction."""

    def register(function: JobFunction) -> JobFunction:
        known = _jobs.get(name)
        if known is not None and known.function is not function:
            raise ValueError(f"job {name!r} is already registered")
        _jobs[name] = Job(name, period, offset, function)
        return function

    return register


def known() -> tuple[Job, ...]:
    """All registered jobs, by name."""
    return tuple(sorted(_jobs.values(), key=lambda job: job.name))


def slot_start(job: Job, moment: dt.datetime) -> dt.datetime:
    """The beginning (UTC) of the slot of ``job`` that ``moment`` lies in, counted in the town's civil time."""
    origin = dt.datetime(2020, 1, 1, tzinfo=TOWN_TZ) + job.offset
    return (origin + (local(moment) - origin) // job.every * job.every).astimezone(dt.UTC)


def tick(town: Town) -> list[str]:
    """Enqueue every job whose slot has begun or must be tried again; the names enqueued."""
    with town_scope(town):
        return [job.name for job in known() if _enqueue(job, town)]


def run_slot(town: Town, name: str) -> bool:
    """Run the waiting slot of one job now; whether it was done.  Errors are noted and tried again later."""
    job = _jobs[name]
    with town_scope(town):
        row = JobSlot.objects.filter(name=name, done_at=None).first()
        if row is None:
            return True
        try:
            job.function(town)
        except Exception as error:
            logger.exception("job %s failed in town %s", name, town.pk)
            _note_failure(row, error)
            return False
        JobSlot.objects.filter(pk=row.pk, slot=row.slot).update(done_at=now(), error="")
        return True


@task()
def run_job(town_id: int, name: str) -> bool:
    """The queue's side of :func:`run_slot`."""
    return run_slot(Town.objects.get(pk=town_id), name)


def run_now(town: Town) -> list[str]:
    """Run every due job in this process (example town, tests, a machine without a worker); their names."""
    with town_scope(town):
        due = [job.name for job in known() if _claim(job)]
    return [name for name in due if run_slot(town, name)]


def _enqueue(job: Job, town: Town) -> bool:
    """Claim the slot and put it into the queue once the claim is committed."""
    with write():
        if not _claim(job):
            return False
        town_id = town.pk
        transaction.on_commit(lambda: _put(town_id, job.name))
        return True


def _put(town_id: int, name: str) -> None:
    """Hand one job of one town to the task queue."""
    run_job.enqueue(town_id, name)


def _claim(job: Job) -> bool:
    """Note that the present slot of ``job`` is being taken up; False when it is already, or not due."""
    moment = now()
    slot = slot_start(job, moment)
    with write():
        row = JobSlot.objects.select_for_update().filter(name=job.name).first()
        if row is None:
            _row, created = JobSlot.objects.get_or_create(
                name=job.name, defaults={"slot": slot, "attempts": 1, "next_try_at": moment + LEASE}
            )
            return created
        if row.slot >= slot and (row.done_at is not None or row.next_try_at > moment):
            return False
        row.attempts = row.attempts + 1 if row.slot >= slot else 1
        row.slot, row.done_at, row.next_try_at = max(row.slot, slot), None, moment + LEASE
        row.save(update_fields=["attempts", "slot", "done_at", "next_try_at"])
        return True


def _note_failure(row: JobSlot, error: Exception) -> None:
    """Keep the error's name (never its words, which may hold personal data) and when to try again."""
    later = now() + wait_after(min(row.attempts, RETRIES))
    JobSlot.objects.filter(pk=row.pk, slot=row.slot).update(error=type(error).__name__, next_try_at=later)
