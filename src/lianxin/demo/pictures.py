"""Pictures for the example town, drawn by this program: flat little scenes that nobody can take for a photograph."""

import io
from collections.abc import Callable
from typing import Final

from PIL import Image, ImageDraw

SIZE: Final = (640, 480)
_SKY, _WALL, _GROUND = (214, 226, 233), (196, 188, 172), (150, 148, 140)
_DARK, _WATER, _LAMP, _GREEN, _RUST = (62, 62, 66), (112, 140, 158), (244, 214, 120), (110, 138, 98), (168, 98, 62)

Pen = ImageDraw.ImageDraw


def _ground(pen: Pen) -> None:
    """Sky, a wall, a road."""
    pen.rectangle((0, 0, *SIZE), fill=_SKY)
    pen.rectangle((0, 120, 640, 340), fill=_WALL)
    pen.rectangle((0, 340, 640, 480), fill=_GROUND)


def _leak(pen: Pen) -> None:
    """A ceiling with a stain, and a basin below."""
    pen.rectangle((0, 0, *SIZE), fill=(232, 228, 218))
    pen.rectangle((0, 0, 640, 90), fill=(214, 208, 194))
    for step, colour in enumerate(((190, 172, 140), (172, 150, 112), (150, 126, 90))):
        pen.ellipse((190 + 30 * step, 10 + 12 * step, 450 - 30 * step, 130 - 18 * step), fill=colour)
    for x, y in ((300, 170), (318, 236), (294, 300)):
        pen.ellipse((x, y, x + 12, y + 20), fill=_WATER)
    pen.polygon(((220, 380), (420, 380), (390, 450), (250, 450)), fill=(120, 150, 170), outline=_DARK)


def _lamp(pen: Pen) -> None:
    """A lane with one lamp burning and two dark."""
    pen.rectangle((0, 0, *SIZE), fill=(46, 52, 70))
    pen.rectangle((0, 360, 640, 480), fill=(34, 36, 46))
    for x, lit in ((130, True), (320, False), (510, False)):
        pen.rectangle((x - 5, 150, x + 5, 370), fill=(96, 98, 106))
        pen.ellipse((x - 24, 120, x + 24, 160), fill=_LAMP if lit else (70, 72, 80))
    pen.polygon(((106, 160), (154, 160), (230, 420), (30, 420)), fill=(92, 88, 70))


def _water(pen: Pen) -> None:
    """A gate under water."""
    _ground(pen)
    pen.rectangle((240, 150, 400, 380), fill=(120, 124, 128), outline=_DARK, width=4)
    pen.rectangle((0, 330, 640, 480), fill=_WATER)
    for y in range(350, 480, 26):
        pen.line((0, y, 640, y + 6), fill=(140, 164, 180), width=3)


def _wires(pen: Pen) -> None:
    """A bundle of wires on a wall and one hanging out of a window."""
    _ground(pen)
    for x in (90, 290, 490):
        pen.rectangle((x, 160, x + 90, 260), fill=(150, 172, 184), outline=_DARK, width=3)
    for shift in range(0, 60, 12):
        pen.arc((-60, 40 + shift, 700, 200 + shift), 0, 180, fill=_DARK, width=3)
    pen.line((335, 250, 300, 330, 322, 420), fill=_RUST, width=5)


def _rubbish(pen: Pen) -> None:
    """Planks and bags in front of a door."""
    _ground(pen)
    pen.rectangle((270, 130, 390, 340), fill=(128, 104, 84), outline=_DARK, width=4)
    for x, colour in ((180, (88, 104, 120)), (260, (110, 118, 92)), (360, (140, 120, 100)), (440, (88, 104, 120))):
        pen.ellipse((x, 310, x + 100, 410), fill=colour, outline=_DARK)
    for x in range(200, 440, 60):
        pen.line((x, 300, x + 90, 400), fill=_RUST, width=9)


def _lane(pen: Pen) -> None:
    """A fire lane with a car in it."""
    _ground(pen)
    for x in range(40, 640, 120):
        pen.rectangle((x, 400, x + 60, 412), fill=_LAMP)
    pen.rounded_rectangle((190, 300, 450, 390), 24, fill=(150, 66, 60), outline=_DARK, width=3)
    pen.rounded_rectangle((240, 256, 400, 320), 20, fill=(168, 190, 200), outline=_DARK, width=3)
    for x in (230, 380):
        pen.ellipse((x, 362, x + 50, 412), fill=_DARK)


def _tree(pen: Pen) -> None:
    """A tree, and a fence too close to it."""
    _ground(pen)
    pen.rectangle((300, 200, 340, 400), fill=(110, 84, 60))
    for x, y in ((220, 90), (300, 60), (270, 140), (350, 130)):
        pen.ellipse((x, y, x + 140, y + 130), fill=_GREEN)
    pen.rectangle((400, 260, 640, 400), fill=(86, 120, 160), outline=_DARK, width=3)


def _slip(pen: Pen) -> None:
    """A slip of paper with lines on it."""
    pen.rectangle((0, 0, *SIZE), fill=(206, 196, 176))
    pen.polygon(((90, 60), (560, 40), (574, 430), (104, 446)), fill=(250, 248, 240), outline=_DARK)
    for y in range(110, 400, 42):
        pen.line((140, y, 520 - (y % 5) * 22, y - 8), fill=(90, 96, 120), width=5)


MOTIFS: Final[dict[str, Callable[[Pen], None]]] = {
    "leak": _leak,
    "lamp": _lamp,
    "water": _water,
    "wires": _wires,
    "rubbish": _rubbish,
    "lane": _lane,
    "tree": _tree,
    "slip": _slip,
}


def draw(motif: str) -> bytes:
    """A motif as PNG; `KeyError` for one that nobody drew."""
    image = Image.new("RGB", SIZE)
    MOTIFS[motif](ImageDraw.Draw(image))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
