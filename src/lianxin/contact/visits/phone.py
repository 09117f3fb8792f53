"""The phone's pages of a visit: one item, what was told, begin and end, who came.  Everything works without script."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lianxin.contact import base
from lianxin.contact.models import Visit
from lianxin.contact.visits import capture, forms, selectors, texts
from lianxin.contact.visits.actions import BeginVisit, EndVisit, NoteVisitAttendance
from lianxin.contact.visits.earlier import told_rows
from lianxin.contact.visits.policies import RECORD_ON_VISIT
from lianxin.core.clock import today
from lianxin.field.policies import FIELD
from lianxin.field.views.pages import script_config
from lianxin.journal.errors import Invalid, WrongState
from lianxin.people.access import actor_of, loaded, requires
from lianxin.records.attachments import store_all
from lianxin.ui.acting import act_on, posted

ON_THE_PHONE: Final = RECORD_ON_VISIT & FIELD


def visit_here(_request: HttpRequest, pk: int, **_rest: object) -> Visit | None:
    """A visit of this town, or nothing."""
    return base.visits().filter(pk=pk).first()


@requires(ON_THE_PHONE)
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest) -> HttpResponse:
    """The form of an item, with the visit above it: who comes, where, when."""
    actor = actor_of(request)
    found = capture.visits_for(actor, request.POST.get("visit", ""))
    if not found:
        return _nothing(request, status=422 if request.method == "POST" else 200)
    status = 0
    form = forms.VisitItemForm(posted(request), request.FILES or None, visits=found)
    if form.is_bound and form.is_valid():
        try:
            return _recorded(request, form)
        except Invalid as problem:
            form.take(problem)
        except WrongState as problem:
            form.add_error(None, problem.message)
            status = 409
    context = {
        "form": form, "config": script_config(capture.ITEM, 1), "head": selectors.head_of(found[0]),
        "one": len(found) == 1, "first": form.group(*form.FIRST), "groups": _groups(form),
    }  # fmt: skip
    return render(request, "contact/visits/item.html", context, status=status or form.status)


def _groups(form: forms.VisitItemForm) -> list[dict[str, Any]]:
    """The questions that may wait, folded unless one has an error."""
    folded = (
        (_("怎么回复本人"), _("称呼、电话、能不能公开"), form.ANSWER),
        (_("再说细一点"), _("位置、类别、是否紧急、代表当场怎么说"), form.MORE),
    )
    return [
        {"title": title, "hint": hint, "fields": form.group(*names), "open": any(form[name].errors for name in names)}
        for title, hint, names in folded
    ]


def _recorded(request: HttpRequest, form: forms.VisitItemForm) -> HttpResponse:
    """Record online, keep the photos beside the words, lead to the receipt."""
    actor = actor_of(request)
    receipt = capture.record(actor, form, today(), key=form.cleaned_data["once"] or "")
    photos = form.cleaned_data["photos"] or []
    for sentence in store_all(actor=actor, owner_kind="case", owner_id=receipt.case_id, files=photos):
        messages.warning(request, sentence)
    return redirect("cases:receipt", token=receipt.token)


def _nothing(request: HttpRequest, status: int) -> HttpResponse:
    """No visit to record on; the page says where to go instead."""
    context = {"config": script_config(), "sentence": texts.no_visit()}
    return render(request, "contact/visits/no_visit.html", context, status=status)


@requires(ON_THE_PHONE)
@require_http_methods(["GET", "HEAD", "POST"])
def told(request: HttpRequest) -> HttpResponse:
    """Feedback first: the matters of last time one by one, and what the residents say."""
    actor = actor_of(request)
    found = capture.visits_for(actor, request.POST.get("visit", ""))[: forms.MOST_VISITS]
    if not found:
        return _nothing(request, status=422 if request.method == "POST" else 200)
    rows = told_rows(found)
    offered = [(str(row["case"]), row["short"]) for one in rows.values() for row in one]
    form = forms.ToldForm(posted(request), visits=found, matters=offered)
    if form.is_bound and form.is_valid():
        try:
            _visit, refused = capture.tell(actor, form)
        except Invalid as problem:
            form.take(problem)
        else:
            _say_told(request, refused)
            return redirect("contact:visit_told")
    context = {
        "form": form, "config": script_config(capture.TOLD, 1), "head": selectors.head_of(found[0]),
        "rows": [row for one in rows.values() for row in one],
    }  # fmt: skip
    return render(request, "contact/visits/told.html", context, status=form.status)


def _say_told(request: HttpRequest, refused: str) -> None:
    """That it was written down, and why the verdict waits for the desk."""
    messages.success(request, _("已经记下。"))
    if refused:
        messages.warning(request, _("评价还没有登记：%(why)s 居委会在走访清单里可以补登。") % {"why": refused})


_MOVES: Final = {
    "begin": (BeginVisit, gettext_lazy("开始走访"), gettext_lazy("已经开始。先告诉上轮结果，再听。")),
    "end": (EndVisit, gettext_lazy("走访结束"), gettext_lazy("走访结束了。手机上没送到的，有网会自动发出。")),
}


@requires(ON_THE_PHONE, visit_here)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Begin or end, from the recorder's phone."""
    visit = loaded(request, Visit)
    action, title, done = _MOVES[code]

    def run(_data: Mapping[str, Any]) -> None:
        action(actor=actor_of(request), visit=visit).execute()

    return act_on(
        request, forms.SureForm(posted(request)), run, template="contact/visits/phone_form.html",
        back=reverse("contact:visit_item"), done=str(done),
        context={"title": str(title), "head": selectors.head_of(visit)},
    )  # fmt: skip


@requires(ON_THE_PHONE, visit_here)
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Who came, from the recorder's phone."""
    visit = loaded(request, Visit)
    form, run = attendance_form(request, visit)
    return act_on(
        request, form, run, template="contact/visits/phone_form.html", back=reverse("contact:visit_item"),
        done=_("到场已经记下。"), context={"title": _("记到场"), "head": selectors.head_of(visit)},
    )  # fmt: skip


def attendance_form(request: HttpRequest, visit: Visit) -> tuple[forms.AttendanceForm, Any]:
    """The form of who came and how many, and what it runs; on the phone and at the desk."""
    coming: Sequence[Any] = visit.going  # type: ignore[attr-defined]
    form = forms.AttendanceForm(posted(request), coming=coming, guests=selectors.guest_rows(visit))

    def run(_data: Mapping[str, Any]) -> None:
        NoteVisitAttendance(actor=actor_of(request), visit=visit, presence=form.presence, guests=form.guests).execute()

    return form, run


@requires(RECORD_ON_VISIT)
@require_http_methods(["GET", "HEAD"])
def sheet_door(request: HttpRequest, token: str) -> HttpResponse:
    """Where the code on the printed sheet leads: at the desk to the lines of the paper, else to the phone's form."""
    actor = actor_of(request)
    visit = base.visits().filter(sheet_token=token).first()
    if visit is None or not RECORD_ON_VISIT.check(actor, visit):
        raise Http404
    keeps = selectors.at_the_desk(actor).filter(pk=visit.pk).exists()
    address = reverse("contact:visit_lines", args=[visit.pk]) if keeps else reverse("contact:visit_item")
    return HttpResponseRedirect(address)
