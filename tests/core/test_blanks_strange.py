"""More strange blank forms: hidden rows, protection, validation, pictures, headers, prefixes, Word's own inventions."""

import io
import re
import zipfile

from openpyxl import Workbook, load_workbook
from openpyxl.drawing.image import Image
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image as Picture

from lianxin.core.documents.blanks import Block, Put, open_blank
from tests.core.blank_forms import document, opened, part, parts, run, workbook


def _strange(book: Workbook) -> None:
    sheet = book["月报"]
    for number in range(1, 9):
        sheet.cell(number, 1, f"第{number}行")
    sheet["A6"] = "合计"
    sheet["B6"] = "=SUM(B3:B5)"
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet.protection.sheet = True
    sheet.protection.password = "1234"
    choice = DataValidation(type="list", formula1='"是,否"', allow_blank=True)
    choice.add("C3:C5")
    sheet.add_data_validation(choice)
    dot = io.BytesIO()
    Picture.new("RGB", (4, 4), "red").save(dot, "PNG")
    dot.seek(0)
    sheet.add_image(Image(dot), "F1")
    sheet.oddHeader.center.text = "内部资料"
    sheet.oddFooter.center.text = "第 &P 页"
    sheet.freeze_panes = "A2"


STRANGE = workbook(_strange)


def test_hidden_protected_validated_and_illustrated_sheets_stay_so() -> None:
    records = [{"n": 1, "yes": "是"}, {"n": 2, "yes": "否"}, {"n": 3, "yes": "是"}, {"n": 4, "yes": "是"}]
    block = Block("月报", 3, [(0, "B", "n"), (0, "C", "yes")], records, copies=3)
    filled = open_blank(STRANGE).fill([Put("月报", "B2", "藏着的")], [block])
    sheet = opened(filled.data)
    assert sheet["B2"].value == "藏着的"
    assert sheet.row_dimensions[2].hidden
    assert sheet.column_dimensions["D"].hidden
    assert sheet.protection.sheet
    assert sheet.protection.password == opened(STRANGE).protection.password
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == ["C3:C6"]
    assert (sheet.oddHeader.center.text, sheet.oddFooter.center.text) == ("内部资料", "第 &P 页")
    assert sheet.freeze_panes == "A2"
    assert len(sheet._images) == 1  # type: ignore[attr-defined]
    assert opened(filled.data, counted=True)["B7"].value == 10


def test_every_part_we_do_not_understand_leaves_as_it_came() -> None:
    filled = open_blank(STRANGE).fill([Put("月报", "B3", 7)])
    before, after = parts(STRANGE), parts(filled.data)
    changed = {name for name, data in before.items() if after.get(name) != data}
    assert changed <= {"xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"}
    assert {name for name in before if "media" in name or "drawing" in name} <= set(after)


def prefixed(data: bytes) -> bytes:
    """The same workbook as writers in the manner of WPS make it: every element of a sheet bears the prefix ``x:``."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/sheet") or name in {"xl/workbook.xml", "xl/sharedStrings.xml"}:
                text = content.decode("utf-8")
                text = re.sub(r"<(/?)([A-Za-z][\w.]*)(?=[\s/>])", r"<\1x:\2", text)
                content = text.replace(' xmlns="', ' xmlns:x="', 1).encode()
            new.writestr(name, content)
    return out.getvalue()


def test_a_workbook_with_prefixed_elements_is_filled_too() -> None:
    def build(book: Workbook) -> None:
        sheet = book["月报"]
        sheet["A1"], sheet["A2"], sheet["B2"], sheet["A4"], sheet["B4"] = "标题", "一", None, "合计", "=SUM(B2:B3)"

    data = prefixed(workbook(build))
    assert load_workbook(io.BytesIO(data))["月报"]["A1"].value == "标题"
    records = [{"n": 2}, {"n": 3}, {"n": 5}]
    filled = open_blank(data).fill([], [Block("月报", 2, [(0, "B", "n")], records, copies=2)])
    sheet = opened(filled.data)
    assert [sheet[f"B{row}"].value for row in (2, 3, 4)] == [2, 3, 5]
    assert sheet["B5"].value == "=SUM(B2:B4)"
    assert opened(filled.data, counted=True)["B5"].value == 10
    assert b"<x:row" in part(filled.data, "xl/worksheets/sheet1.xml")


def test_a_content_control_keeps_its_frame_around_what_is_filled_in() -> None:
    control = (
        "<w:p>" + run("单位：")
        + '<w:sdt><w:sdtPr><w:alias w:val="单位"/></w:sdtPr><w:sdtContent>' + run("        ")
        + "</w:sdtContent></w:sdt></w:p>"
    )  # fmt: skip
    filled = open_blank(document(control)).fill([Put("text", "p1#1", "示例镇")])
    said = part(filled.data, "word/document.xml").decode()
    assert "<w:sdtContent>" in said
    assert open_blank(filled.data).value("text", "p1") == "单位：示例镇"


def test_a_table_within_a_table_is_a_table_of_its_own() -> None:
    inner = "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc><w:p>{run('外')}</w:p></w:tc><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    blank = open_blank(document(outer))
    names = [area.name for area in blank.areas()]
    assert names.count("table1") == 1
    filled = blank.fill([Put("table1", "r1c1", "外面"), Put("table2", "r1c1", "里面")])
    after = open_blank(filled.data)
    assert (after.value("table1", "r1c1"), after.value("table2", "r1c1")) == ("外面", "里面")


def test_tracked_changes_are_read_as_they_stand_and_left_alone() -> None:
    changed = (
        "<w:p>" + run("件数：")
        + '<w:del w:id="1" w:author="某人"><w:r><w:delText>旧的</w:delText></w:r></w:del>'
        + f'<w:ins w:id="2" w:author="某人">{run("____")}</w:ins></w:p>'
    )  # fmt: skip
    blank = open_blank(document(changed))
    assert blank.value("text", "p1") == "件数：____"
    filled = blank.fill([Put("text", "p1#1", 12)])
    assert open_blank(filled.data).value("text", "p1") == "件数：12"
    assert "<w:delText>旧的</w:delText>" in part(filled.data, "word/document.xml").decode()
