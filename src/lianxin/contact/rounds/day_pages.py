"""On the day: who came to the plenary, the recording links, how far it is; and how a neighbourhood prepares."""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.cases import workflow as cases
from lianxin.cases.models import Case
from lianxin.contact import workflow
from lianxin.contact.base import visits
from lianxin.contact.models import Guests, Presence, Round, Visit
from lianxin.contact.policies import KEEPS_VISIT, OFFICE, READERS, READS_VISIT
from lianxin.contact.rounds import forms
from lianxin.contact.rounds import selectors as found
from lianxin.contact.rounds.announcing import IssueLinks, PrepareVisit, works
from lianxin.contact.rounds.pages import page_of, round_here
from lianxin.contact.rounds.people import NotePlenary
from lianxin.people import roles
from lianxin.people.access import actor_of, loaded, requires
from lianxin.people.invitations import address_of
from lianxin.ui.acting import act_on, form_page, posted
from lianxin.ui.dates import zh_date, zh_datetime

#: Until when a neighbourhood prepares.
_PREPARED: Final = (workflow.PLANNED, workflow.UNDER_WAY)
#: From when on attendance can be noted: not before the notice.
_NOTED: Final = (workflow.ANNOUNCED, workflow.UNDER_WAY, workflow.GATHERING, workflow.TRANSFERRED)


@requires(READERS, round_here)
@require_http_methods(["GET", "POST"])
def plenary(request: HttpRequest, pk: int) -> HttpResponse:
    """Who came to the plenary: large ticks on one page; a leave told before is ticked already."""
    one = loaded(request, Round)
    if request.method == "POST" and not OFFICE.check(actor_of(request)):
        raise Http404
    rows = found.people_rows(one)
    people = [(row["pk"], row["name"], _proposed(row)) for row in rows]
    form = forms.PlenaryForm(posted(request), people=people)

    def run(_data: Mapping[str, Any]) -> None:
        NotePlenary(actor=actor_of(request), round=one, presence=form.presence()).execute()

    context = {
        "round": one, "sub": found.sub_of(one), "counts": found.plenary_counts(rows), "rows": rows,
        "may_keep": OFFICE.check(actor_of(request)) and one.state in _NOTED,
    }  # fmt: skip
    return act_on(
        request, form, run, template="contact/plenary.html", back=page_of(one.pk, "plenary"),
        done=_("到会情况已经记下。"), context=context,
    )  # fmt: skip


def _proposed(row: dict[str, Any]) -> str:
    """What is ticked at first: what was noted, else a leave told before."""
    if row["plenary_code"] != Presence.PLANNED:
        return str(row["plenary_code"])
    return Presence.LEAVE if row["away"] else ""


@requires(READERS, round_here)
@require_safe
def plenary_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The list for the door, to print and sign."""
    one = loaded(request, Round)
    return render(request, "contact/plenary_sheet.html", {"round": one, "rows": found.people_rows(one)})


@requires(READERS, round_here)
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the afternoon is: the neighbourhoods on the map, and when their lists are due."""
    one = loaded(request, Round)
    rows = found.visit_rows(one)
    context = {
        "round": one, "sub": found.sub_of(one), "rows": rows, "counts": found.counts_of(one, rows),
        "tiles": found.tiles(rows, "contact:visit"), "due": zh_date(found.list_due(one)),
    }  # fmt: skip
    return render(request, "contact/progress.html", context)


@requires(OFFICE, round_here)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def links(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue the recording links that are missing; the answer is the sheets, the only time the codes can be read."""
    one = loaded(request, Round)
    if request.method == "POST":
        made = IssueLinks(actor=actor_of(request), round=one).execute()
        base = "" if settings.LIANXIN_SITE_URL else request.build_absolute_uri("/").rstrip("/")
        town = request.town  # type: ignore[attr-defined]
        sheets = [
            {
                "place": issued.place.name, "title": one.name, "label": issued.issued.link.label,
                "role": roles.label(issued.issued.link.role), "days": zh_date(one.day), "code": issued.visit.code,
                "until": zh_datetime(issued.issued.link.expires_at), "back": page_of(one.pk),
                "address": address_of(issued.issued.token, town, base),
            }
            for issued in made
        ]  # fmt: skip
        return render(request, "field/sheets.html", {"sheets": sheets})
    rows = found.visit_rows(one)
    context = {
        "round": one, "sub": found.sub_of(one), "missing": sum(not row["link"] for row in rows), "all": len(rows),
        "may_issue": one.state in workflow.PLANNABLE, "back": page_of(one.pk),
    }  # fmt: skip
    return render(request, "contact/links.html", context)


# --- the neighbourhood -----------------------------------------------------------------------------


def visit_here(_request: HttpRequest, pk: int) -> Visit | None:
    """A visit of this town with all that policies ask, or nothing; none of a round that is not announced."""
    return visits().filter(pk=pk).first()


@requires(READS_VISIT, visit_here)
@require_safe
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """A visit for its neighbourhood: who comes and when, who is asked, what is open here, what is still to be done."""
    one = loaded(request, Visit)
    going = [found.going_row(row) for row in found.in_order(getattr(one, "going", ()))]
    guests = list(Guests.objects.filter(visit_id=one.pk).order_by("id"))
    open_here = Case.objects.filter(place_path__startswith=one.place.path, sealed=False, state__in=cases.OPEN_STATES)
    context = {
        "visit": one, "when": found.day_of(one), "facts": _facts(one),
        "who": [row for row in going if row["assigned"]],
        "town": [row for row in going if not row["assigned"]],
        "guests": [row for row in guests if row.invited], "invited": sum(row.invited for row in guests),
        "open": open_here.count(), "open_href": f"{reverse('cases:desk_cases')}?list=open&place={one.place_id}",
        "may_prepare": KEEPS_VISIT.check(actor_of(request), one) and one.state in _PREPARED,
        "sees_round": READERS.check(actor_of(request)), "link": works(one),
    }  # fmt: skip
    return render(request, "contact/visit.html", context)


def _facts(one: Visit) -> list[dict[str, str]]:
    rows = (
        (_("在哪里碰头"), one.meeting_point), (_("走访路线"), one.route), (_("谁来记录"), one.recorder_label),
        (_("书记"), one.secretary.display_name if one.secretary else ""), (_("走访编号"), one.number),
    )  # fmt: skip
    return [{"name": name, "value": value or _("还没写")} for name, value in rows]


@requires(KEEPS_VISIT, visit_here)
@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down meeting point, route, recorder and how many are asked; say that all is ready."""
    one = loaded(request, Visit)
    initial: dict[str, Any] = {name: getattr(one, name) for name in ("meeting_point", "route", "recorder_label")}
    initial["is_ready"] = one.prepared_at is not None
    initial |= {f"invited_{row.kind}": row.invited for row in Guests.objects.filter(visit_id=one.pk)}

    def run(data: Mapping[str, Any]) -> None:
        plain = {name: data[name] for name in ("meeting_point", "route", "recorder_label", "is_ready")}
        PrepareVisit(
            actor=actor_of(request), visit=one, expected_version=one.version, invited=form.invited(), **plain
        ).execute()

    form = forms.PrepareForm(posted(request), initial=initial)
    return form_page(
        request, form, run, title=_("准备走访"), sub=f"{one.place.label} {found.day_of(one)}",
        back=reverse("contact:visit", args=[one.pk]), done=_("已经存好。"),
    )  # fmt: skip
