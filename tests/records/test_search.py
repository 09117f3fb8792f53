"""Search finds Chinese words of any length, in one town only, and forgets what was removed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxin.core.text import fold
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.records import search
from lianxin.records.models import SearchEntry
from tests.examples import examples

TEXTS = {
    1: "电梯经常停在三楼,老人下不来",
    2: "小区北门电动车乱停乱放",
    3: "停电以后水泵不工作",
    4: "SL-2026-00017 请求加装 LED 路灯",
    5: "𠮷野家门口油烟🙂很大",
}


@pytest.fixture
def indexed(town: Town) -> Town:
    """Five objects that can be found."""
    for number, text in TEXTS.items():
        search.index("thing", number, text)
    return town


def found(query: str, **options: object) -> set[int]:
    """Ids found for a query."""
    return {hit.id for hit in search.search(query, **options)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("电梯", {1}),
        ("停", {1, 2, 3}),
        ("来", {1}),
        ("作", {3}),
        ("电动车乱停", {2}),
        ("电梯 老人", {1}),
        ("电梯 水泵", set()),
        ("梯电", set()),
        ("00017", {4}),
        ("sl-2026", {4}),
        ("ＬＥＤ", {4}),
        ("𠮷野", {5}),
        ("𠮷", {5}),
        ("", set()),
        ("，。!", set()),
        ("🙂", set()),
        ('" OR *', set()),
        ("' | x", set()),
    ],
)
def test_a_query_finds_exactly_the_texts_that_contain_it(indexed: Town, query: str, expected: set[int]) -> None:
    assert found(query) == expected


def test_a_changed_text_is_found_by_its_new_words_only(indexed: Town) -> None:
    search.index("thing", 1, "楼道灯坏了")
    assert found("电梯") == set()
    assert found("楼道") == {1}


def test_an_empty_text_and_a_removal_make_an_object_unfindable(indexed: Town) -> None:
    search.index("thing", 1, " ")
    search.remove("thing", 2)
    assert found("停") == {3}
    assert SearchEntry.objects.count() == 3


def test_kinds_and_scopes_keep_apart(indexed: Town) -> None:
    search.index("case", 9, "电梯停运")
    search.index("thing", 2, "电梯公告", scope=search.PUBLIC)
    assert found("电梯") == {1, 9}
    assert found("电梯", kinds=["case"]) == {9}
    assert found("电梯", scope=search.PUBLIC) == {2}
    assert search.matching_ids("电梯", "thing") == [1]


def test_a_town_never_finds_what_another_town_wrote(indexed: Town) -> None:
    other = Town.objects.create(code="QT", slug="qita", name="其他镇")
    with town_scope(other):
        search.index("thing", 1, "电梯")
        assert [hit.id for hit in search.search("电梯")] == [1]
        assert found("水泵") == set()
    assert found("水泵") == {3}


def test_a_word_at_the_head_and_a_word_said_often_come_first(town: Town) -> None:
    search.index("thing", 1, "a" * 80 + " 电梯")
    search.index("thing", 2, "电梯 停运")
    search.index("thing", 3, "b" * 80 + " 电梯 电梯 电梯")
    assert [hit.id for hit in search.search("电梯")] == [2, 3, 1]


def test_rebuilding_gives_the_same_results(indexed: Town) -> None:
    assert search.rebuild(indexed) == len(TEXTS)
    assert found("停") == {1, 2, 3}


HAN = st.sampled_from("电梯停水管小区门老人车乱放灯坏了𠮷㐀ａB7é")


@settings(max_examples=examples(25, 200), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.text(st.one_of(HAN, HAN, HAN, st.sampled_from("，。 -\n🙂")), max_size=30), max_size=8),
    query=st.text(HAN, min_size=1, max_size=4),
)
def test_search_equals_looking_for_the_words_one_text_after_the_other(town: Town, texts: list[str], query: str) -> None:
    SearchEntry.objects.all().delete()
    for number, text in enumerate(texts):
        search.index("thing", number, text)
    naive = {number for number, text in enumerate(texts) if fold(query) in " ".join(fold(text).split())}
    assert found(query) == naive
