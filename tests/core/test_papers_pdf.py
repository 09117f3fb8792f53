"""The PDF of a paper: its text, its pages, and the measures of the national layout, read back from the file."""

import io
import re
from collections import Counter
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PageObject, PdfReader

from lianxin.core.documents.letters import measures as m
from lianxin.core.documents.letters import pdf
from lianxin.core.documents.letters.model import Grid, Heading, Missing, Paper, Text, TooLong
from tests.core.papers import ALL, COLUMNS, LETTER, NOTICE, RED, TABLE

MM = 72 / 25.4


@dataclass(frozen=True)
class Piece:
    """A run of text on a page: where it begins (points from the lower left corner), its size, its face."""

    x: float
    y: float
    size: float
    face: str
    text: str


def opened(paper: Paper) -> PdfReader:
    return PdfReader(io.BytesIO(pdf.pdf_bytes(paper)))


def pieces(page: PageObject) -> list[Piece]:
    """The runs of a page from above; extraction is by the visitor of pypdf."""
    found: list[Piece] = []

    def visit(text: str, cm: list[float], tm: list[float], font: dict[str, Any] | None, size: float) -> None:
        if text.strip():
            found.append(Piece(tm[4] + cm[4], tm[5] + cm[5], size, str((font or {}).get("/BaseFont")), text.strip()))

    page.extract_text(visitor_text=visit)
    return found


def full_page() -> list[Piece]:
    """The second page of a letter whose body is nothing but Han characters."""
    body = "".join(chr(0x4E00 + at) for at in range(28 * 60))
    page = opened(replace(LETTER, blocks=(Text(body),))).pages[1]
    return [one for one in pieces(page) if one.size == pytest.approx(m.BODY_PT, abs=0.01)]


@pytest.mark.parametrize("name", ALL)
def test_every_paper_says_its_number_its_day_who_issues_it_that_it_is_a_demonstration_and_which_page(name: str) -> None:
    paper, reader = ALL[name], opened(ALL[name])
    whole = re.sub(r"[\s\u200b]", "", "".join(page.extract_text() for page in reader.pages))
    for wanted in (paper.number, paper.issuer, "2026年11月24日", paper.title):
        assert wanted in whole, wanted
    for at, page in enumerate(reader.pages, start=1):
        text = page.extract_text().replace(" ", "")
        assert "演示数据" in text
        assert f"第{at}页·共{len(reader.pages)}页" in text


def test_a_page_is_a4_with_22_lines_of_28_characters_in_3_hao() -> None:
    lines = full_page()
    assert len(lines) == m.LINES == 22
    assert {len(one.text) for one in lines} == {m.CHARACTERS}
    steps = [above.y - below.y for above, below in pairwise(lines)]
    assert all(step == pytest.approx(225 * MM / 22, abs=0.02) for step in steps)


def test_the_type_area_keeps_the_margins_of_the_standard() -> None:
    page = opened(LETTER).pages[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx((210 * MM, 297 * MM), abs=0.1)
    lines = full_page()
    assert {round(one.x / MM, 1) for one in lines} == {28.0}
    top = 297 - (lines[0].y + 0.88 * m.BODY_PT) / MM
    assert top == pytest.approx(37, abs=1), "天头 37 mm ± 1 mm"
    right = 210 - (28 + 28 * m.CHARACTER_PITCH_PT / MM)
    assert right == pytest.approx(26, abs=0.1)
    assert (lines[-1].y - 0.12 * m.BODY_PT) / MM >= 35, "nothing of the body below the type area"


def test_title_body_and_page_number_have_the_sizes_of_the_standard() -> None:
    found = {one.text: one for one in pieces(opened(LETTER).pages[0])}
    assert found["关于“电梯经常停运”的答复函"].size == 22
    assert found["镇代表05号："].size == pytest.approx(15.75)
    assert found["镇代表05号："].x == pytest.approx(28 * MM, abs=0.1), "the addressee begins at the margin"
    number = found["— 1 —"]
    assert number.size == 14
    assert number.y + 0.88 * number.size == pytest.approx((35 - 7) * MM, abs=1.5), "7 mm below the type area"
    assert number.x > 105 * MM, "right on an odd page"
    second = opened(replace(LETTER, blocks=(Text("字" * 900),))).pages[1]
    even = next(one for one in pieces(second) if one.text == "— 2 —")
    assert even.x < 105 * MM, "left on an even page"


def test_headings_are_numbered_and_set_in_hei() -> None:
    found = {one.text: one for one in pieces(opened(LETTER).pages[0])}
    assert "Sans" in found["一、办理结果"].face
    assert "Serif" in found["镇代表05号："].face


def test_a_red_head_stands_30_mm_from_the_edge_and_its_first_page_has_no_number() -> None:
    first = pieces(opened(RED).pages[0])
    mark = next(one for one in first if one.text.replace(" ", "") == "示例镇人民政府")
    assert 297 - mark.y / MM == pytest.approx(30 + mark.size * 0.88 / MM, abs=1.5)
    assert not any("— 1 —" in one.text for one in first)
    assert any("示府函〔2026〕" in one.text for one in first)


def test_no_red_head_without_entitlement() -> None:
    assert b"d7000f" not in pdf.as_data(LETTER, frozenset()).__repr__().encode()
    assert pdf.as_data(LETTER, frozenset())["red"] is None


def test_a_line_never_begins_with_a_closing_mark_nor_ends_with_an_opening_one() -> None:
    body = "他说：“电梯（二号楼）又停了。”我们去看，确实如此；" * 30
    for page in opened(replace(LETTER, blocks=(Text(body),))).pages:
        for one in pieces(page):
            if one.size == pytest.approx(m.BODY_PT, abs=0.01) and len(one.text) > 5:
                assert one.text[0] not in "，。；：！？）”、", one.text
                assert one.text[-1] not in "（“", one.text


def test_a_wide_table_lies_repeats_its_head_and_breaks_no_row() -> None:
    reader = opened(TABLE)
    assert len(reader.pages) >= 2
    for page in reader.pages:
        assert float(page.mediabox.width) > float(page.mediabox.height)
        assert "原话摘要" in page.extract_text()
    numbers = Counter("".join(page.extract_text() for page in reader.pages).replace("\u200b", "").split())
    assert numbers["30"] == 1


@pytest.mark.parametrize(("signs", "size"), [(0, 22), (260, 20), (360, 18), (480, 16)])
def test_a_notice_is_one_page_in_the_largest_type_that_fits(signs: int, size: int) -> None:
    reader = opened(replace(NOTICE, blocks=(*NOTICE.blocks, Heading("说明"), Text("明" * signs))))
    assert len(reader.pages) == 1
    assert next(one for one in pieces(reader.pages[0]) if one.text == "正在解决").size == size


def test_what_people_write_is_never_run() -> None:
    evil = '#eval("1+1") *粗* $x$ #include "/etc/passwd" <label> @ref // 注释 \\ `raw` = 标题\n- 项'
    text = opened(replace(LETTER, blocks=(Text(evil),))).pages[0].extract_text()
    for wanted in ("#eval", "*粗*", "$x$", "passwd", "// 注释", "`raw`", "= 标题"):
        assert wanted.replace(" ", "") in text.replace(" ", "").replace("\n", ""), wanted


def test_the_same_paper_is_the_same_file() -> None:
    assert pdf.pdf_bytes(LETTER) == pdf.pdf_bytes(LETTER)


def test_only_the_open_fonts_of_the_extra_are_used() -> None:
    faces = {one.face for name in ALL for page in opened(ALL[name]).pages for one in pieces(page)}
    assert all("NotoSansSC" in face or "NotoSerifSC" in face for face in faces), faces


def test_the_template_takes_every_measure_from_one_place() -> None:
    source = files("lianxin.core.documents.letters").joinpath("paper.typ").read_text(encoding="utf-8")
    for measure in ("37mm", "28mm", "26mm", "35mm", "15.75", "22pt"):
        assert measure not in source, measure


def test_a_table_too_long_for_paper_is_refused_before_it_is_set() -> None:
    rows = ((at, "", "", None) for at in range(pdf.MOST_ROWS + 1))
    with pytest.raises(TooLong):
        pdf.pdf_bytes(replace(TABLE, blocks=(Grid(COLUMNS, rows),)))


def test_without_the_extra_the_writer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda _name: None)
    assert not pdf.available()
    with pytest.raises(Missing) as caught:
        pdf.pdf_bytes(LETTER)
    assert caught.value.extra == "pdf"
