"""Dates and numbers as people read and type them."""

import datetime as dt

import pytest
from django.utils import translation

from lianxin.ui import dates
from lianxin.ui.listing import listed, told
from tests.conftest import FrozenClock

DAY = dt.date(2026, 6, 3)


def test_a_date_names_its_weekday() -> None:
    assert dates.zh_date(DAY) == "2026年6月3日（周三）"
    assert dates.zh_date(DAY, year=False) == "6月3日（周三）"
    with translation.override("en"):
        assert dates.zh_date(DAY) == "Wed 3 Jun 2026"


def test_a_moment_is_shown_on_the_towns_clock() -> None:
    assert dates.zh_datetime(dt.datetime(2026, 6, 2, 17, 5, tzinfo=dt.UTC)) == "2026年6月3日（周三）01:05"


def test_the_year_is_left_out_this_year_only(frozen_clock: FrozenClock) -> None:
    assert dates.zh_day(DAY) == "6月3日（周三）"
    assert dates.zh_day(dt.date(2025, 6, 3)) == "2025年6月3日（周二）"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-6-3", DAY),
        ("2026年6月3日", DAY),
        ("2026.06.03", DAY),
        ("２０２６－０６－０３", DAY),
        (" 6月3号 ", DAY),
        ("6/3", DAY),
        ("2026-02-30", None),
        ("明天", None),
        ("", None),
        ("20260603", None),
    ],
)
def test_typed_dates_are_read_or_refused(frozen_clock: FrozenClock, typed: str, expected: dt.date | None) -> None:
    assert dates.parse_date(typed) == expected


@pytest.mark.parametrize(
    ("value", "shown"), [(None, "—"), (0, "0"), (12345, "12,345"), (123456, "12.3万"), (1.5, "1.5"), (200000, "20万")]
)
def test_numbers_are_grouped_and_a_missing_one_is_no_zero(value: float | None, shown: str) -> None:
    assert dates.zh_number(value) == shown


def test_a_due_date_says_what_is_left_and_what_is_over(frozen_clock: FrozenClock) -> None:
    today = dt.date(2026, 11, 24)
    assert dates.due_words(today, 0) == ("warn", "今天到期")
    assert dates.due_words(today + dt.timedelta(days=2), 2) == ("plain", "剩 2 个工作日")
    assert dates.due_words(today + dt.timedelta(days=1), 1) == ("warn", "剩 1 个工作日")
    assert dates.due_words(today - dt.timedelta(days=4), -2) == ("bad", "已逾期 2 个工作日")
    assert dates.due_words(today + dt.timedelta(days=3)) == ("plain", "剩 3 天")


@pytest.mark.parametrize(
    ("language", "names", "remarks"), [("zh-hans", "甲、2、丙", "一；二"), ("en", "甲, 2, 丙", "一; 二")]
)
def test_several_things_stand_with_the_commas_of_the_language(language: str, names: str, remarks: str) -> None:
    with translation.override(language):
        assert listed(("甲", 2, "丙")) == names
        assert told(one for one in ("一", "二")) == remarks
