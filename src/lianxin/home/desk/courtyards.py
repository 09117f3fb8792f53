"""The shared courtyard on the desk: what is on, and the sheet for the gate."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.core.clock import TOWN_TZ, UTC
from lianxin.deputies.policies import KEEPERS, READERS
from lianxin.home import forms
from lianxin.home.actions import CancelEvent, PlanEvent, SetCourtyard
from lianxin.home.models import Courtyard, CourtyardEvent, Venue
from lianxin.home.selectors import venues as found
from lianxin.home.selectors.calendar import agenda
from lianxin.people.access import actor_of, loaded, requires
from lianxin.places.models import Place
from lianxin.ui.acting import form_page, posted


def courtyard_here(_request: HttpRequest, pk: int) -> Courtyard | None:
    """A courtyard of this town, or nothing."""
    return found.courtyards().filter(pk=pk).first()


def event_here(_request: HttpRequest, pk: int) -> CourtyardEvent | None:
    """An event of this town, or nothing."""
    return CourtyardEvent.objects.select_related("venue").filter(pk=pk).first()


def _page(pk: int | None) -> str:
    return reverse("home:courtyard", args=[pk]) if pk else reverse("home:courtyards")


@requires(READERS)
@require_safe
def courtyards(request: HttpRequest) -> HttpResponse:
    """The courtyards of the town; mostly one."""
    rows = [{"pk": one.pk, "name": one.name, "place": one.place.label} for one in found.courtyards()]
    return render(request, "home/courtyards.html", {"rows": rows, "may_keep": KEEPERS.check(actor_of(request))})


@requires(READERS, courtyard_here)
@require_safe
def courtyard(request: HttpRequest, pk: int) -> HttpResponse:
    """One courtyard: its houses and the joint calendar."""
    one = loaded(request, Courtyard)
    houses = list(found.venues().filter(courtyard_id=one.pk))
    context = {
        "courtyard": one,
        "houses": [{"pk": house.pk, **found.shown(house)} for house in houses],
        "days": agenda([house.pk for house in houses]),
        "address": request.build_absolute_uri(reverse("home:public_courtyard", args=[one.public_token])),
        "may_keep": KEEPERS.check(actor_of(request)),
    }
    return render(request, "home/courtyard.html", context)


@requires(KEEPERS)
@require_http_methods(["GET", "POST"])
def new_courtyard(request: HttpRequest) -> HttpResponse:
    """Enter a courtyard."""

    def run(data: Mapping[str, Any]) -> None:
        given = {**data, "place": Place.objects.get(pk=int(data["place"]))}
        SetCourtyard(actor=actor_of(request), **given).execute()

    return form_page(
        request, forms.CourtyardForm(posted(request)), run, title=_("登记共享庭院"), back=_page(None),
        done=_("已经登记。到各站点的“更正”里，选它在这个庭院里。"),
    )  # fmt: skip


@requires(KEEPERS, courtyard_here)
@require_http_methods(["GET", "POST"])
def change_courtyard(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is written about a courtyard."""
    one = loaded(request, Courtyard)
    initial = {"name": one.name, "address": one.address, "about": one.about, "place": str(one.place_id)}

    def run(data: Mapping[str, Any]) -> None:
        given = {**data, "place": Place.objects.get(pk=int(data["place"]))}
        SetCourtyard(actor=actor_of(request), courtyard=one, **given).execute()

    form = forms.ChangeCourtyardForm(posted(request), initial=initial)
    return form_page(
        request, form, run, title=_("更正共享庭院"), sub=one.name, back=_page(one.pk), done=_("已经更正。")
    )


def moment(day: dt.date, time: dt.time) -> dt.datetime:
    """A local day and time as a moment in UTC."""
    return dt.datetime.combine(day, time, TOWN_TZ).astimezone(UTC)


@requires(KEEPERS, courtyard_here)
@require_http_methods(["GET", "POST"])
def new_event(request: HttpRequest, pk: int) -> HttpResponse:
    """Put something into the calendar."""
    one = loaded(request, Courtyard)
    houses = {str(house.pk): house for house in Venue.objects.filter(courtyard_id=one.pk).order_by("sort", "id")}

    def run(data: Mapping[str, Any]) -> None:
        PlanEvent(
            actor=actor_of(request), venue=houses[data["venue"]], title=data["title"], note=data["note"],
            audience=data["audience"], starts_at=moment(data["day"], data["opens"]),
            ends_at=moment(data["day"], data["closes"]),
        ).execute()  # fmt: skip

    form = forms.EventForm(posted(request), venues=[(pk, house.name) for pk, house in houses.items()])
    return form_page(
        request, form, run, title=_("列入日历"), sub=one.name, back=_page(one.pk), done=_("已经列入日历。")
    )


@requires(KEEPERS, event_here)
@require_http_methods(["GET", "POST"])
def cancel_event(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel an event with a reason."""
    one = loaded(request, CourtyardEvent)

    def run(data: Mapping[str, Any]) -> None:
        CancelEvent(actor=actor_of(request), event=one, reason=data["reason"]).execute()

    return form_page(
        request, forms.ReasonForm(posted(request)), run, title=_("取消活动"), sub=one.title,
        back=_page(one.venue.courtyard_id), done=_("已经取消，日历上会写明原因。"),
    )  # fmt: skip


@requires(READERS, courtyard_here)
@require_safe
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet for the gate: one code for the whole courtyard."""
    one = loaded(request, Courtyard)
    context = {
        "name": one.name,
        "address": request.build_absolute_uri(reverse("home:public_courtyard", args=[one.public_token])),
        "lead": _("扫一扫，看今天哪里开门、有什么活动。"),
    }
    return render(request, "home/sign.html", context)
