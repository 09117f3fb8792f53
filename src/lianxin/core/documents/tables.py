"""Reading a table from any file a clerk has: looks at the content, not at the name, and says what is wrong with it."""

from pathlib import Path
from typing import BinaryIO

from lianxin.core.documents import csvio
from lianxin.core.documents.model import MAX_FILE, Note, Row, Table, TableError, cell_name, column_letter
from lianxin.core.late import late

__all__ = ["Note", "Row", "Table", "TableError", "cell_name", "column_letter", "read_table"]

xlsx = late("lianxin.core.documents.xlsx")

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BINARY_STARTS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"GIF8", b"Rar!", b"7z\xbc\xaf")
_HTML_STARTS = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")


def read_table(source: Path | bytes | BinaryIO, *, sheet: str | None = None) -> Table:
    """Read an .xlsx, .csv or .csv.gz file into a table; TableError with a code when that is impossible."""
    data = _all_bytes(source)
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise TableError("empty")
    if data.startswith(_ZIP):
        table: Table = xlsx.read_table(data, sheet=sheet)
        return table
    if data.startswith(_OLE):
        raise TableError("encrypted" if _ENCRYPTED in data else "old_excel")
    if data.startswith(_BINARY_STARTS):
        raise TableError("not_supported")
    if data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_HTML_STARTS):
        raise TableError("html")
    return csvio.read_table(data)


def _all_bytes(source: Path | bytes | BinaryIO) -> bytes:
    """Return the content of a file; TableError when it is larger than we take."""
    if isinstance(source, bytes):
        data = source
    elif isinstance(source, Path):
        with source.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    else:
        data = source.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise TableError("too_large", str(MAX_FILE))
    return data
