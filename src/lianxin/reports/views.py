"""The page of figures, and its workbook."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lianxin.core.clock import today
from lianxin.db.scope import current_town
from lianxin.people import roles
from lianxin.people.access import actor_of, requires
from lianxin.people.actions.exports import record_export
from lianxin.people.policies import RolePolicy
from lianxin.reports import selectors
from lianxin.reports.registry import Period
from lianxin.ui import forms
from lianxin.ui.exports import file_response

READERS = RolePolicy(roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR, roles.GOVERNMENT_DESK, roles.LEADER)


class PeriodForm(forms.Form):
    """From which day to which day."""

    first = forms.DateField(label=gettext_lazy("从"))
    last = forms.DateField(label=gettext_lazy("到"))


@requires(READERS)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """All registered figures of a period, this year up to today unless asked otherwise; ``format=xlsx`` exports."""
    form, period = _period(request)
    rows = selectors.rows(period, current_town())
    if request.GET.get("format") in {"xlsx", "csv"}:
        return _export(request, rows, period)
    query = f"first={period.first}&last={period.last}"
    context = {"rows": rows, "form": form, "period": period, "query": query}
    return render(request, "reports/figures.html", context, status=form.status if form.is_bound else 200)


def _period(request: HttpRequest) -> tuple[PeriodForm, Period]:
    """The period asked for; the usual one when nothing or nonsense was asked."""
    usual = Period(today().replace(month=1, day=1), today())
    if "first" not in request.GET:
        return PeriodForm(initial={"first": usual.first, "last": usual.last}), usual
    form = PeriodForm(request.GET)
    if not form.is_valid():
        return form, usual
    first: dt.date = form.cleaned_data["first"]
    last: dt.date = form.cleaned_data["last"]
    if last < first:
        form.add_error("last", _("结束日期不能早于开始日期。"))
        return form, usual
    return form, Period(first, last)


def _export(request: HttpRequest, rows: list[dict[str, object]], period: Period) -> HttpResponse:
    title = _("统计数据")
    wanted = request.GET["format"]
    record_export(actor_of(request), title, wanted)
    headers = [_("指标"), _("分子"), _("分母"), _("单位"), _("百分比"), "n", _("定义"), _("从"), _("到")]
    keys = ("name", "numerator", "denominator", "unit", "share", "sample", "definition")
    note = _("演示数据") if current_town().is_demo else ""
    lines = [[*(row[key] for key in keys), period.first, period.last] for row in rows]
    return file_response(wanted, title, headers, lines, note)
