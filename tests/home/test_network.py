"""The network on the desk and in public: entered, opened, found by the code at the door."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianxin.core.clock import now, today
from lianxin.db.models import Town
from lianxin.deputies.models import Level
from lianxin.home.models import (
    CourtyardEvent,
    Method,
    MethodPart,
    Post,
    Reception,
    ReceptionState,
    Venue,
    VenueDay,
    VenueHours,
    VenueKind,
    VenueMember,
)
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from lianxin.places.models import PlaceKind
from tests.deputies.factories import make_constituency, make_deputy
from tests.home.factories import make_courtyard, make_venue, opens
from tests.people.factories import make_person, sign_in
from tests.places.factories import make_neighbourhood, make_place

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def office(client: Client, town: Town) -> Client:
    """The congress office at its desk."""
    sign_in(client, make_person(roles.CONGRESS_OFFICE))
    return client


def typed(**more: object) -> dict[str, object]:
    """A venue's form as it is sent."""
    return {"code": "D01", "kind": VenueKind.POINT, "name": "晓钟代表联系点", **more}


def test_a_venue_is_entered_gets_hours_and_members_and_residents_see_it(office: Client) -> None:
    place, deputy = make_neighbourhood("N01"), make_deputy()
    assert office.post(reverse("home:new_venue"), typed(place=place.pk, phone="021-00000000")).status_code == 302
    venue = Venue.objects.get()
    week = {"week": "周二 9:00-11:00 代表接待\n周三 14:00-16:00"}
    assert office.post(reverse("home:hours", args=[venue.pk]), week).status_code == 302
    assert office.post(reverse("home:members", args=[venue.pk]), {"deputies": [deputy.pk]}).status_code == 302
    page = Client().get(reverse("home:public_venue", args=[venue.public_token])).content.decode()
    assert "现在开着" in page
    assert "到 11:00" in page
    assert deputy.display_name in page
    assert LogEntry.objects.filter(object_kind="venue", object_id=venue.pk).count() == 3


def test_a_code_is_used_once_and_a_venue_is_not_its_own_parent(office: Client) -> None:
    venue = make_venue("D01")
    answer = office.post(reverse("home:new_venue"), typed(place=venue.place_id))
    assert answer.status_code == 422
    assert "已经用过了" in answer.content.decode()
    child = make_venue("D02", parent=venue)
    sent = typed(place=venue.place_id, parent=child.pk)
    assert office.post(reverse("home:change_venue", args=[venue.pk]), sent).status_code == 422


def test_a_week_that_cannot_be_read_names_its_line_and_keeps_what_was_typed(office: Client) -> None:
    venue = make_venue()
    answer = office.post(reverse("home:hours", args=[venue.pk]), {"week": "周二 9:00-11:00\n随时"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "第 2 行没看懂" in page
    assert "随时" in page
    assert VenueHours.objects.count() == 0


def test_a_new_week_leaves_the_old_one_on_record(office: Client) -> None:
    venue = make_venue()
    opens(venue, 2, "09:00", "11:00")
    office.post(reverse("home:hours", args=[venue.pk]), {"week": "周五 9:00-11:00"})
    assert list(VenueHours.objects.order_by("id").values_list("weekday", "is_current")) == [(2, False), (5, True)]


def test_a_closed_day_is_told_and_lies_not_in_the_past(office: Client) -> None:
    venue = make_venue()
    opens(venue, 2, "09:00", "11:00")
    page = reverse("home:day", args=[venue.pk])
    assert office.post(page, {"day": "2026-11-23", "reason": "开会"}).status_code == 422
    assert office.post(page, {"day": "2026-11-24", "reason": "全体代表开会"}).status_code == 302
    assert VenueDay.objects.get().opens is None
    shown = Client().get(reverse("home:public_venue", args=[venue.public_token])).content.decode()
    assert "全天不开（全体代表开会）" in shown
    assert "现在开着" not in shown


def test_half_a_time_is_refused_at_its_field(office: Client) -> None:
    venue = make_venue()
    sent = {"day": "2026-11-25", "opens": "09:00", "reason": "晚开"}
    answer = office.post(reverse("home:day", args=[venue.pk]), sent)
    assert answer.status_code == 422
    assert "要么都写" in answer.content.decode()


def test_a_deputy_who_is_no_longer_named_leaves_a_venue_and_may_come_back(office: Client) -> None:
    venue, deputy = make_venue(), make_deputy()
    page = reverse("home:members", args=[venue.pk])
    for chosen in ([deputy.pk], [], [deputy.pk]):
        assert office.post(page, {"deputies": chosen}).status_code == 302
    member = VenueMember.objects.get()
    assert (member.valid_from, member.valid_to) == (today(), None)


def test_the_list_takes_as_many_statements_for_many_venues_as_for_few(office: Client) -> None:
    place = make_neighbourhood("N01")
    counts = []
    office.get(reverse("home:network"))
    for more in (20, 80):
        for number in range(more):
            make_venue(f"D{more}-{number:02d}", place=place)
        with CaptureQueriesContext(connection) as seen:
            assert office.get(reverse("home:network")).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 8, counts


def test_the_courtyard_shows_what_all_its_houses_do(office: Client) -> None:
    yard = make_courtyard()
    house = make_venue("P1", VenueKind.CULTURE_CENTRE, courtyard=yard)
    sent = {
        "title": "手机课", "venue": house.pk, "day": "2026-11-25", "opens": "09:30", "closes": "11:00",
        "audience": "residents",
    }  # fmt: skip
    assert office.post(reverse("home:new_event", args=[yard.pk]), sent).status_code == 302
    event = CourtyardEvent.objects.get()
    assert event.starts_at == dt.datetime(2026, 11, 25, 1, 30, tzinfo=dt.UTC)
    public = reverse("home:public_courtyard", args=[yard.public_token])
    assert "手机课" in Client().get(public).content.decode()
    cancel = reverse("home:cancel_event", args=[event.pk])
    assert office.post(cancel, {"reason": "老师生病"}).status_code == 302
    page = Client().get(public).content.decode()
    assert "已取消" in page
    assert "老师生病" in page
    assert office.post(cancel, {"reason": "再一次"}).status_code == 409


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("closes", "09:00", "结束时间要晚于开始时间"),
        ("day", "2026-11-20", "已经过去了"),
        ("venue", "1", "请从列出的选项中选择"),
    ],
)
def test_an_impossible_event_is_refused_at_its_field(office: Client, field: str, value: str, words: str) -> None:
    yard = make_courtyard()
    house = make_venue("P1", courtyard=yard)
    sent = {
        "title": "手机课", "venue": house.pk, "day": "2026-11-25", "opens": "09:30", "closes": "11:00",
        "audience": "residents", field: value,
    }  # fmt: skip
    answer = office.post(reverse("home:new_event", args=[yard.pk]), sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_the_chart_shows_who_held_a_post_on_a_day(office: Client) -> None:
    first = {"body": "chair", "title": "主席", "holder": "主席甲", "sort": 0, "valid_from": "2022-01-01"}
    assert office.post(reverse("home:new_post"), first).status_code == 302
    end = reverse("home:end_post", args=[Post.objects.get().pk])
    assert office.post(end, {"valid_to": "2025-12-31"}).status_code == 302
    later = {**first, "holder": "主席乙", "valid_from": "2026-01-01"}
    assert office.post(reverse("home:new_post"), later).status_code == 302
    today_page = Client().get(reverse("home:public_organisation")).content.decode()
    assert "主席乙" in today_page
    assert "主席甲" not in today_page
    assert "主席甲" in office.get(reverse("home:organisation"), {"on": "2024-05-01"}).content.decode()


def test_a_method_is_public_only_when_the_town_says_so(office: Client) -> None:
    sent = {"code": "sanhua", "name": "三化工作法", "lead": "", "source": ""}
    assert office.post(reverse("home:new_method"), sent).status_code == 302
    public = reverse("home:public_method", args=["sanhua"])
    assert Client().get(public).status_code == 404
    method = Method.objects.get()
    assert office.post(reverse("home:change_method", args=[method.pk]), {**sent, "is_public": "on"}).status_code == 302
    assert office.post(reverse("home:new_part", args=[method.pk]), {"title": "标准化", "text": ""}).status_code == 302
    pillar = MethodPart.objects.get()
    measure = reverse("home:new_measure", args=[pillar.pk])
    assert office.post(measure, {"title": "一处一码", "text": ""}).status_code == 302
    assert "一处一码" in Client().get(public).content.decode()
    leaf = MethodPart.objects.get(title="一处一码")
    deeper = reverse("home:new_measure", args=[leaf.pk])
    assert office.post(deeper, {"title": "太深", "text": ""}).status_code == 422
    cite = reverse("home:evidence", args=[leaf.pk])
    assert office.post(cite, {"number": "没有这件"}).status_code == 422
    for code, state in (("R1", ReceptionState.CLOSED), ("R2", ReceptionState.PLANNED)):
        Reception.objects.create(number=code, venue=make_venue(code), starts_at=now(), ends_at=now(), state=state)
        sent = {"kind": "reception", "number": code, "note": "只给自己看的附注"}
        assert office.post(cite, sent).status_code == 302
    page = Client().get(public).content.decode()
    assert reverse("home:public_venue", args=[Venue.objects.get(code="R1").public_token]) in page
    assert "站点R2" not in page
    assert "附注" not in page
    assert "站点R2" in office.get(reverse("home:method", args=[method.pk])).content.decode()


def test_a_resident_finds_the_deputies_of_the_compound(town: Town) -> None:
    home = make_neighbourhood("N01")
    compound = make_place(PlaceKind.COMPOUND, "C01", home)
    seat = make_constituency("X1", Level.TOWN, compound)
    own = make_deputy("T01", constituency=seat)
    city = make_deputy("C01", Level.CITY, contacts=(home,))
    stranger = make_deputy("T02", constituency=make_constituency("X2"))
    make_venue("D01", place=home)
    page = Client().get(reverse("home:my_deputy"), {"at": compound.public_token}).content.decode()
    assert own.display_name in page
    assert "您这里的选区选出的代表" in page
    assert city.display_name in page
    assert "联系您所在居民区的代表" in page
    assert stranger.display_name not in page
    assert "站点D01" in page


def test_a_name_that_means_nothing_says_what_to_do(town: Town) -> None:
    page = Client().get(reverse("home:my_deputy"), {"q": "不存在的地方"}).content.decode()
    assert "没有找到这个地方" in page


def test_a_name_of_several_places_lets_choose(town: Town) -> None:
    home = make_neighbourhood("N01")
    for code in ("C01", "C02"):
        make_place(PlaceKind.COMPOUND, code, home, name=f"安居小区{code}")
    shared = Client().get(reverse("home:my_deputy"), {"q": "小区"}).content.decode()
    assert shared.count("?at=") >= 2


def test_a_deputy_whose_mandate_ended_is_nobodys_deputy(town: Town) -> None:
    home = make_neighbourhood("N01")
    gone = make_deputy("T01", contacts=(home,), ends_on=dt.date(2026, 11, 23))
    page = Client().get(reverse("home:my_deputy"), {"at": home.public_token}).content.decode()
    assert gone.display_name not in page
