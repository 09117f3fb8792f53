"""The first page of each face: what one can do here, and what waits."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.cases.selectors import worklists
from lianxin.cases.selectors.rows import RowMaker
from lianxin.cases.selectors.scope import visible
from lianxin.core.clock import today
from lianxin.people import roles
from lianxin.people.access import actor_of, public, requires
from lianxin.people.policies import RolePolicy
from lianxin.ui.dates import zh_date

AT_DESK: Final = RolePolicy(*roles.AT_THE_DESK)
AS_DEPUTY: Final = RolePolicy(roles.DEPUTY)

#: How many matters a first page shows before one opens the list.
SHOWN: Final = 12


@public
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The resident's first page: two doors, and how it goes on from there."""
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
    ]
    return render(request, "faces/front.html", {"doors": doors, "loop": _loop()})


def _loop() -> list[dict[str, str]]:
    """What happens to a word, one sentence a step."""
    return [
        {"title": _("听"), "text": _("您说的话一字不改地记下来，马上给您回执和查询码。")},
        {"title": _("转"), "text": _("镇人大办汇总后转交镇政府，两个工作日内完成。")},
        {"title": _("办"), "text": _("政府交办台指定承办单位，写明期限；承办单位先联系您，再办。")},
        {"title": _("答"), "text": _("每个问题逐条回答；办不了的，说清楚为什么。")},
        {"title": _("评"), "text": _("解决没解决，由您说了算；没解决，再办一次。")},
    ]


@requires(AT_DESK)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for this person today: the counts of the own lists, and the matters that are due first."""
    actor = actor_of(request)
    counts = worklists.counts(actor)
    base = f"{get_script_prefix()}desk/cases/"
    tiles = [
        {"label": str(one.label), "count": counts.get(one.code, 0), "href": f"{base}?list={one.code}"}
        for one in worklists.lists_for(actor)
    ]
    first = next((one.code for one in worklists.lists_for(actor) if counts.get(one.code)), "")
    rows = worklists.first_rows(first, actor, SHOWN) if first else []
    context = {"tiles": tiles, "rows": [_shown(row) for row in rows], "today": zh_date(today())}
    return render(request, "faces/desk.html", context)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its address."""
    return {**row, "href": f"{get_script_prefix()}desk/cases/{row['number']}/"}


@requires(AS_DEPUTY)
@require_safe
def deputy(request: HttpRequest) -> HttpResponse:
    """What this deputy brought and what became of it; a deputy follows and asks, and moves nothing."""
    maker = RowMaker()
    cases = visible(actor_of(request)).select_related("place", "category", "lead_unit").order_by("-id")[:100]
    rows = [{**maker.row(case), "received": zh_date(case.received_on)} for case in cases]
    return render(request, "faces/deputy.html", {"rows": rows})
