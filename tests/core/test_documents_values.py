"""Values of a table's cells: days, moments, numbers and texts as clerks write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.core.documents import model, values
from lianxin.core.documents.model import unguard

JAN_5 = dt.date(2025, 1, 5)


@pytest.mark.parametrize(
    "written",
    [
        "2025-01-05",
        "2025-1-5",
        "2025/1/5",
        "2025.1.5",
        "2025年1月5日",
        "2025年01月05号",
        "2025 年 1 月 5 日",
        "20250105",
        "２０２５年１月５日",
        " 2025-01-05 ",
        "2025-01-05 14:30",
        "2025-01-05T14:30:00",
        "2025年1月5日（星期日）",
        "2025-1-5周日",
        "二〇二五年一月五日",
        "二零二五年一月五日",
        "二○二五年一月五日",
        "2025-01-05T10:00:00Z",
        45662,
        45662.75,
        20250105,
        20250105.0,
        dt.date(2025, 1, 5),
        dt.datetime(2025, 1, 5, 23, 59),
        dt.datetime(2025, 1, 4, 16, 0, tzinfo=dt.UTC),
    ],
)
def test_one_day_written_in_many_ways(written: object) -> None:
    assert values.read_date(written) == JAN_5


@pytest.mark.parametrize(
    "written",
    [
        "",
        "停车",
        "2025-13-01",
        "2025-02-29",
        "2025-1",
        "1月5日",
        "5/1/2025",
        "2025-01-05x",
        "2025-01-05 25:00",
        "2025-01-05 10:60",
        "2025-01-05 10:00:60",
        "202501051",
        None,
        True,
        False,
        5,
        18_263,
        73_416,
        45662.5e6,
        0.5,
        "二〇二五年十三月一日",
        [],
        12345678.5,
    ],
)
def test_what_is_no_day_is_none(written: object) -> None:
    assert values.read_date(written) is None
    assert values.read_moment(written) is None


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2025-01-05", "2025-01-05T00:00:00+08:00"),
        ("2025-01-05 9:05", "2025-01-05T09:05:00+08:00"),
        ("2025-01-05 09:05:07.123", "2025-01-05T09:05:07+08:00"),
        ("2025年1月5日 下午3点", "2025-01-05T15:00:00+08:00"),
        ("2025年1月5日上午9时30分", "2025-01-05T09:30:00+08:00"),
        ("2025年1月5日 12时30分15秒", "2025-01-05T12:30:15+08:00"),
        ("2025-1-5 晚上8:15", "2025-01-05T20:15:00+08:00"),
        ("2025-1-5 中午12:00", "2025-01-05T12:00:00+08:00"),
        ("2025-1-5 下午12:30", "2025-01-05T12:30:00+08:00"),
        ("2025-1-5 3:00 PM", "2025-01-05T15:00:00+08:00"),
        ("2025-1-5 23:59:59", "2025-01-05T23:59:59+08:00"),
        ("2025-01-05T14:30:00Z", "2025-01-05T22:30:00+08:00"),
        ("2025-01-05T14:30:00+00:00", "2025-01-05T22:30:00+08:00"),
        ("2025-01-05T14:30:00+0800", "2025-01-05T14:30:00+08:00"),
        (45662.5, "2025-01-05T12:00:00+08:00"),
        (18264, "1950-01-01T00:00:00+08:00"),
        (73415, "2100-12-31T00:00:00+08:00"),
        (dt.datetime(2025, 1, 5, 9, 5), "2025-01-05T09:05:00+08:00"),
        (dt.datetime(2025, 1, 5, 9, 5, tzinfo=dt.UTC), "2025-01-05T17:05:00+08:00"),
        ("二〇二五年十二月三十一日", "2025-12-31T00:00:00+08:00"),
        ("二〇二五年十月二十日", "2025-10-20T00:00:00+08:00"),
        ("二〇二五年十一月十日 8:00", "2025-11-10T08:00:00+08:00"),
        ("二〇二五年二月二十八日", "2025-02-28T00:00:00+08:00"),
    ],
)
def test_moments_are_read_on_the_towns_clock(written: object, moment: str) -> None:
    read = values.read_moment(written)
    assert read is not None
    assert read.isoformat() == moment


@given(st.dates(dt.date(1950, 1, 1), dt.date(2100, 12, 31)))
def test_every_day_survives_every_way_of_writing(day: dt.date) -> None:
    serial = (day - dt.date(1899, 12, 30)).days
    for written in (
        day,
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        serial,
        values.as_text(day),
    ):
        assert values.read_date(written) == day


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "是"),
        (False, "否"),
        (5, "5"),
        (5.0, "5"),
        (-5.0, "-5"),
        (0.1, "0.1"),
        (1e21, "1000000000000000000000"),
        (13812345678.0, "13812345678"),
        (1e20, "100000000000000000000"),
        (float("nan"), ""),
        (float("inf"), ""),
        (2.50, "2.5"),
        (dt.datetime(2025, 1, 5), "2025-01-05"),
        (dt.datetime(2025, 1, 5, 0, 0, 1, 5), "2025-01-05 00:00:01"),
        (JAN_5, "2025-01-05"),
        (dt.time(9, 5), "09:05:00"),
        ("#N/A", ""),
        (" #N/A ", ""),
        ("N/A", "N/A"),
        (" 停车 ", "停车"),
        ("'=1", "=1"),
    ],
)
def test_values_as_text(value: object, shown: str) -> None:
    assert values.as_text(value) == shown


@pytest.mark.parametrize(
    ("value", "lost"),
    [
        (10**15, True),
        (10**15 - 1, False),
        (-(10**15), True),
        (1e15, True),
        (True, False),
        ("1" * 18, False),
        (None, False),
    ],
)
def test_which_numbers_lost_digits(value: object, lost: bool) -> None:
    assert values.lost_digits(value) is lost


def test_only_the_apostrophe_of_an_export_is_taken_off() -> None:
    assert unguard("'=1") == "=1"
    assert unguard("' +1") == " +1"
    assert unguard("'a") == "'a"
    assert unguard("=1") == "=1"
    assert model.MAX_ROWS == 50_000
