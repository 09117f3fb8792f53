"""Reminders: at half time, a working day before, and when the day has passed; each once, on working days only."""

import datetime as dt
import json

import pytest

from lianxin.cases import actions as act
from lianxin.cases import notices, reminders
from lianxin.cases import workflow as w
from lianxin.core.workdays import builtin_calendar
from lianxin.journal.models import LogEntry
from lianxin.journal.outbox import deliver_pending
from lianxin.journal.verify import verify_town
from lianxin.messages import selectors
from lianxin.messages.sentences import words_of
from tests.cases.factories import START, Town, make_case

D = dt.date

#: A clock of five working days from Tuesday 2026-11-24 runs out on Tuesday 2026-12-01.
TABLE = [
    (D(2026, 11, 24), ""),
    (D(2026, 11, 25), ""),
    (D(2026, 11, 26), ""),
    (D(2026, 11, 27), notices.HALF),
    (D(2026, 11, 30), notices.EVE),
    (D(2026, 12, 1), notices.EVE),
    (D(2026, 12, 2), notices.OVERDUE),
    (D(2027, 1, 5), notices.OVERDUE),
]


@pytest.mark.parametrize(("day", "stage"), TABLE)
def test_the_stage_of_a_five_day_clock(day: dt.date, stage: str) -> None:
    assert reminders.stage_of(START, D(2026, 12, 1), day, builtin_calendar()) == stage


def test_a_clock_of_one_day_is_not_reminded_on_the_day_it_starts() -> None:
    calendar = builtin_calendar()
    assert reminders.stage_of(START, D(2026, 11, 25), START, calendar) == ""
    assert reminders.stage_of(START, D(2026, 11, 25), D(2026, 11, 25), calendar) == notices.EVE


def stages(code: str) -> list[str]:
    """The stages reminded of for one clock, in order."""
    rows = LogEntry.objects.filter(verb="case.reminded").order_by("at", "id").values_list("data", flat=True)
    return [one["stage"] for one in map(json.loads, rows) if one["code"] == code]


def test_each_stage_is_sent_once_however_often_the_job_runs(town: Town) -> None:
    walk = make_case(town, w.CONTACTED)
    for _day in range(14):
        reminders.daily(town.row)
        assert reminders.send() == 0
        walk.later(1)
    # Half time and lateness of an answer a unit owes are told by the ladder (test_pressing).
    assert stages("answer") == [notices.EVE]
    assert verify_town(town.row).is_whole


def test_nobody_is_reminded_on_a_day_of_rest(town: Town) -> None:
    make_case(town, w.CONTACTED)
    assert reminders.send(D(2026, 11, 28)) == 0
    assert reminders.send(D(2026, 11, 30)) > 0


def test_the_holder_hears_at_half_time_and_the_head_when_it_is_late(town: Town) -> None:
    walk = make_case(town, w.ASSIGNED)
    heads = selectors.inbox(town.head()).filter(address__startswith="unit_head:")
    assert not heads.exists()
    walk.later(2)
    reminders.send()
    deliver_pending(town.row)
    assert any("超过期限" in words_of(notice) for notice in heads)


def test_an_answer_the_desk_itself_owes_is_reminded_of_here(town: Town) -> None:
    walk = make_case(town, w.TRANSFERRED).assigned(town.desk_unit)
    walk.later(3)
    reminders.send()
    walk.later(5)
    reminders.send()
    assert stages("answer") == [notices.HALF, notices.OVERDUE]


def test_a_stopped_clock_reminds_nobody(town: Town) -> None:
    walk = make_case(town, w.REPLIED)
    walk.later(20)
    reminders.send()
    assert stages("answer") == []


def test_an_extension_begins_the_reminders_anew(town: Town) -> None:
    walk = make_case(town, w.CONTACTED)
    walk.later(6)
    reminders.send()
    walk.do(act.Extend, town.desk, reason="等配件")
    walk.later(10)
    reminders.send()
    walk.later(4)
    reminders.send()
    assert stages("answer") == [notices.EVE, notices.EVE]


def test_a_promise_is_reminded_of_before_its_day(town: Town) -> None:
    walk = make_case(town, w.TRACKING)
    walk.later(27)
    reminders.send()
    assert stages("promise") == []
    walk.later(2)
    reminders.send()
    reminders.send()
    assert stages("promise") == [notices.PROMISE]


def test_the_desk_is_reminded_of_what_it_has_not_assigned(town: Town) -> None:
    make_case(town, w.TRANSFERRED).later(10)
    reminders.send()
    deliver_pending(town.row)
    texts = [words_of(notice) for notice in selectors.inbox(town.desk)]
    assert any("交办" in text and "期限" in text for text in texts)
