"""Tables from every sort of file an office produces, read with the cell each value came from."""

import datetime as dt
import gzip
import io
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from lianxin.core.documents import csvio, tables, xlsx
from lianxin.core.documents.model import Note, Table, TableError, cell_name, column_letter, unique_headers
from lianxin.core.documents.tables import read_table

ROWS = [["序号", "内容", "日期"], [1, "停车难，很难", "2025-01-05"], [2, "电梯坏了", "2025/1/6"]]


def book_bytes(book: Workbook) -> bytes:
    """Return a workbook as a file."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def sheet_bytes(rows: list[list[object]], merges: tuple[str, ...] = ()) -> bytes:
    """Return a workbook with one sheet of these rows and merged ranges."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for merge in merges:
        sheet.merge_cells(merge)
    return book_bytes(book)


def texts(table: Table) -> list[tuple[str, ...]]:
    """Return the text of all rows."""
    return [row.values for row in table]


def codes(table: Table) -> list[tuple[str, str]]:
    """Return code and cell of all notes."""
    return [(note.code, note.cell) for note in table.notes]


# --- text files --------------------------------------------------------------------------------------------------

CSV = '序号{0}内容{0}日期\r\n1{0}"停车难{0} ""很""难\n真的"{0}2025-01-05\r\n\r\n2{0}电梯坏了{0}2025/1/6\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("packed", [False, True])
def test_a_text_table_is_read_in_any_encoding_and_delimiter(encoding: str, delimiter: str, packed: bool) -> None:
    data = CSV.format(delimiter).encode(encoding)
    table = read_table(gzip.compress(data) if packed else data)
    assert table.headers == ("序号", "内容", "日期")
    assert texts(table) == [
        ("1", f'停车难{delimiter} "很"难\n真的', "2025-01-05"),
        ("2", "电梯坏了", "2025/1/6"),
    ]
    assert [row.number for row in table] == [2, 4]
    assert table.cell(table.rows[1], 1) == "B4"
    assert table.delimiter == delimiter
    assert table.encoding == {"gbk": "gb18030"}.get(encoding, encoding)
    assert table.header_rows == (1,)
    assert (table.notes, table.title, table.sheet, table.sheets, len(table)) == ([], "", "", (), 2)


def test_a_full_width_comma_cuts_columns_where_nothing_else_does() -> None:
    table = read_table("序号，内容\n1，停车难\n2，电梯\n".encode())
    assert (table.headers, table.delimiter) == (("序号", "内容"), "，")


def test_lines_may_end_as_on_an_old_machine() -> None:
    assert texts(read_table("序号,内容\r1,停车难\r2,电梯\r".encode())) == [("1", "停车难"), ("2", "电梯")]


def test_one_column_of_text_stays_one_column() -> None:
    table = read_table("内容\n停车难\n电梯坏了\n".encode())
    assert (table.headers, texts(table), table.delimiter) == (("内容",), [("停车难",), ("电梯坏了",)], ",")


def test_a_long_file_is_judged_by_its_beginning() -> None:
    table = read_table(("序号;内容\n" + "1;停车难的问题，很难\n" * 10_000).encode())
    assert (table.delimiter, len(table)) == (";", 10_000)


def test_records_give_each_row_by_header() -> None:
    table = read_table("序号,内容\n1,停车难\n".encode())
    assert list(table.records()) == [{"序号": "1", "内容": "停车难"}]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xef\xbb\xbf,,\r\n,,", "empty"),
        (b"%PDF-1.7", "not_supported"),
        (b"\x89PNG\r\n\x1a\n", "not_supported"),
        (b"<html><table><tr><td>1</td></tr></table>", "html"),
        (b"\xef\xbb\xbf  <?xml version='1.0'?><Workbook/>", "html"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\xff\xff\xff\xff", "encoding"),
        (b"\xff\xfea", "encoding"),
        (gzip.compress(b"a,b\n1,2\n")[:-9], "damaged"),
        (b"\x1f\x8bnothing", "damaged"),
        (b"PK\x03\x04nothing", "damaged"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, code: str) -> None:
    with pytest.raises(TableError) as refused:
        read_table(data)
    assert refused.value.code == code


def test_an_error_carries_its_detail() -> None:
    assert str(TableError("too_large", "5")) == "too_large: 5"
    assert str(TableError("empty")) == "empty"
    assert TableError("too_large", "5").detail == "5"


def test_files_streams_and_paths_are_read_alike(tmp_path: Path) -> None:
    data = "序号,内容\n1,停车难\n".encode()
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    assert read_table(path) == read_table(io.BytesIO(data)) == read_table(data) == csvio.read_table(io.BytesIO(data))


@pytest.mark.parametrize("read", [read_table, csvio.read_table, xlsx.read_table])
@pytest.mark.parametrize("stream", [False, True])
def test_a_file_over_the_limit_is_refused_before_it_is_read(
    read: object, stream: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (tables, csvio, xlsx):
        monkeypatch.setattr(module, "MAX_FILE", 10)
    data = b"a,b\n1,2\n1,2\n"
    with pytest.raises(TableError) as refused:
        read(io.BytesIO(data) if stream else data)  # type: ignore[operator]
    assert (refused.value.code, refused.value.detail) == ("too_large", "10")


def test_bombs_are_refused_before_they_unpack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csvio, "MAX_UNPACKED", 1_000)
    monkeypatch.setattr(xlsx, "MAX_UNPACKED", 1_000)
    with pytest.raises(TableError) as refused:
        read_table(gzip.compress(b"a" * 1_001))
    assert (refused.value.code, refused.value.detail) == ("too_large", "1000")
    with pytest.raises(TableError) as refused:
        read_table(sheet_bytes(ROWS))
    assert (refused.value.code, refused.value.detail) == ("too_large", "1000")
    monkeypatch.setattr(xlsx, "MAX_UNPACKED", 10**9)
    monkeypatch.setattr(xlsx, "_MOST_MEMBERS", 3)
    with pytest.raises(TableError) as refused:
        read_table(sheet_bytes(ROWS))
    assert refused.value.code == "too_large"


def test_exactly_the_allowed_number_of_rows_and_columns_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lianxin.core.documents.layout.MAX_ROWS", 3)
    monkeypatch.setattr("lianxin.core.documents.layout.MAX_COLUMNS", 2)
    assert len(read_table(b"x,y\n1,2\n1,2\n1,2\n")) == 3
    for data, code, limit in (
        (b"x,y\n1,2\n1,2\n1,2\n1,2\n", "too_many_rows", "3"),
        (b"x,y,z\n1,2,3\n", "too_many_columns", "2"),
    ):
        with pytest.raises(TableError) as refused:
            read_table(data)
        assert (refused.value.code, refused.value.detail) == (code, limit)


def test_reading_stops_soon_after_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csvio, "MAX_ROWS", 5)
    monkeypatch.setattr(xlsx, "MAX_ROWS", 5)
    for data in (b"x,y\n" + b"1,2\n" * 105, sheet_bytes([["x", "y"]] + [[1, 2]] * 105)):
        with pytest.raises(TableError) as refused:
            read_table(data)
        assert (refused.value.code, refused.value.detail) == ("too_many_rows", "5")


def test_a_field_longer_than_any_text_is_refused() -> None:
    with pytest.raises(TableError) as refused:
        read_table(b'a,b\n"' + b"x" * 200_001 + b'",2\n')
    assert refused.value.code == "damaged"


# --- headers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "headers", "title", "first"),
    [
        (["意见汇总表,,", "序号,内容,日期", "1,停车难,2025-1-5"], ("序号", "内容", "日期"), "意见汇总表", 3),
        (
            ["意见汇总表,,", "填报单位：示一,填报日期：2025-1-5,", "", "序号,内容,日期", "1,停车难,2025-1-5"],
            ("序号", "内容", "日期"),
            "意见汇总表 填报单位：示一 填报日期：2025-1-5",
            5,
        ),
        (["序号,内容,", "1,停车难,备用"], ("序号", "内容", "列C"), "", 2),
        (["序号,,内容", "1,,停车难"], ("序号", "内容"), "", 2),
        (["内容,备注,备注", "a,b,c"], ("内容", "备注", "备注 2"), "", 2),
        (["1,停车难,2025-1-5", "2,电梯,2025-1-6"], ("列A", "列B", "列C"), "", 1),
        (["id,title,likes", "1,停车,3"], ("id", "title", "likes"), "", 2),
        (["1,停车：难,x", "序号,内容,日期"], ("列A", "列B", "列C"), "", 1),
        (["序号,内容,日期"], ("序号", "内容", "日期"), "", None),
        (["停车难,电梯坏"], ("列A", "列B"), "", 1),
        (
            ["基本情况,,诉求,", "姓名,电话,内容,日期", "张三,138,停车,2025-1-5"],
            ("基本情况", "列B", "诉求", "列D"),
            "",
            2,
        ),
        (
            ["序号,基本情况,,诉求", ",姓名,电话,", "1,张三,138,停车"],
            ("序号", "基本情况/姓名", "基本情况/电话", "诉求"),
            "",
            3,
        ),
        (["好,好,好", "a,b,c", "a,b,d"], ("a", "b", "c"), "好", 3),
    ],
)
def test_headers_are_found(rows: list[str], headers: tuple[str, ...], title: str, first: int | None) -> None:
    table = read_table("\n".join(rows).encode())
    assert table.headers == headers
    assert table.title == title
    assert (table.rows[0].number if table.rows else None) == first


def test_columns_without_header_are_named_by_letter_and_noted() -> None:
    assert codes(read_table("序号,内容,\n1,停车难,备用\n".encode())) == [("blank_header", "C1")]
    table = read_table(b"1,2\n3,4\n")
    assert (codes(table), table.header_rows) == ([("no_header", "")], ())


def test_a_long_first_line_is_no_header() -> None:
    table = read_table(f"{'停车难' * 21},x\n电梯,y\n".encode())
    assert table.headers == ("列A", "列B")
    assert read_table(f"{'停' * 60},x\n电梯,y\n".encode()).headers == ("停" * 60, "x")


def test_short_rows_are_filled_and_cells_keep_their_names() -> None:
    table = read_table("序号,,内容,日期\n1,,停车难\n".encode())
    assert (table.headers, texts(table)) == (("序号", "内容", "日期"), [("1", "停车难", "")])
    assert table.rows[0].raw == ("1", "停车难", None)
    assert [table.cell(table.rows[0], at) for at in range(3)] == ["A2", "C2", "D2"]


def test_header_names_never_clash() -> None:
    assert unique_headers(["a", "a", "a 2", "b", "a"]) == ["a", "a 2", "a 2 2", "b", "a 3"]


@given(st.lists(st.sampled_from(["a", "a 2", "a 3", "b"]), max_size=8))
def test_header_names_are_unique_whatever_they_are(names: list[str]) -> None:
    unique = unique_headers(names)
    assert len(set(unique)) == len(names)
    assert all(new.startswith(old) for new, old in zip(unique, names, strict=True))


@given(st.integers(0, 20_000))
def test_column_letters_count_like_a_spreadsheet(index: int) -> None:
    letters = column_letter(index)
    assert xlsx._column(letters.encode()) == index
    assert cell_name(12, index) == letters + "12"


def test_first_column_letters() -> None:
    assert [column_letter(at) for at in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


# --- workbooks ---------------------------------------------------------------------------------------------------


def test_a_workbook_is_read_with_dates_numbers_and_empty_rows() -> None:
    rows: list[list[object]] = [
        ["序号", "内容", "日期", "时间", "金额", "是否"],
        [1, " 停车难\r\n很难 ", dt.datetime(2025, 1, 5), dt.datetime(2025, 1, 5, 14, 30), 12.50, True],
        [],
        [2.0, "=1+1", dt.date(2025, 1, 6), dt.time(9, 5), 1e-7, False],
    ]
    table = read_table(sheet_bytes(rows))
    assert texts(table) == [
        ("1", "停车难\n很难", "2025-01-05", "2025-01-05 14:30:00", "12.5", "是"),
        ("2", "", "2025-01-06", "09:05:00", "0.0000001", "否"),
    ]
    assert [row.number for row in table] == [2, 4]
    assert (table.sheet, table.sheets) == ("Sheet", ("Sheet",))
    assert table.rows[0].raw[2] == dt.datetime(2025, 1, 5)


def test_titles_and_two_header_lines_with_merged_cells() -> None:
    rows: list[list[object]] = [
        ["2025年走访意见汇总表"],
        ["序号", "反映人", None, "内容", "日期"],
        [None, "姓名", "电话", None, None],
        [1, "张三", 13812345678, "停车难", "2025年1月5日"],
    ]
    table = read_table(sheet_bytes(rows, ("A1:E1", "A2:A3", "B2:C2", "D2:D3", "E2:E3")))
    assert table.headers == ("序号", "反映人/姓名", "反映人/电话", "内容", "日期")
    assert (table.title, table.header_rows) == ("2025年走访意见汇总表", (2, 3))
    assert texts(table) == [("1", "张三", "13812345678", "停车难", "2025年1月5日")]


def test_a_header_merged_over_two_columns_names_both() -> None:
    table = read_table(sheet_bytes([["序号", "反映人", None], [1, "张三", 13812345678], [2, "李四", 1]], ("B1:C1",)))
    assert table.headers == ("序号", "反映人", "反映人 2")


def test_headers_merged_downwards_over_labels_only_are_not_two_lines() -> None:
    table = read_table(sheet_bytes([["序号", "内容"], [None, "停车"], [1, "电梯"]], ("A1:A2",)))
    assert (table.headers, texts(table)) == (("序号", "内容"), [("", "停车"), ("1", "电梯")])


def test_a_cell_merged_downwards_gives_its_value_to_every_row_and_is_noted() -> None:
    rows: list[list[object]] = [["片区", "内容"], ["北片", "停车"], [None, "电梯"], [None, "路灯"], ["南片", "噪声"]]
    table = read_table(sheet_bytes(rows, ("A2:A4",)))
    assert texts(table) == [("北片", "停车"), ("北片", "电梯"), ("北片", "路灯"), ("南片", "噪声")]
    assert codes(table) == [("merged", "A3"), ("merged", "A4")]


def test_a_gap_below_the_headers_or_no_line_below_is_no_second_line() -> None:
    apart: list[list[object]] = [["序号", "反映人", None], [], [None, "姓名", "电话"], [1, "张三", "138"]]
    assert read_table(sheet_bytes(apart, ("B1:C1",))).headers == ("序号", "反映人", "反映人 2")
    alone = read_table(sheet_bytes([["序号", "反映人", None]], ("B1:C1",)))
    assert (alone.headers, texts(alone)) == (("序号", "反映人", "反映人 2"), [])


def test_the_same_word_all_over_a_line_is_no_header() -> None:
    assert read_table("单位：示一,日期：今天\n".encode()).headers == ("列A", "列B")
    assert read_table("好,好,好,好,坏\na,b,c,d,e\n1,2,3,4,5\n".encode()).headers == ("a", "b", "c", "d", "e")
    assert read_table("好,好,好,好,坏,差\n1,2,3,4,5,6\n".encode()).headers == ("好", "好 2", "好 3", "好 4", "坏", "差")


def test_a_line_merged_across_stays_in_its_first_cell() -> None:
    rows: list[list[object]] = [["序号", "内容"], ["一、环境类", None], [1, "停车"]]
    table = read_table(sheet_bytes(rows, ("A2:B2",)))
    assert texts(table) == [("一、环境类", ""), ("1", "停车")]
    assert table.notes == []


def test_numbers_that_lost_their_end_are_noted() -> None:
    table = read_table(sheet_bytes([["证号", "电话"], [310105194912310027, 13812345678], [999999999999999, 10**15]]))
    assert codes(table) == [("lost_digits", "A2"), ("lost_digits", "B3")]
    assert texts(table)[0][1] == "13812345678"


def test_a_guarded_formula_loses_its_apostrophe_again() -> None:
    table = read_table(sheet_bytes([["序号", "内容"], [1, "'=1+1"], [2, "'停车'"], [3, "''=1"]]))
    assert [row.values[1] for row in table] == ["=1+1", "'停车'", "''=1"]


def patched(data: bytes, old: bytes, new: bytes, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """Return a workbook with something replaced in one of its parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert old in content
                content = content.replace(old, new)
            out.writestr(name, content)
    return target.getvalue()


def test_formulas_give_their_saved_results_and_errors_are_noted() -> None:
    data = sheet_bytes([["序号", "合计"], [1, 7], [2, 8]])
    data = patched(data, b'<c r="B2" t="n"><v>7</v></c>', b'<c r="B2"><f>SUM(A1:A9)</f><v>42</v></c>')
    data = patched(data, b'<c r="B3" t="n"><v>8</v></c>', b'<c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
    table = read_table(data)
    assert texts(table) == [("1", "42"), ("2", "")]
    assert table.notes == [Note("formula_error", "B3", "#DIV/0!")]


def test_a_wrong_dimension_in_the_file_hides_no_rows() -> None:
    data = patched(sheet_bytes([list(row) for row in ROWS]), b'ref="A1:C3"', b'ref="A1"')
    assert len(read_table(data)) == 2


def test_hidden_and_empty_sheets_are_passed_over() -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "说明"
    hidden = book.create_sheet("隐藏")
    hidden.append(["密", "码"])
    hidden.sheet_state = "hidden"
    secret = book.create_sheet("深藏")
    secret.sheet_state = "veryHidden"
    for title in ("意见", "补充"):
        sheet = book.create_sheet(title)
        sheet.append(["序号", "内容"])
        sheet.append([1, title])
    data = book_bytes(book)
    table = read_table(data)
    assert (table.sheet, table.sheets) == ("意见", ("说明", "意见", "补充"))
    assert table.notes == [Note("hidden_sheet", "", "隐藏"), Note("hidden_sheet", "", "深藏")]
    assert texts(read_table(data, sheet="补充")) == [("1", "补充")]
    for wanted, code in (("隐藏", "no_such_sheet"), ("别的", "no_such_sheet"), ("说明", "empty")):
        with pytest.raises(TableError) as refused:
            read_table(data, sheet=wanted)
        assert refused.value.code == code


def test_other_archives_and_broken_workbooks_are_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    good = sheet_bytes([list(row) for row in ROWS])
    broken = {
        "not_supported": target.getvalue(),
        "damaged": patched(good, b"<sheetData>", b"<sheetData><row"),
    }
    for code, data in broken.items():
        with pytest.raises(TableError) as refused:
            read_table(data)
        assert refused.value.code == code
    for part in ("xl/workbook.xml", "[Content_Types].xml"):
        with pytest.raises(TableError) as refused:
            read_table(patched(good, b"<", b"&", part))
        assert refused.value.code == "damaged"
    with pytest.raises(TableError) as refused:
        read_table(good[: len(good) // 2])
    assert refused.value.code == "damaged"


def test_five_thousand_rows_are_read_in_a_moment() -> None:
    rows: list[list[object]] = [["序号", "内容", *"abcdefgh"]]
    rows += [[at, f"反映第{at}号楼停车难的问题", *["x"] * 8] for at in range(5_000)]
    data = sheet_bytes(rows)
    begin = time.process_time()
    table = read_table(data)
    assert len(table) == 5_000
    assert time.process_time() - begin < 5
