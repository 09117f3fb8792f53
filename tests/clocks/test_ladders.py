"""When a step of a ladder falls due: tables a clerk can review, with the weekday spelt out; and its properties."""

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lianxin.clocks.explain import limit_word
from lianxin.clocks.ladders import rules
from lianxin.clocks.ladders.rules import Step, fallen, falls_due, loud
from lianxin.clocks.ladders.steps import standard_steps
from lianxin.clocks.rules import Limit
from lianxin.core.workdays import builtin_calendar

D = dt.date
CALENDAR = builtin_calendar()

REMIND = Step("government", "remind", 1, 50, rules.ANSWER, rules.NOTICE)
URGE = Step("government", "urge", 2, 1, rules.OVERDUE, rules.NOTICE)
OVERSEE = Step("government", "oversee", 3, 3, rules.OVERDUE, rules.DRAFT)
LEADER = Step("government", "leader", 4, 5, rules.OVERDUE, rules.DRAFT)
PRESIDIUM = Step("congress", "presidium", 4, None, rules.BY_DECISION, rules.BY_HAND)
GOVERNMENT = (REMIND, URGE, OVERSEE, LEADER)

#: 起算日（当日为第 0 日）, 到期日, 步骤, 哪一天（星期）到这一级。
TABLE = [
    # 五个工作日：2026-11-24 星期二起，2026-12-01 星期二到期
    (D(2026, 11, 24), D(2026, 12, 1), REMIND, D(2026, 11, 27)),  # 星期五：5 天的一半进为第 3 天
    (D(2026, 11, 24), D(2026, 12, 1), URGE, D(2026, 12, 2)),  # 星期三：过期 1 个工作日
    (D(2026, 11, 24), D(2026, 12, 1), OVERSEE, D(2026, 12, 4)),  # 星期五：过期 3 个工作日
    (D(2026, 11, 24), D(2026, 12, 1), LEADER, D(2026, 12, 8)),  # 星期二：隔一个周末
    # 两个工作日：过一天就是一半
    (D(2026, 11, 24), D(2026, 11, 26), REMIND, D(2026, 11, 25)),  # 星期三
    # 一个工作日：没有“一半”
    (D(2026, 11, 24), D(2026, 11, 25), REMIND, None),
    # 跨国庆：2026-09-28 星期一起；10 月 1 日至 7 日放假，10 月 10 日星期六上班
    (D(2026, 9, 24), D(2026, 9, 30), OVERSEE, D(2026, 10, 10)),  # 8 日星期四、9 日星期五、10 日星期六（上班）
    # 只由人决定的一级，时间不动它
    (D(2026, 11, 24), D(2026, 12, 1), PRESIDIUM, None),
]


@pytest.mark.parametrize(("started", "due", "step", "day"), TABLE)
def test_the_day_a_step_falls_due(started: dt.date, due: dt.date, step: Step, day: dt.date | None) -> None:
    assert falls_due(step, started, due, CALENDAR) == day


def test_a_step_that_is_switched_off_never_falls_due() -> None:
    off = Step("government", "urge", 2, 1, rules.OVERDUE, rules.NOTICE, enabled=False)
    assert falls_due(off, D(2026, 11, 24), D(2026, 12, 1), CALENDAR) is None


def test_days_missed_are_caught_up_in_order_and_only_the_last_notice_is_told() -> None:
    started, due, day = D(2026, 11, 24), D(2026, 12, 1), D(2026, 12, 9)
    found = fallen(GOVERNMENT, started, due, day, CALENDAR)
    assert [one.step.code for one in found] == ["remind", "urge", "oversee", "leader"]
    assert loud(found, started, due, day) == URGE


def test_half_time_is_not_told_when_the_day_has_passed() -> None:
    started, due, day = D(2026, 11, 24), D(2026, 12, 1), D(2026, 12, 2)
    remind_only = fallen((REMIND,), started, due, day, CALENDAR)
    assert loud(remind_only, started, due, day) is None
    assert loud(fallen((REMIND,), started, due, due, CALENDAR), started, due, due) == REMIND


def test_the_standard_ladders_are_two_and_keep_apart() -> None:
    found = [(row.ladder, row.code, row.by) for row in standard_steps()]
    assert [code for ladder, code, _by in found if ladder == "government"] == ["remind", "urge", "oversee", "leader"]
    assert [code for ladder, code, _by in found if ladder == "congress"] == [
        "reflect", "key", "inspection", "presidium",
    ]  # fmt: skip
    assert not {by for ladder, _code, by in found if ladder == "government"} & {"congress_office", "congress_chair"}
    assert {by for ladder, _code, by in found if ladder == "congress"} <= {"congress_office", "congress_chair"}
    assert all(row.source and row.status for row in standard_steps())


@pytest.mark.parametrize(
    ("language", "english", "told"), [("zh-hans", "Answer", "答复"), ("en", "Answer", "Answer"), ("en", "", "答复")]
)
def test_a_limit_is_named_in_the_language_of_the_reader(language: str, english: str, told: str) -> None:
    with translation.override(language):
        assert limit_word(Limit("answer", "答复", 5, "working_day", label_en=english)) == told


@given(
    start=st.dates(D(2024, 1, 1), D(2026, 10, 1)),
    length=st.integers(1, 40),
    percent=st.integers(1, 100),
    late=st.integers(1, 30),
)
def test_a_step_falls_due_on_a_working_day_within_its_bounds(
    start: dt.date, length: int, percent: int, late: int
) -> None:
    due = CALENDAR.add_working_days(start, length).date
    half = falls_due(Step("g", "r", 1, percent, rules.ANSWER, rules.NOTICE), start, due, CALENDAR)
    after = falls_due(Step("g", "u", 2, late, rules.OVERDUE, rules.NOTICE), start, due, CALENDAR)
    assert half is None or (start < half <= due and CALENDAR.is_working_day(half))
    assert after is not None
    assert after > due
    assert CALENDAR.working_days_between(due, after) == late


@given(start=st.dates(D(2024, 1, 1), D(2026, 9, 1)), length=st.integers(1, 20), seen=st.integers(0, 60))
def test_what_has_fallen_stays_fallen_and_keeps_its_order(start: dt.date, length: int, seen: int) -> None:
    due = CALENDAR.add_working_days(start, length).date
    day = start + dt.timedelta(days=seen)
    now = fallen(GOVERNMENT, start, due, day, CALENDAR)
    later = fallen(GOVERNMENT, start, due, day + dt.timedelta(days=1), CALENDAR)
    assert later[: len(now)] == now
    assert [one.since for one in now] == sorted(one.since for one in now)
