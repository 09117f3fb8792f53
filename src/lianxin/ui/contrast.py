"""The contrast of the design's colours, read from the tokens themselves: the style guide cannot tell stories."""

import re
from functools import cache
from importlib.resources import files
from typing import Any, Final

#: Pairs the style guide shows: text on ground.
PAIRS: Final = (
    ("ink", "paper"), ("ink", "ground"), ("ink-2", "paper"), ("ink-3", "ground"), ("link", "paper"),
    ("paper", "brand"), ("brand-deep", "brand-tint"), ("good", "good-tint"), ("warn", "warn-tint"),
    ("bad", "bad-tint"), ("info", "info-tint"), ("mute", "mute-tint"),
)  # fmt: skip


@cache
def tokens() -> dict[str, dict[str, str]]:
    """Colours by name, of the normal and of the large mode."""
    text = (files("lianxin.ui") / "static/ui/css/tokens.css").read_text(encoding="utf-8")
    normal, large = text.split("\n.large {", 1)
    found = dict(_read(normal))
    return {"normal": found, "large": {**found, **dict(_read(large))}}


def _read(css: str) -> list[tuple[str, str]]:
    return re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6});", css)


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def figures() -> list[dict[str, Any]]:
    """The pairs with their ratios in both modes, as text with one decimal."""
    modes = tokens()
    return [
        {
            "text": text,
            "ground": ground,
            **{mode: f"{contrast(colours[text], colours[ground]):.1f}" for mode, colours in modes.items()},
        }
        for text, ground in PAIRS
    ]
