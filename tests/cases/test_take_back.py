"""The desk picked the wrong unit: it takes the matter back before the unit accepts, and wins no time by it."""

import pytest

from lianxin.cases import actions as act
from lianxin.cases import workflow as w
from lianxin.cases.models import Assignment
from lianxin.cases.selectors import case_page, worklists
from lianxin.clocks.models import Clock, ClockState
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.models import LogEntry
from lianxin.journal.outbox import deliver_pending
from lianxin.messages.addressing import to_unit
from lianxin.messages.models import Notice
from lianxin.messages.sentences import words_of
from lianxin.people import roles
from tests.cases.desk import form_of, press, signed_in, text_of
from tests.cases.factories import Town, Walk, make_case


def live(walk: Walk) -> dict[str, object]:
    """The clocks that bind somebody, by code."""
    rows = Clock.objects.filter(owner_id=walk.case.pk, state__in=(ClockState.RUNNING, ClockState.PAUSED))
    return {one.code: one.due_on for one in rows}


def taken_back(walk: Walk) -> Walk:
    return walk.do(act.TakeBack, walk.town.desk, reason="点错了单位")


def test_it_is_back_at_the_desk_and_nobody_leads_or_helps(town: Town) -> None:
    walk = make_case(town, w.TRANSFERRED).assigned(co_unit_ids=[town.centre_unit.pk])
    case = taken_back(walk).case
    assert (case.state, case.lead_unit_id, case.co_unit_path, case.assigned_on) == (w.TRANSFERRED, None, "", None)
    assert not Assignment.objects.filter(case=case, ended_on=None).exists()
    log = LogEntry.objects.get(object_kind="case", object_id=case.pk, verb="case.take_back")
    assert "点错了单位" in log.data
    assert case in worklists.cases("to_assign", town.desk)


def test_the_units_clocks_end_and_the_desks_stands_where_it_stood(town: Town) -> None:
    walk = make_case(town, w.TRANSFERRED)
    before = live(walk)["assign"]
    walk.assigned().later(1)
    assert "accept" in live(walk)
    taken_back(walk)
    clocks = live(walk)
    assert clocks["assign"] == before == walk.case.due_on
    assert not {"accept", "contact", "answer"} & set(clocks)


def test_a_matter_that_was_returned_in_between_gives_the_desk_its_day_anew(town: Town) -> None:
    walk = make_case(town, w.RETURN_PENDING).later(7)
    walk.do(act.Uphold, town.desk, reason="就是你们的")
    taken_back(walk)
    assert live(walk)["assign"] > walk.case.received_on
    assert live(walk)["assign"] >= Clock.objects.filter(owner_id=walk.case.pk, code="assign").latest("id").started_on


@pytest.mark.parametrize("state", [w.ACCEPTED, w.CONTACTED, w.RETURN_PENDING, w.TRANSFERRED])
def test_only_before_the_unit_has_accepted(town: Town, state: str) -> None:
    with pytest.raises(WrongState):
        taken_back(make_case(town, state))


def test_a_reason_is_needed_and_only_the_desk_may(town: Town) -> None:
    walk = make_case(town, w.ASSIGNED)
    with pytest.raises(Invalid):
        walk.do(act.TakeBack, town.desk, reason=" ")
    for stranger in (town.office, town.handler(), town.head(), town.secretary):
        with pytest.raises(NotAllowed):
            walk.do(act.TakeBack, stranger, reason="点错了")


def test_the_units_read_it_in_their_inbox_and_the_order_to_accept_is_put_away(town: Town) -> None:
    walk = make_case(town, w.TRANSFERRED).assigned(co_unit_ids=[town.centre_unit.pk])
    deliver_pending(town.row)
    taken_back(walk)
    deliver_pending(town.row)
    walk.assigned(town.police_unit)
    deliver_pending(town.row)
    for unit in (town.office_unit, town.centre_unit):
        waiting = Notice.objects.filter(address=to_unit(unit.pk), seen_at=None)
        assert [one.verb for one in waiting] == ["case.take_back"], unit
        assert walk.case.number in words_of(waiting[0])


def test_it_can_be_assigned_again_and_the_new_unit_has_its_whole_time(town: Town) -> None:
    walk = taken_back(make_case(town, w.ASSIGNED)).later(1).assigned(town.police_unit)
    assert walk.case.lead_unit_id == town.police_unit.pk
    answer = Clock.objects.get(owner_id=walk.case.pk, code="answer", state=ClockState.RUNNING)
    assert answer.started_on == walk.case.assigned_on


def test_the_button_is_the_desks_and_the_form_says_what_happens(town: Town) -> None:
    case = make_case(town, w.ASSIGNED).case
    offered = {one.code for one in case_page.load(town.desk, case.pk).moves}
    assert "take_back" in offered
    desk = signed_in(roles.GOVERNMENT_DESK)
    page = text_of(desk.get(form_of(case, "take_back")))
    assert "单位的时限取消" in page
    assert press(desk, case, "take_back", reason="").status_code == 422
    assert press(desk, case, "take_back", reason="点错了单位").status_code == 302
    case.refresh_from_db()
    assert case.state == w.TRANSFERRED
