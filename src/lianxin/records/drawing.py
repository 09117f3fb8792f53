"""The picture of a chain: boxes in columns by generation, lines between them.  Geometry only."""

from collections.abc import Mapping
from typing import Any, Final

from lianxin.core.text import shorten
from lianxin.records.access import Label
from lianxin.records.lineage import Chain, Pair
from lianxin.records.models import Relation

WIDTH: Final = 236
HEIGHT: Final = 56
GAP_X: Final = 90
GAP_Y: Final = 18
MARGIN: Final = 12
#: Characters of a title that fit into a box.
TITLE: Final = 15


def draw(chain: Chain, labels: Mapping[Pair, Label], words: Mapping[str, str], hidden: str) -> dict[str, Any]:
    """Boxes and lines of a chain as finished numbers and strings.

    ``labels`` holds only what the reader may see; the rest is drawn as a box that says ``hidden``.  ``words`` names
    the kinds.
    """
    columns: dict[int, list[Pair]] = {}
    for pair, generation in sorted(chain.generations.items(), key=lambda item: item[1]):
        columns.setdefault(generation, []).append(pair)
    tallest = max(len(column) for column in columns.values())
    boxes: dict[Pair, dict[str, Any]] = {}
    for index, generation in enumerate(sorted(columns)):
        column = columns[generation]
        shift = (tallest - len(column)) * (HEIGHT + GAP_Y) / 2
        for row, pair in enumerate(column):
            x, y = MARGIN + index * (WIDTH + GAP_X), MARGIN + shift + row * (HEIGHT + GAP_Y)
            boxes[pair] = _box(pair, x, y, labels.get(pair), words, hidden, is_root=generation == 0)
    return {
        "boxes": list(boxes.values()),
        "lines": [_line(boxes[edge.source], boxes[edge.target], edge.relation) for edge in chain.edges],
        "width": 2 * MARGIN + len(columns) * (WIDTH + GAP_X) - GAP_X,
        "height": 2 * MARGIN + tallest * (HEIGHT + GAP_Y) - GAP_Y,
        "box_width": WIDTH,
        "box_height": HEIGHT,
    }


def _box(
    pair: Pair, x: float, y: float, label: Label | None, words: Mapping[str, str], hidden: str, *, is_root: bool
) -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "text_x": x + 12,
        "word_y": y + 20,
        "title_y": y + 42,
        "middle_y": y + HEIGHT / 2,
        "right": x + WIDTH,
        "word": words.get(pair[0], pair[0]),
        "title": shorten(label.title, TITLE) if label else hidden,
        "full": label.title if label else hidden,
        "href": label.url if label else "",
        "is_root": is_root,
    }


def _line(source: Mapping[str, Any], target: Mapping[str, Any], relation: str) -> dict[str, Any]:
    start_x, start_y, end_x, end_y = source["right"], source["middle_y"], target["x"], target["middle_y"]
    bend = (start_x + end_x) / 2
    return {
        "path": f"M{start_x} {start_y}C{bend} {start_y} {bend} {end_y} {end_x} {end_y}",
        "label": str(Relation(relation).label) if relation in Relation.values else relation,
        "x": bend,
        "y": (start_y + end_y) / 2 - 6,
    }
