"""Sheets of paper: rows from words and lines, a better picture asked for, print read at three levels of damage."""

import functools
from difflib import SequenceMatcher

import pytest

from lianxin.aggregation.sheets import picture, reading, table
from lianxin.aggregation.sheets.table import Cell, Word
from tests.aggregation.papers import CODE, HEADS, VOICES, damaged, sheet

ocr = pytest.mark.skipif(not picture.has_library(), reason="extra ocr")


def word(text: str, left: float, top: float, sure: float = 0.9) -> Word:
    """A word of a size people write."""
    return Word(text, sure, left, top, left + 20 * len(text), top + 20)


def test_words_come_into_the_cell_in_which_their_middle_lies_line_by_line() -> None:
    words = [
        word("第二行", 110, 40),
        word("行", 150, 12),
        word("第一", 105, 10),
        word("甲", 20, 15, 0.4),
        word("外", 300, 15),
    ]
    (row,) = table.rows_of(words, [0, 80], [0, 100, 200])
    assert row == [Cell("甲", 0.4), Cell("第一行第二行", 0.9)]


def test_rows_are_named_by_their_headings_in_any_order_and_empty_ones_are_left_out() -> None:
    rows = [[Cell(text, 1.0) for text in line] for line in (("题", ""), ("电话", "姓 名"), ("139", "王"), ("", ""))]
    assert table.filled(rows, ("姓名", "电话")) == [{"姓名": Cell("王", 1.0), "电话": Cell("139", 1.0)}]
    assert table.filled(rows, ("姓名", "住址")) == []


@functools.cache
def reader() -> reading.Reader:
    """Opened once."""
    return reading.Reader()


@ocr
@pytest.mark.parametrize("level", [0, 1, 2])
def test_print_is_read_and_rows_are_rebuilt_at_three_levels_of_damage(level: int) -> None:
    draft = reader().draft(damaged(sheet(), level), HEADS)
    assert (draft.trouble, draft.code, len(draft.rows)) == ("", CODE, len(VOICES))
    found = [tuple(row[head].text for head in HEADS) for row in draft.rows]
    assert [row[1] for row in found] == [row[1] for row in VOICES]
    pairs = [("".join(a), "".join(b)) for a, b in zip(found, VOICES, strict=True)]
    same = sum(m.size for a, b in pairs for m in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
    assert same >= 0.99 * sum(len(b) for _a, b in pairs)


@ocr
def test_a_blurred_a_small_and_a_foreign_file_ask_for_a_better_picture() -> None:
    assert picture.trouble(picture.opened(damaged(sheet(), 3))) == "blurred"
    assert picture.trouble(picture.opened(damaged(sheet().resize((400, 566)), 0))) == "small"
    assert picture.trouble(picture.opened(b"no picture")) == "unreadable"
    assert picture.trouble(picture.opened(damaged(sheet().point(lambda _x: 240), 0))) == "flat"
