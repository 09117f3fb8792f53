"""Entities that grow are refused wherever they hide: behind a long comment, in another encoding, in any part."""

import io
import zipfile

import pytest

from lianxin.core.documents.blanks import open_blank
from lianxin.core.documents.blanks.model import BlankError
from lianxin.core.documents.blanks.scan import scan
from lianxin.core.documents.model import TableError
from lianxin.core.documents.prolog import defines_types
from lianxin.core.documents.xlsx import read_table
from tests.core.blank_forms import archive, parts, workbook

LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]>'
LATE = f"<!--{'x' * 9000}-->{LAUGHS}"
BOOK = '<workbook xmlns="x" xmlns:r="y"><sheets><sheet name="a" r:id="1"/></sheets></workbook>'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{LAUGHS}<a/>".encode(), True),
        (f"{LATE}<a/>".encode(), True),
        (f"{'<!-- -->' * 20_000}{LAUGHS}<a/>".encode(), True),
        (f"{LAUGHS}<a/>".encode("utf-16"), True),
        (f"{LAUGHS}<a/>".encode("utf-16-le"), True),
        (b"<a><!-- <!DOCTYPE a> --></a>", False),
        (b"<a>" + b"<!DOCTYPE a>", False),
        (b"no xml", False),
        (b"", False),
    ],
)
def test_a_definition_is_found_by_the_parser_before_the_first_element(text: bytes, found: bool) -> None:
    assert defines_types(io.BytesIO(text)) is found


@pytest.mark.parametrize("text", [f"{LATE}<a>&c;</a>".encode(), f"{LAUGHS}<a>&c;</a>".encode("utf-16-le")])
def test_a_part_of_a_form_with_hidden_entities_is_damaged(text: bytes) -> None:
    with pytest.raises(BlankError) as refused:
        scan(text)
    assert refused.value.code == "damaged"


def _simple(book: object) -> None:
    book.active["A1"] = "名称"  # type: ignore[attr-defined]
    book.active["A2"] = "甲"  # type: ignore[attr-defined]


def changed(name: str, before: bytes) -> bytes:
    """A small workbook with something before the root of one part."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as out:
        for part, content in parts(workbook(_simple)).items():
            body = content[content.index(b"?>") + 2 :] if content.startswith(b"<?xml") else content
            out.writestr(part, before + body if part == name else content)
    return raw.getvalue()


@pytest.mark.parametrize(
    "name", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"]
)
def test_a_table_with_hidden_entities_is_damaged(name: str) -> None:
    assert len(read_table(changed(name, b"<!-- only a comment -->"))) == 1
    with pytest.raises(TableError) as refused:
        read_table(changed(name, LATE.encode()))
    assert refused.value.code == "damaged"


def test_a_part_nobody_reads_must_be_whole_too() -> None:
    good = archive(xl__workbook_dot_xml=BOOK, other_dot_bin="x" * 100)
    broken = good.replace(b"x" * 100, b"x" * 99 + b"y")
    assert broken != good
    with pytest.raises(BlankError) as refused:
        open_blank(broken)
    assert (refused.value.code, refused.value.detail) == ("damaged", "other.bin")
