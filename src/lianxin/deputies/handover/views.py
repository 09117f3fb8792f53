"""交接 on the desk: prepare, see who takes over, begin, watch, read and print what passed; the office's list."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.db.scope import current_town
from lianxin.deputies.handover import forms, paper, selectors
from lianxin.deputies.handover.actions import (
    BeginHandover,
    ContinueHandover,
    GiveTo,
    NameSuccessor,
    OpenHandover,
    Reelect,
)
from lianxin.deputies.models import Deputy, Handover, HandoverKind, HandoverState, Mandate, Term
from lianxin.deputies.policies import KEEPERS, READERS
from lianxin.journal.errors import WrongState
from lianxin.people.access import actor_of, loaded, requires
from lianxin.places.models import Place
from lianxin.ui import papers
from lianxin.ui.acting import form_page, posted
from lianxin.ui.dates import zh_date


def handover_here(_request: HttpRequest, pk: int) -> Handover | None:
    """A handover of this town, or nothing."""
    return Handover.objects.filter(pk=pk).select_related("old_term", "new_term").first()


def _deputy_in(_request: HttpRequest, pk: int, deputy: int, place: int) -> Handover | None:
    """The same for the pages of one deputy in it."""
    return handover_here(_request, pk)


def _page_of(one: Handover) -> str:
    return reverse("deputies:handover", args=[one.pk])


@requires(READERS)
@require_safe
def handovers(request: HttpRequest) -> HttpResponse:
    """Every handover, and the way to what waits."""
    context = {"rows": selectors.list_rows(), "may_keep": KEEPERS.check(actor_of(request))}
    return render(request, "deputies/handovers.html", context)


@requires(KEEPERS)
@require_http_methods(["GET", "POST"])
def open_handover(request: HttpRequest) -> HttpResponse:
    """Prepare a change of term; it leads to the preview."""
    made: list[Handover] = []

    def run(data: Any) -> None:
        terms = {one.pk: one for one in Term.objects.filter(pk__in=[int(data["old_term"]), int(data["new_term"])])}
        old, new = terms[int(data["old_term"])], terms[int(data["new_term"])]
        made.append(OpenHandover(actor=actor_of(request), old_term=old, new_term=new).execute())

    answer = form_page(
        request, forms.OpenForm(posted(request)), run, title=_("准备换届交接"), back=reverse("deputies:handovers"),
        sub=_("这一步什么都不改，先看谁连任、谁离任、谁接谁。"), done=_("准备好了，请看一遍。"),
    )  # fmt: skip
    if made:
        answer["Location"] = _page_of(made[0])
    return answer


@requires(READERS, handover_here)
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview with its button, the progress, or the report: what the handover has come to."""
    one = loaded(request, Handover)
    if request.method == "POST":
        return _moved(request, one)
    if one.state == HandoverState.OPEN:
        return _preview(request, one)
    if one.state == HandoverState.DONE:
        return _report(request, one)
    return _progress(request, one)


def _moved(request: HttpRequest, one: Handover) -> HttpResponse:
    """Begin, or go on; a refusal stands above the page."""
    try:
        if request.POST.get("do") == "continue":
            ContinueHandover(actor=actor_of(request), handover=one).execute()
        else:
            BeginHandover(actor=actor_of(request), handover=one, seen=request.POST.get("seen", "")[:64]).execute()
    except WrongState as refused:
        messages.warning(request, refused.message)
    return redirect(_page_of(one))


def _preview(request: HttpRequest, one: Handover) -> HttpResponse:
    found = selectors.preview_of(one)
    who = found.leaving[0]["who"] if found.leaving else ""
    context = {
        "handover": one, "title": selectors.name_of(one, who), "found": found, "day": zh_date(one.day),
        "may_keep": KEEPERS.check(actor_of(request)), "is_term": one.kind == HandoverKind.TERM,
        "steps": _steps(one, found),
    }  # fmt: skip
    return render(request, "deputies/handover_preview.html", context)


def _steps(one: Handover, found: selectors.Preview) -> list[dict[str, Any]]:
    """The way through a change of term."""
    elected = bool(found.staying or found.new)
    steps: list[dict[str, Any]] = [
        {"label": _("登记新一届"), "done": True, "text": one.new_term.name if one.new_term else ""},
        {
            "label": _("登记谁连任、谁新当选"), "done": elected, "current": not elected,
            "href": reverse("deputies:reelected", args=[one.pk]), "text": _("新当选的在“代表名册”里登记并写任期"),
        },
        {"label": _("看谁接谁，有不对的改"), "done": False, "current": elected},
        {"label": _("开始交接"), "done": False, "text": _("中途停了可以接着做，做过的不会再做一遍")},
    ]  # fmt: skip
    return steps


def _progress(request: HttpRequest, one: Handover) -> HttpResponse:
    done, total = selectors.progress_of(one)
    failed = one.state == HandoverState.FAILED
    context = {
        "title": selectors.name_of(one), "label": one.get_state_display(), "done": done, "total": total,
        "is_done": failed, "problem": one.problem, "may_continue": failed and KEEPERS.check(actor_of(request)),
    }  # fmt: skip
    return render(request, "deputies/handover_progress.html", context)


def _report(request: HttpRequest, one: Handover) -> HttpResponse:
    rows = selectors.report_rows(one)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Refresh": "true"})
    who = rows[0]["who"] if rows else ""
    context = {"handover": one, "title": selectors.name_of(one, who), "rows": rows, "day": zh_date(one.day)}
    return render(request, "deputies/handover_report.html", context)


@requires(READERS, handover_here)
@require_safe
def handover_print(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Every single thing on paper, or as a file."""
    one, actor = loaded(request, Handover), actor_of(request)
    rows = selectors.passed_rows(actor, one)
    made = paper.report(current_town(), one, selectors.name_of(one), rows, actor.label)
    return papers.respond(request, made, back=_page_of(one))


@requires(KEEPERS, handover_here)
@require_http_methods(["GET", "POST"])
def reelected(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who was elected again."""
    one = loaded(request, Handover)
    again = Mandate.objects.filter(term_id=one.new_term_id or 0).values("deputy_id")
    rows = Mandate.objects.filter(term_id=one.old_term_id, ends_on=None).exclude(deputy_id__in=again)
    can = [
        (str(row.deputy_id), f"{row.deputy.display_name}（{row.constituency or row.electing_unit}）")
        for row in rows.select_related("deputy", "constituency").order_by("deputy__sort", "deputy_id")
    ]

    def run(data: Any) -> None:
        Reelect(actor=actor_of(request), handover=one, deputies=tuple(map(int, data["deputies"]))).execute()

    return form_page(
        request, forms.ReelectedForm(posted(request), can=can), run, title=_("谁连任"), sub=selectors.name_of(one),
        back=_page_of(one), done=_("连任的任期已经写上。"),
    )  # fmt: skip


@requires(KEEPERS, _deputy_in)
@require_http_methods(["GET", "POST"])
def name_successor(request: HttpRequest, pk: int, deputy: int, place: int) -> HttpResponse:
    """Say who takes over from one deputy, at one contact place where there are several."""
    one = loaded(request, Handover)
    leaving = Deputy.objects.filter(pk=deputy).first()
    where = Place.objects.filter(pk=place).first() if place else None
    if leaving is None or (place and where is None):
        raise Http404

    def run(data: Any) -> None:
        found = Deputy.objects.filter(pk=int(data["successor"] or 0)).first()
        NameSuccessor(actor=actor_of(request), handover=one, deputy=leaving, successor=found, place=where).execute()

    sub = " · ".join(filter(None, [leaving.display_name, where.label if where else ""]))
    return form_page(
        request, forms.SuccessorForm(posted(request), can=selectors.candidates(deputy)), run, title=_("指定接续代表"),
        sub=sub, back=_page_of(one), done=_("已经记下。"),
    )  # fmt: skip


@requires(READERS)
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Open matters and suggestions for which nobody with a mandate is responsible today."""
    actor = actor_of(request)
    context = {"rows": selectors.waiting_rows(actor), "most": selectors.MOST, "may_keep": KEEPERS.check(actor)}
    return render(request, "deputies/waiting.html", context)


@requires(KEEPERS)
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Give one thing of the list to somebody."""
    row = next((one for one in selectors.waiting_items() if one[0] == kind and one[1].id == pk), None)
    if row is None:
        raise Http404
    item = row[1]

    def run(data: Any) -> None:
        successor = Deputy.objects.get(pk=int(data["successor"]))
        GiveTo(actor=actor_of(request), kind=kind, object_id=pk, successor=successor).execute()

    return form_page(
        request, forms.GiveForm(posted(request), can=selectors.candidates(item.deputy)), run, title=_("指定接续代表"),
        sub=selectors.title_of(actor_of(request), kind, pk), back=reverse("deputies:waiting"), done=_("已经有人接续。"),
    )  # fmt: skip
