"""The forms of the desk's moves: the right person first, only what is possible, nothing typed lost."""

from typing import Any

import pytest
from django.urls import reverse

from lianxin.cases import actions as act
from lianxin.cases import workflow as w
from lianxin.cases.actions.triage import EXITS as KNOWN_EXITS
from lianxin.cases.desk.after import SENTENCES
from lianxin.cases.desk.choices import EXITS
from lianxin.cases.desk.table import TABLE
from lianxin.people import roles
from tests.cases.desk import form_of, press, signed_in, text_of
from tests.cases.factories import Town, make_case, start

#: (state, move, role of somebody who sees the case but never makes this move)
WRONG_PEOPLE = [
    (w.RECEIVED, "edit_triage", "leader"),
    (w.RECEIVED, "transfer", "secretary"),
    (w.TRANSFERRED, "assign", "congress_office"),
    (w.TRANSFERRED, "edit_triage", "congress_office"),  # it is in the other hand now
    (w.TRANSFERRED, "redirect", "congress_office"),
    (w.ASSIGNED, "accept", "government_desk"),
    (w.ASSIGNED, "return", "secretary"),
    (w.CONTACTED, "draft_reply", "government_desk"),
    (w.REPLY_DRAFT, "sign", "unit_handler"),
    (w.REPLY_DRAFT, "redraft", "unit_handler"),
    (w.REPLIED, "verdict", "unit_head"),  # who handled does not judge
    (w.EVALUATED, "close", "unit_head"),
    (w.EVALUATED, "close", "congress_office"),  # the desk closes what it assigned
    (w.TRACKING, "settle_promise", "secretary"),
]


@pytest.mark.parametrize(("state", "move", "role"), WRONG_PEOPLE)
def test_the_wrong_person_is_refused_before_anything_typed_is_looked_at(
    town: Town, state: str, move: str, role: str
) -> None:
    case = make_case(town, state).case
    grant: dict[str, Any] = {"unit": town.office_unit} if role in roles.OF_A_UNIT else {}
    client = signed_in(role, **grant, **({"place": town.first} if role == "secretary" else {}))
    for typed in ({}, {"reason": "", "text": "随便写的", "unit_id": "不是数字"}):
        answer = press(client, case, move, **typed)
        assert answer.status_code == 403, text_of(answer)[:300]
    case.refresh_from_db()
    assert case.state == state


def test_the_right_person_with_an_empty_form_gets_the_errors(town: Town) -> None:
    case = make_case(town, w.TRANSFERRED).case
    assert press(signed_in(roles.GOVERNMENT_DESK), case, "assign").status_code == 422


def test_every_move_says_what_follows(town: Town) -> None:
    assert set(TABLE) <= set(SENTENCES)
    case = make_case(town, w.TRANSFERRED).case
    page = text_of(signed_in(roles.GOVERNMENT_DESK).get(form_of(case, "assign")))
    assert str(SENTENCES["assign"]) in page
    assert page.count('<ul class="after-clocks">') == 1


def test_assigning_shows_the_suggestion_its_line_and_the_verbs(town: Town) -> None:
    case = make_case(town, w.TRANSFERRED).case
    answer = signed_in(roles.GOVERNMENT_DESK).get(form_of(case, "assign"))
    proposed, form = answer.context["proposed"], answer.context["form"]
    assert (proposed.unit, proposed.verb, proposed.co_units) == ("城建办公室", "交办", "社区服务中心")
    assert "权责表第 1 条" in proposed.reason
    assert form["unit_id"].value() == town.office_unit.pk
    groups = dict(form.fields["unit_id"].choices[1:])
    assert groups["商请 · 居民委员会"]
    assert "居委会、物业、公用企业不能主办政府工作" in text_of(answer)


def test_another_unit_than_suggested_needs_a_reason_and_the_group_opens(town: Town) -> None:
    case = make_case(town, w.TRANSFERRED).case
    answer = press(signed_in(roles.GOVERNMENT_DESK), case, "assign", unit_id=town.police_unit.pk)
    assert answer.status_code == 422
    assert "correction_reason" in answer.context["form"].errors
    assert '<details class="more" open>' in text_of(answer)


def test_a_committee_never_leads_government_work(town: Town) -> None:
    case = make_case(town, w.TRANSFERRED).case
    typed = {"unit_id": town.committee_unit.pk, "correction_reason": "它近"}
    answer = press(signed_in(roles.GOVERNMENT_DESK), case, "assign", **typed)
    assert answer.status_code == 422
    assert "unit_id" in answer.context["form"].errors


def test_a_reassignment_shows_why_it_came_back_and_offers_the_proposed_unit(town: Town) -> None:
    walk = (
        start(town)
        .transferred()
        .assigned()
        .do(act.ReturnCase, town.handler(), reason="不归城建管", proposed_unit_id=town.police_unit.pk)
    )
    answer = signed_in(roles.GOVERNMENT_DESK).get(form_of(walk.case, "reassign"))
    assert "不归城建管" in text_of(answer)
    assert answer.context["form"]["unit_id"].value() == town.police_unit.pk


@pytest.mark.parametrize(("before", "left"), [(0, 1), (1, 0)])
def test_a_return_says_how_many_are_left(town: Town, before: int, left: int) -> None:
    walk = make_case(town, w.ASSIGNED)
    if before:
        walk.returned().do(act.Uphold, town.desk, reason="就归你管")
    page = text_of(signed_in(roles.UNIT_HANDLER, unit=town.office_unit).get(form_of(walk.case, "return")))
    assert f"这次以后还剩 {left} 次" in page


@pytest.mark.parametrize(
    ("state", "role", "offered"),
    [
        (w.ASSIGNED, "unit_handler", ["other"]),
        (w.REPLIED, "unit_handler", ["inform", "other"]),  # who handled does not ask
        (w.REPLIED, "secretary", ["inform", "ask_verdict", "other"]),
        (w.EVALUATED, "secretary", ["inform", "other"]),
    ],
)
def test_a_contact_offers_only_the_purposes_that_are_possible(
    town: Town, state: str, role: str, offered: list[str]
) -> None:
    case = make_case(town, state).case
    grant = {"unit": town.office_unit} if role == "unit_handler" else {"place": town.first}
    answer = signed_in(role, **grant).get(form_of(case, "log_contact"))
    assert [code for code, _label in answer.context["form"].fields["purpose"].choices] == offered


def test_handing_over_offers_the_exits_the_action_knows(town: Town) -> None:
    assert tuple(code for code, _label in EXITS) == KNOWN_EXITS
    case = make_case(town).case
    typed = {"exit_to": "discipline", "channel": "区纪委", "reason": "举报公职人员"}
    assert press(signed_in(roles.CONGRESS_OFFICE), case, "hand_over", **typed).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.sealed) == (w.HANDED_OVER, True)


def test_only_promises_that_are_not_settled_are_offered(town: Town) -> None:
    case = make_case(town, w.TRACKING).case
    desk = signed_in(roles.GOVERNMENT_DESK)
    form = desk.get(form_of(case, "settle_promise")).context["form"]
    [(promise, label)] = form.fields["promise_id"].choices
    assert "换新电梯" in label
    assert form["promise_id"].value() == promise
    typed = {"promise_id": promise, "state": "kept", "reason": "验收单在档", "new_text": "写错了格子", "new_due_on": ""}
    assert press(desk, case, "settle_promise", **typed).status_code == 302


def test_the_open_request_for_more_time_stands_beside_and_above(town: Town) -> None:
    walk = make_case(town, w.CONTACTED).do(act.RequestExtension, town.handler(), reason="等配件到货")
    desk = signed_in(roles.GOVERNMENT_DESK)
    for move in ("extend", "refuse_extension"):
        assert text_of(desk.get(form_of(walk.case, move))).count("等配件到货") == 2, move


def test_who_was_overtaken_sees_both_versions_and_what_happened_between(town: Town) -> None:
    walk = make_case(town, w.TRANSFERRED)
    seen = walk.case.version
    walk.do(act.EditTriage, town.desk, title="电梯停运")
    answer = press(
        signed_in(roles.GOVERNMENT_DESK), walk.case, "assign", unit_id=town.office_unit.pk, demand="三天内回话",
        expected_version=seen,
    )  # fmt: skip
    assert answer.status_code == 409
    both = answer.context["both"]
    assert [one.who for one in both.since] == ["交办台甲"]
    assert (both.state_then, both.state_now) == ("已转交政府", "已转交政府")
    assert "三天内回话" in text_of(answer)
    assert f'name="expected_version" value="{walk.case.version}"' in text_of(answer)


def test_a_move_that_is_no_longer_possible_shows_what_was_typed_to_copy(town: Town) -> None:
    walk = make_case(town, w.CONTACTED)
    seen = walk.case.version
    walk.drafted()
    handler = signed_in(roles.UNIT_HANDLER, unit=town.office_unit)
    for typed in ({"text": "我写的答复，花了半小时。"}, {"text": "我写的答复，花了半小时。", "result_code": "planned"}):
        answer = press(handler, walk.case, "draft_reply", **typed, expected_version=seen)
        page = text_of(answer)
        assert answer.status_code == 409
        assert answer.context["both"].state_now == "答复待签"
        assert "我写的答复，花了半小时。" in page
        assert answer.context["both"].other_draft == "电梯已修好，并换了主板。"
        assert "<textarea" not in page


def test_pressing_twice_acts_once_and_ends_on_the_same_page(town: Town) -> None:
    case = make_case(town, w.ASSIGNED).case
    handler = signed_in(roles.UNIT_HANDLER, unit=town.office_unit)
    typed = {"reason": "不归我们", "once": "k" * 32, "expected_version": case.version}
    first, second = press(handler, case, "return", **typed), press(handler, case, "return", **typed)
    assert first.status_code == second.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.return_count) == (w.RETURN_PENDING, 1)


def test_a_settled_promise_sent_twice_is_done_and_not_refused(town: Town) -> None:
    case = make_case(town, w.TRACKING).case
    desk = signed_in(roles.GOVERNMENT_DESK)
    promise = desk.get(form_of(case, "settle_promise")).context["form"]["promise_id"].value()
    typed = {"promise_id": promise, "state": "kept", "reason": "验收单在档", "once": "p" * 32}
    for _again in range(2):
        assert press(desk, case, "settle_promise", **typed).status_code == 302


STRANGE = [
    "", "  \n ", "长" * 20_000, "😀👨‍👩‍👧", "مرحبا", "a\u200bb\u202ec", "<script>alert(1)</script>", "=1+1", "\x00",
]  # fmt: skip


@pytest.mark.parametrize("typed", STRANGE)
def test_strange_reasons_never_break_a_form_and_are_never_markup(town: Town, typed: str) -> None:
    case = make_case(town, w.ASSIGNED).case
    answer = press(signed_in(roles.UNIT_HANDLER, unit=town.office_unit), case, "return", reason=typed)
    assert answer.status_code in {302, 422}
    page = signed_in(roles.GOVERNMENT_DESK).get(reverse("cases:desk_case", args=[case.number]))
    assert "<script>alert(1)</script>" not in text_of(answer) + text_of(page)


@pytest.mark.parametrize("typed", ["昨天", "2026-02-30", "31/12/2026", "20261301", "0001-01-01", "明年"])
def test_a_date_nobody_can_read_is_said_at_its_field(town: Town, typed: str) -> None:
    case = make_case(town, w.MEETING).case
    answer = press(
        signed_in(roles.CONGRESS_OFFICE), case, "explain", meeting_on=typed, reason="当面讲清楚了", told_how="on_site"
    )
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["meeting_on"]
