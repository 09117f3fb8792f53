"""The icon set: 24 × 24 outlines drawn for Lianxin, coloured by ``currentColor``.

An icon never stands alone: a word is always beside it (or in ``label``), so icons are hidden from screen readers.
"""

from functools import cache, lru_cache
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

ICONS: Final[dict[str, str]] = {
    "alert": '<path d="M12 4 2.8 20h18.4L12 4Z"/><path d="M12 10v4.5M12 17.2v.1"/>',
    "archive": '<path d="M3.5 4.5h17v4h-17zM5 8.5v11h14v-11M9.5 12.5h5"/>',
    "arrow": '<path d="M5 12h14M13 6l6 6-6 6"/>',
    "back": '<path d="M19 12H5M11 6l-6 6 6 6"/>',
    "bell": '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15L6 16.5ZM10 20.5a2.2 2.2 0 0 0 4 0"/>',
    "book": '<path d="M12 6.5C9.5 4.8 6.5 4.5 3.5 5v13c3-.5 6-.2 8.5 1.5 2.5-1.7 5.5-2 8.5-1.5V5c-3-.5-6-.2-8.5 1.5Zm0 0v13"/>',
    "building": '<path d="M5 20.5V4.5h9v16M14 9.5h5v11M3 20.5h18M8 8.5h3M8 12.5h3M8 16.5h3"/>',
    "calendar": '<path d="M4 6.5h16v13.5H4zM4 10.5h16M8 4v4M16 4v4"/>',
    "camera": '<path d="M4 8h3.5L9 5.5h6L16.5 8H20v11H4zM12 16.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4Z"/>',
    "chart": '<path d="M4 4v16h16M8.5 16v-4M13 16V8M17.5 16v-6"/>',
    "check": '<path d="m4.5 12.5 5 5 10-11"/>',
    "chevron": '<path d="m9 5 7 7-7 7"/>',
    "clock": '<path d="M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 7.5V12l3 2.2"/>',
    "close": '<path d="m5.5 5.5 13 13M18.5 5.5l-13 13"/>',
    "copy": '<path d="M8.5 8.5h11v11h-11zM15.5 8.5v-4h-11v11h4"/>',
    "door": '<path d="M6 20.5v-16h9v16M3.5 20.5h17M15 6.5h3v14M12 12.5v.1"/>',
    "download": '<path d="M12 4v11M7 10.5l5 5 5-5M4.5 20h15"/>',
    "edit": '<path d="M4.5 19.5V16L15.5 5l3.5 3.5L8 19.5zM13.5 7l3.5 3.5"/>',
    "eye": '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z"/><path d="M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z"/>',
    "file": '<path d="M6 3.5h8l4.5 4.5v12.5H6zM14 3.5V8h4.5M9 12.5h6M9 16h6"/>',
    "filter": '<path d="M4 5.5h16l-6.2 7.5v6l-3.6-1.5V13z"/>',
    "flag": '<path d="M6 21V4M6 5h11.5l-2.2 4 2.2 4H6"/>',
    "hand": '<path d="M4 13.5c2-1.5 4-1.5 6 0h3.5a1.5 1.5 0 0 1 0 3H10M13 16.5l5.5-3a1.5 1.5 0 0 1 1.6 2.5L14 20H8l-4-2zM12 10.2 9.4 7.6a2 2 0 0 1 2.6-3 2 2 0 0 1 2.6 3z"/>',
    "home": '<path d="M4 11 12 4.5 20 11M6 9.5V20h12V9.5M10 20v-5.5h4V20"/>',
    "inbox": '<path d="M4 13.5 6.5 5h11L20 13.5V19H4zM4 13.5h5l1 2.5h4l1-2.5h5"/>',
    "info": '<path d="M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 11v5.5M12 7.7v.1"/>',
    "link": '<path d="M10 14a3.5 3.5 0 0 0 5 0l3.5-3.5a3.54 3.54 0 0 0-5-5L12 7M14 10a3.5 3.5 0 0 0-5 0l-3.5 3.5a3.54 3.54 0 0 0 5 5L12 17"/>',
    "list": '<path d="M8.5 6.5H20M8.5 12H20M8.5 17.5H20M4.5 6.5v.1M4.5 12v.1M4.5 17.5v.1"/>',
    "lock": '<path d="M5.5 10.5h13v10h-13zM8 10.5V8a4 4 0 0 1 8 0v2.5M12 14.5v2.5"/>',
    "mail": '<path d="M3.5 5.5h17v13h-17zM3.5 7l8.5 6.5L20.5 7"/>',
    "map": '<path d="M12 21s6.5-6 6.5-11a6.5 6.5 0 0 0-13 0c0 5 6.5 11 6.5 11Z"/><path d="M12 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z"/>',
    "menu": '<path d="M4 6.5h16M4 12h16M4 17.5h16"/>',
    "minus": '<path d="M5 12h14"/>',
    "pause": '<path d="M8.5 5.5v13M15.5 5.5v13"/>',
    "phone": '<path d="M6 3.5h3.2l1.6 4.3-2.2 1.7a13 13 0 0 0 5.9 5.9l1.7-2.2 4.3 1.6V18a2.5 2.5 0 0 1-2.8 2.5A16.5 16.5 0 0 1 3.5 6.3 2.5 2.5 0 0 1 6 3.5Z"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "printer": '<path d="M7 9V3.5h10V9M7 17H4V9h16v8h-3M7 14h10v6.5H7z"/>',
    "qr": '<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM20 14v2M17 20h3v-2"/>',
    "reply": '<path d="M9.5 6 4 11.5 9.5 17M4 11.5h9a7 7 0 0 1 7 7"/>',
    "search": '<path d="M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.3 15.3 20.5 20.5"/>',
    "seal": '<path d="M5 5h14v14H5zM9 9h6v6H9z"/>',
    "send": '<path d="M20.5 4 3.5 10.5l6.5 3 3 6.5zM10 13.5l4-4"/>',
    "settings": '<path d="M4 7h9M17 7h3M4 17h3M11 17h9M15 9.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM9 19.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z"/>',
    "shield": '<path d="M12 3.5 5 6v5.5c0 4.5 3 7.5 7 9 4-1.5 7-4.5 7-9V6zM9 11.8l2.2 2.2 4-4.2"/>',
    "speak": '<path d="M4 5h16v11h-8.5L7 20v-4H4zM8 9.2h8M8 12.2h5"/>',
    "undo": '<path d="M8.5 5 4 9.5 8.5 14M4 9.5h10a5 5 0 0 1 0 10H8"/>',
    "upload": '<path d="M12 15.5V4.5M7 9.5l5-5 5 5M4.5 20h15"/>',
    "user": '<path d="M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.5-4 3.5-6 7.5-6s7 2 7.5 6"/>',
    "users": '<path d="M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20c.4-3.6 2.9-5.5 6.5-5.5s6.1 1.9 6.5 5.5M15.5 4.8a3.5 3.5 0 0 1 0 6.4M17.5 14.8c2.3.6 3.7 2.3 4 5.2"/>',
    "vote": '<path d="M4 11.5h16v9H4zM8 11.5v-8h8v8M10.5 7h3M9 15.5h6"/>',
}

#: The wordmark: an arch over its reflection, closing to a circle (a bridge between the town and its residents).
MARK: Final = (
    '<path d="M5 17a11 11 0 0 1 22 0" stroke-width="3.2"/><path d="M1.5 17.5h29" stroke-width="2"/>'
    '<path d="M11 17a5 5 0 0 1 10 0" stroke-width="2"/>'
    '<path d="M6.5 21.5h19M9.5 25h13M13.5 28.5h5" stroke-width="1.6"/>'
)

#: Small shapes that carry a state beside its colour, on a 12 × 12 grid. ``True`` marks outlines.
SHAPES: Final[dict[str, tuple[str, bool]]] = {
    "dot": ('<circle cx="6" cy="6" r="5"/>', False),
    "ring": ('<circle cx="6" cy="6" r="4.5"/>', True),
    "half": ('<path d="M6 1a5 5 0 0 0 0 10z" fill="currentColor"/><circle cx="6" cy="6" r="4.5"/>', True),
    "square": ('<path d="M1 1h10v10H1z"/>', False),
    "box": ('<path d="M1.5 1.5h9v9h-9z"/>', True),
    "diamond": ('<path d="M6 0l6 6-6 6-6-6z"/>', False),
    "triangle": ('<path d="M6 .5 12 11.5H0z"/>', False),
    "check": ('<path d="M1 6.5 4.5 10 11 2.5"/>', True),
    "cross": ('<path d="m1.5 1.5 9 9M10.5 1.5l-9 9"/>', True),
    "pause": ('<path d="M3.5 1v10M8.5 1v10"/>', True),
    "arrow": ('<path d="M0 6h10M6 2l4 4-4 4"/>', True),
    "back": ('<path d="M12 6H2M6 2 2 6l4 4"/>', True),
    "bar": ('<path d="M1 6h10"/>', True),
}


@lru_cache(maxsize=256)
def icon(name: str, css: str = "") -> SafeString:
    """Return the inline SVG of *name*. Raises ``KeyError`` for an unknown name: a typo must not pass silently."""
    body = mark_safe(ICONS[name])  # noqa: S308 - constant drawings of this module  # nosec B308 B703
    return format_html(
        '<svg class="icon {}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', css, body
    )


def mark(css: str = "mark") -> SafeString:
    """Return the wordmark drawing (own design; no emblem of any state or party organ)."""
    body = mark_safe(MARK)  # noqa: S308 - constant drawing of this module  # nosec B308 B703
    return format_html(
        '<svg class="{}" viewBox="0 0 32 32" fill="none" stroke="currentColor" stroke-linecap="round"'
        ' aria-hidden="true" focusable="false">{}</svg>',
        css,
        body,
    )


@cache
def shape(name: str) -> SafeString:
    """Return the small state shape *name* (see :data:`SHAPES`)."""
    drawing, is_open = SHAPES[name]
    body = mark_safe(drawing)  # noqa: S308 - constant drawings of this module  # nosec B308 B703
    return format_html(
        '<svg class="shape{}" viewBox="0 0 12 12" aria-hidden="true" focusable="false">{}</svg>',
        " open" if is_open else "",
        body,
    )


def shape_path(name: str) -> SafeString:
    """Return shape *name* as a group for use inside another drawing, 14 units wide."""
    drawing, is_open = SHAPES[name]
    body = mark_safe(drawing)  # noqa: S308 - constant drawings of this module  # nosec B308 B703
    return format_html('<g class="shape{}" transform="scale(1.2)">{}</g>', " open" if is_open else "", body)
