"""A paper as a workbook: its head, its boxes, its table, ready to print; no text that calculates.

Rows of a table are read once and written as they come, so a long ledger never stands in memory as a whole sheet.
"""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any, BinaryIO, Final

from openpyxl import Workbook
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from lianxin.core.documents.letters import wording
from lianxin.core.documents.letters.model import (
    Blank,
    Block,
    Boxes,
    Fields,
    Form,
    Grid,
    Heading,
    Paper,
    Points,
    QrCode,
    Text,
    Tone,
)
from lianxin.core.documents.xlsx_write import plain_value, safe_text, sheet_title

_LINE = Side(style="thin", color="808080")
_BOX = Border(top=_LINE, bottom=_LINE, left=_LINE, right=_LINE)
_TITLE = Font(name="宋体", size=18, bold=True)
_HEAD = Font(name="黑体", size=11)
_BODY = Font(name="仿宋_GB2312", size=11)
_WORDS = Font(name="楷体_GB2312", size=12)
_MARK = Font(name="黑体", size=10, bold=True)
_ACROSS = Alignment(horizontal="centerContinuous", vertical="center", wrap_text=False)
_WRAP = Alignment(vertical="top", wrap_text=True)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
#: Width of a whole sheet in characters, upright and lying.
_UPRIGHT, _LYING = 86.0, 136.0
_NARROWEST: Final = 6.0
_PER_LINE: Final = 15.0
_A4: Final = 9


def write_book(paper: Paper, target: BinaryIO) -> None:
    """Write the paper as an .xlsx file to a binary file."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = safe_text(paper.name), safe_text(paper.issuer)
    _Sheet(book, paper).write()
    book.save(target)


def book_bytes(paper: Paper) -> bytes:
    """Return the .xlsx file of a paper."""
    target = io.BytesIO()
    write_book(paper, target)
    return target.getvalue()


class _Sheet:
    """The one sheet of a paper; everything but a grid lies across its columns."""

    def __init__(self, book: Any, paper: Paper) -> None:
        self.paper = paper
        self.page = book.create_sheet(sheet_title(paper.title.replace("\n", ""), set()))
        grids = [block for block in paper.blocks if isinstance(block, Grid)]
        grid = max(grids, key=lambda one: len(one.columns), default=None)
        lying = paper.form == Form.TABLE
        room = _LYING if lying else _UPRIGHT
        shares = [column.share for column in grid.columns] if grid is not None else [1.0, 4.0]
        self.widths = [max(_NARROWEST, room * share / sum(shares)) for share in shares]
        self.row = 0
        for at, width in enumerate(self.widths, start=1):
            self.page.column_dimensions[get_column_letter(at)].width = width
        self._print_setup(lying)

    def _print_setup(self, lying: bool) -> None:
        page = self.page
        page.page_setup.orientation = "landscape" if lying else "portrait"
        page.page_setup.paperSize = _A4
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.print_options.horizontalCentered = True
        page.oddFooter.center.text = "第 &P 页 共 &N 页"
        page.oddFooter.left.text = self.paper.number.replace("&", "&&")
        page.oddFooter.right.text = self.paper.mark

    def write(self) -> None:
        """Head, blocks, foot, from above downwards, because a streamed sheet knows no way back."""
        paper = self.paper
        before = sum(1 for _block in self._before_grid()) if paper.form == Form.TABLE else 0
        if paper.form == Form.TABLE and not before:
            rows = 2 + bool(paper.mark) + 1
            self.page.freeze_panes = f"A{rows + 1}"
            self.page.print_title_rows = f"{rows}:{rows}"
        if paper.mark:
            self._across([paper.mark], _MARK, Alignment(horizontal="right"), at_end=True)
        self._across([paper.title.replace("\n", "")], _TITLE, _ACROSS, height=30)
        self._across([wording.head_line(paper)], _BODY, _ACROSS)
        if paper.addressee:
            self._across([f"{paper.addressee}："], _BODY, Alignment())
        for block in wording.numbered(paper):
            self._block(block)
        self._foot()

    def _before_grid(self) -> Iterable[Block]:
        for block in self.paper.blocks:
            if isinstance(block, Grid):
                return
            yield block

    # ---- rows

    def _cell(self, value: object, font: Font, align: Alignment, border: Border | None = None) -> Any:
        cell: Any = WriteOnlyCell(self.page)
        cell.value, cell.font, cell.alignment = value, font, align
        if border is not None:
            cell.border = border
        if isinstance(value, dt.date):
            cell.number_format = "yyyy-mm-dd"
        return cell

    def _append(self, cells: list[Any], height: float = 0) -> None:
        self.row += 1
        if height:
            self.page.row_dimensions[self.row].height = height
        self.page.append(cells)

    def _across(
        self, values: list[str], font: Font, align: Alignment, *, height: float = 0, at_end: bool = False
    ) -> None:
        """A line over the whole width: centred ones lie across all columns, without merged cells."""
        count = len(self.widths)
        blank = [""] * (count - len(values))
        texts = [*blank, *values] if at_end else [*values, *blank]
        self._append([self._cell(safe_text(text) or None, font, align) for text in texts], height)

    def _words(self, text: str, font: Font) -> None:
        """Running text over the whole width: one wrapped cell, merged, its height counted from its length."""
        last = get_column_letter(len(self.widths))
        lines = _lines(text, sum(self.widths))
        self._append([self._cell(safe_text(text), font, _WRAP)], height=_PER_LINE * lines * (font.sz or 11) / 11 + 3)
        self.page.merged_cells.add(f"A{self.row}:{last}{self.row}")

    def _pair(self, name: str, value: str) -> None:
        """A name in the first column, its value over the others, both boxed."""
        lines = _lines(value, sum(self.widths[1:]))
        cells = [self._cell(safe_text(name), _HEAD, _MIDDLE, _BOX), self._cell(safe_text(value), _BODY, _WRAP, _BOX)]
        cells += [self._cell(None, _BODY, _WRAP, _BOX) for _more in self.widths[2:]]
        self._append(cells, height=_PER_LINE * lines + 4)
        if len(self.widths) > 2:
            self.page.merged_cells.add(f"B{self.row}:{get_column_letter(len(self.widths))}{self.row}")

    # ---- blocks

    def _block(self, block: Block) -> None:
        if isinstance(block, Grid):
            self._grid(block)
        elif isinstance(block, Text):
            self._words(block.text, _WORDS if block.tone == Tone.QUOTE else _BODY)
        elif isinstance(block, Heading):
            self._words(block.text, _HEAD)
        else:
            self._small(block)

    def _small(self, block: Points | Fields | Boxes | Blank | QrCode) -> None:
        """The blocks that are a few lines or boxes."""
        match block:
            case Points():
                for at, item in enumerate(block.items, start=1):
                    self._words(f"{at}. {item}", _BODY)
            case Fields():
                for name, value in block.pairs:
                    self._pair(name, value)
            case Boxes():
                self._pair(block.question, "　".join(wording.tick(one, block.ticked) for one in block.choices))
            case Blank():
                self._pair(block.label, "\n" * max(block.lines - 1, 0))
            case QrCode():
                self._words(f"{block.caption} {block.address}", _BODY)

    def _grid(self, grid: Grid) -> None:
        spans = self._spans(grid)
        head = [self._cell(safe_text(column.header), _HEAD, _MIDDLE, _BOX) for column in grid.columns]
        self._spread(head, spans, 30)
        empty = True
        for row in grid.rows:
            empty = False
            self._spread(self._row(grid, row), spans, self._height(row, spans))
        if empty:
            self._words(grid.empty, _BODY)

    def _spans(self, grid: Grid) -> list[int]:
        """Over how many columns of the sheet each column lies: a smaller table's widest one takes what is left."""
        spans = [1] * len(grid.columns)
        widest = max(range(len(spans)), key=lambda at: grid.columns[at].share)
        spans[widest] += len(self.widths) - len(spans)
        return spans

    def _spread(self, cells: list[Any], spans: list[int], height: float) -> None:
        """One row of a table; cells that lie over several columns are merged."""
        spread: list[Any] = []
        for cell, span in zip(cells, spans, strict=True):
            first = len(spread) + 1
            spread += [cell, *(self._cell(None, _BODY, _WRAP, _BOX) for _more in range(span - 1))]
            if span > 1:
                begin, end = get_column_letter(first), get_column_letter(len(spread))
                self.page.merged_cells.add(f"{begin}{self.row + 1}:{end}{self.row + 1}")
        self._append(spread, height)

    def _row(self, grid: Grid, row: Sequence[object]) -> list[Any]:
        aligns = [_MIDDLE if column.number else _WRAP for column in grid.columns]
        return [self._cell(plain_value(value), _BODY, align, _BOX) for value, align in zip(row, aligns, strict=True)]

    def _height(self, row: Sequence[object], spans: list[int]) -> float:
        """How high a row must be, in points, for its longest cell; no program counts it for a streamed sheet."""
        ends = list(accumulate(spans))
        widths = [sum(self.widths[end - span : end]) for end, span in zip(ends, spans, strict=True)]
        filled = zip(map(wording.value_text, row), widths, strict=True)
        return _PER_LINE * max(_lines(text, width) for text, width in filled) + 4

    def _foot(self) -> None:
        paper = self.paper
        lines = [paper.closing, *(f"附件{at}：{one}" for at, one in enumerate(paper.attachments, start=1))]
        for line in filter(None, (*lines, *wording.foot_lines(paper))):
            self._words(line, _BODY)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a cell of a width in characters; a Han character takes two."""
    return sum(1 + int(sum(2.1 if sign >= "\u1100" else 1.1 for sign in line) / width) for line in text.split("\n"))
