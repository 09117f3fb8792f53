"""The desk's pages of issues: the list, bringing together, one issue, undoing, dividing, the link for neighbours."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.cases import policies
from lianxin.cases.actions.triage import open_points
from lianxin.cases.desk.page import by_number
from lianxin.cases.issues import selectors
from lianxin.cases.issues.actions import MERGE, LeaveIssue, MarkRepeat, MergeCases, may_merge
from lianxin.cases.issues.forms import LeaveForm, MergeForm, OpenMeTooForm, RepeatForm, SplitForm
from lianxin.cases.issues.me_too import OPEN_ME_TOO, CloseMeToo, OpenMeToo, can_take
from lianxin.cases.issues.split import PartSpec, SplitCase
from lianxin.cases.models import Case, Issue
from lianxin.cases.selectors.rows import place_words
from lianxin.cases.suggestions.policies import REPORT as PROPOSE
from lianxin.core.clock import civil_date, today
from lianxin.core.ids import typed_id
from lianxin.journal.errors import Invalid
from lianxin.people.access import actor_of, loaded, requires
from lianxin.people.policies import Policy
from lianxin.ui.listing import listed
from lianxin.ui.lists import Cell, Column, ListSpec, Sort
from lianxin.ui.templatetags.lianxin_ui import ui_state

_FIELDS: Final[Mapping[str, str]] = {"case_ids": "lead", "repeats": "lead"}


def _row(issue: Issue) -> Mapping[str, Any]:
    lead = issue.lead
    size, again = getattr(issue, "size", 0), getattr(issue, "again", 0)
    return {
        "title": Cell(issue.title, href=reverse("cases:desk_issue", args=[issue.number]), sub=issue.number),
        "size": Cell(size + 1, sub=_("其中同一人再次反映 %(n)d 件") % {"n": again} if again else ""),
        "people": lead.voice_count,
        "place": place_words(lead.place) if lead.place is not None else "",
        "unit": lead.lead_unit.label if lead.lead_unit is not None else "",
        "state": Cell(ui_state(lead.state), plain=lead.get_state_display()),
        "made": civil_date(issue.made_at),
        "ended": issue.ended_on,
    }


ISSUES: Final = ListSpec(
    name="desk-issues",
    caption=gettext_lazy("议题"),
    columns=(
        Column("title", gettext_lazy("议题"), main=True),
        Column("people", gettext_lazy("人数")),
        Column("size", gettext_lazy("件数")),
        Column("place", gettext_lazy("地点")),
        Column("unit", gettext_lazy("承办单位")),
        Column("state", gettext_lazy("牵头事项")),
        Column("made", gettext_lazy("并成"), sort="new"),
        Column("ended", gettext_lazy("已撤销"), export_only=True),
    ),
    filters=(),
    sorts={"new": Sort(gettext_lazy("最新"), "made_at", descending=True)},
    row=_row,
)


@requires(policies.SEE_CASE)
@require_safe
def issue_list(request: HttpRequest) -> HttpResponseBase:
    """Every issue whose lead one sees."""
    context = {"title": _("议题"), "may_merge": MERGE.check(actor_of(request))}
    return ISSUES.respond(request, selectors.issues(actor_of(request)), "cases/issues/list.html", context)


# --- bringing together --------------------------------------------------------------------------


def _ids(typed: list[str]) -> list[int]:
    return list(dict.fromkeys(one for one in map(typed_id, typed) if one is not None))[:200]


@requires(MERGE)
@require_http_methods(["GET", "HEAD", "POST"])
def compose(request: HttpRequest) -> HttpResponse:
    """Look at the words side by side, choose which leads, say why; then they go together."""
    posted = request.POST if request.method == "POST" else None
    ids = _ids(posted.get("ids", "").split() if posted is not None else request.GET.getlist("pick"))
    rows = selectors.chosen(actor_of(request), ids, request.GET.getlist("number"))
    ids = [row["id"] for row in rows]
    form = MergeForm(posted, initial={"ids": " ".join(str(pk) for pk in ids), "lead": str(ids[0]) if ids else ""})
    form.offer(rows)
    if posted is None and len(rows) < 2:
        messages.warning(request, _("请先选出至少两件可能是同一件事的事项。"))
        return redirect("cases:desk_cases")
    if posted is not None and form.is_valid():
        data = form.cleaned_data
        try:
            issue = MergeCases(
                actor=actor_of(request),
                lead_id=int(data["lead"]),
                case_ids=ids,
                title=data["title"],
                reason=data["reason"],
                across_reason=data["across_reason"],
            ).execute()
        except Invalid as problem:
            form.take(renamed(problem))
        else:
            messages.success(request, _("已并成议题 %(number)s。") % {"number": issue.number})
            return redirect("cases:desk_issue", number=issue.number)
    return render(request, "cases/issues/compose.html", {"form": form, "rows": rows}, status=form.status)


def renamed(problem: Invalid) -> Invalid:
    """The action's problems at the fields of the form."""
    return Invalid(*(type(one)(_FIELDS.get(one.field, one.field), one.code, one.message) for one in problem.problems))


# --- one issue ---------------------------------------------------------------------------------


def issue_or_404(request: HttpRequest, number: str) -> Issue:
    """An issue whose lead one sees."""
    pk = typed_id(number)
    rows = selectors.issues(actor_of(request))
    issue = rows.filter(pk=pk).first() if pk is not None else rows.filter(number=number).first()
    if issue is None:
        raise Http404
    return issue


class SeesIssue(Policy):
    """Who sees an issue: whoever sees a case at all (the loader has looked for the lead already)."""

    def check(self, actor: Any, obj: object = None) -> bool:
        """As for cases; the object was found among those one sees."""
        return policies.SEE_CASE.check(actor)


SEE_ISSUE: Final = SeesIssue()


@requires(SEE_ISSUE, issue_or_404)
@require_safe
def issue_page(request: HttpRequest, number: str) -> HttpResponse:
    """All voices in their own words, where each stands; what can be undone."""
    return show(request, loaded(request, Issue), LeaveForm())


def show(request: HttpRequest, issue: Issue, form: LeaveForm) -> HttpResponse:
    """The page with its form."""
    page = selectors.load(actor_of(request), issue)
    facts = [
        {"name": _("人数"), "value": _("%(n)d 人") % {"n": page.people}},
        {"name": _("同一人再次反映"), "value": _("%(n)d 件") % {"n": page.again}},
        {"name": _("件数"), "value": _("%(n)d 件") % {"n": len({voice.number for voice in page.voices})}},
        {"name": _("为什么是同一件事"), "value": issue.reason},
        {"name": _("跨居民区的理由"), "value": issue.across_reason},
        {"name": _("并成"), "value": f"{issue.made_by_label} {civil_date(issue.made_at)}"},
    ]
    context = {
        "page": page,
        "issue": issue,
        "form": form,
        "facts": [one for one in facts if one["value"]],
        "propose_href": _propose_href(request, page.lead),
        "may": issue.ended_on is None and may_merge(actor_of(request), page.lead),
    }
    return render(request, "cases/issues/issue.html", context, status=form.status)


def _propose_href(request: HttpRequest, lead: Case) -> str:
    """Where the congress office begins a suggestion from the matters of the issue."""
    if lead.sealed or not PROPOSE.check(actor_of(request)):
        return ""
    return f"{reverse('cases:suggestion_propose')}?{urlencode({'case': lead.number})}"


@requires(MERGE, issue_or_404)
@require_POST
def leave(request: HttpRequest, number: str) -> HttpResponse:
    """Undo, for the ones chosen or for all."""
    issue = loaded(request, Issue)
    form = LeaveForm(request.POST)
    picked = _ids(request.POST.getlist("pick"))
    if not picked and "all" not in request.POST:
        form.add_error(None, _("请选出要撤出的事项，或者按“全部撤出”。"))
    if form.is_valid():
        try:
            LeaveIssue(
                actor=actor_of(request),
                issue_id=issue.pk,
                case_ids=[] if "all" in request.POST else picked,
                reason=form.cleaned_data["reason"],
            ).execute()
        except Invalid as problem:
            form.take(problem)
        else:
            messages.success(request, _("已撤出，各自回到并入以前的位置，期限已重新计算。"))
            return redirect("cases:desk_issue", number=number)
    return show(request, issue, form)


@requires(MERGE, issue_or_404)
@require_POST
def repeat(request: HttpRequest, number: str) -> HttpResponse:
    """Say that two voices are one person, or take it back."""
    form = RepeatForm(request.POST)
    if form.is_valid():
        MarkRepeat(
            actor=actor_of(request), member_id=form.cleaned_data["member"], earlier_id=form.cleaned_data["earlier"] or 0
        ).execute()
        messages.success(request, _("已改好，人数已重新计算。"))
    return redirect("cases:desk_issue", number=number)


# --- dividing ----------------------------------------------------------------------------------


@requires(MERGE, by_number)
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, number: str) -> HttpResponse:
    """Divide the points into several matters."""
    case = loaded(request, Case)
    if not policies.SEE_CASE.check(actor_of(request), case):
        raise Http404
    points = [(point.pk, point.text) for point in open_points(case.pk)]
    form = SplitForm(
        request.POST if request.method == "POST" else None, points=points, initial={"expected_version": case.version}
    )
    if request.method == "POST" and form.is_valid():
        parts = [PartSpec(ids, title, category) for ids, title, category in form.parts()]
        try:
            made = SplitCase(
                actor=actor_of(request),
                case_id=case.pk,
                expected_version=form.cleaned_data["expected_version"],
                parts=parts,
            ).execute()
        except Invalid as problem:
            form.take(problem)
        else:
            numbers = listed(one.number for one in made)
            messages.success(request, _("已分成几件，新的编号：%(numbers)s。") % {"numbers": numbers})
            return redirect("cases:desk_case", number=number)
    context = {"case": case, "form": form, "enough": len(points) > 1}
    return render(request, "cases/issues/split.html", context, status=form.status)


# --- me too ------------------------------------------------------------------------------------


@requires(OPEN_ME_TOO, by_number)
@require_http_methods(["GET", "HEAD", "POST"])
def me_too(request: HttpRequest, number: str) -> HttpResponse:
    """Open or close the link by which neighbours add themselves; print its notice."""
    case = loaded(request, Case)
    if not policies.SEE_CASE.check(actor_of(request), case):
        raise Http404
    if "close" in request.POST:
        CloseMeToo(actor=actor_of(request), case_id=case.pk).execute()
        messages.success(request, _("“我也一样”已经停收。"))
        return redirect("cases:desk_me_too", number=number)
    initial = {"closes_on": today() + dt.timedelta(days=30)}
    form = OpenMeTooForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            OpenMeToo(
                actor=actor_of(request),
                case_id=case.pk,
                title=form.cleaned_data["title"],
                closes_on=form.cleaned_data["closes_on"],
            ).execute()
        except Invalid as problem:
            form.take(problem)
        else:
            messages.success(request, _("已经开好，可以打印告示。"))
            return redirect("cases:desk_me_too", number=number)
    row = selectors.me_too_of(case.pk)
    context = {
        "case": case,
        "form": form,
        "row": row,
        "link": request.build_absolute_uri(reverse("cases:me_too", args=[row.token])) if row is not None else "",
        "possible": can_take(case),
    }
    return render(request, "cases/issues/me_too_desk.html", context, status=form.status)


@requires(OPEN_ME_TOO, by_number)
@require_safe
def me_too_notice(request: HttpRequest, number: str) -> HttpResponse:
    """The notice for the wall: the neutral name, a QR, and that nobody sees who said it."""
    case = loaded(request, Case)
    row = selectors.me_too_of(case.pk)
    if row is None or not policies.SEE_CASE.check(actor_of(request), case):
        raise Http404
    context = {
        "row": row,
        "number": number,
        "place": place_words(case.place) if case.place is not None else "",
        "qr": request.build_absolute_uri(reverse("cases:me_too", args=[row.token])),
    }
    return render(request, "cases/issues/me_too_notice.html", context)
