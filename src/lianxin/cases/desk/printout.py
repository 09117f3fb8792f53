"""A matter on paper before anybody handles it; once a unit was named, its 交办单 stands in its place."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.cases import policies
from lianxin.cases.desk.page import by_number
from lianxin.cases.models import Case
from lianxin.cases.selectors import case_page
from lianxin.clocks.explain import Explained
from lianxin.clocks.models import ClockState
from lianxin.core.masking import mask
from lianxin.people.access import actor_of, loaded, requires
from lianxin.ui.dates import zh_date
from lianxin.ui.listing import listed

#: The states of clocks that still bind somebody.
RUNNING = frozenset({ClockState.RUNNING, ClockState.PAUSED})


@requires(policies.SEE_CASE, by_number)
@require_safe
def order(request: HttpRequest, number: str) -> HttpResponse:
    """One sheet: where, by when and why, never contact data."""
    case = loaded(request, Case)
    unit_id: int | None = case.lead_unit_id
    if unit_id is not None:
        return redirect("cases:paper", number=number, code="order")
    page = case_page.page_of(actor_of(request), case)
    assigned = [one for one in page.assignments if one.on is None]
    context = {
        "page": page,
        "head": page.head,
        "title": _("事项"),
        "facts": _facts(page),
        "demand": assigned[-1].text if assigned else "",
        "words": [(one.source_label, mask(one.words)) for one in page.opinions if not one.withdrawn],
        "clocks": [_clock(one) for one in page.clocks if one.state in RUNNING],
    }
    return render(request, "cases/desk/print.html", context)


def _facts(page: case_page.CasePage) -> list[dict[str, str]]:
    """Who and where, as name and value; empty ones are left out."""
    assigned = [one for one in page.assignments if one.on is None]
    notes = [mask(one.place_note) for one in page.opinions if one.place_note and not one.words_hidden]
    pairs = (
        (_("受理编号"), page.head["number"]),
        (_("承办单位"), page.head["unit"]),
        (_("会办单位"), listed(one.extra for one in page.co_units if one.ref in page.case.co_unit_ids)),
        (_("交办"), f"{assigned[-1].who} {zh_date(assigned[-1].at)}" if assigned else ""),
        (_("地点"), " ".join([page.head["place"], *dict.fromkeys(notes)]).strip()),
        (_("分类"), " · ".join(filter(None, [page.head["kind_label"], page.head["category"]]))),
        (_("收到"), zh_date(page.head["received_on"])),
    )
    return [{"name": name, "value": value} for name, value in pairs if value]


def _clock(clock: Explained) -> dict[str, Any]:
    """A date and the reasons for it."""
    return {
        "label": clock.label,
        "due": zh_date(clock.due_on),
        "provisional": clock.provisional,
        "lines": clock.lines,
    }
