"""A superior's Word form, filled: the look of every run stays, rows repeat, tables keep their merged cells."""

import datetime as dt

import pytest

from lianxin.core.documents.blanks import BlankError, Block, Put, WordBlank, open_blank
from tests.core.blank_forms import archive, cell, document, part, parts, run, table

MERGED = '<w:vMerge w:val="restart"/>'
CONTINUED = "<w:vMerge/>"
WIDE = '<w:gridSpan w:val="2"/>'

HEAD = f"<w:p>{run('填报单位：', '<w:b/>')}{run('        ', '<w:u/>')}{run('日期：    年  月  日')}</w:p>"
LIST = table(
    [cell("序号"), cell("情况", WIDE)],
    [cell("", MERGED), cell(), cell()],
    [cell("", CONTINUED), cell(), cell()],
    [cell("合计"), cell(), cell()],
)


def _texts(data: bytes, area: str = "table1") -> list[list[str]]:
    found = next(one for one in open_blank(data).areas() if one.name == area)
    return [[one.text for one in row] for row in found.rows]


def test_blanks_behind_labels_keep_the_look_of_their_runs() -> None:
    filled = open_blank(document(HEAD)).fill([Put("text", "p1#1", "示例镇"), Put("text", "p1#2", dt.date(2026, 6, 3))])
    assert _texts(filled.data, "text") == [["填报单位：示例镇  日期：2026年6月3日"]]
    xml = part(filled.data, "word/document.xml").decode()
    assert '<w:u/></w:rPr><w:t xml:space="preserve">示例镇' in xml
    assert '<w:b/></w:rPr><w:t xml:space="preserve">填报单位：</w:t>' in xml


def test_everything_else_in_the_file_stays() -> None:
    form = document(HEAD, LIST)
    after = parts(open_blank(form).fill([Put("table1", "r4c3", 9)]).data)
    before = parts(form)
    assert {name for name in before if before[name] != after[name]} == {"word/document.xml"}


def test_a_table_is_shown_with_its_merged_cells() -> None:
    area = open_blank(document(LIST)).areas()[0]
    assert [(one.ref, one.column_span) for one in area.rows[0]] == [("r1c1", 1), ("r1c2", 2)]
    assert area.rows[1][0].row_span == 2
    assert [one.ref for one in area.rows[2]] == ["r3c2", "r3c3"]


def test_rows_repeat_when_there_are_more_records_and_the_rest_moves_down() -> None:
    records = [{"what": f"事<{number}>", "n": number} for number in range(4)]
    block = Block("table1", 2, [(0, "2", "what"), (0, "3", "n")], records, copies=2)
    filled = open_blank(document(LIST)).fill([Put("table1", "r4c3", 6)], [block])
    assert _texts(filled.data)[1:] == [
        ["", "事<0>", "0"],
        ["事<1>", "1"],
        ["事<2>", "2"],
        ["事<3>", "3"],
        ["合计", "", "6"],
    ]
    assert filled.values["table1", "r6c3"] == 6


def test_repeated_rows_do_not_repeat_what_was_written_in_the_pattern() -> None:
    form = document(table([cell("例"), cell("固定")]))
    block = Block("table1", 1, [(0, "1", "a")], [{"a": "甲"}, {"a": ""}])
    assert _texts(open_blank(form).fill([], [block]).data) == [["甲", "固定"], ["", "固定"]]


def test_several_lines_become_lines_of_the_cell() -> None:
    filled = open_blank(document(LIST)).fill([Put("table1", "r4c2", "一\n二")])
    assert "<w:br/>" in part(filled.data, "word/document.xml").decode()
    assert _texts(filled.data)[3][1] == "一\n二"


def test_an_empty_paragraph_and_an_empty_paragraph_tag_can_be_filled() -> None:
    look = '<w:p><w:pPr><w:rPr><w:sz w:val="32"/></w:rPr></w:pPr></w:p>'
    filled = open_blank(document("<w:p/>", look)).fill([Put("text", "p1", "甲"), Put("text", "p2", "乙")])
    assert _texts(filled.data, "text") == [["甲"], ["乙"]]
    assert (
        '<w:r><w:rPr><w:sz w:val="32"/></w:rPr><w:t xml:space="preserve">乙'
        in part(filled.data, "word/document.xml").decode()
    )


def test_text_in_several_paragraphs_of_a_cell_is_replaced_as_a_whole() -> None:
    two = f"<w:tc><w:tcPr/><w:p>{run('旧一')}</w:p><w:p>{run('旧二')}</w:p></w:tc>"
    filled = open_blank(document(table([two]))).fill([Put("table1", "r1c1", "新")])
    assert open_blank(filled.data).value("table1", "r1c1") == "新\n"


def test_signs_that_mean_something_in_xml_are_harmless() -> None:
    filled = open_blank(document(LIST)).fill([Put("table1", "r4c2", '<w:tbl>&"\x01')])
    assert _texts(filled.data)[3][1] == '<w:tbl>&"'


@pytest.mark.parametrize("ref", ["r9c1", "r1c9", "p1", "r0c1", "x"])
def test_an_unknown_place_is_reported_not_guessed(ref: str) -> None:
    blank = open_blank(document(LIST))
    assert [one.code for one in blank.fill([Put("table1", ref, 1)]).problems] == ["no_such_place"]
    with pytest.raises(BlankError):
        blank.value("table1", ref)


def test_a_list_that_is_not_there_is_reported() -> None:
    filled = open_blank(document(LIST)).fill([], [Block("table1", 4, [(0, "1", "a")], [{"a": 1}], copies=3)])
    assert [one.code for one in filled.problems] == ["no_such_place"]


@pytest.mark.parametrize("body", ["<w:document/>", "<broken", '<!DOCTYPE a [<!ENTITY b "c">]><a/>'])
def test_a_damaged_document_is_refused(body: str) -> None:
    with pytest.raises(BlankError) as refused:
        WordBlank(archive(word__document_dot_xml=body))
    assert refused.value.code == "damaged"
