"""A co-unit's opinion: who reads it, and when the lead unit waits for it."""

import pytest
from django.urls import reverse

from lianxin.cases import actions as act
from lianxin.cases import diagram
from lianxin.cases import workflow as w
from lianxin.clocks.models import Clock
from lianxin.people import roles
from tests.cases.desk import form_of, signed_in, text_of
from tests.cases.factories import Town, Walk, make_case

SAID = "同意更换主板，本中心负责断电配合。"


def helped(town: Town, **data: object) -> Walk:
    walk = make_case(town, w.TRANSFERRED, **data) if not data else make_case(town, **data).transferred()
    return walk.assigned(co_unit_ids=[town.centre_unit.pk]).accepted().contacted()


def suggestion(town: Town) -> Walk:
    return helped(
        town, track="suggestion", kind="suggestion", actor=town.office, channel="paper", deputy_ids=[town.deputy.pk]
    )


def page_of(town: Town, walk: Walk) -> str:
    client = signed_in(roles.UNIT_HANDLER, unit=town.office_unit)
    return text_of(client.get(reverse("cases:desk_case", args=[walk.case.number])))


def test_the_lead_unit_reads_the_opinion_on_the_page_and_beside_its_form(town: Town) -> None:
    walk = helped(town).do(act.GiveCoOpinion, town.handler(town.centre_unit), text=SAID)
    assert SAID in page_of(town, walk)
    client = signed_in(roles.UNIT_HANDLER, unit=town.office_unit)
    assert SAID in text_of(client.get(form_of(walk.case, "draft_reply")))


def test_a_residents_matter_does_not_wait_and_says_so(town: Town) -> None:
    walk = helped(town)
    assert "这一类事不等会办意见" in page_of(town, walk)
    assert not Clock.objects.filter(owner_id=walk.case.pk, code="co_opinion").exists()
    walk.drafted().signed()
    assert walk.case.state == w.REPLIED


def test_a_deputys_suggestion_waits_and_the_head_sees_it_before_pressing(town: Town) -> None:
    walk = suggestion(town).drafted()
    assert "没有到齐以前不能签发" in page_of(town, walk)
    head = signed_in(roles.UNIT_HEAD, unit=town.office_unit)
    assert "会办单位的意见还没有交齐" in text_of(head.get(form_of(walk.case, "sign")))
    walk.do(act.GiveCoOpinion, town.handler(town.centre_unit), text=SAID)
    assert "会办单位的意见还没有交齐" not in text_of(head.get(form_of(walk.case, "sign")))
    walk.signed()


def test_a_unit_that_was_let_go_is_not_named_any_more(town: Town) -> None:
    walk = helped(town).do(act.ReleaseCoUnit, town.desk, unit_id=town.centre_unit.pk, reason="用不着")
    page = page_of(town, walk)
    assert "还没有给意见" not in page
    assert "会办单位</dt>" not in page


@pytest.mark.parametrize("state", [w.ASSIGNED, w.ACCEPTED, w.CONTACTED, w.REPLY_DRAFT])
def test_the_co_unit_may_speak_until_the_answer_is_signed(town: Town, state: str) -> None:
    walk = make_case(town, w.TRANSFERRED).assigned(co_unit_ids=[town.centre_unit.pk])
    steps = {w.ACCEPTED: 1, w.CONTACTED: 2, w.REPLY_DRAFT: 3}.get(state, 0)
    for step in (walk.accepted, walk.contacted, walk.drafted)[:steps]:
        step()
    walk.do(act.GiveCoOpinion, town.handler(town.centre_unit), text=SAID)
    assert walk.case.state == state


def test_the_document_says_for_every_track_whether_the_lead_waits() -> None:
    text = diagram.document()
    assert "| 居民意见（默认） | 没有 | 不等" in text
    assert "| 代表建议（上海2015） | 交办后 1 个月 | 等到齐 |" in text
