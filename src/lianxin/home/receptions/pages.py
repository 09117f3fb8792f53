"""Receptions on the desk: the rota, one reception, its moves, its visitors."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.deputies.models import Deputy
from lianxin.deputies.policies import KEEPERS, READERS
from lianxin.home.desk.courtyards import moment
from lianxin.home.models import Reception, Venue, Visitor
from lianxin.home.receptions import forms, workflow
from lianxin.home.receptions import selectors as found
from lianxin.home.receptions.actions import (
    AnnounceReception,
    AnswerInvitation,
    Ask,
    CancelReception,
    CloseReception,
    NoteAttendance,
    PlanReception,
)
from lianxin.home.receptions.lists import ROTA
from lianxin.home.receptions.visitors import Hear, Left, SignIn
from lianxin.journal.errors import Invalid
from lianxin.people.access import actor_of, loaded, requires
from lianxin.places.models import Unit
from lianxin.ui.acting import form_page, posted


def reception_here(_request: HttpRequest, pk: int, **_rest: object) -> Reception | None:
    """A reception of this town, or nothing."""
    return found.receptions().filter(pk=pk).first()


def visitor_here(_request: HttpRequest, pk: int) -> Visitor | None:
    """A visitor of a reception of this town, or nothing."""
    return Visitor.objects.select_related("reception__venue", "case").filter(pk=pk).first()


def _page(pk: int) -> str:
    return reverse("home:reception", args=[pk])


@requires(READERS)
@require_safe
def rota(request: HttpRequest) -> HttpResponseBase:
    """Every reception; exports as a spreadsheet."""
    context = {"title": _("接待排班"), "may_keep": KEEPERS.check(actor_of(request))}
    return ROTA.respond(request, found.with_counts(found.receptions()), "home/rota.html", context)


@requires(READERS, reception_here)
@require_safe
def reception(request: HttpRequest, pk: int) -> HttpResponse:
    """One reception: who sits, who came, what can be done now."""
    one = loaded(request, Reception)
    visitors = found.visitor_rows(one)
    context = {
        "reception": one,
        "when": found.span(one),
        "asked": found.asked_rows(one),
        "units": [row.unit.label for row in getattr(one, "all_units", ())],
        "visitors": visitors,
        "waiting": sum(row["waits"] for row in visitors),
        "is_held": one.state in workflow.HELD,
        "is_planned": one.state == workflow.PLANNED,
        "is_final": one.state in workflow.FINAL,
        "door": request.build_absolute_uri(reverse("home:sign_in", args=[one.sign_in_token])),
        "may_keep": KEEPERS.check(actor_of(request)),
    }
    return render(request, "home/reception.html", context)


@requires(KEEPERS)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a reception."""

    def run(data: Mapping[str, Any]) -> None:
        PlanReception(
            actor=actor_of(request), venue=Venue.objects.get(pk=int(data["venue"])), topic=data["topic"],
            starts_at=moment(data["day"], data["opens"]), ends_at=moment(data["day"], data["closes"]),
            capacity=data["capacity"], notice_days=data["notice_days"],
            deputies=tuple(Deputy.objects.filter(pk__in=[int(pk) for pk in data["deputies"]]).order_by("id")),
            units=tuple(Unit.objects.filter(pk__in=[int(pk) for pk in data["units"]]).order_by("id")),
        ).execute()  # fmt: skip

    return form_page(
        request, forms.PlanForm(posted(request)), run, title=_("排一场接待"), back=reverse("home:rota"),
        done=_("已经排好，代表会收到邀请。代表回复以后再发通知。"),
    )  # fmt: skip


#: Moves of the table that need no more than a reason: action, title, message.
_MOVES: Final = {
    "announce": (AnnounceReception, gettext_lazy("发通知"), gettext_lazy("已经通知，居民看得到了。")),
    "cancel": (CancelReception, gettext_lazy("取消接待"), gettext_lazy("已经取消，原因会写在页面上。")),
    "close": (CloseReception, gettext_lazy("结束接待"), gettext_lazy("已经结束，到场的代表会记进履职档案。")),
}


@requires(KEEPERS, reception_here)
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Announce, cancel or close."""
    one = loaded(request, Reception)
    action, title, done = _MOVES[code]

    def run(data: Mapping[str, Any]) -> None:
        action(actor=actor_of(request), reception=one, expected_version=one.version, reason=data["reason"]).execute()

    form = forms.ReasonForm(posted(request))
    return form_page(
        request, form, run, title=str(title), sub=f"{one.number} {found.span(one)}", back=_page(one.pk), done=str(done)
    )


@requires(KEEPERS, reception_here)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask one more deputy, perhaps in somebody's place."""
    one = loaded(request, Reception)

    def run(data: Mapping[str, Any]) -> None:
        absent = Deputy.objects.filter(pk=int(data["stands_in_for"] or 0)).first()
        deputy = Deputy.objects.get(pk=int(data["deputy"]))
        Ask(actor=actor_of(request), reception=one, deputy=deputy, stands_in_for=absent).execute()

    return form_page(
        request, forms.AskForm(posted(request)), run, title=_("邀请代表"), sub=one.number, back=_page(one.pk),
        done=_("已经邀请。"),
    )  # fmt: skip


@requires(KEEPERS, reception_here)
@require_http_methods(["GET", "POST"])
def answer_for(request: HttpRequest, pk: int, deputy: int) -> HttpResponse:
    """Write down what a deputy said on the telephone."""
    one = loaded(request, Reception)
    asked = next((row for row in getattr(one, "all_asked", ()) if row.deputy_id == deputy), None)
    if asked is None:
        return HttpResponseRedirect(_page(one.pk))

    def run(data: Mapping[str, Any]) -> None:
        comes = data["comes"] == "yes"
        AnswerInvitation(
            actor=actor_of(request), reception=one, deputy=asked.deputy, comes=comes, reason=data["reason"]
        ).execute()

    return form_page(
        request, forms.AnswerForm(posted(request)), run, title=_("代记回复"), sub=asked.deputy.display_name,
        back=_page(one.pk), done=_("已经记下。"),
    )  # fmt: skip


@requires(KEEPERS, reception_here)
@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down who came."""
    one = loaded(request, Reception)
    asked = [row for row in found.asked_rows(one) if not row["declined"]]

    def run(data: Mapping[str, Any]) -> None:
        NoteAttendance(actor=actor_of(request), reception=one, came=tuple(int(pk) for pk in data["came"])).execute()

    form = forms.CameForm(posted(request), asked=[(str(row["pk"]), row["name"]) for row in asked])
    return form_page(
        request, form, run, title=_("记到场"), sub=one.number, back=_page(one.pk), done=_("到场已经记下。")
    )


@requires(KEEPERS, reception_here)
@require_POST
def arrive(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a number to somebody who stands at the desk."""
    one = loaded(request, Reception)
    visitor = SignIn(actor=actor_of(request), reception=one).execute()
    messages.success(request, _("%(number)d 号。") % {"number": visitor.number})
    return HttpResponseRedirect(_page(one.pk))


@requires(KEEPERS, visitor_here)
@require_http_methods(["GET", "POST"])
def hear(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what a visitor said; the receipt follows."""
    guest = loaded(request, Visitor)
    form = forms.HearForm(posted(request))
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        action = Hear(
            actor=actor_of(request), reception=guest.reception, visitor=guest, exit=data["exit"], told=data["told"],
            deputy=Deputy.objects.filter(pk=int(data["deputy"] or 0)).first(), address=data["address"],
            record=form.record(),
        )  # fmt: skip
        try:
            action.execute()
        except Invalid as problem:
            form.take(problem)
        else:
            messages.success(request, _("已经记下。"))
            receipt = action.receipt
            if receipt is not None:
                return HttpResponseRedirect(reverse("cases:desk_recorded", args=[receipt.token]))
            return HttpResponseRedirect(reverse("home:visitor_slip", args=[guest.pk]))
    context = {"form": form, "guest": guest, "back": _page(guest.reception_id)}
    return render(request, "home/hear.html", context, status=form.status)


@requires(KEEPERS, visitor_here)
@require_safe
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """What the visitor takes home: where it goes, who carries it, or the right address; to print."""
    guest = loaded(request, Visitor)
    if not guest.exit:
        return HttpResponseRedirect(reverse("home:hear", args=[guest.pk]))
    context = {"slip": found.slip_of(guest), "back": _page(guest.reception_id)}
    return render(request, "home/visitor_slip.html", context)


@requires(KEEPERS, visitor_here)
@require_POST
def left(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody went away unheard."""
    guest = loaded(request, Visitor)
    Left(actor=actor_of(request), reception=guest.reception, visitor=guest).execute()
    messages.success(request, _("已经记下。"))
    return HttpResponseRedirect(_page(guest.reception_id))
