"""Clocks as they are stored: rule sets, pauses, the town's own calendar, promises."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.cases import workflow as w
from lianxin.cases.actions import Reassign
from lianxin.cases.models import Case
from lianxin.clocks.actions import ImportCalendarYear
from lianxin.clocks.models import CalendarYear, Clock, ClockRule, ClockState
from lianxin.clocks.rulesets import limit, limits, load_rulesets, standard
from lianxin.clocks.service import Clocks
from lianxin.journal.actors import SYSTEM
from lianxin.journal.errors import Invalid, NotAllowed
from lianxin.journal.models import LogEntry
from tests.cases.factories import Town
from tests.cases.walk import make_case

TODAY = dt.date(2026, 11, 24)


def test_a_question_is_answered_faster_than_a_problem(town: Town) -> None:
    assert limit("resident", "answer", TODAY, "inquiry").n == 1  # type: ignore[union-attr]
    assert limit("resident", "answer", TODAY, "problem").n == 5  # type: ignore[union-attr]
    assert limit("resident", "answer", TODAY, "unknown").n == 5  # type: ignore[union-attr]
    assert limit("resident", "answer", TODAY, "complex").n == 15  # type: ignore[union-attr]


def test_tracks_never_borrow_each_others_clocks(town: Town) -> None:
    assert limit("suggestion", "transfer", TODAY) is None
    assert (limit("suggestion", "answer", TODAY).n, limit("suggestion", "answer", TODAY).unit) == (3, "month")  # type: ignore[union-attr]


def test_loading_the_same_rules_again_changes_nothing(town: Town) -> None:
    assert load_rulesets() == 0


def test_a_changed_rule_is_a_new_line_and_the_old_one_ends_the_day_before(town: Town) -> None:
    data = {"rulesets": [{**standard()["rulesets"][0]}]}
    data["rulesets"][0]["clocks"] = [{**line, "n": 3} if line["code"] == "transfer" else line
                                     for line in data["rulesets"][0]["clocks"]]  # fmt: skip
    assert load_rulesets(data=data) == 1
    old, new = ClockRule.objects.filter(track="resident", code="transfer").order_by("valid_from")
    assert (old.valid_to, new.valid_from, new.n) == (TODAY - dt.timedelta(days=1), TODAY, 3)
    assert limit("resident", "transfer", TODAY).n == 3  # type: ignore[union-attr]
    assert limit("resident", "transfer", TODAY - dt.timedelta(days=1)).n == 2  # type: ignore[union-attr]


def test_a_rule_older_than_every_line_still_answers(town: Town) -> None:
    assert limit("resident", "transfer", dt.date(2019, 5, 1)) is not None


def test_many_clocks_cost_few_statements(town: Town) -> None:
    clocks = Clocks.fresh("case", make_case(town).case.pk)
    with CaptureQueriesContext(connection) as seen:
        clocks.start(limits("resident", ["accept", "contact", "answer"], "problem", TODAY), TODAY)
        clocks.pause(TODAY, "退回")
        clocks.resume(TODAY + dt.timedelta(days=2))
        clocks.save()
    assert len(seen) <= 5


def test_a_year_table_moves_provisional_dates_and_leaves_an_entry(town: Town) -> None:
    walk = make_case(town, w.ACCEPTED, track="suggestion", kind="suggestion")
    clock = Clock.objects.get(owner_id=walk.case.pk, code="answer")
    assert (clock.due_on, clock.provisional) == (dt.date(2027, 2, 24), True)
    text = "日期,类型,名称\n2027-02-24,休,镇庆\n2027-02-06,休,春节\n2027-01-01,休,元旦\n"
    done = ImportCalendarYear(actor=SYSTEM, text=text, source="测试通知").execute()
    clock.refresh_from_db()
    assert (clock.due_on, clock.provisional) == (dt.date(2027, 2, 25), False)
    assert [(one.code, one.old, one.new) for one in done.moved if one.code == "answer"] == [
        ("answer", "2027-02-24", "2027-02-25")
    ]
    entry = LogEntry.objects.filter(object_id=walk.case.pk, verb="clocks.recomputed").latest("seq")
    assert "2027-02-25" in entry.data


def test_the_case_row_follows_a_date_the_calendar_moved(town: Town) -> None:
    walk = make_case(town)
    assert walk.case.due_on == dt.date(2026, 11, 26)
    text = CalendarYear(year=2026).table or "日期,类型,名称\n2026-11-25,休,测试假\n"
    ImportCalendarYear(actor=SYSTEM, text=text, source="测试通知").execute()
    assert Case.objects.get(pk=walk.case.pk).due_on == dt.date(2026, 11, 27)


def test_a_wrong_table_names_its_rows_and_changes_nothing(town: Town) -> None:
    with pytest.raises(Invalid) as refused:
        ImportCalendarYear(actor=SYSTEM, text="日期,类型,名称\n2027-13-01,休,x\n2027-02-03,节,y\n", source="").execute()
    codes = {problem.code for problem in refused.value.problems}
    assert codes >= {"missing", "bad_date", "bad_kind"}
    assert not CalendarYear.objects.exists()


def test_only_a_system_administrator_imports_a_year(town: Town) -> None:
    with pytest.raises(NotAllowed):
        ImportCalendarYear(actor=town.office, text="日期,类型,名称\n2027-01-01,休,元旦\n", source="通知").execute()


def test_a_return_pauses_and_a_reassignment_starts_the_new_units_clocks(town: Town) -> None:
    walk = make_case(town, w.RETURN_PENDING)
    assert set(Clock.objects.filter(owner_id=walk.case.pk).values_list("code", "state")) == {
        ("transfer", "met"), ("assign", "met"), ("accept", "met"), ("contact", "paused"), ("answer", "paused"),
    }  # fmt: skip
    walk.later(2).do(Reassign, town.desk, unit_id=town.police_unit.pk, correction_reason="治安事项")
    answers = Clock.objects.filter(owner_id=walk.case.pk, code="answer").order_by("id")
    assert [(one.state, one.started_on) for one in answers] == [
        (ClockState.CANCELLED, TODAY), (ClockState.RUNNING, TODAY + dt.timedelta(days=2)),
    ]  # fmt: skip
    assert answers[1].responsible_unit_id == town.police_unit.pk
