"""Frozen reports: listed, made, read, printed, corrected."""

import json
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.core.clock import local, today
from lianxin.db.scope import current_town
from lianxin.journal.errors import Invalid
from lianxin.people.access import actor_of, loaded, requires
from lianxin.people.actions.exports import record_export
from lianxin.reports.frozen.actions import SIGNERS, FreezeReport
from lianxin.reports.frozen.content import compose, proposed_text
from lianxin.reports.frozen.forms import CorrectionForm, ReportForm, all_figures, title_for
from lianxin.reports.frozen.models import FrozenReport
from lianxin.reports.frozen.proof import is_whole
from lianxin.reports.periods import proposed
from lianxin.reports.registry import Period
from lianxin.reports.sources import period_label
from lianxin.reports.views import READERS
from lianxin.ui.exports import file_response


def report_here(_request: HttpRequest, pk: int) -> FrozenReport | None:
    """A report of this town, or nothing."""
    return FrozenReport.objects.filter(pk=pk).select_related("supersedes").first()


@requires(READERS)
@require_safe
def frozen_list(request: HttpRequest) -> HttpResponse:
    """All reports, newest first; a corrected version says so."""
    later = FrozenReport.objects.filter(supersedes=OuterRef("pk"))
    rows = FrozenReport.objects.annotate(corrected=Exists(later)).defer("content").order_by("-signed_at", "-id")[:200]
    context = {"rows": [_row(one) for one in rows], "may_sign": SIGNERS.check(actor_of(request))}
    return render(request, "reports/frozen/list.html", context)


def _row(one: Any) -> dict[str, Any]:
    return {
        "href": reverse("reports:frozen", args=[one.pk]),
        "title": one.title,
        "number": one.number,
        "version": one.version,
        "period": period_label(Period(one.first, one.last)),
        "signed": f"{one.signed_by_label} {local(one.signed_at):%Y-%m-%d %H:%M}",
        "corrected": one.corrected,
        "reason": one.reason,
    }


@requires(SIGNERS)
@require_http_methods(["GET", "POST"])
def freeze(request: HttpRequest) -> HttpResponse:
    """Choose, look, sign."""
    period = proposed("half", today())
    initial = {
        "first": period.first,
        "last": period.last,
        "as_of": today(),
        "title": title_for(period_label(period)),
        "figures": all_figures(),
    }
    form = ReportForm(request.POST or None, initial=initial)
    return _making(request, form, None)


@requires(SIGNERS, report_here)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a new version of a report, with why."""
    before = loaded(request, FrozenReport)
    content = json.loads(before.content)
    initial = {
        "first": before.first,
        "last": before.last,
        "as_of": before.as_of,
        "title": before.title,
        "kind": before.kind,
        "figures": [one["code"] for one in content["figures"]],
        "tables": [one["code"] for one in content["tables"]],
        "text": content["text"],
    }
    return _making(request, CorrectionForm(request.POST or None, initial=initial), before)


def _making(request: HttpRequest, form: ReportForm, before: FrozenReport | None) -> HttpResponse:
    """Preview or freeze; what does not fit stands at its field."""
    shown: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        if "sign" in request.POST:
            made = _freeze(request, form, before)
            if made is not None:
                messages.success(request, _("已经定稿。以后要改，只能出新的一版。"))
                return HttpResponseRedirect(reverse("reports:frozen", args=[made.pk]))
        else:
            content = compose(form.wanted())
            shown = {"content": content, "draft": "" if content["text"] else proposed_text(content)}
    context = {"form": form, "before": before, **shown}
    status = form.status if form.is_bound else 200
    return render(request, "reports/frozen/make.html", context, status=status)


def _freeze(request: HttpRequest, form: ReportForm, before: FrozenReport | None) -> FrozenReport | None:
    data = form.cleaned_data
    action = FreezeReport(
        actor=actor_of(request),
        wanted=form.wanted(),
        kind=data["kind"],
        corrects=before,
        reason=data.get("reason", ""),
        once=data["once"],
    )
    try:
        return action.execute()
    except Invalid as problem:
        form.take(problem)
    return None


@requires(READERS, report_here)
@require_safe
def frozen(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A report as it was signed, with the proof that it still is; ``format=xlsx`` takes its numbers away."""
    one = loaded(request, FrozenReport)
    content = json.loads(one.content)
    if request.GET.get("format") in {"xlsx", "csv"}:
        return _export(request, one, content)
    context = _context(one, content) | {
        "corrected_by": one.corrections.defer("content").first(),
        "may_sign": SIGNERS.check(actor_of(request)),
    }
    return render(request, "reports/frozen/report.html", context)


@requires(READERS, report_here)
@require_safe
def frozen_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The same on paper."""
    one = loaded(request, FrozenReport)
    return render(request, "reports/frozen/print.html", _context(one, json.loads(one.content)))


def _context(one: FrozenReport, content: dict[str, Any]) -> dict[str, Any]:
    return {
        "report": one,
        "content": content,
        "period": period_label(Period(one.first, one.last)),
        "signed_at": f"{local(one.signed_at):%Y-%m-%d %H:%M}",
        "whole": is_whole(one),
        "changes": [dict(zip(("where", "before", "after"), line, strict=True)) for line in json.loads(one.changes)],
    }


def _export(request: HttpRequest, one: FrozenReport, content: dict[str, Any]) -> HttpResponseBase:
    wanted = request.GET["format"]
    record_export(actor_of(request), one.title, wanted)
    headers = [_("指标"), _("分子"), _("分母"), _("单位"), _("百分比"), "n", _("中位数"), "P90", _("算法")]
    keys = ("name", "numerator", "denominator", "unit", "share", "sample", "median", "p90", "formula")
    lines = [[figure[key] for key in keys] for figure in content["figures"]]
    note = _("演示数据") if current_town().is_demo else ""
    return file_response(wanted, one.title, headers, lines, note)
