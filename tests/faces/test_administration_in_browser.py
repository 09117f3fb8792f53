"""The administrators' and sign-in pages in a browser: nothing foreign, no overflow, no barrier, narrow and wide."""

from typing import Any

import pytest
from playwright.sync_api import Page

from lianxin.core.clock import today
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.journal.actors import SYSTEM
from lianxin.people import invitations, roles
from lianxin.people.actions.links import IssueLink
from lianxin.people.models import Account, LinkPurpose
from lianxin.places.models import DutyRule, PlaceKind
from tests.browser import WIDTHS, assert_good
from tests.deputies.factories import make_constituency, make_deputy
from tests.people.factories import PASSWORD, make_person
from tests.places.factories import make_category, make_neighbourhood, make_place, make_town, make_unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SYSTEM_PAGES = (
    "",
    "places/new/",
    "qr/",
    "units/",
    "units/new/",
    "categories/",
    "lists/",
    "duties/",
    "calendar/",
    "town/",
)
SECURITY_PAGES = ("", "grants/", "links/", "locks/", "accounts/new/")
AUDIT_PAGES = ("", "reads/", "exports/", "verify/")


@pytest.fixture
def town() -> Town:
    """A town with a little of everything, stored so that the server's own thread sees it."""
    row = make_town(is_default=True)
    with town_scope(row):
        root = make_place(PlaceKind.TOWN, "TOWN", name=row.name)
        home = make_neighbourhood("N01", parent=root, name="青枫小区第一居民区", short_name="青一", households=1720)
        office = make_unit("FG", name="示例镇房屋管理事务中心")
        leak = make_category("housing.leak", make_category("housing", name="住宅物业"), name="房屋渗漏")
        DutyRule.objects.create(number="1", category=leak, lead_unit=office, note="先请物业看", valid_from=today())
        make_deputy("T01", constituency=make_constituency(), contacts=(home,))
    return row


def sign_in(page: Page, base: str, account: Account) -> None:
    """Sign in through the page, as a person would."""
    page.goto(f"{base}/accounts/sign-in/")
    page.get_by_label("用户名").fill(account.username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


@pytest.mark.parametrize(
    ("role", "face", "paths"),
    [
        (roles.SYSTEM_ADMIN, "admin-system", SYSTEM_PAGES),
        (roles.SECURITY_ADMIN, "admin-security", SECURITY_PAGES),
        (roles.AUDIT_ADMIN, "admin-audit", AUDIT_PAGES),
        (roles.CONGRESS_OFFICE, "desk/deputies", ("",)),
    ],
)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_holds(
    watched_page: Page, live_server: Any, town: Town, role: str, face: str, paths: tuple[str, ...], width: str
) -> None:
    with town_scope(town):
        account = make_person(role)
    watched_page.set_viewport_size(dict(zip(("width", "height"), WIDTHS[width], strict=True)))  # type: ignore[arg-type]
    sign_in(watched_page, live_server.url, account)
    for path in paths:
        watched_page.goto(f"{live_server.url}/{face}/{path}")
        assert watched_page.locator("h1").count() >= 1, path
        assert_good(watched_page)


@pytest.mark.parametrize("width", WIDTHS)
def test_an_account_gets_a_role_and_a_link_by_hand(
    watched_page: Page, live_server: Any, town: Town, width: str
) -> None:
    page = watched_page
    with town_scope(town):
        admin, person = make_person(roles.SECURITY_ADMIN), make_person(roles.DEPUTY, password=None)
    page.set_viewport_size(dict(zip(("width", "height"), WIDTHS[width], strict=True)))  # type: ignore[arg-type]
    sign_in(page, live_server.url, admin)
    page.goto(f"{live_server.url}/admin-security/accounts/{person.pk}/")
    assert_good(page)
    page.get_by_role("link", name="授权", exact=True).last.click()
    assert_good(page)
    page.goto(f"{live_server.url}/admin-security/accounts/{person.pk}/link/")
    page.get_by_text("代表专属链接").click()
    page.get_by_role("button", name="确定").click()
    assert page.locator("svg").count() >= 1
    assert_good(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_ways_in_hold(watched_page: Page, live_server: Any, town: Town, width: str) -> None:
    page = watched_page
    with town_scope(town):
        deputy = make_person(roles.DEPUTY, password=None)
        tokens = [
            IssueLink(actor=SYSTEM, purpose=purpose, account=deputy).execute().token
            for purpose in (LinkPurpose.SIGN_IN, LinkPurpose.SET_UP, LinkPurpose.DEPUTY)
        ]
        paths = ["/accounts/sign-in/", *(invitations.path_of(token) for token in tokens)]
    page.set_viewport_size(dict(zip(("width", "height"), WIDTHS[width], strict=True)))  # type: ignore[arg-type]
    for path in paths:
        page.goto(f"{live_server.url}{path}")
        assert_good(page)
    page.goto(f"{live_server.url}{paths[1]}")
    page.get_by_role("button", name="进入").click()
    page.goto(f"{live_server.url}/accounts/me/")
    assert_good(page)
