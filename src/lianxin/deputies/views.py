"""The register on the desk: read by the office and the chair, kept by the office."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.core.clock import today
from lianxin.deputies import forms, selectors
from lianxin.deputies.actions import (
    BeginMandate,
    ChangeMandate,
    EndMandate,
    EndTerm,
    EnterDeputy,
    EnterTerm,
    SetContactPlaces,
)
from lianxin.deputies.endings import basis
from lianxin.deputies.lists import REGISTER
from lianxin.deputies.models import Constituency, Deputy, DeputyGroup, EndReason, Leave, Mandate, Term
from lianxin.deputies.policies import KEEPERS, READERS
from lianxin.people.access import actor_of, loaded, requires
from lianxin.places.models import Place
from lianxin.ui.acting import form_page, posted
from lianxin.ui.dates import zh_date
from lianxin.ui.listing import clauses, listed


def deputy_here(_request: HttpRequest, pk: int) -> Deputy | None:
    """A deputy of this town, or nothing."""
    return Deputy.objects.filter(pk=pk).select_related("group").first()


def mandate_here(_request: HttpRequest, pk: int) -> Mandate | None:
    """A mandate of this town, or nothing."""
    return Mandate.objects.filter(pk=pk).select_related("deputy", "term", "constituency").first()


def term_here(_request: HttpRequest, pk: int) -> Term | None:
    """A term of this town, or nothing."""
    return Term.objects.filter(pk=pk).first()


@requires(READERS)
@require_safe
def register(request: HttpRequest) -> HttpResponseBase:
    """Everybody in the register with present mandates; exports as a spreadsheet."""
    context = {"title": _("代表名册"), "may_keep": KEEPERS.check(actor_of(request))}
    return REGISTER.respond(request, selectors.register(), "deputies/register.html", context)


@requires(READERS, deputy_here)
@require_safe
def deputy(request: HttpRequest, pk: int) -> HttpResponse:
    """One deputy: every mandate, neighbourhood, leave; four statements."""
    one = loaded(request, Deputy)
    mandates = one.mandates.select_related("term", "constituency").order_by("-starts_on", "-id")
    contacts = one.contact_places.filter(valid_to=None).select_related("place").order_by("id")
    context = {
        "deputy": one,
        "mandates": [_mandate_row(mandate) for mandate in mandates],
        "facts": [
            {"name": _("编号"), "value": one.code},
            {"name": _("代表小组"), "value": one.group.name if one.group else "—"},
            {"name": _("工作领域"), "value": one.field or "—"},
            {"name": _("联系社区"), "value": listed(contact.place.label for contact in contacts) or "—"},
        ],
        "leaves": [_leave_row(leave) for leave in one.leaves.order_by("-starts_on", "-id")[:20]],
        "may_keep": KEEPERS.check(actor_of(request)),
    }
    return render(request, "deputies/deputy.html", context)


def _leave_row(one: Leave) -> dict[str, Any]:
    return {
        "id": one.pk,
        "days": f"{zh_date(one.starts_on)}—{zh_date(one.ends_on)}",
        "reason": one.reason,
        "granted": f"{one.granted_by} · {zh_date(one.granted_on)}",
        "back": one.taken_back_because,
        "is_open": one.taken_back_on is None and one.ends_on >= today(),
    }


def _mandate_row(one: Mandate) -> dict[str, Any]:
    return {
        "id": one.pk,
        "level": one.get_level_display(),
        "term": one.term.name,
        "seat": one.constituency.name if one.constituency else one.electing_unit,
        "from": zh_date(one.starts_on),
        "to": zh_date(one.ends_on) if one.ends_on else _("在任"),
        "why": clauses(filter(None, [str(one.get_end_reason_display()) if one.end_reason else "", one.end_note])),
        "basis": basis(one.end_reason),
        "is_open": one.ends_on is None,
    }


def _page_of(one: Deputy | int) -> str:
    return reverse("deputies:deputy", args=[one if isinstance(one, int) else one.pk])


@requires(KEEPERS)
@require_http_methods(["GET", "POST"])
def new_deputy(request: HttpRequest) -> HttpResponse:
    """Enter a person."""

    def run(data: Any) -> None:
        group = DeputyGroup.objects.filter(pk=int(data.pop("group") or 0)).first()
        EnterDeputy(actor=actor_of(request), group=group, **data).execute()

    return form_page(
        request, forms.DeputyForm(posted(request)), run, title=_("登记代表"), back=reverse("deputies:register"),
        done=_("已经登记。接着为这位代表写上任期。"),
    )  # fmt: skip


@requires(KEEPERS, deputy_here)
@require_http_methods(["GET", "POST"])
def begin_mandate(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a mandate of a deputy."""
    one = loaded(request, Deputy)

    def run(data: Any) -> None:
        term = Term.objects.get(pk=int(data.pop("term")))
        BeginMandate(actor=actor_of(request), deputy=one, term=term, **_seat(data)).execute()

    form = forms.MandateForm(posted(request))
    return form_page(
        request, form, run, title=_("写上任期"), sub=one.display_name, back=_page_of(one), done=_("任期已经写上。")
    )


def _seat(data: Any) -> dict[str, Any]:
    """The fields of a seat with the constituency found."""
    found = Constituency.objects.filter(pk=int(data["constituency"] or 0)).first()
    return {"constituency": found, "electing_unit": data["electing_unit"], "starts_on": data["starts_on"]}


@requires(KEEPERS, mandate_here)
@require_http_methods(["GET", "POST"])
def change_mandate(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a mandate; the log keeps what it said before."""
    one = loaded(request, Mandate)
    initial = {
        "constituency": str(one.constituency_id or ""), "electing_unit": one.electing_unit, "starts_on": one.starts_on,
    }  # fmt: skip

    def run(data: Any) -> None:
        ChangeMandate(actor=actor_of(request), mandate=one, **_seat(data)).execute()

    form = forms.SeatForm(posted(request), initial=initial)
    sub = f"{one.deputy.display_name} · {one.term.name}"
    return form_page(
        request, form, run, title=_("更正任期"), sub=sub, back=_page_of(one.deputy_id), done=_("任期已经更正。")
    )


@requires(KEEPERS, mandate_here)
@require_http_methods(["GET", "POST"])
def end_mandate(request: HttpRequest, pk: int) -> HttpResponse:
    """End a mandate; what the deputy brought goes on: the page leads to who takes over."""
    one = loaded(request, Mandate)
    opened: list[int] = []

    def run(data: Any) -> None:
        reason = EndReason(data["reason"])
        action = EndMandate(
            actor=actor_of(request), mandate=one, ends_on=data["ends_on"], reason=reason, note=data["note"]
        )
        action.execute()
        opened.extend([action.handover.pk] if action.handover is not None else [])

    form = forms.EndMandateForm(posted(request))
    sub = f"{one.deputy.display_name} · {one.term.name}"
    answer = form_page(
        request, form, run, title=_("结束任期"), sub=sub, back=_page_of(one.deputy_id), done=_("任期已经结束。")
    )
    if opened:
        answer["Location"] = reverse("deputies:handover", args=opened)
    return answer


@requires(KEEPERS, deputy_here)
@require_http_methods(["GET", "POST"])
def contacts(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which neighbourhoods a deputy keeps in touch with."""
    one = loaded(request, Deputy)
    present = [str(place) for place in one.contact_places.filter(valid_to=None).values_list("place_id", flat=True)]

    def run(data: Any) -> None:
        places = tuple(Place.objects.filter(pk__in=[int(pk) for pk in data["places"]]).order_by("id"))
        SetContactPlaces(actor=actor_of(request), deputy=one, places=places).execute()

    form = forms.ContactsForm(posted(request), initial={"places": present})
    return form_page(
        request, form, run, title=_("联系社区"), sub=one.display_name, back=_page_of(one), done=_("联系社区已经改好。")
    )


@requires(READERS)
@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """Every term of the three congresses, newest first."""
    rows = [
        {
            "id": one.pk,
            "level": one.get_level_display(),
            "name": one.name,
            "code": one.code,
            "from": zh_date(one.starts_on),
            "to": zh_date(one.ends_on) if one.ends_on else "—",
        }
        for one in Term.objects.order_by("-starts_on", "level")
    ]
    return render(request, "deputies/terms.html", {"rows": rows, "may_keep": KEEPERS.check(actor_of(request))})


@requires(KEEPERS)
@require_http_methods(["GET", "POST"])
def new_term(request: HttpRequest) -> HttpResponse:
    """Enter a term."""

    def run(data: Any) -> None:
        EnterTerm(actor=actor_of(request), **data).execute()

    form = forms.TermForm(posted(request))
    return form_page(request, form, run, title=_("登记届次"), back=reverse("deputies:terms"), done=_("届次已经登记。"))


@requires(KEEPERS, term_here)
@require_http_methods(["GET", "POST"])
def end_term(request: HttpRequest, pk: int) -> HttpResponse:
    """Say when a term ends."""
    one = loaded(request, Term)

    def run(data: Any) -> None:
        EndTerm(actor=actor_of(request), term=one, ends_on=data["ends_on"]).execute()

    form = forms.EndTermForm(posted(request), initial={"ends_on": one.ends_on})
    return form_page(
        request,
        form,
        run,
        title=_("届次的最后一天"),
        sub=one.name,
        back=reverse("deputies:terms"),
        done=_("已经写上。"),
    )
