"""A superior's workbook, filled: only the cells that were pointed at change, and what moves takes all with it."""

import datetime as dt
import decimal
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break

from lianxin.core.documents.blanks import BlankError, Block, Put, WorkbookBlank, open_blank
from lianxin.core.documents.blanks.refs import Box, Insertion, box_of, cell_of, copied
from lianxin.core.documents.blanks.sums import NotPlain, total
from lianxin.core.documents.blanks.workbook import agrees
from tests.core.blank_forms import archive, opened, part, parts, workbook


def _monthly(book: Workbook) -> None:
    """A list of three empty rows with a headed table above and totals below, and a second sheet that refers to it."""
    sheet = book["月报"]
    sheet["A1"] = "意见办理情况月报"
    sheet.merge_cells("A1:F1")
    sheet["A2"] = "填报单位：      填报日期：    年  月  日"
    for name, text in {"A3": "序号", "B3": "内容", "C3": "件数", "C4": "受理", "D4": "办结"}.items():
        sheet[name] = text
    for box in ("A3:A4", "B3:B4", "C3:D3", "A5:A7"):
        sheet.merge_cells(box)
    for row in (5, 6, 7):
        sheet[f"B{row}"].font = Font(bold=True)
        sheet[f"E{row}"] = f"=C{row}-D{row}"
        sheet.merge_cells(f"F{row}:G{row}")
    sheet["B8"], sheet["C8"], sheet["D8"] = "合计", "=SUM(C5:C7)", "=SUM(D5:D7)"
    sheet["A9"] = "审核人："
    sheet.print_area = "A1:G9"
    sheet.row_breaks.append(Break(id=8))
    sheet.conditional_formatting.add("E5:E7", FormulaRule(formula=["$E5>0"], font=Font(color="FF0000")))
    choices = DataValidation(type="list", formula1='"是,否"')
    choices.add("F5:F7")
    sheet.add_data_validation(choices)
    sheet["B8"].comment = Comment("合计在这里", "办公室")
    other = book.create_sheet("汇总")
    other["A1"], other["B1"] = "='月报'!C8", "=月报!$C$8+1"


RECORDS = [{"what": f"第{number}件", "in": number, "out": 1} for number in range(1, 7)]
CELLS = [(0, "B", "what"), (0, "C", "in"), (0, "D", "out")]
LIST = Block("月报", 5, CELLS, RECORDS, copies=3)


def test_nothing_but_the_wanted_cell_changes() -> None:
    form = workbook(_monthly)
    filled = open_blank(form).fill([Put("月报", "B5", "停车难")])
    before, after = parts(form), parts(filled.data)
    changed = {name for name in before if after.get(name) != before[name]}
    assert changed <= {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"}
    head, tail = before["xl/worksheets/sheet1.xml"].split(b"<sheetData>")
    assert after["xl/worksheets/sheet1.xml"].startswith(head)
    assert after["xl/worksheets/sheet1.xml"].endswith(tail.split(b"</sheetData>")[1])
    sheet = opened(filled.data)
    assert sheet["B5"].value == "停车难"
    assert sheet["B5"].font.bold


def test_blanks_behind_labels_in_one_cell_are_filled_together() -> None:
    puts = [Put("月报", "A2#1", "示例镇"), Put("月报", "A2#2", dt.date(2026, 6, 30)), Put("月报", "A9#1", "")]
    filled = open_blank(workbook(_monthly)).fill(puts)
    assert opened(filled.data)["A2"].value == "填报单位：示例镇  填报日期：2026年6月30日"


def test_a_label_with_fewer_blanks_than_asked_for_is_reported() -> None:
    filled = open_blank(workbook(_monthly)).fill([Put("月报", "A9#2", "某某")])
    assert [(one.code, one.ref) for one in filled.problems] == [("no_such_place", "A9#2")]


def test_a_calculating_cell_is_left_alone_and_reported() -> None:
    filled = open_blank(workbook(_monthly)).fill([Put("月报", "C8", 5)])
    assert opened(filled.data)["C8"].value == "=SUM(C5:C7)"
    assert [(one.code, one.ref) for one in filled.problems] == [("formula", "C8")]


def test_a_covered_cell_leads_to_the_first_of_the_merged_one() -> None:
    filled = open_blank(workbook(_monthly)).fill([Put("月报", "G5", "是")])
    assert opened(filled.data)["F5"].value == "是"
    assert [(one.code, one.ref, one.detail) for one in filled.problems] == [("covered", "G5", "F5")]


def test_more_records_than_rows_push_the_rest_down_with_all_that_belongs_to_it() -> None:
    filled = open_blank(workbook(_monthly)).fill([Put("月报", "A9#1", "王某")], [LIST])
    sheet = opened(filled.data)
    assert [sheet[f"B{row}"].value for row in range(5, 12)] == [*(one["what"] for one in RECORDS), "合计"]
    assert [sheet[f"E{row}"].value for row in range(5, 11)] == [f"=C{row}-D{row}" for row in range(5, 11)]
    assert sheet["C11"].value == "=SUM(C5:C10)"
    assert sheet["A12"].value == "审核人：王某"
    boxes = {box.coord for box in sheet.merged_cells.ranges}
    assert {"A5:A10", "F8:G8", "F10:G10", "C3:D3"} <= boxes
    assert sheet.print_area == "'月报'!$A$1:$G$12"
    assert [one.id for one in sheet.row_breaks.brk] == [11]
    assert [str(one.sqref) for one in sheet.conditional_formatting] == ["E5:E10"]
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == ["F5:F10"]
    comment = sheet["B11"].comment
    assert comment is not None
    assert comment.text == "合计在这里"
    assert all(sheet[f"B{row}"].font.bold for row in range(5, 11))
    assert opened(filled.data, "汇总")["A1"].value == "='月报'!C11"
    assert opened(filled.data, "汇总")["B1"].value == "=月报!$C$11+1"


def test_totals_are_counted_for_those_who_only_look() -> None:
    filled = open_blank(workbook(_monthly)).fill([], [LIST])
    assert opened(filled.data, counted=True)["C11"].value == 21
    assert opened(filled.data, "汇总", counted=True)["B1"].value == 22
    assert filled.values["月报", "C11"] == 21
    assert b'fullCalcOnLoad="1"' in part(filled.data, "xl/workbook.xml")


def test_fewer_records_than_rows_leave_the_rest_empty() -> None:
    block = Block("月报", 5, CELLS, RECORDS[:1], copies=3)
    sheet = opened(open_blank(workbook(_monthly)).fill([], [block]).data)
    assert [sheet[f"B{row}"].value for row in range(5, 9)] == ["第1件", None, None, "合计"]


def test_no_records_at_all_leave_the_form_as_it_is() -> None:
    sheet = opened(open_blank(workbook(_monthly)).fill([], [Block("月报", 5, CELLS, [], copies=3)]).data)
    assert sheet["B8"].value == "合计"


def test_blocks_of_several_rows_repeat_whole() -> None:
    def build(book: Workbook) -> None:
        sheet = book["月报"]
        for row, label in enumerate(("问题", "措施"), start=2):
            sheet[f"A{row}"] = label
        sheet.merge_cells("C2:C3")
        sheet["A4"] = "以上属实"

    block = Block(
        "月报",
        2,
        [(0, "B", "what"), (1, "B", "how"), (0, "C", "who")],
        [{"what": f"问题{n}", "how": f"措施{n}", "who": f"单位{n}"} for n in (1, 2, 3)],
        height=2,
    )
    sheet = opened(open_blank(workbook(build)).fill([], [block]).data)
    rows = [[sheet.cell(row, column).value for column in (1, 2, 3)] for row in range(2, 9)]
    assert rows == [
        ["问题", "问题1", "单位1"],
        ["措施", "措施1", None],
        ["问题", "问题2", "单位2"],
        ["措施", "措施2", None],
        ["问题", "问题3", "单位3"],
        ["措施", "措施3", None],
        ["以上属实", None, None],
    ]
    assert {box.coord for box in sheet.merged_cells.ranges} == {"C2:C3", "C4:C5", "C6:C7"}


def test_two_lists_on_one_sheet_do_not_get_in_each_others_way() -> None:
    def build(book: Workbook) -> None:
        sheet = book["月报"]
        sheet["A1"], sheet["A3"], sheet["A5"], sheet["B5"] = "甲", "乙", "完", "=SUM(A2:A2)+SUM(A4:A4)"

    blocks = [
        Block("月报", 4, [(0, "A", "n")], [{"n": 7}, {"n": 8}]),
        Block("月报", 2, [(0, "A", "n")], [{"n": 1}] * 3),
    ]
    sheet = opened(open_blank(workbook(build)).fill([Put("月报", "C5", "末")], blocks).data)
    assert [sheet.cell(row, 1).value for row in range(1, 9)] == ["甲", 1, 1, 1, "乙", 7, 8, "完"]
    assert sheet["C8"].value == "末"


def test_text_that_looks_like_a_formula_stays_text() -> None:
    filled = open_blank(workbook(_monthly)).fill(
        [Put("月报", "B5", '=HYPERLINK("x")'), Put("月报", "B6", "a\x00<&>\ud83d")]
    )
    sheet = opened(filled.data)
    assert sheet["B5"].data_type == "s"
    assert sheet["B5"].value == '=HYPERLINK("x")'
    assert sheet["B6"].value == "a<&>"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, 3),
        (decimal.Decimal("2.50"), 2.5),
        (dt.date(2026, 6, 30), "2026-06-30"),
        (310105199001011234, "310105199001011234"),
        (None, None),
        ("", None),
        ("一\n二", "一\n二"),
    ],
)
def test_values_arrive_as_what_they_are(value: object, expected: object) -> None:
    filled = open_blank(workbook(_monthly)).fill([Put("月报", "B5", value)])  # type: ignore[arg-type]
    assert opened(filled.data)["B5"].value == expected


def test_a_date_in_a_cell_made_for_dates_is_a_date() -> None:
    def build(book: Workbook) -> None:
        book["月报"]["A1"] = dt.date(2020, 1, 1)

    sheet = opened(open_blank(workbook(build)).fill([Put("月报", "A1", dt.date(2026, 6, 30))]).data)
    assert sheet["A1"].value == dt.datetime(2026, 6, 30)


def test_the_grid_shows_merged_cells_once_with_their_size() -> None:
    area = open_blank(workbook(_monthly)).areas()[0]
    first = area.rows[0]
    assert (first[0].ref, first[0].text, first[0].column_span) == ("A1", "意见办理情况月报", 6)
    assert [one.ref for one in area.rows[3]][:2] == ["C4", "D4"]
    assert next(one for one in area.rows[7] if one.ref == "C8").formula == "SUM(C5:C7)"


def test_hidden_sheets_are_not_offered_but_kept() -> None:
    def build(book: Workbook) -> None:
        book["月报"]["A1"] = "看得见"
        book.create_sheet("藏着").sheet_state = "hidden"

    blank = open_blank(workbook(build))
    assert [area.name for area in blank.areas()] == ["月报"]
    assert "藏着" in {one.name for one in WorkbookBlank(workbook(build)).fresh().values()}


def test_shared_formulas_are_spread_so_that_rows_can_move() -> None:
    form = workbook(_monthly)
    xml = part(form, "xl/worksheets/sheet1.xml")
    for row, new in (("5", b'<f t="shared" ref="E5:E7" si="0">C5-D5</f>'), ("6", b'<f t="shared" si="0"/>')):
        xml = xml.replace(f"<f>C{row}-D{row}</f>".encode(), new)
    shared = io.BytesIO()
    with zipfile.ZipFile(shared, "w") as out:
        for name, content in {**parts(form), "xl/worksheets/sheet1.xml": xml}.items():
            out.writestr(name, content)
    sheet = opened(open_blank(shared.getvalue()).fill([], [LIST]).data)
    assert [sheet[f"E{row}"].value for row in (5, 6, 7, 10)] == ["=C5-D5", "=C6-D6", "=C7-D7", "=C10-D10"]


BOOK = '<workbook xmlns="x" xmlns:r="y"><sheets><sheet name="a" r:id="1"/></sheets></workbook>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_supported"),
        (b"plain text", "not_supported"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 100, "old_word"),
        (b"0" * (20 * 1024 * 1024 + 1), "too_large"),
        (archive(a_dot_txt="x"), "not_supported"),
        (archive(xl__workbook_dot_xml=BOOK, xl__vbaProject_dot_bin=b"x"), "macros"),
        (archive(xl__workbook_dot_xml="<broken"), "damaged"),
        (archive(xl__workbook_dot_xml=BOOK), "damaged"),
        (archive(xl__workbook_dot_xml='<!DOCTYPE a [<!ENTITY b "c">]>' + BOOK), "damaged"),
        (archive(xl__workbook_dot_xml="<a>" * 500 + "</a>" * 500), "damaged"),
    ],
    ids=["empty", "text", "old", "large", "zip", "macros", "broken", "no sheet", "entities", "deep"],
)
def test_files_that_cannot_serve_are_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(BlankError) as refused:
        open_blank(data)
    assert refused.value.code == code


def test_an_unknown_place_is_reported_not_guessed() -> None:
    blank = open_blank(workbook(_monthly))
    filled = blank.fill([Put("没有", "A1", 1), Put("月报", "哪里", 1)], [Block("没有", 1, [], [])])
    assert [one.code for one in filled.problems] == ["no_such_place"] * 3
    with pytest.raises(BlankError):
        blank.value("没有", "A1")


CELL_VALUES = {"A1": 1, "A2": "2", "A3": None, "B1": "字", "B2": decimal.Decimal("0.5")}


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("SUM(A1:A3)", "3"),
        ("SUM(A1:B2)", "3.5"),
        ("A1+A2*2", "5"),
        ("(A1+A2)*2", "6"),
        ("-A1+3", "2"),
        ("SUM(A1,A2,10)", "13"),
        ("A2/A1-1", "1"),
        ("SUM(A1:A2)-SUM(A1:A1)", "2"),
        ("SUM(A1+A2,A2)", "5"),
    ],
)
def test_plain_calculations_are_counted(formula: str, result: str) -> None:
    assert total(formula, lambda _sheet, ref: CELL_VALUES.get(ref)) == decimal.Decimal(result)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "formula", ["AVERAGE(A1:A2)", "B1+1", "A1:A2", "IF(A1>0,1,2)", "A1/A3", "1+", "名字", '"x"', "((A1)"]
)
def test_what_is_not_plain_is_left_to_the_workbook(formula: str) -> None:
    with pytest.raises(NotPlain):
        total(formula, lambda _sheet, ref: CELL_VALUES.get(ref))  # type: ignore[arg-type]


def test_calculations_in_a_circle_come_to_nothing_and_do_not_hang() -> None:
    def build(book: Workbook) -> None:
        book["月报"]["A1"], book["月报"]["A2"] = "=A2+1", "=A1+1"

    filled = open_blank(workbook(build)).fill([Put("月报", "B1", 1)])
    assert ("月报", "A1") not in filled.values


@pytest.mark.parametrize(
    ("value", "expected"),
    [((6, [1, 2, 3]), True), ((7, [1, 2, 3]), False), (("6", ["1", 5, None]), True), (("无", [1]), None)],
)
def test_a_total_agrees_with_its_parts_or_not(value: tuple[object, list[object]], expected: bool | None) -> None:
    assert agrees(*value) is expected  # type: ignore[arg-type]


@given(st.integers(1, 40), st.integers(1, 9), st.integers(1, 60), st.integers(0, 20))
def test_adding_rows_keeps_order_and_never_loses_a_row(after: int, added: int, top: int, height: int) -> None:
    insertion = Insertion("月报", after, added)
    box = insertion.box(Box(top, 1, top + height, 2))
    assert insertion.moved(after) == after
    assert insertion.moved(after + 1) == after + 1 + added
    assert box.top <= box.bottom
    assert box.bottom - box.top in {height, height + added}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUM(C5:C7)", "SUM(C5:C9)"),
        ("C8", "C10"),
        ("$C$8+C7", "$C$10+C7"),
        ("月报!C8", "月报!C10"),
        ("'月报'!$A$8", "'月报'!$A$10"),
        ("汇总!C8", "汇总!C8"),
        ("8:9", "10:11"),
        ('"C8"&C8', '"C8"&C10'),
        ("LOG10(C8)", "LOG10(C10)"),
    ],
)
def test_formulas_follow_their_cells(formula: str, expected: str) -> None:
    assert Insertion("月报", 7, 2).formula(formula, "月报") == expected


def test_cell_and_range_names_are_read_strictly() -> None:
    assert cell_of("b4") == (4, 2)
    assert cell_of("B0") is None
    assert cell_of("B4:C5") is None
    assert box_of("$B$4:A1") == Box(1, 1, 4, 2)
    assert box_of("x") is None
    assert copied("A1", "B2", "B1") == "A1"
