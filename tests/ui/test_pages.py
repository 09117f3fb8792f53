"""Preferences, errors, the demo mark, headers, navigation and panels."""

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from lianxin.db.models import Town
from lianxin.journal.actors import Actor, Grant, anonymous_resident
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.ui import errors, registry, states
from lianxin.ui.icons import ICONS, icon
from lianxin.ui.middleware import LARGEST, PagesMiddleware


def request_to(path: str = "/", **headers: Any) -> HttpRequest:
    request: Any = RequestFactory().get(path, **headers)
    request.actor, request.user, request.town = anonymous_resident(), AnonymousUser(), None
    return request  # type: ignore[no-any-return]


def test_large_mode_and_language_are_kept_in_cookies(client: Client, town: Town) -> None:
    response = client.post("/preferences/", {"size": "large", "lang": "en", "next": "/about/privacy/"})
    assert response["Location"] == "/about/privacy/"
    page = client.get("/about/privacy/").content.decode()
    assert '<html lang="en" class="face-public large">' in page


@pytest.mark.parametrize("target", ["https://elsewhere.invalid/", "//elsewhere.invalid/", "javascript:alert(1)", ""])
def test_preferences_lead_nowhere_else(client: Client, town: Town, target: str) -> None:
    assert client.post("/preferences/", {"size": "huge", "next": target})["Location"] == "/"
    assert "lx_size" not in client.cookies


def test_every_page_of_the_example_town_says_so(client: Client, town: Town) -> None:
    assert "演示数据" not in client.get("/about/privacy/").content.decode()
    Town.objects.filter(pk=town.pk).update(is_demo=True)
    for path in ("/about/privacy/", "/styleguide/desk/", "/styleguide/hall/", "/styleguide/slip/", "/nowhere/"):
        assert "演示数据" in client.get(path).content.decode(), path


def test_the_style_guide_is_closed_in_a_real_town(client: Client, town: Town) -> None:
    assert client.get("/styleguide/").status_code == 404


def test_about_pages_have_chinese_titles(client: Client, town: Town) -> None:
    for topic in ("accessibility", "privacy", "no-formalism", "feedback"):
        title = client.get(reverse("ui:about", args=[topic])).content.decode().split("<title>")[1].split(" - ")[0]
        assert any("一" <= sign <= "鿿" for sign in title), topic
    assert client.get("/about/else/").status_code == 404


def csrf_post(client: Client, **headers: str) -> str:
    data = {"words": "路灯坏了\n三天", "password": "hush", "csrfmiddlewaretoken": "old", "kind": "<b>"}
    response = client.post("/accounts/sign-in/", data, headers=headers)
    assert response.status_code == 403
    return response.content.decode()


def test_an_expired_form_gives_back_what_was_typed_but_no_secret(town: Town) -> None:
    page = csrf_post(Client(enforce_csrf_checks=True), **{"Sec-Fetch-Site": "same-origin"})
    assert "路灯坏了\n三天</textarea>" in page
    assert "hush" not in page
    assert "&lt;b&gt;" in page
    assert "您写的内容还在" in page


@pytest.mark.parametrize("site", ["cross-site", "none"])
def test_a_foreign_page_cannot_put_words_into_our_form(town: Town, site: str) -> None:
    page = csrf_post(Client(enforce_csrf_checks=True), **{"Sec-Fetch-Site": site})
    assert "路灯坏了" not in page
    assert "<textarea" not in page


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (NotAllowed("no", "这不归您管。"), 403),
        (WrongState("late", "别人已经办了。"), 409),
        (Invalid.at("", "bad", "格式不对。"), 400),
    ],
)
def test_a_refused_action_becomes_a_page_with_its_own_sentence(db: None, refusal: Exception, status: int) -> None:
    middleware = PagesMiddleware(lambda request: errors.not_found(request))
    response: Any = middleware.process_exception(request_to(), refusal)
    assert response.status_code == status
    assert str(refusal) in response.content.decode()
    assert middleware.process_exception(request_to(), ValueError("x")) is None


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 429])
def test_error_pages_say_what_to_do(db: None, status: int) -> None:
    response = errors.error_page(request_to(), status, retry_after=60)
    assert response.status_code == status
    assert response["Retry-After"] == "60"
    assert "回首页" in response.content.decode()


def test_the_last_error_page_needs_no_database() -> None:
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "系统出了问题" in response.content.decode()


def test_working_pages_are_not_stored(client: Client, town: Town) -> None:
    assert client.get("/accounts/sign-in/")["Cache-Control"] == "private, no-store"
    policy = client.get("/about/privacy/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_addresses_that_are_a_key_are_in_no_search_engine(client: Client, town: Town) -> None:
    for path in ("/o/abc/", "/accounts/sign-in/", "/s/K7QM-03-0012-8/", "/receptions/abcdefghijklmnopq/"):
        assert client.get(path)["X-Robots-Tag"] == "noindex, nofollow", path
    assert "X-Robots-Tag" not in client.get("/receptions/")


def test_what_is_too_large_is_refused_before_anything_reads_it(client: Client, town: Town) -> None:
    for sent in (str(LARGEST + 1), "9" * 20, "-1"):
        answer = client.post("/speak/", {"words": "x"}, CONTENT_LENGTH=sent)
        assert answer.status_code == 413
        assert "提交的内容太大" in answer.content.decode()
    assert client.post("/speak/", {"words": "x"}).status_code == 200


def test_navigation_shows_only_what_the_policy_allows(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(registry, "_NAV", {})
    registry.nav("desk", "公开", "ui:about", 2, kwargs={"topic": "privacy"})
    registry.nav(
        "desk", "内部", "ui:styleguide", 1, policy=lambda actor: actor.has("recorder"), badge=lambda r: (3, "bad")
    )
    registry.nav("desk", "没有的", "nowhere:at_all", 3)
    shown = registry.nav_for("desk", request_to("/about/privacy/"))
    assert [(item["label"], item["current"]) for group in shown for item in group["items"]] == [("公开", True)]
    request: Any = request_to()
    request.actor = Actor("account", "1", "甲").with_grants(Grant("recorder"))
    first = registry.nav_for("desk", request)[0]["items"][0]
    assert (first["label"], first["count"], first["tone"]) == ("内部", 3, "bad")


def test_panels_come_in_order_and_twice_is_once(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(registry, "_PANELS", {})
    registry.panel("case", "b.html", 20)
    registry.panel("case", "a.html", 10)
    registry.panel("case", "b.html", 5, policy=lambda actor: True)
    registry.panel("case", "c.html", 1, policy=lambda actor: False)
    assert [panel.template for panel in registry.panels_for("case", request_to())] == ["b.html", "a.html"]


def test_a_state_has_one_look_only() -> None:
    states.register("closed", "已办结", "good", "check")
    with pytest.raises(ValueError, match="another look"):
        states.register("closed", "已办结", "bad", "check")
    assert states.look("never heard of").word == "never heard of"


def test_red_is_kept_for_states_that_are_late_or_refused() -> None:
    red = {code for code, look in states.known().items() if look.tone == "bad"}
    assert {"overdue", "promise_missed", "dissatisfied"} <= red
    assert not red & {"received", "assigned", "closed", "satisfied", "draft"}


def test_an_unknown_icon_is_an_error_not_a_hole() -> None:
    assert all('aria-hidden="true"' in icon(name) for name in ICONS)
    with pytest.raises(KeyError):
        icon("emblem")


def test_no_style_or_script_stands_inside_a_template() -> None:
    assert settings.CSRF_FAILURE_VIEW == "lianxin.ui.errors.csrf_failure"
    pages = sorted(Path(str(files("lianxin.ui"))).glob("templates/**/*.html"))
    assert len(pages) > 40
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert not [part for part in ("style=", "<style", "onclick", "javascript:") if part in text], path
