"""Coming in with a password or printed code, and what happens to those who guess."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from lianxin.core.clock import frozen, now
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.journal.actors import SYSTEM
from lianxin.journal.errors import Invalid, WrongState
from lianxin.journal.models import LogEntry
from lianxin.people import invitations, passwords, roles, sign_in, texts, throttles
from lianxin.people.actions.links import IssueLink, RevokeLink
from lianxin.people.models import AccessLink, Account, LinkPurpose, Throttle
from lianxin.people.sign_in import count_address
from lianxin.people.throttles import TooMany
from tests.deputies.factories import make_deputy
from tests.people.factories import PASSWORD, grant, make_account, make_person
from tests.places.factories import make_town

NOON = dt.datetime(2026, 6, 30, 4, 0, tzinfo=dt.UTC)
URL = "/accounts/sign-in/"


def try_in(client: Client, username: str, password: str, address: str = "10.0.0.1", **more: str) -> int:
    """Post the form and return the status."""
    data = {"username": username, "password": password, **more}
    return client.post(URL, data, REMOTE_ADDR=address).status_code


def test_the_right_password_opens_the_first_page_of_the_role(client: Client, town: Town) -> None:
    make_person(roles.CONGRESS_OFFICE, "wang")
    answer = client.post(URL, {"username": " WANG ", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")


def test_a_wrong_password_keeps_the_name_and_says_how_many_tries_are_left(client: Client, town: Town) -> None:
    make_account("wang")
    answer = client.post(URL, {"username": "wang", "password": "nope"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="wang"' in page
    assert "再错 4 次" in page
    assert "nope" not in page


def test_five_failures_lock_the_account_even_for_the_right_password(client: Client, town: Town) -> None:
    make_account("wang")
    with frozen(NOON) as clock:
        for number in range(5):
            assert try_in(client, "wang", "wrong", f"10.0.0.{number}") == 422
        assert try_in(client, "wang", PASSWORD, "10.0.0.9") == 429
        clock.tick(minutes=15, seconds=1)
        assert try_in(client, "wang", PASSWORD, "10.0.0.9") == 302


def test_the_lock_says_until_when_and_whom_to_ask(client: Client, town: Town) -> None:
    make_account("wang")
    with frozen(NOON):
        for number in range(5):
            try_in(client, "wang", "wrong", f"10.0.0.{number}")
        page = client.post(URL, {"username": "wang", "password": "x"}, REMOTE_ADDR="10.0.0.9").content.decode()
    assert "12:15" in page
    assert "安全管理员" in page


def test_a_whole_office_behind_one_address_outlasts_the_mistakes_of_one_person(town: Town) -> None:
    with frozen(NOON):
        left = [count_address("10.0.0.1") for _number in range(30)]
        assert (left[4], left[-1]) == (25, 0)
        with pytest.raises(TooMany):
            count_address("10.0.0.1")
        assert count_address("10.0.0.2") == 29


def test_too_many_failures_lock_the_address_for_every_name(client: Client, town: Town, settings: Any) -> None:
    settings.LIANXIN_ADDRESS_TRIES = 5
    make_account("wang")
    with frozen(NOON):
        for number in range(5):
            assert try_in(client, f"nobody{number}", "wrong") == 422
        assert try_in(client, "wang", PASSWORD) == 429
        assert try_in(client, "wang", PASSWORD, "10.0.0.2") == 302


def test_a_success_clears_the_count_of_the_account(client: Client, town: Town) -> None:
    make_account("wang")
    for turn in range(3):
        for number in range(4):
            assert try_in(client, "wang", "wrong", f"10.0.{turn}.{number}") == 422
        assert try_in(client, "wang", PASSWORD, f"10.0.{turn}.9") == 302


def test_a_right_sign_in_buys_no_guesses_at_other_accounts(client: Client, town: Town, settings: Any) -> None:
    settings.LIANXIN_ADDRESS_TRIES = 5
    make_account("wang")
    make_account("li")
    with frozen(NOON):
        for _number in range(4):
            assert try_in(client, "li", "guess") == 422
        assert try_in(client, "wang", PASSWORD) == 302
        assert try_in(client, "nobody", "guess") == 422
        assert try_in(client, "wang", PASSWORD) == 429
        assert try_in(client, "wang", PASSWORD, "10.0.0.2") == 302


def test_right_sign_ins_do_not_use_an_address_up(client: Client, town: Town) -> None:
    make_account("wang")
    with frozen(NOON):
        assert [try_in(client, "wang", PASSWORD) for _number in range(12)] == [302] * 12


@pytest.mark.parametrize(("language", "begins"), [("zh-hans", "7月1日（周三） 08:30"), ("en", "Wed 1 Jul 08:30")])
def test_when_a_link_begins_is_a_day_nobody_misreads(language: str, begins: str) -> None:
    with translation.override(language):
        assert begins in texts.not_yet(dt.datetime(2026, 7, 1, 0, 30, tzinfo=dt.UTC))


def test_names_that_do_not_exist_are_answered_exactly_like_those_that_do(town: Town) -> None:
    make_account("wang")

    def life(name: str) -> list[tuple[int, str]]:
        told = []
        for number in range(7):
            answer = Client().post(
                URL, {"username": name, "password": "wrong"}, REMOTE_ADDR=f"10.1.{len(name)}.{number}"
            )
            errors = [form.errors.as_text() for form in (answer.context["password_form"],)]
            told.append((answer.status_code, errors[0]))
        return told

    with frozen(NOON):
        assert life("wang") == life("no-one")


def test_unknown_names_cost_as_much_hashing_as_known_ones(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(passwords, "make_password", lambda text: hashed.append(text) or "")
    assert not passwords.fits("guess", None)
    assert not passwords.fits("guess", make_account("link-only", password=None))
    assert hashed == ["guess", "guess"]


def test_a_closed_account_is_told_the_same_as_a_wrong_password(client: Client, town: Town) -> None:
    make_account("wang", is_active=False)
    answer = client.post(URL, {"username": "wang", "password": PASSWORD})
    assert answer.status_code == 422
    assert "用户名或密码不对" in answer.content.decode()


def test_the_session_key_changes_at_sign_in_and_nothing_is_kept_from_before(client: Client, town: Town) -> None:
    make_account("wang")
    session = client.session
    session["planted"] = "by the attacker"
    session.save()
    client.cookies["lx_session"] = session.session_key
    before = session.session_key
    assert try_in(client, "wang", PASSWORD) == 302
    assert client.session.session_key != before
    assert "planted" not in client.session


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil",
        "\t//evil",
        "desk/",
    ],
)
def test_next_never_leads_to_another_site(client: Client, town: Town, target: str) -> None:
    make_person(roles.LEADER, "wang")
    answer = client.post(URL, {"username": "wang", "password": PASSWORD, "next": target})
    assert answer["Location"] == "/desk/"


@given(target=st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_next_is_a_path_of_this_site_or_dropped(target: str) -> None:
    from django.test import RequestFactory

    from lianxin.people.access import safe_next

    kept = safe_next(RequestFactory().get("/"), target)
    assert kept in ("", target)
    assert kept == "" or (kept.startswith("/") and not kept.startswith(("//", "/\\")))


def test_next_leads_back_to_the_page_one_wanted(client: Client, town: Town) -> None:
    make_account("wang")
    answer = client.get("/accounts/me/?x=1")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/sign-in/?next=%2Faccounts%2Fme%2F%3Fx%3D1")
    back = client.post(URL, {"username": "wang", "password": PASSWORD, "next": "/accounts/me/?x=1"})
    assert back["Location"] == "/accounts/me/?x=1"


def test_a_printed_code_lets_in_once_however_it_is_typed(town: Town) -> None:
    account = make_person(roles.SECRETARY, "li", password=None)
    issued = IssueLink(actor=SYSTEM, purpose=LinkPurpose.SIGN_IN, account=account).execute()
    sloppy = issued.typed_code.lower().replace("-", " ")
    assert Client().post(URL, {"code": sloppy}).status_code == 302
    again = Client().post(URL, {"code": issued.typed_code})
    assert again.status_code == 422
    assert "已经用过" in again.content.decode()


def test_a_printed_code_runs_out_after_ten_minutes(client: Client, town: Town) -> None:
    account = make_account("li", password=None)
    with frozen(NOON) as clock:
        issued = IssueLink(actor=SYSTEM, purpose=LinkPurpose.SIGN_IN, account=account).execute()
        clock.tick(minutes=10)
        assert client.post(URL, {"code": issued.typed_code}).status_code == 422


def test_guessing_codes_locks_the_address(client: Client, town: Town, settings: Any) -> None:
    settings.LIANXIN_ADDRESS_TRIES = 5
    with frozen(NOON):
        statuses = [client.post(URL, {"code": "K7QM-3XWD-9FHC"}).status_code for _number in range(6)]
    assert statuses == [422] * 5 + [429]


def test_a_code_of_another_town_does_not_open_this_one(client: Client, town: Town) -> None:
    other = make_town("QT", "other", name="另一镇")
    with town_scope(other):
        account = make_account("li", password=None)
        grant(account, roles.CONGRESS_OFFICE)
        issued = IssueLink(actor=SYSTEM, purpose=LinkPurpose.SIGN_IN, account=account).execute()
    assert client.post(URL, {"code": issued.typed_code}).status_code == 422
    assert client.post(f"/t/other{URL}", {"code": issued.typed_code}).status_code == 302


def test_a_link_session_counts_in_its_own_town_only(client: Client, town: Town) -> None:
    other = make_town("QT", "other", name="另一镇")
    account = make_person(roles.CONGRESS_OFFICE, "li", password=None)
    with town_scope(other):
        grant(account, roles.CONGRESS_OFFICE)
        issued = IssueLink(actor=SYSTEM, purpose=LinkPurpose.SIGN_IN, account=account).execute()
    assert client.post(f"/t/other{URL}", {"code": issued.typed_code}).status_code == 302
    assert client.get("/t/other/accounts/me/").status_code == 200
    assert client.get("/accounts/me/").status_code == 302


def test_sign_ins_and_failures_stand_in_the_log_without_the_password(client: Client, town: Town) -> None:
    account = make_account("wang")
    try_in(client, "wang", "My-Secret-Guess-1")
    try_in(client, "wang", PASSWORD)
    entries = LogEntry.objects.filter(object_kind="account", object_id=account.pk).order_by("seq")
    verbs = list(entries.values_list("verb", flat=True))
    assert verbs == ["people.sign_in_tried", "people.sign_in_tried", "people.signed_in"]
    assert "Secret" not in "".join(entries.values_list("data", flat=True))


def test_the_table_of_limits_names_nobody(client: Client, town: Town) -> None:
    try_in(client, "no-one", "wrong", "203.0.113.7")
    rows = list(Throttle.objects.values_list("bucket", "key"))
    assert len(rows) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", key) for _bucket, key in rows)


def test_parallel_guesses_are_counted_before_they_are_examined(town: Town) -> None:
    """An attempt whose answer never comes (a killed process) has still been counted."""
    account = make_account("wang")
    for _number in range(5):
        sign_in._count_name("wang", account)
    with pytest.raises(throttles.TooMany):
        sign_in._count_name("wang", account)


def test_a_limit_forgets_after_its_window(town: Town) -> None:
    limit = throttles.Limit(3, dt.timedelta(minutes=10), dt.timedelta(minutes=5))
    with frozen(NOON) as clock:
        assert [throttles.hit("opinion", "x", limit) for _n in range(2)] == [2, 1]
        clock.tick(minutes=11)
        assert throttles.hit("opinion", "x", limit) == 2


def test_no_one_is_asked_twice_to_type_what_a_lost_session_interrupted(client: Client, town: Town) -> None:
    make_account("wang")
    lost = client.post("/accounts/password/", {"words": "漏水三个月了", "kind": ["a", "b"], "password": "x"})
    assert lost.status_code == 401
    sealed = lost.content.decode().split('name="replay" value="')[1].split('"')[0]
    answer = client.post(URL, {"username": "wang", "password": PASSWORD, "replay": sealed})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'action="/accounts/password/"' in page
    assert "漏水三个月了" in page
    assert page.count('name="kind"') == 2
    assert 'name="password"' not in page


def test_a_forged_interrupted_form_is_dropped(client: Client, town: Town) -> None:
    make_person(roles.LEADER, "wang")
    answer = client.post(URL, {"username": "wang", "password": PASSWORD, "replay": "forged:1:2"})
    assert answer["Location"] == "/desk/"


def test_signing_out_ends_the_session(client: Client, town: Town) -> None:
    make_account("wang")
    try_in(client, "wang", PASSWORD)
    assert client.get("/accounts/me/").status_code == 200
    assert client.get("/accounts/sign-out/").status_code == 405
    assert client.post("/accounts/sign-out/").status_code == 200
    assert client.get("/accounts/me/").status_code == 302


def test_the_sign_in_form_needs_the_csrf_token(town: Town) -> None:
    make_account("wang")
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(URL, {"username": "wang", "password": PASSWORD}).status_code == 403


def test_first_administrators_get_set_up_links_and_no_password(town: Town) -> None:
    links = invitations.first_administrators(town, "http://localhost:1")
    assert [label for label, _link in links] == ["系统管理员", "安全管理员", "审计管理员"]
    assert all(link.startswith("http://localhost:1/accounts/link/") for _label, link in links)
    assert not any(account.has_usable_password() for account in Account.objects.all())
    assert AccessLink.objects.count() == 3


def test_the_demo_has_one_link_per_role_that_opens_its_first_page(client: Client, town: Town) -> None:
    make_person(roles.CONGRESS_OFFICE)
    make_deputy(account=make_person(roles.DEPUTY, password=None))
    links = dict(invitations.demo_links(town, "http://testserver"))
    assert len(links) == 2
    for label, home in (("镇人大办", "/desk/"), ("人大代表", "/deputy/")):
        link = next(link for name, link in links.items() if name.startswith(label))
        assert client.get(link).status_code == 200
        assert client.post(link)["Location"] == home


def test_a_revoked_link_says_one_sentence_for_every_reason(client: Client, town: Town) -> None:
    account = make_account("li", password=None)
    issued = IssueLink(actor=SYSTEM, purpose=LinkPurpose.SET_UP, account=account).execute()
    path = invitations.path_of(issued.token)
    assert client.get(path).status_code == 200
    RevokeLink(actor=SYSTEM, link=issued.link, reason="写错人").execute()
    revoked, unknown = client.get(path), client.get(path[:-3] + "zz/")
    assert (revoked.status_code, unknown.status_code) == (410, 410)
    assert revoked.context["message"] == unknown.context["message"]


def test_two_people_cannot_use_the_same_one_time_link(town: Town) -> None:
    account = make_account("li", password=None)
    issued = IssueLink(actor=SYSTEM, purpose=LinkPurpose.SIGN_IN, account=account).execute()
    link = sign_in.find_link(issued.token, "a")
    assert sign_in.with_link(link).account == account
    with pytest.raises(WrongState):
        sign_in.with_link(link)


def test_wrong_and_locked_are_the_only_two_answers(town: Town) -> None:
    with pytest.raises(Invalid):
        sign_in.with_password("x" * 5000, "y" * 5000, "a")
    with pytest.raises(Invalid):
        sign_in.with_password("\x00\u202e", "", "a")
    assert now() is not None
