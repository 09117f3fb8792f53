"""Suggestions read: the lists, one page on either face, the answer on paper, the list for the report."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lianxin.cases.lists import ResultCode, default_scheme, results
from lianxin.cases.models.suggestion import Grade, Suggestion, SuggestionState
from lianxin.cases.suggestions import letter, policies, rules, selectors, shown, texts
from lianxin.cases.suggestions import workflow as w
from lianxin.core.clock import today
from lianxin.deputies.models import Level
from lianxin.people.access import actor_of, loaded, requires
from lianxin.ui import papers
from lianxin.ui.dates import zh_date
from lianxin.ui.lists import Cell, Column, Filter, ListSpec, Preset, Sort
from lianxin.ui.templatetags.lianxin_ui import ui_state


def suggestion_of(_request: HttpRequest, pk: int, **_kwargs: Any) -> Suggestion:
    """The suggestion of an address; 404 for one that is not in this town."""
    row = Suggestion.objects.select_related("deputy", "lead_unit").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _row(one: Suggestion, name: str, words: Mapping[str, ResultCode]) -> dict[str, Any]:
    return {
        "title": Cell(one.title, href=reverse(name, args=[one.pk]), sub=one.number, plain=one.title),
        "number": one.number,
        "deputy": gettext("要求保密") if one.confidential else one.deputy.label,
        "unit": one.lead_unit.name if one.lead_unit else "",
        "due": zh_date(one.due_on) if one.due_on else "",
        "result": shown.result_word(one, words),
        "attitude": str(Grade(one.attitude_grade).label) if one.attitude_grade else "",
        "judged": str(Grade(one.result_grade).label) if one.result_grade else "",
        "item": one.report_item,
        "state": Cell(ui_state(f"suggestion_{one.state}"), plain=str(SuggestionState(one.state).label)),
    }


_COLUMNS: Final = (
    Column("title", _("建议"), main=True),
    Column("number", _("编号"), export_only=True),
    Column("deputy", _("领衔代表")),
    Column("unit", _("主办单位")),
    Column("due", _("期限")),
    Column("result", _("办理结果")),
    Column("attitude", _("评价：态度")),
    Column("judged", _("评价：结果")),
    Column("item", _("报告用语"), export_only=True),
    Column("state", _("状态")),
)
_FILTERS: Final = (
    Filter("state", _("状态"), lambda rows, value: rows.filter(state=value), kind="choice",
           choices=SuggestionState.choices),
    Filter("judged", _("评价：结果"), lambda rows, value: rows.filter(result_grade=value), kind="choice",
           choices=Grade.choices),
    Filter("late", _("已逾期"), lambda rows, _value: rows.filter(due_on__lt=today()).exclude(
        state__in=w.FINAL_STATES), kind="choice", choices=(("1", _("已逾期")),)),
)  # fmt: skip


def _spec(name: str, empty: Any) -> ListSpec:
    return ListSpec(
        name=name, caption=_("代表建议"), columns=_COLUMNS, filters=_FILTERS,
        presets=(Preset(_("已逾期"), {"late": "1"}),),
        sorts={"new": Sort(_("最新"), "id", descending=True)}, row=lambda one: {},
        empty_title=_("没有代表建议"), empty_text=empty,
    )  # fmt: skip


DESK_LIST: Final = _spec("desk-suggestions", _("代表提交以后，会出现在这里。"))
OWN_LIST: Final = _spec("own-suggestions", _("点“起草建议”开始；草稿随时保存，只有您看得到。"))


def _rows(spec: ListSpec, page: str) -> ListSpec:
    """The list with rows that lead to *page*; the words of the results are read once."""
    words = results(default_scheme())
    return replace(spec, row=lambda one: _row(one, page, words))


@requires(policies.SEE)
@require_safe
def at_desk(request: HttpRequest) -> HttpResponseBase:
    """The suggestions the actor sees at the desk."""
    actor = actor_of(request)
    acts = []
    if policies.REPORT.check(actor):
        acts = [{"label": gettext("报告用表"), "href": reverse("cases:suggestion_report")}]
    context = {"title": gettext("代表建议"), "sub": gettext("法定时限，与居民意见分开计时。"), "acts": acts}
    spec = _rows(DESK_LIST, "cases:suggestion")
    return spec.respond(request, selectors.at_desk(actor), "cases/pressing/list.html", context)


@requires(policies.OWN)
@require_safe
def own(request: HttpRequest) -> HttpResponseBase:
    """What the deputy wrote, signed, or is asked to sign."""
    rows = selectors.own(actor_of(request))
    return _rows(OWN_LIST, "cases:own_suggestion").respond(
        request, rows, "cases/suggestions/own_list.html", {"title": gettext("我的建议")}
    )  # fmt: skip


@requires(policies.REPORT)
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The suggestions of one session year with counts: for the report to the congress."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == len("2026") else today().year
    rows = list(
        Suggestion.objects.select_related("deputy", "lead_unit")
        .filter(session_year=year, level=Level.TOWN)
        .exclude(registered_on=None)
        .order_by("number")
    )
    words = results(default_scheme())
    context = {"year": year, "years": range(today().year, today().year - 5, -1), "counts": shown.counts(rows),
               "rows": [_row(one, "cases:suggestion", words) for one in rows]}  # fmt: skip
    return render(request, "cases/suggestions/report.html", context)


@requires(policies.SEE, suggestion_of)
@require_safe
def at_desk_one(request: HttpRequest, pk: int) -> HttpResponse:
    """One suggestion at the desk."""
    return _one(request, "ui/desk.html", "cases:suggestion", "cases:suggestions")


@requires(policies.OWN, suggestion_of)
@require_safe
def own_one(request: HttpRequest, pk: int) -> HttpResponse:
    """One suggestion on the deputy's face."""
    return _one(request, "ui/deputy.html", "cases:own_suggestion", "cases:own_suggestions")


def _one(request: HttpRequest, face: str, name: str, list_name: str) -> HttpResponse:
    row, actor = loaded(request, Suggestion), actor_of(request)
    page = selectors.page_of(actor, row)
    writing = row.state in w.WRITING and w.DEPUTY in page.parties
    examining = row.state == w.SUBMITTED and w.OFFICE in page.parties
    doubts = rules.doubts(row.title, row.facts, row.proposal, row.ticks.split("/")) if writing or examining else []
    deputys = face == "ui/deputy.html"
    context = {
        "face": face,
        "page": page,
        "row": row,
        "title": row.title,
        "state": f"suggestion_{row.state}",
        "moves": shown.moves(page, f"{name}_do", deputys=deputys),
        "facts": shown.facts_of(page),
        "doubts": [(str(texts.DOUBTS[one.code]), "、".join(one.words)) for one in doubts],
        "likes": selectors.similar(actor, row.title, row.pk) if writing else [],
        "replies": shown.replies(page),
        "promises": shown.promises(page),
        "voices": shown.voices(page),
        "contacts": shown.contacts(page),
        "asks": shown.asks(page),
        "clocks": shown.clocks(page),
        "signers": shown.signers(page),
        "timeline": shown.timeline(page),
        "list_href": reverse(list_name),
        "print_href": reverse(f"{name}_print", args=[row.pk]),
        "paper_files": papers.links(reverse(f"{name}_print", args=[row.pk])),
    }
    return render(request, "cases/suggestions/one.html", context)


@requires(policies.SEE, suggestion_of)
@require_safe
def at_desk_print(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The answer, or the text, on paper."""
    return _print(request, reverse("cases:suggestion", args=[pk]))


@requires(policies.OWN, suggestion_of)
@require_safe
def own_print(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same for a deputy."""
    return _print(request, reverse("cases:own_suggestion", args=[pk]))


def _print(request: HttpRequest, back: str) -> HttpResponseBase:
    page = selectors.page_of(actor_of(request), loaded(request, Suggestion))
    with override("zh-hans"):
        paper = letter.paper_of(page, actor_of(request).label)
    return papers.respond(request, paper, back=back)
