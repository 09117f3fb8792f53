"""The ways of signing in, in a browser: set up, asked, lost and found again; narrow and wide."""

import base64
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lianxin.core import totp
from lianxin.core.clock import now
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.journal.actors import SYSTEM
from lianxin.people import passkeys, roles
from lianxin.people.actions.second_step import ResetSecondStep
from lianxin.people.models import Account, SecondStep
from lianxin.places.models import PlaceKind
from tests.browser import WIDTHS, assert_good
from tests.people.factories import PASSWORD, make_person
from tests.places.factories import make_place, make_town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town() -> Town:
    """A town, stored so that the server's own thread sees it."""
    row = make_town(is_default=True)
    with town_scope(row):
        make_place(PlaceKind.TOWN, "TOWN", name=row.name)
    return row


def type_password(page: Page, base: str, account: Account) -> None:
    """Fill in the sign-in page, as a person would."""
    page.goto(f"{base}/accounts/sign-in/")
    page.get_by_label("用户名").fill(account.username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def app_code(page: Page) -> str:
    """What an app shows that was given the typed secret of this page."""
    page.get_by_text("扫不了？手工输入密钥").click()
    text = page.locator(".codeline").inner_text().replace(" ", "")
    return totp.code_at(base64.b32decode(text), totp.step_of(now()))


@pytest.mark.parametrize("width", WIDTHS)
def test_an_app_is_set_up_asked_for_and_replaced_by_a_recovery_code(
    watched_page: Page, live_server: Any, town: Town, width: str
) -> None:
    page, base = watched_page, live_server.url
    page.set_viewport_size(dict(zip(("width", "height"), WIDTHS[width], strict=True)))  # type: ignore[arg-type]
    with town_scope(town):
        account = make_person(roles.SECURITY_ADMIN, "boss")
        type_password(page, base, account)
        page.goto(f"{base}/accounts/ways/")
        assert_good(page)
        page.get_by_role("link", name="设置手机动态码").click()
        assert_good(page)
        page.get_by_label("手机上显示的 6 位数字").fill(app_code(page))
        page.get_by_role("button", name="设好").click()
        expect(page.locator(".codeline")).to_have_count(10)  # waits for the next page; reading texts does not
        codes = page.locator(".codeline").all_inner_texts()
        assert_good(page)
        page.get_by_role("link", name="已经收好，继续").click()
        expect(page.get_by_text("恢复码还剩 10 个")).to_be_visible()
        assert_good(page)
        page.goto(f"{base}/accounts/me/")
        page.get_by_role("button", name="退出登录").click()
        type_password(page, base, account)
        expect(page.get_by_role("heading", name="第二步验证")).to_be_visible()
        assert_good(page)
        page.get_by_label("验证码", exact=False).first.fill(codes[0])
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_url(re.compile("/admin-security/"))


@pytest.mark.parametrize("width", WIDTHS)
def test_who_lost_it_is_led_through_setting_it_up_again(
    watched_page: Page, live_server: Any, town: Town, width: str
) -> None:
    page, base = watched_page, live_server.url
    page.set_viewport_size(dict(zip(("width", "height"), WIDTHS[width], strict=True)))  # type: ignore[arg-type]
    with town_scope(town):
        account = make_person(roles.AUDIT_ADMIN, "audit")
        SecondStep.objects.create(account=account, secret_encrypted="old", set_up_at=now())
        ResetSecondStep(actor=SYSTEM, account=account, reason="手机遗失").execute()
        type_password(page, base, account)
        expect(page.get_by_role("heading", name="请先设置第二步验证")).to_be_visible()
        assert_good(page)
        page.goto(f"{base}/admin-audit/")
        page.get_by_role("link", name="现在设置").click()
        page.get_by_label("手机上显示的 6 位数字").fill(app_code(page))
        page.get_by_role("button", name="设好").click()
        page.get_by_role("link", name="已经收好，继续").click()
        page.wait_for_url(re.compile("/admin-audit/"))


def test_a_passkey_of_the_browser_is_added_and_signs_in_without_a_password(
    watched_page: Page, live_server: Any, town: Town
) -> None:
    if not passkeys.is_there():
        pytest.skip("the extra sso is not installed")
    page, base = watched_page, live_server.url
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    chip = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**chip, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    with town_scope(town):
        account = make_person(roles.SECURITY_ADMIN, "boss")
        type_password(page, base, account)
        page.goto(f"{base}/accounts/ways/passkeys/add/")
        assert_good(page)
        page.get_by_label("名称").fill("办公室电脑")
        page.get_by_role("button", name="添加").click()
        expect(page.locator(".codeline")).to_have_count(10)
        page.get_by_role("link", name="已经收好，继续").click()
        expect(page.get_by_text("办公室电脑", exact=True)).to_be_visible()
        assert_good(page)
        page.goto(f"{base}/accounts/me/")
        page.get_by_role("button", name="退出登录").click()
        page.goto(f"{base}/accounts/sign-in/")
        assert_good(page)
        page.get_by_role("link", name="用通行密钥登录").click()
        assert_good(page)
        page.get_by_role("button", name="用通行密钥登录").click()
        page.wait_for_url(re.compile("/admin-security/"))


def test_without_script_the_page_of_passkeys_says_that_it_needs_one(browser: Any, live_server: Any, town: Town) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/accounts/passkey/")
    expect(page.get_by_text("浏览器没有开启脚本")).to_be_visible()
    expect(page.get_by_role("link", name="用密码登录")).to_be_visible()
    context.close()
