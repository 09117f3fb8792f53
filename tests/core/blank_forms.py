"""Blank forms built in the tests: workbooks through a writer, documents from their bare XML."""

import io
import zipfile
from collections.abc import Callable

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
)
_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def workbook(build: Callable[[Workbook], None]) -> bytes:
    """Return the file of a workbook that ``build`` fills; its first sheet is called 月报."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "月报"
    build(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def opened(data: bytes, sheet: str = "月报", *, counted: bool = False) -> Worksheet:
    """Return a sheet of a filled form; ``counted`` shows what calculations came to instead of the formulas."""
    found = load_workbook(io.BytesIO(data), data_only=counted)[sheet]
    assert isinstance(found, Worksheet)
    return found


def part(data: bytes, name: str) -> bytes:
    """Return one part of the archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def parts(data: bytes) -> dict[str, bytes]:
    """Return all parts of the archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def named_archive(members: dict[str, str]) -> bytes:
    """Return a zip archive of named texts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return target.getvalue()


def archive(**members: str | bytes) -> bytes:
    """Return a zip archive; ``__`` in a name stands for a slash and ``_dot_`` for a dot."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as out:
        for name, content in members.items():
            out.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return target.getvalue()


def run(text: str, look: str = "") -> str:
    """Return a run of a paragraph with its look."""
    shape = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{shape}<w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(text: str = "", shape: str = "") -> str:
    """Return a table cell; ``shape`` is what merges it."""
    inner = run(text, "<w:b/>") if text else ""
    return f'<w:tc><w:tcPr>{shape}</w:tcPr><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{inner}</w:p></w:tc>'


def table(*rows: list[str]) -> str:
    """Return a table of rows of cells."""
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"


def document(*body: str) -> bytes:
    """Return a document of paragraphs and tables."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    text = f"{head}<w:document {_W}><w:body>{''.join(body)}</w:body></w:document>"
    return named_archive({"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": text})
