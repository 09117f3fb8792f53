"""The only source of time: civil days of the town, and a clock that stands where it is told."""

import datetime as dt

import pytest

from lianxin.core import clock

MOMENT = dt.datetime(2025, 1, 24, 16, 30, tzinfo=dt.UTC)


def test_now_is_aware_and_in_utc() -> None:
    before = dt.datetime.now(dt.UTC)
    assert before <= clock.now() <= dt.datetime.now(dt.UTC)
    assert clock.now().tzinfo is dt.UTC
    assert not clock.is_fixed()


def test_the_civil_day_turns_at_midnight_in_town() -> None:
    with clock.frozen(MOMENT - dt.timedelta(minutes=31)) as frozen:
        assert clock.today() == dt.date(2025, 1, 24)
        frozen.tick(minutes=1)
        assert clock.today() == dt.date(2025, 1, 25)
        assert clock.now() == dt.datetime(2025, 1, 24, 16, 0, tzinfo=dt.UTC)
        frozen.move_to(MOMENT)
        assert clock.local(clock.now()).isoformat() == "2025-01-25T00:30:00+08:00"
    assert clock.civil_date(MOMENT) == dt.date(2025, 1, 25)


def test_a_frozen_clock_goes_back_to_what_was_set_before() -> None:
    clock.set_fixed(dt.date(2025, 1, 24))
    try:
        assert clock.is_fixed()
        assert clock.now() == dt.datetime(2025, 1, 24, 1, 0, tzinfo=dt.UTC)
        with clock.frozen(MOMENT):
            assert clock.now() == MOMENT
        assert clock.today() == dt.date(2025, 1, 24)
    finally:
        clock.set_fixed(None)
    assert not clock.is_fixed()


def test_moments_of_other_zones_become_utc() -> None:
    with clock.frozen(dt.datetime(2025, 1, 24, 9, 0, tzinfo=clock.TOWN_TZ)):
        assert clock.now().isoformat() == "2025-01-24T01:00:00+00:00"


@pytest.mark.parametrize("use", [clock.local, clock.civil_date, clock.set_fixed])
def test_a_moment_without_zone_is_refused(use: object) -> None:
    with pytest.raises(ValueError, match="naive datetimes are not accepted"):
        use(dt.datetime(2025, 1, 24))  # type: ignore[operator]


def test_a_day_begins_at_16_utc_the_day_before() -> None:
    assert clock.start_of_day(dt.date(2025, 1, 25)) == dt.datetime(2025, 1, 24, 16, 0, tzinfo=dt.UTC)
    assert clock.day_bounds(dt.date(2025, 1, 25)) == (
        dt.datetime(2025, 1, 24, 16, 0, tzinfo=dt.UTC), dt.datetime(2025, 1, 25, 16, 0, tzinfo=dt.UTC),
    )  # fmt: skip


def test_durations_are_measured_even_while_the_clock_stands() -> None:
    with clock.frozen(MOMENT):
        begin = clock.monotonic()
        assert clock.monotonic() >= begin
