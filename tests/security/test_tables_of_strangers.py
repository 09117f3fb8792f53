"""Workbooks made to hurt: refused or read in seconds, and never asking for anything outside themselves."""

import io
import re
import time
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from lianxin.core.documents import xlsx
from lianxin.core.documents.tables import TableError

SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b"<!DOCTYPE l [<!ENTITY e0 'ha'>%s]>" % b"".join(
    b"<!ENTITY e%d '%s'>" % (step, b"&e%d;" % (step - 1) * 10) for step in range(1, 10)
)
OUTSIDE = b"<!DOCTYPE l [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"


def _book(change: Callable[[bytes], bytes]) -> bytes:
    """A small table whose sheet was changed by hand."""
    book, made, out = Workbook(), io.BytesIO(), io.BytesIO()
    assert book.active is not None
    book.active.append(["意见内容", "地点"])
    book.active.append(["井盖坏了", "青枫"])
    book.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, change(data) if name == SHEET else data)
    return out.getvalue()


def _more(row: bytes) -> Callable[[bytes], bytes]:
    return lambda sheet: sheet.replace(b"</sheetData>", row + b"</sheetData>")


def _with_dtd(dtd: bytes, entity: bytes) -> Callable[[bytes], bytes]:
    row = b'<row r="3"><c r="A3" t="inlineStr"><is><t>&%s;</t></is></c></row>' % entity
    return lambda sheet: _more(row)(re.sub(b"<worksheet", dtd + b"<worksheet", sheet, count=1))


@pytest.mark.parametrize("number", [b"999999999", b"99999999999999"])
def test_a_row_with_an_absurd_number_keeps_no_worker_busy(number: bytes) -> None:
    data = _book(_more(b'<row r="%s"><c r="A%s"><v>1</v></c></row>' % (number, number)))
    begun = time.monotonic()
    table = xlsx.read_table(io.BytesIO(data))
    assert [row.values[0] for row in table.rows] == ["井盖坏了"]
    assert time.monotonic() - begun < 60


@pytest.mark.parametrize(("dtd", "entity"), [(LAUGHS, b"e9"), (OUTSIDE, b"x")])
def test_entities_neither_swell_nor_fetch(dtd: bytes, entity: bytes) -> None:
    with pytest.raises(TableError) as refused:
        xlsx.read_table(io.BytesIO(_book(_with_dtd(dtd, entity))))
    assert refused.value.code == "damaged"
