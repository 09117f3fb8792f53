"""The sealer binds committed entries and closes days; whoever holds a proof can check it alone."""

import datetime as dt
import json

import pytest

from lianxin.core.clock import frozen
from lianxin.core.hashing import merkle_root
from lianxin.db.models import Town
from lianxin.journal import sealing
from lianxin.journal.models import DaySeal, LogEntry, SealLink, SealPending
from tests.journal.factories import CountUp, MakeThing

DAY_ONE = dt.date(2026, 6, 29)
DAY_TWO = dt.date(2026, 6, 30)
DAY_FOUR = dt.date(2026, 7, 2)


@pytest.fixture
def two_days(town: Town) -> Town:
    """Three entries on one day and two on the next, nothing sealed."""
    with frozen(DAY_ONE):
        thing = MakeThing(name="井盖").execute()
        CountUp(thing_id=thing.pk).execute()
        MakeThing(name="路灯").execute()
    with frozen(DAY_TWO):
        CountUp(thing_id=thing.pk).execute()
        CountUp(thing_id=thing.pk).execute()
    return town


def test_every_waiting_entry_gets_the_next_position_and_its_own_day(two_days: Town) -> None:
    with frozen(DAY_TWO):
        sealed = sealing.seal(two_days, batch=2)
    assert sealed.links == 5
    assert not SealPending.objects.exists()
    days = list(SealLink.objects.order_by("position").values_list("position", "day"))
    assert days == [(1, DAY_ONE), (2, DAY_ONE), (3, DAY_ONE), (4, DAY_TWO), (5, DAY_TWO)]


def test_only_days_before_today_are_closed(two_days: Town) -> None:
    with frozen(DAY_TWO):
        assert sealing.seal(two_days).days == (DAY_ONE,)
    with frozen(DAY_FOUR):
        assert sealing.seal(two_days).days == (DAY_TWO,)
    one, two = DaySeal.objects.order_by("day")
    assert (one.first_position, one.last_position, one.prev_hash) == (1, 3, "")
    assert (two.first_position, two.last_position, two.prev_hash) == (4, 5, one.hash)
    assert two.merkle_root == merkle_root(sealing.leaves_between(4, 5))


def test_sealing_again_changes_nothing(two_days: Town) -> None:
    with frozen(DAY_FOUR):
        sealing.seal(two_days)
        before = list(DaySeal.objects.order_by("day").values_list("hash", flat=True))
        assert sealing.seal(two_days) == sealing.Sealed(0, ())
    assert list(DaySeal.objects.order_by("day").values_list("hash", flat=True)) == before


def test_an_entry_that_comes_after_its_day_was_closed_falls_on_the_next_open_day(two_days: Town) -> None:
    with frozen(DAY_FOUR):
        sealing.seal(two_days)
    with frozen(DAY_ONE):
        MakeThing(name="迟到的").execute()
    with frozen(DAY_FOUR):
        sealing.seal(two_days)
    assert SealLink.objects.get(position=6).day == dt.date(2026, 7, 1)


def test_an_entry_from_the_future_does_not_push_the_calendar_forward(town: Town) -> None:
    with frozen(DAY_FOUR):
        MakeThing(name="未来").execute()
    with frozen(DAY_ONE):
        sealing.seal(town)
    assert SealLink.objects.get().day == DAY_ONE


def test_progress_is_told_after_each_batch(two_days: Town) -> None:
    heard: list[int] = []
    sealing.seal(two_days, batch=2, progress=heard.append)
    assert heard == [2, 4, 5]


def test_every_entry_of_a_closed_day_can_be_proved(two_days: Town) -> None:
    with frozen(DAY_FOUR):
        sealing.seal(two_days)
    seals = {seal.day.isoformat(): seal.hash for seal in DaySeal.objects.all()}
    for entry in LogEntry.objects.all():
        proof = json.loads(json.dumps(sealing.prove(entry)))
        assert sealing.check_proof(proof, seals[proof["seal"]["day"]])


@pytest.mark.parametrize(
    "change",
    [
        {"position": "2"},
        {"position": "9"},
        {"entry_id": "1"},
        {"prev_hash": "00"},
        {"seal_hash": "00" * 32},
        {"path": []},
        {"path": "nonsense"},
        {"entry": {"verb": "thing.make"}},
        {"seal": {}},
    ],
)
def test_a_proof_that_was_touched_does_not_hold(two_days: Town, change: dict[str, object]) -> None:
    with frozen(DAY_FOUR):
        sealing.seal(two_days)
    proof = sealing.prove(LogEntry.objects.order_by("id")[0])
    assert sealing.check_proof(proof)
    assert not sealing.check_proof({**proof, **change})


def test_a_proof_does_not_hold_under_another_days_seal(two_days: Town) -> None:
    with frozen(DAY_FOUR):
        sealing.seal(two_days)
    proof = sealing.prove(LogEntry.objects.order_by("id")[0])
    assert not sealing.check_proof(proof, DaySeal.objects.get(day=DAY_TWO).hash)


def test_an_entry_of_an_open_day_cannot_be_proved_yet(two_days: Town) -> None:
    entry = LogEntry.objects.order_by("-id")[0]
    with pytest.raises(sealing.NotSealed):
        sealing.prove(entry)
    with frozen(DAY_TWO):
        sealing.seal(two_days)
    with pytest.raises(sealing.NotSealed):
        sealing.prove(entry)
