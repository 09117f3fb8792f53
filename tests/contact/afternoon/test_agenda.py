"""The plenary: what is on the agenda, in which order, what was asked, which records it refers to."""

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.cases.models import Case
from lianxin.contact.models import AgendaItem, AgendaQuestion, Round
from lianxin.db.models import Town
from lianxin.journal.errors import Invalid
from lianxin.people import roles
from lianxin.records import citing, lineage
from tests.contact.factories import make_round
from tests.people.factories import actor_with, make_person, sign_in


@pytest.fixture
def one(client: Client, town: Town, frozen_clock: object) -> Round:
    """A round; the congress office is signed in."""
    sign_in(client, make_person(roles.CONGRESS_OFFICE))
    return make_round()


def add(client: Client, one: Round, kind: str, title: str, **more: object) -> AgendaItem:
    """An item, written on the page."""
    sent = {"kind": kind, "title": title, "minutes": 10, **more}
    assert client.post(reverse("contact:new_item", args=[one.pk]), sent).status_code == 302
    return AgendaItem.objects.get(title=title)


def test_of_a_film_only_title_and_minutes_are_kept(client: Client, one: Round) -> None:
    page = reverse("contact:new_item", args=[one.pk])
    assert client.post(page, {"kind": "film", "title": "片子", "minutes": 12, "text": "解说词"}).status_code == 422
    add(client, one, "film", "片子", minutes=12)
    shown = client.get(reverse("contact:agenda", args=[one.pk])).content.decode()
    assert "一共 12 分钟" in shown
    assert "记一个提问" not in shown


def test_items_are_moved_and_the_ends_stay(client: Client, one: Round) -> None:
    items = [add(client, one, "briefing", title) for title in ("一", "二", "三")]

    def order() -> str:
        return "".join(AgendaItem.objects.order_by("order").values_list("title", flat=True))

    client.post(reverse("contact:move_item", args=[items[2].pk, "up"]))
    assert order() == "一三二"
    client.post(reverse("contact:move_item", args=[items[0].pk, "up"]))
    assert order() == "一三二"
    client.post(reverse("contact:move_item", args=[items[0].pk, "down"]))
    assert order() == "三一二"


def test_a_dropped_item_stays_readable_with_its_reason_and_off_the_sheet(client: Client, one: Round) -> None:
    item = add(client, one, "briefing", "半年工作")
    drop = reverse("contact:drop_item", args=[item.pk])
    assert client.post(drop, {}).status_code == 422
    assert client.post(drop, {"reason": "改为书面"}).status_code == 302
    assert "改为书面" in client.get(reverse("contact:agenda", args=[one.pk])).content.decode()
    assert "半年工作" not in client.get(reverse("contact:agenda_sheet", args=[one.pk])).content.decode()
    assert client.post(drop, {"reason": "再"}).status_code == 409


def test_a_question_may_be_answered_later_and_once(client: Client, one: Round) -> None:
    item = add(client, one, "briefing", "加梯")
    asked = {"asked_by": "区代表02号", "question": "明年加几台？"}
    assert client.post(reverse("contact:question", args=[item.pk]), asked).status_code == 302
    assert "还没有答复" in client.get(reverse("contact:agenda", args=[one.pk])).content.decode()
    page = reverse("contact:answer_question", args=[AgendaQuestion.objects.get().pk])
    answer = {"answered_by": "副镇长", "answer": "十二台。"}
    assert client.post(page, answer).status_code == 302
    assert client.post(page, answer).status_code == 409
    assert "副镇长：十二台。" in client.get(reverse("contact:agenda", args=[one.pk])).content.decode()


def test_a_record_is_cited_in_the_chain_of_both(client: Client, one: Round) -> None:
    item = add(client, one, "briefing", "加梯")
    page = reverse("contact:cite", args=[item.pk])
    assert client.post(page, {"number": "没有"}).status_code == 422
    from lianxin.cases.actions import RecordOpinion
    from lianxin.journal.actors import SYSTEM

    case = Case.objects.get(pk=RecordOpinion(actor=SYSTEM, words="电梯坏了", channel="round").execute().case_id)
    assert client.post(page, {"number": case.number}).status_code == 302
    assert ("contact_agenda", item.pk) in lineage.chain("case", case.pk).generations


def test_any_registered_record_is_cited_and_named_on_the_agenda(client: Client, one: Round) -> None:
    item = add(client, one, "briefing", "六月那一轮")
    page = reverse("contact:cite", args=[item.pk])
    earlier = make_round()
    assert client.post(page, {"kind": "case", "number": earlier.number}).status_code == 422
    assert client.post(page, {"kind": "contact_round", "number": earlier.number}).status_code == 302
    assert ("contact_agenda", item.pk) in lineage.chain("contact_round", earlier.pk).generations
    shown = client.get(reverse("contact:agenda", args=[one.pk])).content.decode()
    assert earlier.name in shown
    assert reverse("contact:round", args=[earlier.pk]) in shown


def test_nobody_cites_what_he_may_not_open(town: Town, one: Round) -> None:
    stranger = actor_with(roles.SECRETARY)
    with pytest.raises(Invalid):
        citing.find(stranger, "contact_round", one.number)
    with pytest.raises(Invalid):
        citing.require(stranger, ("contact_round", one.pk))
    assert citing.cited_on(stranger, "contact_agenda", []) == {}
