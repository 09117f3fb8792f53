"""Sign-in with the organisation's own service: linking, coming in, and whatever a thief or a bad service may try."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.urls import set_script_prefix

from lianxin.conf.options import BadOption, load_options
from lianxin.core.clock import now
from lianxin.db.models import Town
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from lianxin.people.invitations import issue_link
from lianxin.people.models import Account, LinkedIdentity, SecondStep
from lianxin.people.oidc import fetching, flow, tokens
from lianxin.people.oidc import provider as known
from tests.people.factories import make_person, sign_in

if not tokens.is_there():
    pytest.skip("the extra sso is not installed (dev.py run --with sso)", allow_module_level=True)

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.people.oidc_provider import CLIENT, SECRET, Provider, running

START, BACK, LINK = "/accounts/oidc/", "/accounts/oidc/return/", "/accounts/oidc/link/"


@pytest.fixture
def service(settings: Any) -> Iterator[Provider]:
    """The service, with this installation registered there."""
    with running() as provider:
        settings.LIANXIN_OIDC = {
            "issuer": provider.issuer, "client_id": CLIENT, "client_secret": SECRET, "name": "区统一认证", "claims": (),
        }  # fmt: skip
        known.forget()
        yield provider
        known.forget()


def link_of(account: Account, service: Provider, subject: str = "alice") -> LinkedIdentity:
    """The account is linked to somebody at the service."""
    digest = flow.digest_of(service.issuer, subject)
    return LinkedIdentity.objects.create(account=account, issuer=service.issuer, digest=digest, linked_at=now())


def linked(service: Provider, username: str = "wang", role: str = roles.LEADER) -> Account:
    """Somebody whose account is linked to alice."""
    account = make_person(role, username)
    link_of(account, service)
    return account


def come(client: Client, service: Provider, start: str = START, **changed: str) -> Any:
    """To the service and back, as a browser would go."""
    there = client.get(start)["Location"]
    return client.get(BACK, {**service.agree(there), **changed})


def test_a_linked_person_comes_in_and_the_log_says_how(client: Client, town: Town, service: Provider) -> None:
    linked(service)
    assert "用区统一认证登录" in client.get("/accounts/sign-in/").content.decode()
    answer = come(client, service, f"{START}?next=/desk/deputies/")
    assert answer["Location"] == "/desk/deputies/"
    assert client.get("/desk/").status_code == 200
    assert '"identity"' in LogEntry.objects.get(verb="people.signed_in").data
    assert LinkedIdentity.objects.get().last_used_at is not None


def test_what_is_asked_of_the_service_has_pkce_state_nonce_and_the_exact_way_back(
    client: Client, town: Town, service: Provider, settings: Any
) -> None:
    first = dict(parse_qsl(urlsplit(client.get(START)["Location"]).query))
    second = dict(parse_qsl(urlsplit(client.get(START)["Location"]).query))
    assert first["redirect_uri"] == "http://testserver/accounts/oidc/return/"
    assert (first["response_type"], first["scope"], first["code_challenge_method"]) == ("code", "openid", "S256")
    assert all(len(first[name]) >= 32 and first[name] != second[name] for name in ("state", "nonce", "code_challenge"))
    assert SECRET not in str(first)
    settings.LIANXIN_SITE_URL = "https://www.example.gov.cn"
    third = dict(parse_qsl(urlsplit(client.get(START)["Location"]).query))
    assert third["redirect_uri"] == "https://www.example.gov.cn/accounts/oidc/return/"


def test_it_works_below_a_path(client: Client, town: Town, service: Provider, settings: Any) -> None:
    linked(service)
    settings.FORCE_SCRIPT_NAME = "/lianxin"
    set_script_prefix("/lianxin/")
    try:
        there = client.get(START)["Location"]
        asked = dict(parse_qsl(urlsplit(there).query))
        assert asked["redirect_uri"] == "http://testserver/lianxin/accounts/oidc/return/"
        assert client.get(BACK, service.agree(there))["Location"] == "/lianxin/desk/"
    finally:
        set_script_prefix("/")


def test_an_unknown_identity_makes_no_account_and_no_mail_address_or_role_matches_one(
    client: Client, town: Town, service: Provider
) -> None:
    make_person(roles.SECURITY_ADMIN, "boss@example.org".partition("@")[0])
    before = Account.objects.count()
    answer = come(client, service)
    assert answer.status_code == 422
    assert "还没有关联账号" in answer.content.decode()
    assert client.get("/desk/").status_code == 302
    assert (Account.objects.count(), LinkedIdentity.objects.count()) == (before, 0)


def test_roles_never_come_from_the_service(client: Client, town: Town, service: Provider) -> None:
    linked(service)
    come(client, service)
    assert client.get("/admin-security/").status_code == 403


def test_a_closed_account_is_answered_like_an_unknown_one(client: Client, town: Town, service: Provider) -> None:
    account = linked(service)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert "还没有关联账号" in come(client, service).content.decode()


def test_the_second_step_is_asked_after_the_service_too(client: Client, town: Town, service: Provider) -> None:
    account = linked(service)
    SecondStep.objects.create(account=account, secret_encrypted="sealed", set_up_at=now())
    assert "第二步验证" in come(client, service).content.decode()
    assert client.get("/desk/").status_code == 302


class TestAttacks:
    """Nothing of this opens a session."""

    @pytest.fixture(autouse=True)
    def _linked(self, town: Town, service: Provider) -> None:
        linked(service)

    def refused(self, client: Client, answer: Any, status: int = 422) -> None:
        """Refused, and nobody is signed in."""
        assert answer.status_code == status, answer.content.decode()
        assert client.get("/desk/").status_code == 302

    @pytest.mark.parametrize(
        "changed", [{"state": "x"}, {"state": ""}, {"code": ""}, {"code": "guess"}, {"iss": "https://evil.example"},
                    {"error": "access_denied"}],
    )  # fmt: skip
    def test_a_changed_way_back(self, client: Client, service: Provider, changed: dict[str, str]) -> None:
        self.refused(client, come(client, service, **changed))

    def test_a_way_back_nobody_asked_for(self, client: Client, service: Provider) -> None:
        self.refused(client, client.get(BACK, {"code": "x", "state": "x"}))

    def test_the_way_back_of_somebody_else(self, client: Client, service: Provider) -> None:
        theirs = service.agree(Client().get(START)["Location"])
        client.get(START)
        self.refused(client, client.get(BACK, theirs))

    def test_a_code_of_another_attempt_fails_at_its_verifier(self, client: Client, service: Provider) -> None:
        stolen = service.agree(Client().get(START)["Location"])["code"]
        self.refused(client, come(client, service, code=stolen))

    def test_the_same_way_back_twice(self, client: Client, service: Provider) -> None:
        back = service.agree(client.get(START)["Location"])
        assert client.get(BACK, back).status_code == 302
        client.post("/accounts/sign-out/")
        self.refused(client, client.get(BACK, back))

    @pytest.mark.parametrize(
        "claims",
        [
            {"nonce": "other"},
            {"iss": "https://evil.example"},
            {"aud": "another"},
            {"aud": [CLIENT, "another"]},
            {"azp": "another"},
            {"exp": 1},
            {"exp": "never"},
            {"exp": True},
            {"iat": 1},
            {"iat": 9_999_999_999},
            {"nbf": 9_999_999_999},
            {"sub": ""},
            {"sub": ["alice"]},
            {"sub": "mallory"},
        ],
        ids=str,
    )
    def test_a_token_that_says_something_else(self, client: Client, service: Provider, claims: dict[str, Any]) -> None:
        service.claims = claims
        self.refused(client, come(client, service))

    @pytest.mark.parametrize("name", ["nonce", "iss", "aud", "exp", "iat", "sub"])
    def test_a_token_that_leaves_something_out(self, client: Client, service: Provider, name: str) -> None:
        service.dropped = (name,)
        self.refused(client, come(client, service))

    def test_a_token_without_a_signature(self, client: Client, service: Provider) -> None:
        service.forge = lambda claims: jwt.encode(claims, None, "none", {"kid": "k1"})
        self.refused(client, come(client, service))

    def test_a_token_signed_with_the_public_key_as_password(self, client: Client, service: Provider) -> None:
        public = service.keys["k1"].public_key()
        pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)

        def forge(claims: dict[str, Any]) -> str:
            parts = [json.dumps(part).encode() for part in ({"alg": "HS256", "kid": "k1", "typ": "JWT"}, claims)]
            text = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
            mac = base64.urlsafe_b64encode(hmac.digest(pem, text, hashlib.sha256)).rstrip(b"=")
            return (text + b"." + mac).decode()

        service.forge = forge
        self.refused(client, come(client, service))

    def test_a_token_signed_with_another_key_under_a_known_name(self, client: Client, service: Provider) -> None:
        other = rsa.generate_private_key(65537, 2048)
        service.forge = lambda claims: jwt.encode(claims, other, "RS256", {"kid": "k1"})
        self.refused(client, come(client, service))

    def test_a_token_that_brings_its_own_key(self, client: Client, service: Provider) -> None:
        other = rsa.generate_private_key(65537, 2048)
        own = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(other.public_key()))
        service.forge = lambda claims: jwt.encode(claims, other, "RS256", {"kid": "own", "jwk": own})
        self.refused(client, come(client, service))

    @pytest.mark.parametrize("token", [None, 7, "", "a.b.c", "x" * 5000])
    def test_no_token_at_all(self, client: Client, service: Provider, token: object) -> None:
        service.forge = lambda _claims: token
        self.refused(client, come(client, service))

    @pytest.mark.parametrize("target", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
    def test_the_way_on_never_leads_to_another_site(self, client: Client, service: Provider, target: str) -> None:
        there = client.get(START, {"next": target})["Location"]
        assert client.get(BACK, service.agree(there))["Location"] == "/desk/"

    def test_a_service_that_calls_itself_otherwise(self, client: Client, service: Provider) -> None:
        service.called_itself = "https://evil.example"
        assert client.get(START).status_code == 503

    def test_tries_are_counted_by_address(self, client: Client, service: Provider, settings: Any) -> None:
        settings.LIANXIN_ADDRESS_TRIES = 5
        for _number in range(5):
            client.get(BACK, {"code": "x", "state": "x"})
        self.refused(client, come(client, service), 429)


def test_a_new_key_of_the_service_is_fetched_and_an_unknown_one_not_over_and_over(
    client: Client, town: Town, service: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked(service)
    assert come(client, service).status_code == 302
    service.add_key("k2")
    assert come(Client(), service).status_code == 422
    monkeypatch.setattr(known, "AGAIN_AFTER", -1)
    assert come(Client(), service).status_code == 302
    monkeypatch.setattr(known, "AGAIN_AFTER", 30)
    asked = service.asked_for_keys
    for name in ("k3", "k4"):
        service.add_key(name)
        assert come(Client(), service).status_code == 422
    assert service.asked_for_keys == asked


def test_a_demanded_claim_must_be_in_the_token(client: Client, town: Town, service: Provider, settings: Any) -> None:
    linked(service)
    settings.LIANXIN_OIDC = {**settings.LIANXIN_OIDC, "claims": ("district=changning",)}
    assert come(client, service).status_code == 422
    service.claims = {"district": ["changning", "other"]}
    assert come(Client(), service).status_code == 302


def test_when_the_service_is_away_the_password_still_opens(client: Client, town: Town, service: Provider) -> None:
    account = linked(service)
    service.is_down = True
    answer = client.get(START)
    assert answer.status_code == 503
    assert "请用密码" in answer.content.decode()
    assert client.get("/accounts/sign-in/").status_code == 200
    sign_in(client, account)


class TestLinking:
    def test_a_signed_in_person_links_the_own_account_and_says_yes(
        self, client: Client, town: Town, service: Provider
    ) -> None:
        account = make_person(roles.LEADER, "wang")
        sign_in(client, account)
        page = come(client, service, "/accounts/ways/identity/").content.decode()
        assert "是我本人，关联" in page
        assert not LinkedIdentity.objects.exists()
        assert client.post(LINK)["Location"] == "/accounts/ways/"
        assert LogEntry.objects.filter(verb="people.identity_linked", object_id=account.pk).exists()
        assert "解除关联" in client.get("/accounts/ways/").content.decode()
        other = Client()
        assert come(other, service)["Location"] == "/desk/"
        assert client.post(f"/accounts/ways/identity/{LinkedIdentity.objects.get().pk}/remove/").status_code == 302
        assert come(Client(), service).status_code == 422

    def test_nothing_is_linked_by_a_foreign_page(self, town: Town, service: Provider) -> None:
        victim = Client(enforce_csrf_checks=True)
        account = make_person(roles.LEADER, "wang")
        victim.force_login(account)
        session = victim.session
        session["lx_sure"] = now().isoformat()
        session.save()
        come(victim, service, "/accounts/ways/identity/")
        assert victim.post(LINK).status_code == 403
        assert not LinkedIdentity.objects.exists()

    def test_the_thief_s_way_back_links_nothing_in_the_victim_s_browser(
        self, client: Client, town: Town, service: Provider
    ) -> None:
        thief = Client()
        sign_in(thief, make_person(roles.LEADER, "thief"))
        back = service.agree(thief.get("/accounts/ways/identity/")["Location"], "mallory")
        sign_in(client, make_person(roles.LEADER, "victim"))
        assert client.get(BACK, back).status_code == 422
        assert client.post(LINK).status_code == 422
        assert not LinkedIdentity.objects.exists()

    def test_who_signs_in_as_somebody_else_meanwhile_links_nothing(
        self, client: Client, town: Town, service: Provider
    ) -> None:
        sign_in(client, make_person(roles.LEADER, "wang"))
        there = client.get("/accounts/ways/identity/")["Location"]
        kept = client.session["lx_oidc"]
        sign_in(client, make_person(roles.LEADER, "li"))
        session = client.session
        session["lx_oidc"] = kept
        session.save()
        assert client.get(BACK, service.agree(there)).status_code == 422
        assert client.post(LINK).status_code == 422

    def test_one_identity_opens_one_account(self, client: Client, town: Town, service: Provider) -> None:
        linked(service)
        sign_in(client, make_person(roles.LEADER, "li"))
        come(client, service, "/accounts/ways/identity/")
        assert client.post(LINK).status_code == 409
        assert LinkedIdentity.objects.count() == 1

    def test_an_invitation_links_instead_of_a_password_and_is_spent(
        self, client: Client, town: Town, service: Provider
    ) -> None:
        account = make_person(roles.LEADER, "new", password=None)
        token = issue_link(account).token
        assert f"invitation={token}" in client.get(f"/accounts/link/{token}/").content.decode()
        come(client, service, f"{START}?invitation={token}")
        assert client.post(LINK)["Location"] == "/desk/"
        assert Client().get(f"/accounts/link/{token}/").status_code == 410
        assert Client().get(f"{START}?invitation={token}").status_code == 410
        assert come(Client(), service)["Location"] == "/desk/"
        identity = LinkedIdentity.objects.get()
        assert client.post(f"/accounts/ways/identity/{identity.pk}/remove/").status_code == 409

    def test_an_invitation_for_a_taken_identity_is_not_spent(
        self, client: Client, town: Town, service: Provider
    ) -> None:
        linked(service)
        token = issue_link(make_person(roles.LEADER, "new", password=None)).token
        come(client, service, f"{START}?invitation={token}")
        assert client.post(LINK).status_code == 409
        assert client.get(f"/accounts/link/{token}/").status_code == 200
        assert client.get("/desk/").status_code == 302


def test_without_a_registration_or_the_extra_the_page_says_so(
    client: Client, town: Town, service: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "_THERE", False)
    assert "没有接统一身份认证" in client.get(START).content.decode()
    assert client.get(BACK).status_code == 404
    assert "区统一认证" not in client.get("/accounts/sign-in/").content.decode()


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://sso.example.gov.cn/realms/x", True),
        ("http://127.0.0.1:9000", True),
        ("http://sso.example.gov.cn", False),
        ("https://user@sso.example.gov.cn", False),
        ("ftp://sso.example.gov.cn", False),
        ("file:///etc/passwd", False),
        ("https://", False),
    ],
)
def test_only_https_or_this_machine_is_asked(address: str, good: bool) -> None:
    assert fetching.is_safe(address) is good


@pytest.mark.parametrize(
    "environment",
    [
        {"LIANXIN_OIDC_ISSUER": "http://sso.example.gov.cn"},
        {"LIANXIN_OIDC_ISSUER": "sso.example.gov.cn"},
        {"LIANXIN_OIDC_CLAIMS": "district"},
    ],
)
def test_a_wrong_setting_is_named(environment: dict[str, str]) -> None:
    with pytest.raises(BadOption, match="oidc_"):
        load_options(environment)
