"""Finding the headers of a grid: titles above them, headers of two lines, columns and rows that are empty."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lianxin.core.documents.model import (
    MAX_COLUMNS,
    MAX_ROWS,
    Note,
    Row,
    Table,
    TableError,
    cell_name,
    column_letter,
    unique_headers,
)
from lianxin.core.documents.values import ERRORS, as_text, lost_digits, read_date

_LOOK_AHEAD = 25
_LONGEST_HEADER = 60
_STATED = re.compile(r"[:：]\s*\S")
_NUMBER = re.compile(r"[+-]?[\d.,%]+", re.ASCII)
_HEADER_WORDS = re.compile(
    r"序号|编号|姓名|内容|时间|日期|电话|地址|标题|类别|分类|单位|小区|居委|备注|意见|建议|诉求|问题|来源|渠道|状态|代表|人|名称"
    r"|^(?:id|no|name|title|body|content|text|date|time|phone|address|category|type|kind|status|label|class|likes|row)\b",
    re.IGNORECASE,
)


class Merge(NamedTuple):
    """A merged range: first and last row (from 1), first and last column (from 0)."""

    top: int
    bottom: int
    left: int
    right: int


class Line(NamedTuple):
    """A row of a grid before headers are known: its number in the file and its stored values."""

    number: int
    values: Sequence[object]


@dataclass
class Grid:
    """Everything a reader hands over: the lines, merged ranges and what it noticed."""

    lines: list[Line]
    merges: Sequence[Merge] = ()
    notes: list[Note] = field(default_factory=list)


class _Header(NamedTuple):
    """Where headers were found: position of their first line among the lines (-1: none), and how many lines."""

    at: int
    height: int


def _texts(line: Line) -> list[str]:
    """Return the values of a line as single-line text."""
    return [" ".join(as_text(value).split()) for value in line.values]


def _is_label(text: str) -> bool:
    """Say whether a text may be a header: short, no number, no date, no statement such as 填报单位：某某."""
    if not text or len(text) > _LONGEST_HEADER or _NUMBER.fullmatch(text) or _STATED.search(text):
        return False
    return read_date(text) is None


def _find_header(grid: Grid) -> _Header:
    """Return where the headers are: the first line of labels that is about as wide as the table.

    Titles and statements above it are passed over. A line of labels with nothing below counts only if it uses words
    that headers use.
    """
    ahead = grid.lines[:_LOOK_AHEAD]
    texts = [_texts(line) for line in ahead]
    filled = [sum(bool(text) for text in line) for line in texts]
    width = max(filled)
    for at, line in enumerate(texts):
        present = [text for text in line if text]
        if len(set(present)) < max(min(width, 2), width * 0.5):
            continue
        labels = [text for text in present if _is_label(text)]
        if all(_STATED.search(text) for text in present):
            continue
        alone = at + 1 == len(texts) and not any(_HEADER_WORDS.search(label) for label in labels)
        if alone or len(labels) < len(present):
            return _Header(-1, 0)
        return _Header(at, 2 if _has_second_line(grid, texts, at) else 1)
    return _Header(-1, 0)


def _has_second_line(grid: Grid, texts: Sequence[Sequence[str]], at: int) -> bool:
    """Say whether the line below the headers belongs to them.

    It fills cells under merged or blank ones, with labels.
    """
    if at + 1 >= len(texts):
        return False
    upper, lower = texts[at], texts[at + 1]
    number = grid.lines[at].number
    if grid.lines[at + 1].number != number + 1:
        return False
    spanning = [merge for merge in grid.merges if merge.top == merge.bottom == number and merge.right > merge.left]
    tall = [merge for merge in grid.merges if merge.top == number and merge.bottom == number + 1]
    below = [text for text in lower if text]
    if not below or not all(_is_label(text) for text in below):
        return False
    if spanning or tall:
        return any(
            merge.left <= column <= merge.right for merge in spanning for column, text in enumerate(lower) if text
        )
    gaps = [column for column, text in enumerate(upper) if not text and column > 0]
    only_below = [column for column, text in enumerate(lower) if text and (column >= len(upper) or not upper[column])]
    left_alone = [column for column, text in enumerate(upper) if text and (column >= len(lower) or not lower[column])]
    return bool(gaps) and bool(only_below) and len(left_alone) >= 1


def _spread(line: Line, merges: Iterable[Merge], width: int) -> list[str]:
    """Return the texts of a header line with merged values copied to every cell they cover."""
    texts = _texts(line)
    texts += [""] * (width - len(texts))
    for merge in merges:
        if merge.top <= line.number <= merge.bottom and merge.top == line.number:
            for column in range(merge.left, min(merge.right + 1, width)):
                texts[column] = texts[merge.left]
    return texts


def _header_names(grid: Grid, header: _Header, width: int) -> list[str]:
    """Return the name of every column, "" where there is none; two lines are joined with a slash."""
    if header.at < 0:
        return [""] * width
    upper = _spread(grid.lines[header.at], grid.merges, width)
    if header.height == 1:
        return upper
    lower = _spread(grid.lines[header.at + 1], grid.merges, width)
    if not any(merge.top == grid.lines[header.at].number for merge in grid.merges):
        upper = _fill_right(upper, lower)
    return [_join(above, below) for above, below in zip(upper, lower, strict=True)]


def _fill_right(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Copy a group's name to the blank cells right of it that have a name below (text files know no merged cells)."""
    filled: list[str] = []
    for above, below in zip(upper, lower, strict=True):
        filled.append(above or (filled[-1] if filled and below else ""))
    return filled


def _join(above: str, below: str) -> str:
    """Join a group's name and a column's name."""
    return f"{above}/{below}" if above and below and above != below else above or below


def build_table(
    grid: Grid, *, sheet: str = "", sheets: tuple[str, ...] = (), encoding: str = "", delimiter: str = ""
) -> Table:
    """Turn a grid into a table; TableError when it is empty, too long or too wide."""
    lines = [line for line in grid.lines if any(as_text(value) for value in line.values)]
    if not lines:
        raise TableError("empty")
    grid = Grid(lines, grid.merges, list(grid.notes))
    width = max(len(line.values) for line in lines)
    header = _find_header(grid)
    names = _header_names(grid, header, width)
    data = lines[header.at + header.height :] if header.at >= 0 else lines
    if len(data) > MAX_ROWS:
        raise TableError("too_many_rows", str(MAX_ROWS))
    used = [column for column in range(width) if names[column] or any(_filled(line, column) for line in data)]
    if len(used) > MAX_COLUMNS:
        raise TableError("too_many_columns", str(MAX_COLUMNS))
    rows = _data_rows(grid, data, used)
    return Table(
        headers=tuple(unique_headers(_named(grid, names, used, header))),
        rows=rows,
        columns=tuple(used),
        header_rows=tuple(line.number for line in lines[header.at : header.at + header.height])
        if header.at >= 0
        else (),
        title=_title(lines[: max(header.at, 0)]),
        sheet=sheet,
        sheets=sheets,
        encoding=encoding,
        delimiter=delimiter,
        notes=grid.notes,
    )


def _filled(line: Line, column: int) -> bool:
    """Say whether a line has a value in a column."""
    return column < len(line.values) and as_text(line.values[column]) != ""


def _title(lines: Sequence[Line]) -> str:
    """Return the text that stands above the headers, on one line."""
    return " ".join(text for line in lines for text in dict.fromkeys(_texts(line)) if text)


def _named(grid: Grid, names: Sequence[str], used: Sequence[int], header: _Header) -> list[str]:
    """Return a name for every used column, 列B for one without, with a note."""
    if header.at < 0:
        grid.notes.append(Note("no_header", ""))
        return [f"列{column_letter(column)}" for column in used]
    number = grid.lines[header.at].number
    for column in used:
        if not names[column]:
            grid.notes.append(Note("blank_header", cell_name(number, column)))
    return [names[column] or f"列{column_letter(column)}" for column in used]


def _data_rows(grid: Grid, data: Sequence[Line], used: Sequence[int]) -> list[Row]:
    """Return the data rows; a cell merged downwards gives its value to every row it covers, with a note."""
    carried = _carried_values(grid.merges, data)
    rows: list[Row] = []
    for line in data:
        values = [line.values[column] if column < len(line.values) else None for column in used]
        for place, column in enumerate(used):
            source = carried.get((line.number, column))
            if source is not None and values[place] is None:
                values[place] = source
                grid.notes.append(Note("merged", cell_name(line.number, column)))
            _note_value(grid.notes, values[place], line.number, column)
        rows.append(Row(line.number, tuple(as_text(value) for value in values), tuple(values)))
    return rows


def _carried_values(merges: Iterable[Merge], data: Sequence[Line]) -> dict[tuple[int, int], object]:
    """Return the values of cells merged downwards, by row and column of every cell they cover."""
    by_number = {line.number: line for line in data}
    carried: dict[tuple[int, int], object] = {}
    for merge in merges:
        line = by_number.get(merge.top)
        if line is None or merge.bottom == merge.top or merge.left >= len(line.values):
            continue
        for number in range(merge.top + 1, min(merge.bottom, merge.top + MAX_ROWS) + 1):
            carried[number, merge.left] = line.values[merge.left]
    return carried


def _note_value(notes: list[Note], value: object, number: int, column: int) -> None:
    """Note a value that lost digits or is a spreadsheet error."""
    if lost_digits(value):
        notes.append(Note("lost_digits", cell_name(number, column)))
    elif isinstance(value, str) and value.strip() in ERRORS:
        notes.append(Note("formula_error", cell_name(number, column), value.strip()))
