"""Taking an import back: what would go, what has moved on, and one button."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.cases import policies
from lianxin.cases.imports.pages.batch import by_id
from lianxin.cases.imports.undo import UndoImport, moved_on
from lianxin.cases.models import CaseState, ImportBatch
from lianxin.journal.errors import WrongState
from lianxin.people.access import actor_of, loaded, requires

_SHOWN = 50


@requires(policies.IMPORT, by_id)
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, batch: int) -> HttpResponse:
    """Ask once, then undo; what moved on is listed and the rest is offered."""
    found = loaded(request, ImportBatch)
    if found.state not in UndoImport.sources:
        return redirect("cases:import", batch=batch)
    if request.method != "POST":
        return render(request, "cases/imports/undo.html", _context(found))
    try:
        done = UndoImport(actor=actor_of(request), batch_id=batch, rest="rest" in request.POST).execute()
    except WrongState as problem:
        return render(request, "cases/imports/undo.html", {**_context(found), "problem": problem.message}, status=409)
    messages.success(request, _("已撤销 %(n)s 条，不再出现在清单和统计里。") % {"n": done.rows_undone})
    return redirect("cases:import", batch=batch)


def _context(batch: ImportBatch) -> dict[str, Any]:
    moved = [
        {
            "number": case.number, "title": case.title, "state": str(CaseState(case.state).label),
            "href": reverse("cases:desk_case", args=[case.number]),
        }
        for case in moved_on(batch)
    ]  # fmt: skip
    left = batch.rows_made - len(moved)
    return {
        "title": _("撤销导入"),
        "batch": batch,
        "moved": moved[:_SHOWN],
        "more": max(len(moved) - _SHOWN, 0),
        "moved_count": len(moved),
        "left": left,
        "facts": [{"name": _("文件"), "value": batch.file_name}, {"name": _("将撤销"), "value": left}],
        "label": _("撤销其余 %(n)s 条") % {"n": left} if moved else _("撤销这 %(n)s 条") % {"n": left},
        "name": "rest" if moved else "all",
        "text": _("撤销后，这些意见和事项标为“导入撤销”，不再出现在清单和统计里；记录本身保留，不会删除。"),
        "back": reverse("cases:import", args=[batch.pk]),
    }
