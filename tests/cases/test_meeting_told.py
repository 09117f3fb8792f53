"""A second "not solved" ends with a meeting; what was explained there is on the resident's own page."""

from django.test import Client
from django.urls import reverse

from lianxin.cases import actions as act
from lianxin.cases import workflow as w
from lianxin.cases.selectors import public_status
from lianxin.core.clock import today
from tests.cases.factories import Town, Walk, make_case

SAID = "电梯配件已经停产，要等大修；大修前每天有人值守。"


def explained(town: Town) -> Walk:
    walk = make_case(town, w.MEETING)
    return walk.do(act.ExplainAfterMeeting, town.office, meeting_on=today(), reason=SAID, told_how="on_site")


def page_of(walk: Walk) -> str:
    return Client().get(reverse("cases:status", args=[walk.opinion.public_token])).content.decode()


def test_the_resident_reads_what_was_explained_and_that_the_verdict_stands(town: Town) -> None:
    walk = explained(town)
    page = page_of(walk)
    assert SAID in page
    assert "和您当面谈过了" in page
    assert "没有解决" in page
    status = public_status.status(walk.opinion)
    assert ("当面会商", today()) in [(step.label, step.on) for step in status.steps]


def test_it_is_still_there_when_the_matter_is_closed(town: Town) -> None:
    assert SAID in page_of(explained(town).closed())


def test_before_the_meeting_nothing_is_invented(town: Town) -> None:
    walk = make_case(town, w.MEETING)
    assert public_status.status(walk.opinion).meeting is None
    assert "当面谈的时候是这样说的" not in page_of(walk)


def test_a_later_contact_does_not_take_the_place_of_the_explanation(town: Town) -> None:
    walk = explained(town).later(1)
    walk.do(act.LogContact, town.desk, purpose="inform", how="phone", note="再打电话说了一遍")
    meeting = public_status.status(walk.opinion).meeting
    assert meeting is not None
    assert meeting.text == SAID
