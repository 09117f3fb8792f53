"""本周一页: one page for the secretary, on the screen, on a phone and on A4; as a file too."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.cases import policies
from lianxin.cases.selectors import week
from lianxin.core.clock import today
from lianxin.people.access import actor_of, requires
from lianxin.people.actions.exports import record_export
from lianxin.ui import exports
from lianxin.ui.dates import zh_date, zh_day


@requires(policies.THE_WEEK)
@require_safe
def the_week(request: HttpRequest) -> HttpResponseBase:
    """What to tell, whom to ask, what is due, what is stuck, what became of last week's."""
    page = week.week_of(actor_of(request))
    title = _("本周一页")
    wanted = request.GET.get("format", "")
    if wanted in exports.FORMATS:
        return _file(request, page, title, wanted)
    context = {
        "title": title,
        "span": f"{zh_date(page.first)} – {zh_day(page.last)}",
        "made": zh_date(today()),
        "sections": page.sections,
        "exports": [{"label": label, "href": f"?format={code}"} for code, label in exports.FORMATS.items()],
    }
    return render(request, "cases/desk/week.html", context)


def _file(request: HttpRequest, page: week.Week, title: str, wanted: str) -> HttpResponseBase:
    """The same rows as a table."""
    record_export(actor_of(request), title, wanted)
    headers = [_("栏目"), _("编号"), _("地点"), _("内容"), _("要做什么"), _("说明")]
    rows = [
        [section.title, row.number, row.place, row.title, row.do, row.note]
        for section in page.sections
        for row in section.rows
    ]
    town = getattr(request, "town", None)
    return exports.file_response(wanted, title, headers, rows, _("演示数据") if town and town.is_demo else "")
