"""The page of 督查总表: one line a unit, neighbourhood and month, with filters, totals and export."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lianxin.cases.models import SupervisionCell
from lianxin.cases.selectors.frame import Frame, read
from lianxin.cases.supervision import rollup
from lianxin.core import clock
from lianxin.people import roles
from lianxin.people.access import requires
from lianxin.people.policies import RolePolicy
from lianxin.ui.keyset import Kept
from lianxin.ui.lists import Cell, Column, Filter, ListSpec, Sort

#: Who watches over the work of all units.
SUPERVISE: Final = RolePolicy(roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR, roles.GOVERNMENT_DESK, roles.LEADER)
#: The counts in the order of a matter's life, with their words.
COUNTS: Final = {
    "received": _("收到"),
    "open_now": _("在办"),
    "overdue": _("逾期"),
    "answered": _("已答复"),
    "solved": _("居民说解决"),
    "unsolved": _("居民说没解决"),
    "closed": _("已办结"),
}


class Line(NamedTuple):
    """One cell of the roll-up; the names are its fields."""

    pk: int
    month: dt.date
    unit_ref: int
    home_ref: int
    received: int
    open_now: int
    overdue: int
    answered: int
    solved: int
    unsolved: int
    closed: int


def _by(name: str) -> Any:
    def narrowed(rows: QuerySet[Any, Any], value: Any) -> QuerySet[Any, Any]:
        return rows.filter(**{name: value})

    return narrowed


_TABLE: Final = ListSpec(
    name="supervision",
    caption=_("督查总表"),
    columns=(
        Column("unit", _("承办单位"), main=True),
        Column("home", _("居民区")),
        Column("month", _("收到的月份"), sort="new"),
        *(Column(code, word, number=True, sort="late" if code == "overdue" else "") for code, word in COUNTS.items()),
    ),
    filters=(
        Filter("unit", _("承办单位"), _by("unit_ref"), kind="choice"),
        Filter("home", _("居民区"), _by("home_ref"), kind="choice"),
        Filter("since", _("从"), _by("month__gte"), kind="date", placeholder=_("例如 2026-01-01")),
        Filter("until", _("到"), _by("month__lte"), kind="date"),
    ),
    sorts={
        "new": Sort(_("最新"), "month", descending=True),
        "late": Sort(_("逾期最多"), "overdue", descending=True),
    },
    row=dict,
)


def _row(units: Mapping[str, str], homes: Mapping[str, str], base: str, line: Line) -> Mapping[str, Any]:
    """One line: names, month and counts; the unit leads to its matters."""
    unit, home = str(line.unit_ref), str(line.home_ref)
    there = {"list": "all", **({"unit": unit} if line.unit_ref else {}), **({"place": home} if line.home_ref else {})}
    name = units.get(unit, gettext("还没有交办"))
    return {
        "unit": Cell(name, href=f"{base}?{urlencode(there)}", plain=name),
        "home": homes.get(home, gettext("没有写地点")),
        "month": f"{line.month:%Y-%m}",
        **{code: getattr(line, code) for code in COUNTS},
    }


def table(frame: Frame) -> ListSpec:
    """The list for one request; its words come from the frame."""
    choices = {"unit": frame.units, "home": frame.homes}
    filters = [replace(one, choices=choices.get(one.name, one.choices)) for one in _TABLE.filters]
    units, homes, base = dict(frame.units), dict(frame.homes), reverse("cases:desk_cases")
    return replace(_TABLE, filters=filters, row=lambda line: _row(units, homes, base, line))


@requires(SUPERVISE)
@require_safe
def supervision(request: HttpRequest) -> HttpResponseBase:
    """The table; what is counted is at most a minute old, and the page says of when."""
    frame = read(units=True, counted=True)
    if frame.counted_until is None:
        rollup.refresh()
        frame = read(units=True, counted=True)
    spec, until = table(frame), frame.counted_until
    rows = SupervisionCell.objects.values_list(*Line._fields, named=True)
    context = {
        "title": gettext("督查总表"),
        "as_of": f"{clock.local(until):%Y-%m-%d %H:%M}" if until else "",
        "stats": _totals(spec, request),
    }
    return spec.respond(request, rows, "cases/supervision/table.html", context, kept=Kept("supervision", Line._make))


def _totals(spec: ListSpec, request: HttpRequest) -> list[dict[str, Any]]:
    """The sums over what the filters leave; one statement over the roll-up, never over the matters."""
    found = spec.narrowed(request, SupervisionCell.objects.all()).aggregate(**{code: Sum(code) for code in COUNTS})
    return [{"name": word, "value": found[code] or 0, "unit": gettext("件")} for code, word in COUNTS.items()]
