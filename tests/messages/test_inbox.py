"""An announcement reaches the right inboxes once, without personal data; one colleague's look counts for all."""

from collections.abc import Iterator

import pytest
from django.test import Client

from lianxin.db.models import Town
from lianxin.journal import outbox
from lianxin.journal.models import OutboxMessage
from lianxin.journal.outbox import Delivered, announce, deliver_pending
from lianxin.messages import selectors, sentences
from lianxin.messages.addressing import notify_on, to_role, to_unit
from lianxin.messages.models import Notice
from lianxin.messages.sentences import Sentence, words_of
from lianxin.people import roles
from tests.people.factories import PASSWORD, actor_with, make_person
from tests.places.factories import make_unit


@pytest.fixture(autouse=True)
def one_rule() -> Iterator[None]:
    """The office, and the unit the facts name, hear of pressed things."""
    notify_on(
        "thing.press",
        lambda message, data: [to_role(roles.CONGRESS_OFFICE), to_unit(data["unit"]), to_unit(data["unit"])],
        Sentence("thing.press", "有事项到期，电话 %(phone)s"),
        lambda message, data: "desk/inbox/",
    )
    yield
    outbox._receivers.pop("thing.press")
    sentences._sentences.pop("thing.press")


def press(town: Town, unit: int = 1) -> Delivered:
    """Announce once and deliver."""
    announce("thing.press", "town", town.pk, {"unit": str(unit), "phone": "13800138000"})
    return deliver_pending(town)


def test_an_announcement_reaches_each_address_once_even_when_it_comes_twice(town: Town) -> None:
    assert press(town) == Delivered(1, 0)
    OutboxMessage.objects.update(done_at=None)
    deliver_pending(town)
    assert sorted(Notice.objects.values_list("address", flat=True)) == ["role:congress_office", "unit:1"]


def test_personal_data_does_not_reach_an_inbox(town: Town) -> None:
    press(town)
    assert [words_of(notice) for notice in Notice.objects.all()] == ["有事项到期，电话 〔手机号〕"] * 2
    assert not Notice.objects.filter(facts__contains="13800138000").exists()


def test_everybody_reads_their_own_inboxes_only(town: Town) -> None:
    unit = make_unit()
    press(town, unit.pk)
    office, handler = actor_with(roles.CONGRESS_OFFICE), actor_with(roles.UNIT_HANDLER, unit=unit)
    leader = actor_with(roles.LEADER)
    counts = [selectors.inbox(actor).count() for actor in (office, handler, leader)]
    assert counts == [1, 1, 0]


def test_the_page_shows_what_is_new_and_who_has_seen_it(town: Town, client: Client) -> None:
    press(town)
    person = make_person(roles.CONGRESS_OFFICE)
    assert client.login(username=person.username, password=PASSWORD)
    assert "未阅" in client.get("/desk/inbox/").content.decode()
    mine = Notice.objects.get(address="role:congress_office")
    foreign = Notice.objects.get(address="unit:1")
    assert client.post(f"/desk/inbox/{mine.pk}/seen/").status_code == 302
    assert client.post(f"/desk/inbox/{mine.pk}/seen/").status_code == 302
    assert client.post(f"/desk/inbox/{foreign.pk}/seen/").status_code == 404
    page = client.get("/desk/inbox/").content.decode()
    assert "已阅" in page
    assert "未阅" not in page
    assert Notice.objects.get(pk=mine.pk).seen_by_label == person.display_name


def test_an_empty_inbox_says_so(town: Town, client: Client) -> None:
    person = make_person(roles.LEADER)
    assert client.login(username=person.username, password=PASSWORD)
    assert "没有消息" in client.get("/desk/inbox/").content.decode()
