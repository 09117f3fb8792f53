"""Writing workbooks row by row: Chinese header style, fitting widths, frozen header, no text that calculates."""

import datetime as dt
import decimal
import io
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from lianxin.core import clock
from lianxin.core.text import formula_safe

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SHEET_SIGNS = re.compile(r"[\[\]:*?/\\]")
_LONGEST_CELL = 32_000
_LONGEST_TITLE = 31
_WIDTH_SAMPLE = 200
_NARROWEST, _WIDEST = 8, 60
_KEPT_DIGITS = 10**15
_DATE_FORMAT, _MOMENT_FORMAT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"

_LINE = Side(style="thin", color="BFBFBF")
_HEADER_FONT = Font(name="微软雅黑", size=11, bold=True, color="1F2D3D")
_HEADER_FILL = PatternFill("solid", fgColor="E8EEF4")
_HEADER_BORDER = Border(bottom=_LINE, right=_LINE)
_HEADER_ALIGN = Alignment(horizontal="center", vertical="center", wrap_text=True)
_NOTE_FONT = Font(name="微软雅黑", size=11, bold=True, color="B42318")
_WRAP = Alignment(vertical="top", wrap_text=True)


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its header, a width in characters (0: fitted), and whether long text wraps."""

    header: str
    width: int = 0
    wrap: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet to write: title, columns, rows (read once, streamed), and a note row above the headers (say 演示数据)."""

    title: str
    columns: Sequence[Column | str]
    rows: Iterable[Sequence[object]]
    note: str = ""
    filters: bool = field(default=True)


def write_workbook(target: BinaryIO, sheets: Iterable[Sheet], *, note: str = "") -> None:
    """Write sheets as an .xlsx file to a binary file, row by row; ``note`` stands above the headers of every sheet.

    Text that looks like a formula gets an apostrophe; moments are written in town time; numbers of more than 15 digits
    become text; signs a workbook cannot hold are left out.
    """
    book = Workbook(write_only=True)
    titles: set[str] = set()
    for sheet in sheets:
        _write_sheet(book, sheet, note or sheet.note, titles)
    if not titles:
        _write_sheet(book, Sheet("Sheet1", (), ()), note, titles)
    book.save(target)


def workbook_bytes(sheets: Iterable[Sheet], *, note: str = "") -> bytes:
    """Return the .xlsx file of ``write_workbook`` as bytes."""
    target = io.BytesIO()
    write_workbook(target, sheets, note=note)
    return target.getvalue()


def sheet_title(title: str, taken: set[str]) -> str:
    """Return a title a sheet may have: no forbidden signs, at most 31 characters, not used yet."""
    base = _SHEET_SIGNS.sub(" ", _ILLEGAL.sub("", title)).strip().strip("'")[:_LONGEST_TITLE] or "Sheet1"
    name, number = base, 2
    while name.casefold() in taken:
        suffix = f" {number}"
        name, number = base[: _LONGEST_TITLE - len(suffix)] + suffix, number + 1
    taken.add(name.casefold())
    return name


def _write_sheet(book: Workbook, sheet: Sheet, note: str, titles: set[str]) -> None:
    """Write one sheet: widths from the first rows, then note, headers, rows."""
    page = book.create_sheet(sheet_title(sheet.title, titles))
    columns = [column if isinstance(column, Column) else Column(column) for column in sheet.columns]
    stream = iter(sheet.rows)
    first = list(itertools.islice(stream, _WIDTH_SAMPLE))
    for index, column in enumerate(columns):
        page.column_dimensions[get_column_letter(index + 1)].width = column.width or _fitting(column, first, index)
    header_row = 2 if note else 1
    page.freeze_panes = f"A{header_row + 1}"
    if sheet.filters and columns:
        page.auto_filter.ref = f"A{header_row}:{get_column_letter(len(columns))}{header_row}"
    if note:
        page.append([_styled(page, note, _NOTE_FONT)])
    page.append([_header_cell(page, column.header) for column in columns])
    wraps = [column.wrap for column in columns]
    for row in itertools.chain(first, stream):
        page.append(_cells(page, row, wraps))


def _fitting(column: Column, rows: Sequence[Sequence[object]], index: int) -> float:
    """Return a width that fits the header and the first rows; a Han character takes two places."""
    shown = [column.header, *(str(row[index]) for row in rows if index < len(row) and row[index] is not None)]
    widest = max(max((_places(line) for line in text.split("\n")), default=0) for text in shown)
    return min(max(widest + 2, _NARROWEST), _WIDEST)


def _places(text: str) -> int:
    """Return how many places a text takes, two for each wide character."""
    return sum(2 if sign >= "\u1100" else 1 for sign in text[: 2 * _WIDEST])


def _cell(page: WriteOnlyWorksheet, value: str | dt.date) -> Cell:
    """Return a cell that can carry a style."""
    cell: Cell = WriteOnlyCell(page)
    cell.value = value
    return cell


def _styled(page: WriteOnlyWorksheet, text: str, font: Font) -> Cell:
    """Return a text cell in a font."""
    cell = _cell(page, safe_text(text))
    cell.font = font
    return cell


def _header_cell(page: WriteOnlyWorksheet, text: str) -> Cell:
    """Return a header cell."""
    cell = _styled(page, text, _HEADER_FONT)
    cell.fill, cell.border, cell.alignment = _HEADER_FILL, _HEADER_BORDER, _HEADER_ALIGN
    return cell


def safe_text(text: str) -> str:
    """Return text as a workbook can hold it: no control signs, not too long, not a formula."""
    clean = _ILLEGAL.sub("", text)
    if len(clean) > _LONGEST_CELL:
        clean = clean[: _LONGEST_CELL - 1] + "…"
    return str(formula_safe(clean))


def _cells(page: WriteOnlyWorksheet, row: Sequence[object], wraps: Sequence[bool]) -> list[object]:
    """Return a row's cells; plain values where no style is needed, because that is quicker."""
    cells: list[object] = []
    for index, value in enumerate(row):
        plain = plain_value(value)
        if isinstance(plain, dt.date):
            cells.append(_date_cell(page, plain))
        elif isinstance(plain, str) and index < len(wraps) and wraps[index]:
            cells.append(_cell(page, plain))
            cells[-1].alignment = _WRAP  # type: ignore[attr-defined]
        else:
            cells.append(plain)
    return cells


def _date_cell(page: WriteOnlyWorksheet, value: dt.date) -> Cell:
    """Return a cell that shows a day or a moment in ISO order."""
    cell = _cell(page, value)
    cell.number_format = _MOMENT_FORMAT if isinstance(value, dt.datetime) else _DATE_FORMAT
    return cell


def plain_value(value: object) -> object:
    """Return a value as a workbook stores it."""
    if value is None or isinstance(value, float):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return value if abs(value) < _KEPT_DIGITS else str(value)
    if isinstance(value, decimal.Decimal):
        return float(value) if value.is_finite() else str(value)
    if isinstance(value, dt.datetime):
        return clock.local(value).replace(tzinfo=None) if value.tzinfo is not None else value
    if isinstance(value, dt.date):
        return value
    return safe_text(str(value))
