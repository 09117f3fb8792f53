"""Writing a paper with python-docx; imported only where the extra ``docx`` is installed (see `word`)."""

import datetime as dt
import io
from collections.abc import Callable, Sequence
from typing import Any, Final

import segno
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm, Pt

from lianxin.core.documents.letters import measures as m
from lianxin.core.documents.letters import word_xml as xml
from lianxin.core.documents.letters import wording
from lianxin.core.documents.letters.model import (
    Blank,
    Boxes,
    Fields,
    Form,
    Grid,
    Heading,
    Paper,
    Points,
    QrCode,
    Text,
    Tone,
    TooLong,
)

#: So many rows of a table go into a Word file; more belong into a workbook.
MOST_ROWS: Final = 1_000
_ROLE: Final = {Tone.BODY: "body", Tone.QUOTE: "quote", Tone.NOTE: "body", Tone.STRONG: "head"}
_CENTRE, _RIGHT, _BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
_QR_PX: Final = 6


def write(paper: Paper) -> bytes:
    """Return the .docx file of a paper."""
    out = io.BytesIO()
    _Writer(paper).document.save(out)
    return out.getvalue()


class _Writer:
    """One document on its way; ``size`` is the type size of running text, ``small`` that of ruled parts."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.document: Any = Document()
        self.is_letter = paper.form == Form.LETTER
        self.size = {Form.LETTER: m.BODY_PT, Form.SHEET: m.SMALL_PT, Form.TABLE: m.TABLE_PT, Form.NOTICE: 18.0}[
            paper.form
        ]
        self.small = {Form.LETTER: m.SMALL_PT, Form.SHEET: 12.0, Form.TABLE: m.TABLE_PT, Form.NOTICE: 16.0}[paper.form]
        self._properties()
        self._page()
        self._head()
        for block in wording.numbered(paper):
            self._block(block)
        self._foot()

    # ---- page

    def _properties(self) -> None:
        core, paper = self.document.core_properties, self.paper
        moment = dt.datetime.combine(paper.issued_on, dt.time())
        core.title, core.author, core.comments = xml.clean(paper.name), xml.clean(paper.issuer), paper.mark
        core.created = core.modified = moment
        core.language = "zh-CN"
        self.document.styles["Normal"].font.size = Pt(self.size)

    def _page(self) -> None:
        section = self.document.sections[0]
        width, height = (Mm(side) for side in m.PAGE_MM)
        if self.paper.form == Form.TABLE:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = height, width
            margins = (m.TABLE_TOP_MM, m.TABLE_SIDE_MM, m.TABLE_SIDE_MM, m.TABLE_BOTTOM_MM)
        else:
            section.page_width, section.page_height = width, height
            edge = m.NOTICE_MM
            notice = self.paper.form == Form.NOTICE
            margins = (edge,) * 4 if notice else (m.TOP_MM, m.LEFT_MM, m.RIGHT_MM, m.BOTTOM_MM)
        section.top_margin, section.left_margin, section.right_margin, section.bottom_margin = map(Mm, margins)
        section.header_distance = Mm(12)
        section.footer_distance = Mm(m.BOTTOM_MM - m.PAGE_NUMBER_BELOW_MM - 5 if self.is_letter else 12)
        if self.is_letter:
            xml.set_grid(section)
        self._running(section)

    def _running(self, section: Any) -> None:
        """演示数据 above, our number, the page and how many there are below."""
        if self.paper.mark:
            above = section.header.paragraphs[0]
            above.alignment = _RIGHT
            self._run(above, f"【{self.paper.mark}】", "head", 9)
        below = section.footer.paragraphs[0]
        below.alignment = _CENTRE
        self._run(below, f"{wording.DASH} ", "song", m.SMALL_PT)
        xml.add_field(below, "PAGE", "song", m.SMALL_PT)
        self._run(below, f" {wording.DASH}", "song", m.SMALL_PT)
        self._run(below, f"　{self.paper.number}　共 ", "song", m.TINY_PT)
        xml.add_field(below, "NUMPAGES", "song", m.TINY_PT)
        self._run(below, " 页", "song", m.TINY_PT)

    # ---- pieces

    def _run(self, paragraph: Any, text: str, role: str, size: float, *, red: bool = False) -> Any:
        run = paragraph.add_run(xml.clean(text))
        xml.set_face(run, role, size, red=red)
        return run

    def _line(self, text: str, role: str = "body", size: float = 0, align: Any = None, indent: bool = False) -> Any:
        """A paragraph of running text; line breaks in it are kept."""
        paragraph = self.document.add_paragraph()
        spacing = paragraph.paragraph_format
        spacing.space_before = spacing.space_after = Pt(0 if self.is_letter else 3)
        if self.is_letter:
            spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(m.LINE_PITCH_PT)
        if indent:
            spacing.first_line_indent = Pt(2 * (size or self.size))
        if align is not None:
            paragraph.alignment = align
        self._run(paragraph, text, role, size or self.size)
        return paragraph

    def _head(self) -> None:
        paper = self.paper
        if paper.red_head is not None:
            mark = self.document.add_paragraph()
            mark.alignment = _CENTRE
            self._run(mark, paper.red_head.mark, "title", 36, red=True)
            xml.rule_below(mark, "thickThinSmallGap", "D7000F", 18)
            self._line(paper.red_head.issue_number, align=_RIGHT)
        elif self.is_letter:
            self._line(f"编号：{paper.number}", size=m.SMALL_PT, align=_RIGHT)
        title = self._line(paper.title, "title", 18 if paper.form == Form.TABLE else m.TITLE_PT, _CENTRE)
        title.paragraph_format.space_before = title.paragraph_format.space_after = Pt(m.LINE_PITCH_PT / 2)
        if not self.is_letter and paper.form != Form.NOTICE:
            self._line(wording.head_line(paper), size=self.small, align=_CENTRE)
        if paper.addressee:
            self._line(f"{paper.addressee}：")

    def _block(self, block: Any) -> None:
        writers: dict[type[Any], Callable[[Any], None]] = {
            Heading: self._heading, Text: self._text, Points: self._points, Fields: self._fields, Grid: self._grid,
            Boxes: self._boxes, Blank: self._blank, QrCode: self._qr,
        }  # fmt: skip
        writers[type(block)](block)

    def _heading(self, block: Heading) -> None:
        line = self._line(block.text, "head", indent=self.is_letter)
        line.paragraph_format.keep_with_next = True

    def _text(self, block: Text) -> None:
        size = self.small if block.tone == Tone.NOTE else self.size
        quote = block.tone == Tone.QUOTE
        for words in block.text.split("\n") if not quote else [block.text]:
            line = self._line(words, _ROLE[block.tone], size, _BOTH, indent=self.is_letter and not quote)
            if quote:
                line.paragraph_format.left_indent = Pt(16)
                xml.bar_left(line)

    def _points(self, block: Points) -> None:
        for at, item in enumerate(block.items, start=1):
            self._line(f"{at}. {item}", indent=self.is_letter)

    def _boxes(self, block: Boxes) -> None:
        self._line(block.question, "head")
        self._line("　".join(wording.tick(one, block.ticked) for one in block.choices))

    def _blank(self, block: Blank) -> None:
        self._line(block.label, "head")
        for _at in range(block.lines):
            xml.rule_below(self._line(""))

    def _qr(self, block: QrCode) -> None:
        picture = io.BytesIO()
        segno.make(block.address, error="m", micro=False).save(picture, kind="png", scale=_QR_PX)
        picture.seek(0)
        self.document.add_picture(picture, width=Mm(34))
        self._line(f"{block.caption} {block.address}", size=self.small)

    # ---- tables

    def _table(self, widths: Sequence[float]) -> Any:
        table = self.document.add_table(rows=0, cols=len(widths))
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        return table

    def _row(self, table: Any, values: Sequence[str], role: str, widths: Sequence[float]) -> Any:
        row = table.add_row()
        for cell, value, width in zip(row.cells, values, widths, strict=True):
            cell.width = Mm(width)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
            self._run(paragraph, value, role, self.small)
        xml.keep_row(row)
        return row

    def _width(self) -> float:
        """The width of the type area in mm."""
        if self.paper.form == Form.TABLE:
            return m.PAGE_MM[1] - 2 * m.TABLE_SIDE_MM
        return m.PAGE_MM[0] - 2 * m.NOTICE_MM if self.paper.form == Form.NOTICE else m.TYPE_MM[0]

    def _fields(self, block: Fields) -> None:
        widths = (36.0, self._width() - 36)
        table = self._table(widths)
        for pair in block.pairs:
            self._row(table, pair, "body", widths)

    def _grid(self, block: Grid) -> None:
        total = sum(column.share for column in block.columns)
        widths = [self._width() * column.share / total for column in block.columns]
        table = self._table(widths)
        xml.repeat_row(self._row(table, [column.header for column in block.columns], "head", widths))
        for count, row in enumerate(block.rows):
            if count == MOST_ROWS:
                raise TooLong(MOST_ROWS)
            self._row(table, [wording.value_text(value) for value in row], "body", widths)
        if len(table.rows) == 1:
            self._line(block.empty)

    # ---- foot

    def _foot(self) -> None:
        paper = self.paper
        if paper.closing:
            self._line(paper.closing, indent=self.is_letter)
        for at, one in enumerate(paper.attachments, start=1):
            self._line(f"附件{at}：{one}", indent=self.is_letter)
        if self.is_letter or paper.form == Form.NOTICE:
            self._line("")
            self._line(f"{paper.issuer}{'（盖章）' if paper.sealed else ''}", align=_RIGHT)
            self._line(wording.day(paper.issued_on), align=_RIGHT)
        for line in wording.foot_lines(paper):
            self._line(line, size=m.TINY_PT + 1 if line.startswith(("注：", "制单：")) else self.small)
