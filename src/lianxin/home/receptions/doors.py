"""What is not the desk's: the sign-in page at the door, the deputy's invitations, the list for residents."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Value
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.core.clock import civil_date
from lianxin.home.models import (
    Answer,
    EntryState,
    HandedMatter,
    HandingState,
    PerformanceEntry,
    Reception,
    ReceptionDeputy,
)
from lianxin.home.receptions import forms
from lianxin.home.receptions import selectors as found
from lianxin.home.receptions.actions import AnswerInvitation
from lianxin.home.receptions.visitors import SignIn
from lianxin.journal.errors import WrongState
from lianxin.people import roles
from lianxin.people.access import actor_of, loaded, public, requires
from lianxin.people.policies import AS_DEPUTY
from lianxin.people.throttles import Limit, hit
from lianxin.ui.acting import act_on, posted
from lianxin.ui.dates import zh_day

#: More people than can come through one door: whoever presses on without end takes no more numbers for a while.
AT_THE_DOOR: Final = Limit(60, dt.timedelta(minutes=10), dt.timedelta(minutes=10))


@public
@require_safe
def coming(request: HttpRequest) -> HttpResponse:
    """The announced receptions, for residents."""
    return render(request, "home/receptions.html", {"rows": found.coming()})


@public
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """One large button; the answer is a number.  No name, no telephone, no account."""
    one = found.receptions().filter(sign_in_token=token).first()
    if one is None:
        raise Http404
    context: dict[str, Any] = {"shown": found.public_row(one), "number": None, "refused": ""}
    status = 200
    if request.method == "POST":
        try:
            hit("reception_door", str(one.pk), AT_THE_DOOR)
            context["number"] = SignIn(actor=actor_of(request), reception=one).execute().number
        except WrongState as refusal:
            context["refused"], status = refusal.message, 409
    return render(request, "home/sign_in.html", context, status=status)


def own_deputies(request: HttpRequest) -> list[int]:
    """The deputies the account stands for."""
    return [one.deputy_id for one in actor_of(request).grants_of(roles.DEPUTY) if one.deputy_id is not None]


@requires(AS_DEPUTY)
@require_safe
def invitations(request: HttpRequest) -> HttpResponse:
    """The deputy's own invitations, next first."""
    rows = [
        {
            "pk": one.reception_id, "when": found.span(one.reception), "times": found.times(one.reception),
            "day": zh_day(civil_date(one.reception.starts_at)), "venue": one.reception.venue.name,
            "topic": one.reception.topic, "answer": one.get_answer_display(),
            "tone": "good" if one.answer == Answer.ACCEPTED else "info", "open": one.answer == Answer.INVITED,
        }
        for one in found.of_deputies(own_deputies(request))
    ]  # fmt: skip
    return render(request, "home/invitations.html", {"rows": rows})


def waiting_panel(request: HttpRequest, _obj: object) -> Mapping[str, Any]:
    """What the home asks of the deputy, on the deputy's first page; one statement."""
    own = own_deputies(request)
    waiting = {
        "invited": found.of_deputies(own).filter(answer=Answer.INVITED),
        "given": HandedMatter.objects.filter(deputy_id__in=own, state=HandingState.GIVEN, case__sealed=False),
        "to_check": PerformanceEntry.objects.filter(deputy_id__in=own, state=EntryState.NOTIFIED, is_current=True),
    }
    first, *others = [
        rows.order_by().annotate(_of=Value(code)).values_list("_of", "pk") for code, rows in waiting.items()
    ]
    n = Counter(code for code, _pk in first.union(*others, all=True))
    rows = [
        (_("请您参加接待，等您回复"), n["invited"], reverse("home:invitations")),
        (_("居民的事请您带到上一级"), n["given"], reverse("home:own_handed")),
        (_("履职档案请您核对"), n["to_check"], reverse("home:own_file")),
    ]
    return {"waiting": [{"label": label, "n": many, "href": href} for label, many, href in rows if many]}


def invitation_here(request: HttpRequest, pk: int) -> Reception | None:
    """A reception the deputy was asked to, or nothing."""
    return Reception.objects.filter(pk=pk, asked__deputy_id__in=own_deputies(request)).select_related("venue").first()


@requires(AS_DEPUTY, invitation_here)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether one comes."""
    one = loaded(request, Reception)
    mine = ReceptionDeputy.objects.filter(reception_id=one.pk, deputy_id__in=own_deputies(request))
    asked = mine.select_related("deputy")[0]

    def run(data: Mapping[str, Any]) -> None:
        comes = data["comes"] == "yes"
        AnswerInvitation(
            actor=actor_of(request), reception=one, deputy=asked.deputy, comes=comes, reason=data["reason"]
        ).execute()

    context = {"title": _("来不来"), "sub": f"{one.venue.name} {found.span(one)}"}
    return act_on(
        request, forms.AnswerForm(posted(request)), run, template="home/answer.html",
        back=reverse("home:invitations"), done=_("已经告诉镇人大办。"), context=context,
    )  # fmt: skip
