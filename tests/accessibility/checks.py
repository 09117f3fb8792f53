"""What `check_page` asserts of a page: title, language, a heading, no overflow and no barrier, in one look."""

from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Page

from lianxin.ui.context import SIZE_COOKIE
from tests.browser import barriers, overflow

#: Widths (CSS pixels) and text sizes with the full check (axe included), as design §8 sets for an ordinary run.
FULL: Final = ((360, "large"), (1280, "normal"))
#: The other combinations: sideways scrolling only.
LIGHT: Final = ((360, "normal"), (768, "normal"), (768, "large"), (1280, "large"), (1920, "normal"), (1920, "large"))


def set_look(page: Page, base: str, width: int, size: str) -> None:
    """Set the window's width and the text size (``normal`` or ``large``) for what is opened next."""
    page.set_viewport_size({"width": width, "height": 1080 if width >= 1280 else 780})
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(base))
    page.context.add_cookies([{"name": SIZE_COOKIE, "value": size, "url": origin}])


def page_faults(page: Page, url: str, *, axe: bool = True, status: int = 200) -> list[str]:
    """Open *url* and list what does not hold; foreign requests and console errors are the watch's (``Watch``)."""
    response = page.goto(url)
    got = response.status if response is not None else 0
    found = [] if got == status else [f"status {got} instead of {status}"]
    if not page.title().split(" - ")[0].strip():
        found.append("empty title")
    if page.locator("html").get_attribute("lang") not in {"zh-CN", "en"}:
        found.append("no language")
    if page.locator("h1").count() < 1:
        found.append("no heading")
    return found + overflow(page) + (barriers(page) if axe else [])


def check_page(page: Page, url: str, *, axe: bool = True, status: int = 200) -> None:
    """Fail for the first page that does not hold; for the browser tests of other rooms."""
    assert page_faults(page, url, axe=axe, status=status) == [], url
