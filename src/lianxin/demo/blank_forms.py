"""Two invented blank forms of an invented district, taken in and pointed at: a weekly workbook and a monthly letter.

The files are written here part by part, without a date of their own, so that the seed is the same however often it is
made. No real office sends these forms; both say 演示.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

from lianxin.journal.actors import Actor
from lianxin.reports.blankforms.actions import AddBlankForm, BindSpot, SetCheck, latest
from lianxin.reports.models import FormVersion

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEETS: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WORDS: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_KINDS: Final = "application/vnd.openxmlformats-officedocument"
_ISSUER: Final = "示例区（虚构）人大代表工委"
#: The first day a zip archive can name.
_NO_DAY: Final = (1980, 1, 1, 0, 0, 0)


def take_in(office: Actor) -> None:
    """Take both forms in for the congress office; the town must be in scope."""
    _weekly(office)
    _letter(office)


def _weekly(office: Actor) -> None:
    version = _added(office, "示例区（演示）居民意见办理情况周报表", weekly_workbook(), "周报表.xlsx", "week")
    cells = {
        "B2": "town.name", "E2": "cut_off", "B3": "period", "E3": "filler",
        "A6": "figure:received:n", "B6": "figure:on_time:numerator", "C6": "figure:on_time:denominator",
        "D6": "figure:confirmed:numerator", "E6": "figure:confirmed:n",
    }  # fmt: skip
    for ref, source in cells.items():
        BindSpot(actor=office, version=version, area="周报", ref=ref, source=source).execute()
    columns = [(0, "A", "name"), (0, "B", "received"), (0, "C", "replied"), (0, "D", "closed"), (0, "E", "overdue")]
    rows: dict[str, Any] = {"kind": "list", "first_row": 9, "last_row": 11, "copies": 3, "columns": columns}
    BindSpot(actor=office, version=version, area="周报", ref="A9", source="cases.by_unit", **rows).execute()
    SetCheck(actor=office, version=version, area="周报", total_ref="B12", parts="A6").execute()


def _letter(office: Actor) -> None:
    version = _added(office, "示例区（演示）代表联系社区情况月报", monthly_letter(), "月报.docx", "month")
    spots = {
        ("text", "p2#1"): "town.name", ("text", "p2#2"): "period", ("table1", "r2c2"): "figure:received:n",
        ("table1", "r3c2"): "figure:unit_solved:part-solved", ("table1", "r4c2"): "figure:unit_solved:part-promised",
        ("table1", "r5c2"): "figure:unit_solved:part-other", ("table1", "r6c2"): "figure:unit_solved:n",
        ("table1", "r7c2"): "figure:contact_days:median",
    }  # fmt: skip
    for (area, ref), source in spots.items():
        BindSpot(actor=office, version=version, area=area, ref=ref, source=source).execute()
    typed: dict[str, Any] = {"source": "typed", "label": "联系人"}
    BindSpot(actor=office, version=version, area="text", ref="p3#1", **typed).execute()
    SetCheck(actor=office, version=version, area="table1", total_ref="r6c2", parts="r3c2:r5c2").execute()


def _added(office: Actor, name: str, data: bytes, file_name: str, cycle: str) -> FormVersion:
    form = AddBlankForm(
        actor=office, name=name, data=data, file_name=file_name, issuer=_ISSUER, cycle=cycle, note="演示用，虚构的表"
    ).execute()
    version = latest(form)
    if version is None:
        raise LookupError(name)
    return version


# --- the files ------------------------------------------------------------------------------------


def weekly_workbook() -> bytes:
    """A merged title, a head of two lines, figures, three empty lines for units, and sums."""
    rows = {
        1: {"A": "居民意见办理情况周报表（演示）"},
        2: {"A": "填报单位", "D": "截止日期"},
        3: {"A": "报告期", "D": "填报人"},
        4: {"A": "收到", "B": "答复", "D": "居民评价"},
        5: {"B": "按期", "C": "应答复", "D": "说解决了", "E": "作出评价"},
        8: {"A": "承办单位", "B": "收到", "C": "已答复", "D": "已办结", "E": "已超期"},
        12: {"A": "合计", "B": "=SUM(B9:B11)", "C": "=SUM(C9:C11)", "D": "=SUM(D9:D11)", "E": "=SUM(E9:E11)"},
    }
    lines = "".join(_line(number, rows.get(number, {})) for number in range(1, 13))
    merges = ("A1:E1", "B2:C2", "B3:C3", "A4:A5", "B4:C4", "D4:E4")
    merged = "".join(f'<mergeCell ref="{one}"/>' for one in merges)
    sheet = (
        f'{_HEAD}<worksheet xmlns="{_SHEETS}"><cols><col min="1" max="5" width="18" customWidth="1"/></cols>'
        f'<sheetData>{lines}</sheetData><mergeCells count="{len(merges)}">{merged}</mergeCells></worksheet>'
    )
    book = (
        f'{_HEAD}<workbook xmlns="{_SHEETS}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="周报" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    return _archive(
        {
            "xl/workbook.xml": (book, f"{_KINDS}.spreadsheetml.sheet.main+xml"),
            "xl/worksheets/sheet1.xml": (sheet, f"{_KINDS}.spreadsheetml.worksheet+xml"),
        },
        "xl/workbook.xml",
        {"xl/_rels/workbook.xml.rels": _relations([("worksheet", "worksheets/sheet1.xml")])},
    )


def _line(number: int, said: Mapping[str, str]) -> str:
    cells = "".join(_cell(f"{column}{number}", said.get(column, "")) for column in "ABCDE")
    return f'<row r="{number}">{cells}</row>'


def _cell(ref: str, text: str) -> str:
    if text.startswith("="):
        return f'<c r="{ref}"><f>{escape(text[1:])}</f></c>'
    return f'<c r="{ref}" t="inlineStr"><is><t>{escape(text)}</t></is></c>' if text else f'<c r="{ref}"/>'


def monthly_letter() -> bytes:
    """Blanks behind labels, and a table whose last line but one is a total."""
    table = [
        ("内容", "数"), ("本月收到意见（件）", ""), ("已解决（件）", ""), ("答应了日期（件）", ""), ("其他（件）", ""),
        ("答复合计（件）", ""), ("首次联系用了几个工作日（中位数）", ""),
    ]  # fmt: skip
    rows = "".join(f"<w:tr>{''.join(_word_cell(text) for text in row)}</w:tr>" for row in table)
    edges = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in _SIDES)
    body = (
        f"{_paragraph('代表联系社区情况月报（演示）')}{_paragraph('单位：        报告期：        ')}"
        f"{_paragraph('联系人：        ')}<w:tbl><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr>"
        f'<w:tblGrid><w:gridCol w:w="6000"/><w:gridCol w:w="2500"/></w:tblGrid>{rows}</w:tbl>'
        f"{_paragraph('以上由记录汇总，口径附后。')}"
    )
    document = f'{_HEAD}<w:document xmlns:w="{_WORDS}"><w:body>{body}</w:body></w:document>'
    kind = f"{_KINDS}.wordprocessingml.document.main+xml"
    return _archive({"word/document.xml": (document, kind)}, "word/document.xml", {})


_SIDES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")


def _paragraph(text: str) -> str:
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p>{run}</w:p>"


def _word_cell(text: str) -> str:
    return f"<w:tc>{_paragraph(text)}</w:tc>"


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _archive(parts: Mapping[str, tuple[str, str]], main: str, more: Mapping[str, str]) -> bytes:
    """The parts as a package; every entry bears the same day."""
    kinds = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, (_text, kind) in parts.items())
    types = (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{kinds}</Types>'
    )
    members = {"[Content_Types].xml": types, "_rels/.rels": _relations([("officeDocument", main)])}
    members |= {**{name: text for name, (text, _kind) in parts.items()}, **more}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in members.items():
            out.writestr(zipfile.ZipInfo(name, _NO_DAY), text, zipfile.ZIP_DEFLATED)
    return target.getvalue()
