"""Announcements are delivered once, retried with patience, and given up in the open; jobs run once a slot."""

import datetime as dt
from typing import Any

import pytest

from lianxin.core.clock import frozen
from lianxin.db.models import Town
from lianxin.journal import jobs, outbox
from lianxin.journal.backoff import RETRIES, wait_after
from lianxin.journal.errors import Invalid
from lianxin.journal.models import JobSlot, OutboxMessage, ReadLog
from lianxin.journal.outbox import Delivered, announce, deliver_pending
from lianxin.journal.reads import log_read
from tests.conftest import FrozenClock
from tests.journal.factories import CLERK


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What a receiver of ``thing.press`` heard; it fails while told to."""
    got: list[Any] = []
    monkeypatch.setitem(outbox._receivers, "thing.press", [lambda message, data: got.append(1 / data["divisor"])])
    return got


def press(town: Town, divisor: int = 1) -> None:
    """Announce once."""
    announce("thing.press", "town", town.pk, {"divisor": divisor})


def test_what_was_announced_is_heard_once(town: Town, heard: list[Any]) -> None:
    press(town)
    assert deliver_pending(town) == Delivered(1, 0)
    assert deliver_pending(town) == Delivered(0, 0)
    assert heard == [1.0]


def test_a_failure_does_not_stop_the_others_and_keeps_no_words_of_the_error(town: Town, heard: list[Any]) -> None:
    press(town, 0)
    press(town)
    assert deliver_pending(town) == Delivered(1, 1)
    failed = OutboxMessage.objects.get(done_at=None)
    assert (failed.error, failed.attempts) == ("ZeroDivisionError", 1)


def test_it_waits_longer_each_time_and_gives_up_in_the_open(
    town: Town, heard: list[Any], frozen_clock: FrozenClock
) -> None:
    press(town, 0)
    for attempt in range(1, RETRIES + 1):
        assert deliver_pending(town) == Delivered(0, 1)
        assert deliver_pending(town) == Delivered(0, 0)
        frozen_clock.advance(seconds=wait_after(attempt).total_seconds())
    message = OutboxMessage.objects.get()
    assert (message.attempts, message.next_try_at, message.done_at) == (RETRIES, None, None)


def test_pauses_grow_up_to_half_a_day() -> None:
    minutes = [wait_after(attempt) / dt.timedelta(minutes=1) for attempt in (1, 2, 3, 10, 11, 99)]
    assert minutes == [1, 2, 4, 512, 720, 720]


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One daily job at two in the morning, which fails while its list asks it to."""
    monkeypatch.setattr(jobs, "_jobs", {})
    runs: list[int] = []

    def work(town: Town) -> None:
        runs.append(town.pk)
        if len(runs) == 1:
            raise ZeroDivisionError

    jobs.every(jobs.DAY, "thing.daily", offset=dt.timedelta(hours=2))(work)
    return runs


def test_a_slot_begins_at_its_hour_in_town() -> None:
    daily = jobs.Job("x", jobs.DAY, dt.timedelta(hours=2), lambda town: None)
    before, after = (dt.datetime(2026, 6, 29, hour, tzinfo=dt.UTC) for hour in (17, 18))
    assert jobs.slot_start(daily, before) == dt.datetime(2026, 6, 28, 18, tzinfo=dt.UTC)
    assert jobs.slot_start(daily, after) == dt.datetime(2026, 6, 29, 18, tzinfo=dt.UTC)


def test_a_job_that_failed_is_tried_again_and_then_rests_until_the_next_slot(town: Town, job: list[int]) -> None:
    day = dt.date(2026, 6, 30)
    with frozen(day) as clock:
        assert jobs.run_now(town) == []
        assert JobSlot.objects.get().error == "ZeroDivisionError"
        assert jobs.run_now(town) == []
        clock.tick(minutes=2)
        assert jobs.run_now(town) == ["thing.daily"]
        assert jobs.run_now(town) == []
        clock.tick(days=1)
        assert jobs.run_now(town) == ["thing.daily"]
    assert len(job) == 3


def test_tick_only_enqueues_and_does_so_once_a_slot(town: Town, job: list[int]) -> None:
    with frozen(dt.date(2026, 6, 30)):
        assert jobs.tick(town) == ["thing.daily"]
        assert jobs.tick(town) == []
    assert job == []


def test_a_name_belongs_to_one_job(job: list[int]) -> None:
    with pytest.raises(ValueError, match="already"):
        jobs.every(jobs.DAY, "thing.daily")(lambda town: None)


def test_a_look_needs_a_reason_and_is_chained_to_the_look_before(town: Town) -> None:
    with pytest.raises(Invalid) as refused:
        log_read(CLERK, "town", town.pk, "phone", " ")
    assert refused.value.problems[0].field == "reason"
    with pytest.raises(Invalid):
        log_read(CLERK, "town", town.pk, "phone", "长" * 301)
    one = log_read(CLERK, "town", town.pk, "phone", "回访居民")
    two = log_read(CLERK, "town", town.pk, "phone", "再次回访")
    assert (two.seq, two.prev_hash) == (2, one.hash)
    assert ReadLog.objects.count() == 2
