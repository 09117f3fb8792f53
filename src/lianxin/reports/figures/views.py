"""One figure on its page: definition, distribution, months, groups, and the rows behind it."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.people.access import requires
from lianxin.reports import registry
from lianxin.reports.figures import cuts, page, rules
from lianxin.reports.figures.forms import PeriodForm, read_scope, words_of
from lianxin.reports.figures.model import Measure, Reader, Scope, summed
from lianxin.reports.views import READERS


@requires(READERS)
@require_safe
def measure(request: HttpRequest, code: str) -> HttpResponseBase:
    """A measure for a scope; ``part`` narrows the rows, ``by`` compares groups, ``format`` exports the rows."""
    one = registry.measure_of(code)
    if one is None:
        raise Http404
    form, scope = read_scope(request)
    part = request.GET.get("part", "")
    part = part if part in {each.code for each in one.parts} else ""
    spec, rows = one.rows(request, scope, part)
    if request.GET.get("format"):
        return spec.respond(request, rows, "reports/measure.html", {})
    by = request.GET.get("by", "")
    context = _context(request, one, scope, by if by in cuts.LABELS else "unit")
    context |= {"form": form, "narrowed": words_of(form), "part": _part_words(one, part)}
    context["rest"] = [(name, value) for name, value in request.GET.items() if name in {"by", "part"}]
    return spec.respond(request, rows, "reports/measure.html", context)


def _part_words(one: Measure, code: str) -> str:
    return next((str(each.label) for each in one.parts if each.code == code), "") if code else ""


def _context(request: HttpRequest, one: Measure, scope: Scope, by: str) -> dict[str, Any]:
    """Everything but the rows; two statements: the facts of a year by group, and the names of the groups."""
    reader = Reader(scope if one.is_stock else page.long_scope(scope), by)
    facts = page.facts_of(one, reader)
    inside = page.inside(one, facts, scope)
    found = summed(one, inside)
    head, groups = page.comparison(one, inside, by)
    chart = page.distribution(one, found)
    for row, each in zip(chart, one.parts, strict=False):
        row["href"] = "?" + urlencode({**_kept(request), "part": each.code}) + "#rows"
    months = [] if one.is_stock else page.trend(one, facts, scope)
    return {
        "one": one,
        "scope": scope,
        "stat": page.stat(one, found, ""),
        "chart": chart,
        "chart_caption": _("分布"),
        "months": months,
        "months_caption": page.trend_caption(one),
        "by_tabs": [
            {"label": label, "href": "?" + urlencode({**_kept(request), "by": key}) + "#groups", "current": key == by}
            for key, label in cuts.LABELS.items()
        ],
        "by_label": cuts.LABELS[by],
        "group_head": head,
        "group_rows": groups,
        "least": rules.COMPARE_FROM,
        "all_rows_href": "?" + urlencode({**_kept(request), "part": ""}) + "#rows",
    }


def _kept(request: HttpRequest) -> dict[str, str]:
    """The address without what belongs to the list."""
    names = {*PeriodForm.base_fields, *cuts.LABELS, "by", "part"}
    return {name: str(value) for name, value in request.GET.items() if name in names}
