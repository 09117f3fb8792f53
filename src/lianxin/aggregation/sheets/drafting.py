"""A picture as draft rows: read where the extra ``ocr`` is installed, else empty rows to type beside the picture."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lianxin.aggregation.sheets import picture
from lianxin.aggregation.sheets.keeping import EMPTY, HEADS, MOST, UNSURE, DraftRow
from lianxin.aggregation.sheets.reading import Reader
from lianxin.aggregation.sheets.table import Cell

_FIELDS: Final = dict(zip(HEADS, ("name", "phone", "place", "words"), strict=True))


@dataclass(frozen=True, slots=True)
class Reading:
    """``trouble`` asks for a better picture; ``code`` is printed on it; ``by_machine`` says that rows were read."""

    rows: tuple[DraftRow, ...]
    trouble: str = ""
    code: str = ""
    by_machine: bool = False


@lru_cache(maxsize=1)
def _reader() -> Reader:
    """The recogniser, opened at the first sheet."""
    return Reader()


def drafted(data: bytes, *, anyway: bool = False) -> Reading:
    """The draft of a picture; ``anyway`` takes a bad picture for typing beside it.  Some seconds of processor time."""
    empty = (DraftRow(),) * EMPTY
    if not picture.has_library():
        return Reading(empty)
    found = _reader().draft(data, HEADS)
    if found.trouble:
        return Reading(empty, "" if anyway else found.trouble, found.code)
    return Reading(tuple(map(row_of, found.rows))[:MOST], "", found.code, by_machine=True)


def row_of(cells: dict[str, Cell]) -> DraftRow:
    """One row that was read."""
    unsure = tuple(_FIELDS[head] for head in HEADS if cells[head].text and cells[head].sure < UNSURE)
    return DraftRow(**{_FIELDS[head]: cells[head].text for head in HEADS}, unsure=unsure)
