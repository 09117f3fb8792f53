"""One page: of every official record, what is typed and what fills itself; for the two offices."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.people.access import requires
from lianxin.reports.blankforms.actions import KEEPERS
from lianxin.reports.burden.meter import FORMS_LABEL, GOAL, Counted, Field, sheets, superior_forms
from lianxin.reports.figures.forms import read_period
from lianxin.ui.listing import listed


@requires(KEEPERS)
@require_safe
def burden(request: HttpRequest) -> HttpResponse:
    """The meter for a period; a statement a kind of record."""
    form, period = read_period(request)
    rows = [_row(one.label, one.counted(period), one.by_itself, one.by_hand, str(one.note)) for one in sheets()]
    note = _("每填好一张表就数一次：由记录填的格数、人填的格数；清单按每件每列数。")
    rows.append(_row(FORMS_LABEL, superior_forms(period), (), (), note))
    whole = Counted(*(sum(row["counted"][at] for row in rows) for at in range(3)))
    context = {
        "form": form,
        "period": period,
        "rows": rows,
        "whole": _row(_("合计"), whole, (), (), ""),
        "goal": GOAL,
        "chart": [{"label": row["name"], "value": row["typed_each"]} for row in rows if row["records"]],
    }
    return render(request, "reports/burden.html", context, status=form.status if form.is_bound else 200)


def _row(label: Any, counted: Counted, own: Any, hand: Any, note: str) -> dict[str, Any]:
    total = counted.by_itself + counted.by_hand
    share = round(100 * counted.by_itself / total, 1) if total else None
    return {
        "name": str(label),
        "counted": counted,
        "records": counted.records,
        "by_itself": counted.by_itself,
        "by_hand": counted.by_hand,
        "typed_each": round(counted.by_hand / counted.records, 1) if counted.records else 0,
        "share": _("还没有") if share is None else f"{share}%（n = {total}）",
        "reached": share is not None and share >= GOAL,
        "has_share": share is not None,
        "own_words": _listed(own),
        "hand_words": _listed(hand),
        "note": note,
    }


def _listed(fields: tuple[Field, ...]) -> str:
    return listed(str(one.label) for one in fields)
