"""A table as it was read from a file: headers, rows, and for every value the cell it came from."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

MAX_ROWS = 50_000
"""Most data rows a table may have."""
MAX_COLUMNS = 200
"""Most columns a table may have."""
MAX_FILE = 20 * 1024 * 1024
"""Largest file taken, in bytes."""
MAX_UNPACKED = 300 * 1024 * 1024
"""Most bytes a compressed file may unpack to."""


class TableError(ValueError):
    """A file that cannot be read as a table.

    ``code`` is one of ``empty``, ``too_large``, ``too_many_rows``, ``too_many_columns``, ``old_excel``, ``encrypted``,
    ``not_supported``, ``html``, ``damaged``, ``encoding``, ``no_such_sheet``; ``detail`` is a number or name for the
    sentence. Sentences live with the rooms that import.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        """Keep code and detail."""
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class Note(NamedTuple):
    """Something a person should know about a cell or the whole file ("" as cell).

    Codes: ``merged`` (the value was copied from a merged cell), ``lost_digits`` (a number of more than 15 digits was
    saved as a number, so its end is zeros), ``formula_error`` (#N/A and the like, read as empty), ``hidden_sheet``
    (a sheet was passed over), ``other_sheet`` (another visible sheet also holds data), ``no_header`` (headers are
    column letters), ``blank_header`` (a column without a header was named by its letter).
    """

    code: str
    cell: str
    detail: str = ""


class Row(NamedTuple):
    """One data row: its row number in the file (from 1), values as text, and values as they were stored."""

    number: int
    values: tuple[str, ...]
    raw: tuple[object, ...]


def column_letter(index: int) -> str:
    """Return the letter of a column counted from 0 (0 is A, 26 is AA)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return a cell's name from its row number (from 1) and column index (from 0): ``cell_name(12, 1)`` is ``B12``."""
    return f"{column_letter(column)}{row}"


@dataclass(frozen=True)
class Table:
    """Headers and data rows of one sheet or text file.

    ``columns`` gives the sheet column (from 0) of each header, because empty columns are left out. ``header_rows`` are
    the row numbers the headers came from, none if they were made up.
    """

    headers: tuple[str, ...]
    rows: list[Row]
    columns: tuple[int, ...]
    header_rows: tuple[int, ...] = ()
    title: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    notes: list[Note] = field(default_factory=list)

    def __len__(self) -> int:
        """Return the number of data rows."""
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        """Walk the data rows."""
        return iter(self.rows)

    def cell(self, row: Row, column: int) -> str:
        """Return the cell name (B12) of a row's value under the header with this index."""
        return cell_name(row.number, self.columns[column])

    def records(self) -> Iterator[dict[str, str]]:
        """Walk the rows as dicts from header to text."""
        for row in self.rows:
            yield dict(zip(self.headers, row.values, strict=True))


def unique_headers(names: Sequence[str]) -> list[str]:
    """Return header names made unique by a number (内容, 内容 2)."""
    seen: dict[str, int] = {}
    unique: list[str] = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        candidate = name if seen[name] == 1 else f"{name} {seen[name]}"
        while candidate in unique:
            seen[name] += 1
            candidate = f"{name} {seen[name]}"
        unique.append(candidate)
    return unique


_GUARDED = re.compile(r"'(?=[ \u3000\u00a0]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])")


def unguard(text: str) -> str:
    """Return a text without the apostrophe that an export put before a formula sign."""
    return text[1:] if _GUARDED.match(text) else text
