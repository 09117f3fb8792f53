"""The register: mandates of three levels, who votes, whose deputies, and what their links open."""

import datetime as dt
import io
from itertools import product

import openpyxl
import pytest
from django.test import Client

from lianxin.core.clock import frozen, today
from lianxin.db.models import Town
from lianxin.deputies.actions import (
    BeginMandate,
    ChangeMandate,
    EndMandate,
    EnterDeputy,
    SetContactPlaces,
    TieAccount,
)
from lianxin.deputies.models import EndReason, Level, Mandate
from lianxin.deputies.selectors import deputies_for_place, voting_deputies
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from lianxin.people.actors import actor_of_account
from lianxin.people.policies import AtPlace
from lianxin.places.models import PlaceKind
from tests.deputies.factories import make_constituency, make_deputy, make_term
from tests.people.factories import actor_with, make_account, make_person, sign_in
from tests.places.factories import make_neighbourhood, make_place

DAY = dt.date(2026, 6, 30)


def test_only_town_deputies_vote(town: Town) -> None:
    seat = make_constituency()
    make_deputy("C01", Level.CITY)
    make_deputy("D01", Level.DISTRICT, constituency=make_constituency("Q1", Level.DISTRICT))
    make_deputy("T01", constituency=seat)
    make_deputy("T02", constituency=seat, ends_on=DAY)
    assert [deputy.code for deputy in voting_deputies(DAY)] == ["T01", "T02"]
    assert [deputy.code for deputy in voting_deputies(DAY + dt.timedelta(days=1))] == ["T01"]


def test_deputies_of_a_building_come_by_constituency_and_by_contact(town: Town) -> None:
    home = make_neighbourhood("N01")
    compound = make_place(PlaceKind.COMPOUND, "N01-1", home)
    building = make_place(PlaceKind.BUILDING, "N01-1-1", compound)
    make_deputy("C01", Level.CITY, contacts=(home,))
    make_deputy("T01", constituency=make_constituency("X1", Level.TOWN, compound), contacts=(home,))
    make_deputy("T02", constituency=make_constituency("X2", Level.TOWN, make_neighbourhood("N02")))
    found = [(near.deputy.code, near.by_constituency, near.by_contact) for near in deputies_for_place(building, DAY)]
    assert found == [("T01", True, True), ("C01", False, True)]


def test_a_mandate_is_begun_changed_and_ended_with_a_trace(town: Town) -> None:
    office = actor_with(roles.CONGRESS_OFFICE)
    deputy = EnterDeputy(actor=office, code="T09", label="镇代表09号", display_name="镇代表09号").execute()
    seat, other = make_constituency("X1"), make_constituency("X2")
    term = make_term()
    mandate = BeginMandate(actor=office, deputy=deputy, term=term, constituency=seat, starts_on=DAY).execute()
    ChangeMandate(actor=office, mandate=mandate, constituency=other, starts_on=DAY).execute()
    ended = EndMandate(actor=office, mandate=mandate, ends_on=DAY, reason=EndReason.MOVED).execute()
    assert (ended.constituency, ended.end_reason) == (other, "moved")
    verbs = LogEntry.objects.filter(object_kind="mandate").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["deputies.mandate_begun", "deputies.mandate_changed", "deputies.mandate_ended"]
    with pytest.raises(WrongState):
        EndMandate(actor=office, mandate=mandate, ends_on=DAY, reason=EndReason.MOVED).execute()
    with pytest.raises(WrongState):
        BeginMandate(actor=office, deputy=deputy, term=term, constituency=seat, starts_on=DAY).execute()


def test_the_register_refuses_what_breaks_a_rule_at_the_field(town: Town) -> None:
    office = actor_with(roles.CONGRESS_OFFICE)
    deputy = EnterDeputy(actor=office, code="C09", label="市代表09号", display_name="市代表09号").execute()
    with pytest.raises(Invalid) as refused:
        BeginMandate(
            actor=office, deputy=deputy, term=make_term(Level.CITY), constituency=make_constituency(), starts_on=DAY
        ).execute()
    assert {problem.field for problem in refused.value.problems} == {"electing_unit", "constituency"}
    with pytest.raises(Invalid):
        EnterDeputy(actor=office, code="C09", label="x", display_name="x").execute()
    assert Mandate.objects.count() == 0


@pytest.mark.parametrize("role", [roles.GOVERNMENT_DESK, roles.SYSTEM_ADMIN, roles.DEPUTY, roles.LEADER])
def test_only_the_congress_office_keeps_the_register(town: Town, role: str) -> None:
    with pytest.raises(NotAllowed):
        EnterDeputy(actor=actor_with(role), code="T1", label="x", display_name="x").execute()


def test_a_deputy_reaches_the_contact_places_and_no_others(town: Town) -> None:
    near, far = make_neighbourhood("N01"), make_neighbourhood("N02")
    account = make_person(roles.DEPUTY, password=None)
    deputy = make_deputy(account=account, contacts=(near,))
    actor = actor_of_account(account)
    assert {grant.deputy_id for grant in actor.grants} == {deputy.pk}
    assert AtPlace(roles.DEPUTY).check(actor, near)
    assert not AtPlace(roles.DEPUTY).check(actor, far)


def test_a_deputy_without_contact_places_reaches_none_but_keeps_the_role(town: Town) -> None:
    account = make_person(roles.DEPUTY, password=None)
    make_deputy(account=account)
    actor = actor_of_account(account)
    assert actor.has(roles.DEPUTY)
    assert not AtPlace(roles.DEPUTY).check(actor, make_neighbourhood())


def test_a_deputy_whose_mandate_ended_yesterday_is_nobody_today(town: Town) -> None:
    account = make_person(roles.DEPUTY, password=None)
    make_deputy(account=account, ends_on=today() - dt.timedelta(days=1))
    assert not actor_of_account(account).has(roles.DEPUTY)


def test_a_changed_contact_place_counts_at_the_next_request(town: Town, client: Client) -> None:
    office, first, second = actor_with(roles.CONGRESS_OFFICE), make_neighbourhood("N01"), make_neighbourhood("N02")
    account = make_person(roles.DEPUTY)
    deputy = make_deputy(account=account, contacts=(first,))
    sign_in(client, account)
    assert client.get("/accounts/me/").wsgi_request.actor.grants[0].place_id == first.pk
    SetContactPlaces(actor=office, deputy=deputy, places=(second,)).execute()
    assert [grant.place_id for grant in client.get("/accounts/me/").wsgi_request.actor.grants] == [second.pk]


def test_contacts_that_come_back_the_same_day_are_one_row(town: Town) -> None:
    office, home = actor_with(roles.CONGRESS_OFFICE), make_neighbourhood("N01")
    deputy = make_deputy()
    with frozen(DAY):
        for places in ((home,), (), (home,)):
            SetContactPlaces(actor=office, deputy=deputy, places=places).execute()
        assert deputy.contact_places.count() == 1
        assert deputy.contact_places.get().valid_to is None


def test_an_account_stands_for_one_deputy_and_never_an_administrator(town: Town) -> None:
    office, account = actor_with(roles.CONGRESS_OFFICE), make_account("d1", password=None)
    TieAccount(actor=office, deputy=make_deputy("T01"), account=account).execute()
    with pytest.raises(Invalid):
        TieAccount(actor=office, deputy=make_deputy("T02"), account=account).execute()
    with pytest.raises(Invalid):
        TieAccount(actor=office, deputy=make_deputy("T03"), account=make_person(roles.AUDIT_ADMIN)).execute()


def test_the_list_shows_and_exports_the_register(
    town: Town, client: Client, django_assert_max_num_queries: object
) -> None:
    sign_in(client, make_person(roles.CONGRESS_OFFICE))
    home = make_neighbourhood("N01", short_name="东里")
    for number, level in product(range(3), (Level.CITY, Level.TOWN)):
        seat = None if level == Level.CITY else make_constituency(f"X{number}")
        make_deputy(f"{level}{number}", level, constituency=seat, contacts=(home,))
    client.get("/desk/deputies/")
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        page = client.get("/desk/deputies/?level=town").content.decode()
    assert "代表town0" in page
    assert "代表city0" not in page
    exported = b"".join(client.get("/desk/deputies/?format=xlsx").streaming_content)  # type: ignore[attr-defined]
    sheet = openpyxl.load_workbook(io.BytesIO(exported)).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert "代表city2" in cells
    assert "示例区人民代表大会" in cells
