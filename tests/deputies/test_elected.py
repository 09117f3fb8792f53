"""The newly elected come by spreadsheet: looked at first, entered once, errors named by their row."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lianxin.core.documents.tables import read_table
from lianxin.core.documents.xlsx import Column, Sheet, workbook_bytes
from lianxin.db.models import Town
from lianxin.deputies.models import Deputy, Level, Mandate, Term
from lianxin.people import roles
from tests.deputies.factories import make_constituency, make_deputy
from tests.people.factories import make_person, sign_in
from tests.places.factories import make_neighbourhood

HEADERS = ("编号", "姓名", "称呼", "选区", "联系社区")


@pytest.fixture
def office(client: Client, town: Town, frozen_clock: object) -> Client:
    """The congress office."""
    sign_in(client, make_person(roles.CONGRESS_OFFICE))
    return client


@pytest.fixture
def term(town: Town) -> Term:
    """The next term of the town's congress."""
    return Term.objects.create(level=Level.TOWN, code="T6", name="第六届", starts_on=dt.date(2026, 12, 1))


def book(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    """A workbook as a clerk would send it."""
    data = workbook_bytes([Sheet("名单", [Column(one) for one in HEADERS], list(rows))])
    return SimpleUploadedFile("新当选.xlsx", data)


def test_the_newly_elected_are_previewed_and_entered_once(office: Client, term: Term) -> None:
    home = make_neighbourhood("N01", name="青枫居民区")
    seat = make_constituency("X1")
    known = make_deputy("T01", constituency=seat)
    Deputy.objects.update(display_name="赵某")
    page, sent = reverse("deputies:elected"), {"term": term.pk, "starts_on": "2026-12-01"}
    rows = (
        ("T01", "赵某", "", seat.name, ""), ("T90", "钱某", "镇代表90号", seat.name, "青枫居民区"),
        ("T91", "孙某", "", "没有的选区", ""), ("T92", "", "", seat.name, "别处"), ("T01", "李某", "", seat.name, ""),
    )  # fmt: skip
    shown = office.post(page, sent | {"file": book(*rows)})
    text = shown.content.decode()
    assert (shown.context["preview"]["ready"], shown.context["preview"]["wrong"]) == (1, 4)
    for sentence in ("没有这一级的选区", "姓名请填写", "没有居民区", "名册里这个编号是赵某", "不止一次"):
        assert sentence in text
    assert Mandate.objects.filter(term=term).count() == 0
    shown = office.post(page, sent | {"file": book(*rows[:3])})
    assert shown.context["preview"]["new"] == 1
    assert office.post(page, sent | {"rows": shown.context["packed"]}).status_code == 302
    assert set(Mandate.objects.filter(term=term).values_list("deputy__code", flat=True)) == {"T01", "T90"}
    fresh = Deputy.objects.get(code="T90")
    assert fresh.contact_places.get().place == home
    assert Deputy.objects.filter(code="T01").get() == known
    again = office.post(page, sent | {"file": book(*rows[:2])})
    assert (again.context["preview"]["ready"], again.context["preview"]["there"]) == (0, 2)


def test_what_is_no_such_table_is_said_at_the_field(office: Client, term: Term) -> None:
    page, sent = reverse("deputies:elected"), {"term": term.pk, "starts_on": "2026-12-01"}
    for data in (b"", b"%PDF-1.4", "姓名,选区\n赵某,一\n".encode()):
        files = {"file": SimpleUploadedFile("x.csv", data)} if data else {}
        assert office.post(page, sent | files).status_code == 422
    assert office.post(page, sent | {"rows": "[1]"}).status_code == 422
    template = office.get(reverse("deputies:elected_template"))
    assert read_table(template.content).headers[:2] == ("编号", "姓名")
