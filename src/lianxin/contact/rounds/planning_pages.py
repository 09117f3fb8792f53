"""Assigning: the plan is worked out while the page says so, shown, adopted; mended at noon; changed by hand."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.contact import workflow
from lianxin.contact.models import PlanDraft, Round
from lianxin.contact.planning.checking import Unplannable
from lianxin.contact.policies import OFFICE, READERS
from lianxin.contact.rounds import forms
from lianxin.contact.rounds import selectors as found
from lianxin.contact.rounds.assigning import AdoptDraft, KeepDraft
from lianxin.contact.rounds.drafts import Made, shown, work_out, work_out_again
from lianxin.contact.rounds.material import material_of
from lianxin.contact.rounds.pages import page_of, round_here
from lianxin.contact.texts import INPUT
from lianxin.journal.actors import Actor
from lianxin.journal.errors import ActionError, WrongState
from lianxin.people.access import actor_of, loaded, requires
from lianxin.ui.acting import posted
from lianxin.ui.dates import zh_datetime

#: Where the page that says “working” is cut: what stands before is sent at once, the rest when the plan is there.
_CUT: Final = "<!-- worked out -->"


def _must_be_plannable(one: Round) -> None:
    if one.state not in workflow.PLANNABLE:
        raise WrongState(
            "not_from_here", _("这一轮现在是“%(state)s”，不能再分配。") % {"state": one.get_state_display()}
        )


def working(
    request: HttpRequest, one: Round, make: Callable[[], Made], *, back: str, cause: str = ""
) -> HttpResponseBase:
    """Say at once that the plan is being worked out, and lead to it when it is there; needs no script.

    The planner runs between two pieces of the answer, outside of any transaction.
    """
    actor = actor_of(request)
    head = render_to_string("contact/working.html", {"round": one, "back": back}, request).split(_CUT)

    def pieces() -> Iterator[str]:
        yield head[0]
        yield _worked(one, actor, make, back, cause)
        yield head[1]

    return StreamingHttpResponse(pieces())


def _worked(one: Round, actor: Actor, make: Callable[[], Made], back: str, cause: str) -> str:
    """Work it out and keep it: the way to the draft, or what is wrong."""
    context: dict[str, Any] = {"back": back}
    try:
        draft = KeepDraft(actor=actor, round=one, expected_version=one.version, made=make(), cause=cause).execute()
        context["href"] = reverse("contact:draft", args=[one.pk, draft.pk])
    except Unplannable as refusal:
        context["wrong"] = material_of(one).say(INPUT, refusal.notes)
    except ActionError as refusal:
        context["wrong"] = [refusal.message]
    return render_to_string("contact/_worked.html", context)


@requires(READERS, round_here)
@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What a plan will be made from, the drafts there are, and the button that makes one."""
    one = loaded(request, Round)
    may_keep = OFFICE.check(actor_of(request))
    if request.method == "POST":
        if not may_keep:
            raise Http404
        _must_be_plannable(one)
        return working(request, one, lambda: work_out(one), back=page_of(one.pk, "assign"))
    people, rows = found.people_rows(one), found.visit_rows(one)
    drafts = [
        {
            "pk": row.pk, "made": zh_datetime(row.made_at), "by": row.made_by_label, "points": row.points,
            "proven": row.proven, "adopted": zh_datetime(row.adopted_at) if row.adopted_at else "", "cause": row.cause,
        }
        for row in PlanDraft.objects.filter(round_id=one.pk).order_by("-id")[:12]
    ]  # fmt: skip
    context = {
        "round": one, "sub": found.sub_of(one), "drafts": drafts,
        "may_keep": may_keep and one.state in workflow.PLANNABLE,
        "going": sum(not row["away"] for row in people), "away": sum(row["away"] for row in people),
        "places": len(rows), "visits": sum(not row["away"] for row in people) * one.most_visits,
        "is_planned": any(row["who"] and row["when"] for row in rows),
        "may_take_in": one.state == workflow.PREPARING and not any(row["who"] or row["town"] for row in rows),
    }  # fmt: skip
    return render(request, "contact/assign.html", context)


def draft_here(_request: HttpRequest, pk: int, draft: int) -> PlanDraft | None:
    """A draft of a round of this town, or nothing."""
    return PlanDraft.objects.select_related("round__previous").filter(pk=draft, round_id=pk).first()


@requires(READERS, draft_here)
@require_safe
def draft_page(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    """A plan before it is adopted: per place when, who and why; what is missing; the points in words."""
    one = loaded(request, PlanDraft)
    context = shown(one, material_of(one.round)) | {
        "draft": one, "round": one.round, "made": zh_datetime(one.made_at),
        "may_keep": OFFICE.check(actor_of(request)) and one.round.state in workflow.PLANNABLE,
    }  # fmt: skip
    return render(request, "contact/draft.html", context)


@requires(OFFICE, draft_here)
@require_POST
def adopt(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    """Make a draft the plan."""
    one = loaded(request, PlanDraft)
    AdoptDraft(actor=actor_of(request), round=one.round, draft=one).execute()
    told = one.round.state != workflow.PREPARING
    words = _("已经采用，有变动的代表和居民区会收到通知。") if told else _("已经采用。发通知以前还可以改。")
    messages.success(request, words)
    return HttpResponseRedirect(page_of(pk, "board"))


@requires(OFFICE, round_here)
@require_http_methods(["GET", "POST"])
def replan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Some cannot come: tick them, and the plan is mended around what is fixed or has begun.

    Who has a leave in the register since the plan was made is mended with them, without being ticked.
    """
    one = loaded(request, Round)
    _must_be_plannable(one)
    rows = [row for row in found.people_rows(one) if row["goes"]]
    late = [row for row in rows if row["late"]]
    choices = [(str(row["pk"]), row["name"]) for row in rows if not row["away"]]
    form = forms.CancelForm(posted(request), deputies=choices, late=bool(late))
    if form.is_bound and form.is_valid():
        gone = [row["pk"] for row in late] + [int(pk) for pk in form.cleaned_data["gone"]]
        reason = form.cleaned_data["reason"]
        return working(
            request, one, lambda: work_out_again(one, gone, reason), back=page_of(one.pk, "replan"), cause=reason
        )
    context = {"form": form, "round": one, "back": page_of(one.pk, "board"), "nobody": not rows, "late": late}
    return render(request, "contact/replan.html", context, status=form.status)
