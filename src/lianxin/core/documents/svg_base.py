"""What all charts share: safe markup, text that fits, and the table that stands beside every picture."""

import html
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 640
"""Width of a chart in its own units; the page scales it."""
FONT = 14
"""Size of ordinary text in a chart's own units; a Han character is as wide."""
TONES = ("plain", "good", "waiting", "late", "stopped", "quiet")
"""Tones a mark may have; each has a colour in the style sheet and a shape or a word of its own."""


class Svg(str):
    """Finished SVG markup: every text in it is escaped, so templates print it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return the markup; template engines take this as the sign that it is safe."""
        return self


@dataclass(frozen=True)
class Chart:
    """A picture and the same figures as a table: caption, headers, and rows of finished text."""

    svg: Svg
    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __html__(self) -> str:
        """Return the picture alone, for ``{{ chart }}`` in a template."""
        return self.svg

    def table_html(self) -> Svg:
        """Return the figures as an HTML table with the class ``chart-table``."""
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in self.headers)
        body = "".join(_table_row(row) for row in self.rows)
        return Svg(
            f'<table class="chart-table"><caption>{escape(self.caption)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )


def _table_row(row: Sequence[str]) -> str:
    """Return one row of the table; its first cell names the row."""
    first, *rest = row
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in rest)
    return f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'


def escape(text: str) -> str:
    """Return text safe inside markup and attributes."""
    return html.escape(text, quote=True)


def number(value: float) -> str:
    """Return a figure as people read it: whole numbers bare, others with at most one decimal."""
    return str(int(value)) if value == int(value) else f"{value:.1f}"


def units(value: float) -> str:
    """Return a length in the picture with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def text_width(text: str, size: int = FONT) -> float:
    """Return about how wide a text is: wide characters one size, others two thirds of it."""
    return sum(size if sign >= "\u1100" else size * 0.66 for sign in text)


def fit(text: str, width: float, size: int = FONT) -> str:
    """Return a text cut with … to a width."""
    if text_width(text, size) <= width:
        return text
    ends = itertools.accumulate(text_width(sign, size) for sign in text)
    kept = sum(end <= width - size for end in ends)
    return text[:kept] + "…"


def tone_class(tone: str) -> str:
    """Return the class of a tone; an unknown one is plain."""
    return f"tone-{tone if tone in TONES else 'plain'}"


def linked(markup: str, href: str) -> str:
    """Return markup inside a link when there is somewhere to go."""
    return f'<a href="{escape(href)}">{markup}</a>' if href else markup


def text(x: float, y: float, content: str, kind: str = "label", anchor: str = "start") -> str:
    """Return a text element."""
    side = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text class="{kind}" x="{units(x)}" y="{units(y)}"{side}>{escape(content)}</text>'


def rect(x: float, y: float, width: float, height: float, kind: str, spoken: str = "") -> str:
    """Return a rectangle, with a title when there is something to say about it."""
    place = f'class="{kind}" x="{units(x)}" y="{units(y)}" width="{units(width)}" height="{units(height)}"'
    return f"<rect {place}><title>{escape(spoken)}</title></rect>" if spoken else f"<rect {place}/>"


def picture(kind: str, title: str, height: float, parts: Sequence[str], width: float = WIDTH) -> Svg:
    """Return the whole SVG element with its title."""
    return Svg(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart chart-{kind}" role="img" aria-label="{escape(title)}" '
        f'viewBox="0 0 {units(width)} {units(height)}" font-size="{FONT}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )
