"""Counting in the calendar: exact values, explanations, and properties over every day there is a table for."""

import datetime as dt
from itertools import islice

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.core.workdays import (
    Day,
    DayKind,
    Due,
    Extension,
    Pause,
    Unit,
    WorkCalendar,
    YearTable,
    builtin_calendar,
    date_zh,
    effective_due,
    english,
    shift_months,
)

FIRST, LAST = dt.date(2004, 1, 1), dt.date(2026, 12, 31)
DAY = dt.timedelta(days=1)
any_day = st.dates(dt.date(1990, 1, 1), dt.date(2045, 12, 31))
known_day = st.dates(FIRST, LAST)


def d(written: str) -> dt.date:
    """Return an ISO date."""
    return dt.date.fromisoformat(written)


def test_no_day_of_the_tables_and_no_period_to_60_fails_or_differs_from_plain_counting() -> None:
    calendar = builtin_calendar()
    last = dt.date(2027, 6, 30)
    worked = {
        day: chinese_calendar.is_workday(day) if day <= LAST else calendar.is_working_day(day)
        for day in (FIRST + DAY * ahead for ahead in range((last - FIRST).days + 1))
    }
    working = [day for day, works in worked.items() if works]
    at = 0
    day = FIRST
    while day <= LAST:
        while working[at] <= day:
            at += 1
        for amount, due in enumerate(islice(working, at, at + 60), start=1):
            assert calendar.due_date(day, amount) == (due, due > LAST)
        day += DAY


@given(any_day, st.integers(0, 300))
def test_the_quick_form_and_the_explained_form_agree(start: dt.date, amount: int) -> None:
    calendar = builtin_calendar()
    reckoned = calendar.add_working_days(start, amount)
    assert (reckoned.date, reckoned.provisional) == calendar.due_date(start, amount)
    assert [step.date for step in reckoned.steps] == [
        start + DAY * n for n in range(1, (reckoned.date - start).days + 1)
    ]
    assert [step.number for step in reckoned.steps if step.counted] == list(range(1, amount + 1))
    assert all(step.counted == step.day.working == calendar.is_working_day(step.date) for step in reckoned.steps)
    assert (reckoned.start, reckoned.amount, reckoned.unit) == (start, amount, Unit.WORKING_DAYS)
    assert reckoned.unrolled == reckoned.date


@given(any_day, st.integers(1, 300))
def test_n_working_days_later_is_n_working_days_away(start: dt.date, amount: int) -> None:
    calendar = builtin_calendar()
    due = calendar.add_working_days(start, amount).date
    assert calendar.is_working_day(due)
    assert calendar.working_days_between(start, due) == amount
    assert calendar.working_days_between(due, start) == -amount
    assert calendar.working_days_between(start, due - DAY) == amount - 1


@given(any_day, st.integers(1, 100), st.integers(1, 100))
def test_periods_add_up(start: dt.date, one: int, other: int) -> None:
    calendar = builtin_calendar()
    halfway = calendar.due_date(start, one)[0]
    assert calendar.due_date(halfway, other)[0] == calendar.due_date(start, one + other)[0]


@given(any_day, st.integers(1, 100))
def test_later_receipt_and_longer_periods_never_end_earlier(start: dt.date, amount: int) -> None:
    calendar = builtin_calendar()
    due = calendar.due_date(start, amount)[0]
    assert calendar.due_date(start + DAY, amount)[0] >= due
    assert calendar.due_date(start, amount + 1)[0] > due


@given(any_day, st.integers(0, 120))
def test_provisional_means_a_day_outside_the_confirmed_tables(start: dt.date, amount: int) -> None:
    reckoned = builtin_calendar().add_working_days(start, amount)
    used = [step.date for step in reckoned.steps] or [start]
    assert reckoned.provisional == any(not FIRST <= day <= LAST for day in used)


@given(known_day, st.integers(0, 400), st.sampled_from([Unit.CALENDAR_DAYS, Unit.MONTHS]), st.booleans())
def test_days_and_months_end_on_a_working_day_when_rolled(start: dt.date, amount: int, unit: Unit, roll: bool) -> None:
    calendar = builtin_calendar()
    plain = start + DAY * amount if unit is Unit.CALENDAR_DAYS else shift_months(start, amount)
    reckoned = calendar.add(start, amount, unit, roll)
    assert reckoned.unrolled == plain
    assert reckoned.date == (calendar.roll_forward(plain) if roll else plain)
    assert (reckoned.start, reckoned.amount, reckoned.unit) == (start, amount, unit)
    assert reckoned.provisional == (reckoned.date > LAST)
    if roll:
        assert calendar.is_working_day(reckoned.date)
        assert not any(calendar.is_working_day(plain + DAY * n) for n in range((reckoned.date - plain).days))


@pytest.mark.parametrize("method", ["add_working_days", "add_calendar_days", "add_months", "due_date"])
def test_a_negative_period_is_refused(method: str) -> None:
    with pytest.raises(ValueError, match="a period cannot be negative"):
        getattr(builtin_calendar(), method)(d("2025-01-24"), -1)


def test_a_period_of_nothing_ends_on_the_receipt_day() -> None:
    calendar = builtin_calendar()
    assert calendar.due_date(d("2025-01-25"), 0) == (d("2025-01-25"), False)
    assert calendar.due_date(d("2027-01-01"), 0) == (d("2027-01-01"), True)
    assert calendar.add_calendar_days(d("2025-01-24"), 0).date == d("2025-01-24")
    assert calendar.add_months(d("2025-01-24"), 0).date == d("2025-01-24")


def test_a_period_that_leaves_the_calendar_says_so() -> None:
    with pytest.raises(OverflowError, match="the period ends after the year 9999"):
        builtin_calendar().due_date(d("9999-12-01"), 60)


def test_days_are_described_with_kind_name_and_certainty() -> None:
    calendar = builtin_calendar()
    assert calendar.describe(d("2025-01-24")) == Day(d("2025-01-24"), DayKind.WORKDAY, "", True)
    assert calendar.describe(d("2025-01-25")) == Day(d("2025-01-25"), DayKind.WEEKEND, "", True)
    assert calendar.describe(d("2025-01-26")) == Day(d("2025-01-26"), DayKind.MAKE_UP, "春节", True)
    assert calendar.describe(d("2025-01-28")) == Day(d("2025-01-28"), DayKind.HOLIDAY, "春节", True)
    assert calendar.describe(d("2027-01-01")) == Day(d("2027-01-01"), DayKind.HOLIDAY, "元旦", False)
    days = [d("2025-01-24"), d("2025-01-25"), d("2025-01-26"), d("2025-01-28")]
    assert [calendar.describe(day).working for day in days] == [True, False, True, False]


def test_neighbouring_working_days_are_found() -> None:
    calendar = builtin_calendar()
    assert calendar.next_working_day(d("2025-01-27")) == d("2025-02-05")
    assert calendar.next_working_day(d("2025-01-25")) == d("2025-01-26")
    assert calendar.previous_working_day(d("2025-02-05")) == d("2025-01-27")
    assert calendar.previous_working_day(d("2025-01-27")) == d("2025-01-26")
    assert calendar.roll_forward(d("2025-01-27")) == d("2025-01-27")
    assert calendar.roll_forward(d("2025-01-28")) == d("2025-02-05")


def test_working_days_between_two_days_of_several_years() -> None:
    calendar = builtin_calendar()
    assert calendar.working_days_between(d("2025-01-24"), d("2025-01-24")) == 0
    assert calendar.working_days_between(d("2025-01-24"), d("2025-02-10")) == 7
    assert calendar.working_days_between(d("2024-12-30"), d("2025-01-03")) == 3
    assert calendar.working_days_between(d("2023-12-31"), d("2025-12-31")) == sum(
        chinese_calendar.is_workday(d("2024-01-01") + DAY * n) for n in range(731)
    )


def test_a_towns_table_replaces_the_built_in_one_of_the_same_year_only() -> None:
    town = builtin_calendar().with_tables([YearTable(2027, {d("2027-01-04"): "镇庆"}), YearTable(2025)])
    assert town.is_working_day(d("2027-01-01"))
    assert not town.is_working_day(d("2027-01-04"))
    assert town.is_working_day(d("2025-01-28"))
    assert not town.is_working_day(d("2026-01-01"))
    assert town.confirmed_years == tuple(range(2004, 2028))
    assert builtin_calendar().confirmed_years == tuple(range(2004, 2027))
    assert town.add_working_days(d("2026-12-31"), 1).provisional is False


def test_an_unconfirmed_table_is_followed_but_stays_provisional() -> None:
    town = builtin_calendar().with_tables([YearTable(2027, {d("2027-01-04"): "拟定"}, confirmed=False)])
    assert town.due_date(d("2026-12-31"), 2) == (d("2027-01-05"), True)
    assert town.confirmed_years == tuple(range(2004, 2027))
    assert town.is_confirmed(d("2026-12-31"))
    assert not town.is_confirmed(d("2027-01-01"))


def test_the_last_table_of_a_year_counts() -> None:
    calendar = WorkCalendar([YearTable(2027, {d("2027-01-04"): "旧"}), YearTable(2027, {d("2027-01-05"): "新"})])
    assert calendar.is_working_day(d("2027-01-04"))
    assert not calendar.is_working_day(d("2027-01-05"))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2025-01-31", 1, "2025-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2025-11-30", 3, "2026-02-28"),
        ("2025-12-15", 1, "2026-01-15"), ("2025-01-15", 12, "2026-01-15"), ("2025-03-31", 0, "2025-03-31"),
        ("2025-11-15", 1, "2025-12-15"), ("2024-02-29", 12, "2025-02-28"), ("2024-02-29", 48, "2028-02-29"),
    ],
)  # fmt: skip
def test_months_end_on_the_same_day_or_the_last(start: str, months: int, end: str) -> None:
    assert shift_months(d(start), months) == d(end)


EXPLAINED = [
    (
        "2025-01-24", 7, Unit.WORKING_DAYS,
        (
            "收到日2025年1月24日（星期五）为第0日，7个工作日后到期：2025年2月10日（星期一）。\n"
            "跳过休息日10天：1月25日（星期六）、1月28日至2月4日春节、2月9日（星期日）。\n"
            "计入调休上班2天：1月26日（星期日，春节调休）、2月8日（星期六，春节调休）。"
        ),
    ),
    (
        "2025-03-03", 1, Unit.WORKING_DAYS,
        "收到日2025年3月3日（星期一）为第0日，1个工作日后到期：2025年3月4日（星期二）。",
    ),
    (
        "2024-09-27", 1, Unit.WORKING_DAYS,
        (
            "收到日2024年9月27日（星期五）为第0日，1个工作日后到期：2024年9月29日（星期日）。\n"
            "跳过休息日1天：9月28日（星期六）。\n计入调休上班1天：9月29日（星期日，国庆节调休）。"
        ),
    ),
    (
        "2026-12-31", 2, Unit.WORKING_DAYS,
        (
            "收到日2026年12月31日（星期四）为第0日，2个工作日后到期：2027年1月5日（星期二）。\n"
            "跳过休息日3天：1月1日元旦、1月2日至3日（周末）。\n"
            "暂定：2027年的放假安排不在已确认的年历内，按法定节日推算；年历补入后重新计算。"
        ),
    ),
    (
        "2003-12-30", 2, Unit.WORKING_DAYS,
        (
            "收到日2003年12月30日（星期二）为第0日，2个工作日后到期：2004年1月2日（星期五）。\n"
            "跳过休息日1天：1月1日元旦。\n"
            "暂定：2003年的放假安排不在已确认的年历内，按法定节日推算；年历补入后重新计算。"
        ),
    ),
    (
        "2027-12-31", 0, Unit.WORKING_DAYS,
        (
            "收到日2027年12月31日（星期五）为第0日，0个工作日后到期：2027年12月31日（星期五）。\n"
            "暂定：2027年的放假安排不在已确认的年历内，按法定节日推算；年历补入后重新计算。"
        ),
    ),
    (
        "2025-01-24", 5, Unit.CALENDAR_DAYS,
        (
            "收到日2025年1月24日（星期五）为第0日，5日后到期：2025年1月29日（星期三）。\n"
            "到期日遇休息日（1月29日至2月4日春节），顺延至2025年2月5日（星期三）。"
        ),
    ),
    (
        "2025-01-31", 1, Unit.MONTHS,
        "收到日2025年1月31日（星期五）为第0日，1个月后到期：2025年2月28日（星期五）。\n当月没有31日，以月末日为到期日。",
    ),
    (
        "2025-02-28", 1, Unit.MONTHS,
        "收到日2025年2月28日（星期五）为第0日，1个月后到期：2025年3月28日（星期五）。",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("start", "amount", "unit", "text"), EXPLAINED)
def test_a_date_explains_itself(start: str, amount: int, unit: Unit, text: str) -> None:
    assert builtin_calendar().add(d(start), amount, unit).explain_zh() == text


def test_an_english_reader_is_told_the_same_days() -> None:
    calendar = builtin_calendar()
    assert english.explain(calendar.add(d("2025-01-24"), 7, Unit.WORKING_DAYS)) == [
        "Received Fri 24 Jan 2025, which is day 0; due 7 working days later: Mon 10 Feb 2025.",
        "Rest days left out (10): Sat 25 Jan, Tue 28 Jan – Tue 4 Feb (Spring Festival), Sun 9 Feb.",
        (
            "Make-up working days counted (2): Sun 26 Jan (make-up day, Spring Festival), "
            "Sat 8 Feb (make-up day, Spring Festival)."
        ),
    ]
    assert english.explain(calendar.add(d("2025-01-31"), 1, Unit.MONTHS))[1:] == [
        "That month has no day 31; its last day counts."
    ]
    assert english.explain(calendar.add_working_days(d("2027-12-30"), 2))[-1].startswith(
        "Provisional: the holidays of 2027, 2028 are"
    )
    paused = effective_due(
        d("2025-03-03"), 5, Unit.WORKING_DAYS, [Pause(d("2025-03-05"), None, "甲")], [Extension(1, Unit.MONTHS)]
    )
    assert english.explain(paused)[1:] == [
        "Stopped on Wed 5 Mar 2025 (甲), not resumed yet.",
        "Extended by 1 month.",
        "The clock stands still; the day is known once it runs again.",
    ]


def test_several_unconfirmed_years_are_all_named() -> None:
    text = builtin_calendar().add_working_days(d("2027-12-30"), 2).explain_zh()
    assert text.splitlines()[-1].startswith("暂定：2027年、2028年的放假安排")


def test_pauses_of_one_day_are_told_in_the_order_given() -> None:
    pauses = [Pause(d("2025-03-05"), d("2025-03-07"), "乙"), Pause(d("2025-03-05"), d("2025-03-06"), "甲")]
    lines = effective_due(d("2025-03-03"), 5, Unit.WORKING_DAYS, pauses).explain_zh().splitlines()
    assert ["乙" in lines[1], "甲" in lines[2]] == [True, True]
    endless = [Pause(d("2025-03-05"), None), Pause(d("2025-03-05"), d("2025-03-06"))]
    assert len(effective_due(d("2025-03-03"), 5, Unit.WORKING_DAYS, endless).explain_zh().splitlines()) == 4


def test_make_up_days_in_a_row_are_told_as_a_span() -> None:
    table = YearTable(2027, {}, {d("2027-01-02"): "", d("2027-01-03"): ""})
    text = WorkCalendar([table]).add_working_days(d("2027-01-01"), 2).explain_zh()
    assert text.splitlines()[1] == "计入调休上班2天：1月2日至3日（周末，调休）。"


def test_a_provisional_year_is_recomputed_when_its_table_arrives() -> None:
    before = builtin_calendar().add_working_days(d("2027-09-30"), 3)
    assert (before.date, before.provisional) == (d("2027-10-08"), True)
    table = YearTable(
        2027, {d("2027-10-01") + DAY * n: "国庆节" for n in range(7)}, {d("2027-10-09"): "国庆节"}, source="通知"
    )
    after = builtin_calendar().with_tables([table]).add_working_days(d("2027-09-30"), 3)
    assert (after.date, after.provisional) == (d("2027-10-11"), False)


def test_dates_are_written_in_chinese_with_their_weekday() -> None:
    assert date_zh(d("2025-02-10")) == "2025年2月10日（星期一）"
    assert date_zh(d("2025-02-09"), year=False) == "2月9日（星期日）"


def test_units_read_as_they_are_said() -> None:
    assert [unit.zh for unit in (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.MONTHS)] == ["个工作日", "日", "个月"]


# --- pauses and extensions ---------------------------------------------------------------------------------------

pauses_strategy = st.lists(
    st.tuples(known_day, st.integers(0, 40)).map(lambda pair: Pause(pair[0], pair[0] + DAY * pair[1])), max_size=4
)


@given(st.dates(FIRST, dt.date(2025, 12, 31)), st.integers(0, 60), st.sampled_from(list(Unit)))
def test_without_pauses_the_due_date_is_the_calendars(start: dt.date, amount: int, unit: Unit) -> None:
    calendar = builtin_calendar()
    if amount == 0 and unit is not Unit.WORKING_DAYS:
        start = calendar.roll_forward(start)
    due = effective_due(start, amount, unit)
    assert due.date == calendar.add(start, amount, unit).date
    assert (due.paused_days, due.stopped, due.stages) == (0, False, (due.date,))


@given(known_day, st.integers(1, 30), st.sampled_from(list(Unit)), pauses_strategy)
def test_a_clock_never_runs_during_a_pause(start: dt.date, amount: int, unit: Unit, pauses: list[Pause]) -> None:
    calendar = builtin_calendar()
    due = effective_due(start, amount, unit, pauses)
    assert due.date is not None
    paused = {pause.start + DAY * n for pause in pauses for n in range(((pause.end or LAST) - pause.start).days)}
    assert due.date not in paused
    assert due.date >= calendar.add(start, amount, unit).date
    days = [start + DAY * n for n in range(1, (due.date - start).days + 1)]
    assert due.paused_days == len(paused & set(days))
    if unit is Unit.WORKING_DAYS:
        assert sum(calendar.is_working_day(day) and day not in paused for day in days) == amount


@given(known_day, st.integers(1, 30), st.integers(1, 30), pauses_strategy)
def test_an_extension_of_working_days_is_as_good_as_a_longer_period(
    start: dt.date, amount: int, more: int, pauses: list[Pause]
) -> None:
    extended = effective_due(start, amount, Unit.WORKING_DAYS, pauses, [Extension(more, Unit.WORKING_DAYS)])
    assert extended.date == effective_due(start, amount + more, Unit.WORKING_DAYS, pauses).date
    assert len(extended.stages) == 2


def test_an_open_pause_stops_the_clock_whatever_comes_later() -> None:
    pauses = [Pause(d("2025-03-05"), None, "补充材料"), Pause(d("2025-03-01"), d("2025-03-02"))]
    due = effective_due(d("2025-03-03"), 5, Unit.WORKING_DAYS, pauses, [Extension(2, Unit.MONTHS)])
    assert (due.date, due.stopped, due.provisional, due.paused_days, due.stages) == (None, True, False, 0, ())


def test_an_open_pause_after_the_period_stops_only_the_extension() -> None:
    due = effective_due(
        d("2025-03-03"), 5, Unit.WORKING_DAYS, [Pause(d("2025-03-11"), None)], [Extension(1, Unit.MONTHS)]
    )
    assert (due.date, due.stages) == (None, (d("2025-03-10"),))


def test_a_clock_started_inside_an_open_pause_stands() -> None:
    due = effective_due(d("2025-03-03"), 5, Unit.CALENDAR_DAYS, [Pause(d("2025-03-01"), None)])
    assert (due.date, due.paused_days) == (None, 0)


def test_the_end_of_a_month_period_moves_off_rest_days_and_pauses() -> None:
    pauses = [Pause(d("2025-06-03"), d("2025-06-05"))]
    due = effective_due(d("2025-03-03"), 3, Unit.MONTHS, pauses)
    assert (due.date, due.paused_days) == (d("2025-06-05"), 2)


def test_a_clock_over_an_unconfirmed_year_is_provisional() -> None:
    assert effective_due(d("2026-12-01"), 60, Unit.WORKING_DAYS).provisional is True
    assert effective_due(d("2026-12-01"), 10, Unit.WORKING_DAYS).provisional is False
    open_pause = [Pause(d("2027-01-01"), None)]
    assert effective_due(d("2026-12-01"), 60, Unit.WORKING_DAYS, open_pause).provisional is False


def test_another_calendar_can_be_given() -> None:
    town = builtin_calendar().with_tables([YearTable(2025, {d("2025-03-04"): "镇庆"})])
    assert effective_due(d("2025-03-03"), 1, Unit.WORKING_DAYS, calendar=town).date == d("2025-03-05")


def test_pauses_that_end_before_they_begin_and_negative_periods_are_refused() -> None:
    with pytest.raises(ValueError, match="a pause cannot end before it begins"):
        effective_due(d("2025-03-03"), 5, Unit.WORKING_DAYS, [Pause(d("2025-03-05"), d("2025-03-04"))])
    for periods in ((-1, []), (1, [Extension(-1, Unit.MONTHS)])):
        with pytest.raises(ValueError, match="a period cannot be negative"):
            effective_due(d("2025-03-03"), periods[0], Unit.WORKING_DAYS, [], periods[1])  # type: ignore[arg-type]


def explained(due: Due) -> list[str]:
    """Return the lines of an explanation."""
    return due.explain_zh().splitlines()


def test_a_due_date_explains_pauses_and_extensions() -> None:
    pauses = [Pause(d("2025-03-18"), d("2025-03-19")), Pause(d("2025-03-05"), d("2025-03-10"), "单位退回")]
    extensions = [Extension(5, Unit.WORKING_DAYS, "经批准"), Extension(1, Unit.MONTHS)]
    assert explained(effective_due(d("2025-03-03"), 5, Unit.WORKING_DAYS, pauses, extensions)) == [
        "收到日2025年3月3日（星期一）为第0日，期限5个工作日。",
        "2025年3月5日（星期三）起暂停（单位退回），2025年3月10日（星期一）恢复。",
        "2025年3月18日（星期二）起暂停，2025年3月19日（星期三）恢复。",
        "延长5个工作日（经批准）。",
        "延长1个月。",
        "到期：2025年4月21日（星期一）。",
    ]
    assert explained(
        effective_due(d("2025-03-03"), 5, Unit.WORKING_DAYS, [Pause(d("2025-03-05"), None, "补充材料")])
    ) == [
        "收到日2025年3月3日（星期一）为第0日，期限5个工作日。",
        "2025年3月5日（星期三）起暂停（补充材料），尚未恢复。",
        "计时仍在暂停，恢复后才能定出到期日。",
    ]
    assert explained(effective_due(d("2026-12-31"), 1, Unit.WORKING_DAYS))[-1] == (
        "暂定：所涉年份的放假安排不在已确认的年历内，按法定节日推算；年历补入后重新计算。"
    )
