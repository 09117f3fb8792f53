"""Hot issues: table, drawings, 热点问题表 and 留言明细表; what was answered and came back; the panel of an issue."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import F, Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from lianxin.aggregation import rules
from lianxin.aggregation.lists import CAME_BACK
from lianxin.aggregation.models import IssueHeat, LikenessState
from lianxin.aggregation.papers import hot_paper
from lianxin.aggregation.policies import HOT, PUBLISH
from lianxin.aggregation.selectors import hot
from lianxin.aggregation.selectors.questions import visible_pairs
from lianxin.cases import workflow
from lianxin.cases.documents.house import house_of
from lianxin.cases.models import Issue, Opinion
from lianxin.core.clock import today
from lianxin.db.models import Town
from lianxin.journal.actors import Actor
from lianxin.people.access import actor_of, requires
from lianxin.people.actions.exports import record_export
from lianxin.places.models import Place
from lianxin.ui import dates, exports, papers
from lianxin.ui.listing import listed

#: The language of every paper.
LANGUAGE: Final = "zh-hans"
#: Two tables as files.
TABLES: Final = ("hot", "voices")


def asked_of(request: HttpRequest, homes: Mapping[int, str], known: Sequence[str]) -> tuple[hot.Asked, str]:
    """What the address asks for; what cannot be read is left out. And the chosen neighbourhood."""
    given, usual = request.GET, hot.default_period()
    since, until = dates.parse_date(given.get("since", "")), dates.parse_date(given.get("until", ""))
    until = until or usual.until
    since = since or until - dt.timedelta(days=hot.DAYS - 1)
    place = given.get("place", "")
    chosen = place if place.isdecimal() and int(place) in homes else ""
    path = Place.objects.values_list("path", flat=True).get(pk=int(chosen)) if chosen else ""
    occasion = given.get("round", "")
    return hot.Asked(min(since, until), until, occasion if occasion in known else "", path), chosen


@requires(HOT)
@require_safe
def hot_issues(request: HttpRequest) -> HttpResponseBase:
    """The table for a period, a round, a place; internal."""
    actor = actor_of(request)
    homes, known = hot.neighbourhoods(), hot.occasions(actor)
    asked, chosen = asked_of(request, homes, known)
    if request.GET.get("format") in TABLES:
        return _file(request, actor, asked, homes)
    rows, by_issue = hot.hot_issues(actor, asked, homes)
    everybody = [one for some in by_issue.values() for one in some]
    query = request.GET.copy()
    query.pop("format", None)
    context = {
        "title": _("热点问题"),
        "rows": rows,
        "asked": asked,
        "chosen": chosen,
        "homes": [(str(pk), name) for pk, name in homes.items()],
        "rounds": known,
        "bars": [
            {"label": row.issue.title, "value": round(row.heat.value, 1), "href": row.href} for row in rows[: hot.DRAWN]
        ],
        "weeks": hot.weeks(everybody, asked.since, asked.until),
        "people": sum(row.heat.people for row in rows),
        "voices": len(everybody),
        "query": query.urlencode(),
        "may_publish": PUBLISH.check(actor),
    }
    return render(request, "aggregation/hot.html", context)


def _file(request: HttpRequest, actor: Actor, asked: hot.Asked, homes: Mapping[int, str]) -> HttpResponseBase:
    """One of the two tables as XLSX, sent while it is written."""
    town = getattr(request, "town", None)
    note = _("演示数据") if town is not None and town.is_demo else ""
    if request.GET["format"] == "voices":
        title = _("留言明细表")
        headers = [_("议题"), _("受理编号"), _("说的日期"), _("地点"), _("类别"), _("内容（已遮盖）"), _("办理状态")]
        lines: Any = hot.detail_rows(actor, asked)
    else:
        title = _("热点问题表")
        headers = [
            _("名次"), _("议题"), _("名称"), _("热度"), _("人数"), _("件数"), _("再次反映"), _("最早"), _("最近"),
            _("居民区"), _("承办单位"), _("牵头事项"), _("热度由来"),
        ]  # fmt: skip
        rows, _voices = hot.hot_issues(actor, asked, homes)
        lines = (_line(place, row) for place, row in enumerate(rows, 1))
    record_export(actor, title, "xlsx")
    return exports.file_response("xlsx", title, headers, lines, note)


@requires(HOT)
@require_safe
def paper(request: HttpRequest) -> HttpResponseBase:
    """热点问题表 as a paper of the house: to print, as Excel, Word or PDF; inside the house only."""
    actor, homes = actor_of(request), hot.neighbourhoods()
    asked, _chosen = asked_of(request, homes, hot.occasions(actor))
    rows, _voices = hot.hot_issues(actor, asked, homes)
    query = request.GET.copy()
    query.pop("format", None)
    town: Town = request.town  # type: ignore[attr-defined]
    with override(LANGUAGE):
        made = hot_paper(rows, asked, homes, house_of(town, actor.label))
    return papers.respond(request, made, back=f"{reverse('aggregation:hot')}?{query.urlencode()}")


def _line(place: int, row: hot.Hot) -> Sequence[Any]:
    found = row.heat
    return (
        place, row.issue.number, row.issue.title, round(found.value, 1), found.people, found.messages, found.repeats,
        row.first, row.last, listed(row.places), row.unit, row.state_label, parts_in_words(row),
    )  # fmt: skip


def parts_in_words(row: hot.Hot) -> str:
    """How the heat came about, as a sum somebody can check."""
    found = row.heat
    words = _("%(recency).1f（%(people)d 人，越近越重）× %(spread).2f（%(places)d 个居民区）") % {
        "recency": found.recency, "people": found.people, "spread": found.spread, "places": found.places,
    }  # fmt: skip
    return words + (_(" + %(n).1f（急）") % {"n": found.serious} if found.serious else "")


@requires(HOT)
@require_safe
def came_back(request: HttpRequest) -> HttpResponseBase:
    """Matters that came after an answer to the same: confirmed ones, and likely ones nobody has looked at."""
    answered = (*workflow.FINAL_STATES, workflow.REPLIED, workflow.EVALUATED, workflow.SILENT, workflow.TRACKING)
    rows = visible_pairs(actor_of(request)).filter(
        Q(state=LikenessState.SAME) | Q(state__in=(LikenessState.OPEN, LikenessState.LATER), score__gte=rules.LIKELY),
        earlier_case__state__in=answered, earlier_case__replied_on__isnull=False, joined=None, veto="",
        later_case__received_on__gt=F("earlier_case__replied_on"),
    )  # fmt: skip
    rows = rows.select_related("earlier_case__lead_unit", "later_case")
    return CAME_BACK.respond(request, rows, "aggregation/came_back.html", {"title": _("答复后又来")})


# --- the panel of an issue ------------------------------------------------------------------------


def of_issue(_request: HttpRequest, issue: Issue) -> Mapping[str, Any]:
    """People, places, weeks and the parts of the heat of one issue, over all its time; four statements."""
    some = hot.said(Opinion.objects.filter(case__issue_ref=issue.pk, withdrawn_at=None)).get(issue.pk, [])
    if not some:
        return {"row": None}
    homes = hot.neighbourhoods()
    found = hot.heat_of(some, hot.persons([issue.pk]), homes, today())
    first, last = some[0].spoken_on, some[-1].spoken_on
    kept = IssueHeat.objects.filter(issue_id=issue.pk, day__gte=today() - dt.timedelta(days=30)).order_by("day")
    return {
        "row": found,
        "places": listed(hot.places_of(some, homes)),
        "first": first,
        "last": last,
        "weeks": hot.weeks(some, max(first, last - dt.timedelta(days=180)), last) if first != last else [],
        "before": [(one.day, round(one.value, 1)) for one in kept[:1]],
        "value": round(found.value, 1),
        "recency": round(found.recency, 1),
        "spread": round(found.spread, 2),
        "serious": round(found.serious, 1),
    }
