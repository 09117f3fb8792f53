"""The reply form: every point, results of a scheme, honest noes with their facts, promises, preview and signing."""

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.cases import actions as act
from lianxin.cases import lists
from lianxin.cases import workflow as w
from lianxin.cases.models import PointAnswer, Reply
from lianxin.core.clock import today
from lianxin.people import roles
from tests.cases.desk import form_of, press, signed_in, text_of
from tests.cases.factories import Town, Walk, make_case

POINTS = ("电梯什么时候修好", "要不要换新电梯")


@pytest.fixture
def walk(town: Town) -> Walk:
    """A case in hand with two asked points."""
    return make_case(town, w.CONTACTED, points=POINTS)


@pytest.fixture
def handler(town: Town) -> Client:
    """Who drafts."""
    return signed_in(roles.UNIT_HANDLER, unit=town.office_unit)


def ids(walk: Walk) -> list[int]:
    """The points of a case, in order."""
    return list(walk.case.points.order_by("order").values_list("pk", flat=True))


def whole(walk: Walk, **more: Any) -> dict[str, Any]:
    """A complete reply; what a test is about comes on top."""
    first, second = ids(walk)
    return {
        "text": "主板换好了，电梯恢复运行。",
        "result_code": "adopted",
        f"point-{first}-answer": "11 月 20 日已修好。",
        f"point-{second}-answer": "列入明年计划。",
        **{name.format(a=first, b=second): value for name, value in more.items()},
    }


def test_a_whole_reply_is_stored_point_by_point(walk: Walk, handler: Client) -> None:
    due = today() + dt.timedelta(days=90)
    typed = whole(walk, **{
        "point-{b}-result_code": "planned", "point-{b}-promise_text": "换好新电梯", "point-{b}-promise_on": due,
    })  # fmt: skip
    assert press(handler, walk.case, "draft_reply", **typed).status_code == 302
    first, second = PointAnswer.objects.order_by("point__order")
    assert (first.answer, first.result_code) == ("11 月 20 日已修好。", "")
    assert (second.result_code, second.promise_text, second.promise_on) == ("planned", "换好新电梯", due)


#: (what is typed on top of a whole reply, the field that gets the sentence)
LACKS = [
    ({"point-{a}-answer": ""}, "point-{a}-answer"),
    ({"text": ""}, "text"),
    ({"result_code": "planned"}, "promise_on"),
    ({"result_code": "reference"}, "result_reason"),
    ({"promise_on": "2026-11-24", "promise_text": "今天做完"}, "promise_on"),
    ({"promise_on": "2027-01-01"}, "promise_text"),
    ({"promise_on": "明年"}, "promise_on"),
    ({"no_reason": "law", "fact-law-basis": "条例第九条"}, "fact-law-meaning"),
    ({"no_reason": "money", "fact-money-amount": "30 万"}, "fact-money-source"),
    ({"point-{b}-no_reason": "power", "point-{b}-fact-power-competent": "区房管局"}, "point-{b}-fact-power-forwarded"),
    ({"point-{b}-no_reason": "technical"}, "point-{b}-fact-technical-obstacle"),
    (
        {"point-{b}-no_reason": "conflict", "point-{b}-fact-law-basis": "写在别的格子里"},
        "point-{b}-fact-conflict-asked",
    ),
    ({"point-{b}-result_code": "in_progress"}, "point-{b}-promise_on"),
    ({"point-{b}-promise_on": "2026-01-01", "point-{b}-promise_text": "做"}, "point-{b}-promise_on"),
    ({"point-{b}-fact-power-forwarded": "不是日期"}, "point-{b}-fact-power-forwarded"),
]


@pytest.mark.parametrize(("typed", "field"), LACKS)
def test_what_a_reply_lacks_is_said_at_its_field_and_nothing_typed_is_lost(
    walk: Walk, handler: Client, typed: dict[str, str], field: str
) -> None:
    first, second = ids(walk)
    answer = press(handler, walk.case, "draft_reply", **whole(walk, **typed))
    assert answer.status_code == 422
    assert field.format(a=first, b=second) in answer.context["form"].errors
    for value in typed.values():
        assert value in text_of(answer)
    assert walk.case.state == w.CONTACTED


@pytest.mark.parametrize("reason", ["law", "power", "money", "technical", "conflict"])
def test_every_honest_no_asks_for_its_facts_and_keeps_only_its_own(walk: Walk, handler: Client, reason: str) -> None:
    facts = {
        f"point-{{b}}-fact-{reason}-{row['key']}": "2026-11-20" if row["type"] == "date" else "写清楚了"
        for row in lists.entries("no_reason")[reason].extra["facts"]
    }
    other = "money" if reason != "money" else "law"
    stray = {f"point-{{b}}-fact-{other}-{'amount' if other == 'money' else 'basis'}": "写错格子"}
    typed = whole(walk, **{"point-{b}-no_reason": reason, "point-{b}-result_code": "reference", **facts, **stray})
    assert press(handler, walk.case, "draft_reply", **typed).status_code == 302
    stored = json.loads(PointAnswer.objects.order_by("-point__order")[0].no_facts)
    assert set(stored) == {row["key"] for row in lists.entries("no_reason")[reason].extra["facts"]}
    assert "写错格子" not in stored.values()


def test_no_result_anywhere_is_said_at_the_result(walk: Walk, handler: Client) -> None:
    answer = press(handler, walk.case, "draft_reply", **whole(walk, result_code=""))
    assert answer.status_code == 422
    assert answer.context["form"].errors["result_code"] == ["请选办理结果；或者给每一点各选一个。"]


def test_what_must_be_there_is_said_before_anybody_types(walk: Walk, handler: Client) -> None:
    page = text_of(handler.get(form_of(walk.case, "draft_reply")))
    assert "送签要写齐：每一点的答复；办理结果" in page
    assert "“计划解决”" in page


def test_half_a_reply_can_be_kept_and_is_sent_to_nobody(walk: Walk, handler: Client) -> None:
    first, _second = ids(walk)
    typed = {f"point-{first}-answer": "正在问厂家", "keep": "1"}
    assert press(handler, walk.case, "draft_reply", **typed).status_code == 302
    assert walk.case.state == w.CONTACTED
    assert PointAnswer.objects.get().answer == "正在问厂家"
    assert "正在问厂家" in text_of(handler.get(form_of(walk.case, "draft_reply")))
    assert press(handler, walk.case, "draft_reply", **whole(walk)).status_code == 302
    assert walk.case.state == w.REPLY_DRAFT
    assert Reply.objects.filter(superseded=False).count() == 1


def test_an_empty_form_is_not_kept(walk: Walk, handler: Client) -> None:
    assert press(handler, walk.case, "draft_reply", keep="1").status_code == 422
    assert not Reply.objects.exists()


def test_why_a_draft_came_back_is_kept_with_it(walk: Walk, handler: Client, town: Town) -> None:
    press(handler, walk.case, "draft_reply", **whole(walk))
    walk.do(act.SendBackDraft, town.head(), reason="请写清日期")
    press(handler, walk.case, "draft_reply", text="改到一半", keep="1")
    assert "请写清日期" in text_of(handler.get(form_of(walk.case, "draft_reply")))


def test_every_group_of_facts_is_on_the_page_without_any_script(walk: Walk, handler: Client) -> None:
    page = text_of(handler.get(form_of(walk.case, "draft_reply")))
    for entry in lists.entries("no_reason").values():
        for row in entry.extra["facts"]:
            for prefix in ("", *(f"point-{pk}-" for pk in ids(walk))):
                assert f'name="{prefix}fact-{entry.code}-{row["key"]}"' in page


@pytest.mark.parametrize("scheme", ["SH4", "ABCD-1", "ABCD-2", "ABC"])
def test_another_scheme_brings_its_own_results(walk: Walk, handler: Client, scheme: str) -> None:
    answer = press(handler, walk.case, "draft_reply", **whole(walk, scheme=scheme, preview="scheme"))
    form = answer.context["form"]
    assert [code for code, _label in form.fields["result_code"].choices[1:]] == list(lists.results(scheme))
    assert form["text"].value() == "主板换好了，电梯恢复运行。"
    assert not Reply.objects.exists()
    best = next(iter(lists.results(scheme)))
    assert press(handler, walk.case, "draft_reply", **whole(walk, scheme=scheme, result_code=best)).status_code == 302
    assert (Reply.objects.get().scheme, Reply.objects.get().result_code) == (scheme, best)


def test_the_whole_takes_the_least_solved_result_of_its_points(walk: Walk, handler: Client) -> None:
    typed = whole(walk, result_code="", **{
        "point-{a}-result_code": "adopted", "point-{b}-result_code": "reference",
    })  # fmt: skip
    assert press(handler, walk.case, "draft_reply", **typed, result_reason="暂无规划").status_code == 302
    assert Reply.objects.get().result_code == "reference"


def test_the_preview_shows_what_the_resident_will_read_and_stores_nothing(walk: Walk, handler: Client) -> None:
    answer = press(handler, walk.case, "draft_reply", **whole(walk, preview="1"))
    assert answer.status_code == 200
    preview = answer.context["preview"]
    assert [part.text for part in preview.points] == ["11 月 20 日已修好。", "列入明年计划。"]
    assert (preview.unit, preview.result) == ("城建办公室", "解决采纳")
    assert "居民将读到的答复" in text_of(answer)
    assert not Reply.objects.exists()


def test_a_draft_that_was_sent_back_stands_in_the_form_whole(town: Town, walk: Walk, handler: Client) -> None:
    typed = whole(walk, **{
        "point-{b}-no_reason": "power", "point-{b}-fact-power-competent": "区房管局",
        "point-{b}-fact-power-forwarded": "2026-11-20", "point-{b}-result_code": "reference",
        "promise_text": "每月检修", "promise_on": "2027-03-01", "result_reason": "分两步做",
    })  # fmt: skip
    assert press(handler, walk.case, "draft_reply", **typed).status_code == 302
    walk.do(act.SendBackDraft, town.head(), reason="写得太官样")
    answer = handler.get(form_of(walk.case, "draft_reply"))
    form = answer.context["form"]
    for name, value in typed.items():
        shown = form[name].value()
        assert (shown.isoformat() if isinstance(shown, dt.date) else str(shown)) == str(value), name
    assert "写得太官样" in text_of(answer)


def test_the_second_round_begins_with_the_last_answer_and_the_residents_words(town: Town, handler: Client) -> None:
    walk = make_case(town, w.REHANDLING)
    answer = handler.get(form_of(walk.case, "draft_again"))
    assert answer.context["form"]["text"].value() == "电梯已修好，并换了主板。"
    assert "还是老样子" in text_of(answer)
    assert "不要原样再发" in text_of(answer)


def test_words_points_and_days_stand_beside_the_form(walk: Walk, handler: Client) -> None:
    answer = handler.get(form_of(walk.case, "draft_reply"))
    beside = answer.context["beside"]
    assert beside.said[0].words == walk.opinion.verbatim
    assert [point.text for point in beside.points] == list(POINTS)
    assert any(day.text for day in beside.days)


def test_the_head_reads_exactly_what_goes_out(town: Town, walk: Walk, handler: Client) -> None:
    press(handler, walk.case, "draft_reply", **whole(walk))
    answer = signed_in(roles.UNIT_HEAD, unit=town.office_unit).get(form_of(walk.case, "sign"))
    page = text_of(answer)
    for words in ("主板换好了，电梯恢复运行。", "11 月 20 日已修好。", "列入明年计划。", *POINTS):
        assert words in page
    assert answer.context["lacks"] == []
    assert "退回重拟" in page


def test_a_half_draft_of_another_way_says_at_signing_what_it_lacks(town: Town, walk: Walk) -> None:
    walk.do(act.DraftReply, town.handler(), text="先这样", result_code="planned")
    head = signed_in(roles.UNIT_HEAD, unit=town.office_unit)
    lacks = head.get(form_of(walk.case, "sign")).context["lacks"]
    assert len(lacks) == 3  # two points and a day
    answer = press(head, walk.case, "sign")
    assert answer.status_code == 422
    assert walk.case.state == w.REPLY_DRAFT


@pytest.mark.parametrize("text", ["长" * 10_000, "😀" * 500, "مرحبا", "a\u200bb\u202ec", "<b>好</b>", "=SUM(A1)"])
def test_strange_answers_are_kept_as_words(town: Town, walk: Walk, handler: Client, text: str) -> None:
    assert press(handler, walk.case, "draft_reply", **whole(walk, text=text)).status_code == 302
    page = text_of(signed_in(roles.UNIT_HEAD, unit=town.office_unit).get(form_of(walk.case, "sign")))
    assert "<b>好</b>" not in page


@pytest.mark.parametrize("field", ["text", "point-{a}-answer"])
def test_too_many_words_are_said_at_their_field_and_kept(walk: Walk, handler: Client, field: str) -> None:
    words = "长" * 20_000
    answer = press(handler, walk.case, "draft_reply", **whole(walk, **{field: words}))
    assert answer.status_code == 422
    assert words in text_of(answer)


def test_sending_a_draft_twice_keeps_one(walk: Walk, handler: Client) -> None:
    typed = whole(walk, once="d" * 32)
    for _again in range(2):
        assert press(handler, walk.case, "draft_reply", **typed).status_code == 302
    assert Reply.objects.count() == 1


def test_what_the_head_signed_is_what_the_resident_reads(town: Town, walk: Walk, handler: Client) -> None:
    typed = whole(walk, **{
        "point-{b}-no_reason": "power", "point-{b}-fact-power-competent": "区房管局",
        "point-{b}-fact-power-forwarded": "2026-11-20", "point-{b}-result_code": "reference",
    })  # fmt: skip
    press(handler, walk.case, "draft_reply", **typed)
    head = signed_in(roles.UNIT_HEAD, unit=town.office_unit)
    preview = head.get(form_of(walk.case, "sign")).context["preview"]
    assert press(head, walk.case, "sign").status_code == 302
    answer = Client().get(reverse("cases:status", args=[walk.receipt.token]))
    assert answer.context["status"].answer.points == preview.points
    assert "区房管局" in text_of(answer)
    assert "不归镇里管" in text_of(answer)
