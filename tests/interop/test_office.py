"""Files we fill or write open in another program, with everything in them."""

from pathlib import Path

import pytest

from lianxin.core.documents.blanks import Block, Put, open_blank
from tests.core.blank_forms import cell, document, run, table
from tests.interop.office import read_all
from tests.reports.ten_forms import TWO_LINE_HEADER

pytestmark = pytest.mark.office


def test_a_filled_workbook_opens_and_is_counted_again(tmp_path: Path) -> None:
    records = [{"n": number, "what": f"第{number}件", "in": number, "out": 1} for number in range(1, 6)]
    cells = [(0, "A", "n"), (0, "B", "what"), (0, "C", "in"), (0, "D", "out")]
    filled = open_blank(TWO_LINE_HEADER.data).fill([], [Block("月报", 5, cells, records, copies=2)])
    file = tmp_path / "filled.xlsx"
    file.write_bytes(filled.data)
    lines = read_all([file], "csv", tmp_path)["filled"].splitlines()
    assert lines[4].startswith("1,第1件,1,1")
    assert lines[9].startswith("合计,,15,5")


def test_a_filled_document_opens_with_its_rows(tmp_path: Path) -> None:
    head = f"<w:p>{run('填报单位：')}{run('        ')}</w:p>"
    form = document(head, table([cell("序号"), cell("内容")], [cell(), cell()], [cell("完"), cell()]))
    block = Block("table1", 2, [(0, "1", "n"), (0, "2", "what")], [{"n": n, "what": f"第{n}件"} for n in (1, 2, 3)])
    file = tmp_path / "letter.docx"
    file.write_bytes(open_blank(form).fill([Put("text", "p1#1", "示例镇")], [block]).data)
    text = read_all([file], "txt", tmp_path)["letter"]
    assert "填报单位：示例镇" in text
    assert [text.index(f"第{n}件") for n in (1, 2, 3)] == sorted(text.index(f"第{n}件") for n in (1, 2, 3))
    assert text.rstrip().endswith("完")
