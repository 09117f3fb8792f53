"""补打回执: who may hand out the code once more, and its line in the log; the empty sheet for paper."""

import re
from unittest.mock import patch

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from lianxin.cases import actions as act
from lianxin.cases import workflow as w
from lianxin.cases.actions.receipt import ReprintReceipt
from lianxin.cases.documents import pages
from lianxin.journal.errors import ActionError, Invalid, NotAllowed, WrongState
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from lianxin.people.actors import actor_of_link
from tests.cases.desk import signed_in, text_of
from tests.cases.factories import Town, Walk, make_case
from tests.field.factories import Phone


def reprint(walk: Walk, actor: object, why: str = "lost") -> str:
    return ReprintReceipt(actor=actor, case_id=walk.case.pk, why=why).execute().code  # type: ignore[arg-type]


def logged(walk: Walk) -> list[str]:
    rows = LogEntry.objects.filter(object_kind="case", object_id=walk.case.pk, verb="case.reprint_receipt")
    return list(rows.values_list("data", flat=True))


def test_the_old_code_comes_back_and_the_log_says_who_and_why_but_never_the_code(town: Town) -> None:
    walk = make_case(town, w.ASSIGNED)
    for actor in (town.office, town.desk, town.secretary):
        assert reprint(walk, actor) == walk.receipt.code
    assert len(logged(walk)) == 3
    assert all("lost" in data and walk.receipt.code not in data for data in logged(walk))


@pytest.mark.parametrize("who", ["handler", "head", "other_secretary", "deputy_actor"])
def test_who_handles_or_is_out_of_reach_never_gets_the_code(town: Town, who: str) -> None:
    walk, actor = make_case(town, w.ASSIGNED), getattr(town, who)
    with pytest.raises(NotAllowed):
        reprint(walk, actor() if callable(actor) else actor)
    assert logged(walk) == []


def test_the_desk_does_not_get_the_code_of_what_it_handles_itself(town: Town) -> None:
    walk = make_case(town, w.TRANSFERRED).assigned(town.desk_unit)
    with pytest.raises(NotAllowed):
        reprint(walk, town.desk)


def test_a_committee_that_helps_to_handle_does_not_get_the_code(town: Town) -> None:
    walk = make_case(town, w.TRANSFERRED).assigned(co_unit_ids=[town.committee_unit.pk])
    member = signed_in(roles.UNIT_HANDLER, unit=town.committee_unit)
    assert member.get(reverse("cases:desk_receipt", args=[walk.case.number])).status_code == 403


def test_a_reason_is_needed_and_withdrawn_words_have_no_receipt(town: Town) -> None:
    walk = make_case(town)
    with pytest.raises(Invalid):
        reprint(walk, town.office, why="")
    walk.do(act.Withdraw, town.speaker(walk.receipt.opinion_id))
    with pytest.raises(WrongState):
        reprint(walk, town.office)


def test_an_accusation_s_receipt_is_the_congress_office_s_alone(town: Town) -> None:
    walk = make_case(town, kind="accusation", category="")
    assert reprint(walk, town.office) == walk.receipt.code
    for stranger in (town.desk, town.secretary):
        with pytest.raises(ActionError):
            reprint(walk, stranger)


def found(client: Client, number: str) -> str:
    return text_of(client.get(reverse("cases:desk_receipts"), {"number": number}, follow=True))


def test_a_recorder_finds_the_matter_by_its_number_and_prints_it_again(town: Town) -> None:
    walk = make_case(town)
    recorder = signed_in(roles.RECORDER, place=town.first)
    assert "为什么补打" in found(recorder, walk.case.number)
    page = recorder.post(reverse("cases:desk_receipt", args=[walk.case.number]), {"why": "not_given"}, follow=True)
    assert walk.receipt.code in text_of(page)
    assert "请把这张回执交给本人" in text_of(page)
    assert len(logged(walk)) == 1


def test_a_number_out_of_reach_is_not_found_by_a_recorder(town: Town) -> None:
    walk = make_case(town)
    assert "没有找到编号" in found(signed_in(roles.RECORDER, place=town.second), walk.case.number)
    assert "没有找到编号" in found(signed_in(roles.RECORDER, place=town.first), "999-2026-1")


def test_the_button_stands_on_the_page_for_the_desk_and_not_for_the_unit(town: Town) -> None:
    case = make_case(town, w.ASSIGNED).case
    button, page = reverse("cases:desk_receipt", args=[case.number]), reverse("cases:desk_case", args=[case.number])
    assert button in text_of(signed_in(roles.GOVERNMENT_DESK).get(page))
    for client in (signed_in(roles.UNIT_HANDLER, unit=town.office_unit), signed_in(roles.LEADER)):
        assert button not in text_of(client.get(page))


def test_the_empty_sheet_carries_the_neighbourhood_and_as_many_copies_as_asked(town: Town) -> None:
    secretary = signed_in(roles.SECRETARY, place=town.first)
    address = reverse("cases:desk_blank")
    page = text_of(secretary.get(address, {"place": town.first.pk, "copies": "3"}))
    assert len(re.findall(r'<article class="sheet blank">', page)) == 3
    assert f"<td>{town.first.name}</td>" in page
    assert "★" in page
    assert "要求保密" in page
    assert "<svg" not in page.partition('<article class="sheet blank">')[2]


@pytest.mark.parametrize("copies", ["0", "-4", "x", "9999", ""])
def test_an_odd_number_of_copies_gives_a_sensible_one(town: Town, copies: str) -> None:
    page = text_of(signed_in(roles.SECRETARY, place=town.first).get(reverse("cases:desk_blank"), {"copies": copies}))
    assert 1 <= page.count('<article class="sheet blank">') <= 30


def test_the_recorders_page_leads_to_both(town: Town) -> None:
    page = text_of(signed_in(roles.SECRETARY, place=town.first).get(reverse("cases:desk_record")))
    assert reverse("cases:desk_blank") in page
    assert reverse("cases:desk_receipts") in page


def test_words_said_in_confidence_stay_behind_a_code_the_neighbourhood_does_not_get(town: Town) -> None:
    walk = make_case(town, w.ASSIGNED, confidential=True)
    assert reprint(walk, town.office) == walk.receipt.code
    with pytest.raises(NotAllowed):
        reprint(walk, town.secretary)
    secretary = signed_in(roles.SECRETARY, place=town.first)
    assert secretary.get(reverse("cases:desk_receipt", args=[walk.case.number])).status_code == 404
    assert "没有找到编号" in found(secretary, walk.case.number)


def test_a_visit_link_prints_again_what_it_recorded_itself_and_nobody_else_s(town: Town) -> None:
    theirs, phone = make_case(town), Phone.on_visit(town.first)
    assert "没有找到编号" in found(phone.client, theirs.case.number)
    assert phone.client.get(reverse("cases:desk_receipt", args=[theirs.case.number])).status_code == 404
    link = actor_of_link(phone.issued.link)  # type: ignore[union-attr]
    own = make_case(town, actor=link)
    assert reprint(own, link, why="not_given") == own.receipt.code
    with pytest.raises(NotAllowed):
        reprint(theirs, link)


def test_the_notice_that_a_unit_prints_does_not_open_the_speaker_s_page(town: Town) -> None:
    walk = make_case(town, w.REPLIED)
    address = reverse("cases:paper", args=[walk.case.number, "notice"])
    doors = {}
    for role, grant in (
        (roles.UNIT_HANDLER, {"unit": town.office_unit}),
        (roles.LEADER, {}),
        (roles.SECRETARY, {"place": town.first}),
    ):
        with patch.object(
            pages.papers, "respond", side_effect=lambda _request, paper, **_more: HttpResponse(repr(paper))
        ):
            doors[role] = text_of(signed_in(role, **grant).get(address))
    token = walk.opinion.public_token
    assert token in doors[roles.SECRETARY]
    assert token not in doors[roles.UNIT_HANDLER] + doors[roles.LEADER]
    assert reverse("cases:follow") in doors[roles.UNIT_HANDLER]
    assert "查询码" in doors[roles.UNIT_HANDLER]
