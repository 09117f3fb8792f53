"""领导一页: what is stuck, what repeats, what must be decided, on one screen and one sheet of paper.

Every number has its n and its definition; matters and places are counted, never people; each number leads to its rows
where the reader may open them.
"""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.cases.disputes.policies import SEE_DISPUTE
from lianxin.cases.models import CaseState
from lianxin.cases.pressing.policies import SEE_ORDER, SEE_STEP
from lianxin.clocks.calendars import town_calendar
from lianxin.clocks.rules import days_late
from lianxin.core.clock import today
from lianxin.faces import leading
from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.people.access import actor_of, requires
from lianxin.people.policies import RolePolicy
from lianxin.ui.dates import zh_date

ONE_PAGE: Final = RolePolicy(roles.LEADER, roles.CONGRESS_CHAIR, roles.CONGRESS_OFFICE, roles.GOVERNMENT_DESK)

Row = dict[str, Any]


@requires(ONE_PAGE)
@require_safe
def leader(request: HttpRequest) -> HttpResponse:
    """The page; at most twelve statements."""
    actor = actor_of(request)
    stuck, again = leading.stuck(actor), leading.repeats(actor)
    context = {
        "today": zh_date(today()),
        "stats": _stats(stuck, again),
        "late_groups": [{"label": _group(first, last), "value": n} for first, last, n in stuck.groups],
        "late_states": [{"label": str(CaseState(code).label), "value": n} for code, n in stuck.states],
        "late": stuck.late,
        "oldest": _oldest(stuck),
        "repeats": [_repeat(one) for one in again[: leading.SHOWN]],
        "more_repeats": max(0, len(again) - leading.SHOWN),
        "window": leading.WINDOW,
        "least": leading.REPEATS,
        "decisions": _decisions(actor),
    }
    return render(request, "faces/leader.html", context)


def _stats(stuck: leading.Stuck, again: list[leading.Repeat]) -> list[Row]:
    """Three numbers, one a question; each says of how many."""
    href = f"{get_script_prefix()}desk/cases/?list=overdue"
    return [
        {"name": _("卡住的"), "value": stuck.late, "unit": _("件"), "n": _("共 %(n)d 件在办") % {"n": stuck.open},
         "definition": _("超过了现在这一步的期限，还没有做"), "tone": "bad" if stuck.late else "", "shape": "triangle",
         "href": href},
        {"name": _("反复的"), "value": len(again), "unit": _("处"),
         "n": _("最近 %(n)d 天") % {"n": leading.WINDOW},
         "definition": _("同一居民区、同一类事，收到 %(n)d 件以上") % {"n": leading.REPEATS}},
        {"name": _("居民说没有解决"), "value": stuck.unsolved, "unit": _("件"),
         "n": _("最近 %(days)d 天有评价的 %(n)d 件") % {"days": leading.WINDOW, "n": stuck.judged},
         "definition": _("最近一次评价是“没有解决”；没有评价的不算在内")},
    ]  # fmt: skip


def _group(first: int, last: int | None) -> str:
    """A group of days late, in words."""
    if last is None:
        return _("超过 %(n)d 个工作日") % {"n": first - 1}
    return _("%(first)d—%(last)d 个工作日") % {"first": first, "last": last}


def _oldest(stuck: leading.Stuck) -> list[Row]:
    calendar, day = town_calendar(), today()
    return [
        {
            "title": case.title,
            "href": reverse("cases:desk_case", args=[case.number]),
            "number": case.number,
            "where": case.place.label if case.place else "",
            "who": case.lead_unit.label if case.lead_unit else "",
            "late": _("逾期 %(n)d 个工作日") % {"n": days_late(case.due_on, day, calendar) if case.due_on else 0},
        }
        for case in stuck.oldest
    ]


def _repeat(one: leading.Repeat) -> Row:
    return {
        "label": _("%(place)s · %(what)s") % {"place": one.place, "what": one.category},
        "value": one.n,
        "note": _("其中在办 %(n)d") % {"n": one.open},
        "href": f"{get_script_prefix()}desk/cases/?list=all&place={one.place_id}",
    }


def _decisions(actor: Actor) -> list[Row]:
    """What waits for a decision, the own body's first; what the reader may not open has no link."""
    found = leading.undecided()
    orders, steps, sheets = "cases:orders", "cases:steps", "cases:disputes"
    government = (
        ("leader", _("领导包案待定"), orders, "?state=draft&step=leader", _("拟好的包案单，等领导或交办台签发")),
        ("orders", _("督办单待签发"), orders, "?state=draft", _("系统或交办台拟好，还没有签发")),
        ("unanswered", _("督办单逾期未回复"), orders, "?state=issued", _("签发了，过了回复期限单位还没有回复")),
        ("answered", _("督办单待核实"), orders, "?state=answered", _("单位回复了，等签发的一方核实")),
        ("disputes", _("由谁管待裁定"), sheets, "", _("现场会商单还没有裁定")),
        ("extensions", _("延期待审"), "", "desk/cases/?list=extensions", _("单位申请延期，还没有决定")),
        ("promises", _("承诺到期未兑现"), "", "desk/cases/?list=promises", _("答复里写的日期过了，还没有登记结果")),
        ("to_report", _("人大等镇政府回复"), steps, "?state=started", _("镇人大启动的监督措施，镇政府还没有回复")),
    )
    congress = (
        ("to_start", _("监督措施待启动"), steps, "?state=draft", _("拟好了，等镇人大办决定是否启动")),
        ("to_report", _("等镇政府回复"), steps, "?state=started", _("已经启动，镇政府还没有回复")),
        ("reported", _("镇政府已回复"), steps, "?state=reported", _("等镇人大办记下结果")),
    )
    of_congress = actor.has(roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR)
    rows = congress if of_congress else government
    return [
        {"name": name, "value": found[code], "unit": _("张") if view else _("件"), "definition": what,
         "tone": "warn" if found[code] else "", "shape": "half", "href": _href(actor, view, query)}
        for code, name, view, query, what in rows
    ]  # fmt: skip


def _href(actor: Actor, view: str, query: str) -> str:
    """The rows behind a number, for those who may open them."""
    may = {"cases:orders": SEE_ORDER, "cases:steps": SEE_STEP, "cases:disputes": SEE_DISPUTE}
    if not view:
        return f"{get_script_prefix()}{query}" if actor.has(roles.GOVERNMENT_DESK) else ""
    return f"{reverse(view)}{query}" if may[view].check(actor) else ""
