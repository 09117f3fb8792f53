"""Small server-made drawings: bars, columns and the tile map. Geometry only; colours are classes, words are beside."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

TILE: Final = 96
GAP: Final = 6


def bar_rows(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Add ``width`` (0–100) to each row, relative to the largest value."""
    most = max((float(row["value"] or 0) for row in rows), default=0.0) or 1.0
    return [{"tone": "", **row, "width": round(100 * float(row["value"] or 0) / most, 2)} for row in rows]


def columns(rows: Sequence[Mapping[str, Any]], width: int = 640, height: int = 200) -> dict[str, Any]:
    """Prepared columns on a *width* × *height* canvas with room for labels; at most every n-th label is written."""
    most = max((float(row["value"] or 0) for row in rows), default=0.0) or 1.0
    step = (width - 20) / max(len(rows), 1)
    every = max(1, round(len(rows) / 12))
    floor = height - 28
    bars = []
    for index, row in enumerate(rows):
        tall = round((floor - 24) * float(row["value"] or 0) / most, 1)
        bars.append(
            {
                "x": round(10 + index * step + step * 0.18, 1),
                "middle": round(10 + index * step + step / 2, 1),
                "y": round(floor - tall, 1),
                "label_y": round(floor - tall - 6, 1),
                "width": round(step * 0.64, 1),
                "height": tall,
                "value": row["value"],
                "label": row["label"] if index % every == 0 else "",
                "tone": row.get("tone", ""),
                "show_value": len(rows) <= 16,
            }
        )
    return {"bars": bars, "width": width, "height": height, "floor": floor, "text_y": height - 8}


def level(value: float | None, most: float) -> str:
    """Shade of a tile: ``none`` without a record, then four steps of the largest value."""
    if value is None:
        return "none"
    share = value / most if most else 0
    return "l1" if share <= 0.25 else "l2" if share <= 0.5 else "l3" if share <= 0.75 else "l4"


def tilemap(tiles: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Place tiles on their (col, row) grid. Positions are a diagram, never coordinates of the real town."""
    listed = list(tiles)
    most = max((float(tile["value"]) for tile in listed if tile.get("value") is not None), default=0.0)
    drawn = []
    for tile in listed:
        shade = level(tile.get("value"), most)
        x, y = tile["col"] * (TILE + GAP), tile["row"] * (TILE + GAP)
        drawn.append(
            {
                **tile,
                "x": x,
                "y": y,
                "middle": x + TILE / 2,
                "name_y": y + TILE * 0.43,
                "value_y": y + TILE * 0.76,
                "shade": shade,
                "dark": shade in {"l3", "l4"},
            }
        )
    wide = max((tile["col"] for tile in listed), default=0) + 1
    tall = max((tile["row"] for tile in listed), default=0) + 1
    return {"tiles": drawn, "side": TILE, "width": wide * (TILE + GAP) - GAP, "height": tall * (TILE + GAP) - GAP}
