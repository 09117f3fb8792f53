"""A form drawn for pointing and for reading: prepared rows for the template."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from lianxin.core.documents.blanks import Area, CellView
from lianxin.core.documents.blanks.labels import blanks_in
from lianxin.core.documents.blanks.word import TEXT
from lianxin.reports import sources
from lianxin.reports.models import FormSpot, SpotKind

_TABLE: Final = re.compile(r"table([1-9]\d*)")
_PLACE: Final = re.compile(r"r(?P<row>\d+)c(?P<cell>\d+)|p(?P<paragraph>\d+)")


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


def area_words(area: str) -> str:
    """What an area is called: a sheet by its own name, a Word table by its number, the rest of a document 正文."""
    if area == TEXT:
        return _("正文")
    found = _TABLE.fullmatch(area)
    return _("表%(n)s") % {"n": found[1]} if found else area


def place_words(area: str, ref: str) -> str:
    """A place as a person says it: 月报 C5, 表1 第2行第3格, 正文 第4段."""
    name, _mark, more = ref.partition("#")
    found = _PLACE.fullmatch(name)
    if found is None:
        words = name
    elif found["row"]:
        words = _("第%(row)s行第%(cell)s格") % {"row": found["row"], "cell": found["cell"]}
    else:
        words = _("第%(n)s段") % {"n": found["paragraph"]}
    blank = _("第%(n)s处空") % {"n": more} if more else ""
    return " ".join(part for part in (area_words(area), words, blank) if part)
