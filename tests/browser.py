"""What every page must hold in a browser: nothing from outside, no error, no overflow, no barrier.

``watched_page`` (a fixture of ``tests/conftest.py``) fails a test by itself for foreign requests, console errors and
uncaught exceptions; `assert_good` adds overflow and axe. ``WIDTHS`` are the two views of the ordinary run.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request

#: View name to width and height in CSS pixels.
WIDTHS = {"narrow": (360, 740), "wide": (1280, 800)}

#: Chromium as root, without sandbox, without a word to the outside.
LAUNCH_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip


@dataclass
class Watch:
    """Notes what a page should never do; ``allowed`` are console texts that a test expects (an error page's status)."""

    host: str
    allowed: tuple[str, ...] = ()
    faults: list[str] = field(default_factory=list)

    def attach(self, page: Page) -> None:
        """Listen to a page."""
        page.on("request", self._on_request)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.faults.append(f"uncaught: {error}"))

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != self.host:
            self.faults.append(f"foreign request: {request.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(text in message.text for text in self.allowed):
            self.faults.append(f"console: {message.text}")


def overflow(page: Page) -> list[str]:
    """Elements that stick out to the right of the window; empty when the page does not scroll sideways."""
    found: list[str] = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            return [...document.body.querySelectorAll('*')]
                .filter(element => element.getBoundingClientRect().right > width + 1)
                .slice(0, 5)
                .map(element => element.tagName + '.' + element.className);
        }"""
    )
    sideways = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return found or (["the page scrolls sideways"] if sideways else [])


def barriers(page: Page) -> list[str]:
    """What axe finds, one line a rule with its first place."""
    result: Any = Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']} – {rule['nodes'][0]['target']}"
        for rule in result.response["violations"]
    ]


def assert_good(page: Page) -> None:
    """No sideways scrolling and no barrier on the page as it is now."""
    assert overflow(page) == []
    assert barriers(page) == []
