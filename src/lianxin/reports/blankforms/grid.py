"""A form drawn for pointing and for reading: prepared rows for the template."""

from collections.abc import Mapping, Sequence
from typing import Any

from lianxin.core.documents.blanks import Area, CellView
from lianxin.core.documents.blanks.labels import blanks_in
from lianxin.reports import sources
from lianxin.reports.models import FormSpot, SpotKind


def bound_places(spots: Sequence[FormSpot], area: str) -> dict[str, str]:
    """Place name → what fills it, for every cell of an area that a binding reaches."""
    found: dict[str, str] = {}
    for spot in spots:
        if spot.area == area:
            found[spot.ref] = label_of(spot)
    return found


def label_of(spot: FormSpot) -> str:
    """A binding in words."""
    if spot.kind == SpotKind.CELL:
        return sources.label_of(spot.source, spot.label)
    table = sources.tables().get(spot.source)
    return f"{spot.get_kind_display()}：{table.label if table else spot.source}"


def rows_of(area: Area, bound: Mapping[str, str], chosen: str) -> list[list[dict[str, Any]]]:
    """The cells of an area as prepared dicts: ref, text, spans, what fills it, its blanks behind labels."""
    return [[_cell(cell, bound, chosen) for cell in row] for row in area.rows]


def _cell(cell: CellView, bound: Mapping[str, str], chosen: str) -> dict[str, Any]:
    blanks = blanks_in(cell.text)
    return {
        "ref": cell.ref,
        "text": cell.text,
        "rows": cell.row_span,
        "columns": cell.column_span,
        "formula": bool(cell.formula),
        "bound": bound.get(cell.ref, ""),
        "chosen": chosen.partition("#")[0] == cell.ref,
        "blanks": [
            {"ref": f"{cell.ref}#{at}", "at": at, "bound": bound.get(f"{cell.ref}#{at}", "")}
            for at in range(1, blanks + 1)
        ],
    }
