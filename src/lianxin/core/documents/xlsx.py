"""Workbooks: reading the sheet that holds the data, writing sheets that an office likes to open."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook

from lianxin.core.documents.layout import Grid, Line, Merge, build_table
from lianxin.core.documents.model import MAX_COLUMNS, MAX_FILE, MAX_ROWS, MAX_UNPACKED, Note, Table, TableError
from lianxin.core.documents.prolog import defines_types
from lianxin.core.documents.xlsx_write import Column, Sheet, workbook_bytes, write_workbook

__all__ = ["Column", "Sheet", "read_table", "workbook_bytes", "write_workbook"]

_MOST_MEMBERS = 2_000
#: No workbook has more rows.
_LAST_ROW = 1_048_576
_CHUNK = 1 << 20
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_TAIL = 200


def read_table(source: bytes | BinaryIO, *, sheet: str | None = None) -> Table:
    """Read a sheet of an .xlsx file: the one named, else the first visible one that holds data.

    Formulas give their saved results. TableError when the file is damaged, encrypted, too large or has no such sheet.
    """
    data = source if isinstance(source, bytes) else source.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise TableError("too_large", str(MAX_FILE))
    _guard(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return _read(data, sheet)


def _read(data: bytes, sheet: str | None) -> Table:
    """Open the workbook, read the sheet, close it again; anything broken inside is ``damaged``."""
    book = _open(data)
    try:
        return _read_book(book, data, sheet)
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        SyntaxError,
        zipfile.BadZipFile,
        EOFError,
        OSError,
    ) as error:
        if isinstance(error, TableError):
            raise
        raise TableError("damaged") from error
    finally:
        book.close()


#: What a zip that is none, is cut off, locked or packed in an unknown way raises.
_UNREADABLE: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


def _no_definitions(archive: zipfile.ZipFile) -> None:
    """Refuse a part that defines entities; the number of parts and their size are judged before."""
    for member in archive.infolist():
        if member.filename.lower().endswith((".xml", ".rels", ".vml")):
            with archive.open(member) as part:
                if defines_types(part):
                    raise TableError("damaged")


def _guard(data: bytes) -> None:
    """Refuse an archive that is damaged or would unpack to too much, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            too_large = len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED
            if not too_large:
                _no_definitions(archive)
    except _UNREADABLE:
        raise TableError("damaged") from None
    if too_large:
        raise TableError("too_large", str(MAX_UNPACKED))
    names = {member.filename for member in members}
    if "xl/workbook.xml" not in names and not any(name.endswith("workbook.xml") for name in names):
        raise TableError("not_supported")


def _open(data: bytes) -> Workbook:
    """Open a workbook for reading row by row; TableError when it is damaged."""
    try:
        return load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        SyntaxError,
        InvalidFileException,
        zipfile.BadZipFile,
        OSError,
    ):
        raise TableError("damaged") from None


def _read_book(book: Workbook, data: bytes, wanted: str | None) -> Table:
    """Read the wanted sheet, or the first visible one with data; note the others."""
    sheets = list(book.worksheets)
    visible = [one for one in sheets if one.sheet_state == "visible"]
    titles = tuple(one.title for one in visible)
    notes = [Note("hidden_sheet", "", one.title) for one in sheets if one.sheet_state != "visible"]
    if wanted is not None and wanted not in titles:
        raise TableError("no_such_sheet", wanted)
    for one in visible:
        if wanted is not None and one.title != wanted:
            continue
        lines = list(_lines(one))
        if lines:
            path = str(one._worksheet_path)  # type: ignore[attr-defined]
            merges = _merges(data, path)
            return build_table(Grid(lines, merges, notes), sheet=one.title, sheets=titles)
    raise TableError("empty")


def _lines(sheet: object) -> Iterator[Line]:
    """Yield the rows of a sheet that hold anything."""
    sheet.reset_dimensions()  # type: ignore[attr-defined]
    kept = 0
    # A row may call itself the thousand-millionth: openpyxl would hand out every empty one before it.
    rows = sheet.iter_rows(max_row=_LAST_ROW, max_col=MAX_COLUMNS + 1, values_only=True)  # type: ignore[attr-defined]
    for number, values in enumerate(rows, start=1):
        if values.count(None) < len(values) and any(value is not None and value != "" for value in values):
            kept += 1
            if kept > MAX_ROWS + 100:
                raise TableError("too_many_rows", str(MAX_ROWS))
            yield Line(number, values)


def _merges(data: bytes, path: str) -> list[Merge]:
    """Return the merged ranges of a sheet, found in its XML in one pass.

    Because row-by-row reading passes them over.
    """
    merges: list[Merge] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(path) as member:
        rest = b""
        while piece := member.read(_CHUNK):
            window = rest + piece
            last = 0
            for found in _MERGE.finditer(window):
                merges.append(Merge(int(found[2]), int(found[4]), _column(found[1]), _column(found[3])))
                last = found.end()
            rest = window[max(last, len(window) - _TAIL) :]
    return merges


def _column(letters: bytes) -> int:
    """Return the index (from 0) of a column letter."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
