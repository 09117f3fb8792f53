"""The page of figures, and its workbook."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.core.clock import today
from lianxin.db.scope import current_town
from lianxin.people import roles
from lianxin.people.access import actor_of, requires
from lianxin.people.actions.exports import record_export
from lianxin.people.policies import RolePolicy
from lianxin.reports import selectors
from lianxin.reports.figures import page
from lianxin.reports.figures.forms import read_period
from lianxin.reports.registry import Period
from lianxin.ui.exports import file_response

READERS = RolePolicy(roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR, roles.GOVERNMENT_DESK, roles.LEADER)


@requires(READERS)
@require_safe
def figures(request: HttpRequest) -> HttpResponseBase:
    """All registered figures of a period, this year up to today unless asked otherwise; ``format=xlsx`` exports."""
    form, period = read_period(request)
    rows = selectors.rows(period, current_town())
    if request.GET.get("format") in {"xlsx", "csv"}:
        return _export(request, rows, period)
    query = "&".join(f"{name}={value}" for name, value in selectors.query_of(period).items())
    context = {
        "figure_groups": page.grouped(rows),
        "form": form,
        "period": period,
        "as_of": period.as_of or today(),
        "query": query,
    }
    return render(request, "reports/figures.html", context, status=form.status if form.is_bound else 200)


def _export(request: HttpRequest, rows: list[dict[str, object]], period: Period) -> HttpResponseBase:
    title = _("统计数据")
    wanted = request.GET["format"]
    record_export(actor_of(request), title, wanted)
    headers = [_("指标"), _("分子"), _("分母"), _("单位"), _("百分比"), "n", _("定义")]
    headers += [_("中位数"), "P90", _("从"), _("到"), _("截止")]
    keys = ("name", "numerator", "denominator", "unit", "share", "sample", "definition", "median", "p90")
    note = _("演示数据") if current_town().is_demo else ""
    days = [period.first, period.last, period.as_of or today()]
    lines = [[*(row[key] for key in keys), *days] for row in rows]
    return file_response(wanted, title, headers, lines, note)
