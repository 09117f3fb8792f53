"""Classes learned from labels, with and without the library; keywords before anything is learned."""

import json
import random

import pytest

from lianxin.aggregation.engine import classes, learning, logistic
from lianxin.aggregation.engine.keywords import KeywordRules

WORDS = {
    "绿化": ("香樟树太高", "绿化带枯了", "草坪被踩秃", "树枝伸到窗口", "花坛没人修"),
    "停车": ("车位不够", "乱停车挡路", "停车费太贵", "消防通道停满车", "充电车位被占"),
    "电梯": ("电梯停了", "加装电梯没动静", "电梯异响", "轿厢灯坏了", "电梯门夹人"),
}


def said(count: int, seed: int = 1) -> tuple[list[str], list[str]]:
    """Invented sentences and their labels."""
    chance = random.Random(seed)
    labels = [chance.choice(sorted(WORDS)) for _ in range(count)]
    return [
        f"{chance.choice(WORDS[label])}，{chance.choice(('请处理', '多久能好', '大家都急'))}{at}"
        for at, label in enumerate(labels)
    ], labels


def tiers() -> list[object]:
    """Both trainers; the library's where it is installed."""
    return [False, pytest.param(True, marks=pytest.mark.skipif(not learning.has_library(), reason="extra nlp"))]


@pytest.mark.parametrize("library", tiers())
def test_what_is_learned_is_known_again(library: bool) -> None:
    texts, labels = said(150)
    model = learning.learn(texts, labels, library=library)
    new, right = said(60, seed=2)
    assert sum(model.guess(text)[0].label == label for text, label in zip(new, right, strict=True)) >= 57
    assert model.trained_on == 150


@pytest.mark.parametrize("library", tiers())
def test_the_same_input_gives_the_same_model_and_it_survives_writing(library: bool) -> None:
    texts, labels = said(90)
    one, two = (learning.learn(texts, labels, library=library).dump() for _ in range(2))
    assert one == two
    again = classes.LinearModel.load(one)
    assert again.dump() == one
    assert again.guess("电梯又停了")[0].label == "电梯"


def test_a_model_of_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="format"):
        classes.LinearModel.load(json.dumps({"format": 99}))


def test_one_label_alone_teaches_nothing() -> None:
    with pytest.raises(ValueError, match="two labels"):
        learning.learn(["甲", "乙"], ["一", "一"])


def test_probabilities_add_up_and_are_ranked() -> None:
    texts, labels = said(80)
    found = learning.learn(texts, labels, library=False).guess("车位不够了", 9)
    assert sum(one.probability for one in found) == pytest.approx(1.0)
    assert [one.probability for one in found] == sorted((one.probability for one in found), reverse=True)


def test_sharpness_makes_overbold_scores_timid_and_timid_ones_bold() -> None:
    timid = [[0.1, 0.0]] * 95 + [[0.0, 0.1]] * 5
    bold = [[9.0, 0.0]] * 60 + [[0.0, 9.0]] * 40
    assert classes.probabilities([0.1, 0.0], classes.sharpness_of(timid, [0] * 100))[0] == pytest.approx(0.95, abs=0.02)
    assert classes.probabilities([9.0, 0.0], classes.sharpness_of(bold, [0] * 100))[0] < 0.9


def test_the_small_regression_finds_the_side_of_a_line() -> None:
    chance = random.Random(3)
    rows = [(chance.random(), chance.random()) for _ in range(200)]
    weights, bias = logistic.fit(rows, [x > y for x, y in rows])
    right = sum((weights[0] * x + weights[1] * y + bias > 0) == (x > y) for x, y in rows)
    assert right >= 190
    with pytest.raises(ValueError, match="both"):
        logistic.fit(rows, [True] * 200)


def test_keywords_say_something_before_anything_is_learned() -> None:
    rules = KeywordRules(
        {"绿化": {"树": 2, "绿化带": 4}, "停车": {"停车": 3, "车位": 3}, "教育": {"园": 1, "幼儿园": 3}}
    )
    assert [one.label for one in rules.guess("绿化带里停车")] == ["绿化", "停车"]
    assert rules.guess("幼儿园门口")[0].label == "教育"
    assert rules.guess("天气很好") == []
