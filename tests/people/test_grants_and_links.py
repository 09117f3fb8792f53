"""Roles given and taken, links handed out and revoked: who may, who may never, and how fast it counts."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from lianxin.core.clock import frozen, now, today
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.journal.actors import SYSTEM
from lianxin.journal.errors import ActionError, Invalid, NotAllowed, WrongState
from lianxin.journal.models import LogEntry
from lianxin.people import invitations, roles
from lianxin.people.actions import links
from lianxin.people.actions.accounts import (
    CloseAccount,
    CreateAccount,
    RenameAccount,
    ReopenAccount,
    SetOwnPassword,
    UnlockAccount,
)
from lianxin.people.actions.grants import EndGrant, GrantRole
from lianxin.people.actions.links import ForgetDevice, Issued, IssueLink, RevokeLink, TrustDevice, new_pin
from lianxin.people.actors import actor_of_account
from lianxin.people.models import AccessLink, Account, LinkPurpose, RoleGrant, TrustedDevice
from tests.deputies.factories import make_deputy
from tests.people.factories import PASSWORD, actor_with, grant, make_account, make_person, sign_in
from tests.places.factories import make_neighbourhood, make_town, make_unit

YEAR = dt.timedelta(days=366)


def give(account: Account, role: str, **more: object) -> GrantRole:
    """The security administrator gives a role from today on."""
    actor = more.pop("actor", None) or actor_with(roles.SECURITY_ADMIN)
    values = {"valid_from": today(), "reason": "任命文件", **more}
    return GrantRole(actor=actor, account=account, role=role, **values)  # type: ignore[arg-type]


def page_of(issued: Issued) -> str:
    """The address of a link."""
    return invitations.path_of(issued.token)


class TestSeparation:
    """Three administrators are three people."""

    @pytest.mark.parametrize("second", [role for role in roles.ALL if role != roles.SYSTEM_ADMIN])
    def test_an_administrators_account_never_gets_another_role(self, town: Town, second: str) -> None:
        admin = make_person(roles.SYSTEM_ADMIN)
        with pytest.raises(NotAllowed) as refused:
            give(admin, second, place=make_neighbourhood(), unit=make_unit(), valid_to=today()).execute()
        assert refused.value.code == "separation"

    @pytest.mark.parametrize("role", roles.ADMINISTRATORS)
    def test_an_ordinary_account_never_becomes_an_administrator(self, town: Town, role: str) -> None:
        with pytest.raises(NotAllowed):
            give(make_account(), role, valid_to=today() + YEAR).execute()

    @given(st.lists(st.sampled_from(roles.ALL), min_size=1, max_size=6), st.sampled_from(["", *roles.ADMINISTRATORS]))
    @settings(max_examples=40, deadline=None)
    def test_no_sequence_of_grants_gives_two_administrators_or_an_administrator_and_a_clerk(
        self, django_db_blocker: object, wanted: list[str], made_for: str
    ) -> None:
        held: set[str] = set()
        account = Account(pk=1, admin_role=made_for)
        for role in wanted:
            action = GrantRole(actor=SYSTEM, account=account, role=role, valid_from=today(), reason="x")
            try:
                action._check_separation()
            except NotAllowed:
                continue
            held.add(role)
        administrators = held & set(roles.ADMINISTRATORS)
        assert len(administrators) <= 1
        assert not administrators or held == administrators

    def test_nobody_gives_or_takes_their_own_role(self, town: Town) -> None:
        me = make_person(roles.SECURITY_ADMIN)
        actor = actor_of_account(me)
        with pytest.raises(NotAllowed):
            give(me, roles.SECURITY_ADMIN, actor=actor, valid_to=today()).execute()
        with pytest.raises(NotAllowed):
            EndGrant(actor=actor, grant=RoleGrant.objects.get(account=me), reason="x").execute()

    def test_an_administrators_grant_ends_within_a_year(self, town: Town) -> None:
        account = make_account("sys", admin_role=roles.SYSTEM_ADMIN)
        for valid_to in (None, today() + YEAR + dt.timedelta(days=1), today() - dt.timedelta(days=1)):
            with pytest.raises(Invalid):
                give(account, roles.SYSTEM_ADMIN, valid_to=valid_to).execute()
        assert give(account, roles.SYSTEM_ADMIN, valid_to=today() + YEAR).execute().valid_to == today() + YEAR

    @pytest.mark.parametrize("role", [role for role in roles.ALL if role != roles.SECURITY_ADMIN])
    def test_nobody_but_the_security_administrator_gives_roles_or_makes_accounts(self, town: Town, role: str) -> None:
        actor = actor_with(role, place=make_neighbourhood(), unit=make_unit())
        target = make_account("target")
        with pytest.raises(NotAllowed):
            give(target, roles.LEADER, actor=actor).execute()
        with pytest.raises(NotAllowed):
            CreateAccount(actor=actor, username="new-one", display_name="新人").execute()
        with pytest.raises(NotAllowed):
            CloseAccount(actor=actor, account=target, reason="x").execute()

    def test_a_security_administrator_does_not_touch_people_of_another_town(self, town: Town) -> None:
        admin = actor_with(roles.SECURITY_ADMIN)
        with town_scope(make_town("QT", "other")):
            stranger = make_person(roles.LEADER, "stranger")
        with pytest.raises(NotAllowed) as refused:
            CloseAccount(actor=admin, account=stranger, reason="x").execute()
        assert refused.value.code == "foreign_account"
        with pytest.raises(NotAllowed):
            IssueLink(actor=admin, purpose=LinkPurpose.SIGN_IN, account=stranger).execute()


@pytest.mark.parametrize(
    ("role", "field"), [(roles.SECRETARY, "place"), (roles.COMMITTEE, "place"), (roles.UNIT_HEAD, "unit")]
)
def test_a_role_that_needs_a_place_or_unit_says_so(town: Town, role: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        give(make_account(), role, reason=" ").execute()
    assert {problem.field for problem in refused.value.problems} == {field, "reason"}


def test_a_grant_that_is_ended_counts_no_more_at_the_next_request(client: Client, town: Town) -> None:
    person = make_person(roles.CONGRESS_OFFICE)
    sign_in(client, person)
    assert client.get("/desk/deputies/").status_code == 200
    EndGrant(
        actor=actor_with(roles.SECURITY_ADMIN), grant=RoleGrant.objects.get(account=person), reason="调离"
    ).execute()
    assert client.get("/desk/deputies/").status_code == 403


def test_a_new_grant_counts_at_the_next_request(client: Client, town: Town) -> None:
    person = make_account()
    sign_in(client, person)
    assert client.get("/desk/deputies/").status_code == 403
    give(person, roles.CONGRESS_OFFICE).execute()
    assert client.get("/desk/deputies/").status_code == 200


def test_a_grant_runs_out_at_midnight_in_town_even_in_an_open_session(client: Client, town: Town) -> None:
    with frozen(dt.datetime(2026, 6, 30, 15, 50, tzinfo=dt.UTC)) as clock:
        person = make_account()
        grant(person, roles.CONGRESS_OFFICE, valid_to=dt.date(2026, 6, 30))
        sign_in(client, person)
        assert client.get("/desk/deputies/").status_code == 200
        clock.tick(minutes=11)
        assert client.get("/desk/deputies/").status_code == 403


def test_a_closed_account_is_out_at_once_and_in_again_when_reopened(client: Client, town: Town) -> None:
    admin, person = actor_with(roles.SECURITY_ADMIN), make_person(roles.LEADER, "leader-1")
    sign_in(client, person)
    CloseAccount(actor=admin, account=person, reason="离职").execute()
    assert client.get("/accounts/me/").status_code == 302
    with pytest.raises(WrongState):
        CloseAccount(actor=admin, account=person, reason="离职").execute()
    ReopenAccount(actor=admin, account=person).execute()
    with pytest.raises(WrongState):
        ReopenAccount(actor=admin, account=person).execute()
    sign_in(client, person)


def test_a_changed_password_ends_every_other_session(town: Town) -> None:
    person = make_person(roles.LEADER)
    here, there = Client(), Client()
    sign_in(here, person)
    sign_in(there, person)
    new = "Another-Word-77"
    data = {"current": PASSWORD, "password": new, "again": new}
    assert here.post("/accounts/password/", data).status_code == 302
    assert here.get("/accounts/me/").status_code == 200
    assert there.get("/accounts/me/").status_code == 302


@pytest.mark.parametrize(
    "weak", ["short-1A", "12345678901", "alllowercaseletters", "password12", "leader-one-1", "A" * 129 + "a1-"]
)
def test_weak_passwords_are_refused_with_a_reason(town: Town, weak: str) -> None:
    person = make_account("leader-one", display_name="leader-one")
    with pytest.raises(Invalid):
        SetOwnPassword(actor=actor_of_account(person), account=person, password=weak, current=PASSWORD).execute()
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_password_is_changed_only_by_its_owner_who_knows_the_present_one(town: Town) -> None:
    person, other = make_account("one"), make_account("two")
    with pytest.raises(NotAllowed):
        SetOwnPassword(actor=actor_of_account(other), account=person, password="Good-Enough-1").execute()
    with pytest.raises(Invalid):
        SetOwnPassword(actor=actor_of_account(person), account=person, password="Good-Enough-1", current="no").execute()
    with pytest.raises(Invalid):
        SetOwnPassword(actor=actor_of_account(person), account=person, password=PASSWORD, current=PASSWORD).execute()


@pytest.mark.parametrize("name", ["ab", "Ünicode", "has space", "-dash", "x" * 41, "", "a/b"])
def test_malformed_user_names_are_refused(town: Town, name: str) -> None:
    with pytest.raises(Invalid):
        CreateAccount(actor=SYSTEM, username=name, display_name="新人").execute()


def test_user_names_differ_by_more_than_case_and_width(town: Town) -> None:
    CreateAccount(actor=SYSTEM, username="Wang.Li", display_name="王").execute()
    with pytest.raises(Invalid):
        CreateAccount(actor=SYSTEM, username="ｗａｎｇ.li", display_name="王").execute()


def test_an_account_is_renamed_and_unlocked(town: Town) -> None:
    admin, person = actor_with(roles.SECURITY_ADMIN), make_person(roles.LEADER, "leader-1", locked_until=now() + YEAR)
    assert RenameAccount(actor=admin, account=person, display_name=" 新称呼 ").execute().display_name == "新称呼"
    assert UnlockAccount(actor=admin, account=person).execute().locked_until is None
    with pytest.raises(Invalid):
        RenameAccount(actor=admin, account=person, display_name=" ").execute()


class TestLinks:
    """Who gets a link from whom, and what it is worth."""

    def test_the_log_and_the_table_hold_no_secret(self, town: Town) -> None:
        issued = IssueLink(actor=SYSTEM, purpose=LinkPurpose.DEPUTY, account=make_account()).execute()
        stored = str(AccessLink.objects.values().get()) + "".join(LogEntry.objects.values_list("data", flat=True))
        for secret in (issued.token, issued.typed_code, issued.pin):
            assert secret
            assert secret not in stored

    def test_the_congress_office_hands_links_to_deputies_and_secretaries_only(self, town: Town) -> None:
        office = actor_with(roles.CONGRESS_OFFICE)
        for role in (roles.DEPUTY, roles.SECRETARY):
            person = make_person(role, place=make_neighbourhood(f"N-{role}"), password=None)
            assert IssueLink(actor=office, purpose=LinkPurpose.SIGN_IN, account=person).execute().token
        for role in (roles.LEADER, roles.GOVERNMENT_DESK, roles.UNIT_HEAD, roles.SECURITY_ADMIN):
            person = make_person(role, unit=make_unit(f"U-{role}"))
            with pytest.raises(NotAllowed):
                IssueLink(actor=office, purpose=LinkPurpose.SIGN_IN, account=person).execute()
        both = make_person(roles.DEPUTY, "both")
        grant(both, roles.LEADER)
        with pytest.raises(NotAllowed):
            IssueLink(actor=office, purpose=LinkPurpose.SIGN_IN, account=both).execute()

    def test_one_administrator_cannot_become_another_by_a_link(self, town: Town) -> None:
        security = actor_with(roles.SECURITY_ADMIN)
        fresh = make_person(roles.AUDIT_ADMIN, "fresh", password=None)
        assert IssueLink(actor=security, purpose=LinkPurpose.SET_UP, account=fresh).execute().token
        settled = make_person(roles.AUDIT_ADMIN, "settled")
        with pytest.raises(NotAllowed) as refused:
            IssueLink(actor=security, purpose=LinkPurpose.SIGN_IN, account=settled).execute()
        assert refused.value.code == "administrator"

    def test_nobody_issues_a_link_to_themselves_or_to_a_closed_account(self, town: Town) -> None:
        me = make_person(roles.SECURITY_ADMIN, password=None)
        with pytest.raises(NotAllowed):
            IssueLink(actor=actor_of_account(me), purpose=LinkPurpose.SIGN_IN, account=me).execute()
        with pytest.raises(WrongState):
            IssueLink(actor=SYSTEM, purpose=LinkPurpose.SIGN_IN, account=make_account(is_active=False)).execute()

    @pytest.mark.parametrize("seconds", [0, -1, 86_401])
    def test_a_sign_in_code_cannot_be_made_to_last(self, town: Town, seconds: int) -> None:
        with pytest.raises(Invalid):
            IssueLink(
                actor=SYSTEM,
                purpose=LinkPurpose.SIGN_IN,
                account=make_account(),
                lifetime=dt.timedelta(seconds=seconds),
            ).execute()

    def test_looking_at_a_one_time_link_does_not_spend_it(self, client: Client, town: Town) -> None:
        issued = IssueLink(actor=SYSTEM, purpose=LinkPurpose.SIGN_IN, account=make_person(roles.LEADER)).execute()
        for _preview in range(8):
            assert Client().get(page_of(issued)).status_code == 200
        assert client.post(page_of(issued)).status_code == 302
        assert Client().post(page_of(issued)).status_code == 410

    def test_a_set_up_link_takes_a_strong_password_twice_and_lets_in(self, client: Client, town: Town) -> None:
        person = make_person(roles.LEADER, "leader-1", password=None)
        issued = IssueLink(actor=SYSTEM, purpose=LinkPurpose.SET_UP, account=person).execute()
        assert client.post(page_of(issued), {"password": "weak", "again": "weak"}).status_code == 422
        assert client.post(page_of(issued), {"password": PASSWORD, "again": PASSWORD + "x"}).status_code == 422
        assert client.post(page_of(issued), {"password": PASSWORD, "again": PASSWORD}).status_code == 302
        assert client.get("/accounts/me/").status_code == 200
        assert Client().get(page_of(issued)).status_code == 410

    @pytest.mark.parametrize("purpose", [LinkPurpose.SIGN_IN, LinkPurpose.SET_UP, LinkPurpose.DEPUTY])
    def test_an_expired_link_is_dead(self, client: Client, town: Town, purpose: LinkPurpose) -> None:
        with frozen(dt.datetime(2026, 6, 30, tzinfo=dt.UTC)) as clock:
            issued = IssueLink(actor=SYSTEM, purpose=purpose, account=make_account()).execute()
            clock.move_to(issued.link.expires_at)
            assert client.get(page_of(issued)).status_code == 410
            assert client.post(page_of(issued), {"pin": issued.pin}).status_code == 410

    def test_a_link_of_another_town_is_dead_here(self, client: Client, town: Town) -> None:
        with town_scope(make_town("QT", "other")):
            issued = IssueLink(actor=SYSTEM, purpose=LinkPurpose.SIGN_IN, account=make_account()).execute()
        assert client.get(page_of(issued)).status_code == 410
        assert client.get(f"/t/other{page_of(issued)}").status_code == 200

    def test_guessing_tokens_locks_the_address_but_good_links_stay_readable(self, town: Town, settings: Any) -> None:
        settings.LIANXIN_ADDRESS_TRIES = 5
        statuses = [Client().get(f"/accounts/link/{'x' * 31}{n}/").status_code for n in range(7)]
        assert statuses == [410] * 5 + [429] * 2


class TestDeputyLink:
    """A personal link, a short code, a device that may be trusted."""

    @pytest.fixture
    def issued(self, town: Town) -> Issued:
        """The link of a deputy in office."""
        account = make_person(roles.DEPUTY, password=None)
        make_deputy(account=account)
        return IssueLink(actor=SYSTEM, purpose=LinkPurpose.DEPUTY, account=account).execute()

    def test_link_and_short_code_open_the_deputys_face_again_and_again(self, issued: Issued) -> None:
        for _visit in range(3):
            client = Client()
            assert client.get(page_of(issued)).status_code == 200
            assert client.post(page_of(issued), {"pin": f" {issued.pin} "})["Location"] == "/deputy/"
            assert client.get("/accounts/me/").status_code == 200

    def test_five_wrong_short_codes_lock_the_link_from_every_address(self, issued: Issued) -> None:
        with frozen(now()) as clock:
            for number in range(5):
                answer = Client().post(page_of(issued), {"pin": "000000"}, REMOTE_ADDR=f"10.0.0.{number}")
                assert answer.status_code == 422
            assert Client().post(page_of(issued), {"pin": issued.pin}, REMOTE_ADDR="10.0.0.9").status_code == 429
            clock.tick(minutes=16)
            assert Client().post(page_of(issued), {"pin": issued.pin}, REMOTE_ADDR="10.0.0.9").status_code == 302

    def test_a_trusted_device_needs_only_a_button_and_another_device_the_code(self, issued: Issued) -> None:
        client = Client()
        client.post(page_of(issued), {"pin": issued.pin, "trust": "on"})
        cookie = client.cookies["lx_device"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        fresh = Client()
        assert fresh.post(page_of(issued)).status_code == 422
        fresh.cookies["lx_device"] = cookie.value
        assert fresh.post(page_of(issued)).status_code == 302
        assert fresh.get("/accounts/me/").status_code == 200

    def test_a_forgotten_device_is_asked_for_the_code_again(self, issued: Issued) -> None:
        client = Client()
        client.post(page_of(issued), {"pin": issued.pin, "trust": "on"})
        device = TrustedDevice.objects.get()
        assert client.post(f"/accounts/devices/{device.pk}/forget/").status_code == 302
        client.post("/accounts/sign-out/")
        assert client.post(page_of(issued)).status_code == 422
        with pytest.raises(WrongState):
            ForgetDevice(actor=actor_with(roles.SECURITY_ADMIN), device=device).execute()

    def test_the_trust_of_one_link_does_not_open_another(self, issued: Issued) -> None:
        client = Client()
        client.post(page_of(issued), {"pin": issued.pin, "trust": "on"})
        other = IssueLink(actor=SYSTEM, purpose=LinkPurpose.DEPUTY, account=make_account("other")).execute()
        assert client.post(page_of(other)).status_code == 422

    def test_revoking_the_link_ends_its_sessions_and_devices_at_once(self, issued: Issued) -> None:
        client = Client()
        client.post(page_of(issued), {"pin": issued.pin, "trust": "on"})
        office = actor_with(roles.CONGRESS_OFFICE)
        RevokeLink(actor=office, link=issued.link, reason="手机遗失").execute()
        assert client.get("/accounts/me/").status_code == 302
        assert client.get(page_of(issued)).status_code == 410
        assert TrustedDevice.objects.get().revoked_at is not None
        with pytest.raises(WrongState):
            RevokeLink(actor=office, link=issued.link, reason="x").execute()

    def test_nobody_trusts_a_device_for_somebody_else(self, issued: Issued) -> None:
        with pytest.raises(NotAllowed):
            TrustDevice(actor=actor_with(roles.LEADER), account=make_account(), link=issued.link).execute()

    def test_short_codes_are_not_the_ones_everybody_tries_first(self) -> None:
        codes = {new_pin() for _n in range(300)}
        assert all(len(code) == 6 and code.isdigit() and len(set(code)) > 2 for code in codes)
        assert not codes & {"123456", "654321", "000000", "012345"}
        assert len(codes) > 250


class TestVisitLink:
    """A recorder's link has no account and reaches one place."""

    def issue(self, **more: object) -> Issued:
        """A link for recorders at a place."""
        values = {"actor": SYSTEM, "purpose": LinkPurpose.VISIT, "role": roles.RECORDER, **more}
        return IssueLink(**values).execute()  # type: ignore[arg-type]

    def test_it_makes_a_recorder_at_its_place_and_nowhere_else(self, client: Client, town: Town) -> None:
        home, away = make_neighbourhood("N01"), make_neighbourhood("N02")
        issued = self.issue(place=home, label="第3组")
        assert client.post(page_of(issued))["Location"] == "/field/"
        request = client.get("/accounts/sign-in/").wsgi_request
        assert (request.actor.kind, request.actor.label) == ("token", "第3组")
        reaches = [request.actor.grants[0].place_path == place.path for place in (home, away)]
        assert reaches == [True, False]
        assert client.get("/accounts/me/").status_code == 404

    def test_it_ends_with_the_link(self, client: Client, town: Town) -> None:
        with frozen(now()) as clock:
            issued = self.issue(place=make_neighbourhood())
            client.post(page_of(issued))
            clock.tick(days=1)
            assert not client.get("/accounts/sign-in/").wsgi_request.actor.is_known

    def test_it_is_worth_nothing_once_revoked(self, client: Client, town: Town) -> None:
        issued = self.issue(place=make_neighbourhood())
        client.post(page_of(issued))
        RevokeLink(actor=SYSTEM, link=issued.link, reason="x").execute()
        assert not client.get("/accounts/sign-in/").wsgi_request.actor.is_known

    @pytest.mark.parametrize("role", [role for role in roles.ALL if role not in links.BY_VISIT_LINK])
    def test_it_carries_no_other_role(self, town: Town, role: str) -> None:
        with pytest.raises(Invalid):
            self.issue(role=role)

    def test_a_link_for_a_person_names_a_person(self, town: Town) -> None:
        with pytest.raises(ActionError):
            IssueLink(actor=SYSTEM, purpose=LinkPurpose.SIGN_IN).execute()
