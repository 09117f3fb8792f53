"""The contrast of every text colour on every ground it is used on, recomputed from the tokens."""

import re
from importlib.resources import files

import pytest

TOKENS = (files("lianxin.ui") / "static/ui/css/tokens.css").read_text(encoding="utf-8")
GROUNDS = ("paper", "ground")
TEXTS = ("ink", "ink-2", "ink-3", "brand", "brand-deep", "link", "good", "warn", "bad", "info", "mute")
TINTED = ("good", "warn", "bad", "info", "mute")


def read_colours(selector: str) -> dict[str, str]:
    block = re.search(re.escape(selector) + r"\s*\{(.*?)\n\}", TOKENS, re.DOTALL)
    assert block is not None
    return dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6});", block.group(1)))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


NORMAL = read_colours(":root")
LARGE = {**NORMAL, **read_colours(".large")}


@pytest.mark.parametrize(("colours", "least"), [(NORMAL, 4.5), (LARGE, 7.0)], ids=["normal", "large"])
def test_every_text_stands_out_from_its_ground(colours: dict[str, str], least: float) -> None:
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS]
    pairs += [(tone, f"{tone}-tint") for tone in TINTED] + [("ink", f"{tone}-tint") for tone in TINTED]
    pairs += [("brand-deep", "brand-tint"), ("ink", "brand-tint"), ("paper", "brand"), ("paper", "brand-deep")]
    weak = {f"{a} on {b}": round(contrast(colours[a], colours[b]), 2) for a, b in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < least} == {}


@pytest.mark.parametrize("colours", [NORMAL, LARGE], ids=["normal", "large"])
def test_borders_of_fields_and_the_focus_ring_are_seen(colours: dict[str, str]) -> None:
    assert contrast(colours["line-strong"], colours["paper"]) >= 3
    assert contrast(colours["focus-ring"], colours["paper"]) >= 3
    assert contrast(colours["focus-halo"], colours["brand-deep"]) >= 3
