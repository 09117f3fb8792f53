"""The register's pages: the office enters, corrects and ends; the chair reads."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.db.models import Town
from lianxin.deputies.models import ContactPlace, Deputy, EndReason, Level, Mandate, Term
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from tests.deputies.factories import make_constituency, make_deputy, make_term
from tests.people.factories import make_person, sign_in
from tests.places.factories import make_neighbourhood


@pytest.fixture
def office(client: Client, town: Town) -> Client:
    """The congress office at its desk."""
    sign_in(client, make_person(roles.CONGRESS_OFFICE))
    return client


def test_a_deputy_is_entered_gets_a_mandate_and_ends_it(office: Client) -> None:
    typed = {"code": "T07", "label": "镇代表07号", "display_name": "镇代表07号"}
    assert office.post(reverse("deputies:new"), typed).status_code == 302
    deputy, term, seat = Deputy.objects.get(code="T07"), make_term(), make_constituency()
    page = reverse("deputies:deputy", args=[deputy.pk])
    seat_typed = {"term": term.pk, "constituency": seat.pk, "electing_unit": "", "starts_on": "2022-01-01"}
    assert office.post(reverse("deputies:begin_mandate", args=[deputy.pk]), seat_typed)["Location"] == page
    mandate = Mandate.objects.get()
    assert "在任" in office.get(page).content.decode()
    corrected = {**seat_typed, "starts_on": "2022-03-01"}
    assert office.post(reverse("deputies:change_mandate", args=[mandate.pk]), corrected).status_code == 302
    ended = {"ends_on": "2026-06-30", "reason": EndReason.MOVED}
    assert office.post(reverse("deputies:end_mandate", args=[mandate.pk]), ended).status_code == 302
    mandate.refresh_from_db()
    assert (mandate.starts_on, mandate.ends_on) == (dt.date(2022, 3, 1), dt.date(2026, 6, 30))
    assert "迁出或调离本行政区域" in office.get(page).content.decode()
    assert LogEntry.objects.filter(object_kind="mandate", object_id=mandate.pk).count() == 3


def test_a_city_deputy_without_an_electing_unit_is_refused_at_the_field(office: Client) -> None:
    deputy = make_deputy()
    term = make_term(Level.CITY)
    answer = office.post(
        reverse("deputies:begin_mandate", args=[deputy.pk]), {"term": term.pk, "starts_on": "2022-01-01"}
    )
    assert answer.status_code == 422
    assert Mandate.objects.filter(term=term).count() == 0


def test_neighbourhoods_are_kept_in_touch_with_and_let_go(office: Client) -> None:
    deputy, home, other = make_deputy(), make_neighbourhood("N01"), make_neighbourhood("N02")
    page = reverse("deputies:contacts", args=[deputy.pk])
    assert office.post(page, {"places": [home.pk, other.pk]}).status_code == 302
    assert ContactPlace.objects.filter(valid_to=None).count() == 2
    assert office.post(page, {"places": [other.pk]}).status_code == 302
    assert list(ContactPlace.objects.filter(valid_to=None).values_list("place_id", flat=True)) == [other.pk]


def test_a_term_is_entered_once_and_ends_not_before_it_began(office: Client) -> None:
    typed = {"level": Level.TOWN, "code": "Z5", "name": "第五届", "starts_on": "2026-12-01", "ends_on": ""}
    assert office.post(reverse("deputies:new_term"), typed).status_code == 302
    assert office.post(reverse("deputies:new_term"), typed).status_code == 422
    term = Term.objects.get(code="Z5")
    end = reverse("deputies:end_term", args=[term.pk])
    assert office.post(end, {"ends_on": "2026-11-01"}).status_code == 422
    assert office.post(end, {"ends_on": "2031-11-30"}).status_code == 302
    assert "2031" in office.get(reverse("deputies:terms")).content.decode()


def test_the_register_is_narrowed_to_a_constituency(office: Client) -> None:
    make_deputy("T01", constituency=make_constituency("X1"))
    make_deputy("T02", constituency=make_constituency("X2"))
    page = office.get(reverse("deputies:register"), {"seat": "X2"}).content.decode()
    assert "代表T02" in page
    assert "代表T01" not in page


def test_the_chair_reads_and_writes_nothing(client: Client, town: Town) -> None:
    deputy = make_deputy()
    sign_in(client, make_person(roles.CONGRESS_CHAIR))
    page = client.get(reverse("deputies:deputy", args=[deputy.pk])).content.decode()
    assert "更正" not in page
    assert client.post(reverse("deputies:new"), {}).status_code == 403


def test_a_deputy_is_found_by_name_by_the_beginning_of_the_number_and_by_constituency(office: Client) -> None:
    make_deputy("T01", constituency=make_constituency("第三选区"))
    make_deputy("D77", level=Level.DISTRICT)
    for words, found, other in (("D7", "D77", "T01"), ("第三", "T01", "D77")):
        page = office.get("/desk/deputies/", {"q": words}).content.decode()
        assert f">{found}<" in page, words
        assert f">{other}<" not in page, words
