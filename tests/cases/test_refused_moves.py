"""A move that is refused says the true reason, and one that would be refused is not offered."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianxin.cases import actions as act
from lianxin.cases import workflow as w
from lianxin.cases.selectors import case_page
from lianxin.core import clock
from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.places.actions.duties import SetDuty
from lianxin.places.models import Origin, Status
from tests.cases.desk import form_of, press, signed_in, text_of
from tests.cases.factories import Town, Walk, make_case

CHANGED = "您打开以后，这件事变过"


def offered(actor: Actor, walk: Walk) -> set[str]:
    return {one.code for one in case_page.load(actor, walk.case.pk).moves}


def after_the_due_day(walk: Walk) -> Walk:
    clock.set_fixed(dt.date(2027, 6, 1))
    return walk


def settled_here(town: Town, walk: Walk) -> None:
    """A dispute was decided: the office unit is in charge of this kind of matter at this very place."""
    case = walk.case
    SetDuty(
        actor=town.desk, category=case.category, lead_unit=case.lead_unit, place=case.place,
        jurisdiction=case.place.jurisdiction, origin=Origin.SETTLEMENT, status=Status.CONFIRMED, note="会商单",
        source="会商单",
    ).execute()  # fmt: skip


def test_an_extension_is_offered_until_the_due_day_and_then_the_reason_stands_there(town: Town) -> None:
    walk = make_case(town, w.CONTACTED)
    assert "request_extension" in offered(town.handler(), walk)
    assert "extend" in offered(town.desk, walk)
    after_the_due_day(walk)
    assert "request_extension" not in offered(town.handler(), walk)
    assert "extend" not in offered(town.desk, walk)
    page = text_of(signed_in(roles.GOVERNMENT_DESK).get(reverse("cases:desk_case", args=[walk.case.number])))
    assert "期限已过，不能再延期" in page
    assert form_of(walk.case, "extend") not in page


def test_on_the_last_day_an_extension_is_still_offered_and_works(town: Town) -> None:
    walk = make_case(town, w.CONTACTED)
    due = next(one.due_on for one in case_page.load(town.desk, walk.case.pk).clocks if one.code == "answer")
    clock.set_fixed(due)
    assert "extend" in offered(town.desk, walk)
    walk.do(act.Extend, town.desk, reason="等配件到货")
    assert walk.case.extension_count == 1


@pytest.mark.parametrize("move", ["extend", "request_extension"])
def test_a_refusal_says_why_and_does_not_claim_that_something_changed(town: Town, move: str) -> None:
    case = after_the_due_day(make_case(town, w.CONTACTED)).case
    unit = {"unit": town.office_unit} if move == "request_extension" else {}
    client = signed_in(roles.UNIT_HANDLER if unit else roles.GOVERNMENT_DESK, **unit)
    answer = press(client, case, move, reason="等配件到货", expected_version=case.version)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "期限已过，不能再延期" in page
    assert "等配件到货" in page
    assert CHANGED not in page


def test_what_really_changed_is_still_shown_with_both_versions(town: Town) -> None:
    walk = make_case(town, w.CONTACTED)
    seen = walk.case.version
    walk.drafted()
    page = text_of(press(signed_in(roles.GOVERNMENT_DESK), walk.case, "assign", expected_version=seen))
    assert CHANGED in page
    assert "答复待签" in page


def test_opening_the_form_of_a_refused_move_leads_back_with_the_reason(town: Town) -> None:
    case = after_the_due_day(make_case(town, w.CONTACTED)).case
    answer = signed_in(roles.GOVERNMENT_DESK).get(form_of(case, "extend"), follow=True)
    assert "期限已过，不能再延期" in text_of(answer)


@pytest.mark.parametrize("state", [w.ASSIGNED, w.ACCEPTED])
def test_what_a_decided_dispute_settled_cannot_be_returned_and_the_button_says_why(town: Town, state: str) -> None:
    walk = make_case(town, state)
    assert "return" in offered(town.handler(), walk)
    settled_here(town, walk)
    assert "return" not in offered(town.handler(), walk)
    client = signed_in(roles.UNIT_HANDLER, unit=town.office_unit)
    page = text_of(client.get(reverse("cases:desk_case", args=[walk.case.number])))
    assert "已经会商裁定由您单位主办" in page
    assert form_of(walk.case, "return") not in page


@pytest.mark.parametrize("state", [w.ASSIGNED, w.ACCEPTED, w.CONTACTED])
def test_the_page_of_the_unit_stays_within_twelve_statements(town: Town, state: str) -> None:
    walk = make_case(town, state)
    settled_here(town, walk)
    type(walk.case).objects.filter(pk=walk.case.pk).update(return_count=1, extension_count=1)
    client, address = (
        signed_in(roles.UNIT_HANDLER, unit=town.office_unit),
        reverse("cases:desk_case", args=[walk.case.number]),
    )
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    assert len(seen) <= 12, "\n".join(one["sql"][:150] for one in seen.captured_queries)


def test_an_answer_from_before_a_matter_was_reopened_stays_on_the_page_while_it_is_assigned_again(town: Town) -> None:
    walk = make_case(town, w.CLOSED).do(act.Reopen, town.desk, reason="又坏了").assigned()
    assert [one.text for one in case_page.load(town.desk, walk.case.pk).replies] == ["电梯已修好，并换了主板。"]
