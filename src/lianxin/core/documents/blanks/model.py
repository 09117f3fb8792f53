"""What a blank form looks like to the person who points at its cells, and what is put into it."""

import datetime as dt
import decimal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

Value = str | int | float | decimal.Decimal | dt.date | None


class BlankError(ValueError):
    """A file that cannot serve as a blank form.

    ``code`` is one of ``damaged``, ``too_large``, ``not_supported``, ``old_word`` (.doc or .xls), ``macros``,
    ``no_such_place`` (``detail`` names it). Sentences live with the room that takes the file.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        """Keep code and detail."""
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class CellView(NamedTuple):
    """A cell as it is drawn for pointing.

    ``ref`` is ``B4`` in a workbook; in a document ``r2c3`` is row and cell of a table (from 1), ``p5`` a paragraph.
    ``formula`` is the calculation a workbook does there ("" for none); such a cell is not filled by us.
    """

    ref: str
    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    formula: str = ""


class Area(NamedTuple):
    """One drawable part of a form: a sheet, a table of a document, or the paragraphs of a document.

    ``rows`` holds the visible cells row by row; cells covered by a merged one are left out.
    """

    name: str
    rows: list[list[CellView]]


@dataclass(frozen=True)
class Put:
    """One value for one cell."""

    area: str
    ref: str
    value: Value


@dataclass(frozen=True)
class Block:
    """Rows that repeat once per record.

    The form holds ``copies`` empty blocks of ``height`` rows from ``first_row`` on (rows count from 1). ``cells`` says
    which key of a record goes where: ``(row within the block from 0, column, key)``; ``column`` is a letter in a
    workbook, the number of the cell (from 1) in a document's table. With more records than copies, rows are added and
    everything below moves down; with fewer, the rest stays empty.
    """

    area: str
    first_row: int
    cells: Sequence[tuple[int, str, str]]
    records: Sequence[Mapping[str, Value]]
    height: int = 1
    copies: int = 1

    @property
    def added(self) -> int:
        """How many rows must be added."""
        return max(len(self.records) - self.copies, 0) * self.height

    @property
    def last_row(self) -> int:
        """The last row that the form itself provides for this block."""
        return self.first_row + self.height * self.copies - 1


class Problem(NamedTuple):
    """Something that was not done as asked.

    Codes: ``formula`` (the cell calculates, so it was left alone), ``no_such_place``, ``covered`` (a merged cell covers
    it; its first cell was filled instead), ``not_a_number`` (a total was asked of text).
    """

    code: str
    area: str
    ref: str
    detail: str = ""


@dataclass(frozen=True)
class Filled:
    """A filled form: the file, what stands where afterwards (after rows moved), what was not done, which rows came in.

    ``added`` holds ``(area, after which row, how many)``, the lowest first, in the rows of the empty form.
    """

    data: bytes
    values: dict[tuple[str, str], Value]
    problems: tuple[Problem, ...] = field(default=())
    added: tuple[tuple[str, int, int], ...] = field(default=())
