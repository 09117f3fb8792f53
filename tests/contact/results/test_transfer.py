"""A round's items go to the government desk in one act; what stays is named with its reason."""

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.cases import workflow as w
from lianxin.cases.models import Case
from lianxin.contact import workflow
from lianxin.contact.models import Round, VisitItem, VisitState
from lianxin.contact.results.actions import CloseRound, SetLevel, TakeIn, TransferRound
from lianxin.contact.results.sheet import sheet_of
from lianxin.core.clock import now
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from tests.cases.small_town import Town
from tests.cases.walk import make_case
from tests.contact.results.stage import heard, make_round, put
from tests.people.factories import make_person, sign_in


@pytest.fixture
def office(client: Client, small: Town) -> Client:
    """The congress office at its desk."""
    sign_in(client, make_person(roles.CONGRESS_OFFICE))
    return client


def send(town: Town, one: Round, **more: object) -> object:
    """The whole round, as the office sends it."""
    return TransferRound(actor=town.office, round=one, **more).execute()


def test_everything_that_can_go_goes_under_one_number(small: Town) -> None:
    one = make_round(small)
    walks = [heard(small, one) for _each in range(3)]
    done = send(small, one)
    assert len(done.gone) == 3
    one.refresh_from_db()
    assert (one.state, one.transfer_list) == (workflow.TRANSFERRED, done.number)
    assert one.transferred_at is not None
    assert {walk.case.transfer_list for walk in walks} == {done.number}
    assert {walk.case.state for walk in walks} == {w.TRANSFERRED}
    assert LogEntry.objects.filter(verb="round.transfer", object_id=one.pk).count() == 1


def test_what_stays_is_named_with_its_reason(small: Town) -> None:
    one = make_round(small)
    heard(small, one)
    heard(small, one, kind="unknown", category="")
    heard(small, one, w.ANSWERED)
    heard(small, one, w.REDIRECTED)
    heard(small, one, kind="accusation")
    sent = heard(small, one, w.TRANSFERRED)
    double = VisitItem.objects.get(case=sent.case)
    twice = put(one, make_case(small))
    VisitItem.objects.filter(pk=twice.pk).update(same_as=double)
    found = sheet_of(one)
    assert len(found.lines) == 1
    assert sorted(line.code for line in found.out) == [
        "answered", "redirected", "same", "sealed", "to_sort", "transferred",
    ]  # fmt: skip
    assert len(send(small, one).gone) == 1


def test_pressing_twice_sends_nothing_twice(small: Town) -> None:
    one = make_round(small)
    heard(small, one)
    first = send(small, one, once="form-1")
    again = send(small, one, once="form-1")
    assert again.number == first.number
    assert again.gone == ()
    with pytest.raises(WrongState, match="已经转交"):
        send(small, one, once="form-2")
    assert Case.objects.filter(transfer_list=first.number).count() == 1


def test_what_was_late_goes_with_a_second_list_and_the_first_stays_on_the_round(small: Town) -> None:
    one = make_round(small)
    heard(small, one)
    first = send(small, one)
    late = heard(small, one)
    second = send(small, one)
    one.refresh_from_db()
    assert late.case.transfer_list == second.number != first.number
    assert one.transfer_list == first.number


def test_only_what_was_chosen_goes(small: Town) -> None:
    one = make_round(small)
    kept, goes = heard(small, one), heard(small, one)
    send(small, one, case_ids=[goes.case.pk])
    assert (kept.case.state, goes.case.state) == (w.RECEIVED, w.TRANSFERRED)
    with pytest.raises(Invalid):
        send(small, one, case_ids=[])


def test_a_matter_of_no_round_never_goes_with_one(small: Town) -> None:
    one = make_round(small)
    heard(small, one)
    other = make_case(small)
    send(small, one)
    assert other.case.state == w.RECEIVED
    late = heard(small, one)
    send(small, one, case_ids=[other.case.pk, late.case.pk])
    assert other.case.state == w.RECEIVED


def test_without_all_lists_it_needs_a_reason(small: Town) -> None:
    one = make_round(small)
    heard(small, one)
    one.visits.filter(place=small.second).update(state=VisitState.HELD)
    with pytest.raises(Invalid) as refused:
        send(small, one)
    assert [problem.field for problem in refused.value.problems] == ["reason"]
    assert len(send(small, one, reason="柳堰明天补").gone) == 1


def test_a_round_on_which_everything_was_answered_moves_on_without_a_list(small: Town) -> None:
    one = make_round(small)
    heard(small, one, w.ANSWERED)
    assert send(small, one).number == ""
    one.refresh_from_db()
    assert (one.state, one.transfer_list) == (workflow.TRANSFERRED, "")


def test_nobody_but_the_office_sends_levels_or_ends(small: Town) -> None:
    one = make_round(small)
    walk = heard(small, one)
    for actor in (small.desk, small.secretary, small.deputy_actor, small.resident):
        with pytest.raises(NotAllowed):
            TransferRound(actor=actor, round=one).execute()
        with pytest.raises(NotAllowed):
            SetLevel(actor=actor, round=one, case_ids=[walk.case.pk], level="town").execute()
        with pytest.raises(NotAllowed):
            CloseRound(actor=actor, round=one).execute()


def test_a_level_is_written_through_the_matters_own_sorting(small: Town) -> None:
    one = make_round(small)
    mine, moved, elsewhere = heard(small, one), heard(small, one, w.CONTACTED), make_case(small)
    action = SetLevel(
        actor=small.office, round=one, case_ids=[mine.case.pk, moved.case.pk, elsewhere.case.pk], level="district"
    )
    assert action.execute() == 1
    assert action.refused == [moved.case.pk]
    assert (mine.case.authority_level, elsewhere.case.authority_level) == ("district", "")
    assert LogEntry.objects.filter(verb="case.edit_triage", object_id=mine.case.pk).exists()


def test_what_carries_the_name_of_the_round_is_listed_at_its_neighbourhood_once(small: Town) -> None:
    one = make_round(small)
    heard(small, one)
    here = make_case(small, occasion=one.name)
    there = make_case(small, occasion=one.name, place_id=small.second.pk)
    nowhere = make_case(small, occasion=one.name, place_id=None)
    other = make_case(small, occasion="别的活动")
    assert TakeIn(actor=small.office, round=one).execute() == 2
    assert TakeIn(actor=small.office, round=one).execute() == 0
    found = {item.case_id: item for item in VisitItem.objects.select_related("visit")}
    assert found[here.case.pk].visit.place_id == small.first.pk
    assert found[here.case.pk].order == 2
    assert found[there.case.pk].visit.place_id == small.second.pk
    assert not {nowhere.case.pk, other.case.pk} & set(found)


# --- the end --------------------------------------------------------------------------------------


def test_a_round_ends_only_when_every_item_is_dealt_with(small: Town) -> None:
    one = make_round(small, state="transferred", transferred_at=now())
    heard(small, one, w.TRACKING)
    heard(small, one, w.REDIRECTED)
    heard(small, one, w.CLOSED)
    walk = heard(small, one, w.REPLIED)
    with pytest.raises(WrongState):
        CloseRound(actor=small.office, round=one).execute()
    walk.told()
    CloseRound(actor=small.office, round=one).execute()
    one.refresh_from_db()
    assert one.state == workflow.CLOSED
    assert one.closed_at is not None


def test_a_round_that_was_not_transferred_cannot_end(small: Town) -> None:
    one = make_round(small)
    with pytest.raises(WrongState):
        CloseRound(actor=small.office, round=one).execute()


# --- the pages ------------------------------------------------------------------------------------


def test_the_sheet_shows_what_goes_and_what_stays_and_sends_it(small: Town, office: Client) -> None:
    one = make_round(small)
    goes = heard(small, one)
    stays = heard(small, one, w.ANSWERED)
    address = reverse("contact:transfer", args=[one.pk])
    page = office.get(address).content.decode()
    assert goes.case.number in page
    assert "当场答复的，不用转交" in page
    assert stays.case.number in page
    once = page.split('name="once" value="')[1].split('"')[0]
    answer = office.post(address, {"case_ids": [goes.case.pk], "note": "先办电梯", "once": once}, follow=True)
    assert "已转交 1 件" in answer.content.decode()
    assert goes.case.state == w.TRANSFERRED


def test_a_sheet_without_a_tick_says_so_and_keeps_the_note(small: Town, office: Client) -> None:
    one = make_round(small)
    heard(small, one)
    page = office.post(reverse("contact:transfer", args=[one.pk]), {"note": "先办电梯", "once": "a" * 32})
    assert page.status_code == 422
    assert "请至少选一件" in page.content.decode()
    assert "先办电梯" in page.content.decode()


def test_the_end_lists_what_is_open_at_which_place_and_why(small: Town, office: Client) -> None:
    one = make_round(small, state="transferred")
    walk = heard(small, one, w.REPLIED)
    page = office.get(reverse("contact:ending", args=[one.pk])).content.decode()
    assert walk.case.number in page
    assert "答复了，还没有告知到人" in page
    assert "还有 1 件没有着落" in page
    assert office.post(reverse("contact:ending", args=[one.pk])).status_code == 409
    walk.told()
    page = office.get(reverse("contact:ending", args=[one.pk])).content.decode()
    assert "每一件都有了着落" in page
    assert office.post(reverse("contact:ending", args=[one.pk])).status_code == 302
