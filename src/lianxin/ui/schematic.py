"""Geometry of the larger drawings: the map of states, pairs of columns, heat tables, milestones, tallies.

Like `charts`: numbers in, positions out; colours are classes, and every drawing has its words or table beside it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from lianxin.ui.charts import GAP, TILE, level

#: State of a place on the map: tone and shape, worst first. Shapes are those of `icons.shape`.
MAP_STATES: Final[Mapping[str, tuple[str, str]]] = {
    "late": ("bad", "triangle"),
    "open": ("info", "dot"),
    "clear": ("good", "check"),
    "none": ("mute", "ring"),
    "place": ("info", ""),
}
#: Width of the drawn part of a milestone bar, of its label column is decided by the style sheet.
GANTT_WIDTH: Final = 1000


def state_map(tiles: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Tiles ``{name, col, row, state, value?, note?, href?}`` on their grid, with what the picture needs."""
    listed = list(tiles)
    drawn = []
    for tile in listed:
        tone, shape = MAP_STATES[tile["state"]]
        x, y = round(tile["col"] * (TILE + GAP)), round(tile["row"] * (TILE + GAP))
        drawn.append(
            {
                **tile, "x": x, "y": y, "tone": tone, "shape": shape, "middle": x + TILE // 2,
                "name_y": y + (56 if tile.get("value") is None else 31), "value_y": y + 60, "note_y": y + 83,
                "note_x": x + TILE // 2 + 9, "mark_y": y + 71,
                "mark_x": x + (10 if tile.get("note") else TILE // 2 - 7),
            }
        )  # fmt: skip
    wide = max((int(tile["col"]) for tile in listed), default=0) + 1
    tall = max((int(tile["row"]) for tile in listed), default=0) + 1
    size = {"width": wide * (TILE + GAP) - GAP, "height": tall * (TILE + GAP) - GAP}
    return {"tiles": drawn, "side": TILE, "legend": _legend(listed), **size}


def _legend(tiles: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    words = {"late": _("有逾期的"), "open": _("有在办的"), "clear": _("没有在办的"), "none": _("没有记录"), "place": ""}
    counted = {code: sum(tile["state"] == code for tile in tiles) for code in MAP_STATES}
    return [
        {"word": words[code], "tone": tone, "shape": shape, "n": counted[code]}
        for code, (tone, shape) in MAP_STATES.items()
        if counted[code]
    ]


def pairs(rows: Sequence[Mapping[str, Any]], width: int = 420, height: int = 180) -> dict[str, Any]:
    """Two columns a row (``label``, ``first``, ``second``); the first is drawn full, the second as an outline."""
    most = max((max(row["first"], row["second"]) for row in rows), default=0) or 1
    step = width / max(len(rows), 1)
    every = max(1, round(len(rows) / 5))
    floor = height - 26
    drawn = []
    for index, row in enumerate(rows):
        bar = round(step * 0.34, 1)
        tall = [round((floor - 20) * row[name] / most, 1) for name in ("first", "second")]
        left = round(index * step + step * 0.13, 1)
        drawn.append(
            {
                **row, "bar": bar, "x1": left, "x2": round(left + bar + 2, 1), "y1": round(floor - tall[0], 1),
                "y2": round(floor - tall[1], 1), "h1": tall[0], "h2": tall[1], "middle": round((index + 0.5) * step, 1),
                "written": row["label"] if (len(rows) - 1 - index) % every == 0 else "",
            }
        )  # fmt: skip
    return {"rows": drawn, "width": width, "height": height, "floor": floor, "text_y": height - 6, "most": most}


def heat(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows ``{label, href?, cells: [{value, href?}]}`` with a shade for each cell: four steps of the largest value."""
    values = [cell["value"] for row in rows for cell in row["cells"] if cell["value"] is not None]
    most = float(max(values, default=0))
    return [
        {
            **row,
            "cells": [
                {**cell, "shade": level(cell["value"], most) if cell["value"] else "l0"} for cell in row["cells"]
            ],
            "total": sum(cell["value"] or 0 for cell in row["cells"]),
        }
        for row in rows
    ]


def gantt(rows: Sequence[Mapping[str, Any]], first: dt.date, last: dt.date, today: dt.date) -> dict[str, Any]:
    """Bars ``{label, start, end, tone?, word?, milestones: [{on, label, done?}]}`` between two civil days."""
    span = max((last - first).days, 1)

    def at(day: dt.date) -> float:
        return round(GANTT_WIDTH * min(max((day - first).days / span, 0), 1), 1)

    drawn = [
        {
            **row,
            "x": at(row["start"]),
            "width": round(max(at(row["end"]) - at(row["start"]), 4), 1),
            "marks": [{**one, "x": at(one["on"])} for one in row.get("milestones", ())],
        }
        for row in rows
    ]
    months = [
        {"x": at(dt.date(n // 12, n % 12 + 1, 1)), "label": n % 12 + 1}
        for n in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    ]
    now = at(today) if first <= today <= last else None
    return {"rows": drawn, "months": months, "now": now, "width": GANTT_WIDTH}


def tally(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Parts ``{label, value, tone}`` of one whole, side by side; ``n`` is the whole."""
    whole = sum(part["value"] for part in parts)
    x, drawn = 0.0, []
    for part in parts:
        width = 1000 * part["value"] / whole if whole else 0.0
        drawn.append({**part, "x": round(x, 1), "width": round(width, 1), "middle": round(x + width / 2, 1)})
        x += width
    return {"parts": drawn, "n": whole}
