"""The exits of a reception lead somewhere: to the named deputy and back to the resident, or to the right address."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.cases.models import Case
from lianxin.core import clock
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.deputies.models import Deputy, Level
from lianxin.home.handing.addresses import addresses, shipped
from lianxin.home.models import Exit, HandedMatter, Reception, ReceptionDeputy, Visitor
from lianxin.journal.outbox import deliver_pending
from lianxin.journal.verify import verify_town
from lianxin.messages.models import Notice
from lianxin.people import roles
from tests.deputies.factories import make_constituency, make_deputy
from tests.home.factories import make_venue
from tests.people.factories import make_person, sign_in

WORDS = "公交站撤了以后，老人去医院要走两站路。"


@pytest.fixture
def office(client: Client, town: Town, frozen_clock: object) -> Client:
    """The congress office at its desk."""
    sign_in(client, make_person(roles.CONGRESS_OFFICE))
    return client


@pytest.fixture
def carrier(town: Town) -> Deputy:
    """A district deputy with an account, who does not sit at the reception."""
    seat = make_constituency("Q1", Level.DISTRICT)
    return make_deputy("D01", Level.DISTRICT, account=make_person(roles.DEPUTY), constituency=seat)


@pytest.fixture
def guest(town: Town, frozen_clock: object) -> Visitor:
    """Somebody who waits at a reception at which a town deputy sits."""
    begins = dt.datetime(2026, 11, 24, 8, tzinfo=clock.TOWN_TZ)
    one = Reception.objects.create(
        number="R-1",
        venue=make_venue("R1"),
        starts_at=begins,
        ends_at=begins + dt.timedelta(hours=3),
        state="announced",
    )
    ReceptionDeputy.objects.create(reception=one, deputy=make_deputy("T01", constituency=make_constituency("X1")))
    return Visitor.objects.create(reception=one, number=1, arrived_at=begins)


def hear(office: Client, guest: Visitor, **more: object) -> int:
    """What the form of the reception answers."""
    sent = {"exit": Exit.DISTRICT, "words": WORDS, "kind": "unknown", "place": guest.reception.venue.place_id, **more}
    return office.post(reverse("home:hear", args=[guest.pk]), sent).status_code


def as_deputy(one: Deputy) -> Client:
    """The deputy with the personal link."""
    client = Client()
    client.force_login(one.account)
    return client


def status_page() -> str:
    """What the resident reads with the slip."""
    token = Case.objects.get().opinions.get().public_token
    return Client().get(reverse("cases:status", args=[token])).content.decode()


def test_a_matter_reaches_the_named_deputy_and_the_resident_reads_where_it_went(
    office: Client, town: Town, guest: Visitor, carrier: Deputy
) -> None:
    assert hear(office, guest, deputy=carrier.pk) == 302
    assert f"代表 {carrier.display_name} 带到区里" in status_page()
    deliver_pending(town)
    assert Notice.objects.get(verb="handing.give").link == f"deputy/handed/{HandedMatter.objects.get().pk}/"
    own, one = as_deputy(carrier), HandedMatter.objects.get()
    assert WORDS in own.get(reverse("home:own_handed_one", args=[one.pk])).content.decode()
    assert "居民的事请您带到上一级" in own.get(reverse("deputy")).content.decode()
    assert own.post(reverse("home:take_matter", args=[one.pk])).status_code == 302
    assert own.post(reverse("home:take_matter", args=[one.pk])).status_code == 409
    assert "收到了" in status_page()
    report = reverse("home:report_matter", args=[one.pk])
    assert own.post(report, {"words": ""}).status_code == 422
    assert own.post(report, {"words": "已向区人大反映，区交通委答应年底前研究。"}).status_code == 302
    assert "区交通委答应年底前研究" in status_page()
    assert "区交通委答应年底前研究" in office.get(reverse("home:handed_one", args=[one.pk])).content.decode()
    page = office.get(reverse("cases:desk_case", args=[Case.objects.get().number])).content.decode()
    assert "请代表带去上一级" in page
    assert verify_town(town).is_whole


def test_without_a_deputy_of_that_level_nothing_is_recorded(office: Client, guest: Visitor, carrier: Deputy) -> None:
    assert hear(office, guest) == 422
    assert hear(office, guest, exit=Exit.CITY, deputy=carrier.pk) == 422
    assert not Case.objects.exists()


def test_a_deputy_who_cannot_is_replaced_and_the_resident_reads_the_new_name(
    office: Client, guest: Visitor, carrier: Deputy
) -> None:
    other = make_deputy(
        "D02", Level.DISTRICT, account=make_person(roles.DEPUTY), constituency=make_constituency("Q2", Level.DISTRICT)
    )
    hear(office, guest, deputy=carrier.pk)
    one = HandedMatter.objects.get()
    page = reverse("home:pass_on", args=[one.pk])
    assert office.post(page, {"deputy": other.pk, "words": ""}).status_code == 422
    assert office.post(page, {"deputy": other.pk, "words": "出国"}).status_code == 302
    assert other.display_name in status_page()
    assert carrier.display_name not in status_page()
    assert "出国" not in status_page()
    assert as_deputy(carrier).post(reverse("home:take_matter", args=[one.pk])).status_code == 409


def test_what_was_handed_to_another_deputy_is_not_found(office: Client, guest: Visitor, carrier: Deputy) -> None:
    stranger = make_deputy(
        "D02", Level.DISTRICT, account=make_person(roles.DEPUTY), constituency=make_constituency("Q2", Level.DISTRICT)
    )
    hear(office, guest, deputy=carrier.pk)
    one = HandedMatter.objects.get()
    assert as_deputy(stranger).get(reverse("home:own_handed_one", args=[one.pk])).status_code == 404
    assert as_deputy(stranger).post(reverse("home:take_matter", args=[one.pk])).status_code == 404


def test_who_asked_for_confidence_is_not_quoted_to_the_deputy(office: Client, guest: Visitor, carrier: Deputy) -> None:
    hear(office, guest, deputy=carrier.pk, confidential="on")
    one = HandedMatter.objects.get()
    assert WORDS not in as_deputy(carrier).get(reverse("home:own_handed_one", args=[one.pk])).content.decode()


def test_the_right_address_stands_on_the_slip_and_no_case_is_made(office: Client, guest: Visitor) -> None:
    assert hear(office, guest, exit=Exit.ELSEWHERE, words="", address="nowhere") == 422
    assert hear(office, guest, exit=Exit.ELSEWHERE, words="", address="court") == 302
    assert not Case.objects.exists()
    slip = office.get(reverse("home:visitor_slip", args=[guest.pk])).content.decode()
    assert "人民法院诉讼服务中心" in slip
    assert "12368" in slip
    assert "人民法院诉讼服务中心" in office.get(reverse("home:reception", args=[guest.reception_id])).content.decode()


def test_a_right_address_belongs_to_no_other_exit(office: Client, guest: Visitor, carrier: Deputy) -> None:
    assert hear(office, guest, deputy=carrier.pk, address="court") == 302
    guest.refresh_from_db()
    assert guest.address == ""


def test_before_somebody_was_heard_there_is_no_slip(office: Client, guest: Visitor) -> None:
    answer = office.get(reverse("home:visitor_slip", args=[guest.pk]))
    assert answer["Location"] == reverse("home:hear", args=[guest.pk])


def test_every_right_address_says_where_and_on_what_ground_and_a_town_may_write_its_own(town: Town) -> None:
    assert all(one.to and one.text and one.source and one.status for one in shipped().values())
    Town.objects.filter(pk=town.pk).update(settings='{"right_addresses": {"court": {"to": "长桥法院"}}}')
    with town_scope(Town.objects.get(pk=town.pk)):
        assert addresses()["court"].to == "长桥法院"
        assert addresses()["court"].text == shipped()["court"].text
