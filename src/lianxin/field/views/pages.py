"""What a phone opens: the first page, the form of an opinion, the lists it takes along, and its worker."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.core.clock import today
from lianxin.field import assets, kinds, opinions, selectors
from lianxin.field.forms import OpinionForm
from lianxin.field.policies import FIELD
from lianxin.field.views.dates import days_words, last_minute
from lianxin.field.words import script_words
from lianxin.journal.errors import Invalid, WrongState
from lianxin.people.access import actor_of, public, requires
from lianxin.records.attachments import store_all
from lianxin.ui.dates import zh_datetime


def script_config(kind: str = "", version: int = 0) -> dict[str, Any]:
    """What the page script needs to know: addresses, the kind of this page, and its sentences."""
    return {
        "scope": reverse("field:home"),
        "worker": reverse("field:worker"),
        "seat": reverse("field:seat"),
        "receive": reverse("field:receive"),
        "photo": reverse("field:photo", args=["0" * 32, "0" * 64]),
        "lists": reverse("field:lists"),
        "pages": {kind.code: reverse(kind.url_name) for kind in kinds.newest()},
        "kind": kind,
        "version": version,
        "words": script_words(),
    }


@requires(FIELD)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What one can record here, and what is still on the phone."""
    actor = actor_of(request)
    doors = [
        {"href": reverse(kind.url_name), "icon": kind.icon, "title": kind.label, "text": "", "first": True}
        for kind in sorted(kinds.newest(), key=lambda one: one.order)
        if kind.policy.check(actor)
    ]
    visit = selectors.visit_of(actor)
    context = {"doors": doors, "visit": _visit_words(visit), "config": script_config()}
    return render(request, "field/home.html", context)


def _visit_words(visit: Any) -> dict[str, str]:
    """The visit in words; empty for accounts that are on none."""
    if visit is None or not visit.title:
        return {}
    days = days_words(visit.starts_on, visit.ends_on)
    return {"title": visit.title, "days": days, "until": zh_datetime(last_minute(visit.link)) if visit.link else ""}


@requires(opinions.KIND.policy & FIELD)
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest) -> HttpResponse:
    """The form of an opinion.

    With script and HTTPS the page keeps what was typed on the phone and delivers it itself; without, this answers the
    ordinary form and leads to the receipt.
    """
    actor = actor_of(request)
    status = 0
    if request.method == "POST":
        form = OpinionForm(request.POST, request.FILES, actor=actor)
        if form.is_valid():
            try:
                return _recorded(request, form)
            except Invalid as problem:
                form.take(problem)
            except WrongState as problem:
                form.add_error(None, problem.message)
                status = 409
    else:
        form = OpinionForm(actor=actor, initial=_initial(request))
    context = {"form": form, "config": script_config(opinions.CODE, opinions.KIND.version), **_groups(form)}
    return render(request, "field/opinion.html", context, status=status or form.status)


def _groups(form: OpinionForm) -> dict[str, Any]:
    """The questions as the page shows them: the first ones open, the others folded unless one has an error."""
    folded = (
        (_("怎么回复本人"), _("称呼、电话、能不能公开"), form.ANSWER),
        (_("事情的细节"), _("分类、逐条要点、是否紧急"), form.MORE),
        (_("场合和代表"), _("活动、日期、在场的代表"), form.OCCASION),
    )
    groups = [
        {"title": title, "hint": hint, "fields": form.group(*names), "open": any(form[name].errors for name in names)}
        for title, hint, names in folded
    ]
    return {"first": form.group(*form.FIRST), "groups": groups}


def _initial(request: HttpRequest) -> dict[str, Any]:
    """A visit fills in its name and its most likely channel."""
    visit = selectors.visit_of(actor_of(request))
    return (
        {"occasion": visit.title, "channel": "round"} if visit is not None and visit.title else {"channel": "reception"}
    )


def _recorded(request: HttpRequest, form: OpinionForm) -> HttpResponse:
    """Record online, keep the photos beside the words, lead to the receipt."""
    actor = actor_of(request)
    once = form.cleaned_data["once"] or None
    receipt = opinions.record(actor, form, once=once, spoken_on=form.cleaned_data["spoken_on"] or today())
    photos = form.cleaned_data["photos"] or []
    for sentence in store_all(actor=actor, owner_kind="case", owner_id=receipt.case_id, files=photos):
        messages.warning(request, sentence)
    return redirect("cases:receipt", token=receipt.token)


@requires(FIELD)
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """The buildings of every compound within reach, for choosing without network."""
    return JsonResponse(selectors.as_lists(selectors.places(actor_of(request))))


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; public, because a phone must be able to renew it after its link has ended.

    It names static files and addresses of this face only.
    """
    answer = HttpResponse(assets.worker_script(), content_type="text/javascript; charset=utf-8")
    answer.headers["Service-Worker-Allowed"] = reverse("field:home")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
