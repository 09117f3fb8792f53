"""Every public page in every width and text size, and the rules of large mode measured in the browser."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from lianxin.db.models import Town
from tests.accessibility.checks import FULL, LIGHT, page_faults, set_look
from tests.accessibility.pages import PUBLIC_PAGES
from tests.browser import Watch
from tests.places.factories import make_town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def demo_town() -> Town:
    """A town of invented data, so that the style guide is open."""
    return make_town(is_default=True, is_demo=True)


@pytest.fixture
def watched(page: Page, live_server: Any) -> Page:
    """A page whose faults the test reads itself; the status of an error page is expected in the console."""
    watch = Watch(live_server.url.removeprefix("http://"), allowed=("404 (Not Found)",))
    watch.attach(page)
    page.faults = watch.faults  # type: ignore[attr-defined]
    return page


@pytest.mark.parametrize(("width", "size"), FULL)
def test_every_page_is_without_barrier(watched: Page, live_server: Any, demo_town: Town, width: int, size: str) -> None:
    set_look(watched, live_server.url, width, size)
    faults = {}
    for path, status in PUBLIC_PAGES:
        faults[path] = page_faults(watched, live_server.url + path, status=status)
    assert {path: found for path, found in faults.items() if found} == {}
    assert watched.faults == []  # type: ignore[attr-defined]


@pytest.mark.full
@pytest.mark.parametrize(("width", "size"), LIGHT)
def test_no_page_scrolls_sideways(watched: Page, live_server: Any, demo_town: Town, width: int, size: str) -> None:
    set_look(watched, live_server.url, width, size)
    faults = {}
    for path, status in PUBLIC_PAGES:
        faults[path] = page_faults(watched, live_server.url + path, axe=False, status=status)
    assert {path: found for path, found in faults.items() if found} == {}
    assert watched.faults == []  # type: ignore[attr-defined]


def test_large_mode_gives_large_words_and_targets(watched: Page, live_server: Any, demo_town: Town) -> None:
    set_look(watched, live_server.url, 360, "large")
    for chapter in ("forms", "desk", "resident", "actions"):
        watched.goto(f"{live_server.url}/styleguide/{chapter}/")
        small = watched.evaluate(
            """() => [...document.querySelectorAll('button, .btn, .choice, select, input:not([type=hidden])')]
                .filter(e => e.offsetParent && !e.closest('.choice') || e.matches('.choice'))
                .filter(e => !['radio', 'checkbox', 'file'].includes(e.type))
                .filter(e => e.getBoundingClientRect().height < 59.5)
                .map(e => e.outerHTML.slice(0, 80))"""
        )
        assert small == [], chapter
        assert watched.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 22


def test_the_text_size_is_switched_without_script(browser: Browser, live_server: Any, demo_town: Town) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/about/privacy/")
    page.get_by_role("button", name="大字版").click()
    assert page.url == f"{live_server.url}/about/privacy/"
    assert "large" in (page.locator("html").get_attribute("class") or "").split()
    page.get_by_role("button", name="标准版").click()
    assert "large" not in (page.locator("html").get_attribute("class") or "").split()
    context.close()


def test_unsent_words_survive_a_reload_and_the_counter_counts(watched: Page, live_server: Any, demo_town: Town) -> None:
    watched.goto(f"{live_server.url}/styleguide/forms/")
    watched.locator("form[data-keep] textarea").first.fill("路灯坏了😀")
    assert watched.locator("[data-counter-for]").first.inner_text() == "还可以写 495 字"
    watched.reload()
    assert watched.locator("form[data-keep] textarea").first.input_value() == "路灯坏了😀"
