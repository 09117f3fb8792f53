"""Paper at the desk: several lines on one page, each recorded by itself; what has an error stays as it was typed."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.cases.desk import choices
from lianxin.contact.models import Visit
from lianxin.contact.policies import KEEPS_VISIT
from lianxin.contact.visits import forms, selectors
from lianxin.contact.visits.actions import RecordVisitItem
from lianxin.contact.visits.actions.items import at_form
from lianxin.contact.visits.phone import visit_here
from lianxin.core.ids import random_token
from lianxin.journal.actors import Actor
from lianxin.journal.errors import Invalid, WrongState
from lianxin.people.access import actor_of, loaded, requires
from lianxin.ui.listing import listed


@dataclass
class Sheet:
    """The lines of one page."""

    visit: Visit
    lines: list[forms.LineForm]
    made: list[str]

    @property
    def wrong(self) -> int:
        """How many lines have an error."""
        return sum(bool(line.is_bound and line.errors) for line in self.lines)


def sheet_of(visit: Visit, data: Any) -> Sheet:
    """The lines, bound where something was sent; four statements."""
    places, categories = forms.compounds([visit]), choices.categories()
    lines = [
        forms.LineForm(data, prefix=f"l{n}", places=places, categories=categories, initial={"key": random_token()[:32]})
        for n in range(forms.LINES)
    ]
    return Sheet(visit, lines, [])


def record(actor: Actor, sheet: Sheet) -> None:
    """Record every line that can be; a recorded line leaves the page, one with an error stays on it."""
    for line in sheet.lines:
        if not line.is_valid() or line.is_empty:
            continue
        action = RecordVisitItem(
            actor=actor, visit=sheet.visit, record=line.record(sheet.visit.place_id),
            captured_on=sheet.visit.round.day, client_key=f"line-{line.cleaned_data['key']}",
        )  # fmt: skip
        try:
            item = action.execute()
        except Invalid as problem:
            line.take(at_form(problem, forms.NAMES))
        except WrongState as problem:
            line.add_error(None, problem.message)
        else:
            sheet.made.append(item.case.number)


@requires(KEEPS_VISIT, visit_here)
@require_http_methods(["GET", "HEAD", "POST"])
def lines(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper of a visit, line by line."""
    visit = loaded(request, Visit)
    sheet = sheet_of(visit, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        record(actor_of(request), sheet)
        if sheet.made:
            messages.success(request, _("已经记下 %(n)d 条：%(numbers)s") % {
                "n": len(sheet.made), "numbers": listed(sheet.made),
            })  # fmt: skip
        if not sheet.wrong and sheet.made:
            return HttpResponseRedirect(reverse("contact:visit_list", args=[visit.pk]))
    shown = _shown(sheet) if request.method == "POST" else sheet.lines
    context = {
        "head": selectors.head_of(visit), "lines": shown, "wrong": sheet.wrong,
        "back": reverse("contact:visit_list", args=[visit.pk]), "nothing": request.method == "POST" and not sheet.made,
    }  # fmt: skip
    return render(request, "contact/visits/lines.html", context, status=422 if request.method == "POST" else 200)


def _shown(sheet: Sheet) -> list[forms.LineForm]:
    """The lines that are left: those with errors as they were typed, then empty ones."""
    left = [line for line in sheet.lines if line.errors]
    fresh = [line for line in sheet_of(sheet.visit, None).lines if line.prefix not in {one.prefix for one in left}]
    return [*left, *fresh]
