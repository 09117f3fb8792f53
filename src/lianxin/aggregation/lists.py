"""The room's lists."""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.aggregation import texts
from lianxin.aggregation.models import HotNotice, Likeness, LikenessState
from lianxin.cases.models import CaseState
from lianxin.core.masking import mask
from lianxin.ui.lists import Cell, Column, Filter, ListSpec, Sort


def _by(one: Likeness) -> str:
    return _("自动并入") if one.by_machine else one.decided_by_label


def _model(one: Likeness) -> str:
    own = _("第 %(n)d 版") % {"n": one.learned.n} if one.learned is not None else _("起步")
    return f"{own} · {one.engine}"


def _row(one: Likeness) -> Mapping[str, Any]:
    issue = one.joined
    return {
        "pair": Cell(
            f"{mask(one.earlier_case.title)} — {mask(one.later_case.title)}",
            href=reverse("aggregation:review_pair", args=[one.pk]),
            sub=f"{one.earlier_case.number} · {one.later_case.number}",
        ),
        "answer": str(LikenessState(one.state).label),
        "issue": Cell(issue.number, href=reverse("cases:desk_issue", args=[issue.number])) if issue is not None else "",
        "score": round(100 * one.score),
        "where": str(texts.WHERES[one.where]),
        "who": _by(one),
        "when": one.decided_at,
        "model": _model(one),
    }


ANSWERED: Final = ListSpec(
    name="aggregation-answers",
    caption=gettext_lazy("比对的回答"),
    columns=(
        Column("pair", gettext_lazy("两件"), main=True),
        Column("answer", gettext_lazy("回答")),
        Column("issue", gettext_lazy("议题")),
        Column("score", gettext_lazy("相像程度"), number=True),
        Column("where", gettext_lazy("地点")),
        Column("who", gettext_lazy("谁答的")),
        Column("when", gettext_lazy("什么时候"), sort="new"),
        Column("model", gettext_lazy("模型")),
    ),
    filters=(
        Filter(
            "answer", gettext_lazy("回答"), lambda rows, value: rows.filter(state=value), kind="choice",
            choices=[(one.value, one.label) for one in LikenessState if one != LikenessState.OPEN],
        ),
    ),
    sorts={"new": Sort(gettext_lazy("最新"), "decided_at", descending=True)},
    row=_row,
)  # fmt: skip


def _published(one: HotNotice) -> Mapping[str, Any]:
    gone = one.withdrawn_at is not None
    return {
        "title": Cell(one.title, sub=f"{one.n} · {one.since}—{one.until}"),
        "n": len(json.loads(one.rows)),
        "decided": Cell(one.decided_by, sub=one.reference),
        "decided_on": one.decided_on,
        "published": one.published_at,
        "by": one.published_by_label,
        "withdrawn": Cell(one.withdrawn_at, sub=f"{one.withdrawn_reason}（{one.withdrawn_by_label}）") if gone else "",
        "do": "" if gone else Cell(_("撤回"), href=reverse("aggregation:withdraw_hot", args=[one.pk])),
    }


PUBLISHED: Final = ListSpec(
    name="aggregation-published",
    caption=gettext_lazy("公开过的热点问题"),
    columns=(
        Column("title", gettext_lazy("标题"), main=True),
        Column("n", gettext_lazy("议题数"), number=True),
        Column("decided", gettext_lazy("谁决定的、依据")),
        Column("decided_on", gettext_lazy("决定的日期")),
        Column("published", gettext_lazy("公开"), sort="new"),
        Column("by", gettext_lazy("谁公开的")),
        Column("withdrawn", gettext_lazy("撤回的时间和理由")),
        Column("do", gettext_lazy("撤回"), screen_only=True),
    ),
    sorts={"new": Sort(gettext_lazy("最新"), "published_at", descending=True)},
    row=_published,
    empty_title=gettext_lazy("还没有公开过"),
)


def _came_back(one: Likeness) -> Mapping[str, Any]:
    before, after = one.earlier_case, one.later_case
    return {
        "after": Cell(mask(after.title), href=reverse("cases:desk_case", args=[after.number]), sub=after.number),
        "said": after.received_on,
        "state": str(CaseState(after.state).label),
        "before": Cell(mask(before.title), href=reverse("cases:desk_case", args=[before.number]), sub=before.number),
        "replied": before.replied_on,
        "unit": before.lead_unit.label if before.lead_unit is not None else "",
        "sure": str(LikenessState(one.state).label),
        "score": round(100 * one.score),
        "ask": Cell(_("对看原话"), href=reverse("aggregation:review_pair", args=[one.pk])),
    }


CAME_BACK: Final = ListSpec(
    name="aggregation-came-back",
    caption=gettext_lazy("答复后又来"),
    columns=(
        Column("after", gettext_lazy("后来说的"), main=True),
        Column("said", gettext_lazy("收到"), sort="new"),
        Column("state", gettext_lazy("现在")),
        Column("before", gettext_lazy("先前答复的")),
        Column("replied", gettext_lazy("答复日期")),
        Column("unit", gettext_lazy("当时的承办单位")),
        Column("sure", gettext_lazy("有没有人看过")),
        Column("score", gettext_lazy("相像程度"), number=True),
        Column("ask", gettext_lazy("比对"), screen_only=True),
    ),
    sorts={"new": Sort(gettext_lazy("最新"), "later_case__received_on", descending=True)},
    row=_came_back,
    empty_title=gettext_lazy("没有答复后又来的"),
)
