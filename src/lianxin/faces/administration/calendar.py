"""The working calendar and the town's own names, on the system administrator's pages."""

from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.clocks.actions import ImportCalendarYear
from lianxin.clocks.calendars import town_calendar
from lianxin.core.clock import today
from lianxin.db.models import Town
from lianxin.faces.administration.pages import form_page, posted, show
from lianxin.people.access import actor_of, requires
from lianxin.people.policies import SYSTEM_ADMIN
from lianxin.places.actions import ChangeTown
from lianxin.ui import forms


class TownForm(forms.Form):
    """The town's names; its code and short address never change."""

    name = django_forms.CharField(label=gettext_lazy("名称"), max_length=60)
    short_name = django_forms.CharField(label=gettext_lazy("简称"), max_length=20, required=False)
    host = django_forms.CharField(
        label=gettext_lazy("专用域名"), max_length=253, required=False, help_text=gettext_lazy("没有专用域名就空着。")
    )


class YearForm(forms.Form):
    """A year table as published."""

    text = forms.WordsField(
        label=gettext_lazy("放假和调休"),
        help_text=gettext_lazy("一行一天：日期,类型,名称。类型写“休”或“班”，例如 2027-01-01,休,元旦。"),
        max_length=20_000,
        rows=12,
    )
    source = django_forms.CharField(
        label=gettext_lazy("来源"), max_length=200, help_text=gettext_lazy("例如国务院办公厅通知的名称和文号。")
    )
    confirmed = django_forms.BooleanField(
        label=gettext_lazy("已经正式公布"), required=False, initial=True, widget=forms.YesNo()
    )


@requires(SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def town(request: HttpRequest) -> HttpResponse:
    """Change the town's names and host name."""
    row: Town = request.town  # type: ignore[attr-defined]
    initial = {name: getattr(row, name) for name in ("name", "short_name", "host")}
    form = TownForm(posted(request), initial=initial)

    def run(data: Any) -> None:
        ChangeTown(actor=actor_of(request), town=row, **data).execute()

    sub = _("代码 %(code)s，网址短名 %(slug)s（不能改）") % {"code": row.code, "slug": row.slug}
    back = reverse("administration:places")
    return form_page(request, form, run, title=_("镇的名称"), sub=sub, back=back, done=_("已经改好。"))


@requires(SYSTEM_ADMIN)
@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """The years clocks are counted in: where each table comes from, and whether it is confirmed."""
    known, this_year = town_calendar(), today().year
    tables = [known.year_table(year) for year in range(this_year + 2, this_year - 4, -1)]
    rows = [
        {
            "year": table.year,
            "state": "ok" if table.confirmed else "to_confirm",
            "word": _("已公布") if table.confirmed else _("暂定"),
            "source": table.source,
            "rest": [{"day": day, "name": name} for day, name in table.rest.items()],
            "work": [{"day": day, "name": name} for day, name in table.work.items()],
        }
        for table in tables
    ]
    return show(request, "calendar.html", {"title": _("工作日历"), "years": rows})


@requires(SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def import_year(request: HttpRequest) -> HttpResponse:
    """Lay a published year over the built-in one; running clocks are counted again."""
    form = YearForm(posted(request))

    def run(data: Any) -> None:
        ImportCalendarYear(actor=actor_of(request), **data).execute()

    return form_page(
        request,
        form,
        run,
        title=_("导入一年的放假安排"),
        sub=_("导入后，受影响的时限会重新计算，每一件都留下记录。"),
        back=reverse("administration:calendar"),
        done=_("这一年的日历已经更新。"),
    )
