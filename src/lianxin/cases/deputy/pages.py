"""The page of a matter for the deputy who brought it, and the verdict on what the deputy saw.

A deputy follows and asks, and moves nothing; only of its own observation does it say whether it is solved.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.cases import policies
from lianxin.cases.actions import RecordVerdict
from lianxin.cases.deputy import selectors
from lianxin.cases.deputy.forms import OwnVerdictForm
from lianxin.cases.deputy.policies import SEE_BROUGHT
from lianxin.cases.desk.page import by_number, thumbs
from lianxin.cases.desk.shown import voice_rows
from lianxin.cases.models import Case, DeputyAsk
from lianxin.cases.promises.selectors import shown_for
from lianxin.cases.selectors import case_page
from lianxin.cases.selectors.public_status import Step
from lianxin.journal.actors import Actor
from lianxin.journal.errors import Invalid, WrongState
from lianxin.people.access import actor_of, loaded, requires
from lianxin.ui.dates import zh_date


@requires(SEE_BROUGHT, by_number)
@require_safe
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Everything the deputy may read of the matter."""
    found = selectors.load(actor_of(request), loaded(request, Case))
    promises = found.answer.promises if found.answer is not None else ()
    context = {
        "found": found,
        "case": found.case,
        "head": found.head,
        "heard": [_heard(one) for one in found.heard],
        "voices": voice_rows(found.voices),
        "steps": [_entry(step) for step in found.steps],
        "promises": [(text, zh_date(on), state) for text, on, state in promises],
        "files": thumbs(shown_for(found.case.pk)) if promises else [],
        **_asking(actor_of(request), found.case),
    }
    return render(request, "cases/deputy/case.html", context)


def _asking(actor: Actor, case: Case) -> dict[str, Any]:
    """What the deputy asked the congress to press, and the way to ask while nothing waits; one statement."""
    rows = DeputyAsk.objects.filter(object_kind="case", object_id=case.pk, deputy_id__in=policies.deputy_ids(actor))
    asks = [
        {"text": one.text, "day": zh_date(one.made_at), "answer": one.answer, "answered": zh_date(one.answered_at)}
        for one in rows.order_by("id")
    ]  # fmt: skip
    waits = any(not one["answer"] for one in asks)
    href = f"{reverse('cases:ask_to_press', args=['case', case.pk])}?back=case"
    return {"asks": asks, "ask_href": href if case.is_open and not waits else ""}


def _heard(one: selectors.Heard) -> dict[str, Any]:
    opinion = one.opinion
    when = [opinion.occasion, zh_date(opinion.spoken_on), one.place]
    return {
        "how": " · ".join(filter(None, [str(opinion.get_source_display()), *when])),
        "words": "" if one.hidden else opinion.verbatim,
        "hidden": one.hidden,
        "own": "" if one.hidden else opinion.deputy_opinion,
        "on_spot": "" if one.hidden else opinion.on_spot_answer,
        "additions": [
            (_("更正") if more.code == "correct" else _("补充"), zh_date(more.at), more.text) for more in one.additions
        ],
    }


def _entry(step: Step) -> dict[str, Any]:
    return {"title": step.label, "when": zh_date(step.on), "text": step.note, "done": True}


@requires(SEE_BROUGHT, by_number)
@require_http_methods(["GET", "HEAD", "POST"])
def verdict(request: HttpRequest, number: str) -> HttpResponse:
    """Say whether what the deputy saw is solved; where that cannot be said now, back to the matter."""
    actor = actor_of(request)
    page = case_page.page_of(actor, loaded(request, Case))
    if not any(one.code == "verdict" for one in page.moves):
        messages.warning(request, _("这件事现在不由您评价。"))
        return redirect("cases:deputy_case", number=number)
    form = OwnVerdictForm(request.POST if request.method == "POST" else None, page=page, actor=actor)
    if request.method == "POST" and form.is_valid() and _said(request, page.case, form):
        messages.success(request, _("评价已记下，谢谢您。"))
        return redirect("cases:deputy_case", number=number)
    context = {"form": form, "case": page.case, **form.context()}
    return render(request, "cases/deputy/verdict.html", context, status=form.status)


def _said(request: HttpRequest, case: Case, form: OwnVerdictForm) -> bool:
    """Whether the verdict was taken; a refusal stands at the form."""
    try:
        RecordVerdict(
            actor=actor_of(request),
            case_id=case.pk,
            expected_version=form.cleaned_data["expected_version"],
            once=form.cleaned_data["once"] or None,
            **form.facts(),
        ).execute()
    except Invalid as problem:
        form.take(problem)
        return False
    except WrongState as problem:
        form.add_error(None, problem.message)
        return False
    return True
