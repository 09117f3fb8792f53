"""What the engine says about words: alike or not, the same place or not, together or apart, how hot."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.aggregation.engine import heat, service, together, wheres
from lianxin.aggregation.engine.alike import Index, Text
from lianxin.aggregation.engine.grouping import Groups, group
from lianxin.aggregation.engine.normal import normal, plain
from lianxin.aggregation.engine.pairs import spread_of_titles
from lianxin.aggregation.engine.service import CANDIDATES, group_messages
from tests.aggregation.voices import LIFT, LIFT_AGAIN, LIFT_ELSEWHERE, message, tale

PAIRS = (
    ("梧桐苑电梯坏了", "翠湖名邸电梯坏了", wheres.Where.CONFLICT),
    ("梧桐苑小区电梯坏了", "请修梧桐苑小区的电梯", wheres.Where.SAME),
    ("金茂路太窄", "金贸路太窄", wheres.Where.SAME),
    ("电梯坏了", "翠湖名邸电梯坏了", wheres.Where.UNKNOWN),
    ("春晓小区门口太挤", "春晓路早高峰太挤", wheres.Where.CONTAINS),
)


def test_greeting_and_thanks_say_nothing() -> None:
    assert plain("尊敬的领导：您好！楼道灯坏了，谢谢！") == "楼道灯坏了"
    assert plain("您好") == normal("您好")


@pytest.mark.parametrize(("one", "other", "expected"), PAIRS)
def test_places_of_two_titles_are_compared(one: str, other: str, expected: wheres.Where) -> None:
    assert wheres.relation(normal(one), normal(other)) is expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LIFT[1], LIFT_ELSEWHERE[1]),
        ("青枫路18弄门口乱停车", "青枫路42弄门口乱停车"),
        ("松柏村村民出行困难,请求解决", "杏花村村民出行困难,请求解决"),
    ],
)
def test_a_template_pasted_for_another_place_is_seen(one: str, other: str) -> None:
    assert wheres.swapped(normal(one), normal(other))
    assert wheres.swapped(normal(other), normal(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LIFT[1], LIFT[1]),
        ("请处理梧桐苑小区门口设置的摊位", "请拆除梧桐苑小区门口设立的摊位"),
        (LIFT[1], "河道边的护栏松了"),
    ],
)
def test_other_words_about_the_same_place_are_no_swap(one: str, other: str) -> None:
    assert not wheres.swapped(normal(one), normal(other))


def test_the_most_alike_comes_first_and_never_the_message_itself() -> None:
    index = Index()
    index.extend((one.key, one.text) for one in tale())
    near = index.nearest(0, 3)
    assert [one.key for one in near[:2]] == [2, 1]
    assert all(one.key != 0 for one in near)
    assert [one.key for one in index.nearest_to(Text.of(*LIFT_AGAIN), 1)] == [1]


def test_the_same_words_about_two_places_are_never_joined_by_the_machine() -> None:
    found = group_messages(tale()).groups
    assert found[0] != found[2]


def test_copies_are_joined() -> None:
    twice = [*tale(), message(7, LIFT, person="a"), message(8, LIFT, person="b")]
    found = group_messages(twice).groups
    assert found[0] == found[7] == found[8] == 0
    assert found[2] == 2


def test_a_third_message_cannot_bring_together_what_is_kept_apart() -> None:
    groups = Groups()
    groups.keep_apart(1, 2)
    assert groups.join(1, 3)
    assert not groups.join(3, 2)
    assert not groups.may_join(2, 3)
    assert groups.find(3) == 1


@given(
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.integers(0, 12)), max_size=40),
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=8),
    st.randoms(),
)
def test_groups_keep_their_promises_in_any_order(
    joins: list[tuple[float, int, int]], apart: list[tuple[int, int]], chance: object
) -> None:
    apart = [(a, b) for a, b in apart if a != b]
    found = group(range(13), joins, apart)
    assert all(found[a] != found[b] for a, b in apart)
    assert all(name == min(key for key in found if found[key] == name) for name in set(found.values()))
    again = list(joins)
    chance.shuffle(again)  # type: ignore[attr-defined]
    distinct = {score for score, *_ in joins}
    if len(distinct) == len(joins):
        assert group(range(13), again, apart) == found


def test_candidates_are_ten_at_most_and_ranked() -> None:
    many = [message(at, (f"{'梧桐苑'}{at}号楼门禁坏了", f"{at}号楼的门禁坏了{at}天")) for at in range(30)]
    found = group_messages(many).candidates
    assert all(len(row) <= CANDIDATES for row in found.values())
    assert all(a.score >= b.score for row in found.values() for a, b in itertools.pairwise(row))


def test_heat_counts_people_and_shows_repeats() -> None:
    voices = [heat.Voice(100, "a", "N1"), heat.Voice(100, "a", "N1"), heat.Voice(70, "b", "N2"), heat.Voice(100)]
    found = heat.heat(voices, 100)
    assert (found.people, found.messages, found.repeats, found.places) == (3, 4, 1, 2)
    assert found.recency == pytest.approx(2.5)
    assert found.value == pytest.approx(found.recency * found.spread)
    assert heat.heat([heat.Voice(1, serious=True)], 1).serious == heat.DEFAULT.serious
    assert heat.heat([], 1).value == 0


@given(st.lists(st.builds(heat.Voice, st.integers(0, 50), st.sampled_from("abc"), st.sampled_from(("", "x", "y")))))
def test_one_more_message_by_the_same_person_on_the_same_day_heats_nothing(voices: list[heat.Voice]) -> None:
    if voices:
        again = heat.Voice(voices[0].day, voices[0].person, voices[0].place)
        assert heat.heat([*voices, again], 60).value == pytest.approx(heat.heat(voices, 60).value)


def test_two_processes_compare_what_one_compares_in_the_same_order() -> None:
    messages = tale()
    pairs = service.compare_all(messages, service.candidates_of(service.index_of(messages), library=False))
    known = {one.key: one for one in messages}
    jobs = [together.Job(pair.one, pair.other, 0, pair.cosine, 1.0) for pair in pairs] * 3
    titles, seen = spread_of_titles(messages), list[int]()
    alone = together.compared(jobs, known, titles, lambda done, _all: seen.append(done), workers=1)
    both = together.compared(jobs, known, titles, lambda _done, _all: None, workers=2)
    assert alone == both
    assert seen == [len(jobs)]
    assert together.processes(10) == 1
