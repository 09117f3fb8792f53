"""Every paper, as Word and as Excel, opens in LibreOffice with everything in it."""

from dataclasses import replace
from pathlib import Path

import pytest

from lianxin.core.documents.letters import book, word
from lianxin.core.documents.letters.model import Grid
from tests.core.papers import ALL, COLUMNS, DAY, TABLE
from tests.interop.office import read_all

pytestmark = pytest.mark.office


def test_every_word_file_opens_with_its_words(tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.docx" for name in ALL]
    for file in files:
        file.write_bytes(word.docx_bytes(ALL[file.stem]))
    read = read_all(files, "txt", tmp_path)
    assert set(read) == set(ALL), "a file that would need repair is missing here"
    for name, text in read.items():
        for wanted in (ALL[name].title, ALL[name].issuer):
            assert wanted in text, (name, wanted)
    assert "镇代表05号：" in read["letter"]
    assert "□满意　☑基本满意　□不满意" in read["sheet"]
    assert "102-2026-00030" in read["table"]


def test_every_workbook_opens_and_nothing_in_it_calculates(tmp_path: Path) -> None:
    evil = replace(
        TABLE, blocks=(Grid(COLUMNS, [(1, "=1+1", "+cmd|' /C calc'!A0", DAY), (2, "@SUM(1)", "-1+2", DAY)]),)
    )
    papers = {**ALL, "evil": evil}
    files = [tmp_path / f"{name}.xlsx" for name in papers]
    for file in files:
        file.write_bytes(book.book_bytes(papers[file.stem]))
    read = read_all(files, "csv", tmp_path)
    assert set(read) == set(papers)
    lines = read["table"].splitlines()
    head = next(at for at, line in enumerate(lines) if line.startswith("序号,"))
    assert lines[head + 1].startswith("1,102-2026-00001,")
    assert lines[head + 1].endswith(",2026-11-24")
    assert "1+1" in read["evil"]
    assert "cmd|" in read["evil"]
    assert not [line for line in read["evil"].splitlines() if line.startswith("1,2,")], "=1+1 was not counted"
