"""What `check_page` asserts of a page: title, language, a heading, no overflow in any width, no barrier."""

import os
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Page, ViewportSize

from lianxin.ui.context import SIZE_COOKIE
from tests.browser import Looks, barriers, overflow

#: Widths (CSS pixels) and text sizes with the full check (axe included), as design §8 sets for an ordinary run.
FULL: Final = ((360, "large"), (1280, "normal"))
#: The widths beside, in which a page is looked at for sideways scrolling. 640 pixels is what a window of 1280 leaves
#: at 200 % zoom; 768 and 1920 are asked with ``--full``.
_BESIDE: Final = (360, 640, 768, 1280, 1920) if os.environ.get("LIANXIN_FULL") else (360, 640, 1280)
#: Text size to the widths in which a page is shown: the first with axe, the others for sideways scrolling.
SIZES: Final[Mapping[str, tuple[int, ...]]] = {
    size: (first, *(width for width in _BESIDE if width != first)) for first, size in FULL
}

#: What every page says of itself.
HEAD: Final = """() => ({
    'empty title': document.title.split(' - ')[0].trim() !== '',
    'no language': ['zh-CN', 'en'].includes(document.documentElement.lang),
    'no heading': document.querySelector('h1') !== null,
})"""


def window(width: int) -> ViewportSize:
    """A window of this width."""
    return {"width": width, "height": 1080 if width >= 1280 else 780}


def set_look(page: Page, base: str, width: int, size: str) -> None:
    """Set the window's width and the text size (``normal`` or ``large``) for what is opened next."""
    page.set_viewport_size(window(width))
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(base))
    page.context.add_cookies([{"name": SIZE_COOKIE, "value": size, "url": origin}])


def page_faults(page: Page, url: str, *, status: int = 200, seen: Looks | None = None) -> list[str]:
    """Open *url* once and list what does not hold in each text size (requests and the console are ``Watch``'s).

    The text size is a class of the root element (`test_large_mode_is_one_class_of_the_root` holds the pages to that):
    it is changed on the page as it lies there.
    """
    set_look(page, url, SIZES["normal"][0], "normal")
    response = page.goto(url)
    got = response.status if response is not None else 0
    found = [] if got == status else [f"status {got} instead of {status}"]
    found += [fault for fault, holds in page.evaluate(HEAD).items() if not holds]
    for size in ("normal", "large"):
        first, *others = SIZES[size]
        page.evaluate("(large) => document.documentElement.classList.toggle('large', large)", size == "large")
        page.set_viewport_size(window(first))
        found += [f"{size}: {what}" for what in overflow(page) + barriers(page, seen)]
        for width in others:
            page.set_viewport_size(window(width))
            found += [f"{size} {width}: {what}" for what in overflow(page)]
    return found


def check_page(page: Page, url: str, *, status: int = 200) -> None:
    """Fail for a page that does not hold in both text sizes, then show it as before; for other rooms."""
    before, kept = page.viewport_size, page.context.cookies(url)
    assert page_faults(page, url, status=status) == [], url
    large = any(one.get("name") == SIZE_COOKIE and one.get("value") == "large" for one in kept)
    set_look(page, url, before["width"] if before else FULL[0][0], "large" if large else "normal")
    page.reload()


def turn_english(page: Page) -> None:
    """A pseudo-locale: every run of Han characters becomes Latin words about twice as wide as English would be."""
    page.evaluate(
        """() => {
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const words = ['matter', 'neighbourhood', 'to', 'answered', 'the', 'office', 'handling', 'unit'];
            let next = 0;
            while (walker.nextNode()) {
                const node = walker.currentNode;
                if (['SCRIPT', 'STYLE'].includes(node.parentElement.tagName)) continue;
                node.data = node.data.replace(/[\\u4e00-\\u9fff]+/g, (run) => {
                    const found = [];
                    while (found.join(' ').length < run.length * 3) found.push(words[next++ % words.length]);
                    return found.join(' ');
                });
            }
            document.documentElement.lang = 'en';
        }"""
    )
