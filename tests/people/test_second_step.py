"""The second step: an app with codes by time, recovery codes, trusted browsers, and what a town demands."""

import base64
import datetime as dt
import re

import pytest
from django.test import Client

from lianxin.core import totp
from lianxin.core.clock import frozen, now, today
from lianxin.db.models import Town
from lianxin.journal import outbox
from lianxin.journal.actors import SYSTEM, Actor
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.models import LogEntry
from lianxin.messages.models import Notice
from lianxin.messages.sentences import words_of
from lianxin.people import roles, sealing, ways
from lianxin.people.actions.links import IssueLink
from lianxin.people.actions.second_step import (
    MakeRecoveryCodes,
    RemoveApp,
    ResetSecondStep,
    SetSignInPolicy,
    SetUpApp,
    TrustBrowser,
)
from lianxin.people.actors import actor_of_account
from lianxin.people.models import Account, LinkPurpose, RecoveryCode, SecondStep, SignInPolicy, TrustedDevice
from tests.people.factories import PASSWORD, actor_with, make_account, make_person, sign_in

NOON = dt.datetime(2026, 6, 30, 4, 0, tzinfo=dt.UTC)
SECRET = b"12345678901234567890"
URL = "/accounts/sign-in/"
STEP = "/accounts/second-step/"


def code(secret: bytes = SECRET, steps: int = 0) -> str:
    """What the app shows now, or some steps later."""
    return totp.code_at(secret, totp.step_of(now()) + steps)


def with_app(role: str = roles.CONGRESS_OFFICE, username: str = "wang") -> Account:
    """Somebody who set the app up a while ago (its set-up code is used up)."""
    account = make_person(role, username)
    SetUpApp(actor=actor_of_account(account), account=account, secret=SECRET, code=code()).execute()
    account.refresh_from_db()
    return account


def first_step(client: Client, username: str = "wang", **more: str) -> str:
    """Type the password; the page that answers."""
    answer = client.post(URL, {"username": username, "password": PASSWORD, **more})
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.fixture
def clock() -> object:
    """Noon; ``.tick`` moves on."""
    with frozen(NOON) as standing:
        yield standing


def later(clock: object, seconds: int = 60) -> None:
    """Let the app show another code."""
    clock.tick(seconds=seconds)  # type: ignore[attr-defined]


def test_a_right_password_alone_opens_nothing(client: Client, town: Town, clock: object) -> None:
    with_app()
    assert "第二步验证" in first_step(client)
    assert client.get("/desk/").status_code == 302
    assert client.get("/accounts/me/").status_code == 302
    assert not LogEntry.objects.filter(verb="people.signed_in").exists()


def test_the_app_s_code_opens_the_first_page_and_the_log_says_how(client: Client, town: Town, clock: object) -> None:
    with_app()
    later(clock)
    first_step(client)
    answer = client.post(STEP, {"code": f" {code()[:3]} {code()[3:]} "})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert client.get("/desk/").status_code == 200
    assert '"password+app"' in LogEntry.objects.get(verb="people.signed_in").data


def test_full_width_digits_are_digits_and_strange_signs_are_none(client: Client, town: Town, clock: object) -> None:
    with_app()
    later(clock)
    first_step(client)
    assert client.post(STEP, {"code": "١٢٣٤٥٦"}).status_code == 422
    wide = code().translate({ord(str(n)): 0xFF10 + n for n in range(10)})
    assert client.post(STEP, {"code": wide}).status_code == 302


def test_a_code_works_once_even_in_another_browser_at_the_same_moment(town: Town, clock: object) -> None:
    with_app()
    later(clock)
    mine, thief = Client(), Client()
    first_step(mine)
    first_step(thief)
    assert mine.post(STEP, {"code": code()}).status_code == 302
    assert thief.post(STEP, {"code": code()}).status_code == 422
    assert thief.get("/desk/").status_code == 302


def test_the_code_that_set_the_app_up_does_not_sign_in(client: Client, town: Town, clock: object) -> None:
    with_app()
    first_step(client)
    assert client.post(STEP, {"code": code()}).status_code == 422


def test_an_older_code_than_the_last_one_is_refused(client: Client, town: Town, clock: object) -> None:
    with_app()
    later(clock, 90)
    old = code(steps=-1)
    first_step(client)
    assert client.post(STEP, {"code": code()}).status_code == 302
    other = Client()
    first_step(other)
    assert other.post(STEP, {"code": old}).status_code == 422


def test_five_wrong_codes_pause_the_second_step_even_for_the_right_code_and_a_new_password_entry(
    town: Town, clock: object
) -> None:
    with_app()
    later(clock)
    for number in range(5):
        client = Client()
        client.post(URL, {"username": "wang", "password": PASSWORD}, REMOTE_ADDR=f"10.0.0.{number}")
        assert client.post(STEP, {"code": "000000"}).status_code == 422
    first_step(client)
    answer = client.post(STEP, {"code": code()})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) == 900
    later(clock, 901)
    first_step(client)
    assert client.post(STEP, {"code": code()}).status_code == 302


def test_the_second_step_cannot_be_begun_without_the_first(client: Client, town: Town, clock: object) -> None:
    with_app()
    later(clock)
    answer = client.post(STEP, {"code": code()})
    assert answer["Location"] == "/accounts/sign-in/?reason=late"


def test_who_waits_too_long_or_changes_the_password_meanwhile_begins_again(
    client: Client, town: Town, clock: object
) -> None:
    account = with_app()
    first_step(client)
    later(clock, 601)
    assert client.post(STEP, {"code": code()})["Location"].endswith("reason=late")
    first_step(client)
    account.set_password("Another-one-2026")
    account.save()
    assert client.post(STEP, {"code": code()})["Location"].endswith("reason=late")


def test_where_one_wanted_to_go_survives_the_second_step_but_no_foreign_address(
    client: Client, town: Town, clock: object
) -> None:
    with_app()
    later(clock)
    assert 'name="next" value="/desk/deputies/"' in first_step(client, next="/desk/deputies/")
    assert client.post(STEP, {"code": code(), "next": "//evil.example/"})["Location"] == "/desk/"
    later(clock)
    first_step(client)
    assert client.post(STEP, {"code": code(), "next": "/desk/deputies/"})["Location"] == "/desk/deputies/"


def test_a_printed_sign_in_code_does_not_go_past_the_second_step(client: Client, town: Town, clock: object) -> None:
    account = with_app()
    issued = IssueLink(actor=SYSTEM, purpose=LinkPurpose.SIGN_IN, account=account).execute()
    assert client.post(URL, {"code": issued.typed_code}).status_code == 200
    assert client.get("/desk/").status_code == 302
    later(clock)
    assert client.post(STEP, {"code": code()}).status_code == 302


class TestSettingUp:
    def test_the_secret_is_shown_as_picture_and_text_and_stored_sealed(self, client: Client, town: Town) -> None:
        account = make_person(roles.CONGRESS_OFFICE, "wang")
        sign_in(client, account)
        page = client.get("/accounts/ways/app/").content.decode()
        assert "<svg" in page
        assert client.get("/accounts/ways/app/").content.decode().count("<svg") == page.count("<svg")
        text = re.search(r'codeline">([A-Z2-7 ]+)<', page)
        assert text is not None
        secret = base64.b32decode(text[1].replace(" ", ""))
        answer = client.post("/accounts/ways/app/", {"code": code(secret)})
        codes = re.findall(r'codeline">([\w-]+)<', answer.content.decode())
        assert len(set(codes)) == 10
        row = SecondStep.objects.get()
        assert secret.hex() not in row.secret_encrypted
        assert sealing.cipher().decrypt(row.secret_encrypted, row.context) == secret.hex()
        stored = list(RecoveryCode.objects.values_list("digest", flat=True))
        assert len(stored) == 10
        assert not set(stored) & set(codes)

    def test_a_wrong_first_code_sets_nothing_up_and_keeps_the_same_secret(self, client: Client, town: Town) -> None:
        sign_in(client, make_person(roles.CONGRESS_OFFICE, "wang"))
        before = re.search(r'codeline">([A-Z2-7 ]+)<', client.get("/accounts/ways/app/").content.decode())
        answer = client.post("/accounts/ways/app/", {"code": "000000"})
        assert answer.status_code == 422
        assert before is not None
        assert before[1] in answer.content.decode()
        assert not SecondStep.objects.exists()

    def test_nobody_sets_it_up_for_somebody_else(self, town: Town) -> None:
        victim, other = make_account("victim"), make_account("other")
        with pytest.raises(NotAllowed):
            SetUpApp(actor=actor_of_account(other), account=victim, secret=SECRET, code=code()).execute()

    def test_a_secret_moved_to_another_account_does_not_open_but_a_recovery_code_does(
        self, town: Town, client: Client, clock: object
    ) -> None:
        with_app()
        other = with_app(roles.LEADER, "li")
        made = MakeRecoveryCodes(actor=actor_of_account(other), account=other)
        made.execute()
        stolen = SecondStep.objects.get(account__username="wang").secret_encrypted
        SecondStep.objects.filter(account=other).update(secret_encrypted=stolen)
        later(clock)
        first_step(client, "li")
        assert client.post(STEP, {"code": code()}).status_code == 422
        assert client.get("/desk/").status_code == 302
        assert client.post(STEP, {"code": made.codes[0]}).status_code == 302

    @pytest.mark.parametrize("path", ["/accounts/ways/app/", "/accounts/ways/recovery/", "/accounts/ways/app/remove/"])
    def test_ten_minutes_after_signing_in_the_password_is_asked_again(
        self, client: Client, town: Town, clock: object, path: str
    ) -> None:
        sign_in(client, make_person(roles.LEADER, "wang"))
        later(clock, 601)
        answer = client.post(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/ways/confirm/")
        assert client.post("/accounts/ways/confirm/", {"password": "wrong"}).status_code == 422
        assert client.post("/accounts/ways/confirm/", {"password": PASSWORD})["Location"] == "/accounts/ways/"
        assert not client.post(path).get("Location", "").startswith("/accounts/ways/confirm/")

    def test_the_password_cannot_be_guessed_on_the_way(self, client: Client, town: Town, clock: object) -> None:
        sign_in(client, make_person(roles.LEADER, "wang"))
        for _number in range(5):
            client.post("/accounts/ways/confirm/", {"password": "wrong"})
        assert client.post("/accounts/ways/confirm/", {"password": PASSWORD}).status_code == 429

    def test_every_change_reaches_the_own_inbox_and_the_page(self, client: Client, town: Town) -> None:
        account = make_person(roles.LEADER, "wang")
        SetUpApp(actor=actor_of_account(account), account=account, secret=SECRET, code=code()).execute()
        RemoveApp(actor=actor_of_account(account), account=account).execute()
        outbox.deliver_pending(town)
        texts = [words_of(notice) for notice in Notice.objects.filter(address=f"account:{account.pk}")]
        assert [text.partition("；")[0] for text in texts] == ["您的账号设置了手机动态码", "您的账号停用了手机动态码"]
        sign_in(client, account)
        page = client.get("/accounts/ways/").content.decode()
        assert "设置手机动态码" in page
        assert "停用手机动态码" in page

    def test_another_app_voids_the_old_one_and_the_trusted_browsers(self, town: Town, clock: object) -> None:
        account = with_app()
        _device, token = TrustBrowser(actor=actor_of_account(account), account=account).execute()
        assert ways.is_trusted(account, token)
        later(clock)
        fresh = b"another secret of 20"
        SetUpApp(actor=actor_of_account(account), account=account, secret=fresh, code=code(fresh)).execute()
        assert not ways.is_trusted(account, token)
        client = Client()
        later(clock)
        first_step(client)
        assert client.post(STEP, {"code": code()}).status_code == 422
        assert client.post(STEP, {"code": code(fresh)}).status_code == 302


class TestLost:
    def made(self, account: Account) -> tuple[str, ...]:
        """Fresh recovery codes."""
        action = MakeRecoveryCodes(actor=actor_of_account(account), account=account)
        action.execute()
        return action.codes

    def test_a_recovery_code_works_once_however_it_is_typed(self, client: Client, town: Town, clock: object) -> None:
        first, *_rest = self.made(with_app())
        first_step(client)
        assert client.post(STEP, {"code": first.lower().replace("-", " ")}).status_code == 302
        other = Client()
        first_step(other)
        assert other.post(STEP, {"code": first}).status_code == 422

    def test_new_codes_void_the_old_ones_and_foreign_codes_never_fit(self, client: Client, town: Town) -> None:
        account = with_app()
        old, *_rest = self.made(account)
        new, *_rest = self.made(account)
        foreign, *_rest = self.made(with_app(roles.LEADER, "li"))
        first_step(client)
        assert client.post(STEP, {"code": old}).status_code == 422
        assert client.post(STEP, {"code": foreign}).status_code == 422
        assert client.post(STEP, {"code": new}).status_code == 302

    def replacement(self, account: Account, actor: Actor | None = None) -> str:
        """The code the security administrator hands over."""
        by = actor or actor_with(roles.SECURITY_ADMIN)
        return IssueLink(actor=by, purpose=LinkPurpose.SECOND_STEP, account=account).execute().typed_code

    def test_the_administrator_s_code_replaces_the_second_step_only(self, client: Client, town: Town) -> None:
        typed = self.replacement(with_app())
        assert client.post(URL, {"code": typed}).status_code == 422
        first_step(client)
        answer = client.post(STEP, {"code": typed})
        assert answer["Location"] == "/accounts/second-step/due/"
        assert client.get("/desk/")["Location"] == "/accounts/second-step/due/"
        assert client.get("/desk/", headers={"HX-Request": "true"})["HX-Redirect"] == "/accounts/second-step/due/"
        assert "重新设置" in client.get("/accounts/second-step/due/").content.decode()
        again = Client()
        assert again.post(URL, {"username": "wang", "password": PASSWORD})["Location"] == "/accounts/second-step/due/"

    def test_the_address_behind_the_code_opens_nothing(self, client: Client, town: Town) -> None:
        account = with_app()
        by = actor_with(roles.SECURITY_ADMIN)
        issued = IssueLink(actor=by, purpose=LinkPurpose.SECOND_STEP, account=account).execute()
        assert client.get(f"/accounts/link/{issued.token}/").status_code == 410
        assert client.post(f"/accounts/link/{issued.token}/").status_code == 410

    def test_only_the_security_administrator_hands_it_out_never_to_themselves(self, town: Town) -> None:
        account = with_app(roles.SECRETARY, "wang")
        with pytest.raises(NotAllowed):
            self.replacement(account, actor_with(roles.CONGRESS_OFFICE))
        boss = with_app(roles.SECURITY_ADMIN, "boss")
        with pytest.raises(NotAllowed):
            self.replacement(boss, actor_of_account(boss))

    def test_an_administrator_can_get_one_since_the_password_is_still_needed(self, town: Town) -> None:
        assert self.replacement(with_app(roles.AUDIT_ADMIN, "audit"))

    def test_somebody_else_s_code_does_not_fit(self, client: Client, town: Town) -> None:
        with_app()
        typed = self.replacement(with_app(roles.LEADER, "li"))
        first_step(client)
        assert client.post(STEP, {"code": typed}).status_code == 422

    def test_a_reset_asks_the_password_only_and_then_a_new_set_up(self, client: Client, town: Town) -> None:
        account = with_app()
        with pytest.raises(Invalid):
            ResetSecondStep(actor=actor_with(roles.SECURITY_ADMIN), account=account, reason=" ").execute()
        ResetSecondStep(actor=actor_with(roles.SECURITY_ADMIN), account=account, reason="手机遗失").execute()
        answer = client.post(URL, {"username": "wang", "password": PASSWORD})
        assert answer["Location"] == "/accounts/second-step/due/"
        assert client.get("/desk/").status_code == 302
        ResetSecondStep(actor=SYSTEM, account=account, reason="服务器上").execute()

    def test_after_the_new_set_up_one_is_where_one_wanted_to_go(self, client: Client, town: Town) -> None:
        account = with_app()
        ResetSecondStep(actor=SYSTEM, account=account, reason="手机遗失").execute()
        client.post(URL, {"username": "wang", "password": PASSWORD, "next": "/desk/deputies/"})
        page = client.get("/accounts/ways/app/").content.decode()
        text = re.search(r'codeline">([A-Z2-7 ]+)<', page)
        assert text is not None
        secret = base64.b32decode(text[1].replace(" ", ""))
        answer = client.post("/accounts/ways/app/", {"code": code(secret)})
        assert 'href="/desk/deputies/"' in answer.content.decode()
        assert client.get("/desk/deputies/").status_code == 200


class TestTrust:
    def trusted(self, clock: object) -> Client:
        """A browser that was trusted after the second step."""
        client = Client()
        first_step(client)
        later(clock)
        assert client.post(STEP, {"code": code(), "trust": "on"}).status_code == 302
        cookie = client.cookies["lx_browser"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        client.post("/accounts/sign-out/")
        return client

    def test_a_trusted_browser_is_not_asked_until_the_days_are_over(self, town: Town, clock: object) -> None:
        with_app()
        client = self.trusted(clock)
        assert client.post(URL, {"username": "wang", "password": PASSWORD}).status_code == 302
        client.post("/accounts/sign-out/")
        clock.tick(days=30)  # type: ignore[attr-defined]
        first_step(client)

    def test_it_is_trusted_for_its_own_account_only(self, town: Town, clock: object) -> None:
        with_app()
        client = self.trusted(clock)
        with_app(roles.LEADER, "li")
        first_step(client, "li")

    def test_it_is_forgotten_on_the_own_page(self, town: Town, clock: object) -> None:
        with_app()
        client = self.trusted(clock)
        client.post(URL, {"username": "wang", "password": PASSWORD})
        device = TrustedDevice.objects.get()
        assert client.post(f"/accounts/devices/{device.pk}/forget/").status_code == 302
        client.post("/accounts/sign-out/")
        first_step(client)

    def test_where_the_town_allows_none_it_is_not_offered_and_not_taken(self, client: Client, town: Town) -> None:
        account = with_app()
        SignInPolicy.objects.create(trust_days=0, changed_at=now())
        assert "天内不再问" not in first_step(client)
        with pytest.raises(WrongState):
            TrustBrowser(actor=actor_of_account(account), account=account).execute()


class TestDemand:
    def demand(self, days: int = 7, **more: bool) -> SignInPolicy:
        """The security administrator asks for it from some days on."""
        asked = {"for_administrators": True, "for_desks": False, "trust_days": 30, **more}
        return SetSignInPolicy(
            actor=actor_with(roles.SECURITY_ADMIN), required_from=today() + dt.timedelta(days=days), **asked
        ).execute()

    def test_before_the_day_one_is_told_and_may_go_on(self, client: Client, town: Town) -> None:
        self.demand()
        make_person(roles.AUDIT_ADMIN, "audit")
        answer = client.post(URL, {"username": "audit", "password": PASSWORD})
        assert answer["Location"] == "/accounts/second-step/due/"
        assert 'href="/admin-audit/"' in client.get(answer["Location"]).content.decode()
        assert client.get("/admin-audit/").status_code == 200

    def test_from_the_day_on_nothing_opens_before_it_is_set_up(self, client: Client, town: Town, clock: object) -> None:
        self.demand()
        account = make_person(roles.AUDIT_ADMIN, "audit")
        sign_in(client, account)
        assert client.get("/admin-audit/").status_code == 200
        clock.tick(days=7)  # type: ignore[attr-defined]
        sign_in(client, account)
        assert client.get("/admin-audit/")["Location"] == "/accounts/second-step/due/"
        assert client.post("/admin-audit/verify/").status_code == 302
        assert client.get("/accounts/me/").status_code == 200

    def test_an_open_session_is_held_too_when_the_day_comes(self, client: Client, town: Town) -> None:
        with frozen(NOON) as standing:
            make_person(roles.LEADER, "wang")
            self.demand(1, for_desks=True)
            client.post(URL, {"username": "wang", "password": PASSWORD})
            for _step in range(49):
                standing.tick(minutes=29)
                last = client.get("/desk/")
        assert last["Location"] == "/accounts/second-step/due/"

    def test_roles_that_are_not_named_are_left_alone(self, client: Client, town: Town) -> None:
        self.demand(1)
        with frozen(now() + dt.timedelta(days=3)):
            sign_in(client, make_person(roles.LEADER, "wang"))
            assert client.get("/desk/").status_code == 200

    def test_who_has_it_set_up_notices_nothing(self, client: Client, town: Town, clock: object) -> None:
        with_app()
        self.demand(1, for_desks=True)
        clock.tick(days=2)  # type: ignore[attr-defined]
        first_step(client)
        assert client.post(STEP, {"code": code()})["Location"] == "/desk/"

    def test_it_cannot_be_removed_where_it_is_demanded(self, town: Town) -> None:
        account = with_app()
        self.demand(for_desks=True)
        with pytest.raises(WrongState):
            RemoveApp(actor=actor_of_account(account), account=account).execute()
        assert ways.is_set_up(account)

    def test_the_day_leaves_time_and_only_the_security_administrator_decides(self, town: Town) -> None:
        with pytest.raises(Invalid):
            self.demand(0)
        with pytest.raises(NotAllowed):
            SetSignInPolicy(
                actor=actor_with(roles.SYSTEM_ADMIN),
                for_administrators=True, for_desks=False, required_from=None, trust_days=1,
            ).execute()  # fmt: skip

    def test_it_can_be_changed_later_without_a_new_day_and_lifted(self, town: Town, clock: object) -> None:
        self.demand(1)
        clock.tick(days=5)  # type: ignore[attr-defined]
        day = SignInPolicy.objects.get().required_from
        by = actor_with(roles.SECURITY_ADMIN)
        SetSignInPolicy(actor=by, for_administrators=True, for_desks=True, required_from=day, trust_days=10).execute()
        SetSignInPolicy(actor=by, for_administrators=False, for_desks=False, required_from=day, trust_days=10).execute()
        assert SignInPolicy.objects.get().required_from is None

    def test_the_page_says_who_still_lacks_it(self, client: Client, town: Town) -> None:
        with_app()
        make_person(roles.LEADER, "li")
        sign_in(client, make_person(roles.SECURITY_ADMIN, "boss"))
        page = client.get("/admin-security/sign-in/").content.decode()
        assert "li（测试）" in page
        assert "wang（测试）" not in page
        data = {"for_desks": "on", "required_from": (today() + dt.timedelta(days=9)).isoformat(), "trust_days": "14"}
        assert client.post("/admin-security/sign-in/", data).status_code == 302
        assert SignInPolicy.objects.get().trust_days == 14
        assert client.post("/admin-security/sign-in/", {**data, "trust_days": "x"}).status_code == 422
