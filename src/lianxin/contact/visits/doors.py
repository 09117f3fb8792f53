"""The deputy after a visit: one large screen with what was recorded, in the recorded words."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.contact import base, workflow
from lianxin.contact.models import Presence, Visit, VisitDeputy
from lianxin.contact.policies import deputies_of
from lianxin.contact.visits import forms, selectors
from lianxin.contact.visits.actions import ConfirmVisit
from lianxin.people.access import actor_of, loaded, requires
from lianxin.people.policies import AS_DEPUTY
from lianxin.ui.acting import act_on, posted


@requires(AS_DEPUTY)
@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """The deputy's visits, what waits for the deputy's word first."""
    rows = sorted(selectors.of_deputy(actor_of(request)), key=lambda row: not row["to_confirm"])
    return render(request, "contact/visits/deputy_visits.html", {"rows": rows})


def own_visit(request: HttpRequest, pk: int) -> Visit | None:
    """A visit the deputy is or was on, or nothing."""
    own = deputies_of(actor_of(request))
    rows = base.visits().filter(pk=pk, deputies__deputy_id__in=own, deputies__dropped_because="")
    return rows.distinct().first()


@requires(AS_DEPUTY, own_visit)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Right, add, correct; without a word everything is right."""
    visit, actor = loaded(request, Visit), actor_of(request)
    own = deputies_of(actor)
    mine = next(one for one in visit.going if one.deputy_id in own)  # type: ignore[attr-defined]
    rows = [row for row in selectors.item_rows(visit, actor) if not row["gone"]]
    form = forms.ConfirmForm(posted(request), items=rows)
    for row in rows:
        row["say"] = form.pair(row["pk"])

    def run(data: Mapping[str, Any]) -> None:
        ConfirmVisit(
            actor=actor, visit=visit, deputy_id=mine.deputy_id, about=form.about, additions=[data["additions"]]
        ).execute()

    context = {
        "head": selectors.head_of(visit), "rows": rows, "may": may_confirm(visit, mine),
        "said": _said(mine, selectors.last_confirmations([visit.pk]).get(mine.pk), rows),
        "remarks": [one for one in selectors.remark_rows(visit) if one["deputy"] == mine.deputy_id],
    }  # fmt: skip
    return act_on(
        request, form, run, template="contact/visits/confirm.html", back=reverse("contact:deputy_visits"),
        done=_("已经确认，谢谢您。这些事算您带回来的，办到哪一步都看得到。"), context=context,
    )  # fmt: skip


def may_confirm(visit: Visit, mine: VisitDeputy) -> bool:
    """Whether the deputy was there and the visit has begun."""
    absent = mine.presence in {Presence.LEAVE, Presence.ABSENT}
    return not absent and visit.state not in {workflow.PLANNED, workflow.NOT_HELD}


def _said(mine: VisitDeputy, moment: Any, rows: list[selectors.Row]) -> dict[str, Any]:
    """Whether the deputy confirmed before, and which items came since."""
    fresh = [row for row in rows if moment is None or row["added_at"] > moment]
    for row in rows:
        row["fresh"] = moment is not None and row in fresh
    return {"before": moment, "fresh": len(fresh), "all": len(rows)}
