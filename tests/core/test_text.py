"""Typed text of every sort: what is stored, what is compared, what is found again."""

import sqlite3
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.core import text
from lianxin.core.masking import mask
from lianxin.core.text import bigrams, check_input, formula_safe, normalise, shorten, tidy

anything = st.text(st.characters(), max_size=60)
tricky = st.text(
    st.sampled_from(
        "停a é\u0301\u200b\u200d\u200c\u200e\u202e\ufeff👨👩🏽🏴\U000e0067\U000e007f\ufe0f\r\n\t\x00１۱ب­\u2028\ud800"
    ),
    max_size=30,
)
FAMILY = "👨‍👩‍👧‍👦"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  停车难 \r\n很难\r", "停车难 \n很难"),
        ("a\u2028b\u2029c\x85d\x0be\x0cf", "a\nb\nc\nd\ne\nf"),
        ("\x00停\x07车\x1b难\x7f", "停车难"),
        ("e\u0301", "é"),
        ("138\u200b0013\u200d8000\ufeff", "13800138000"),
        ("\u202e反着\u202c看\u2066x\u2069", "反着看x"),
        ("停\u00ad车", "停车"),
        (FAMILY, FAMILY),
        ("❤️", "❤️"),
        (ENGLAND, ENGLAND),
        ("藏\U000e0068\U000e0069", "藏"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("ئۇيغۇر\u200f", "ئۇيغۇر\u200f"),
        ("堃喆𠅤㛃", "堃喆𠅤㛃"),
        ("\ud83d坏", "\ufffd坏"),
        ("\u3000 \u00a0停\u3000", "停"),
        ("a\tb", "a\tb"),
        ("", ""),
        ("\u200d", ""),
        ("👨\u200d", "👨"),
        ("\ue000", "\ue000"),
    ],
)
def test_what_is_stored_for_a_typed_text(typed: str, stored: str) -> None:
    assert tidy(typed) == stored


@given(anything | tricky)
def test_tidying_twice_changes_nothing_and_the_result_can_be_stored(typed: str) -> None:
    once = tidy(typed)
    assert tidy(once) == once
    assert once == unicodedata.normalize("NFC", once).strip()
    once.encode("utf-8")
    assert not any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in once)


@given(anything | tricky)
def test_normalising_is_stable_and_does_not_tell_stored_from_typed(typed: str) -> None:
    assert normalise(normalise(typed)) == normalise(typed)
    assert normalise(tidy(typed)) == normalise(typed)


def test_texts_that_look_alike_compare_equal() -> None:
    assert normalise("停\u200b车 难\r\n\r\n 很难 ") == normalise("停车\u3000难\n很难")
    assert normalise("停车\u200e难") == "停车难"
    assert normalise("Ａ１") == "Ａ１"
    assert normalise("停车") != normalise("停电")


def test_one_line_has_no_breaks_and_single_spaces() -> None:
    assert text.tidy_line(" 停 \n\n 车\t难\u3000") == "停 车 难"


def test_full_width_signs_become_ordinary_ones() -> None:
    assert text.halfwidth("ＡＢｃ１２３，！（～）\u3000。") == "ABc123,!(~) 。"
    assert text.halfwidth_digits("１３８，ＡＢ") == "138，ＡＢ"
    assert text.fullwidth_digits("０９") == "09"
    assert text.fold("ＡＢｃ ①㍿ß") == "abc 1株式会社ss"


@pytest.mark.parametrize(
    ("typed", "tokens"),
    [
        ("停车难", ["停车", "车难"]),
        ("停车，难", ["停车", "难"]),
        ("A7县", ["a7", "7县"]),
        ("５６８弄", ["56", "68", "8弄"]),
        ("猫", ["猫"]),
        ("", []),
        ("，。_ \n", []),
        ("停\u200b车", ["停车"]),
        ("𠅤㛃", ["𠅤㛃"]),
        ("👨‍👩‍👧好", ["好"]),
    ],
)
def test_text_is_cut_into_two_character_tokens(typed: str, tokens: list[str]) -> None:
    assert bigrams(typed) == tokens
    assert text.search_tokens(typed) == " ".join(tokens)


def test_a_query_is_one_phrase_for_each_of_its_words() -> None:
    assert text.search_phrases("停车难 电梯") == [["停车", "车难"], ["电梯"]]
    assert text.search_phrases(" ，") == []


@given(st.text("停车难电梯坏A7 ，", min_size=2, max_size=30), st.data())
def test_any_two_or_more_characters_in_a_row_are_found_by_sqlite(stored: str, data: st.DataObject) -> None:
    words = [word for word in text._words(stored) if len(word) > 1]
    if not words:
        return
    word = data.draw(st.sampled_from(words))
    start = data.draw(st.integers(0, len(word) - 2))
    query = word[start : data.draw(st.integers(start + 2, len(word)))]
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE found USING fts5(tokens, tokenize='unicode61')")
    database.execute("INSERT INTO found VALUES (?)", (text.search_tokens(stored),))
    phrase = '"' + " ".join(bigrams(query)) + '"'
    assert database.execute("SELECT count(*) FROM found WHERE found MATCH ?", (phrase,)).fetchone() == (1,)
    database.close()


@pytest.mark.parametrize(
    ("typed", "limit", "short"),
    [
        ("停车难", 3, "停车难"),
        ("停车很难", 3, "停车…"),
        ("停车\n很难", 4, "停车 …"[:2] + "…"),
        ("停车难", 1, "…"),
        ("停车难", 0, ""),
        ("停车难", -1, ""),
        ("", 0, ""),
        (f"好{FAMILY}呀", 4, "好…"),
        ("ae\u0301\u0302\u0303\u0304\u0305x", 4, "a…"),
        ("好👍🏽呀呀", 3, "好…"),
    ],
)
def test_shortening_never_cuts_inside_a_sign(typed: str, limit: int, short: str) -> None:
    assert shorten(typed, limit) == short


@given(anything, st.integers(1, 40))
def test_a_shortened_text_fits(typed: str, limit: int) -> None:
    assert len(shorten(typed, limit)) <= limit
    assert "\n" not in shorten(typed, limit)


@pytest.mark.parametrize(
    "typed",
    [
        "=1+1",
        "+cmd",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1+1",
        "＋x",
        "－x",
        "＠x",
        " =1",
        "\u3000=1",
        "\u200b=1",
        "-",
        "--1",
        "+1+1",
    ],
)
def test_text_that_a_spreadsheet_would_calculate_gets_an_apostrophe(typed: str) -> None:
    assert formula_safe(typed) == "'" + typed
    assert formula_safe("'" + typed) == "'" + typed


@pytest.mark.parametrize(
    "value", ["", "停车", "1-2", "a=b", "-12.5", "+8613800000000", "'x", " ", 5, -5, 2.5, None, True, b"=1"]
)
def test_other_values_stay_as_they_are(value: object) -> None:
    assert formula_safe(value) is value


@pytest.mark.parametrize(
    ("typed", "options", "value", "code"),
    [
        (" 停车 ", {}, "停车", ""),
        ("", {}, "", "required"),
        (" \n\u200b\u3000", {}, "", "required"),
        ("\u200f\ufe0f", {}, "", "required"),
        ("", {"required": False}, "", ""),
        ("\u200f", {"required": False}, "", ""),
        ("停车", {"shortest": 2}, "停车", ""),
        ("停车", {"shortest": 3}, "停车", "too_short"),
        ("停车", {"longest": 2}, "停车", ""),
        ("停车难", {"longest": 2}, "停车难", "too_long"),
        ("停" * 20_000, {}, "停" * 20_000, ""),
        ("停" * 20_001, {}, "停" * 20_001, "too_long"),
        ("停\n车", {"lines": False}, "停\n车", "not_one_line"),
        ("停\n车", {}, "停\n车", ""),
        ("👍", {}, "👍", ""),
    ],
)
def test_checking_a_field_gives_the_tidy_text_and_a_code(
    typed: str, options: dict[str, int], value: str, code: str
) -> None:
    assert check_input(typed, **options) == (value, code)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "piece", ["停车难\u200d，👨‍👩‍👧 e\u0301\r\n", " ", "\n", " \n", "\u200d", "\u0301", "🏴\U000e0067", "1 ", "="]
)
def test_a_long_text_takes_no_time(piece: str) -> None:
    long = "x" + (piece * 20_000)[:19_998] + "x"
    begin = time.process_time()
    tidy(long)
    normalise(long)
    text.search_tokens(long)
    shorten(long, 19_000)
    check_input(long)
    formula_safe(long)
    mask(long, suggestions=True)
    assert time.process_time() - begin < 2
