"""Names of cells and ranges, and what becomes of them when rows are added."""

import re
from collections.abc import Callable
from typing import NamedTuple

from lianxin.core.late import late

_tokens, _moving, _utils = map(late, ("openpyxl.formula.tokenizer", "openpyxl.formula.translate", "openpyxl.utils"))

CELL = re.compile(r"^([A-Z]{1,3})([1-9]\d{0,6})$")
_PART = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([1-9]\d{0,6})")
_RANGE = re.compile(r"^(\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6})(?::(\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}))?$")
_ROWS = re.compile(r"^(\$?)([1-9]\d{0,6}):(\$?)([1-9]\d{0,6})$")


class Cell(NamedTuple):
    """A cell by row and column, both from 1."""

    row: int
    column: int

    @property
    def name(self) -> str:
        """``B4``."""
        return f"{_utils.get_column_letter(self.column)}{self.row}"


class Box(NamedTuple):
    """A rectangle of cells, all four edges included, from 1."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def name(self) -> str:
        """``A1:B4``, or ``A1`` for a single cell."""
        first, last = Cell(self.top, self.left).name, Cell(self.bottom, self.right).name
        return first if first == last else f"{first}:{last}"

    def holds(self, cell: Cell) -> bool:
        """Say whether a cell lies inside."""
        return self.top <= cell.row <= self.bottom and self.left <= cell.column <= self.right


def cell_of(name: str) -> Cell | None:
    """Read ``B4``; None when it is no cell name."""
    found = CELL.match(name.strip().upper())
    return Cell(int(found[2]), _utils.column_index_from_string(found[1])) if found else None


def box_of(name: str) -> Box | None:
    """Read ``A1:B4`` or ``A1``, with or without dollar signs; None when it is neither."""
    found = _RANGE.match(name.strip())
    if not found:
        return None
    first = cell_of(found[1].replace("$", ""))
    last = cell_of((found[2] or found[1]).replace("$", ""))
    if first is None or last is None:
        return None
    return Box(
        min(first.row, last.row),
        min(first.column, last.column),
        max(first.row, last.row),
        max(first.column, last.column),
    )


class Insertion(NamedTuple):
    """``added`` rows put in after row ``after`` of a sheet."""

    sheet: str
    after: int
    added: int

    def moved(self, row: int) -> int:
        """Where a row stands afterwards."""
        return row + self.added if row > self.after else row

    def stretched(self, first: int, last: int) -> tuple[int, int]:
        """Where a range stands afterwards; one that ends with the last row before the addition takes the new rows in.

        So a sum over the list still sums the list. A single cell only moves.
        """
        if first == last:
            return self.moved(first), self.moved(last)
        return self.moved(first), last + self.added if last >= self.after else last

    def box(self, box: Box) -> Box:
        """A range afterwards."""
        top, bottom = self.stretched(box.top, box.bottom)
        return Box(top, box.left, bottom, box.right)

    def sqref(self, text: str) -> str:
        """A list of ranges as attributes hold it (``A1:B4 D7``)."""
        boxes = [(part, box_of(part)) for part in text.split()]
        return " ".join(part if box is None else self.box(box).name for part, box in boxes)

    def formula(self, text: str, own_sheet: str) -> str:
        """A formula (without ``=``) that stands on ``own_sheet``."""
        return rewritten(text, lambda operand: self._operand(operand, own_sheet))

    def _operand(self, operand: str, own_sheet: str) -> str:
        sheet, mark, ref = operand.rpartition("!")
        named = sheet.strip("'").replace("''", "'") if mark else own_sheet
        if named != self.sheet:
            return operand
        rows = _ROWS.match(ref)
        if rows:
            first, last = self.stretched(int(rows[2]), int(rows[4]))
            return f"{sheet}{mark}{rows[1]}{first}:{rows[3]}{last}"
        found = _RANGE.match(ref)
        if not found:
            return operand
        if not found[2]:
            return f"{sheet}{mark}{_with_row(found[1], self.moved)}"
        first, last = self.stretched(_row(found[1]), _row(found[2]))
        return f"{sheet}{mark}{_with_row(found[1], lambda _: first)}:{_with_row(found[2], lambda _: last)}"


def rewritten(formula: str, change: Callable[[str], str]) -> str:
    """Return a formula with every cell or range in it changed; texts and function names stay."""
    tokens = _tokens.Tokenizer("=" + formula)
    parts = [
        change(token.value)
        if token.type == _tokens.Token.OPERAND and token.subtype == _tokens.Token.RANGE
        else token.value
        for token in tokens.items
    ]
    return "".join(parts)


def copied(formula: str, origin: str, target: str) -> str:
    """Return a formula as a workbook copies it from one cell to another; unchanged where that leads off the sheet."""
    try:
        return str(_moving.Translator("=" + formula, origin=origin).translate_formula(target))[1:]
    except _moving.TranslatorError:
        return formula


def _row(part: str) -> int:
    found = _PART.fullmatch(part)
    return int(found[4]) if found else 0


def _with_row(part: str, change: Callable[[int], int]) -> str:
    found = _PART.fullmatch(part)
    return f"{found[1]}{found[2]}{found[3]}{change(int(found[4]))}" if found else part
