"""The first page of each face: what is due today, and what waits for whom."""

import datetime as dt
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.cases import policies
from lianxin.cases.selectors import worklists
from lianxin.core.clock import today
from lianxin.faces import overview
from lianxin.faces.geojson import WHOLE_TOWN as MAP_FILE
from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.people.access import actor_of, public, requires
from lianxin.people.policies import RolePolicy
from lianxin.ui.dates import zh_date, zh_day

AT_DESK: Final = RolePolicy(*roles.AT_THE_DESK)

#: How many matters a first page shows before one opens the list.
SHOWN: Final = 8
#: Lists whose counts stand above, not among the steps.
_ABOVE: Final = frozenset({"due_today", "overdue", "open", "all"})
#: Whose matters lie all over the town.
_WHOLE_TOWN: Final = (
    roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR, roles.GOVERNMENT_DESK, roles.LEADER, *roles.OF_A_UNIT,
)  # fmt: skip

#: How a due date looks, by the tone of `RowMaker`.
_LOOKS: Final = {"late": ("bad", "triangle"), "soon": ("warn", "half"), "ok": ("plain", ""), "none": ("plain", "")}

Row = dict[str, Any]


@public
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The resident's first page: three doors, what became of words lately, and how it goes on from there."""
    doors = [
        {
            "href": reverse("cases:speak"),
            "icon": "speak",
            "title": _("我有话说"),
            "text": _("三步说完，不用登录"),
            "first": True,
        },
        {
            "href": reverse("cases:follow"),
            "icon": "search",
            "title": _("查办到哪一步"),
            "text": _("用回执上的查询码"),
        },
        {
            "href": reverse("neighbourhoods"),
            "icon": "map",
            "title": _("我的居民区"),
            "text": _("办公时间、联系代表"),
        },
    ]
    context = {"doors": doors, "loop": _loop(), "stats": _lately(), "since": overview.LATELY}
    return render(request, "faces/front.html", context)


def _loop() -> list[dict[str, str]]:
    """What happens to a word, one sentence a step."""
    return [
        {"title": _("听"), "text": _("您说的话一字不改地记下来，马上给您回执和查询码。")},
        {"title": _("转"), "text": _("镇人大办汇总后转交镇政府，两个工作日内完成。")},
        {"title": _("办"), "text": _("政府交办台指定承办单位，写明期限；承办单位先联系您，再办。")},
        {"title": _("答"), "text": _("每个问题逐条回答；办不了的，说清楚为什么。")},
        {"title": _("评"), "text": _("解决没解决，由您说了算；没解决，再办一次。")},
    ]


def _lately() -> list[Row]:
    """Counts of the last months; empty while nothing was said, so that a new town shows no row of zeros."""
    found = overview.lately()
    words = (
        ("received", _("收到"), _("从各种渠道说来的")),
        ("assigned", _("有单位在办或办过"), _("已经交办")),
        ("answered", _("已经答复"), _("当场答复和书面答复")),
        ("judged", _("居民已经评价"), _("说过解决没解决")),
    )
    rows = [{"name": name, "value": found[code], "unit": _("件"), "definition": what} for code, name, what in words]
    return rows if found["received"] else []


@requires(AT_DESK)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What is overdue, due today and due this week; the own lists as a tally; the first matters; map and two weeks."""
    actor = actor_of(request)
    counts = worklists.counts(actor)
    code, title = _first_list(actor, counts)
    rows = worklists.first_rows(code, actor, SHOWN) if code else []
    context = {
        "stats": _due(actor, counts),
        "steps": _steps(actor, counts),
        "rows": [_shown(row) for row in rows],
        "rows_title": title,
        "more": {"href": _list(code), "count": counts.get(code, 0)} if counts.get(code, 0) > len(rows) else None,
        "today": zh_date(today()),
        "may_record": policies.RECORD.check(actor, None),
        **_drawings(actor),
    }
    return render(request, "faces/desk.html", context)


def _shown(row: Row) -> Row:
    """A row with its address and the look of its due date."""
    return {**row, "href": reverse("cases:desk_case", args=[row["number"]]), "look": _LOOKS[row["tone"]]}


def _list(code: str) -> str:
    """The address of a work list."""
    return f"{get_script_prefix()}desk/cases/?list={code}"


def _due(actor: Actor, counts: dict[str, int]) -> list[Row]:
    """Four counts: overdue, due today, due until Sunday, all open ones; each says of how many."""
    if "open" not in counts:
        return []
    sunday = today() + dt.timedelta(days=7 - today().isoweekday())
    week = worklists.cases("open", actor).filter(due_on__gt=today(), due_on__lte=sunday).count()
    late, now = counts.get("overdue", 0), counts.get("due_today", 0)
    of_all = _("共 %(n)d 件在办") % {"n": counts["open"]}
    return [
        {"name": _("已逾期"), "value": late, "unit": _("件"), "n": of_all, "tone": "bad" if late else "",
         "shape": "triangle", "href": _list("overdue"), "definition": _("超过了现在这一步的期限")},
        {"name": _("今天到期"), "value": now, "unit": _("件"), "n": of_all, "tone": "warn" if now else "",
         "shape": "half", "href": _list("due_today"), "definition": _("今天下班前要做完")},
        {"name": _("本周到期"), "value": week, "unit": _("件"), "n": of_all, "href": f"{_list('open')}&sort=due",
         "definition": _("明天起到 %(day)s") % {"day": zh_day(sunday)}},
        {"name": _("在办"), "value": counts["open"], "unit": _("件"), "href": _list("open"),
         "definition": _("还没有办结的全部事项")},
    ]  # fmt: skip


def _steps(actor: Actor, counts: dict[str, int]) -> list[Row]:
    """The own lists in the order of the work, with how much waits on each."""
    return [
        {"label": str(one.label), "value": counts.get(one.code, 0), "href": _list(one.code)}
        for one in worklists.lists_for(actor)
        if one.code not in _ABOVE
    ]


def _first_list(actor: Actor, counts: dict[str, int]) -> tuple[str, str]:
    """Which matters stand first: the overdue, else those due today, else the first list that has any."""
    for code, title in (("overdue", _("先办已逾期的")), ("due_today", _("今天到期的"))):
        if counts.get(code):
            return code, title
    found = next((one for one in worklists.lists_for(actor) if counts.get(one.code)), None)
    return (found.code, str(found.label)) if found else ("", "")


def _drawings(actor: Actor) -> Row:
    """The map for those whose matters lie all over the town, and the last two weeks."""
    context: Row = {"days": overview.in_and_out(actor), "days_back": overview.DAYS}
    if actor.has(*_WHOLE_TOWN):
        context["tiles"] = overview.map_of(actor, overview.neighbourhoods())
        if MAP_FILE.check(actor, None):
            context["map_file"] = reverse("places_geojson")
    return context
