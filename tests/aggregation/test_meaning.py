"""Few labels: meaning first, words as labels grow; and a chain of weak links is no matter of one kind."""

import math
from collections.abc import Sequence
from typing import Any

import pytest

from lianxin.aggregation.engine import blend, bulk, meaning, service
from lianxin.aggregation.engine.alike import Index
from lianxin.aggregation.engine.grouping import group
from lianxin.aggregation.engine.pairs import Pair, PairModel, compare, spread_of_titles
from lianxin.aggregation.engine.wheres import Where
from tests.aggregation.test_classes import said
from tests.aggregation.voices import LIFT, LIFT_AGAIN, TALE, message, tale

np = pytest.importorskip("numpy")
TOPICS = ("树草花", "停车位", "电梯轿")


class Topics:
    """A stand-in for a model of sentences: how often the signs of three topics stand in a text."""

    def of(self, texts: Sequence[str]) -> list[Any]:
        """Three numbers a text."""
        return [np.array([sum(text.count(sign) for sign in topic) + 0.1 for topic in TOPICS]) for text in texts]


def test_thirty_labels_are_enough_where_meanings_are_known() -> None:
    texts, labels = said(30)
    model = blend.learn(texts, labels, Topics(), library=False)
    assert model.share == 0.0
    found = model.guess_all(["草坪秃了", "车位停满", "轿厢太旧"])
    assert [one[0].label for one in found] == ["绿化", "停车", "电梯"]
    assert sum(one.probability for one in model.guess("草坪秃了", 9)) == pytest.approx(1.0)


def test_words_count_more_with_every_label_and_in_the_end_alone() -> None:
    assert [blend.share_of(many) for many in (10, 100, 600, 1_100, 9_000)] == [0.0, 0.0, 0.5, 1.0, 1.0]
    texts, labels = said(120)
    model = blend.learn(texts, labels, Topics(), library=False)
    assert 0 < model.share < 1
    alone = blend.Blend(model.words, model.sense, 1.0, Topics())
    assert alone.guess("电梯停了") == model.words.guess("电梯停了")


@pytest.mark.skipif(not meaning.has_library(), reason="extra embed")
def test_the_same_said_otherwise_is_nearer_than_something_else() -> None:
    known = meaning.Meanings()
    near, far = known.likeness("电梯坏了", "升降机停运"), known.likeness("电梯坏了", "广场舞太吵")
    assert 0 <= far < near <= 1
    assert known.likeness("", "电梯") >= 0


def test_a_chain_of_weak_links_is_cut_where_the_ends_have_nothing_in_common() -> None:
    links = [(0.9 - at / 100, at, at + 1) for at in range(9)]
    near = {(a, b) for _score, a, b in links}

    def fit(ours: Sequence[int], theirs: Sequence[int]) -> bool:
        some = [(min(a, b), max(a, b)) for a in ours for b in theirs]
        return sum(pair in near for pair in some) >= 0.3 * len(some)

    assert len(set(group(range(10), links).values())) == 1
    assert max(list(group(range(10), links, fit=fit).values()).count(name) for name in range(10)) <= 4


def test_a_group_of_copies_is_no_chain() -> None:
    copies = [message(at, LIFT, person=str(at)) for at in range(6)]
    others = [message(10 + at, words) for at, words in enumerate(TALE[2:])]
    found = service.group_messages([*copies, *others], library=False).groups
    assert {found[at] for at in range(6)} == {0}
    assert 0 not in {found[one.key] for one in others}


@pytest.mark.skipif(not bulk.has_library(), reason="scipy")
def test_all_at_once_finds_what_one_after_the_other_finds() -> None:
    many = [*tale(), *(message(20 + at, (f"{at}号楼门禁坏了", f"{at}号楼门禁坏了{at}天")) for at in range(30))]
    index = service.index_of(many)
    one, other = service.candidates_of(index, library=False), service.candidates_of(index, library=True)
    assert one.keys() == other.keys()
    for key, row in one.items():
        assert [near.score for near in other[key][:3]] == pytest.approx([near.score for near in row[:3]], abs=1e-5)


def test_asking_does_not_follow_more_entries_than_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index()
    index.extend((at, message(at, (f"{'门禁坏了'}{at}", "")).text) for at in range(200))
    monkeypatch.setattr("lianxin.aggregation.engine.alike.BUDGET", 10)
    assert [one.key for one in index.nearest_to(message(0, ("门禁坏了77", "")).text, 1)] == [77]


def test_two_that_name_each_other_are_compared_once() -> None:
    messages = tale()
    pairs = service.compare_all(messages, service.candidates_of(service.index_of(messages), library=False))
    assert len({(pair.one, pair.other) for pair in pairs}) == len(pairs)
    assert all(pair.one < pair.other for pair in pairs)


def test_what_a_title_and_the_whole_other_text_share_is_seen() -> None:
    a, b = message(1, LIFT), message(2, LIFT_AGAIN)
    pair = compare(a, b, 0.6, 0, 0.6, spread_of_titles(tale()))
    assert 0 < pair.less <= pair.more <= 1
    assert pair.share == pytest.approx(len("梧桐苑6号楼电梯") / len(b.text.title))
    assert all(math.isfinite(number) for number in pair.numbers())


def test_a_veto_holds_however_sure_a_learned_model_is() -> None:
    index = service.index_of(tale())
    bold = PairModel((0.0,) * len(_pair(Where.SAME).numbers()), 9.0, 0.5)
    assert service.joined(index, [_pair(Where.SAME)], bold)[1] == 0
    assert service.joined(index, [_pair(Where.CONFLICT)], bold)[1] == 1


def _pair(where: Where) -> Pair:
    return Pair(0, 1, 0.9, 0.9, 0.9, 1.0, 1.0, 0.0, 1.0, False, False, where, False)
