"""Policies, the actor of a request, idle desks, and what a request costs."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from lianxin.core.clock import frozen
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.journal.actors import ACCOUNT, SYSTEM, Actor, Grant, anonymous_resident
from lianxin.journal.errors import NotAllowed
from lianxin.people import roles
from lianxin.people.access import actor_of, loaded, public, requires
from lianxin.people.actions.heads import AppointHead, EndHead, name_of, phone_of
from lianxin.people.actors import actor_of_account
from lianxin.people.addresses import client_address
from lianxin.people.homes import home_of
from lianxin.people.models import BuildingHead, Session
from lianxin.people.policies import DESK, EVERYONE, SIGNED_IN, AtPlace, OfUnit, RolePolicy, When, reach_of
from lianxin.people.selectors import accounts_with_role, grants_today, heads_below
from lianxin.people.upkeep import erase_ended_heads
from lianxin.places.models import PlaceKind
from tests.people.factories import actor_with, grant, make_account, make_person, sign_in
from tests.places.factories import make_neighbourhood, make_place, make_town, make_unit

NOON = dt.datetime(2026, 6, 30, 4, 0, tzinfo=dt.UTC)


@dataclass
class Thing:
    """Something at a place, of some units."""

    place_path: str = ""
    unit_ids: frozenset[int] = frozenset()


def actor(*grants: Grant) -> Actor:
    """Somebody with these grants."""
    return Actor(ACCOUNT, "1", "某人", grants)


SECRETARY_OF_1 = actor(Grant(roles.SECRETARY, 1, "/9/1/"))
SECRETARY_OF_ALL = actor(Grant(roles.SECRETARY))
HANDLER_OF_5 = actor(Grant(roles.UNIT_HANDLER, unit_id=5))


@pytest.mark.parametrize(
    ("who", "path", "allowed"),
    [
        (SECRETARY_OF_1, "/9/1/", True),
        (SECRETARY_OF_1, "/9/1/7/", True),
        (SECRETARY_OF_1, "/9/", False),
        (SECRETARY_OF_1, "/9/2/", False),
        (SECRETARY_OF_1, "/9/11/", False),
        (SECRETARY_OF_1, "", False),
        (SECRETARY_OF_ALL, "/9/2/", True),
        (SECRETARY_OF_ALL, "", True),
        (HANDLER_OF_5, "/9/1/", False),
    ],
)
def test_a_role_at_a_place_reaches_down_and_not_sideways(who: Actor, path: str, allowed: bool) -> None:
    assert AtPlace(roles.SECRETARY).check(who, Thing(path)) is allowed


@pytest.mark.parametrize(("units", "allowed"), [({5}, True), ({5, 6}, True), ({6}, False), (set(), False)])
def test_a_role_for_a_unit_reaches_what_concerns_the_unit(units: set[int], allowed: bool) -> None:
    assert OfUnit(roles.UNIT_HANDLER).check(HANDLER_OF_5, Thing(unit_ids=frozenset(units))) is allowed


def test_without_an_object_a_policy_says_whether_the_page_opens() -> None:
    assert AtPlace(roles.SECRETARY).check(SECRETARY_OF_1)
    assert not AtPlace(roles.SECRETARY).check(HANDLER_OF_5)
    assert OfUnit(roles.UNIT_HANDLER).check(HANDLER_OF_5)


def test_policies_combine() -> None:
    either = AtPlace(roles.SECRETARY) | OfUnit(roles.UNIT_HANDLER)
    both = DESK & When("is mine", lambda who, obj: obj == "mine")
    assert either.check(HANDLER_OF_5, Thing(unit_ids=frozenset({5})))
    assert not either.check(HANDLER_OF_5, Thing("/9/1/"))
    assert both.check(SECRETARY_OF_1, "mine")
    assert not both.check(SECRETARY_OF_1, "yours")
    assert both.check(SECRETARY_OF_1)
    assert EVERYONE.check(anonymous_resident())
    assert not SIGNED_IN.check(anonymous_resident())


def test_a_misspelt_role_is_found_when_the_policy_is_written() -> None:
    for names in (("secretery",), (), (roles.RESIDENT,)):
        with pytest.raises(ValueError, match="not roles"):
            RolePolicy(*names)


PATHS = st.lists(st.integers(1, 4), min_size=1, max_size=4).map(lambda ids: "/" + "".join(f"{i}/" for i in ids))


@given(st.lists(PATHS, max_size=3), PATHS)
def test_reach_and_policy_say_the_same(held: list[str], path: str) -> None:
    who = actor(*(Grant(roles.SECRETARY, 1, one) for one in held))
    wanted = any(path.startswith(one) for one in held)
    assert AtPlace(roles.SECRETARY).check(who, Thing(path)) is wanted
    assert reach_of(who, roles.SECRETARY).covers(path) is wanted


def test_the_decorator_tells_closed_from_foreign() -> None:
    @requires(AtPlace(roles.SECRETARY), lambda request, path: Thing(path) if path else None)
    def view(request: HttpRequest, path: str) -> HttpResponse:
        return HttpResponse(loaded(request, Thing).place_path)

    def ask(who: Actor, path: str) -> HttpResponse:
        request = RequestFactory().get("/desk/")
        request.actor = who  # type: ignore[attr-defined]
        return view(request, path)  # type: ignore[return-value]

    answer = ask(SECRETARY_OF_1, "/9/1/7/")
    assert answer.content == b"/9/1/7/"
    assert "no-store" in answer["Cache-Control"]
    for path in ("/9/2/", ""):
        with pytest.raises(Http404):
            ask(SECRETARY_OF_1, path)
    with pytest.raises(PermissionDenied):
        ask(HANDLER_OF_5, "/9/1/")
    with pytest.raises(TypeError):
        loaded(RequestFactory().get("/"), Thing)


def test_an_htmx_request_without_a_session_is_sent_to_sign_in_as_a_whole_page(client: Client, town: Town) -> None:
    answer = client.get("/accounts/me/", headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/accounts/sign-in/?next=")


def test_a_public_view_says_so() -> None:
    @public
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert view.policy is EVERYONE  # type: ignore[attr-defined]
    assert not actor_of(RequestFactory().get("/")).is_known


def test_an_idle_desk_is_signed_out_and_comes_back_to_the_same_page(client: Client, town: Town) -> None:
    with frozen(NOON) as clock:
        sign_in(client, make_person(roles.CONGRESS_OFFICE))
        clock.tick(minutes=29)
        assert client.get("/desk/deputies/").status_code == 200
        clock.tick(minutes=30, seconds=1)
        answer = client.get("/desk/deputies/?q=a")
        assert answer["Location"] == "/accounts/sign-in/?next=%2Fdesk%2Fdeputies%2F%3Fq%3Da&reason=idle"
        assert client.get("/accounts/me/").status_code == 302


def test_a_deputys_session_does_not_idle_out(client: Client, town: Town) -> None:
    with frozen(NOON) as clock:
        sign_in(client, make_account())
        clock.tick(days=3)
        assert client.get("/accounts/me/").status_code == 200


def test_knowing_the_actor_costs_one_statement_and_three_more_only_after_a_change(client: Client, town: Town) -> None:
    person = make_person(roles.LEADER)

    def tables() -> list[str]:
        with CaptureQueriesContext(connection) as seen:
            client.get("/about/accessibility/")
        read = [q["sql"] for q in seen if q["sql"].startswith("SELECT")]
        return [sql for sql in read if "people_" in sql or "places_" in sql]

    sign_in(client, person)
    assert len(tables()) == 1
    assert len(tables()) == 1
    grant(person, roles.INSPECTOR)
    person.access_version += 1
    person.save()
    assert len(tables()) == 4  # the session, the grants, the second step and what the town asks of it
    assert len(tables()) == 1


def test_a_visitor_without_a_session_costs_nothing(
    client: Client, town: Town, django_assert_num_queries: object
) -> None:
    client.get("/about/accessibility/")
    with django_assert_num_queries(1):  # type: ignore[operator]  # the town itself
        client.get("/about/accessibility/")


def test_one_person_serves_two_towns_with_the_roles_of_each(client: Client, town: Town) -> None:
    person = make_person(roles.CONGRESS_OFFICE)
    with town_scope(make_town("QT", "other")):
        grant(person, roles.LEADER)
    sign_in(client, person)
    for prefix, held in (("", {roles.CONGRESS_OFFICE}), ("/t/other", {roles.LEADER}), ("", {roles.CONGRESS_OFFICE})):
        assert client.get(f"{prefix}/accounts/me/").wsgi_request.actor.roles == held


@pytest.mark.parametrize(
    ("behind", "header", "address"),
    [(False, "1.1.1.1", "9.9.9.9"), (True, "1.1.1.1, 2.2.2.2", "2.2.2.2"), (True, "", "9.9.9.9")],
)
def test_only_the_trusted_proxy_is_believed_about_addresses(behind: bool, header: str, address: str) -> None:
    request = RequestFactory().get("/", headers={"X-Forwarded-For": header}, REMOTE_ADDR="9.9.9.9")
    with override_settings(LIANXIN_BEHIND_PROXY=behind):
        assert client_address(request) == address


def test_lists_of_people_know_today_only(town: Town) -> None:
    unit = make_unit()
    present = make_person(roles.UNIT_HEAD, "present", unit=unit)
    past = make_account("past")
    grant(past, roles.UNIT_HEAD, unit=unit, valid_to=dt.date(2020, 1, 1))
    make_person(roles.UNIT_HEAD, "elsewhere", unit=make_unit("U2"))
    assert list(accounts_with_role(roles.UNIT_HEAD, unit_id=unit.pk)) == [present]
    assert [one.role for one in grants_today(present)] == [roles.UNIT_HEAD]
    assert not grants_today(past).exists()


class TestBuildingHeads:
    """楼组长: kept by the neighbourhood, encrypted, and erased when it ends."""

    def appoint(
        self, by: Actor, building: object, name: str = "张阿姨", on: dt.date = dt.date(2026, 6, 1)
    ) -> BuildingHead:
        """Appoint somebody."""
        return AppointHead(
            actor=by,
            building=building,  # type: ignore[arg-type]
            name=name,
            phone="13800001234",
            valid_from=on,
        ).execute()

    def test_name_and_number_are_stored_encrypted_and_read_back(self, town: Town) -> None:
        home = make_neighbourhood()
        building = make_place(PlaceKind.BUILDING, "1", home)
        head = self.appoint(actor_with(roles.SECRETARY, place=home), building)
        assert "张" not in head.name_encrypted
        assert "1380" not in head.phone_encrypted
        head.refresh_from_db()
        assert (name_of(head), phone_of(head)) == ("张阿姨", "13800001234")
        assert list(heads_below(home.path)) == [head]

    def test_the_secretary_next_door_cannot(self, town: Town) -> None:
        building = make_place(PlaceKind.BUILDING, "1", make_neighbourhood("N01"))
        with pytest.raises(NotAllowed):
            self.appoint(actor_with(roles.SECRETARY, place=make_neighbourhood("N02")), building)

    def test_a_successor_erases_whoever_was_before(self, town: Town) -> None:
        building = make_place(PlaceKind.BUILDING, "1", make_neighbourhood())
        with frozen(NOON):
            first = self.appoint(SYSTEM, building)
            self.appoint(SYSTEM, building, "李师傅", dt.date(2026, 6, 30))
        first.refresh_from_db()
        assert first.valid_to == dt.date(2026, 6, 29)
        assert name_of(first) == phone_of(first) == ""

    def test_a_head_whose_successor_was_named_ahead_is_erased_on_the_day(self, town: Town) -> None:
        building = make_place(PlaceKind.BUILDING, "1", make_neighbourhood())
        with frozen(NOON) as clock:
            first = self.appoint(SYSTEM, building)
            self.appoint(SYSTEM, building, "李师傅", dt.date(2026, 7, 2))
            erase_ended_heads(town)
            first.refresh_from_db()
            assert name_of(first) == "张阿姨"
            clock.tick(days=2)
            erase_ended_heads(town)
        first.refresh_from_db()
        assert (name_of(first), first.valid_to) == ("", dt.date(2026, 7, 1))

    def test_an_ended_head_is_erased_at_once(self, town: Town) -> None:
        building = make_place(PlaceKind.BUILDING, "1", make_neighbourhood())
        head = EndHead(actor=SYSTEM, head=self.appoint(SYSTEM, building)).execute()
        assert (head.name_encrypted, head.phone_encrypted) == ("", "")
        assert not heads_below(building.path).exists()
        assert actor_of_account(make_account()).grants == ()


def test_session_and_account_are_one_statement_and_a_new_password_ends_the_session(client: Client, town: Town) -> None:
    person = make_person(roles.LEADER)
    client.force_login(person)
    client.get("/accounts/me/")
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/accounts/me/").status_code == 200
    assert [q["sql"] for q in seen if 'FROM "people_account"' in q["sql"]] == []
    person.set_password("ein ganz anderes Wort")
    person.save()
    assert client.get("/accounts/me/").status_code == 302


def test_who_has_a_role_whose_work_has_not_begun_begins_at_the_own_account_and_is_told_so(
    client: Client, town: Town
) -> None:
    waits = "这个角色的功能还没有开放"
    building = make_neighbourhood("H01")
    for role, begins, told in (
        (roles.SCRUTINEER, "/desk/projects/", False), (roles.LEADER, "/desk/", False), (roles.BUILDING_HEAD, "", True),
    ):  # fmt: skip
        person = make_person(role, place=building if role == roles.BUILDING_HEAD else None)
        client.force_login(person)
        assert not begins or home_of(actor_of_account(person)) == begins
        assert (waits in client.get("/accounts/me/").content.decode()) is told
    assert roles.SCRUTINEER not in roles.NOT_YET


def test_a_closed_account_is_nobody_at_the_next_request(client: Client, town: Town) -> None:
    person = make_person(roles.LEADER)
    client.force_login(person)
    assert client.get("/accounts/me/").status_code == 200
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/accounts/me/").status_code == 302


def test_a_session_row_that_names_somebody_else_is_not_believed(client: Client, town: Town) -> None:
    person, other = make_person(roles.LEADER), make_person(roles.CONGRESS_OFFICE)
    client.force_login(person)
    Session.objects.update(account_id=other.pk)
    assert client.get("/accounts/me/").wsgi_request.actor.id == str(person.pk)  # type: ignore[attr-defined]
