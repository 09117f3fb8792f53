"""A workbook written while it is sent: rows of any number in constant memory, bold head, first rows frozen.

openpyxl builds the whole book before the first byte leaves; this writes the zip archive piece by piece. Cells are
numbers or inline texts, never formulas. After :data:`MOST` rows (Excel's limit is 1,048,576) a further sheet begins.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import IO, Final

#: Rows a sheet, and rows between two pieces of the answer.
MOST: Final = 1_000_000
PIECE: Final = 500

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PART: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACK: Final = "http://schemas.openxmlformats.org/package/2006"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
#: What XML cannot carry.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STYLES: Final = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill'
    ' patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border>'
    '<left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf xfId="0"/><xf fontId="1" applyFont="1" xfId="0"/></cellXfs><cellStyles count="1"><cellStyle'
    ' name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)

Value = str | int | float | None


class _Outlet(io.RawIOBase):
    """What the archive writes, to be taken away between two pieces; it cannot be sought, so nothing is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        """Only that."""
        return True

    def write(self, data: object) -> int:
        """Keep the bytes until they are taken."""
        piece = bytes(data)  # type: ignore[call-overload]
        self.pieces.append(piece)
        return len(piece)

    def take(self) -> bytes:
        """Everything written since the last time."""
        found = b"".join(self.pieces)
        self.pieces.clear()
        return found


def stream(
    title: str, headers: Sequence[Value], rows: Iterable[Sequence[Value]], note: Value = None
) -> Iterator[bytes]:
    """The pieces of a workbook; *note* stands above the head. *title* is cut to what a sheet's name may be."""
    outlet = _Outlet()
    source, sheets = iter(rows), 0
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        following: list[Sequence[Value]] = []
        while sheets == 0 or following:
            sheets += 1
            with archive.open(f"xl/worksheets/sheet{sheets}.xml", "w", force_zip64=True) as sheet:
                _begin(sheet, headers, note)
                for piece in _pieces(islice(chain(following, source), MOST)):
                    sheet.write("".join(map(_row, piece)).encode())
                    yield outlet.take()
                sheet.write(b"</sheetData></worksheet>")
            following = list(islice(source, 1))
        _frame(archive, _name(title), sheets)
    yield outlet.take()


def _pieces(rows: Iterator[Sequence[Value]]) -> Iterator[list[Sequence[Value]]]:
    while piece := list(islice(rows, PIECE)):
        yield piece


def _begin(sheet: IO[bytes], headers: Sequence[Value], note: Value) -> None:
    """What stands before the rows: the frozen head and, above it, the note."""
    above = 2 if note else 1
    pane = f'<pane ySplit="{above}" topLeftCell="A{above + 1}" activePane="bottomLeft" state="frozen"/>'
    first = _row([note]) if note else ""
    sheet.write(
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"<sheetData>{first}{_row(headers, style=1)}".encode()
    )


def _row(values: Sequence[Value], style: int = 0) -> str:
    mark = f' s="{style}"' if style else ""
    return f"<row>{''.join(_cell(value, mark) for value in values)}</row>"


def _cell(value: Value, mark: str) -> str:
    if value is None:
        return f"<c{mark}/>"
    if isinstance(value, bool):
        return f'<c{mark} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f"<c{mark}><v>{value!r}</v></c>"
    return f'<c{mark} t="inlineStr"><is><t xml:space="preserve">{_text(value)}</t></is></c>'


def _text(value: str) -> str:
    return _FORBIDDEN.sub("", value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _name(title: str) -> str:
    kept = "".join(sign for sign in title if sign not in r"[]:*?/\\'")[:25].strip()
    return _text(kept).replace('"', "&quot;") or "Sheet"


def _frame(archive: zipfile.ZipFile, title: str, sheets: int) -> None:
    """The parts around the sheets."""
    numbers = range(1, sheets + 1)
    override = '<Override PartName="/xl/{}" ContentType="' + _KIND + '.{}+xml"/>'
    types = "".join(override.format(f"worksheets/sheet{n}.xml", "worksheet") for n in numbers)
    names = "".join(f'<sheet name="{title}{"" if n == 1 else f" {n}"}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    relation = '<Relationship Id="rId{}" Type="' + _PART + '/{}" Target="{}"/>'
    links = "".join(relation.format(n, "worksheet", f"worksheets/sheet{n}.xml") for n in numbers)
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACK}/content-types"><Default Extension="rels" ContentType="application/vnd'
            f'.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f"{override.format('workbook.xml', 'sheet.main')}{override.format('styles.xml', 'styles')}{types}</Types>"
        ),
        "_rels/.rels": _links(relation.format(1, "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_PART}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _links(links + relation.format(sheets + 1, "styles", "styles.xml")),
        "xl/styles.xml": _STYLES,
    }
    for path, text in parts.items():
        archive.writestr(path, _HEAD + text)


def _links(inner: str) -> str:
    return f'<Relationships xmlns="{_PACK}/relationships">{inner}</Relationships>'
