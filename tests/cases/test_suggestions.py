"""代表建议: drafted, co-signed, examined, assigned, answered, judged apart; clocks of their own; nothing mixed."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxin.cases.models import Cosigner, Suggestion, SuggestionAsk, SuggestionReply, SuggestionVoice
from lianxin.cases.promises import selectors as ledgers
from lianxin.cases.promises.pages import _row as ledger_row
from lianxin.cases.suggestions import diagram, rules, selectors, shown, texts
from lianxin.cases.suggestions import workflow as w
from lianxin.cases.suggestions.actions import BY_MOVE, KIND
from lianxin.clocks.models import Clock, Promise
from lianxin.core.clock import today
from lianxin.deputies.models import Level, Mandate, Term
from lianxin.journal.actors import Actor
from lianxin.journal.errors import ActionError, Invalid, NotAllowed, WrongState
from lianxin.journal.upkeep import deliver
from lianxin.journal.verify import verify_town
from lianxin.messages.addressing import to_deputy, to_unit
from lianxin.messages.models import Notice
from lianxin.messages.sentences import words_of
from lianxin.people import roles
from tests.cases.desk import signed_in, text_of
from tests.cases.factories import Town
from tests.cases.suggesting import DOWN, REPLY, TEXT, do, due, make, sit, walk
from tests.examples import examples


@pytest.fixture
def mandates(town: Town) -> Term:
    """Both deputies of the small town sit in the town congress."""
    return sit(town)


def test_the_straight_way_down_to_a_closed_one(town: Town, mandates: Term) -> None:
    row = walk(town, "sign")
    assert (row.state, row.number) == (w.REPLIED, f"102-建-{today().year}-001")
    row = do(town, row, "evaluate", "deputy", attitude="good", result="fair")
    assert (row.state, row.attitude_grade, row.result_grade) == (w.EVALUATED, "good", "fair")
    row = do(town, row, "close", "office", text="已增设路灯八盏")
    assert (row.state, row.report_item, row.due_on) == (w.CLOSED, "已增设路灯八盏", None)
    assert not Clock.objects.filter(owner_kind=KIND, owner_id=row.pk, state="running").exists()
    assert verify_town(town.row).is_whole


def test_clocks_are_those_of_the_shanghai_rules_and_count_months(town: Town, mandates: Term) -> None:
    row = walk(town, "assign", co_units=[town.centre_unit.pk])
    clocks = {one.code: (one.n, one.unit) for one in Clock.objects.filter(owner_kind=KIND, owner_id=row.pk)}
    assert clocks == {
        "assign": (7, "working_day"), "return": (7, "working_day"), "contact": (10, "working_day"),
        "co_opinion": (1, "month"), "answer": (3, "month"),
    }  # fmt: skip
    assert due(row, "answer") >= today() + dt.timedelta(days=89)


def test_dissatisfied_with_the_result_it_is_handled_again_once_within_a_month(town: Town, mandates: Term) -> None:
    row = walk(town, "sign")
    with pytest.raises(Invalid) as silent:
        do(town, row, "evaluate", "deputy", attitude="good", result="bad")
    assert silent.value.problems[0].field == "reason"
    row = do(town, row, "evaluate", "deputy", attitude="good", result="bad", reason="还有两盏不亮")
    assert (row.state, row.round, row.attitude_grade, row.result_grade) == (w.REHANDLING, 2, "good", "bad")
    assert Clock.objects.filter(owner_id=row.pk, code="rehandle", n=1, unit="month", state="running").exists()
    row = do(town, row, "reply", "handler", **REPLY)
    row = do(town, row, "sign", "head")
    row = do(town, row, "evaluate", "deputy", attitude="good", result="bad", reason="还是不亮")
    assert row.state == w.EVALUATED
    assert SuggestionReply.objects.filter(suggestion=row).count() == 2


def test_a_bad_attitude_alone_is_recorded_and_nothing_is_handled_again(town: Town, mandates: Term) -> None:
    row = do(town, walk(town, "sign"), "evaluate", "deputy", attitude="bad", result="good", reason="一直没有回电")
    assert (row.state, row.attitude_grade, row.result_grade) == (w.EVALUATED, "bad", "good")


def test_a_dated_result_becomes_a_promise_and_reference_needs_a_reason(town: Town, mandates: Term) -> None:
    row = walk(town, "contact")
    with pytest.raises(Invalid) as undated:
        do(town, row, "reply", "handler", result="planned", text="列入计划")
    assert undated.value.problems[0].field == "promise_on"
    with pytest.raises(Invalid) as unreasoned:
        do(town, row, "reply", "handler", result="reference", text="留作参考")
    assert unreasoned.value.problems[0].field == "reason"
    day = today() + dt.timedelta(days=60)
    row = do(town, row, "reply", "handler", result="planned", text="列入计划", promise_on=day)
    assert not Promise.objects.filter(owner_kind=KIND).exists()
    do(town, row, "sign", "head")
    assert Promise.objects.get(owner_kind=KIND, owner_id=row.pk).due_on == day


def promised(town: Town) -> tuple[Suggestion, Promise]:
    """A co-signed one that was answered with a date."""
    row = do(town, make(town), "invite", "deputy", deputies=[town.other_deputy.pk])
    row = walk(town, "contact", do(town, row, "agree", "other"))
    day = today() + dt.timedelta(days=60)
    row = do(town, row, "reply", "handler", result="planned", text="列入计划", promise_on=day)
    row = do(town, row, "sign", "head")
    return row, Promise.objects.get(owner_kind=KIND, owner_id=row.pk)


def test_a_promise_of_an_answer_is_settled_and_all_who_signed_hear_it(town: Town, mandates: Term) -> None:
    row, promise = promised(town)
    do(town, row, "settle_promise", "handler", promise_id=promise.pk, state="kept", reason="八盏灯已亮，见验收单")
    promise.refresh_from_db()
    assert (promise.state, promise.settled_on) == ("kept", today())
    deliver(town.row)
    told = Notice.objects.filter(object_kind=KIND, verb="suggestion.settle_promise")
    expected = {to_deputy(town.deputy.pk), to_deputy(town.other_deputy.pk)}
    assert set(told.values_list("address", flat=True)) == expected
    with pytest.raises(Invalid) as again:
        do(town, row, "settle_promise", "handler", promise_id=promise.pk, state="kept", reason="又一次")
    assert again.value.problems[0].field == "promise_id"


def test_a_changed_promise_is_followed_by_the_new_one_and_a_missed_one_stays(town: Town, mandates: Term) -> None:
    row, promise = promised(town)
    do(town, row, "settle_promise", "head", promise_id=promise.pk, state="missed", reason="材料没到")
    later = today() + dt.timedelta(days=90)
    new = {"state": "changed", "reason": "改期", "new_due_on": today()}
    with pytest.raises(Invalid) as past:
        do(town, row, "settle_promise", "head", promise_id=promise.pk, **new)
    assert past.value.problems[0].field == "new_due_on"
    new = {"state": "changed", "reason": "改期", "new_due_on": later}
    do(town, row, "settle_promise", "head", promise_id=promise.pk, **new)
    promise.refresh_from_db()
    assert (promise.state, promise.successor.due_on if promise.successor else None) == ("changed", later)


def test_a_promise_wants_a_reason_and_is_not_settled_by_the_deputy(town: Town, mandates: Term) -> None:
    row, promise = promised(town)
    with pytest.raises(Invalid) as silent:
        do(town, row, "settle_promise", "handler", promise_id=promise.pk, state="kept")
    assert silent.value.problems[0].field == "reason"
    with pytest.raises(NotAllowed):
        do(town, row, "settle_promise", "deputy", promise_id=promise.pk, state="kept", reason="好了")


def test_the_ledger_of_promises_lists_those_of_suggestions_to_who_may_see_them(town: Town, mandates: Term) -> None:
    row, promise = promised(town)
    for who in (town.handler(), town.office, town.desk):
        found = ledgers.whole_ledger(who).get()
        assert (found.pk, found.suggestion_number) == (promise.pk, row.number)  # type: ignore[attr-defined]
    assert not ledgers.whole_ledger(town.handler(town.centre_unit)).exists()
    assert not ledgers.ledger(town.office).exists()


def test_the_ledger_page_leads_to_the_suggestion(town: Town, mandates: Term) -> None:
    row, _promise = promised(town)
    shown_row = ledger_row(ledgers.whole_ledger(town.office).get())
    assert shown_row["text"].href == f"/desk/suggestions/{row.pk}/"
    assert row.number in shown_row["text"].sub
    assert shown_row["year"] == ""


def test_the_form_of_a_promise_offers_what_is_not_settled_and_settles_it(town: Town, mandates: Term) -> None:
    row, promise = promised(town)
    office, address = signed_in(roles.CONGRESS_OFFICE), f"/desk/suggestions/{row.pk}/do/settle_promise/"
    assert f'value="{promise.pk}"' in text_of(office.get(address))
    typed = {"promise_id": promise.pk, "state": "kept", "reason": "八盏灯已亮，见验收单"}
    assert office.post(address, {**typed, "reason": ""}).status_code == 422
    assert office.post(address, typed).status_code == 302
    page = text_of(office.get(f"/desk/suggestions/{row.pk}/"))
    assert "已兑现" in page
    assert "八盏灯已亮，见验收单" in page
    assert "settle_promise" not in page
    assert row.number in text_of(office.get("/desk/promises/"))


def test_co_signers_answer_themselves_and_all_of_them_withdraw(town: Town, mandates: Term) -> None:
    row = do(town, make(town), "invite", "deputy", deputies=[town.other_deputy.pk])
    with pytest.raises(NotAllowed):
        do(town, row, "agree", "deputy")
    row = do(town, row, "agree", "other")
    assert row.agreed_ids == {town.other_deputy.pk}
    row = do(town, row, "edit", "deputy", **{**TEXT, "proposal": "请换一种做法，在青枫路改装更亮的路灯。"})
    assert row.agreed_ids == frozenset()
    row = walk(town, "assign", do(town, row, "agree", "other"))
    with pytest.raises(WrongState) as unasked:
        do(town, row, "withdraw", "office")
    assert unasked.value.code == "withdrawal_asked"
    do(town, row, "ask_withdraw", "deputy", reason="情况已变")
    with pytest.raises(WrongState) as missing:
        do(town, row, "withdraw", "office")
    assert missing.value.code == "everybody_withdraws"
    do(town, row, "agree_withdraw", "other")
    assert do(town, row, "withdraw", "office").state == w.WITHDRAWN


def test_who_declined_no_longer_sees_it(town: Town, mandates: Term) -> None:
    row = do(town, make(town), "invite", "deputy", deputies=[town.other_deputy.pk])
    assert selectors.own(town.other_deputy_actor).filter(pk=row.pk).exists()
    do(town, row, "decline", "other")
    assert not selectors.own(town.other_deputy_actor).filter(pk=row.pk).exists()
    assert Cosigner.objects.get(suggestion=row).state == "declined"


def test_every_co_signer_may_judge_once(town: Town, mandates: Term) -> None:
    row = do(town, make(town), "invite", "deputy", deputies=[town.other_deputy.pk])
    row = walk(town, "sign", do(town, row, "agree", "other"))
    row = do(town, row, "evaluate_too", "other", attitude="fair", result="good")
    assert row.state == w.REPLIED
    with pytest.raises(WrongState):
        do(town, row, "evaluate_too", "other", attitude="fair", result="good")
    assert SuggestionVoice.objects.count() == 1


def test_a_return_stops_the_clocks_and_needs_consent(town: Town, mandates: Term) -> None:
    row = walk(town, "assign")
    row = do(town, row, "ask_return", "handler", reason="不是本单位职责", proposed_unit=town.centre_unit.pk)
    assert not Clock.objects.filter(owner_id=row.pk, state="running").exists()
    refused = do(town, row, "refuse_return", "desk", reason="按职责由你办")
    assert (refused.state, SuggestionAsk.objects.get().granted) == (w.HANDLING, False)
    assert Clock.objects.filter(owner_id=row.pk, code="answer", state="running").exists()
    second = walk(town, "assign")
    second = do(town, second, "ask_return", "handler", reason="不是本单位职责")
    second = do(town, second, "grant_return", "desk", reason="同意")
    assert (second.state, second.lead_unit_id) == (w.HANDED, None)
    assert Clock.objects.filter(owner_id=second.pk, state="running").get().code == "assign"


def test_more_time_once_in_writing_by_months(town: Town, mandates: Term) -> None:
    row = walk(town, "take")
    before = due(row, "answer")
    with pytest.raises(Invalid):
        do(town, row, "ask_extension", "handler", reason="要立项", months=4)
    do(town, row, "ask_extension", "handler", reason="要立项", months=3)
    do(town, row, "grant_extension", "desk")
    assert due(row, "answer") >= before + dt.timedelta(days=88)
    with pytest.raises(WrongState) as again:
        do(town, row, "ask_extension", "handler", reason="还要", months=1)
    assert again.value.code == "never_extended"


def test_nothing_is_signed_before_contact_and_before_who_helps_has_spoken(town: Town, mandates: Term) -> None:
    row = walk(town, "take", co_units=[town.centre_unit.pk])
    row = do(town, row, "reply", "handler", **REPLY)
    with pytest.raises(WrongState) as unheard:
        do(town, row, "sign", "head")
    assert unheard.value.code == "deputy_was_contacted"
    do(town, row, "contact", "handler", how="phone", text="通了电话")
    with pytest.raises(WrongState) as alone:
        do(town, row, "sign", "head")
    assert alone.value.code == "co_opinions_there"
    with pytest.raises(NotAllowed):
        do(town, row, "sign", "handler")
    do(town, row, "co_opinion", "helper", text="同意增设")
    assert do(town, row, "sign", "head").state == w.REPLIED


def test_a_committee_never_leads(town: Town, mandates: Term) -> None:
    row = walk(town, "hand")
    with pytest.raises(Invalid) as refused:
        do(town, row, "assign", "desk", lead_unit=town.committee_unit.pk)
    assert refused.value.problems[0].code == "lead_may_lead"


def test_the_evaluation_that_did_not_come_back_stands_apart(town: Town, mandates: Term) -> None:
    row = walk(town, "sign")
    with pytest.raises(WrongState):
        do(town, row, "unreturned", "office")
    Clock.objects.filter(owner_id=row.pk, code="ask").update(due_on=today() - dt.timedelta(days=1))
    row = do(town, row, "unreturned", "office")
    found = {one["name"]: (one["value"], one.get("n")) for one in shown.counts([row])}
    assert found["评价未交回"] == (1, 1)
    assert found["结果：满意"] == (0, 0)


def test_publication_needs_consent_and_an_answer(town: Town, mandates: Term) -> None:
    row = walk(town, "take")
    with pytest.raises(WrongState) as early:
        do(town, row, "publish", "office", with_result=True)
    assert early.value.code == "result_after_reply"
    row = do(town, row, "publish", "office")
    assert (row.text_public_on, row.result_public_on) == (today(), None)
    secret = walk(town, "take", make(town, confidential=True))
    with pytest.raises(WrongState) as refused:
        do(town, secret, "publish", "office")
    assert refused.value.code == "publishable"


def test_a_district_deputy_only_prepares_and_notes_what_became_of_it(town: Town, mandates: Term) -> None:
    Mandate.objects.filter(deputy=town.deputy).update(level=Level.DISTRICT)
    row = make(town)
    assert row.level == Level.DISTRICT
    with pytest.raises(WrongState) as refused:
        do(town, row, "submit", "deputy")
    assert refused.value.code == "town_level"
    row = do(town, row, "file", "deputy", where="测试区人大常委会", on=today(), filed_number="区建12号")
    row = do(town, row, "hear", "deputy", on=today(), result="采纳", text="区里已安排")
    assert (row.state, row.number, row.elsewhere_result) == (w.ANSWERED_ELSEWHERE, "区建12号", "采纳")
    assert not Clock.objects.filter(owner_kind=KIND).exists()


def test_confidence_hides_the_name_from_the_unit(town: Town, mandates: Term) -> None:
    row = walk(town, "take", make(town, confidential=True))
    assert selectors.who(selectors.page_of(town.handler(), row)) == ""
    assert selectors.who(selectors.page_of(town.office, row)) == town.deputy.label


@pytest.mark.parametrize("confidential", [True, False])
def test_the_log_names_the_deputy_to_the_unit_only_without_confidence(
    town: Town, mandates: Term, confidential: bool
) -> None:
    row = do(town, make(town, confidential=confidential), "invite", "deputy", deputies=[town.other_deputy.pk])
    row = walk(town, "sign", do(town, row, "agree", "other"))
    row = do(town, row, "evaluate", "deputy", attitude="good", result="fair")
    names = {town.deputy_actor.label, town.other_deputy_actor.label}

    def told(actor: Actor) -> set[str]:
        return {one["who"] for one in shown.timeline(selectors.page_of(actor, row))}

    for inside in (town.handler(), town.head(), town.desk):
        assert (names & told(inside) == set()) is confidential
        assert town.office.label in told(inside)
    assert names <= told(town.office) & told(town.deputy_actor) & told(town.other_deputy_actor)


def test_no_notice_about_a_confidential_one_names_a_deputy(town: Town, mandates: Term) -> None:
    row = walk(town, "sign", make(town, confidential=True))
    do(town, row, "evaluate", "deputy", attitude="good", result="fair")
    deliver(town.row)
    found = Notice.objects.filter(object_kind=KIND, address=to_unit(town.office_unit.pk))
    told = [words_of(notice) + notice.facts for notice in found]
    assert len(told) == 2
    assert not any(town.deputy.label in text or town.deputy_actor.label in text for text in told)


def test_similar_ones_are_shown_only_where_public_or_ones_own(town: Town, mandates: Term) -> None:
    row = walk(town, "sign")
    assert [one.number for one in selectors.similar(town.deputy_actor, "青枫路照明")] == [row.number]
    assert selectors.similar(town.other_deputy_actor, "青枫路照明") == []
    do(town, row, "publish", "office", with_result=True)
    assert [one.result for one in selectors.similar(town.other_deputy_actor, "青枫路照明")] == ["解决采纳"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("outside", "建议修改法律，在全市范围推行这一做法，请有关部门研究"),
        ("private", "我家门口的树挡住了光线，请尽快修剪，保证采光和通行"),
        ("court", "对法院判决不服，请协调有关部门重新审理这个案件"),
        ("letter", "现把群众信件转上，请有关部门按来信的要求认真办理"),
        ("academic", "本公司愿意推广产品，请有关部门采购并在全镇范围内使用"),
        ("empty", "请重视"),
        ("two_matters", "请增设路灯，保证夜间行走安全，另外还请增设垃圾桶"),
    ],
)  # fmt: skip
def test_the_check_of_article_8_names_the_doubt(code: str, text: str) -> None:
    assert code in {one.code for one in rules.doubts("标题", "", text)}


def test_a_sound_text_raises_no_doubt_and_a_tick_does() -> None:
    assert rules.doubts(TEXT["title"], TEXT["facts_text"], TEXT["proposal"]) == []
    assert [one.code for one in rules.doubts(TEXT["title"], "", TEXT["proposal"], ["court"])] == ["court"]


def test_the_table_is_sound() -> None:
    reached = {w.DRAFT} | {move.target for move in w.MOVES if move.target}
    assert reached == set(w.STATES)
    for state in set(w.STATES) - w.FINAL_STATES:
        assert {one.target for one in w.MOVES if state in one.sources} - {"", state}, state
    assert all(not set(one.sources) & w.FINAL_STATES or one.target == "" for one in w.MOVES)
    used = {guard for move in w.MOVES for guard in move.guards}
    assert used == set(rules.GUARDS) == set(texts.REFUSALS)
    assert set(w.BY_CODE) - {"evaluate_again"} == set(BY_MOVE)
    assert not any(w.DEPUTY in one.actors for one in w.MOVES if one.target in {w.CLOSED, w.ASSIGNED, w.HANDLING})
    assert not any({w.UNIT, w.UNIT_HEAD} & set(one.actors) for one in w.MOVES if one.target == w.CLOSED)


def test_the_document_is_as_the_table() -> None:
    text = "".join(line + "\n" for line in diagram.lines())
    path = Path(__file__).parents[2] / "docs" / "suggestions.md"
    assert text.strip() in path.read_text(encoding="utf-8")


TYPED = {
    "reply": REPLY, "contact": {"how": "phone", "text": "通了电话"}, "evaluate": {"attitude": "good", "result": "bad",
    "reason": "没办"}, "evaluate_too": {"attitude": "good", "result": "good"}, "close": {"text": "一句话"},
    "co_opinion": {"text": "同意"}, "ask_extension": {"reason": "要立项", "months": 2}, "edit": TEXT,
}  # fmt: skip
REASONED = {"send_back", "letter", "ask_return", "grant_return", "refuse_return", "refuse_extension", "ask_withdraw"}


@settings(max_examples=examples(6, 40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(sorted(set(BY_MOVE) - {"draft"})),
                                st.sampled_from(["deputy", "other", "office", "desk", "handler", "head"])),
                      max_size=25), ahead=st.integers(0, len(DOWN)))  # fmt: skip
def test_whatever_is_tried_a_closed_one_has_no_clock_and_states_follow_the_table(
    steps: list[tuple[str, str]], ahead: int, town: Town, mandates: Term
) -> None:
    row = make(town)
    if ahead:
        row = walk(town, DOWN[ahead - 1][0], row)
    for code, who in steps:
        before = row.state
        typed = TYPED.get(code, {"reason": "有理由"} if code in REASONED else {})
        try:
            row = do(town, row, code, who, **typed)
        except ActionError:
            continue
        move = w.BY_CODE[code]
        assert before in move.sources
        assert row.state in {before if not move.target else move.target, w.REHANDLING}
    running = Clock.objects.filter(owner_kind=KIND, owner_id=row.pk, state="running")
    assert not (row.state in w.FINAL_STATES and running.exists())
    assert (row.state in w.BEFORE_GOVERNMENT) or row.handed_on is not None or row.state == w.WITHDRAWN
