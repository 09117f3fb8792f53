"""Ten invented blank forms of the ugly kinds that offices send, and how a clerk points at them.

None is a real form. Each names what is ugly about it; ``bind`` says which place is filled by what.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

from tests.core.blank_forms import cell, document, run, table, workbook

_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


@dataclass(frozen=True)
class Ugly:
    """A form: file name, bytes, single cells ``(area, ref, source, label)``, rows as ``BindSpot`` fields, checks."""

    name: str
    what: str
    data: bytes
    cells: tuple[tuple[str, str, str, str], ...] = ()
    rows: tuple[dict[str, Any], ...] = ()
    checks: tuple[tuple[str, str, str], ...] = ()
    expected: dict[tuple[str, str], object] = field(default_factory=dict)


def _sheet(rows: list[list[object]], merges: str = "", build: Callable[[Workbook], None] | None = None) -> bytes:
    def fill(book: Workbook) -> None:
        sheet = book["月报"]
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value is not None:
                    sheet.cell(number, column, value)  # type: ignore[arg-type]
                sheet.cell(number, column).border = _BOX
        for box in merges.split():
            sheet.merge_cells(box)
        sheet["A1"].font = Font(name="方正小标宋", size=18, bold=True)
        sheet["A1"].alignment = Alignment(horizontal="center")
        if build:
            build(book)

    return workbook(fill)


def _detail(book: Workbook) -> None:
    sheet = book.create_sheet("明细 表")
    sheet["A1"], sheet["B1"], sheet["A5"], sheet["B5"] = "事项", "件数", "小计", "=SUM(B2:B4)"
    sheet.print_title_rows = "1:1"
    sheet.print_area = "A1:B5"


def _styles(book: Workbook) -> None:
    book["月报"]["B2"].number_format = "yyyy/m/d"
    book["月报"]["B3"].number_format = "0.0"


def _list(ref: str, first: int, last: int, columns: list[tuple[int, str, str]], **more: Any) -> dict[str, Any]:
    facts = {"area": "月报", "ref": ref, "kind": "list", "source": "test.matters", "first_row": first, "last_row": last}
    return {**facts, "copies": last - first + 1, "columns": columns, **more}


TWO_LINE_HEADER = Ugly(
    "两层表头.xlsx",
    "a merged title, a two-line header, sums in the last line, fewer lines than records",
    _sheet(
        [
            ["人大代表联系选民意见办理情况表"],
            ["填报单位：      填报日期：    年  月  日"],
            ["序号", "意见内容", "件数", None, "备注"],
            [None, None, "收到", "办结", None],
            [None] * 5,
            [None] * 5,
            ["合计", None, "=SUM(C5:C6)", "=SUM(D5:D6)", None],
        ],
        "A1:E1 A2:E2 A3:A4 B3:B4 C3:D3 E3:E4 A7:B7",
    ),
    cells=(("月报", "A2#1", "town.name", ""), ("月报", "A2#2", "cut_off", "")),
    rows=(_list("A5", 5, 6, [(0, "A", "#"), (0, "B", "what"), (0, "C", "in"), (0, "D", "out")]),),
    expected={("月报", "A5"): 1, ("月报", "B7"): "停车", ("月报", "C8"): 6, ("月报", "D8"): 3},
)

FIXED_UNITS = Ugly(
    "各单位.xlsx",
    "fixed rows named by unit, spaced for looks and numbered; a total with a check",
    _sheet(
        [
            ["各单位办理情况"],
            ["单位", "收到", "办结"],
            ["1、城 建 中 心", None, None],
            ["2、市 容 所", None, None],
            ["3、（派出所）", None, None],
            ["合计", None, None],
        ],
        "A1:C1",
    ),
    cells=(("月报", "B6", "figure:test:numerator", ""),),
    rows=(
        {
            "area": "月报", "ref": "A3", "kind": "match", "source": "test.units", "first_row": 3, "last_row": 5,
            "label_column": "A", "columns": [(0, "B", "in"), (0, "C", "out")],
        },
    ),
    checks=(("月报", "B6", "B3:B5"),),
    expected={("月报", "B3"): 4, ("月报", "C4"): 1, ("月报", "B5"): 0, ("月报", "B6"): 6},
)  # fmt: skip

REPEATED_BLOCK = Ugly(
    "逐件说明.xlsx",
    "a block of three rows for every matter, with a picture column merged down",
    _sheet(
        [
            ["重点意见逐件说明"],
            ["问题", None, "照片"],
            ["措施", None, None],
            ["结果", None, None],
            ["填表人：        联系电话：        "],
        ],
        "A1:C1 C2:C4 A5:C5",
    ),
    cells=(("月报", "A5#1", "filler", ""), ("月报", "A5#2", "typed", "联系电话")),
    rows=(_list("A2", 2, 4, [(0, "B", "what"), (1, "B", "how"), (2, "B", "result")], height=3, copies=1),),
    expected={("月报", "B2"): "电梯", ("月报", "B6"): "派人修", ("月报", "B10"): "已办结"},
)

TWO_LISTS = Ugly(
    "一表两单.xlsx",
    "two lists on one sheet, the lower one must not be overwritten when the upper one grows",
    _sheet(
        [["一、期内收到"], [None, None], ["二、超期未办"], [None, None], ["负责人签字："]],
        "A1:B1 A3:B3",
    ),
    rows=(
        _list("A2", 2, 2, [(0, "A", "#"), (0, "B", "what")]),
        _list("A4", 4, 4, [(0, "A", "#"), (0, "B", "what")]),
    ),
    expected={("月报", "B2"): "电梯", ("月报", "B4"): "停车", ("月报", "A5"): "二、超期未办", ("月报", "B8"): "停车"},
)

SIDE_BY_SIDE = Ugly(
    "左右两栏.xlsx",
    "labels left and right, values between, one formula that compares them",
    _sheet(
        [["情况一览"], ["收到", None, "办结", None], ["未办结", "=B2-D2", "报告期", None]],
        "A1:D1",
    ),
    cells=(
        ("月报", "B2", "figure:test:denominator", ""),
        ("月报", "D2", "figure:test:numerator", ""),
        ("月报", "D3", "period", ""),
    ),
    expected={("月报", "B2"): 9, ("月报", "D2"): 6, ("月报", "B3"): 3, ("月报", "D3"): "2026年6月"},
)

SECOND_SHEET = Ugly(
    "附件在第二页.xlsx",
    "a cover sheet that sums what stands on the second, and print settings",
    _sheet(
        [["封面"], ["本期件数", "='明细 表'!B5"]],
        "A1:B1",
        lambda book: _detail(book),
    ),
    rows=(
        {
            "area": "明细 表", "ref": "A2", "kind": "list", "source": "test.matters", "first_row": 2, "last_row": 4,
            "copies": 3, "columns": [(0, "A", "what"), (0, "B", "in")],
        },
    ),
    expected={("明细 表", "B2"): 1, ("明细 表", "B5"): 6, ("月报", "B2"): 6},
)  # fmt: skip


WORD_TABLE = Ugly(
    "情况表.docx",
    "a Word table with merged heads, a label line above with underlined blanks",
    document(
        f"<w:p>{run('填报单位：')}{run('          ', '<w:u/>')}{run('    报告期：')}{run('      ', '<w:u/>')}</w:p>",
        table(
            [cell("序号"), cell("内容", '<w:gridSpan w:val="2"/>')],
            [cell(), cell(), cell()],
            [cell("合计"), cell(), cell()],
        ),
    ),
    cells=(
        ("text", "p1#1", "town.name", ""),
        ("text", "p1#2", "period", ""),
        ("table1", "r3c3", "figure:test:numerator", ""),
    ),
    rows=(
        {
            "area": "table1", "ref": "r2c1", "kind": "list", "source": "test.matters", "first_row": 2, "last_row": 2,
            "columns": [(0, "1", "#"), (0, "2", "what"), (0, "3", "in")],
        },
    ),
    expected={("table1", "r2c2"): "电梯", ("table1", "r4c3"): "3", ("table1", "r5c3"): "6"},
)  # fmt: skip

WORD_LETTER = Ugly(
    "反馈函.docx",
    "a letter with blanks inside its sentences and an empty paragraph for the text",
    document(
        f"<w:p>{run('收文单位：区人大常委会代表工作室')}</w:p>",
        "<w:p/>",
        f"<w:p>{run('落款：')}{run('        ')}{run('日期：    年  月  日')}</w:p>",
    ),
    cells=(
        ("text", "p2", "typed", "正文"),
        ("text", "p3#1", "town.name", ""),
        ("text", "p3#2", "cut_off", ""),
    ),
    expected={("text", "p2"): "本期共收到意见三件。", ("text", "p3"): "落款：示例镇  日期：2026年6月30日"},
)

WORD_FIXED = Ugly(
    "对号入座.docx",
    "a Word table with fixed names in its first column, written with line breaks",
    document(table([cell("单位"), cell("收到")], [cell("市容所"), cell()], [cell("城建中心"), cell()])),
    rows=(
        {
            "area": "table1", "ref": "r2c1", "kind": "match", "source": "test.units", "first_row": 2, "last_row": 3,
            "label_column": "1", "columns": [(0, "2", "in")],
        },
    ),
    expected={("table1", "r2c2"): "2", ("table1", "r3c2"): "4"},
)  # fmt: skip

DATES_AND_TEXT = Ugly(
    "日期格.xlsx",
    "cells made for dates and percentages, a fixed text, a merged cell for a long text",
    _sheet(
        [["登记"], ["截止", None], ["占比", None], ["说明", None], [None, None]],
        "A1:B1 B4:B5",
        lambda book: _styles(book),
    ),
    cells=(
        ("月报", "B2", "cut_off", ""),
        ("月报", "B3", "figure:test:share", ""),
        ("月报", "B4", "text:由记录自动生成", ""),
    ),
    expected={("月报", "B3"): 66.7, ("月报", "B4"): "由记录自动生成"},
)


TEN = (
    TWO_LINE_HEADER, FIXED_UNITS, REPEATED_BLOCK, TWO_LISTS, SIDE_BY_SIDE,
    SECOND_SHEET, WORD_TABLE, WORD_LETTER, WORD_FIXED, DATES_AND_TEXT,
)  # fmt: skip
