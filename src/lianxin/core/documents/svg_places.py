"""Charts of time and place: a timeline of dated marks, and a map of equal tiles for neighbourhoods."""

import datetime as dt
import math
from collections.abc import Sequence
from typing import NamedTuple

from lianxin.core.documents.svg_base import (
    WIDTH,
    Chart,
    escape,
    fit,
    linked,
    number,
    picture,
    text,
    text_width,
    tone_class,
    units,
)

_SHAPES = {
    "plain": "M0 -6A6 6 0 1 0 0 6A6 6 0 1 0 0 -6Z",
    "good": "M-6 0L-2 5L7 -5L4 -7L-2 1L-4 -2Z",
    "waiting": "M-6 -6H6V6H-6Z",
    "late": "M0 -7L7 6H-7Z",
    "stopped": "M-6 -6H-1V6H-6ZM1 -6H6V6H1Z",
    "quiet": "M0 -7L7 0L0 7L-7 0Z",
}
_EDGE = 24
_LEVEL = 22
_MOST_LEVELS = 4
_TILE = 68
_TILE_GAP = 4


class Event(NamedTuple):
    """A dated mark on a timeline."""

    date: dt.date
    label: str
    tone: str = "plain"


def timeline(title: str, events: Sequence[Event], *, today: dt.date | None = None) -> Chart:
    """Return marks along a line of days, each with a shape of its tone, its label and date.

    Today is a thin upright line.
    """
    ordered = sorted(events, key=lambda event: event.date)
    days = [event.date for event in ordered] + ([today] if today is not None else [])
    rows = tuple((event.date.isoformat(), event.label) for event in ordered)
    if not days:
        return Chart(picture("timeline", title, _LEVEL, []), title, ("日期", "事项"), rows)
    first, span = min(days), max((max(days) - min(days)).days, 1)
    levels, used = _levels(ordered, first, span)
    line = (used + 1) * _LEVEL + 8
    parts = [f'<line class="axis" x1="0" x2="{WIDTH}" y1="{line}" y2="{line}" stroke="currentColor"/>']
    if today is not None:
        x = units(_place(today, first, span))
        spoken = f"<title>今天 {today.isoformat()}</title>"
        parts.append(
            f'<line class="today" x1="{x}" x2="{x}" y1="0" y2="{line + 8}" stroke="currentColor">{spoken}</line>'
        )
    for event, level in zip(ordered, levels, strict=True):
        parts.append(_mark(event, _place(event.date, first, span), line, line - 14 - level * _LEVEL))
    parts += [
        text(0, line + 24, first.isoformat(), "date"),
        text(WIDTH, line + 24, max(days).isoformat(), "date", "end"),
    ]
    return Chart(picture("timeline", title, line + 30, parts), title, ("日期", "事项"), rows)


def _place(day: dt.date, first: dt.date, span: int) -> float:
    """Return where a day stands on the line."""
    return _EDGE + (WIDTH - 2 * _EDGE) * (day - first).days / span


def _levels(events: Sequence[Event], first: dt.date, span: int) -> tuple[list[int], int]:
    """Return a height for each label so that neighbours do not overlap, and the highest used."""
    ends = [-math.inf] * _MOST_LEVELS
    chosen: list[int] = []
    for event in events:
        half = text_width(event.label) / 2
        x = _label_x(_place(event.date, first, span), half)
        free = [level for level in range(_MOST_LEVELS) if ends[level] <= x - half]
        level = free[0] if free else min(range(_MOST_LEVELS), key=lambda one: ends[one])
        ends[level] = x + half + 6
        chosen.append(level)
    return chosen, max(chosen, default=0)


def _label_x(x: float, half: float) -> float:
    """Return where a centred label stands without leaving the picture."""
    half += 4
    return min(max(x, half), WIDTH - half) if half * 2 < WIDTH else WIDTH / 2


def _mark(event: Event, x: float, line: float, label_y: float) -> str:
    """Return a mark with its label and a title of date and label."""
    tone = event.tone if event.tone in _SHAPES else "plain"
    spoken = escape(f"{event.date.isoformat()} {event.label}")
    label = fit(event.label, WIDTH)
    shape = (
        f'<path class="mark {tone_class(tone)}" transform="translate({units(x)} {units(line)})" d="{_SHAPES[tone]}"/>'
    )
    words = text(_label_x(x, text_width(label) / 2), label_y, label, "label", "middle")
    return f"<g><title>{spoken}</title>{shape}{words}</g>"


class Tile(NamedTuple):
    """A place on the map: short label, where it lies (x to the east, y to the north, any unit), amount, tone, link."""

    label: str
    x: float
    y: float
    value: float
    tone: str = "plain"
    href: str = ""


def tile_map(
    title: str, tiles: Sequence[Tile], *, unit: str = "", headers: tuple[str, str] = ("居民区", "数量")
) -> Chart:
    """Return equal tiles that lie about as the places do, each with its label and figure; north is up."""
    cells = tile_cells([(tile.x, tile.y) for tile in tiles])
    columns = max((column for column, _ in cells), default=0) + 1
    rows = max((row for _, row in cells), default=0) + 1
    parts = [_tile(tile, column, row, unit) for tile, (column, row) in zip(tiles, cells, strict=True)]
    table = tuple((tile.label, number(tile.value) + unit) for tile in tiles)
    step = _TILE + _TILE_GAP
    drawn = picture("tiles", title, rows * step - _TILE_GAP, parts, columns * step - _TILE_GAP)
    return Chart(drawn, title, headers, table)


def _tile(tile: Tile, column: int, row: int, unit: str) -> str:
    """Return one tile."""
    x, y = column * (_TILE + _TILE_GAP), row * (_TILE + _TILE_GAP)
    figure = number(tile.value) + unit
    square = f'<rect class="tile {tone_class(tile.tone)}" x="{x}" y="{y}" width="{_TILE}" height="{_TILE}" rx="6"/>'
    label = text(x + _TILE / 2, y + 28, fit(tile.label, _TILE - 6), "label", "middle")
    value = text(x + _TILE / 2, y + 50, figure, "value", "middle")
    spoken = f"<title>{escape(f'{tile.label}：{figure}')}</title>"
    return linked(f"<g>{spoken}{square}{label}{value}</g>", tile.href)


def tile_cells(places: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    """Return a cell (column, row; row 0 is the north) for every place: near where it lies, never two in one cell.

    The same places always give the same cells. The grid has about a third more cells than places.
    """
    if not places:
        return []
    columns, rows = _grid(places)
    low_x, high_x = min(x for x, _ in places), max(x for x, _ in places)
    low_y, high_y = min(y for _, y in places), max(y for _, y in places)
    wanted = [
        (_share(x, low_x, high_x) * (columns - 1), (1 - _share(y, low_y, high_y)) * (rows - 1)) for x, y in places
    ]
    free = {(column, row) for column in range(columns) for row in range(rows)}
    order = sorted(range(len(places)), key=lambda at: (_crowding(wanted, at), wanted[at], at))
    chosen: dict[int, tuple[int, int]] = {}
    for at in order:
        x, y = wanted[at]
        cell = min(free, key=lambda one: ((one[0] - x) ** 2 + (one[1] - y) ** 2, one))
        free.discard(cell)
        chosen[at] = cell
    return _trimmed([chosen[at] for at in range(len(places))])


def _crowding(wanted: Sequence[tuple[float, float]], at: int) -> float:
    """Return how far the nearest other place is: crowded places choose first."""
    x, y = wanted[at]
    return min((math.hypot(x - a, y - b) for other, (a, b) in enumerate(wanted) if other != at), default=0.0)


def _grid(places: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """Return columns and rows with about the shape of the town and a third more cells than places."""
    width = max(x for x, _ in places) - min(x for x, _ in places)
    height = max(y for _, y in places) - min(y for _, y in places)
    shape = min(max(width / height, 0.5), 2.0) if width > 0 and height > 0 else 1.0
    cells = len(places) * 4 / 3
    columns = max(math.ceil(math.sqrt(cells * shape)), 1)
    return columns, max(math.ceil(cells / columns), 1)


def _share(value: float, low: float, high: float) -> float:
    """Return where a value lies between two ends, from 0 to 1; the middle when there is no between."""
    return (value - low) / (high - low) if high > low else 0.5


def _trimmed(cells: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return cells moved so that the first column and row used are 0."""
    left, top = min(column for column, _ in cells), min(row for _, row in cells)
    return [(column - left, row - top) for column, row in cells]
