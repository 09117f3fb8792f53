"""Passkeys: added and shown with a key made of software, and whatever a thief may try with one."""

import datetime as dt
import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from lianxin.core.clock import now
from lianxin.db.models import Town
from lianxin.journal.models import LogEntry
from lianxin.people import passkeys, roles, ways
from lianxin.people.models import Account, Passkey, RecoveryCode, SecondStep, SignInPolicy
from tests.people.factories import PASSWORD, make_person, sign_in

if not passkeys.is_there():
    pytest.skip("the extra sso is not installed (dev.py run --with sso)", allow_module_level=True)

from tests.people.soft_key import UP, UV, SoftKey

ADD, SHOW, URL = "/accounts/ways/passkeys/add/", "/accounts/passkey/", "/accounts/sign-in/"


def options_of(client: Client, path: str) -> str:
    """What the page asks of the browser."""
    found = re.search(r'data-options="([^"]+)"', client.get(path).content.decode())
    assert found is not None
    return html.unescape(found[1])


def person(role: str = roles.LEADER, username: str = "wang") -> tuple[Client, Account]:
    """Somebody signed in with a password."""
    client, account = Client(), make_person(role, username)
    sign_in(client, account)
    return client, account


def with_key(key: SoftKey, role: str = roles.LEADER, username: str = "wang") -> Account:
    """Somebody who added this key."""
    client, account = person(role, username)
    answer = client.post(ADD, {"answer": key.make(options_of(client, ADD)), "name": "我的手机"})
    assert answer.status_code in {200, 302}, answer.content.decode()
    return account


def show(key: SoftKey, client: Client | None = None, **changed: str) -> int:
    """Show the key on the sign-in page; the status."""
    client = client or Client()
    return client.post(SHOW, {"answer": key.show(options_of(client, SHOW), **changed)}).status_code


def test_a_key_is_added_recovery_codes_come_with_the_first_and_it_signs_in(town: Town) -> None:
    client, _account = person()
    key = SoftKey()
    page = client.post(ADD, {"answer": key.make(options_of(client, ADD)), "name": "我的手机"}).content.decode()
    assert len(re.findall(r'codeline">', page)) == 10
    assert RecoveryCode.objects.count() == 10
    mine = Client()
    answer = mine.post(SHOW, {"answer": key.show(options_of(mine, SHOW)), "next": "/desk/deputies/"})
    assert answer["Location"] == "/desk/deputies/"
    assert mine.get("/desk/").status_code == 200
    assert '"passkey"' in LogEntry.objects.filter(verb="people.signed_in").latest("id").data
    shown = mine.get("/accounts/ways/").content.decode()
    assert "我的手机" in shown
    assert "上次用在" in shown


def test_with_a_key_the_password_alone_is_not_enough_any_more(client: Client, town: Town) -> None:
    with_key(SoftKey())
    assert "第二步验证" in client.post(URL, {"username": "wang", "password": PASSWORD}).content.decode()
    assert client.get("/desk/").status_code == 302


def test_without_the_last_key_the_password_is_enough_again(town: Town) -> None:
    account = with_key(SoftKey())
    client = Client()
    show_status = client.post(SHOW, {"answer": "{}"}).status_code
    assert show_status == 422
    client.force_login(account)
    session = client.session
    session["lx_sure"] = now().isoformat()
    session.save()
    assert client.post(f"/accounts/ways/passkeys/{Passkey.objects.get().pk}/remove/").status_code == 302
    assert not SecondStep.objects.exists()
    sign_in(Client(), account)


def test_the_last_key_stays_where_a_second_step_is_demanded(town: Town) -> None:
    key = SoftKey()
    with_key(key)
    SignInPolicy.objects.create(for_desks=True, required_from=now().date(), changed_at=now())
    client = Client()
    assert show(key, client) == 302
    assert client.get("/desk/").status_code == 200
    assert client.post(f"/accounts/ways/passkeys/{Passkey.objects.get().pk}/remove/").status_code == 409


def test_nobody_removes_somebody_elses_key(town: Town) -> None:
    with_key(SoftKey())
    other, _account = person(roles.LEADER, "li")
    assert other.post(f"/accounts/ways/passkeys/{Passkey.objects.get().pk}/remove/").status_code == 404


def test_adding_asks_the_password_again_after_ten_minutes(town: Town) -> None:
    client, _account = person()
    session = client.session
    session["lx_sure"] = (now() - dt.timedelta(minutes=11)).isoformat()
    session.save()
    assert client.get(ADD)["Location"].startswith("/accounts/ways/confirm/")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda key: setattr(key, "origin", "http://evil.example"),
        lambda key: setattr(key, "origin", "http://testserver.evil.example"),
        lambda key: setattr(key, "origin", "http://testserver:81"),
        lambda key: setattr(key, "host", "evil.example"),
        lambda key: setattr(key, "flags", UP),
        lambda key: setattr(key, "flags", UV),
    ],
    ids=["origin", "longer-origin", "port", "host", "not-verified", "not-present"],
)
def test_a_key_of_another_site_or_without_the_person_neither_joins_nor_opens(
    town: Town, spoil: Callable[[SoftKey], None]
) -> None:
    bad = SoftKey()
    spoil(bad)
    client, _account = person()
    assert client.post(ADD, {"answer": bad.make(options_of(client, ADD)), "name": "x"}).status_code == 422
    assert not Passkey.objects.exists()
    good = SoftKey()
    with_key(good, username="li")
    spoil(good)
    assert show(good) == 422


def test_an_answer_works_once_and_only_in_its_own_browser(town: Town) -> None:
    key = SoftKey()
    with_key(key)
    mine, thief = Client(), Client()
    answer = key.show(options_of(mine, SHOW))
    options_of(thief, SHOW)
    assert thief.post(SHOW, {"answer": answer}).status_code == 422
    assert mine.post(SHOW, {"answer": answer}).status_code == 302
    mine.post("/accounts/sign-out/")
    options_of(mine, SHOW)
    assert mine.post(SHOW, {"answer": answer}).status_code == 422
    assert Client().post(SHOW, {"answer": answer}).status_code == 422


def test_a_wrong_signature_a_foreign_handle_and_an_unknown_key_open_nothing(town: Town) -> None:
    key = SoftKey()
    with_key(key)
    assert show(key, signature="AAAA") == 422
    assert show(key, userHandle="MQ") == 422
    stranger = SoftKey(credential_id=b"another-key-0001", handle=key.handle)
    assert show(stranger) == 422
    impostor = SoftKey(handle=key.handle)
    assert show(impostor) == 422


@pytest.mark.parametrize(
    "answer", ["", "x", "null", "[]", "{}", '{"id":1}', '{"rawId":"AA","response":{}}', "[" * 9000]
)
def test_nonsense_is_refused_and_breaks_nothing(town: Town, answer: str) -> None:
    client, _account = person()
    options_of(client, ADD)
    assert client.post(ADD, {"answer": answer, "name": "x"}).status_code == 422
    visitor = Client()
    options_of(visitor, SHOW)
    assert visitor.post(SHOW, {"answer": answer}).status_code == 422


def test_a_counter_that_does_not_grow_ends_the_key_and_is_logged(town: Town) -> None:
    key = SoftKey(counter=5)
    account = with_key(key)
    key.counter = 6
    assert show(key) == 302
    assert show(key) == 422
    assert Passkey.objects.get().suspended_at is not None
    assert LogEntry.objects.filter(verb="people.passkey_suspended", object_id=account.pk).count() == 1
    key.counter = 99
    assert show(key) == 422


def test_a_closed_account_stays_closed(town: Town) -> None:
    key = SoftKey()
    account = with_key(key)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert show(key) == 422


def test_one_key_belongs_to_one_account(town: Town) -> None:
    key = SoftKey()
    with_key(key)
    client, _account = person(roles.LEADER, "li")
    assert client.post(ADD, {"answer": key.make(options_of(client, ADD)), "name": "x"}).status_code == 409


def test_wrong_answers_are_counted_by_address(town: Town, settings: Any) -> None:
    settings.LIANXIN_ADDRESS_TRIES = 5
    client = Client()
    statuses = [client.post(SHOW, {"answer": "{}"}).status_code for _number in range(6)]
    assert statuses == [422] * 5 + [429]


def test_the_way_on_never_leads_to_another_site(town: Town) -> None:
    key = SoftKey()
    with_key(key)
    client = Client()
    answer = client.post(SHOW, {"answer": key.show(options_of(client, SHOW)), "next": "//evil.example/"})
    assert answer["Location"] == "/desk/"


def test_without_the_extra_pages_say_so_and_nothing_breaks(
    client: Client, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passkeys, "_THERE", False)
    assert "没有装通行密钥的附加包" in client.get(SHOW).content.decode()
    assert "没有装通行密钥的附加包" in client.post(SHOW, {"answer": "{}"}).content.decode()
    assert "用通行密钥登录" not in client.get(URL).content.decode()
    mine, account = person()
    assert "没有装通行密钥的附加包" in mine.get("/accounts/ways/").content.decode()
    assert "没有装通行密钥的附加包" in mine.get(ADD).content.decode()
    assert not ways.is_set_up(account)
