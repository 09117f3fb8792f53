"""Words that make a person look twice: found, named, and not found where they are denied."""

import pytest

from lianxin.cases.signals import find_signals, suggested_kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("三楼着火了，快来人", "emergency"),
        ("家里有燃气味，不敢开灯", "emergency"),
        ("老人晕倒在楼下", "emergency"),
        ("我不想活了", "emergency"),
        ("我要举报某科长收红包", "accusation"),
        ("有人吃拿卡要", "accusation"),
        ("楼道里没有着火，就是堆物多，怕出事", ""),
        ("希望搞一次防火灾演练", ""),
        ("电梯三天两头停", ""),
        ("请问举报电话是多少", ""),
        ("", ""),
    ],
)
def test_what_a_person_should_consider(text: str, kind: str) -> None:
    assert suggested_kind(text) == kind


def test_a_signal_names_the_words_that_fired_once_each() -> None:
    (signal,) = find_signals("着火了！着火了！！")
    assert (signal.kind, signal.words) == ("emergency", ("着火",))


def test_a_case_before_the_court_is_noticed_without_being_an_accusation() -> None:
    assert {signal.kind for signal in find_signals("这个事法院已经判了，还在上诉")} == {"lawsuit"}
