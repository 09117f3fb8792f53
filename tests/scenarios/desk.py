"""What people do on pages, in the words of the pages: open a matter from a list, press a button, fill in, send."""

import re

from playwright.sync_api import Page, expect

from tests.scenarios.stage import says


def open_matter(page: Page, url: str, words: str, tab: str = "") -> None:
    """Go to the work lists by the navigation, to one tab, and open the matter whose title holds some words."""
    if not page.url.startswith(f"{url}/desk/"):
        page.goto(f"{url}/desk/")
    page.get_by_role("link", name="事项", exact=True).first.click()
    if tab:
        page.get_by_role("link", name=re.compile(rf"^{tab}\s*(\d|$)")).first.click()
    page.get_by_role("link", name=words).first.click()


def press(page: Page, move: str) -> None:
    """Press the button of a move on the matter's page; its form opens."""
    button = page.get_by_role("link", name=move, exact=True)
    expect(page.locator("main h1")).to_be_visible()
    if not button.count():  # what is not the next step lies folded below it
        page.locator(".case-lead summary").first.click()
    button.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(move)


def choose(page: Page, field: str, option: str) -> None:
    """Choose an option of a field, whether it is a list or cards."""
    cards = page.get_by_role("group", name=field)
    if cards.count():
        cards.first.get_by_label(option, exact=True).check(force=True)
        return
    page.get_by_label(field).first.select_option(label=option)


def fill(page: Page, field: str, text: str) -> None:
    """Write into a field."""
    page.get_by_label(field).first.fill(text)


def send(page: Page, button: str) -> None:
    """Press the form's button; the page then says that it is done."""
    page.get_by_role("button", name=button, exact=True).first.click()
    says(page, "已办好")


def simply(page: Page, move: str) -> None:
    """A move that needs nothing but its button."""
    press(page, move)
    send(page, move)
