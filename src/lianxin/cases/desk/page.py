"""The page of one case: who has it, the words as they were said, the answers, four voices, clocks, one timeline."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.cases import policies
from lianxin.cases.desk.table import TABLE
from lianxin.cases.models import Case
from lianxin.cases.selectors import case_page
from lianxin.people.access import actor_of, loaded, requires
from lianxin.ui.dates import zh_date, zh_datetime


def by_number(_request: HttpRequest, number: str, **_kwargs: Any) -> Case:
    """The case of an address; 404 for a number nobody has."""
    case = case_page.joined().filter(number=number).first()
    if case is None:
        raise Http404
    return case


@requires(policies.SEE_CASE, by_number)
@require_safe
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about one case that the actor may read."""
    page = case_page.page_of(actor_of(request), loaded(request, Case))
    return render(request, "cases/desk/case.html", context_of(page))


def context_of(page: case_page.CasePage) -> dict[str, Any]:
    """The page in finished strings."""
    head = page.head
    return {
        "page": page,
        "case": page.case,
        "head": head,
        "facts": _facts(page),
        "voices": [
            {
                "kind": one.kind, "who": one.who, "when": zh_date(one.when) if one.when else "",
                "label": one.label, "text": one.text,
            }
            for one in page.voices
        ],
        "timeline": [
            {
                "title": row["label"], "when": row["when"], "who": row["who"],
                "text": "\n".join(f"{name}：{value}" for name, value in row["facts"]),
            }
            for row in reversed(page.timeline)
        ],
        "moves": [one for one in page.moves if one.code in TABLE],
        "opinions": [(one, zh_datetime(one.recorded_at)) for one in page.opinions],
    }  # fmt: skip


def _facts(page: case_page.CasePage) -> list[dict[str, str]]:
    """The head as name and value; empty ones are left out."""
    head = page.head
    due = f"{zh_date(head['due_on'])} {head['due_label']} {head['due_text']}" if head["due_on"] else ""
    pairs = (
        (_("现在在谁手里"), head["holder"]),
        (_("到期"), due),
        (_("办理轨道"), head["track_label"]),
        (_("类型"), head["kind_label"]),
        (_("分类"), head["category"]),
        (_("地点"), head["place"]),
        (_("承办单位"), head["unit"]),
        (_("会办单位"), "、".join(one.extra for one in page.co_units)),
        (_("代表"), "、".join(page.deputies)),
        (_("收到"), zh_date(head["received_on"])),
        (_("标记"), "、".join(head["marks"])),
    )
    return [{"name": name, "value": str(value)} for name, value in pairs if value]
