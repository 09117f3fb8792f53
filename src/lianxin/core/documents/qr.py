"""QR codes as SVG: black squares on nothing, scaled by the page that shows them."""

import html

import segno

from lianxin.core.documents.svg import Svg


def qr_svg(text: str, *, title: str, border: int = 4) -> Svg:
    """Return a QR code (error correction M or better) as SVG with a title that screen readers speak.

    ``border`` is the quiet zone in modules. The element has the class ``qr`` and no fixed size. ValueError when the
    text is too long for a code.
    """
    try:
        code = segno.make(text, error="m", micro=False, boost_error=True, encoding="utf-8")
    except segno.DataOverflowError:
        raise ValueError("text too long for a QR code") from None
    rows = [bytes(row) for row in code.matrix]
    side = len(rows) + 2 * border
    path = "".join(_runs(row, border, y + border) for y, row in enumerate(rows))
    spoken = html.escape(title)
    return Svg(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {side} {side}" role="img" '
        f'aria-label="{spoken}" shape-rendering="crispEdges"><title>{spoken}</title>'
        f'<path class="qr-paper" fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path class="qr-ink" fill="#000" d="{path}"/></svg>'
    )


def _runs(row: bytes, left: int, top: int) -> str:
    """Return the path of the dark runs of one row."""
    parts: list[str] = []
    start = -1
    for x, dark in enumerate((*row, 0)):
        if dark and start < 0:
            start = x
        elif not dark and start >= 0:
            parts.append(f"M{left + start} {top}h{x - start}v1h-{x - start}z")
            start = -1
    return "".join(parts)
