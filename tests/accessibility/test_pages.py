"""Every page of every face in every width and text size, and the rules of large mode measured in the browser."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from lianxin.db.models import Town
from tests.accessibility import ballots, projects
from tests.accessibility.checks import SIZES, page_faults, set_look, turn_english
from tests.accessibility.pages import NO_PAGE as OTHERS
from tests.accessibility.pages import PAGES, RESIDENT
from tests.accessibility.town import Furnished, furnish
from tests.browser import AXE, Looks, Watch, overflow
from tests.places.factories import make_town
from tests.security.matrix import addresses

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EVERY = (*PAGES, *projects.ROWS, *ballots.ROWS)
NO_PAGE = {**OTHERS, **ballots.NO_PAGE}
#: What the console says of a page that is meant to answer so.
EXPECTED = ("404 (Not Found)", "403 (Forbidden)")
#: Where English words twice as long must fit.
IN_ENGLISH = ("front", "cases:speak", "cases:status", "desk", "cases:desk_cases", "cases:desk_case", "deputy")

#: The page without what is meant to differ from one visit to the next: the switch of the text size, tokens.
BODY = """() => {
    const body = document.body.cloneNode(true);
    body.querySelectorAll('.prefs, input[type=hidden]').forEach(element => element.remove());
    return body.innerHTML;
}"""


@pytest.fixture
def demo_town() -> Town:
    """A town of invented data, so that the style guide is open."""
    return make_town(is_default=True, is_demo=True)


@pytest.fixture
def furnished() -> Furnished:
    """A town with a matter in every hand and somebody in every role."""
    return furnish()


@pytest.fixture
def watched(page: Page, live_server: Any) -> Page:
    """A page whose faults the test reads itself; the status of an error page is expected in the console."""
    watch = Watch(live_server.url.removeprefix("http://"), allowed=EXPECTED)
    watch.attach(page)
    page.faults = watch.faults  # type: ignore[attr-defined]
    return page


@pytest.fixture
def opened(
    browser: Browser, live_server: Any, furnished: Furnished, browser_context_args: dict[str, Any]
) -> Iterator[Callable[[str], Page]]:
    """The window of a role, signed in, one a role; foreign requests and console errors fail the test at its end."""
    watch = Watch(live_server.url.removeprefix("http://"), allowed=EXPECTED)
    windows: dict[str, BrowserContext] = {}

    def window(role: str) -> Page:
        if role not in windows:
            context = windows[role] = browser.new_context(**browser_context_args)
            kept = furnished.cookies.get(role, {})
            context.add_init_script(AXE)
            context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in kept.items()])
            watch.attach(context.new_page())
        return windows[role].pages[0]

    yield window
    for context in windows.values():
        context.close()
    assert watch.faults == []


def test_every_address_is_checked_or_excused() -> None:
    named = {row.url for row in EVERY}
    assert sorted(set(addresses()) - named - set(NO_PAGE)) == []
    assert sorted((named | set(NO_PAGE)) - set(addresses())) == []


def test_every_page_holds(opened: Callable[[str], Page], live_server: Any, furnished: Furnished) -> None:
    faults = {}
    seen = None if os.environ.get("LIANXIN_FULL") else Looks()
    for row in EVERY:
        page = opened(row.role)
        faults[row.name] = page_faults(page, live_server.url + furnished.path(row), status=row.status, seen=seen)
    assert {name: found for name, found in faults.items() if found} == {}


def test_large_mode_is_one_class_of_the_root(
    opened: Callable[[str], Page], live_server: Any, furnished: Furnished
) -> None:
    for row in PAGES:
        if row.url in IN_ENGLISH:
            page, bodies = opened(row.role), {}
            for size in SIZES:
                set_look(page, live_server.url, 1280, size)
                page.goto(live_server.url + furnished.path(row))
                bodies[size] = page.evaluate(BODY)
            assert bodies["normal"] == bodies["large"], row.name


def test_english_words_have_room(opened: Callable[[str], Page], live_server: Any, furnished: Furnished) -> None:
    faults = {}
    for row in PAGES:
        if row.url in IN_ENGLISH:
            page = opened(row.role)
            for width in (360, 1280):
                set_look(page, live_server.url, width, "normal")
                page.goto(live_server.url + furnished.path(row))
                turn_english(page)
                faults[f"{row.name} {width}"] = overflow(page)
    assert {name: found for name, found in faults.items() if found} == {}


def test_forced_colours_keep_edges_and_states(opened: Callable[[str], Page], live_server: Any) -> None:
    page = opened(RESIDENT)
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    for chapter in ("actions", "forms", "figures"):
        page.goto(f"{live_server.url}/styleguide/{chapter}/")
        bare = page.evaluate(
            """() => [...document.querySelectorAll('main :is(.btn, .tag, .choice, .card, .voice)')]
                .filter(e => e.offsetParent && getComputedStyle(e).borderTopStyle === 'none')
                .map(e => e.outerHTML.slice(0, 80))"""
        )
        assert bare == [], chapter
        moving = page.evaluate(
            """() => [...document.querySelectorAll('*')]
                .filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0.01).length"""
        )
        assert moving == 0, chapter


def test_a_keyboard_reaches_the_words_first_and_sees_where_it_is(
    opened: Callable[[str], Page], live_server: Any, furnished: Furnished
) -> None:
    page = opened("congress_office")
    page.goto(f"{live_server.url}/desk/cases/?list=open")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 1
    page.keyboard.press("o")
    page.wait_for_url("**/desk/cases/*/")


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


def test_the_example_band_and_the_header_leave_the_screen_to_the_page(
    watched: Page, live_server: Any, demo_town: Town, frozen_clock: object
) -> None:
    for size, width, band, above in (("normal", 360, 44, 150), ("large", 360, 48, 190), ("normal", 1280, 34, 160)):
        set_look(watched, live_server.url, width, size)
        watched.goto(f"{live_server.url}/about/privacy/")
        assert "时间停在" in watched.locator(".demo-band").inner_text()
        assert watched.locator(".demo-band").evaluate("e => e.getBoundingClientRect().height") <= band, (size, width)
        assert watched.locator("main").evaluate("e => e.getBoundingClientRect().top") <= above, (size, width)


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
