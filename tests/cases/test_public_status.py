"""What a resident reads with the query code."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.cases import actions as act
from lianxin.cases import workflow as w
from lianxin.cases.selectors import public_status
from tests.cases.factories import Town
from tests.cases.walk import make_case


@pytest.mark.parametrize("state", w.STATES)
def test_every_state_has_plain_words_and_few_statements(town: Town, state: str) -> None:
    walk = make_case(town, state)
    with CaptureQueriesContext(connection) as seen:
        opinion = public_status.find(walk.receipt.code)
        assert opinion is not None
        status = public_status.status(opinion)
    assert len(seen) <= 10
    assert status.headline
    assert status.number == walk.case.number
    assert all(step.done for step in status.steps) or not status.closed


def test_the_code_is_found_however_it_is_typed_and_a_wrong_one_is_not(town: Town) -> None:
    walk = make_case(town)
    typed = walk.receipt.code.lower().replace("-", " ")
    assert public_status.find(f" {typed} ") == walk.opinion
    assert public_status.find(walk.receipt.code[:-1] + ("A" if walk.receipt.code[-1] != "A" else "B")) is None
    assert public_status.find("") is None


def test_the_first_day_and_who_has_it_are_told(town: Town) -> None:
    walk = make_case(town)
    status = public_status.status(walk.opinion)
    assert (status.now_with, status.next_by) == ("镇人大办", dt.date(2026, 11, 26))
    walk.transferred().assigned()
    assert public_status.status(walk.opinion).now_with == "城建办"


def test_an_accusation_says_only_that_it_was_handed_over(town: Town) -> None:
    walk = make_case(town, kind="accusation", words="举报某科长收红包")
    walk.do(act.HandOver, town.office, exit_to="discipline", channel="区纪委监委", reason="属于纪检监察")
    status = public_status.status(walk.opinion)
    assert status.now_with == ""
    assert status.answer is None
    assert "移交" in status.headline


def test_a_promise_and_the_reason_of_an_extension_are_shown(town: Town) -> None:
    walk = make_case(town, w.CONTACTED).do(act.Extend, town.desk, reason="配件要从外地运来")
    assert public_status.status(walk.opinion).extended == "配件要从外地运来"
    due = dt.date(2026, 12, 30)
    walk.drafted(result_code="planned", promise_text="换新主板", promise_on=due).signed()
    answer = public_status.status(walk.opinion).answer
    assert answer is not None
    assert answer.promises == (("换新主板", due, "未到期"),)


def test_what_a_resident_may_do_follows_the_state(town: Town) -> None:
    walk = make_case(town, w.REPLIED)
    assert "verdict" in public_status.status(walk.opinion).may
    walk.told().judged().closed()
    may = public_status.status(walk.opinion).may
    assert "reopen" in may
    assert "verdict" not in may
    walk.later(31)
    assert "reopen" not in public_status.status(walk.opinion).may
