"""People's doors as an attacker tries them, and the three administrators as each would watch the others."""

import itertools
import re

import pytest
from django.conf import settings
from django.test import Client

from lianxin.core.clock import frozen
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.journal.actors import SYSTEM
from lianxin.journal.errors import ActionError
from lianxin.people import roles
from lianxin.people.actions.grants import GrantRole
from lianxin.people.actions.links import IssueLink
from lianxin.people.models import Account, LinkPurpose, RoleGrant
from tests.people.factories import PASSWORD, actor_with, make_account, make_person, sign_in
from tests.people.test_sign_in import NOON, URL
from tests.places.factories import make_neighbourhood, make_town

LEFT = re.compile("再错 ([0-9]+) 次")


def left_after(client: Client, name: str, address: str) -> str:
    """How many tries the page says are left."""
    answer = client.post(URL, {"username": name, "password": "wrong"}, REMOTE_ADDR=address)
    return LEFT.findall(answer.content.decode())[0]


def test_waiting_between_two_tries_does_not_tell_a_real_name_from_none(client: Client, town: Town) -> None:
    make_account("wang")
    with frozen(NOON) as clock:
        first = [left_after(client, name, "10.0.1.1") for name in ("wang", "no-one")]
        clock.tick(minutes=40)
        second = [left_after(client, name, "10.0.1.2") for name in ("wang", "no-one")]
    assert first == ["4", "4"]
    assert second == ["3", "3"]


def test_a_stolen_session_is_no_way_to_guess_the_password(client: Client, town: Town) -> None:
    account = make_person(roles.LEADER, "wang")
    sign_in(client, account)
    typed = {"password": "Neue-Bruecke-2027", "again": "Neue-Bruecke-2027"}
    with frozen(NOON):
        statuses = [
            client.post("/accounts/password/", {**typed, "current": f"guess {n}"}).status_code for n in range(6)
        ]
        assert statuses[:5] == [422] * 5
        assert statuses[5] in {409, 429}
        assert client.post("/accounts/password/", {**typed, "current": PASSWORD}).status_code in {409, 429}
    assert Account.objects.get(pk=account.pk).check_password(PASSWORD)


def test_coming_in_by_a_visits_link_changes_session_and_csrf_token(town: Town) -> None:
    issued = IssueLink(
        actor=SYSTEM, purpose=LinkPurpose.VISIT, role=roles.RECORDER, place=make_neighbourhood()
    ).execute()
    browser = Client()
    assert browser.get(f"/accounts/link/{issued.token}/").status_code == 200
    before = browser.cookies["lx_csrf"].value
    assert browser.post(f"/accounts/link/{issued.token}/").status_code == 302
    assert browser.cookies["lx_csrf"].value != before


def test_cookies_are_closed_to_scripts_and_to_other_sites(client: Client, town: Town) -> None:
    sign_in(client, make_person(roles.LEADER))
    session = client.cookies["lx_session"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    assert session["path"] == settings.SESSION_COOKIE_PATH
    assert settings.CSRF_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SECURE == settings.CSRF_COOKIE_SECURE


@pytest.mark.parametrize("host", ["evil.example", "shili.example@evil.example", "evil.example:80"])
def test_a_foreign_host_name_gets_no_page(client: Client, town: Town, host: str) -> None:
    with_hosts = Client(HTTP_HOST=host)
    settings_hosts = settings.ALLOWED_HOSTS
    settings.ALLOWED_HOSTS = ["testserver"]
    try:
        assert with_hosts.get(URL).status_code == 400
    finally:
        settings.ALLOWED_HOSTS = settings_hosts


def test_a_role_in_one_town_opens_no_desk_of_another(client: Client, town: Town) -> None:
    other = make_town("T2", "erzhen")
    sign_in(client, make_person(roles.SECURITY_ADMIN))
    assert client.get("/admin-security/").status_code == 200
    for path in ("admin-security/", "admin-audit/", "desk/", "desk/inbox/"):
        assert client.get(f"/t/{other.slug}/{path}").status_code == 403


# --- three administrators ------------------------------------------------------------------------


@pytest.mark.parametrize(("first", "second"), list(itertools.permutations(roles.ADMINISTRATORS, 2)))
def test_nobody_holds_two_of_the_three(town: Town, first: str, second: str) -> None:
    account = make_person(first)
    with pytest.raises(ActionError):
        GrantRole(
            actor=SYSTEM, account=account, role=second, valid_from=RoleGrant.objects.get().valid_from, reason="试"
        ).execute()
    assert list(RoleGrant.objects.values_list("role", flat=True)) == [first]


@pytest.mark.parametrize("role", roles.ADMINISTRATORS)
def test_an_administrator_holds_no_other_role_beside(town: Town, role: str) -> None:
    account = make_person(role)
    with pytest.raises(ActionError):
        GrantRole(
            actor=SYSTEM, account=account, role=roles.LEADER, valid_from=RoleGrant.objects.get().valid_from, reason="试"
        ).execute()


def test_nor_in_two_towns(town: Town) -> None:
    account = make_person(roles.SYSTEM_ADMIN)
    start = RoleGrant.objects.get().valid_from
    with town_scope(make_town("T2", "erzhen")), pytest.raises(ActionError):
        GrantRole(actor=SYSTEM, account=account, role=roles.AUDIT_ADMIN, valid_from=start, reason="试").execute()


def test_the_security_administrator_cannot_make_itself_anything(town: Town) -> None:
    actor = actor_with(roles.SECURITY_ADMIN)
    account = Account.objects.get(pk=int(actor.id))
    start = RoleGrant.objects.get().valid_from
    for role in roles.ALL:
        with pytest.raises(ActionError):
            GrantRole(actor=actor, account=account, role=role, valid_from=start, reason="试").execute()


def test_what_each_does_is_seen_by_the_audit_administrator(client: Client, town: Town) -> None:
    auditor = make_person(roles.AUDIT_ADMIN, "shenji")
    for name, role in (("xitong", roles.SYSTEM_ADMIN), ("anquan", roles.SECURITY_ADMIN)):
        sign_in(client, make_person(role, name))
        client.post("/accounts/sign-out/")
    sign_in(client, auditor)
    page = client.get("/admin-audit/").content.decode()
    for name in ("xitong", "anquan", "shenji"):
        assert f"{name}（测试）" in page
    assert "登录" in page
