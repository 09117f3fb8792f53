"""Matters brought together and taken apart: no voice, code, verdict or promise is lost on any way."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lianxin.cases import actions as act
from lianxin.cases import workflow as w
from lianxin.cases.issues import rules, selectors
from lianxin.cases.issues.actions import LeaveIssue, MarkRepeat, MergeCases
from lianxin.cases.issues.me_too import OpenMeToo, SayMeToo
from lianxin.cases.issues.split import PartSpec, SplitCase
from lianxin.cases.models import AskedPoint, Assignment, Case, Issue, IssueCase, Opinion, PointAnswer, Reply, Verdict
from lianxin.cases.selectors import case_page, public_status
from lianxin.clocks.models import Clock, ClockState, Promise
from lianxin.core import clock as time
from lianxin.core.clock import today
from lianxin.db.models import Town as TownRow
from lianxin.db.transactions import write
from lianxin.journal.actors import Actor, anonymous_resident
from lianxin.journal.errors import ActionError, Invalid, NotAllowed, WrongState
from lianxin.journal.verify import verify_town
from tests.cases.factories import START, Town, Walk, make_case, start
from tests.examples import examples

LEAD, OTHER, THIRD = "电梯停了三天", "三楼也下不来，什么时候修", "轮椅推不出去"


def three(town: Town) -> tuple[Walk, Walk, Walk]:
    """Three people of one compound about one lift."""
    return (
        start(town, words=LEAD, points=["什么时候修好"]),
        start(town, words=OTHER, points=["停运期间谁帮忙"], deputy_ids=[town.deputy.pk]),
        start(town, words=THIRD),
    )


# --- rules: what may lead what -------------------------------------------------------------------

STANDS = {"state": w.RECEIVED, "track": "resident", "reached_desk": False, "sealed": False, "in_issue": False,
          "leads": False}  # fmt: skip


@pytest.mark.parametrize(
    ("lead", "follower", "code"),
    [
        ({}, {}, ""),
        ({"state": w.CONTACTED, "reached_desk": True}, {}, ""),
        ({"state": w.REHANDLING, "reached_desk": True}, {}, ""),
        ({"in_issue": True, "leads": True}, {}, ""),
        ({"sealed": True}, {}, "sealed"),
        ({}, {"sealed": True}, "sealed"),
        ({"state": w.REPLY_DRAFT}, {}, "lead_answered"),
        ({"state": w.REPLIED}, {}, "lead_answered"),
        ({"state": w.CLOSED}, {}, "lead_answered"),
        ({"in_issue": True}, {}, "lead_follows"),
        ({}, {"in_issue": True}, "already_in_issue"),
        ({"track": "hotline"}, {}, "other_track"),
        ({}, {"reached_desk": True}, "lead_behind"),
    ],
)
def test_what_may_lead_what(lead: dict[str, object], follower: dict[str, object], code: str) -> None:
    one, other = rules.Stands(**{**STANDS, **lead}), rules.Stands(**{**STANDS, **follower})  # type: ignore[arg-type]
    assert rules.lead_problem(one, other) == code


@pytest.mark.parametrize(
    ("marks", "withdrawn", "people", "again"),
    [
        ([], False, 1, 0),
        ([False], False, 2, 0),
        ([False, True], False, 2, 1),
        ([True], True, 0, 1),
        ([False], True, 1, 0),
    ],
)
def test_one_person_who_says_it_twice_is_counted_apart(
    marks: list[bool], withdrawn: bool, people: int, again: int
) -> None:
    assert rules.people(marks, withdrawn) == (people, again)


@pytest.mark.parametrize(
    ("points", "parts", "code"),
    [
        ([1, 2], [[2]], ""),
        ([1, 2, 3], [[1], [3]], ""),
        ([1, 2], [[1], [2]], "nothing_stays"),
        ([1, 2], [[]], "part_empty"),
        ([1, 2], [], "part_empty"),
        ([1, 2, 3], [[1], [1]], "point_unknown"),
        ([1, 2], [[9]], "point_unknown"),
        (list(range(20)), [[n] for n in range(10)], "parts_many"),
    ],
)
def test_how_points_may_be_divided(points: list[int], parts: list[list[int]], code: str) -> None:
    assert rules.parts_problem(points, parts) == code


# --- together -----------------------------------------------------------------------------------


def test_one_answer_goes_to_every_receipt_and_answers_what_each_one_asked(town: Town) -> None:
    lead, other, third = three(town)
    lead.transferred().leads(other, third)
    assert (other.case.state, lead.case.voice_count) == (w.FOLLOWING, 3)
    lead.assigned().accepted().contacted()
    points = {point.text: point for point in AskedPoint.objects.filter(case=lead.case)}
    assert set(points) == {"什么时候修好", "停运期间谁帮忙"}
    answers = [act.PointReply(point_id=point.pk, answer=f"答：{text}") for text, point in points.items()]
    lead.drafted(points=answers).signed()
    for walk, asked in ((other, ["答：停运期间谁帮忙"]), (third, [])):
        assert (walk.case.state, walk.case.lead_unit, walk.case.delivered_on) == (w.REPLIED, town.office_unit, None)
        status = public_status.status(walk.opinion)
        assert status.answer is not None
        assert status.answer.text == "电梯已修好，并换了主板。"
        assert [part.text for part in status.answer.points] == asked
        assert status.words == walk.opinion.verbatim
    assert not Clock.objects.filter(owner_id=other.case.pk, state=ClockState.PAUSED).exists()


def test_an_answer_cannot_be_signed_while_a_followers_question_is_open(town: Town) -> None:
    lead, other, _third = three(town)
    lead.transferred().assigned().accepted().contacted().leads(other, actor=town.office)
    own = AskedPoint.objects.get(case=lead.case, text="什么时候修好")
    lead.drafted(points=[act.PointReply(point_id=own.pk, answer="明天")])
    with pytest.raises(Invalid, match="没有回答"):
        lead.signed()


def test_each_keeps_its_own_verdict_and_its_own_silence(town: Town) -> None:
    lead, other, third = three(town)
    AskedPoint.objects.all().delete()
    lead.leads(other, third)
    lead.transferred().assigned().accepted().to_reply().told().judged("solved").closed()
    assert (other.case.state, third.case.state) == (w.REPLIED, w.REPLIED)
    other.told().judged("unsolved")
    assert (other.case.state, other.case.rehandle_count) == (w.REHANDLING, 1)
    third.told().asked("phone").asked("slip").later(14).do(act.FallSilent, town.desk)
    assert (lead.case.state, third.case.state, third.case.resident_says) == (w.CLOSED, w.SILENT, "")
    other.drafted().signed().told().judged("solved").closed()
    assert Verdict.objects.filter(case=other.case).count() == 2


def test_matters_of_two_neighbourhoods_come_together_only_with_a_reason(town: Town) -> None:
    lead, far = start(town), start(town, place_id=town.second.pk)
    with pytest.raises(Invalid, match="不在同一个居民区"):
        lead.leads(far)
    assert not Issue.objects.exists()
    issue = lead.leads(far, across_reason="同一条道路跨两个居民区")
    assert issue.across_reason


def test_accusations_stay_alone_and_a_unit_or_deputy_merges_nothing(town: Town) -> None:
    lead, other, _third = three(town)
    sealed = start(town, kind="accusation", words="有人收钱")
    with pytest.raises(Invalid, match="举报"):
        lead.leads(sealed)
    for actor in (town.deputy_actor, town.head(), town.secretary, town.leader):
        with pytest.raises(NotAllowed):
            lead.leads(other, actor=actor)
    with pytest.raises(NotAllowed):  # the government desk sees what was transferred only
        lead.leads(other, actor=town.desk)


# --- and apart ----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", w.CAN_FOLLOW)
def test_undoing_leads_back_to_where_each_stood_with_its_days_given_back(town: Town, state: str) -> None:
    lead = make_case(town, w.CONTACTED)
    other = make_case(town, state, words=OTHER, points=["谁来修"])
    before, answer = (
        other.case,
        Clock.objects.filter(owner_id=other.case.pk, state=ClockState.RUNNING).order_by("due_on"),
    )
    due = {clock.code: clock.due_on for clock in answer}
    actor = town.desk if before.reached_desk else town.office
    issue = lead.leads(other, actor=actor)
    assert other.case.state == w.FOLLOWING
    time.set_fixed(today() + dt.timedelta(days=7))
    LeaveIssue(actor=actor, issue_id=issue.pk, reason="不是同一部电梯").execute()
    after = other.case
    assert (after.state, after.lead_unit_id, after.issue_ref) == (state, before.lead_unit_id, None)
    now_due = {c.code: c.due_on for c in Clock.objects.filter(owner_id=after.pk, state=ClockState.RUNNING)}
    assert set(now_due) == set(due)
    assert all(now_due[code] > due[code] for code in due)
    assert Issue.objects.get().ended_on == today()
    assert (lead.case.issue_ref, lead.case.voice_count) == (None, 1)
    assert not AskedPoint.objects.filter(case=lead.case, dropped_at=None, text="谁来修").exists()
    assert verify_town(TownRow.objects.get(pk=town.row.pk)).is_whole


def test_an_answer_that_was_given_is_not_taken_back(town: Town) -> None:
    lead, other, _third = three(town)
    AskedPoint.objects.all().delete()
    issue = lead.leads(other)
    lead.transferred().assigned().accepted().to_reply()
    with pytest.raises(WrongState):
        LeaveIssue(actor=town.office, issue_id=issue.pk, reason="看错了").execute()


def test_when_the_lead_leaves_the_platform_the_others_stand_where_they_stood(town: Town) -> None:
    lead, other, third = three(town)
    lead.leads(other, third)
    lead.handed_over()
    assert (lead.case.state, other.case.state, third.case.state) == (w.HANDED_OVER, w.RECEIVED, w.RECEIVED)
    assert other.case.due_on is not None


def test_withdrawing_one_voice_never_ends_the_matter_of_the_others(town: Town) -> None:
    lead, other, third = three(town)
    AskedPoint.objects.all().delete()
    lead.leads(other, third)
    lead.transferred()
    lead.do(act.Withdraw, town.speaker(lead.receipt.opinion_id))
    assert (lead.case.state, lead.case.voice_count) == (w.TRANSFERRED, 2)
    assert lead.opinion.withdrawn_at is not None
    third.do(act.Withdraw, town.speaker(third.receipt.opinion_id))
    assert (third.case.state, lead.case.voice_count) == (w.WITHDRAWN, 1)
    promise = {"result_code": "planned", "promise_text": "换新电梯", "promise_on": today() + dt.timedelta(days=30)}
    lead.assigned().accepted().to_reply(**promise)
    assert (lead.case.state, other.case.state) == (w.EVALUATED, w.REPLIED)
    mine = Promise.objects.get(owner_id=other.case.pk)
    given = Promise.objects.get(owner_id=lead.case.pk)
    assert mine.shared_from_id == given.pk
    act.TrackPromises(actor=town.desk, case_id=lead.case.pk).execute()
    other.told().judged("partly").do(act.TrackPromises, town.desk)
    lead.do(act.SettlePromise, town.desk, promise_id=given.pk, state="kept", reason="验收单 12 号")
    mine.refresh_from_db()
    assert (mine.state, mine.proof) == ("kept", "验收单 12 号")
    lead.closed()
    other.closed()
    assert (lead.case.outcome, other.case.state) == ("withdrawn", w.CLOSED)


def test_the_same_person_twice_is_one_person(town: Town) -> None:
    lead, other, third = three(town)
    lead.leads(other, third)
    member = IssueCase.objects.get(case=third.case)
    MarkRepeat(actor=town.office, member_id=member.pk, earlier_id=other.receipt.opinion_id).execute()
    assert lead.case.voice_count == 2
    MarkRepeat(actor=town.office, member_id=member.pk).execute()
    assert lead.case.voice_count == 3


# --- me too ------------------------------------------------------------------------------------


def test_a_neighbour_says_me_too_without_seeing_anybodys_words(town: Town) -> None:
    lead = make_case(town, w.ASSIGNED)
    row = OpenMeToo(
        actor=town.secretary, case_id=lead.case.pk, title="2 号楼电梯停运", closes_on=today() + dt.timedelta(days=30)
    ).execute()
    said = SayMeToo(actor=anonymous_resident(), me_too_id=row.pk, words="我妈 80 岁，也困在五楼", client_key="k" * 22)
    receipt = said.execute()
    again = SayMeToo(
        actor=anonymous_resident(), me_too_id=row.pk, words="我妈 80 岁，也困在五楼", client_key="k" * 22
    ).execute()
    assert receipt.code == again.code
    case = Case.objects.get(pk=receipt.case_id)
    assert (case.state, lead.case.voice_count) == (w.FOLLOWING, 2)
    assert receipt.code != lead.receipt.code
    twice = SayMeToo(actor=anonymous_resident(), me_too_id=row.pk, known=(receipt.opinion_id,)).execute()
    assert IssueCase.objects.get(case_id=twice.case_id).repeat_of_id == receipt.opinion_id
    assert lead.case.voice_count == 2


def test_a_me_too_link_quotes_nobody_and_ends(town: Town) -> None:
    lead = start(town, words="二号楼电梯三天两头停，老人下不了楼")
    until = today() + dt.timedelta(days=30)
    with pytest.raises(Invalid, match="原话"):
        OpenMeToo(
            actor=town.office, case_id=lead.case.pk, title="二号楼电梯三天两头停，老人下不", closes_on=until
        ).execute()
    row = OpenMeToo(actor=town.office, case_id=lead.case.pk, title="电梯停运", closes_on=until).execute()
    lead.transferred().assigned().accepted().to_reply()
    with pytest.raises(WrongState, match="已经有了答复"):
        SayMeToo(actor=anonymous_resident(), me_too_id=row.pk).execute()


# --- one opinion, several matters -----------------------------------------------------------------


def test_one_opinion_becomes_two_matters_with_their_own_units_and_one_page_for_the_resident(town: Town) -> None:
    walk = start(town, words="电梯坏了，楼下还有人飞线充电", points=["电梯何时修", "飞线谁来管"], contact="13900001234")
    second = AskedPoint.objects.get(text="飞线谁来管")
    walk.later(1)
    (part,) = SplitCase(actor=town.office, case_id=walk.case.pk, parts=[PartSpec((second.pk,), "飞线充电")]).execute()
    assert (part.number != walk.case.number, part.due_on) == (True, walk.case.due_on)
    for case_id in (walk.case.pk, part.pk):
        act.Transfer(actor=town.office, case_id=case_id).execute()
    walk.assigned()
    act.Assign(actor=town.desk, case_id=part.pk, unit_id=town.police_unit.pk, correction_reason="治安").execute()
    act.Accept(actor=town.handler(town.police_unit), case_id=part.pk).execute()
    act.FirstContact(actor=town.handler(town.police_unit), case_id=part.pk, how="visit").execute()
    asked = AskedPoint.objects.get(case=part)
    act.DraftReply(
        actor=town.handler(town.police_unit), case_id=part.pk, text="已拆除飞线", result_code="adopted",
        points=[act.PointReply(point_id=asked.pk, answer="派出所")],
    ).execute()  # fmt: skip
    act.SignReply(actor=town.head(town.police_unit), case_id=part.pk).execute()
    assert Opinion.objects.count() == 1
    page = case_page.load(town.handler(town.police_unit), part.pk)
    assert [one.words for one in page.opinions] == ["电梯坏了，楼下还有人飞线充电"]
    contact = act.read_contact(town.handler(town.police_unit), page.case, page.opinions[0].id, "约时间上门")
    assert contact.contact == "13900001234"
    speaker = town.speaker(walk.receipt.opinion_id)
    act.RecordVerdict(actor=speaker, case_id=part.pk, result="solved").execute()
    assert (Case.objects.get(pk=part.pk).state, walk.case.state) == (w.EVALUATED, w.ASSIGNED)
    walk.do(act.Withdraw, speaker)
    assert Case.objects.get(pk=part.pk).state == w.WITHDRAWN


# --- any order ----------------------------------------------------------------------------------

STEP = st.tuples(
    st.sampled_from(["merge", "undo", "split", "withdraw", "go", "judge"]), st.integers(0, 5), st.integers(0, 5)
)


def _go(town: Town, case: Case) -> None:
    """The next sensible step of a case."""
    unit = case.lead_unit or town.office_unit
    steps = {
        w.RECEIVED: lambda: act.Transfer(actor=town.office, case_id=case.pk),
        w.TRANSFERRED: lambda: act.Assign(
            actor=town.desk, case_id=case.pk, unit_id=town.office_unit.pk, correction_reason="按职责"
        ),
        w.ASSIGNED: lambda: act.Accept(actor=town.handler(unit), case_id=case.pk),
        w.ACCEPTED: lambda: act.FirstContact(actor=town.handler(unit), case_id=case.pk, how="phone"),
        w.CONTACTED: lambda: act.DraftReply(
            actor=town.handler(unit), case_id=case.pk, text="办了", result_code="planned", promise_text="更换",
            promise_on=today() + dt.timedelta(days=30),
            points=[
                act.PointReply(point_id=point.pk, answer=point.text)
                for point in AskedPoint.objects.filter(case=case, dropped_at=None)
            ],
        ),
        w.REPLY_DRAFT: lambda: act.SignReply(actor=town.head(unit), case_id=case.pk),
    }  # fmt: skip
    if case.state in steps:
        steps[case.state]().execute()


def _try(town: Town, walks: list[Walk], what: str, one: int, other: int) -> None:
    """One step of a game; a refusal changes nothing."""
    a, b = walks[one].case, walks[other].case
    actor = town.desk if b.reached_desk else town.office
    if what == "merge":
        MergeCases(actor=actor, lead_id=a.pk, case_ids=[b.pk], title="电梯", reason="同一部").execute()
    elif what == "undo":
        LeaveIssue(actor=actor, issue_id=a.issue_ref or 0, case_ids=[b.pk], reason="不是").execute()
    elif what == "split":
        points = list(AskedPoint.objects.filter(case=a, dropped_at=None).order_by("id"))
        desk = town.desk if a.reached_desk else town.office
        SplitCase(actor=desk, case_id=a.pk, parts=[PartSpec((points[-1].pk if points else 0,))]).execute()
    elif what == "withdraw":
        act.Withdraw(actor=town.speaker(walks[one].receipt.opinion_id), case_id=a.pk).execute()
    elif what == "judge":
        speaker = town.speaker(walks[one].receipt.opinion_id)
        act.RecordVerdict(actor=speaker, case_id=a.pk, result="solved").execute()
    else:
        _go(town, a)


def play(town: Town, steps: list[tuple[str, int, int]]) -> None:
    """Six people, any order; after every step nothing is lost, and at the end the chains are whole."""
    time.set_fixed(START)
    walks = [start(town, words=f"{n} 号的话", points=[f"{n} 问一", f"{n} 问二"]) for n in range(6)]
    words = {walk.receipt.opinion_id: (walk.receipt.code, walk.opinion.verbatim) for walk in walks}
    kept: dict[str, int] = {}
    for what, one, other in steps:
        try:
            with write():
                _try(town, walks, what, one, other)
        except ActionError:
            pass
        for name, count in (("verdicts", Verdict.objects.count()), ("promises", Promise.objects.count()),
                            ("replies", Reply.objects.count()), ("answers", PointAnswer.objects.count())):  # fmt: skip
            assert count >= kept.get(name, 0), name
            kept[name] = count
        for walk in walks:
            case = walk.case
            assert words[walk.receipt.opinion_id][1] == walk.opinion.verbatim
            assert walk.opinion.case_id == walk.receipt.case_id
            assert Assignment.objects.filter(case=case, ended_on=None).count() == (case.lead_unit_id is not None)
            if case.state == w.FOLLOWING:
                member = IssueCase.objects.get(case=case, left_at=None)
                assert member.issue.lead.is_open
                assert member.issue.lead.state != w.FOLLOWING
            if case.state == w.REPLIED:
                mine = set(
                    AskedPoint.objects.filter(case=case, dropped_at=None, opinion=walk.opinion).values_list(
                        "pk", flat=True
                    )
                )
                answered = set(PointAnswer.objects.filter(reply__case=case).values_list("point_id", flat=True))
                assert mine <= answered
    asked = sorted(set(AskedPoint.objects.values_list("text", flat=True)))
    assert asked == sorted(f"{n} 问{q}" for n in range(6) for q in "一二")
    for walk in walks:
        found = public_status.find(words[walk.receipt.opinion_id][0])
        assert found is not None
        assert found.pk == walk.receipt.opinion_id
    assert verify_town(TownRow.objects.get(pk=town.row.pk)).is_whole


class Undo(Exception):
    """Roll a game back."""


def played_and_undone(town: Town, steps: list[tuple[str, int, int]]) -> None:
    """One game that leaves nothing behind."""
    with write():
        play(town, steps)
        raise Undo


@settings(
    max_examples=examples(4, 30),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(steps=st.lists(STEP, min_size=8, max_size=24))
def test_in_any_order_nothing_is_lost(town: Town, steps: list[tuple[str, int, int]]) -> None:
    with pytest.raises(Undo):
        played_and_undone(town, steps)


def test_who_sees_only_the_lead_counts_the_others_and_reads_nobody_elses_words(town: Town) -> None:
    lead = make_case(town, words="我们楼下的路坑坑洼洼", deputy_ids=[town.deputy.pk])
    far = make_case(town, words="我家门口老李摔断了腿", place_id=town.second.pk)
    near = make_case(town, words="路灯下那段也是坑")
    issue = lead.leads(far, near, across_reason="同一条道路")

    def read(actor: Actor) -> list[str]:
        page = selectors.load(actor, issue)
        assert page.people == 3
        return [voice.words for voice in page.voices]

    everything = [lead.opinion.verbatim, far.opinion.verbatim, near.opinion.verbatim]
    assert read(town.office) == everything
    assert read(town.secretary) == [everything[0], "", everything[2]]
    assert read(town.deputy_actor) == [everything[0], "", ""]
    lead.transferred().assigned()
    assert read(town.handler()) == everything
