"""楼组长, retention and the administrators' view of each other, through the real pages."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.core.clock import today
from lianxin.db.models import Town
from lianxin.journal.models import LogEntry, ReadLog
from lianxin.people import roles
from lianxin.people.models import BuildingHead
from lianxin.places.models import Place, PlaceKind
from lianxin.records import retention
from lianxin.records.models import RetentionRule
from lianxin.records.retention_job import run_retention
from tests.people.factories import make_person, sign_in
from tests.places.factories import make_neighbourhood, make_place

CODE = "building_head_contact"


@pytest.fixture
def home(town: Town) -> Place:
    """A neighbourhood with one building."""
    place = make_neighbourhood("N01")
    make_place(PlaceKind.BUILDING, "N01-1", place, name="1号楼")
    return place


@pytest.fixture
def secretary(client: Client, home: Place) -> Client:
    """Its secretary."""
    sign_in(client, make_person(roles.SECRETARY, place=home))
    return client


def appoint(browser: Client, name: str = "张桂芬", phone: str = "13800138000", on: str = "2026-01-01") -> BuildingHead:
    """Register somebody for the building."""
    building = Place.objects.get(kind=PlaceKind.BUILDING)
    typed = {"name": name, "phone": phone, "valid_from": on}
    assert browser.post(reverse("administration:appoint_head", args=[building.pk]), typed).status_code == 302
    return BuildingHead.objects.order_by("-id")[0]


def test_a_head_is_registered_shown_masked_and_stored_encrypted(secretary: Client) -> None:
    head = appoint(secretary)
    page = secretary.get(reverse("administration:heads")).content.decode()
    assert "1号楼" in page
    assert "张桂芬" not in page
    assert "13800138000" not in page
    assert "张" in page
    assert "张桂芬" not in head.name_encrypted


def test_the_number_is_shown_for_a_reason_which_is_written_down(secretary: Client) -> None:
    address = reverse("administration:head_contact", args=[appoint(secretary).pk])
    refused = secretary.post(address, {"reason": ""})
    assert refused.status_code == 422
    assert "13800138000" not in refused.content.decode()
    assert "13800138000" in secretary.post(address, {"reason": "请帮忙送告知单"}).content.decode()
    assert ReadLog.objects.get().reason == "请帮忙送告知单"


def test_a_new_head_ends_the_one_before_and_an_end_forgets_at_once(secretary: Client) -> None:
    first = appoint(secretary)
    second = appoint(secretary, "李国强", on="2026-03-01")
    first.refresh_from_db()
    assert first.valid_to == dt.date(2026, 2, 28)
    assert secretary.post(reverse("administration:end_head", args=[second.pk])).status_code == 302
    second.refresh_from_db()
    assert (second.name_encrypted, second.phone_encrypted, second.valid_to) == ("", "", today())
    assert secretary.get(reverse("administration:head_contact", args=[second.pk])).status_code == 404


def test_another_neighbourhoods_building_does_not_exist(client: Client, home: Place) -> None:
    sign_in(client, make_person(roles.COMMITTEE, place=make_neighbourhood("N02")))
    building = Place.objects.get(kind=PlaceKind.BUILDING)
    assert client.get(reverse("administration:appoint_head", args=[building.pk])).status_code == 404
    assert "1号楼" not in client.get(reverse("administration:heads")).content.decode()


@pytest.fixture
def system(client: Client, town: Town) -> Client:
    """The system administrator."""
    sign_in(client, make_person(roles.SYSTEM_ADMIN, "xitong"))
    return client


def test_a_period_is_decided_with_its_basis(system: Client) -> None:
    address = reverse("administration:change_retention", args=[CODE])
    assert system.post(address, {"days": 0, "source": ""}).status_code == 422
    assert system.post(address, {"days": 30, "source": "镇办公会决定", "confirmed": "on"}).status_code == 302
    assert RetentionRule.objects.get().days == 30
    page = system.get(reverse("administration:retention")).content.decode()
    assert "镇办公会决定" in page
    assert system.get(reverse("administration:change_retention", args=["nothing"])).status_code == 404


def test_the_page_says_how_many_would_go_and_the_run_takes_just_those(system: Client, town: Town, home: Place) -> None:
    building = Place.objects.get(kind=PlaceKind.BUILDING)
    for days in (10, 400, 500):
        BuildingHead.objects.create(
            building=building, name_encrypted="x", valid_from=dt.date(2020, 1, 1),
            valid_to=today() - dt.timedelta(days=days),
        )  # fmt: skip
    assert retention.waiting()[CODE] == 2
    assert "2 条" in system.get(reverse("administration:retention")).content.decode()
    assert system.post(reverse("administration:run_retention")).status_code == 302
    assert LogEntry.objects.filter(verb="retention.asked").count() == 1
    run_retention.func(town.pk)
    assert retention.waiting()[CODE] == 0
    assert BuildingHead.objects.filter(erased_at=None).count() == 1


def test_the_administrators_see_each_others_doings_and_not_their_own_there(client: Client, town: Town) -> None:
    people = {
        role: make_person(role, name)
        for role, name in (
            (roles.SYSTEM_ADMIN, "xitong"), (roles.SECURITY_ADMIN, "anquan"), (roles.AUDIT_ADMIN, "shenji"),
        )
    }  # fmt: skip
    for person in people.values():
        sign_in(client, person)
        client.post("/accounts/sign-out/")
    for role, face in ((roles.SYSTEM_ADMIN, "system"), (roles.SECURITY_ADMIN, "security")):
        sign_in(client, people[role])
        answer = client.get(reverse(f"administration:watch_from_{face}"), {"format": "csv"})
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        shown = text.decode("utf-8-sig")
        for other, person in people.items():
            assert (person.display_name in shown) == (other != role)
        client.post("/accounts/sign-out/")
