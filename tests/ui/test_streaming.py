"""Exports leave while they are written, whatever their length."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from openpyxl import load_workbook

from lianxin.core.documents import xlsx_stream
from lianxin.ui import exports


def counted(total: int, seen: list[int]) -> Iterator[list[Any]]:
    for number in range(total):
        seen.append(number)
        yield [number, f"第{number}件", "=1+1", None]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_first_piece_leaves_before_the_last_row_is_made(kind: str) -> None:
    seen: list[int] = []
    response = exports.file_response(kind, "事项", ["编号", "内容", "式", "空"], counted(30_000, seen))
    assert seen == []
    pieces = iter(response)
    first = next(pieces)
    assert first
    assert 0 < len(seen) < 10_000
    assert sum(1 for _piece in pieces) > 3
    assert len(seen) == 30_000


def test_a_streamed_workbook_reads_back_with_numbers_texts_and_no_formula() -> None:
    response = exports.file_response("xlsx", "事项[1]", ["编号", "内容", "式", "空"], counted(1200, []), "演示数据")
    book = load_workbook(io.BytesIO(response.getvalue()))
    sheet: Any = book.active
    assert sheet.title == "事项1"
    assert sheet[1][0].value == "演示数据"
    assert [cell.value for cell in sheet[3]] == [0, "第0件", "'=1+1", None]
    assert sheet.max_row == 1202
    assert sheet[2][0].font.bold
    assert sheet.freeze_panes == "A3"


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_stream, "MOST", 10)
    data = b"".join(xlsx_stream.stream("事项", ["n"], ([number, "a<&>\x01"] for number in range(25))))
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["事项", "事项 2", "事项 3"]
    assert [book[name].max_row for name in book.sheetnames] == [11, 11, 6]
    assert book["事项 3"]["B2"].value == "a<&>"


def test_a_list_as_long_as_a_sheet_has_no_empty_second_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_stream, "MOST", 10)
    data = b"".join(xlsx_stream.stream("事项", ["n"], ([number] for number in range(10))))
    assert load_workbook(io.BytesIO(data)).sheetnames == ["事项"]


def test_rows_are_worded_in_the_language_of_the_request() -> None:
    def rows() -> Iterator[list[str]]:
        yield [translation.get_language() or ""]

    with translation.override("en"):
        response = exports.file_response("csv", "x", ["l"], rows())
    assert response.getvalue().decode("utf-8-sig").split() == ["l", "en"]
