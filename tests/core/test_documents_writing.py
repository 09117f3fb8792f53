"""What we hand out.

Workbooks and text tables that open well and calculate nothing, charts and codes that pages may show.
"""

import datetime as dt
import decimal
import io
import re
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from unicodedata import normalize

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from lianxin.core.documents import csvio, svg, xlsx
from lianxin.core.documents.qr import qr_svg
from lianxin.core.documents.svg_base import fit, number, text_width, units
from lianxin.core.documents.tables import read_table
from lianxin.core.documents.xlsx import Column, Sheet
from lianxin.core.documents.xlsx_write import safe_text

NAMESPACE = "{http://www.w3.org/2000/svg}"


def opened(data: bytes, title: str) -> Worksheet:
    """Return a sheet of a written workbook."""
    sheet = load_workbook(io.BytesIO(data))[title]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_a_workbook_has_a_note_a_styled_frozen_header_and_filters() -> None:
    rows = [[1, "停车难", dt.date(2025, 1, 5)]]
    data = xlsx.workbook_bytes(
        [Sheet("意见", ["序号", Column("内容", 30, wrap=True), Column("日期")], rows, note="演示数据")]
    )
    sheet = opened(data, "意见")
    assert sheet["A1"].value == "演示数据"
    assert [cell.value for cell in sheet[2]] == ["序号", "内容", "日期"]
    assert [cell.value for cell in sheet[3]] == [1, "停车难", dt.datetime(2025, 1, 5)]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A3", "A2:C2")
    header = sheet["B2"]
    assert (header.font.bold, header.font.name, header.fill.fgColor.rgb) == (True, "微软雅黑", "00E8EEF4")
    assert (header.alignment.horizontal, header.border.bottom.style) == ("center", "thin")
    assert (sheet["B3"].alignment.wrap_text, sheet["A3"].alignment.wrap_text) == (True, None)
    assert sheet["C3"].number_format == "yyyy-mm-dd"
    assert sheet["A1"].font.color.rgb == "00B42318"


def test_columns_fit_their_content_within_limits() -> None:
    rows = [["很长的内容" * 30, "x", "一二三四五六七", "a\nbbbbbbbbbbbb", None]]
    sheet = opened(xlsx.workbook_bytes([Sheet("表", ["A", "B", "C", "D", Column("E", 25), "空"], rows)]), "表")
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDEF"]
    assert widths == [60, 8, 16, 14, 25, 8]


def test_without_a_note_the_header_is_the_first_row() -> None:
    sheet = opened(xlsx.workbook_bytes([Sheet("表", ["A"], [], filters=False)]), "表")
    assert (sheet["A1"].value, sheet.freeze_panes, sheet.auto_filter.ref) == ("A", "A2", None)


def test_a_note_for_the_whole_workbook_stands_on_every_sheet() -> None:
    data = xlsx.workbook_bytes([Sheet("一", ["A"], []), Sheet("二", ["A"], [], note="别的")], note="演示数据")
    assert [opened(data, title)["A1"].value for title in ("一", "二")] == ["演示数据", "演示数据"]


def test_values_are_written_as_an_office_expects() -> None:
    moment = dt.datetime(2025, 1, 24, 16, 30, tzinfo=dt.UTC)
    row = [None, True, False, 5, 10**15, 10**15 - 1, 2.5, decimal.Decimal("1.50"), decimal.Decimal("NaN"), moment,
           dt.datetime(2025, 1, 5, 9, 5), "文", "", ["x"]]  # fmt: skip
    sheet = opened(xlsx.workbook_bytes([Sheet("表", ["x"] * len(row), [row])]), "表")
    assert [cell.value for cell in sheet[2]] == [
        None, "是", "否", 5, "1000000000000000", 999999999999999, 2.5, 1.5, "NaN", dt.datetime(2025, 1, 25, 0, 30),
        dt.datetime(2025, 1, 5, 9, 5), "文", None, "['x']",
    ]  # fmt: skip
    assert sheet["J2"].number_format == "yyyy-mm-dd hh:mm"


@pytest.mark.parametrize("typed", ["=1+1", "+x", "-x", "@x", "\t=1", "\r=1", "＝1", " =1"])
def test_no_text_calculates(typed: str) -> None:
    data = xlsx.workbook_bytes([Sheet("表", [typed, Column(typed, wrap=True)], [[typed, typed]], note=typed)])
    sheet = opened(data, "表")
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) == 5
    assert all(cell.data_type == "s" and str(cell.value).startswith("'") for cell in cells)
    table = read_table(xlsx.workbook_bytes([Sheet("表", ["序号", "内容"], [[1, typed]])]))
    assert table.rows[0].values[1] == typed.strip().replace("\r", "").strip()


def test_text_a_workbook_cannot_hold_is_cleaned() -> None:
    assert safe_text("a\x00\x0b\ud800\uffffb\n\t") == "ab\n\t"
    assert len(safe_text("长" * 40_000)) == 32_000
    assert safe_text("长" * 40_000).endswith("长…")
    assert safe_text("长" * 32_000) == "长" * 32_000


def test_sheet_titles_are_made_allowed_and_unique() -> None:
    titles = ["意见", "意见", "a/b:c*?[x]\\", "很" * 40, "很" * 40, "", "'引'", "\x00"]
    data = xlsx.workbook_bytes(Sheet(title, ["A"], []) for title in titles)
    assert load_workbook(io.BytesIO(data)).sheetnames == [
        "意见", "意见 2", "a b c   x", "很" * 31, "很" * 29 + " 2", "Sheet1", "引", "Sheet1 2",
    ]  # fmt: skip


def test_a_workbook_without_sheets_can_still_be_opened() -> None:
    assert opened(xlsx.workbook_bytes([]), "Sheet1").max_row == 1


def test_rows_are_taken_one_by_one() -> None:
    seen: list[int] = []

    def rows() -> Iterator[list[object]]:
        for at in range(500):
            seen.append(at)
            yield [at, dt.date(2025, 1, 1)]

    data = xlsx.workbook_bytes([Sheet("表", ["序号", "日期"], rows())])
    assert seen == list(range(500))
    table = read_table(data)
    assert [row.values for row in table] == [(str(at), "2025-01-01") for at in range(500)]


plain_texts = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cf", "Co", "Cn", "Zs", "Mn", "Me", "Zl", "Zp")), min_size=1
).filter(lambda text: not text.startswith(("'", "#")))


@given(st.lists(st.tuples(plain_texts, plain_texts), min_size=1, max_size=5))
def test_what_is_written_is_read_again(rows: list[tuple[str, str]]) -> None:

    expected = [tuple(normalize("NFC", text) for text in row) for row in rows]
    for data in (
        xlsx.workbook_bytes([Sheet("表", ["序号", "内容"], rows)]),
        b"".join(csvio.iter_csv(["序号", "内容"], rows)),
    ):
        assert [row.values for row in read_table(data)] == expected


def test_a_text_table_opens_in_a_spreadsheet() -> None:
    moment = dt.datetime(2025, 1, 24, 16, 30, tzinfo=dt.UTC)
    rows = [[None, True, 5, moment, dt.datetime(2025, 1, 5, 9, 5), dt.date(2025, 1, 5), '停,"车', "=1+1", False]]
    target = io.BytesIO()
    csvio.write_csv(target, ["=A", *"BCDEFGHI"], rows, note="-演示数据")
    assert target.getvalue().decode("utf-8-sig") == (
        "'-演示数据\r\n'=A,B,C,D,E,F,G,H,I\r\n"
        ',是,5,2025-01-25 00:30,2025-01-05 09:05,2025-01-05,"停,""车",\'=1+1,否\r\n'
    )
    assert target.getvalue().startswith(b"\xef\xbb\xbf")
    assert b"".join(csvio.iter_csv(["A"], [])) == b"\xef\xbb\xbfA\r\n"


def test_a_long_text_table_comes_in_pieces() -> None:
    pieces = list(csvio.iter_csv(["A"], [["停车难" * 100]] * 2_000))
    assert len(pieces) > 5
    assert len(b"".join(pieces).decode("utf-8-sig").splitlines()) == 2_001


def test_five_thousand_rows_are_written_in_a_moment() -> None:
    rows = [[at, "停车难", dt.date(2025, 1, 5), *["x"] * 8] for at in range(5_000)]
    begin = time.process_time()
    xlsx.workbook_bytes([Sheet("表", [Column("内容", wrap=True)] * 11, rows)])
    assert time.process_time() - begin < 6


# --- charts ------------------------------------------------------------------------------------------------------


def parsed(markup: str) -> ET.Element:
    """Return a chart as XML; fails when it is not well formed."""
    return ET.fromstring(markup)


def words(root: ET.Element) -> list[str]:
    """Return all texts a chart shows."""
    return [element.text or "" for element in root.iter(f"{NAMESPACE}text")]


def titles(root: ET.Element) -> list[str]:
    """Return all titles a chart speaks, its own first."""
    return [element.text or "" for element in root.iter(f"{NAMESPACE}title")]


ALL = [
    svg.bars("意见<数>", [svg.Bar("停车<难>", 12, "late", "/a?b=1&c=2"), svg.Bar("电梯", 3.25, "strange")], unit="件"),
    svg.stacked(
        "状态", [("示一", {"办结": 3, "在办": 10}), ("示二", {"办结": 1})], [("办结", "good"), ("在办", "waiting")]
    ),
    svg.timeline("过程", [svg.Event(dt.date(2025, 1, 3), "收到"), svg.Event(dt.date(2025, 2, 4), "答复", "good")]),
    svg.tile_map("片区", [svg.Tile("示一", 0, 0, 3), svg.Tile("示二", 1, 1, 5, "late", "/x")]),
    svg.sparkline("每周", [("1周", 3), ("2周", 5)], unit="件"),
    svg.bars("空", []),
    svg.stacked("空", [], []),
    svg.timeline("空", []),
    svg.tile_map("空", []),
    svg.sparkline("空", []),
]


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.svg[40:80])
def test_every_chart_is_sound_titled_and_fit_for_a_strict_page(chart: svg.Chart) -> None:
    root = parsed(chart.svg)
    assert root.tag == f"{NAMESPACE}svg"
    assert root.get("role") == "img"
    assert titles(root)[0] == root.get("aria-label")
    assert titles(root)[0].startswith(chart.caption)
    assert not re.search(r"style=|<script|<style|\bon\w+=|https?://(?!www\.w3\.org)|href=\"(?!/)", chart.svg)
    assert not re.search(r"nan|inf\b", chart.svg)
    assert chart.__html__() is chart.svg
    assert chart.svg.__html__() is chart.svg
    table = parsed(chart.table_html())
    assert [cell.text for cell in table.iter("th") if cell.get("scope") == "col"] == list(chart.headers)
    assert len(list(table.iter("tr"))) == len(chart.rows) + 1
    assert all(len(row) == len(chart.headers) for row in chart.rows)


def test_bars_are_as_long_as_their_figures() -> None:
    chart = ALL[0]
    root = parsed(chart.svg)
    first, second = root.iter(f"{NAMESPACE}rect")
    assert float(second.get("width", 0)) / float(first.get("width", 1)) == pytest.approx(3.25 / 12, abs=1e-3)
    assert [rect.get("class") for rect in (first, second)] == ["bar tone-late", "bar tone-plain"]
    assert words(root) == ["停车<难>", "12件", "电梯", "3.2件"]
    assert titles(root) == ["意见<数>", "停车<难>：12件", "电梯：3.2件"]
    assert chart.rows == (("停车<难>", "12件"), ("电梯", "3.2件"))
    assert root.find(f"{NAMESPACE}a") is not None
    assert '<a href="/a?b=1&amp;c=2">' in chart.svg
    assert float(first.get("x", 0)) + float(first.get("width", 0)) < 640


def test_bars_of_nothing_and_less_than_nothing_have_no_length() -> None:
    root = parsed(svg.bars("x", [svg.Bar("a", 0), svg.Bar("b", -3)]).svg)
    assert [rect.get("width") for rect in root.iter(f"{NAMESPACE}rect")] == ["0", "0"]
    mixed = parsed(svg.bars("x", [svg.Bar("a", 4), svg.Bar("b", -3)]).svg)
    assert [rect.get("width") == "0" for rect in mixed.iter(f"{NAMESPACE}rect")] == [False, True]


def test_stacked_parts_add_up_and_say_what_they_are() -> None:
    chart = ALL[1]
    root = parsed(chart.svg)
    parts = [rect for rect in root.iter(f"{NAMESPACE}rect") if str(rect.get("class")).startswith("part")]
    ends = [float(rect.get("x", 0)) + float(rect.get("width", 0)) for rect in parts]
    assert len(parts) == 3
    assert float(parts[1].get("x", 0)) == pytest.approx(ends[0], abs=0.02)
    assert titles(root)[1:] == ["示一 办结：3", "示一 在办：10", "示二 办结：1"]
    assert chart.headers == ("项目", "办结", "在办", "合计")
    assert chart.rows == (("示一", "3", "10", "13"), ("示二", "1", "0", "1"))
    assert words(root)[:3] == ["办结", "在办", "示一"]


def test_a_part_too_narrow_for_its_figure_keeps_it_in_the_title() -> None:
    root = parsed(svg.stacked("x", [("a", {"小": 1, "大": 1000})], [("小", "good"), ("大", "late")]).svg)
    assert "1" not in words(root)
    assert "1000" in words(root)
    assert "a 小：1" in titles(root)


def test_a_timeline_orders_marks_and_shows_today() -> None:
    events = [svg.Event(dt.date(2025, 1, 21), "转办", "waiting"), svg.Event(dt.date(2025, 1, 1), "收到", "odd")]
    chart = svg.timeline("过程", events, today=dt.date(2025, 1, 11))
    root = parsed(chart.svg)
    assert titles(root) == ["过程", "今天 2025-01-11", "2025-01-01 收到", "2025-01-21 转办"]
    marks = [path.get("transform") for path in root.iter(f"{NAMESPACE}path")]
    assert [float(str(mark).removeprefix("translate(").split()[0]) for mark in marks] == [24, 616]
    assert [path.get("class") for path in root.iter(f"{NAMESPACE}path")] == ["mark tone-plain", "mark tone-waiting"]
    today = [line for line in root.iter(f"{NAMESPACE}line") if line.get("class") == "today"]
    assert today[0].get("x1") == "320"
    assert chart.rows == (("2025-01-01", "收到"), ("2025-01-21", "转办"))
    assert words(root)[-2:] == ["2025-01-01", "2025-01-21"]


def test_each_tone_on_a_timeline_has_a_shape_of_its_own() -> None:
    events = [svg.Event(dt.date(2025, 1, 1) + dt.timedelta(days=at), tone, tone) for at, tone in enumerate(svg.TONES)]
    root = parsed(svg.timeline("x", events).svg)
    assert len({path.get("d") for path in root.iter(f"{NAMESPACE}path")}) == len(svg.TONES) == 6


def test_labels_close_together_stand_on_different_levels_and_inside_the_picture() -> None:
    events = [svg.Event(dt.date(2025, 1, 1) + dt.timedelta(days=at // 2), f"第{at}件很长的事项") for at in range(12)]
    root = parsed(svg.timeline("x", [*events, svg.Event(dt.date(2025, 12, 31), "终")]).svg)
    labels = [element for element in root.iter(f"{NAMESPACE}text") if element.get("class") == "label"]
    assert len({label.get("y") for label in labels}) == 4
    for label in labels:
        half = text_width(label.text or "") / 2
        assert half <= float(label.get("x", 0)) <= 640 - half


def test_one_event_alone_and_a_very_long_label_are_drawn() -> None:
    root = parsed(svg.timeline("x", [svg.Event(dt.date(2025, 1, 1), "很长" * 100)]).svg)
    assert words(root)[0].endswith("…")
    assert text_width(words(root)[0]) <= 640


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)), max_size=40))
def test_no_two_places_share_a_tile_and_the_grid_stays_small(places: list[tuple[float, float]]) -> None:
    cells = svg.tile_cells(places)
    assert len(set(cells)) == len(places) == len(cells)
    assert cells == svg.tile_cells(places)
    if places:
        assert min(column for column, _ in cells) == min(row for _, row in cells) == 0
        columns, rows = max(column for column, _ in cells) + 1, max(row for _, row in cells) + 1
        assert columns * rows <= 2 * len(places) + 6


def test_tiles_lie_as_the_places_do() -> None:
    corners = {"西北": (0, 2), "东北": (3, 2), "西南": (0, 0), "东南": (3, 0), "中": (1.5, 1)}
    cells = dict(zip(corners, svg.tile_cells(list(corners.values())), strict=True))
    assert cells["西北"][0] == cells["西南"][0] == 0
    assert cells["西北"][1] == cells["东北"][1] == 0
    assert cells["东南"][0] > cells["中"][0] > cells["西南"][0]
    assert cells["东南"][1] > cells["西北"][1]
    assert svg.tile_cells([(5, 5)]) == [(0, 0)]
    assert sorted(svg.tile_cells([(5, 5), (5, 5), (5, 5)])) == sorted(set(svg.tile_cells([(5, 5)] * 3)))


def test_tiles_show_label_and_figure_and_lead_somewhere() -> None:
    chart = ALL[3]
    root = parsed(chart.svg)
    assert words(root) == ["示一", "3", "示二", "5"]
    assert titles(root) == ["片区", "示一：3", "示二：5"]
    assert '<a href="/x"><g>' in chart.svg
    assert chart.headers == ("居民区", "数量")


def test_a_sparkline_rises_and_ends_with_a_mark() -> None:
    chart = ALL[4]
    root = parsed(chart.svg)
    line = root.find(f"{NAMESPACE}polyline")
    assert line is not None
    assert line.get("points") == "4,32 156,4"
    last = root.find(f"{NAMESPACE}circle")
    assert last is not None
    assert (last.get("cx"), last.get("cy")) == ("156", "4")
    assert titles(root) == ["每周：2周 5件"]
    flat = parsed(svg.sparkline("x", [("a", 2), ("b", 2)]).svg).find(f"{NAMESPACE}polyline")
    assert flat is not None
    assert flat.get("points") == "4,32 156,32"
    assert titles(parsed(ALL[9].svg)) == ["空：无数据"]


@pytest.mark.parametrize(("value", "shown"), [(3, "3"), (3.0, "3"), (3.25, "3.2"), (0, "0"), (-1.5, "-1.5")])
def test_figures_as_people_read_them(value: float, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(3, "3"), (3.1, "3.1"), (3.126, "3.13"), (0, "0"), (100, "100")])
def test_lengths_are_short(value: float, shown: str) -> None:
    assert units(value) == shown


def test_text_is_cut_to_a_width() -> None:
    assert fit("停车难", 42) == "停车难"
    assert fit("停车难题", 42) == "停车…"
    assert fit("停车难题", 5) == "…"
    assert text_width("停a", 10) == pytest.approx(16.6)


@given(st.text(), st.text())
def test_no_text_breaks_out_of_a_chart(label: str, tone: str) -> None:
    chart = svg.bars(label, [svg.Bar(label, 1, tone, "/" + label)], unit=label)
    clean = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", chart.svg)
    root = parsed(clean)
    assert {element.tag.removeprefix(NAMESPACE) for element in root.iter()} <= {"svg", "title", "a", "text", "rect"}


# --- QR ----------------------------------------------------------------------------------------------------------


def test_a_qr_code_is_drawn_as_the_other_library_makes_it() -> None:
    text = "https://example.cn/q/K7QM-3XWD-9FHC"
    root = parsed(qr_svg(text, title="查询 <码>", border=2))
    code = segno.make(text, error="m", micro=False, encoding="utf-8")
    side = len(code.matrix)
    assert root.get("viewBox") == f"0 0 {side + 4} {side + 4}"
    assert titles(root) == ["查询 <码>"]
    ink = next(path.get("d") for path in root.iter(f"{NAMESPACE}path") if path.get("class") == "qr-ink")
    dark: set[tuple[int, int]] = set()
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", str(ink)):
        dark |= {(int(x) + at, int(y)) for at in range(int(width))}
    assert dark == {(x + 2, y + 2) for y, row in enumerate(code.matrix) for x, one in enumerate(row) if one}


def test_a_text_too_long_for_a_code_is_refused() -> None:
    with pytest.raises(ValueError, match="too long for a QR code"):
        qr_svg("长" * 3_000, title="x")
