"""Learning from the desk: the better one is kept, nobody's number is learned, and there is a way back."""

import json
from dataclasses import replace

import pytest

from lianxin.aggregation import measures, upkeep
from lianxin.aggregation.actions import learning
from lianxin.aggregation.actions.learning import LearnModel, WithdrawModel, due, in_sample, slim
from lianxin.aggregation.engine import VERSION
from lianxin.aggregation.engine import learning as engine
from lianxin.aggregation.engine.alike import Text
from lianxin.aggregation.engine.classes import LinearModel
from lianxin.aggregation.engine.pairs import Message, compare, judge, spread_of_titles
from lianxin.aggregation.models import Learned, LearnedKind, LearnedState, Likeness, LikenessState
from lianxin.aggregation.reading import reader, used
from lianxin.aggregation.selectors import learned as read
from lianxin.cases.models import Case, Opinion
from lianxin.core.clock import now, today
from lianxin.core.ids import new_id
from lianxin.journal.actors import SYSTEM
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from tests.aggregation.test_deciding import PHONE
from tests.cases.factories import Town, category, start

#: Words of no list, so that only what was learned knows them.
SAYINGS = {
    "housing.lift": ("轿厢按钮按了没反应", "轿厢里面咯噔响", "轿厢到三层不开门"),
    "culture.fitness": ("单杠摇摇晃晃", "单杠旁边的漫步机掉漆", "单杠下面没有垫子"),
}


#: Ids are given here: the sample kept back is chosen by the id, and a test must not hang on the hour it runs in.
FIRST = 1_000


def said(town: Town, each: int) -> None:
    """Opinions the desks have sorted, copied row by row: the words matter here, not the way."""
    first = start(town, words="开头")
    for code, words in SAYINGS.items():
        for at in range(each):
            case, opinion = Case.objects.get(pk=first.case.pk), Opinion.objects.get(pk=first.opinion.pk)
            case.pk, case._state.adding = new_id(), True
            case.number, case.category, case.transferred_on = f"X-{code}-{at}", category(code), today()
            case.save(force_insert=True)
            opinion.pk, opinion._state.adding = FIRST + Opinion.objects.count(), True
            opinion.case, opinion.verbatim = case, f"{words[at % 3]}，{at}楼的，打{PHONE}找我"
            opinion.code_digest, opinion.public_token = f"{code}{at}", f"t{code}{at}"
            opinion.save(force_insert=True)


def pairs(town: Town, n: int, same_from: float) -> None:
    """Answered pairs whose first number says whether they are the same."""
    one, other = start(town, words="甲"), start(town, words="乙")
    rows = []
    for at in range(n):
        score = at / n
        state = LikenessState.SAME if score >= same_from else LikenessState.DIFFERENT
        rows.append(_pair(one.opinion, other.opinion, at, score, state))
    rows.append(_pair(one.opinion, other.opinion, n, 0.4, LikenessState.OPEN))
    Likeness.objects.bulk_create(rows)


def _pair(one: Opinion, other: Opinion, at: int, score: float, state: str) -> Likeness:
    copy = Opinion.objects.get(pk=other.pk)
    copy.pk, copy._state.adding = new_id(), True
    copy.code_digest, copy.public_token = f"p{at}", f"p{at}"
    copy.save(force_insert=True)
    numbers = [score, score, *[0.0] * 17]
    return Likeness(
        pk=FIRST + at, earlier=one, later=copy, earlier_case_id=one.case_id, later_case_id=other.case_id,
        score=score, value=score, where="unknown", numbers=json.dumps(numbers), engine=VERSION, state=state,
        made_at=now(), decided_at=None if state == LikenessState.OPEN else now(), decided_by_label="人大办",
    )  # fmt: skip


def test_classes_are_learned_from_what_was_sorted_and_know_new_words_but_no_number(town: Town) -> None:
    said(town, 24)
    assert reader().read(Opinion.objects.last()).guesses == "[]"
    made = LearnModel(actor=SYSTEM, kind=LearnedKind.CLASSES, least=20).execute()
    figures = json.loads(made.figures)
    assert (made.state, made.labels) == (LearnedState.USED, 48)
    assert figures["macro_f1"] > figures["old"]["macro_f1"]
    assert [n for n, _value in figures["curve"]] == sorted(n for n, _value in figures["curve"])
    new = start(town, words="单杠松了", category="")
    found = reader().read(new.opinion)
    assert (found.guessed_by, json.loads(found.guesses)[0][0]) == ("learned", "culture.fitness")
    assert not any(PHONE[at : at + 3] in json.loads(made.weights)["grams"] for at in range(9))


def test_pairs_are_learned_scored_anew_and_the_way_back_is_open_to_the_office(town: Town) -> None:
    pairs(town, 80, 0.25)
    assert due(LearnedKind.PAIRS)
    made = LearnModel(actor=SYSTEM, kind=LearnedKind.PAIRS).execute()
    waiting = Likeness.objects.get(state=LikenessState.OPEN)
    assert (made.state, waiting.learned_id) == (LearnedState.USED, made.pk)
    assert waiting.score > 0.5
    assert not due(LearnedKind.PAIRS)
    again = LearnModel(actor=SYSTEM, kind=LearnedKind.PAIRS).execute()
    with pytest.raises(NotAllowed):
        WithdrawModel(actor=town.desk, kind=LearnedKind.PAIRS, reason="不准").execute()
    with pytest.raises(Invalid):
        WithdrawModel(actor=town.office, kind=LearnedKind.PAIRS, reason=" ").execute()
    assert again.state == LearnedState.USED
    WithdrawModel(actor=town.office, kind=LearnedKind.PAIRS, reason="不准").execute()
    assert used(LearnedKind.PAIRS) == made
    WithdrawModel(actor=town.office, kind=LearnedKind.PAIRS, reason="也不准").execute()
    assert used(LearnedKind.PAIRS) is None
    assert Likeness.objects.get(state=LikenessState.OPEN).score == pytest.approx(0.4, abs=0.01)
    page = {one.kind: one for one in read.pages()}["pairs"]
    assert [row.state for row in page.rows] == [LearnedState.WITHDRAWN, LearnedState.WITHDRAWN]


def test_too_few_answers_teach_nothing_and_a_worse_model_is_not_used(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(WrongState):
        LearnModel(actor=SYSTEM, kind=LearnedKind.PAIRS).execute()
    pairs(town, 80, 0.25)
    monkeypatch.setattr(learning, "chance", lambda _weights, _bias, numbers: 1.0 - numbers[0])
    made = LearnModel(actor=SYSTEM, kind=LearnedKind.PAIRS).execute()
    assert (made.state, used(LearnedKind.PAIRS)) == (LearnedState.REFUSED, None)
    assert Learned.objects.count() == 1


def test_answers_given_to_an_earlier_engine_still_teach_after_their_numbers_were_counted_anew(town: Town) -> None:
    pairs(town, 70, 0.25)
    Likeness.objects.update(engine="0")
    assert not due(LearnedKind.PAIRS)
    before = Likeness.objects.exclude(decided_at=None).first()
    assert before is not None
    assert upkeep.renew_numbers() > 0
    assert upkeep.renew_numbers() == 0
    after = Likeness.objects.get(pk=before.pk)
    assert (after.state, after.score, after.engine) == (before.state, before.score, "0")
    assert after.numbers != before.numbers
    assert len(json.loads(after.numbers)) == len(json.loads(before.numbers))
    assert due(LearnedKind.PAIRS)


# --- figures ----------------------------------------------------------------------------------------


def test_the_sample_is_decided_by_the_id_alone_and_is_about_a_fifth() -> None:
    chosen = [pk for pk in range(2_000) if in_sample(pk)]
    assert 300 < len(chosen) < 500
    assert all(in_sample(pk) for pk in chosen)


def test_figures_of_a_classifier_are_those_counted_by_hand() -> None:
    right = ["a", "a", "b", "b"]
    guesses = [[("a", 0.9)], [("b", 0.6), ("a", 0.4)], [("b", 1.0)], []]
    found = measures.class_figures(right, guesses)  # type: ignore[arg-type]
    assert (found["accuracy"], found["top2"]) == (0.5, 0.75)
    assert found["macro_f1"] == pytest.approx((2 / 3 + 0.5) / 2, abs=1e-3)
    assert found["bins"][-1] == [0.95, 1.0, 2]


def test_pairs_in_the_right_order_are_precise() -> None:
    assert measures.pair_figures([True, True, False], [0.9, 0.8, 0.1])["precision"] == 1.0
    assert measures.pair_figures([True, False], [0.1, 0.9])["precision"] == 0.5


@pytest.mark.parametrize(
    ("this", "last", "worse"),
    [((70, 100), (80, 100), True), ((78, 100), (80, 100), False), ((1, 10), (80, 100), False), ((0, 0), (0, 0), False)],
)
def test_worse_than_last_month_is_said_only_with_enough_answers(
    this: tuple[int, int], last: tuple[int, int], worse: bool
) -> None:
    assert measures.worse_than_before(this, last) is worse


def test_a_model_keeps_the_words_that_say_most(monkeypatch: pytest.MonkeyPatch) -> None:
    model = engine.learn(["电梯停了", "电梯坏了", "大树挡光", "大树太高"], ["a", "a", "b", "b"], library=False)
    monkeypatch.setattr(learning, "GRAMS", 6)
    small = slim(model)
    assert len(small.weights) == 6
    assert LinearModel.load(small.dump()).guess("电梯")[0].label == "a"


def test_numbers_of_a_pair_say_where_the_person_stands() -> None:
    texts = [Text.of("电梯停了", "电梯停了三天"), Text.of("电梯坏了", "电梯坏了没人修")]
    one, other = (Message(at, text, person="p") for at, text in enumerate(texts))
    pair = compare(one, other, 0.4, 0, 0.4, spread_of_titles([one, other]))
    assert pair.numbers()[learning.PERSON] == 1.0
    assert replace(pair, person=False).numbers()[learning.PERSON] == 0.0
    assert learning._before(None, pair.numbers()) == pytest.approx(judge(pair).score)
