"""Counts are kept as long as they limit somebody, and no longer."""

import datetime as dt

import pytest

from lianxin.core.clock import frozen, now
from lianxin.db.models import Town
from lianxin.people import throttles
from lianxin.people.models import Throttle
from lianxin.people.sign_in import _BY_NAME

FEW = throttles.Limit(2, dt.timedelta(minutes=15), dt.timedelta(minutes=15))


def test_old_counts_are_thrown_away_and_endless_ones_stay(town: Town) -> None:
    throttles.hit("follow", "10.0.0.1", FEW)
    throttles.hit("sign_in_name", "nobody", throttles.UNKNOWN_NAME)
    with frozen(now() + dt.timedelta(days=3)):
        throttles.hit("follow", "10.0.0.2", FEW)
        throttles.forget_old(town)
    assert sorted(Throttle.objects.values_list("bucket", flat=True)) == ["follow", "sign_in_name"]


def test_the_bucket_without_an_end_is_the_one_of_unknown_names() -> None:
    assert {_BY_NAME} == throttles.ENDLESS


def test_one_forgiven_attempt_leaves_the_guesses_counted(town: Town) -> None:
    throttles.hit("follow", "10.0.0.1", FEW)
    throttles.hit("follow", "10.0.0.1", FEW)
    throttles.forgive("follow", "10.0.0.1")
    assert throttles.hit("follow", "10.0.0.1", FEW) == 0
    with pytest.raises(throttles.TooMany) as locked:
        throttles.hit("follow", "10.0.0.1", FEW)
    assert 0 < locked.value.retry_after <= 15 * 60
