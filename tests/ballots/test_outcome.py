"""What a vote decides: a table a clerk can read, single papers, and what must hold for all votes."""

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianxin.ballots import texts
from lianxin.ballots.counts import (
    ABSTAIN,
    NO,
    YES,
    Counts,
    Item,
    added,
    count,
    decoded,
    differences,
    mixed_refused,
    read,
    wrong,
)  # fmt: skip
from lianxin.ballots.outcome import Outcome, Status, again, joined, outcome
from lianxin.ballots.rules import (
    Base,
    Blank,
    Compare,
    Note,
    Preset,
    Ranking,
    Rule,
    Share,
    Shortage,
    Tie,
    digest,
    frozen,
    preset,
    problems,
    thawed,
    warnings,
)  # fmt: skip

FORMS = {"逐项": Preset.PER_ITEM, "圈选": Preset.MARK, "得票": Preset.TOP, "排序": Preset.RANK}
ENDINGS = {
    "确定": Status.DECIDED, "再投": Status.TIED, "不足": Status.SHORT, "无效": Status.VOID, "不对": Status.WRONG,
}  # fmt: skip
CHANGES: dict[str, dict[str, Any]] = {
    "以实到为准": {"base": Base.PRESENT}, "以有效票为准": {"base": Base.VALID},
    "并列一并确定": {"tie": Tie.ALL}, "不足就以少为准": {"shortage": Shortage.FEWER},
    "不足留下次": {"shortage": Shortage.DEFER}, "最少选1": {"least_marks": 1}, "最少选2": {"least_marks": 2},
}  # fmt: skip
LINES = [
    [cell.strip() for cell in line.split("|")]
    for line in Path(__file__).with_name("result_cases.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def changes(words: str) -> dict[str, Any]:
    """The differences from the usual rule, as the table writes them."""
    found: dict[str, Any] = {}
    for word in words.split():
        if word in CHANGES:
            found |= CHANGES[word]
            continue
        name = {"通过": "passing", "到会": "quorum"}[word[:2]]
        sign = ">=" if ">=" in word else ">"
        num, den = word[2:].removeprefix(sign).split("/")
        found[name] = Share(int(num), int(den), Compare(sign))
    return found


def table_counts(form: Preset, heads: str, votes: str) -> Counts:
    """The counts of a line."""
    in_office, present, issued, returned, void, blank = (int(one) for one in heads.split())
    valid = returned - void
    items = []
    for number, cell in enumerate(votes.split(), 1):
        parts = [int(one) for one in cell.split("/")]
        if form is Preset.RANK:
            items.append(Item(number, valid - blank, score=parts[0]))
        else:
            items.append(Item(number, *parts))
    return Counts(in_office=in_office, present=present, issued=issued, returned=returned, valid=valid, void=void,
                  items=tuple(items), blank=blank)  # fmt: skip


def test_the_table_is_long_enough_and_names_each_case_once() -> None:
    assert len(LINES) >= 60
    assert len({line[0] for line in LINES}) == len(LINES)


@pytest.mark.parametrize("line", LINES, ids=[line[0] for line in LINES])
def test_the_result_is_the_one_in_the_table(line: list[str]) -> None:
    _words, form, seats, heads, votes, special, ending, chosen, tied, left = line
    counts = table_counts(FORMS[form], heads, votes)
    rule = preset(FORMS[form], int(seats), len(counts.items), **changes(special))
    assert problems(rule) == []
    found = outcome(rule, counts)
    assert found.status is ENDINGS[ending], texts.sentences(found.reasons)
    assert (found.chosen, found.tied) == (numbers(chosen), numbers(tied))
    assert found.open_seats == int(left)
    assert all(texts.sentences(found.reasons))


def numbers(cell: str) -> tuple[int, ...]:
    """Numbers of candidates."""
    return tuple(int(one) for one in cell.split())


# Single papers --------------------------------------------------------------------------------------------------------

MARK = preset("mark_up_to_k", 2, 3)
PAPERS: list[tuple[str, Rule, Sequence[str | int], str, bool]] = [
    ("two of two", MARK, (1, 1, 0), "", False),
    ("fewer than allowed", MARK, (0, 1, 0), "", False),
    ("more than allowed", MARK, (1, 1, 1), "marks_gt_seats", False),
    ("blank is an abstention", MARK, (0, 0, 0), "", True),
    ("blank is void where the rule says so", replace(MARK, blank=Blank.VOID), (0, 0, 0), "blank", True),
    ("fewer than the least", replace(MARK, least_marks=2), (1, 0, 0), "marks_lt_least", False),
    ("a paper of another vote", MARK, (1, 0), "unreadable", False),
    ("each item marked", preset("per_item", 2, 3), (YES, NO, ABSTAIN), "", False),
    ("an unclear item is an abstention", preset("per_item", 2, 3), (YES, "？", ""), "", False),
    ("nothing marked at all", preset("per_item", 2, 3), ("", "", ""), "", True),
    ("ranked in full", preset("rank", 1, 3), (2, 1, 3), "", False),
    ("a place twice", preset("rank", 1, 3), (1, 1, 2), "rank_twice", False),
    ("a place left out", preset("rank", 1, 3), (1, 3, 4), "rank_gap", False),
    ("not all ranked where sums count", preset("rank", 1, 3), (1, 2, 0), "rank_missing", False),
    ("not all ranked where points count", preset("rank", 1, 3, ranking=Ranking.POINTS), (1, 2, 0), "", False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "rule", "marks", "void", "blank"), PAPERS, ids=[one[0] for one in PAPERS])
def test_a_paper_is_read_as_the_rule_says(
    name: str, rule: Rule, marks: Sequence[str | int], void: str, blank: bool
) -> None:
    found = read(marks, rule)
    assert (found.void, found.blank) == (void, blank), name
    assert not void or texts.sentence(Note(void, {"seats": 2, "least": 2}))


# What must hold for all votes -----------------------------------------------------------------------------------------


@st.composite
def votes(draw: st.DrawFn) -> tuple[Rule, list[list[str | int]], int]:
    """A rule, papers (good, blank, spoilt) and how many are in office."""
    kind = draw(st.sampled_from(Preset))
    candidates = draw(st.integers(1, 6))
    changed: dict[str, Any] = {
        "tie": draw(st.sampled_from(Tie)), "shortage": draw(st.sampled_from(Shortage)),
        "blank": draw(st.sampled_from(Blank)), "ranking": draw(st.sampled_from(Ranking)),
    }  # fmt: skip
    rule = preset(kind, draw(st.integers(1, candidates)), candidates, **changed)
    chance = random.Random(draw(st.integers(0, 10**6)))
    papers = [paper(rule, chance) for _ in range(draw(st.integers(0, 25)))]
    return rule, papers, len(papers) + draw(st.integers(0, 8))


def paper(rule: Rule, chance: random.Random) -> list[str | int]:
    """One paper: mostly as allowed, now and then spoilt or blank."""
    size = rule.candidates
    if rule.preset is Preset.PER_ITEM:
        return [chance.choice((YES, NO, ABSTAIN, "")) for _ in range(size)]
    if rule.preset is Preset.RANK:
        places: list[str | int] = list(range(1, size + 1))
        chance.shuffle(places)
        return [0] * size if chance.random() < 0.1 else places
    marks: list[str | int] = [int(chance.random() < 0.5) for _ in range(size)]
    return marks


def decide(rule: Rule, papers: list[list[str | int]], in_office: int) -> tuple[Counts, Outcome]:
    """Count and decide."""
    found = count(papers, rule, in_office=in_office, present=len(papers), issued=len(papers))
    return found, outcome(rule, found)


@settings(max_examples=120, deadline=None)
@given(votes())
def test_counted_papers_keep_every_identity(case: tuple[Rule, list[list[str | int]], int]) -> None:
    rule, papers, in_office = case
    found, _result = decide(rule, papers, in_office)
    assert wrong(found, rule) == []
    assert found.returned == found.valid + found.void
    if rule.preset is Preset.PER_ITEM:
        assert all(one.yes + one.no + one.abstain == found.valid for one in found.items)
    elif rule.preset is not Preset.RANK:
        assert sum(one.yes for one in found.items) <= rule.seats * found.valid


@settings(max_examples=120, deadline=None)
@given(votes(), st.randoms())
def test_neither_the_order_of_papers_nor_that_of_the_list_decides(
    case: tuple[Rule, list[list[str | int]], int], chance: random.Random
) -> None:
    rule, papers, in_office = case
    found, result = decide(rule, papers, in_office)
    shuffled = list(papers)
    chance.shuffle(shuffled)
    assert decide(rule, shuffled, in_office)[1] == result
    items = list(found.items)
    chance.shuffle(items)
    turned = outcome(rule, replace(found, items=tuple(items)))
    assert (turned.status, set(turned.chosen), set(turned.tied)) == (
        result.status, set(result.chosen), set(result.tied),
    )  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(votes())
def test_everybody_ends_in_one_place_and_nobody_with_fewer_votes_is_chosen_before_one_with_more(
    case: tuple[Rule, list[list[str | int]], int],
) -> None:
    rule, papers, in_office = case
    found, result = decide(rule, papers, in_office)
    if result.status in (Status.WRONG, Status.VOID):
        assert result.chosen == ()
        return
    places = [*result.chosen, *result.tied, *result.not_passed, *result.passed_not_chosen]
    assert sorted(places) == [one.number for one in found.items]
    assert len(result.chosen) <= rule.seats or rule.tie is Tie.ALL
    assert len(result.tied) != 1
    yes = {one.number: one.yes for one in found.items}
    if rule.preset is not Preset.RANK:
        assert min((yes[one] for one in result.chosen), default=99) >= max(
            (yes[one] for one in (*result.tied, *result.passed_not_chosen)), default=0
        )
    if rule.passing is not None:
        assert all(2 * yes[one] > in_office for one in (*result.chosen, *result.tied))


@settings(max_examples=80, deadline=None)
@given(votes(), st.integers(0, 25))
def test_paper_electronic_and_mixed_give_the_same(case: tuple[Rule, list[list[str | int]], int], cut: int) -> None:
    rule, papers, in_office = case
    if rule.preset is Preset.RANK:
        return
    good = [one for one in papers if read(one, rule).void in ("", "blank")]
    whole, result = decide(rule, good, in_office)
    parts = [
        count(some, rule, in_office=in_office, present=len(good), issued=len(some)) for some in (good[:cut], good[cut:])
    ]
    assert added(*parts) == whole
    assert outcome(rule, added(*parts)) == result
    electronic = decoded(as_result(rule, good), rule, in_office=in_office, present=len(good), issued=len(good),
                         ballots=len(good), with_blank=rule.preset is not Preset.PER_ITEM)  # fmt: skip
    assert outcome(rule, electronic).chosen == result.chosen or rule.blank is Blank.VOID
    if rule.blank is Blank.ABSTAIN:
        assert outcome(rule, electronic) == result


def as_result(rule: Rule, papers: list[list[str | int]]) -> list[list[int]]:
    """What an electronic count of the same papers would give."""
    if rule.preset is Preset.PER_ITEM:
        return [[sum(one[at] == word for one in papers) for word in (YES, NO, ABSTAIN)]
                for at in range(rule.candidates)]  # fmt: skip
    blank = sum(not any(one) for one in papers)
    return [[blank, *(sum(1 for one in papers if one[at]) for at in range(rule.candidates))]]


@settings(max_examples=80, deadline=None)
@given(votes())
def test_a_linked_vote_fills_what_was_open_and_never_undoes_what_was_chosen(
    case: tuple[Rule, list[list[str | int]], int],
) -> None:
    rule, papers, in_office = case
    _found, first = decide(rule, papers, in_office)
    linked = again(rule, first)
    if linked is None:
        assert first.status in (Status.DECIDED, Status.VOID, Status.WRONG) or rule.shortage is Shortage.DEFER
        return
    next_rule, names = linked
    assert problems(next_rule) == []
    others = len(names) - 1
    filled: list[str | int] = [1, *[0] * others]
    if rule.preset is Preset.PER_ITEM:
        filled = [YES, *[NO] * others]
    elif rule.preset is Preset.RANK:
        filled = [*range(1, others + 2)]
    counts = count([filled] * in_office, next_rule, in_office=in_office, present=in_office, issued=in_office,
                   numbers=names)  # fmt: skip
    both = joined(first, outcome(next_rule, counts))
    assert set(first.chosen) <= set(both.chosen)
    if in_office:
        assert names[0] in both.chosen
    assert not set(both.chosen) & {*both.not_passed, *both.passed_not_chosen}


def test_a_small_side_is_never_added() -> None:
    big = count([(1, 1, 0)] * 30, MARK, in_office=60, present=40, issued=30)
    small = count([(0, 1, 1)] * 9, MARK, in_office=60, present=40, issued=9)
    assert [one.code for one in mixed_refused(big, small, MARK)] == ["mixed_too_few"]
    assert mixed_refused(big, big, MARK) == []
    assert [one.code for one in mixed_refused(big, replace(big, present=41), MARK)] == ["mixed_other_meeting"]


def test_two_counters_who_differ_are_shown_every_difference() -> None:
    first = count([(1, 1, 0)] * 30, MARK, in_office=60, present=40, issued=30)
    second = replace(first, void=1, items=(replace(first.items[0], yes=29), *first.items[1:]))
    found = differences(first, second)
    assert [(one.code, one.params["field"]) for one in found] == [("field_differs", "void"), ("row_differs", "yes")]
    assert texts.sentences(found) == [
        "两名计票人不一致：无效 一个记 0，一个记 1。", "两名计票人不一致：第 1 个项目的 赞成 一个记 30，一个记 29。",
    ]  # fmt: skip
    assert differences(first, first) == []


# The rule -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(Preset))
def test_a_frozen_rule_comes_back_and_every_change_changes_its_digest(name: Preset) -> None:
    rule = preset(name, 10, 12)
    assert thawed(frozen(rule)) == rule
    assert digest(replace(rule, tie=Tie.ALL)) != digest(rule)
    with pytest.raises(ValueError, match="frozen"):
        thawed(frozen(rule) + " ")
    assert all(texts.sentences(warnings(rule)) or [True])


@pytest.mark.parametrize("name", list(Preset))
def test_a_rule_prints_ten_clauses_without_a_gap_in_them(name: Preset) -> None:
    for ranking in Ranking:
        printed = texts.numbered(preset(name, 10, 12, ranking=ranking), 120)
        assert len(printed) == 10
        assert not any("{" in one for one in printed)
        assert printed[0].startswith("第一条　")
        assert all(source for _words, source in texts.clauses(preset(name, 10, 12)))


def test_equality_is_said_in_words() -> None:
    half = [texts.share_words(Share(1, 2, one), Base.IN_OFFICE) for one in Compare]
    assert half == ["超过全体代表的半数", "达到全体代表的半数（含半数）"]
    assert "即 120 人时为 61 票" in " ".join(texts.numbered(preset("per_item", 10, 12), 120))


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (preset("per_item", 0, 12), "seats_out_of_range"),
        (preset("per_item", 13, 12), "seats_out_of_range"),
        (preset("per_item", 1, 0), "candidates_out_of_range"),
        (preset("per_item", 1, 2, quorum=Share(3, 2, Compare.MORE)), "quorum_not_a_share"),
        (preset("per_item", 1, 2, passing=Share(1, 1, Compare.MORE)), "passing_not_a_share"),
        (preset("mark_up_to_k", 2, 3, least_marks=3), "least_marks"),
        (preset("per_item", 2, 3, least_marks=1), "least_marks_per_item"),
        (preset("rank", 2, 3, passing=Share(1, 2, Compare.MORE)), "rank_without_majority"),
        (preset("per_item", 2, 3, mixed_minimum=0), "mixed_minimum"),
    ],
)
def test_a_rule_without_sense_is_refused_in_words(rule: Rule, code: str) -> None:
    found = problems(rule)
    assert code in [one.code for one in found]
    assert all("{" not in one for one in texts.sentences(found))


@pytest.mark.parametrize(
    ("in_office", "quorum", "needed"),
    [
        (45, 30, 23),
        (60, 40, 31),
        (75, 50, 38),
        (90, 60, 46),
        (100, 67, 51),
        (120, 80, 61),
        (145, 97, 73),
        (160, 107, 81),
    ],
)
def test_thresholds_are_those_of_the_printed_table(in_office: int, quorum: int, needed: int) -> None:
    rule = preset("per_item", 10, 12)
    assert rule.passing is not None
    assert (rule.quorum.needed(in_office), rule.passing.needed(in_office)) == (quorum, needed)
