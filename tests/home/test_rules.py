"""Opening hours: tables a clerk can review, and what always holds."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.home import rules
from lianxin.home.rules import Day, Hours

T = dt.time.fromisoformat
WEEK = [
    Hours(3, T("14:00"), T("16:30"), "代表接待"),
    Hours(3, T("09:00"), T("11:00")),
    Hours(5, T("09:00"), T("10:00")),
]
WEDNESDAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("when", "until"),
    [
        ("2026-11-25 08:59", None),
        ("2026-11-25 09:00", "11:00"),
        ("2026-11-25 10:59", "11:00"),
        ("2026-11-25 11:00", None),
        ("2026-11-25 16:29", "16:30"),
        ("2026-11-26 15:00", None),
    ],
)
def test_a_venue_is_open_from_the_first_minute_to_before_the_last(when: str, until: str | None) -> None:
    found = rules.open_at(dt.datetime.fromisoformat(when), WEEK, {})
    assert (found and f"{found.closes:%H:%M}") == until


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2026-11-25 08:00", "2026-11-25 09:00"),
        ("2026-11-25 09:00", "2026-11-25 14:00"),
        ("2026-11-25 14:00", "2026-11-27 09:00"),
        ("2026-11-28 09:00", "2026-12-02 09:00"),
    ],
)
def test_the_next_opening_is_the_one_that_has_not_begun(when: str, expected: str) -> None:
    found = rules.next_opening(dt.datetime.fromisoformat(when), WEEK, {})
    assert found is not None
    assert f"{found.day} {found.opens:%H:%M}" == expected


def test_an_exceptional_day_takes_the_place_of_the_week() -> None:
    closed = {WEDNESDAY: Day(WEDNESDAY, None, None, "开会")}
    assert rules.openings_on(WEDNESDAY, WEEK, closed) == []
    moved = {WEDNESDAY: Day(WEDNESDAY, T("18:00"), T("20:00"), "改到晚上")}
    only = rules.openings_on(WEDNESDAY, WEEK, moved)
    assert [(one.opens, one.closes, one.purpose) for one in only] == [(T("18:00"), T("20:00"), "改到晚上")]


def test_a_venue_that_never_opens_has_no_next_opening() -> None:
    assert rules.next_opening(dt.datetime(2026, 11, 25, 9), [], {}) is None


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ([Hours(1, T("09:00"), T("10:00")), Hours(1, T("10:00"), T("11:00"))], ()),
        ([Hours(1, T("09:00"), T("10:30")), Hours(1, T("10:00"), T("11:00"))], ("overlap",)),
        ([Hours(1, T("10:00"), T("09:00"))], ("order",)),
        ([Hours(8, T("09:00"), T("10:00"))], ("weekday",)),
    ],
)
def test_a_week_must_be_possible(hours: list[Hours], expected: tuple[str, ...]) -> None:
    assert rules.problems(hours) == expected


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("周三 14:00-16:30 代表接待", (3, "14:00", "16:30", "代表接待")),
        ("星期天9：00到11：00", (7, "09:00", "11:00", "")),
        ("礼拜二 ０９:００—１１:００", (2, "09:00", "11:00", "")),
        ("周八 9:00-10:00", None),
        ("周一 25:00-26:00", None),
        ("每天下午", None),
    ],
)
def test_a_line_is_read_as_people_write_it(line: str, read: tuple[int, str, str, str] | None) -> None:
    found, unread = rules.parse_week(line)
    assert unread == ([] if read else [1])
    assert [(one.weekday, f"{one.opens:%H:%M}", f"{one.closes:%H:%M}", one.purpose) for one in found] == (
        [read] if read else []
    )


_TIMES = st.integers(0, 24 * 60 - 2).map(lambda minutes: dt.time(minutes // 60, minutes % 60))


@given(
    st.lists(
        st.builds(Hours, st.integers(1, 7), _TIMES, _TIMES, st.sampled_from(["", "代表接待", "值班"])), max_size=12
    )
)
def test_what_was_written_is_read_back(hours: list[Hours]) -> None:
    found, unread = rules.parse_week(rules.written_week(hours))
    assert unread == []
    assert found == sorted(hours, key=lambda one: (one.weekday, one.opens))


@given(
    st.lists(st.builds(Hours, st.integers(1, 7), _TIMES, _TIMES), max_size=8),
    st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2040, 1, 1)),
)
def test_what_is_open_is_no_next_opening(hours: list[Hours], moment: dt.datetime) -> None:
    if rules.problems(hours):
        return
    coming = rules.next_opening(moment, hours, {})
    if coming is not None:
        assert dt.datetime.combine(coming.day, coming.opens) > moment
