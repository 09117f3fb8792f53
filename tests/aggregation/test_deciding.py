"""The engine proposes, people decide: questions, answers, joins, and every one of them taken back."""

import argparse
import json

import pytest

from lianxin.aggregation import comparing, rules, upkeep
from lianxin.aggregation.actions import Answer, DecideLikeness, TakeBackAnswer
from lianxin.aggregation.engine import VERSION
from lianxin.aggregation.engine.wheres import Where
from lianxin.aggregation.models import Analysis, Likeness, LikenessState
from lianxin.aggregation.selectors import questions
from lianxin.cases import workflow as w
from lianxin.cases.models import Case, Issue, IssueCase
from lianxin.conf.commands import gather
from lianxin.db.transactions import write
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.models import LogEntry
from lianxin.journal.verify import verify_town
from tests.cases.factories import Town, Walk, start

LIFT = "青枫一村2号楼的电梯这个月停了五次，老人上不去，什么时候能修好"
LIFT_AGAIN = "2号楼电梯今天又停了，我妈妈下不了楼，修了五次都没修好"
TREE = "楼前的香樟树太高，二楼白天也要开灯，希望修剪一下"
FAR_LIFT = "我们这边的电梯这个月停了五次，老人上不去，什么时候能修好"
PHONE = "13912345678"


def answer(town: Town, pair: Likeness, what: str = Answer.SAME, **more: str) -> Likeness:
    """The office answers."""
    return DecideLikeness(actor=town.office, likeness_id=pair.pk, answer=what, **more).execute()


def read() -> None:
    """What time does."""
    upkeep.read_new()
    upkeep.compare_new()


def only_pair() -> Likeness:
    """The one pair there is."""
    return Likeness.objects.get()


def two(town: Town) -> tuple[Walk, Walk]:
    """Two people about one lift, and one about a tree."""
    found = start(town, words=LIFT), start(town, words=LIFT_AGAIN)
    start(town, words=TREE, category="environment.green")
    read()
    return found


def test_what_is_read_is_stored_with_reason_and_never_holds_what_it_hides(town: Town) -> None:
    walk = start(town, words=f"{LIFT}，我的电话{PHONE}，请回复", category="")
    read()
    read()
    found = Analysis.objects.get(opinion=walk.opinion)
    assert json.loads(found.guesses)[0][0] == "housing.lift"
    assert (found.guessed_by, found.place_id, found.place_how) == ("rules", town.compound.pk, "name")
    assert json.loads(found.masks)["mobile"] == 1
    assert PHONE not in str(Analysis.objects.values_list())


def test_two_voices_of_one_matter_are_asked_about_and_others_are_not(town: Town) -> None:
    lead, other = two(town)
    (pair,) = questions.waiting(town.office)
    assert (pair.earlier_case_id, pair.later_case_id) == (lead.case.pk, other.case.pk)
    assert pair.where == "same"
    assert Likeness.objects.count() == 1


def test_the_same_joins_them_and_taking_it_back_leaves_all_as_it_was(town: Town) -> None:
    lead, other = two(town)
    made = answer(town, only_pair())
    assert (lead.case.voice_count, other.case.state) == (2, w.FOLLOWING)
    assert made.joined is not None
    assert (made.decided_by_label, made.engine, made.state) == (town.office.label, VERSION, Answer.SAME)
    assert questions.waiting(town.office) == []
    with pytest.raises(WrongState):
        answer(town, made)
    TakeBackAnswer(actor=town.office, likeness_id=made.pk).execute()
    assert (lead.case.voice_count, other.case.state, Issue.objects.get().ended_on is not None) == (1, w.RECEIVED, True)
    assert [one.pk for one in questions.waiting(town.office)] == [made.pk]
    assert verify_town(town.row).findings == []


def test_kept_apart_is_never_asked_again_also_through_others(town: Town) -> None:
    two(town)
    answer(town, only_pair(), Answer.DIFFERENT)
    third = start(town, words=LIFT_AGAIN + "，急")
    read()
    pairs = {(one.earlier_case_id, one.later_case_id): one for one in Likeness.objects.filter(state=Answer.OPEN)}
    first = next(one for (_a, b), one in sorted(pairs.items()) if b == third.case.pk)
    answer(town, first)
    assert questions.waiting(town.office) == []
    Analysis.objects.update(compared_at=None)
    read()
    assert questions.waiting(town.office) == []
    assert Likeness.objects.filter(state=Answer.DIFFERENT).count() == 1


def test_later_comes_after_everything_else(town: Town) -> None:
    two(town)
    answer(town, only_pair(), Answer.LATER)
    assert questions.waiting(town.office) == []
    assert questions.waiting(town.office, LikenessState.LATER) == [only_pair()]
    assert answer(town, only_pair()).joined is not None


def test_two_issues_become_one_and_are_two_again_when_it_is_taken_back(town: Town) -> None:
    walks = [start(town, words=words) for words in (LIFT, LIFT_AGAIN, LIFT + "呢", LIFT_AGAIN + "的")]
    walks[0].leads(walks[1])
    walks[2].leads(walks[3])
    pair = Likeness.objects.create(
        earlier=walks[1].opinion, later=walks[3].opinion, earlier_case=walks[1].case, later_case=walks[3].case,
        score=0.5, value=0.5, where="same", engine="1", made_at=walks[0].opinion.recorded_at,
    )  # fmt: skip
    made = answer(town, pair)
    assert walks[0].case.voice_count == 4
    assert {walk.case.issue_ref for walk in walks} == {made.joined_id}
    TakeBackAnswer(actor=town.office, likeness_id=pair.pk).execute()
    assert [walk.case.voice_count for walk in walks[::2]] == [2, 2]
    assert len({walk.case.issue_ref for walk in walks}) == 2
    assert walks[3].case.state == w.FOLLOWING


def test_matters_of_two_neighbourhoods_are_joined_only_with_a_reason(town: Town) -> None:
    start(town, words=LIFT)
    start(town, words=FAR_LIFT, place_id=town.second.pk)
    read()
    pair = only_pair()
    assert (pair.where, pair.veto, pair.value < pair.score) == ("conflict", "places", True)
    with pytest.raises(Invalid, match="不在同一个居民区"), write():
        answer(town, pair)
    assert not Issue.objects.exists()
    assert answer(town, pair, across_reason="同一家维保单位").joined is not None


def test_a_copy_from_the_same_compound_is_joined_by_time_and_can_be_let_go(town: Town) -> None:
    first, copy, far = (
        start(town, words=LIFT),
        start(town, words=LIFT),
        start(town, words=LIFT, place_id=town.second.pk),
    )
    read()
    assert (copy.case.state, far.case.state) == (w.FOLLOWING, w.RECEIVED)
    joined = Likeness.objects.get(state=Answer.SAME)
    assert (joined.by_machine, joined.decided_by_label) == (True, "系统")
    assert {one.where for one in Likeness.objects.filter(state=Answer.OPEN)} == {"conflict"}
    TakeBackAnswer(actor=town.office, likeness_id=joined.pk).execute()
    assert (first.case.voice_count, copy.case.state) == (1, w.RECEIVED)


def test_words_copied_for_another_place_are_never_joined_by_time(town: Town) -> None:
    words = "{}的电梯这个月停了五次，老人上不去楼，物业说配件没到，请帮忙催一催"
    for name in ("2号楼", "1号楼"):
        start(town, words=words.format(name))
    read()
    assert not IssueCase.objects.exists()


def test_who_comes_again_after_an_answer_is_kept_as_such_and_not_joined(town: Town) -> None:
    before = start(town, words=LIFT).transferred().assigned().accepted().to_reply()
    after = start(town, words=LIFT_AGAIN)
    read()
    step = DecideLikeness(actor=town.office, likeness_id=only_pair().pk, answer=Answer.SAME)
    assert (step.execute().joined, step.code) == (None, "lead_answered")
    assert (after.case.state, before.case.voice_count) == (w.RECEIVED, 1)


def test_accusations_and_what_was_taken_back_are_compared_with_nothing(town: Town) -> None:
    start(town, words=LIFT)
    start(town, words=LIFT_AGAIN, kind="accusation")
    start(town, words=LIFT_AGAIN + "！").case.opinions.update(
        withdrawn_at=Case.objects.first().opinions.get().recorded_at
    )
    read()
    assert not Likeness.objects.exists()


def test_only_the_desks_answer_and_only_about_what_they_see(town: Town) -> None:
    two(town)
    for actor in (town.secretary, town.deputy_actor, town.leader, town.desk):
        with pytest.raises(NotAllowed), write():
            DecideLikeness(actor=actor, likeness_id=only_pair().pk, answer=Answer.SAME).execute()
    assert questions.waiting(town.desk) == []


def test_a_place_inside_another_is_told_from_one_beside_it(town: Town) -> None:
    homes = frozenset({town.first.pk, town.second.pk})
    assert comparing.spot_of(town.compound.path, homes).home == town.first.path
    assert comparing.spot_of("", homes) == comparing.spot_of("/1/2/", homes)


@pytest.mark.parametrize(
    ("one", "other", "words", "where"),
    [
        (("/1/2/", "/1/"), ("/1/2/", "/1/"), Where.UNKNOWN, Where.SAME),
        (("/1/2/", "/1/"), ("/1/2/", "/1/"), Where.CONFLICT, Where.UNKNOWN),
        (("/1/2/", "/1/"), ("/1/3/", "/1/"), Where.UNKNOWN, Where.CONFLICT),
        (("/1/2/", "/1/"), ("/1/", "/1/"), Where.UNKNOWN, Where.CONTAINS),
        (("/1/2/", "/1/"), ("/9/2/", "/9/"), Where.SAME, Where.CONFLICT),
        (("/1/", "/1/"), ("/1/", "/1/"), Where.CONFLICT, Where.CONFLICT),
        (("/1/", "/1/"), ("/1/", "/1/"), Where.UNKNOWN, Where.UNKNOWN),
        (("", ""), ("/1/2/", "/1/"), Where.UNKNOWN, Where.UNKNOWN),
    ],
)
def test_places_on_record_come_before_places_in_words(
    one: tuple[str, str], other: tuple[str, str], words: Where, where: Where
) -> None:
    assert rules.relation(rules.Spot(*one), rules.Spot(*other), words) is where
    assert rules.relation(rules.Spot(*other), rules.Spot(*one), words) is where


def test_the_backfill_goes_on_where_it_was_and_logs_no_number(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    two(town)
    start(town, words=f"{LIFT_AGAIN}，打{PHONE}")
    assert gather.run(argparse.Namespace(town="ceshi")) == 0
    assert gather.run(argparse.Namespace(town="nowhere")) == 2
    told = capsys.readouterr()
    assert "新读 1 件（共 4 件）" in told.out
    assert PHONE not in told.out + told.err
    assert PHONE not in str(list(LogEntry.objects.values()))
    gather.run(argparse.Namespace(town=""))
    assert "新读 0 件（共 4 件），新提出 0 对" in capsys.readouterr().out
