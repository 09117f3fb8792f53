"""The scenarios of the domain notes (§7): 6, 7, 8, 9, 11 (the part of paper), 12; and the lines never crossed."""

import datetime as dt
import json

import pytest

from lianxin.cases import actions as act
from lianxin.cases import upkeep
from lianxin.cases import workflow as w
from lianxin.cases.actions.reply import PointReply
from lianxin.cases.models import AskedPoint, Assignment, Case, Opinion, ResidentContact
from lianxin.cases.selectors import case_page
from lianxin.clocks.models import Clock, Promise
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.models import LogEntry, OutboxMessage, ReadLog
from lianxin.journal.verify import verify_town
from tests.cases.factories import Town, Walk, make_case, make_unit


def refused(kind: type[Exception], walk: Walk, action: type[object], actor: object, **data: object) -> str:
    """The code with which an action is refused; the case must stay as it was."""
    before = walk.case
    with pytest.raises(kind) as error:
        walk.do(action, actor, **data)  # type: ignore[arg-type]
    after = walk.case
    assert (after.state, after.version) == (before.state, before.version)
    return error.value.code  # type: ignore[attr-defined, no-any-return]


def suggestion(town: Town, **data: object) -> Walk:
    """A deputy's suggestion (Shanghai 2015) that the desk has."""
    return make_case(
        town, track="suggestion", kind="suggestion", actor=town.office, channel="paper", deputy_ids=[town.deputy.pk],
        **data,
    ).transferred()  # fmt: skip


# --- 6 and 7: the suggestion's clocks ------------------------------------------------------------


def test_6_the_return_limit_before_spring_festival_counts_both_make_up_days(town: Town, clock: object) -> None:
    clock.move_to(dt.date(2025, 1, 24))  # type: ignore[attr-defined]
    walk = suggestion(town)
    assert Clock.objects.get(owner_id=walk.case.pk, code="assign").due_on == dt.date(2025, 2, 10)


def test_7_a_silent_co_unit_blocks_the_signature_until_it_speaks_or_is_released(town: Town) -> None:
    walk = suggestion(town).assigned(co_unit_ids=[town.centre_unit.pk, town.police_unit.pk]).accepted().contacted()
    assert Clock.objects.get(owner_id=walk.case.pk, code="co_opinion").due_on == dt.date(2026, 12, 24)
    walk.later(30).drafted()
    assert refused(WrongState, walk, act.SignReply, town.head()) == "co_opinions_in"
    walk.do(act.GiveCoOpinion, town.handler(town.centre_unit), text="同意，配合施工")
    assert refused(WrongState, walk, act.SignReply, town.head()) == "co_opinions_in"
    walk.do(act.ReleaseCoUnit, town.desk, unit_id=town.police_unit.pk, reason="与治安无关").signed()
    assert walk.case.state == w.REPLIED


def test_7_an_extension_is_granted_on_the_last_day_and_refused_on_the_next(town: Town) -> None:
    walk = suggestion(town).assigned().accepted().contacted()
    due = Clock.objects.get(owner_id=walk.case.pk, code="answer").due_on
    assert due == dt.date(2027, 2, 24)
    other = suggestion(town).assigned().accepted().contacted()
    walk.later((due - dt.date(2026, 11, 24)).days)
    walk.do(act.RequestExtension, town.handler(), reason="要等区里批复").do(act.Extend, town.desk, reason="同意")
    assert Clock.objects.get(owner_id=walk.case.pk, code="answer").due_on == dt.date(2027, 5, 24)
    assert refused(WrongState, walk, act.Extend, town.desk, reason="再延") == "once_only"
    other.later(1)
    assert refused(WrongState, other, act.Extend, town.desk, reason="晚了") == "before_due"


# --- 8: not solved, twice ------------------------------------------------------------------------


def test_8_the_second_not_solved_goes_to_a_meeting_and_the_verdict_stays(town: Town) -> None:
    walk = make_case(town, w.REHANDLING)
    assert walk.case.due_code == "rehandle"
    walk.drafted().signed().told().judged("unsolved")
    assert walk.case.state == w.MEETING
    met = {"meeting_on": dt.date(2026, 11, 24), "reason": "当面说明了产权问题"}
    walk.do(act.ExplainAfterMeeting, town.office, **met).closed()
    case = walk.case
    assert (case.state, case.outcome, case.resident_says) == (w.CLOSED, "explained", "unsolved")


# --- 9: accusations ------------------------------------------------------------------------------


def test_9_an_accusation_leaves_the_flow_and_no_unit_deputy_or_desk_ever_sees_it(town: Town) -> None:
    walk = make_case(town, kind="accusation", words="举报某科长收红包", deputy_ids=[town.deputy.pk])
    assert refused(WrongState, walk, act.Transfer, town.office) == "stays_in_flow"
    walk.do(act.HandOver, town.office, exit_to="discipline", channel="区纪委监委", reason="属于纪检监察")
    for actor in (town.desk, town.handler(), town.secretary, town.leader, town.deputy_actor):
        with pytest.raises(NotAllowed):
            case_page.load(actor, walk.case.pk)
    assert not Clock.objects.filter(owner_id=walk.case.pk, state="running").exists()


def test_9_a_word_found_to_be_an_accusation_later_is_sealed_from_then_on(town: Town) -> None:
    walk = make_case(town, w.TRANSFERRED).do(act.EditTriage, town.desk, kind="accusation")
    assert (walk.case.sealed, walk.case.due_code) == (True, "hand_over")
    assert refused(NotAllowed, walk, act.Assign, town.desk, unit_id=town.office_unit.pk) == "not_this_party"
    walk.do(act.HandOver, town.office, exit_to="discipline", channel="区纪委监委", reason="属于纪检监察")
    with pytest.raises(NotAllowed):
        case_page.load(town.secretary, walk.case.pk)


# --- 11 and 12: paper, contact data --------------------------------------------------------------


def test_11_somebody_without_contact_is_told_by_a_slip_and_the_case_can_close(town: Town) -> None:
    walk = make_case(town, w.REPLIED).told("slip")
    assert walk.case.delivered_on == dt.date(2026, 11, 24)
    walk.do(act.RecordVerdict, town.secretary, result="solved", via="paper").closed()


def test_12_contact_data_is_gone_after_its_time_and_the_case_stays_readable(town: Town, clock: object) -> None:
    walk = make_case(town, contact="13912345678", contact_name="王芳").transferred().assigned().accepted()
    walk.to_reply().told().judged().closed()
    contact = ResidentContact.objects.get(opinion_id=walk.opinion.pk)
    assert contact.expires_on == dt.date(2027, 11, 24)
    clock.move_to(dt.date(2027, 11, 24))  # type: ignore[attr-defined]
    assert upkeep.erase_expired() == 0
    clock.move_to(dt.date(2027, 11, 25))  # type: ignore[attr-defined]
    assert upkeep.erase_expired() == 1
    contact.refresh_from_db()
    assert (contact.contact_cipher, contact.name_cipher, contact.masked, contact.salt) == ("", "", "", "")
    page = case_page.load(town.office, walk.case.pk)
    assert page.opinions[0].words == walk.opinion.verbatim
    assert page.opinions[0].contact_masked == ""
    for text in [
        *LogEntry.objects.values_list("data", flat=True),
        *OutboxMessage.objects.values_list("data", flat=True),
    ]:
        assert "13912345678" not in text
        assert "王芳" not in text


def test_every_look_at_contact_data_is_written_down_with_its_reason(town: Town) -> None:
    walk = make_case(town, contact="13912345678").transferred().assigned()
    with pytest.raises(Invalid):
        act.read_contact(town.handler(), walk.case, walk.opinion.pk, "")
    assert act.read_contact(town.handler(), walk.case, walk.opinion.pk, "约看现场").contact == "13912345678"
    row = ReadLog.objects.get()
    assert (row.reason, row.object_id) == ("约看现场", walk.opinion.pk)
    for stranger in (town.handler(town.police_unit), town.deputy_actor, town.leader):
        with pytest.raises(NotAllowed):
            act.read_contact(stranger, walk.case, walk.opinion.pk, "看看")


def test_a_resident_deletes_the_own_contact_and_adds_words_but_not_with_another_code(town: Town) -> None:
    walk, other = make_case(town, contact="13912345678"), make_case(town)
    mine = town.speaker(walk.opinion.pk)
    walk.do(act.AddWords, mine, opinion_id=walk.opinion.pk, text="今天又停了")
    walk.do(act.DeleteContact, mine, opinion_id=walk.opinion.pk)
    assert ResidentContact.objects.get().erased_at is not None
    foreign = town.speaker(other.opinion.pk)
    assert refused(NotAllowed, walk, act.AddWords, foreign, opinion_id=walk.opinion.pk, text="x") == "not_this_party"
    assert Opinion.objects.get(pk=walk.opinion.pk).verbatim == walk.opinion.verbatim


# --- who may lead ---------------------------------------------------------------------------------


def test_a_committee_leads_only_what_is_on_its_own_list(town: Town) -> None:
    walk = make_case(town, w.TRANSFERRED)
    data = {"unit_id": town.committee_unit.pk, "correction_reason": "就近"}
    assert refused(Invalid, walk, act.Assign, town.desk, **data) == "lawful_lead"
    own = make_case(town, kind="help", category="governance.dispute").transferred()
    own.do(act.Assign, town.desk, unit_id=town.committee_unit.pk)
    row = Assignment.objects.get(case_id=own.case.pk)
    assert (row.verb, row.suggested_unit_id, row.duty_rule.number) == ("request", town.committee_unit.pk, "2")  # type: ignore[union-attr]


def test_correcting_the_table_needs_a_reason_which_is_kept(town: Town) -> None:
    walk = make_case(town, w.TRANSFERRED)
    assert refused(Invalid, walk, act.Assign, town.desk, unit_id=town.police_unit.pk) == "correction_reason"
    walk.do(act.Assign, town.desk, unit_id=town.police_unit.pk, correction_reason="涉及治安")
    row = Assignment.objects.get(case_id=walk.case.pk)
    assert (row.suggested_unit_id, row.correction_reason) == (town.office_unit.pk, "涉及治安")


def test_a_third_return_is_refused(town: Town) -> None:
    walk = make_case(town, w.RETURN_PENDING).do(act.Uphold, town.desk, reason="权责表第1条").returned()
    walk.do(act.Uphold, town.desk, reason="权责表第1条")
    assert refused(WrongState, walk, act.ReturnCase, town.handler(), reason="还是不属于") == "returns_left"


# --- who may close --------------------------------------------------------------------------------


def test_the_desk_closes_what_it_assigned_and_nobody_else_does(town: Town) -> None:
    walk = make_case(town, w.EVALUATED)
    for actor in (town.office, town.handler(), town.head(), town.secretary, town.deputy_actor, town.leader):
        assert refused(NotAllowed, walk, act.Close, actor) == "right_closer"
    walk.do(act.Close, town.desk)


def test_the_congress_office_closes_what_the_desk_itself_handled(town: Town) -> None:
    walk = make_case(town, w.TRANSFERRED).assigned(town.desk_unit).accepted().to_reply().told()
    assert refused(NotAllowed, walk, act.RecordVerdict, town.desk, result="solved", via="phone") == "may_judge"
    walk.judged()
    assert refused(NotAllowed, walk, act.Close, town.desk) == "right_closer"
    walk.do(act.Close, town.office)


def test_the_congress_office_closes_what_never_reached_the_desk(town: Town) -> None:
    walk = make_case(town, w.ANSWERED).judged()
    assert refused(NotAllowed, walk, act.Close, town.desk) == "right_closer"
    walk.do(act.Close, town.office)


def test_nothing_closes_before_it_was_delivered_and_heard(town: Town) -> None:
    walk = make_case(town, w.REDIRECTED)
    assert refused(WrongState, walk, act.Close, town.office) == "delivered"
    walk.do(act.LogContact, town.office, purpose="inform", how="phone", reached=False)
    assert refused(WrongState, walk, act.Close, town.office) == "delivered"
    walk.do(act.LogContact, town.office, purpose="inform", how="phone")
    assert refused(WrongState, walk, act.Close, town.office) == "heard_or_asked"


def test_thanks_close_once_they_were_answered(town: Town) -> None:
    make_case(town, kind="thanks", words="谢谢居委会").answered().do(act.Close, town.office)


# --- answers --------------------------------------------------------------------------------------


def test_no_reply_is_signed_while_a_point_lacks_an_answer_or_a_reason(town: Town) -> None:
    walk = make_case(town, w.CONTACTED, points=["何时修好", "谁出钱"])
    one, two = AskedPoint.objects.order_by("order")
    walk.drafted(points=[PointReply(one.pk, answer="已修好")])
    assert refused(Invalid, walk, act.SignReply, town.head()) == "every_point_answered"
    walk.do(act.SendBackDraft, town.head(), reason="漏了一条")
    walk.drafted(points=[PointReply(one.pk, answer="已修好"), PointReply(two.pk, no_answer_reason="由业委会决定")])
    walk.signed()


def test_a_planned_result_needs_a_date_and_the_date_becomes_a_promise(town: Town) -> None:
    walk = make_case(town, w.CONTACTED).drafted(result_code="planned")
    assert refused(Invalid, walk, act.SignReply, town.head()) == "date_needed"
    walk.do(act.SendBackDraft, town.head(), reason="补日期")
    walk.drafted(result_code="planned", promise_text="换新电梯", promise_on=dt.date(2026, 12, 31)).signed()
    promise = Promise.objects.get()
    assert (promise.text, promise.due_on, promise.state) == ("换新电梯", dt.date(2026, 12, 31), "open")


def test_an_honest_no_needs_its_facts(town: Town) -> None:
    no = {"result_code": "reference", "no_reason": "money"}
    walk = make_case(town, w.CONTACTED).drafted(**no, no_facts={"amount": "30万元"})
    with pytest.raises(Invalid) as error:
        walk.signed()
    assert {problem.code for problem in error.value.problems} == {"fact_needed"}
    assert len(error.value.problems) == 2
    walk.do(act.SendBackDraft, town.head(), reason="补事实")
    facts = {"amount": "30万元", "source": "镇财政", "next_window": "2027-03-01"}
    walk.drafted(**no, no_facts=facts).signed()


def test_a_case_with_an_open_promise_is_tracked_and_closes_when_it_is_kept(town: Town, clock: object) -> None:
    walk = make_case(town, w.TRACKING)
    promise = Promise.objects.get()
    assert (walk.case.due_on, walk.case.due_code) == (promise.due_on, "promise")
    assert refused(WrongState, walk, act.Close, town.desk) == "no_promise_open"
    clock.move_to(promise.due_on + dt.timedelta(days=1))  # type: ignore[attr-defined]
    assert upkeep.miss_promises() == 1
    assert refused(WrongState, walk, act.Close, town.desk) == "no_promise_open"
    settle = {"promise_id": promise.pk, "state": "changed", "reason": "设备延期", "new_due_on": dt.date(2027, 3, 1)}
    walk.do(act.SettlePromise, town.desk, **settle)
    following = Promise.objects.get(state="open")
    assert Promise.objects.get(pk=promise.pk).successor_id == following.pk
    walk.do(act.SettlePromise, town.handler(), promise_id=following.pk, state="kept", reason="验收单").closed()


def test_silence_counts_only_after_two_channels_and_the_last_wait(town: Town) -> None:
    walk = make_case(town, w.REPLIED).told().asked("phone").asked("phone").later(20)
    assert refused(WrongState, walk, act.FallSilent, town.desk) == "asked_twice_by_two_channels"
    other = make_case(town, w.REPLIED).told().asked("phone").asked("slip")
    assert refused(WrongState, other, act.FallSilent, town.desk) == "verdict_window_over"
    assert upkeep.let_silence_fall() == 0
    other.later(8)
    assert upkeep.let_silence_fall() == 1
    case = other.case
    assert (case.state, case.resident_says) == (w.SILENT, "")
    other.judged("solved")


def test_who_handled_does_not_ask_whether_it_was_well_handled(town: Town) -> None:
    walk = make_case(town, w.REPLIED).told()
    data = {"purpose": "ask_verdict", "how": "phone"}
    assert refused(NotAllowed, walk, act.LogContact, town.handler(), **data) == "handler_asks"


def test_what_a_deputy_saw_is_judged_by_that_deputy_or_the_neighbourhood_that_did_not_handle_it(town: Town) -> None:
    walk = make_case(town, words="", observation="楼道堆物", deputy_ids=[town.deputy.pk], actor=town.deputy_actor)
    walk.transferred().assigned().accepted().to_reply().told()
    for actor in (town.other_deputy_actor, town.other_secretary):
        assert refused(NotAllowed, walk, act.RecordVerdict, actor, result="solved") == "not_this_party"
    assert refused(NotAllowed, walk, act.RecordVerdict, town.desk, result="solved", via="phone") == "may_judge"
    walk.do(act.RecordVerdict, town.deputy_actor, result="partly")
    walk.do(act.RecordVerdict, town.secretary, result="solved")


def test_a_residents_word_is_judged_by_code_or_by_what_was_said_on_the_phone(town: Town) -> None:
    walk = make_case(town, w.REPLIED, deputy_ids=[town.deputy.pk]).told()
    assert refused(NotAllowed, walk, act.RecordVerdict, town.deputy_actor, result="solved") == "may_judge"
    assert refused(NotAllowed, walk, act.RecordVerdict, town.desk, result="solved") == "may_judge"
    walk.do(act.RecordVerdict, town.desk, result="solved", via="phone")


# --- reopening, withdrawing, somebody faster -------------------------------------------------------


def test_new_facts_reopen_within_thirty_days_and_not_on_the_thirty_first(town: Town) -> None:
    walk, late = make_case(town, w.CLOSED), make_case(town, w.CLOSED)
    walk.later(30).do(act.Reopen, town.speaker(walk.opinion.pk), reason="又漏水了")
    assert (walk.case.state, walk.case.lead_unit_id, walk.case.resident_says) == (w.TRANSFERRED, None, "")
    late.later(1)
    actor = town.speaker(late.opinion.pk)
    assert refused(WrongState, late, act.Reopen, actor, reason="又漏水了") == "within_reopen_window"
    walk.assigned().accepted().to_reply().told().judged().closed()


def test_an_answer_on_the_spot_that_did_not_help_goes_back_to_the_office(town: Town) -> None:
    walk = make_case(town, w.ANSWERED).judged("unsolved")
    assert (walk.case.state, walk.case.due_code) == (w.RECEIVED, "transfer")


def test_only_the_speaker_or_the_office_on_the_speakers_word_withdraws(town: Town) -> None:
    walk = make_case(town, w.ACCEPTED)
    assert refused(NotAllowed, walk, act.Withdraw, town.office) == "own_voice"
    assert refused(NotAllowed, walk, act.Withdraw, town.desk) == "not_this_party"
    walk.do(act.Withdraw, town.office, reason="居民来电撤回")
    assert walk.opinion.withdrawn_at is not None


def test_somebody_who_looked_at_an_older_version_is_told_so(town: Town) -> None:
    walk = make_case(town)
    walk.do(act.EditTriage, town.office, urgent=True)
    assert refused(WrongState, walk, act.Transfer, town.office, expected_version=1) == "somebody_was_faster"


def test_a_list_is_transferred_under_one_number_and_names_what_cannot_go(town: Town) -> None:
    good = [make_case(town).case.pk for _ in range(3)]
    bad = make_case(town, kind="unknown").case
    done = act.transfer_list(town.office, [*good, bad.pk])
    assert done.gone == tuple(good)
    assert [(pk, "分类定性" in sentence) for pk, sentence in done.refused] == [(bad.pk, True)]
    assert set(Case.objects.filter(state=w.TRANSFERRED).values_list("transfer_list", flat=True)) == {done.number}
    assert done.number == "102-转-2026-001"


def test_another_track_means_other_clocks(town: Town) -> None:
    walk = make_case(town).do(act.EditTriage, town.office, track="petition")
    assert walk.case.due_code == "hand_over"
    assert Clock.objects.get(owner_id=walk.case.pk, code="transfer").state == "cancelled"


def test_a_closed_unit_is_not_offered(town: Town) -> None:
    closed = make_unit("OLD", is_active=False)
    walk = make_case(town, w.TRANSFERRED)
    assert refused(Invalid, walk, act.Assign, town.desk, unit_id=closed.pk) == "expected_unit"


def test_every_step_is_in_the_log_and_the_chain_verifies(town: Town) -> None:
    walk = make_case(town, w.CLOSED)
    verbs = list(LogEntry.objects.filter(object_id=walk.case.pk).order_by("seq").values_list("verb", flat=True))
    assert verbs == [
        "case.recorded", "case.transfer", "case.assign", "case.accept", "case.first_contact", "case.draft_reply",
        "case.sign", "case.log_contact", "case.verdict", "case.close",
    ]  # fmt: skip
    assert verify_town(town.row).is_whole
    for data in LogEntry.objects.values_list("data", flat=True):
        assert "老人下不了楼" not in json.loads(data).values()
