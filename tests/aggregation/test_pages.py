"""The room's pages: what is shown, what one key does, what never stands on them."""

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.aggregation import upkeep
from lianxin.aggregation.models import Likeness
from lianxin.cases import workflow as w
from lianxin.people import roles
from tests.aggregation.test_deciding import LIFT, LIFT_AGAIN, PHONE, TREE
from tests.cases.desk import signed_in, text_of
from tests.cases.factories import Town, start


@pytest.fixture
def office(town: Town) -> Client:
    """The office's browser."""
    return signed_in(roles.CONGRESS_OFFICE)


def read() -> None:
    """What time does."""
    upkeep.read_new()
    upkeep.compare_new()


def test_two_texts_stand_side_by_side_with_what_both_say_and_without_the_number(town: Town, office: Client) -> None:
    one, other = start(town, words=f"{LIFT}，电话{PHONE}"), start(town, words=LIFT_AGAIN)
    read()
    page = text_of(office.get(reverse("aggregation:review")))
    assert PHONE not in page
    assert '<mark class="same">' in page
    assert '<mark class="place">' in page
    for walk in (one, other):
        assert walk.case.number in page
    for value in ("same", "different", "later"):
        assert f'value="{value}"' in page
    pair = Likeness.objects.get()
    answer = office.post(reverse("aggregation:answer", args=[pair.pk]), {"answer": "same"}, follow=True)
    assert other.case.state == w.FOLLOWING
    assert "已并成议题" in text_of(answer)
    assert "没有等人看的了" in text_of(answer)
    answers = text_of(office.get(reverse("aggregation:answers")))
    assert one.case.number in answers
    assert PHONE not in answers
    office.post(reverse("aggregation:take_back", args=[pair.pk]))
    assert other.case.state == w.RECEIVED


def test_a_missing_reason_is_said_at_its_field_and_nothing_is_joined(town: Town, office: Client) -> None:
    start(town, words=LIFT)
    far = start(town, words=LIFT_AGAIN, place_id=town.second.pk)
    read()
    pair = Likeness.objects.get()
    answer = office.post(reverse("aggregation:answer", args=[pair.pk]), {"answer": "same"})
    assert (answer.status_code, far.case.state) == (422, w.RECEIVED)
    assert "不在同一个居民区" in text_of(answer)
    office.post(reverse("aggregation:answer", args=[pair.pk]), {"answer": "same", "across_reason": "同一家维保"})
    assert far.case.state == w.FOLLOWING


def test_who_writes_down_is_told_that_somebody_said_it_and_only_what_one_may_see(town: Town) -> None:
    known = start(town, words=f"{LIFT}，电话{PHONE}")
    start(town, words=TREE, category="environment.green")
    typed = {"words": LIFT_AGAIN, "place": str(town.compound.pk)}
    page = text_of(signed_in(roles.SECRETARY, place=town.first).post(reverse("aggregation:hint"), typed))
    assert known.case.number in page
    assert page.count("<li>") == 1
    assert PHONE not in page
    stranger = signed_in(roles.SECRETARY, place=town.second).post(reverse("aggregation:hint"), typed)
    assert known.case.number not in text_of(stranger)
    assert "<li>" not in text_of(signed_in(roles.CONGRESS_OFFICE).post(reverse("aggregation:hint"), {"words": "电梯"}))


def test_without_a_script_the_receipt_says_that_somebody_said_it(town: Town, office: Client) -> None:
    known, later = start(town, words=LIFT), start(town, words=LIFT_AGAIN)
    writing = text_of(office.get(reverse("cases:desk_record")))
    assert reverse("aggregation:hint") in writing
    page = text_of(office.get(reverse("cases:desk_recorded", args=[later.receipt.token])))
    assert known.case.number in page


def test_the_questions_of_one_round_can_be_looked_at_alone(town: Town, office: Client) -> None:
    start(town, words=LIFT, occasion="六月联系日")
    start(town, words=LIFT_AGAIN)
    read()
    address = reverse("aggregation:review")
    assert office.get(address, {"round": "六月联系日"}).context["left"] == 1
    assert office.get(address, {"round": "别的"}).context["left"] == 0
    pair, typed = Likeness.objects.get(), {"answer": "different", "round": "六月联系日"}
    answer = office.post(reverse("aggregation:answer", args=[pair.pk]), typed)
    assert answer.headers["Location"].startswith(f"{address}?round=")
