"""What every page must hold in a browser: nothing from outside, no error, no overflow, no barrier.

``watched_page`` (a fixture of ``tests/conftest.py``) fails a test by itself for foreign requests, console errors and
uncaught exceptions; `assert_good` adds overflow and axe. ``WIDTHS`` are the two views of the ordinary run.
"""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page, Request

#: View name to width and height in CSS pixels.
WIDTHS = {"narrow": (360, 740), "wide": (1280, 800)}

#: Chromium as root, without sandbox, without a word to the outside.
LAUNCH_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip


#: axe-core itself; a context may take it as an init script, which saves sending it anew for each page.
AXE = AXE_SCRIPT


#: Gives every element with words of its own a look, and those with a new one the mark ``data-fresh``.
MARK_FRESH_LOOKS = """(known) => {
    document.querySelectorAll('[data-fresh]').forEach(element => element.removeAttribute('data-fresh'));
    const met = new Set(known), fresh = [], behind = new Map();
    const digest = (text) => {
        let one = 0xdeadbeef, two = 0x41c6ce57;
        for (let at = 0; at < text.length; at++) {
            const code = text.charCodeAt(at);
            one = Math.imul(one ^ code, 2654435761);
            two = Math.imul(two ^ code, 1597334677);
        }
        return (one >>> 0).toString(36) + '.' + (two >>> 0).toString(36);
    };
    const ground = (element) => {
        if (!element) return '';
        if (!behind.has(element)) {
            const css = getComputedStyle(element);
            const free = ['absolute', 'fixed', 'sticky'].includes(css.position) || css.transform !== 'none';
            behind.set(element, ground(element.parentElement) + '/' + (free ? 'free' : '') + [
                css.backgroundColor, css.backgroundImage, css.opacity, css.filter, css.mixBlendMode, css.clipPath,
                css.backgroundClip, css.float, css.zIndex,
            ].filter(value => !['none', '1', 'normal', 'auto', 'border-box', 'rgba(0, 0, 0, 0)'].includes(value)));
        }
        return behind.get(element);
    };
    for (const element of document.body.querySelectorAll('*')) {
        const speaks = 'value' in element
            || [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        if (!speaks) continue;
        const css = getComputedStyle(element);
        const look = digest([
            element.localName, element.type, !!element.disabled,
            !!element.closest('[aria-disabled], fieldset:disabled'),
            css.color, css.fontSize, css.fontWeight, css.textShadow, css.webkitTextStrokeColor, css.visibility,
            ...['::before', '::after'].map(part => getComputedStyle(element, part).content),
            ground(element),
        ].join('|'));
        if (met.has(look) && !ground(element).includes('free')) continue;
        met.add(look);
        fresh.push(look);
        element.setAttribute('data-fresh', '');
    }
    axe.configure({rules: [{id: 'color-contrast', selector: '[data-fresh]'}]});
    return fresh;
}"""


@dataclass
class Looks:
    """The looks of words whose contrast axe has measured, so that it need not measure them on every page again.

    A look is all that the contrast can depend on: the word's own colour, size, weight and shadows, and down from the
    root the colours, pictures, opacity, filters and positions of what it stands in. What is positioned freely may lie
    over anything and is always measured. A run with ``--full`` measures every word.
    """

    known: set[str] = field(default_factory=set)

    def mark(self, page: Page) -> None:
        """Mark the words of a page with a look not met before, and have axe measure these only."""
        fresh: list[str] = page.evaluate(MARK_FRESH_LOOKS, sorted(self.known))
        self.known.update(fresh)


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
    """Elements that stick out to the right of the window; empty when the page does not scroll sideways.

    A press returns before the new page is there; what is measured is a page that has been loaded.
    """
    page.wait_for_load_state()
    found: list[str] = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            const out = [...document.body.querySelectorAll('*')]
                .filter(element => element.getBoundingClientRect().right > width + 1)
                .slice(0, 5)
                .map(element => element.tagName + '.' + element.className);
            return out.length ? out : ['the page scrolls sideways'];
        }"""
    )
    return found


def barriers(page: Page, seen: Looks | None = None) -> list[str]:
    """What axe finds, one line a rule with its first place.

    Two thirds of axe's time goes into the contrast of every single word. With ``seen`` it measures a word only where
    its look – colours, size, weight and what lies behind it – was not met before; every other rule is asked of the
    whole page each time.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    if seen is None:
        page.evaluate("axe.reset()")
    else:
        seen.mark(page)
    found: list[str] = page.evaluate(
        """(options) => axe.run(document, options).then(result => result.violations.map(
            rule => `${rule.id} (${rule.impact}): ${rule.help} – ${rule.nodes[0].target}`
        ))""",
        {"resultTypes": ["violations"]},
    )
    return found


def assert_good(page: Page) -> None:
    """No sideways scrolling and no barrier on the page as it is now."""
    assert overflow(page) == []
    assert barriers(page) == []
