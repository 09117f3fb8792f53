"""Papers as text, workbooks and Word files, read back."""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from openpyxl import load_workbook

from lianxin.core.documents.letters import book, plain, word, wording
from lianxin.core.documents.letters import measures as m
from lianxin.core.documents.letters.model import Fields, Form, Grid, Missing, Paper, Text
from tests.core.papers import ALL, COLUMNS, DAY, LETTER, RED, SHEET, TABLE

DANGEROUS = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1+1", "\t=1")


def sheet_of(paper: Paper) -> Any:
    return load_workbook(io.BytesIO(book.book_bytes(paper)), rich_text=False).worksheets[0]


def document_of(paper: Paper) -> Any:
    return Document(io.BytesIO(word.docx_bytes(paper)))


def texts_of(document: Any) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_a_letter_as_text_reads_from_the_head_to_the_desk_that_made_it() -> None:
    assert plain.text_of(LETTER) == (
        "【演示数据】\n"
        "关于“电梯经常停运”的答复函\n"
        "编号：102-2026-00012-答1　示例镇房管中心　2026年11月24日\n"
        "\n"
        "镇代表05号：\n"
        "\n"
        "您反映的“二号楼电梯三天两头停”（受理编号102-2026-00012）收悉。现答复如下：\n"
        "\n"
        "一、办理结果\n"
        "正在解决。11月22日已更换钢丝绳，恢复运行；整机更新列入2027年度计划。\n"
        "\n"
        "二、逐点答复\n"
        "1. 什么时候修好：已恢复运行。\n"
        "2. 老人下不了楼怎么办：停运期间由居委会安排志愿者上门。\n"
        "感谢您对我们工作的关心和支持。\n"
        "\n"
        "附件1：现场查看记录\n"
        "附件2：更新方案\n"
        "\n"
        "示例镇房管中心（盖章）\n"
        "2026年11月24日\n"
        "（联系人：承办员甲）\n"
        "抄送：示例镇人大办公室。\n"
        "注：本函不套红头。\n"
        "制单：承办员甲\n"
    )


def test_boxes_and_room_to_write_are_in_the_text_too() -> None:
    text = plain.text_of(SHEET)
    assert "办理态度　□满意　☑基本满意　□不满意" in text
    assert "理由：＿" in text
    assert "签收：＿" in text
    assert "日期：2026年11月24日" in text


@pytest.mark.parametrize(("number", "word_"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")])
def test_headings_count_in_chinese(number: int, word_: str) -> None:
    assert wording.numeral(number) == word_


# --- Excel --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_every_workbook_says_number_day_issuer_and_demonstration_and_counts_its_pages(name: str) -> None:
    paper, sheet = ALL[name], sheet_of(ALL[name])
    values = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
    for wanted in (paper.title, paper.number, paper.issuer, "2026年11月24日", "演示数据"):
        assert wanted in values, wanted
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == ("landscape" if paper.form == Form.TABLE else "portrait")


def test_a_table_keeps_days_as_days_repeats_its_head_and_can_be_read_by_a_program() -> None:
    sheet = sheet_of(TABLE)
    rows = list(sheet.iter_rows(values_only=True))
    head = next(at for at, row in enumerate(rows) if row[0] == "序号")
    assert sheet.freeze_panes == f"A{head + 2}"
    assert sheet.print_title_rows == f"${head + 1}:${head + 1}"
    assert rows[head + 1][0] == 1
    assert rows[head + 1][3].date() == DAY
    assert len([row for row in rows[head + 1 :] if isinstance(row[0], int)]) == 30


@pytest.mark.parametrize("value", DANGEROUS)
def test_no_cell_of_any_block_calculates(value: str) -> None:
    paper = replace(
        TABLE, title=value, number=value, issuer=value, made_by=value, notes=(value,), mark=value,
        blocks=(Text(value), Fields(((value, value),)), Grid(COLUMNS, [(value, value, value, value)])),
    )  # fmt: skip
    cells = [cell for row in sheet_of(paper).iter_rows() for cell in row if cell.value is not None]
    assert cells
    assert all(cell.data_type != "f" for cell in cells)
    assert not [cell.value for cell in cells if str(cell.value).lstrip().startswith(("=", "+", "-", "@", "＝"))]


def test_a_long_ledger_is_written_as_its_rows_come() -> None:
    given: list[int] = []

    def rows() -> Iterator[tuple[object, ...]]:
        for at in range(500):
            given.append(at)
            yield (at, f"102-2026-{at:05d}", "电梯又停了", DAY)

    target = io.BytesIO()
    paper = replace(TABLE, blocks=(Grid(COLUMNS, rows()),))
    assert not given, "nothing is read before it is written"
    book.write_book(paper, target)
    assert len(given) == 500
    sheet = load_workbook(io.BytesIO(target.getvalue()), read_only=True).worksheets[0]
    assert sum(isinstance(row[0], int) for row in sheet.iter_rows(values_only=True)) == 500


def test_an_empty_table_says_so() -> None:
    assert "没有记录。" in plain.text_of(replace(TABLE, blocks=(Grid(COLUMNS, ()),)))
    values = [row[0] for row in sheet_of(replace(TABLE, blocks=(Grid(COLUMNS, ()),))).iter_rows(values_only=True)]
    assert "没有记录。" in values


# --- Word ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_every_word_file_says_number_day_issuer_and_demonstration(name: str) -> None:
    paper, document = ALL[name], document_of(ALL[name])
    section = document.sections[0]
    below = "".join(node.text or "" for node in section.footer._element.iter(qn("w:instrText"), qn("w:t")))
    assert "PAGE" in below
    assert "NUMPAGES" in below
    assert paper.number in below
    assert "演示数据" in section.header.paragraphs[0].text
    text = texts_of(document)
    assert paper.title in text
    assert "2026年11月24日" in text or paper.code == "notice"
    assert paper.issuer in text


def test_a_word_letter_has_the_measures_and_faces_of_the_standard() -> None:
    document = document_of(LETTER)
    section = document.sections[0]
    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert margins == pytest.approx(tuple(map(Mm, (37, 28, 26, 35))), abs=700), "a Word file counts in 20ths of a point"
    grid = section._sectPr.find(qn("w:docGrid"))
    assert int(grid.get(qn("w:linePitch"))) == round(225 / 25.4 * 72 / 22 * 20)
    faces = {one.text: one.runs[0] for one in document.paragraphs if one.runs}
    title, body = faces["关于“电梯经常停运”的答复函"], faces["一、办理结果"]
    assert title.font.size.pt == 22
    assert title._element.rPr.rFonts.get(qn("w:eastAsia")) == "方正小标宋简体"
    assert body._element.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"
    addressee = faces["镇代表05号："]
    assert addressee.font.size.pt == pytest.approx(m.BODY_PT, abs=0.3)
    assert addressee._element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"


def test_a_word_table_repeats_its_head_and_lies() -> None:
    document = document_of(TABLE)
    assert document.sections[0].page_width > document.sections[0].page_height
    table = document.tables[0]
    assert len(table.rows) == 31
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_only_the_red_head_is_red() -> None:
    def colours(paper: Paper) -> set[str]:
        return {str(one.get(qn("w:val"))) for one in document_of(paper)._element.iter(qn("w:color"))}

    assert "D7000F" in colours(RED)
    assert "D7000F" not in colours(LETTER)


def test_signs_that_xml_cannot_hold_are_left_out_of_a_word_file() -> None:
    assert "电梯停了" in texts_of(document_of(replace(LETTER, blocks=(Text("电梯\x00\x0b停了\ufffe"),))))


def test_without_the_extra_the_word_writer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "find_spec", lambda _name: None)
    with pytest.raises(Missing):
        word.docx_bytes(LETTER)
