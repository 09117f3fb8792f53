"""Assisted entry: a clerk writes down what somebody said, reads it back, and hands out the slip.

Three steps that keep everything in the page itself: write, read back (large type, nothing else), receipt.  Nothing is
stored before the speaker confirms, except photos, which are converted at once and wait under a signed slip.
"""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.cases import lists, policies
from lianxin.cases.actions import RecordOpinion
from lianxin.cases.desk.cautions import cautions_of, other_kind
from lianxin.cases.desk.photo_slips import attach_all, take_in
from lianxin.cases.desk.record_form import RENAMED, RecordForm, first_values
from lianxin.cases.models import Opinion
from lianxin.cases.naming import naming_expected, naming_of
from lianxin.cases.public.follow import opinion_or_404
from lianxin.cases.receipts import has_contact, receipt_of
from lianxin.core.clock import civil_date, today
from lianxin.journal.actors import Actor
from lianxin.journal.errors import FieldProblem, Invalid, WrongState
from lianxin.people.access import actor_of, requires
from lianxin.records.attachments import MAX_PHOTOS
from lianxin.ui.dates import zh_datetime

#: Fields of the page that are not fields of the form.
_NOT_CARRIED: Final = frozenset({"csrfmiddlewaretoken", "go", "photos", "kept", "read_back", "leave"})


@requires(policies.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Write it down; then read it back; then the receipt.  A refusal, or a step back, keeps every word."""
    actor = actor_of(request)
    if request.method != "POST":
        return _write(request, RecordForm(initial=first_values(actor), actor=actor))
    known = request.POST.getlist("kept")
    if request.POST.get("go") == "edit":
        return _write(request, RecordForm(initial=_typed(request), slips=known, actor=actor))
    fresh, refused = take_in(request.FILES.getlist("photos")[:MAX_PHOTOS])
    slips, data = [*known, *fresh], request.POST.copy()
    data.setlist("kept", slips)
    form = RecordForm(data, request.FILES, slips=slips, actor=actor)
    for sentence in refused:
        form.add_error("photos", sentence)
    if not form.is_valid():
        return _write(request, form)
    go = request.POST.get("go")
    unasked = "leave" not in request.POST and other_kind(form.cleaned_data["words"], form.cleaned_data["kind"])
    if go == "read" or (go != "confirm" and unasked):
        return _read_back(request, form, direct=go != "read")
    return _keep(request, form)


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What was typed, as initial values: a step back complains about nothing."""
    names = RecordForm.base_fields
    many = {"tags", "deputy_ids", "kept"}
    return {
        name: request.POST.getlist(name) if name in many else request.POST[name]
        for name in names
        if name in request.POST and name != "once"
    } | {"once": request.POST.get("once", "")}


def _write(request: HttpRequest, form: RecordForm, status: int = 0) -> HttpResponse:
    words = str(form["words"].value() or "")
    context = {
        "form": form,
        "title": _("替居民记下来"),
        "warnings": cautions_of(words) if words else [],
        "may_reprint": policies.REPRINT.check(actor_of(request)),
        "steps": _steps(1),
    }
    return render(request, "cases/desk/record.html", context, status=status or form.status)


def _steps(now: int) -> list[dict[str, object]]:
    names = (_("记原话"), _("念一遍"), _("给回执"))
    return [{"label": name, "done": n < now, "current": n == now} for n, name in enumerate(names, 1)]


def _read_back(request: HttpRequest, form: RecordForm, *, direct: bool) -> HttpResponse:
    """The large page that is read aloud, with everything typed in hidden fields; *direct*: nobody is there to hear."""
    words = form.cleaned_data["words"]
    other = other_kind(words, form.cleaned_data["kind"])
    naming = naming_expected(form.chosen_track, form.cleaned_data["kind"])
    carried = [(name, value) for name, values in request.POST.lists() if name not in _NOT_CARRIED for value in values]
    carried += [("kept", slip) for slip in form.cleaned_data["kept"]]
    context = {
        "title": _("请念给居民听") if not form.is_observation else _("请念给代表听"),
        "words": words,
        "facts": form.shown(),
        "named_by": naming.day if naming is not None else "",
        "photos": len(form.cleaned_data["kept"]),
        "carried": carried,
        "once_missing": not request.POST.get("once"),
        "once": form.cleaned_data["once"],
        "warnings": cautions_of(words),
        "other_kind": other,
        "other_label": lists.label("opinion_kind", other) if other else "",
        "observation": form.is_observation,
        "direct": direct,
        "steps": _steps(2),
    }
    return render(request, "cases/desk/read_back.html", context)


def _keep(request: HttpRequest, form: RecordForm) -> HttpResponse:
    """Store the words, then the photos; the same form twice gives the same receipt."""
    facts = form.facts() | {"read_back": "read_back" in request.POST or request.POST.get("go") == "confirm"}
    leave = request.POST.get("leave", "")
    if leave and leave == other_kind(form.cleaned_data["words"], facts["kind"]):
        facts["kind"] = leave
    actor = actor_of(request)
    try:
        receipt = RecordOpinion(actor=actor, **facts).execute()
    except Invalid as problem:
        renamed = [FieldProblem(RENAMED.get(p.field, p.field), p.code, p.message) for p in problem.problems]
        form.take(Invalid(*renamed))
        return _write(request, form)
    except WrongState as problem:
        data = request.POST.copy()
        data["once"] = ""
        again = RecordForm(data, slips=form.cleaned_data["kept"], actor=actor)
        again.add_error(None, problem.message)
        return _write(request, again, status=409)
    for sentence in attach_all(actor, receipt, form.cleaned_data["kept"]):
        messages.warning(request, sentence)
    return redirect("cases:desk_recorded", token=receipt.token)


def _next(opinion: Opinion) -> str:
    """What the clerk tells the speaker about by when."""
    said = _("请把查询码念给本人听，或打印回执。")
    naming = naming_of(opinion.case)
    return said + naming.to_clerk(has_contact=has_contact(opinion.pk)) if naming is not None else said


def _may_hand_over(actor: Actor, opinion: Opinion) -> bool:
    """A sealed matter's slip is for who may open it, and on the same day for who has just written it down."""
    if not opinion.case.sealed or policies.SEE_CASE.check(actor, opinion.case):
        return True
    return opinion.recorder_label == actor.label[:120] and civil_date(opinion.recorded_at) == today()


@requires(policies.RECORD)
@require_safe
def recorded(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt to hand over: number, query code, what happens next, and the slip to print."""
    opinion = opinion_or_404(token)
    if not _may_hand_over(actor_of(request), opinion):
        raise Http404
    made = receipt_of(opinion, opinion.case)
    context = {
        "receipt": made,
        "case": opinion.case,
        "received": zh_datetime(opinion.recorded_at),
        "qr": request.build_absolute_uri(reverse("cases:status", args=[token])),
        "next": _next(opinion),
        "may_open": policies.SEE_CASE.check(actor_of(request), opinion.case),
        "again": "again" in request.GET,
        "steps": _steps(3),
    }
    return render(request, "cases/desk/recorded.html", context)
