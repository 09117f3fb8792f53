"""Work lists of the desk: one tab a list of the actor's roles, with how many wait on each."""

from functools import partial

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.cases import policies
from lianxin.cases.desk.tables import case_list
from lianxin.cases.issues.actions import MERGE
from lianxin.cases.selectors import worklists
from lianxin.people.access import actor_of, requires

#: Lists that are looked up rather than worked off: never the first one shown.
_LOOKED_UP = frozenset({"open", "all", "overdue", "due_today", "to_tell", "waiting_verdict"})


@requires(policies.SEE_CASE)
@require_safe
def case_lists(request: HttpRequest) -> HttpResponseBase:
    """One list with its filters; without a choice the first one on which something waits."""
    actor = actor_of(request)
    mine = worklists.lists_for(actor)
    counts = worklists.waiting(actor)
    busy = next((one.code for one in mine if counts[one.code] and one.code not in _LOOKED_UP), mine[-1].code)
    code = request.GET.get("list") or busy
    if code not in counts:
        raise Http404
    tabs = [
        {
            "label": one.label,
            "href": f"?list={one.code}",
            "current": one.code == code,
            "count": f"{worklists.MANY}+" if counts[one.code] > worklists.MANY else counts[one.code],
            "tone": "bad" if one.code == "overdue" and counts[one.code] else "plain",
        }
        for one in mine
    ]
    merge = code in {"to_transfer", "to_assign"} and MERGE.check(actor)
    pick = code == "to_transfer" or merge
    context = {
        "title": _("事项"),
        "tabs": tabs,
        "label": worklists.BY_CODE[code].label,
        "code": code,
        "pick": pick,
        "merge": merge,
    }
    rows, kept = partial(worklists.lines, code, actor), worklists.kept(code, actor)
    return case_list(pick=pick).respond(request, rows, "cases/desk/lists.html", context, kept=kept)
