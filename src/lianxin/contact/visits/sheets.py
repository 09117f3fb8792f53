"""On paper: the sheet of a visit with its lines and code, and what became of the last round, unsolved first."""

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.contact import base
from lianxin.contact.models import Guests, Round, Visit
from lianxin.contact.policies import READS_VISIT
from lianxin.contact.visits import selectors
from lianxin.contact.visits.earlier import last_visits, told_rows
from lianxin.contact.visits.phone import visit_here
from lianxin.deputies.policies import READERS
from lianxin.people.access import loaded, requires
from lianxin.ui.dates import zh_date
from lianxin.ui.listing import listed

#: Blank lines of a sheet: what fits on one page beside the head.
LINES: Final = 6
#: Parts of what can be printed: both, the sheet alone, the feedback alone.
PARTS: Final = ("both", "sheet", "feedback")


def round_here(_request: HttpRequest, pk: int) -> Round | None:
    """A round of this town, or nothing."""
    return Round.objects.filter(pk=pk).first()


@requires(READS_VISIT, visit_here)
@require_safe
def of_visit(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers of one visit."""
    visit = loaded(request, Visit)
    paper = reverse("contact:visit_feedback_paper", args=[visit.pk])
    return _print(request, [visit], back=reverse("contact:visit_list", args=[visit.pk]), paper=paper)


@requires(READERS, round_here)
@require_safe
def of_round(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers of every visit of a round in one print."""
    one = loaded(request, Round)
    found = list(base.visits().filter(round_id=one.pk).exclude(state="not_held").order_by("place__sort", "id"))
    paper = reverse("contact:round_feedback_paper", args=[one.pk])
    return _print(request, found, back=reverse("contact:round", args=[one.pk]), paper=paper)


def _print(request: HttpRequest, visits: Sequence[Visit], *, back: str, paper: str) -> HttpResponse:
    part = request.GET.get("part", "")
    part = part if part in PARTS else "both"
    told = told_rows(visits, pictures=True) if part != "sheet" else {}
    before, guests = last_visits(visits), _guests(visits)
    sheets = [_sheet(request, one, told.get(one.pk, []), before.get(one.pk), guests.get(one.pk, [])) for one in visits]
    context = {
        "sheets": sheets, "part": part, "back": back, "paper": paper, "lines": range(1, LINES + 1),
        "title": _("走访单和上轮反馈单"),
        "parts": [("both", _("都打印")), ("sheet", _("只打走访单")), ("feedback", _("只打上轮反馈单"))],
    }  # fmt: skip
    return render(request, "contact/visits/sheets.html", context)


def _guests(visits: Sequence[Visit]) -> dict[int, list[str]]:
    """Who is asked to come, in words, by visit; one statement."""
    found: dict[int, list[str]] = {}
    for one in Guests.objects.filter(visit_id__in=[row.pk for row in visits], invited__gt=0).order_by("id"):
        found.setdefault(one.visit_id, []).append(f"{one.get_kind_display()} {one.invited} 位")
    return found


def _sheet(
    request: HttpRequest, visit: Visit, told: list[dict[str, Any]], before: Visit | None, guests: list[str]
) -> dict[str, Any]:
    """One visit's papers."""
    done = [row for row in told if not row["unsolved"]]
    return {
        "head": selectors.head_of(visit), "told": told, "solved": len(done), "guests": listed(guests),
        "unsolved": len(told) - len(done), "before": before.round.name if before else "",
        "before_on": zh_date(before.round.day) if before else "",
        "qr": request.build_absolute_uri(reverse("contact:visit_sheet_door", args=[visit.sheet_token])),
    }  # fmt: skip
