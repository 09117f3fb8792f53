"""The review queue: one pair at a time, two texts side by side, one key an answer; every answer can be taken back."""

from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.aggregation import texts
from lianxin.aggregation.actions import DecideLikeness, TakeBackAnswer
from lianxin.aggregation.forms import ANSWERS, AnswerForm
from lianxin.aggregation.lists import ANSWERED
from lianxin.aggregation.models import Likeness, LikenessState
from lianxin.aggregation.policies import MODELS, REVIEW
from lianxin.aggregation.selectors import questions
from lianxin.journal.errors import Invalid
from lianxin.people.access import actor_of, loaded, requires

#: From so many on the number of questions is not counted.
MANY: Final = 60


def pair_here(request: HttpRequest, pk: int) -> Likeness | None:
    """A pair of which one sees both matters."""
    return questions.visible_pairs(actor_of(request)).filter(pk=pk).first()


@requires(REVIEW)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The next question, or what was put off once nothing else is left."""
    return _show(request, AnswerForm())


@requires(REVIEW, pair_here)
@require_safe
def pair(request: HttpRequest, pk: int) -> HttpResponse:
    """One certain question, from a matter's page."""
    return _show(request, AnswerForm(), loaded(request, Likeness))


def _show(request: HttpRequest, form: AnswerForm, one: Likeness | None = None) -> HttpResponse:
    actor = actor_of(request)
    heard = (request.POST if request.method == "POST" else request.GET).get("round", "")[:60]
    where = Q(earlier__occasion=heard) | Q(later__occasion=heard) if heard else None
    open_ones = questions.waiting(actor, where=where) or questions.waiting(actor, LikenessState.LATER, where)
    one = one or (open_ones[0] if open_ones else None)
    asked = questions.question(actor, one.pk) if one is not None else None
    context = {
        "title": _("是不是同一件事"),
        "asked": asked,
        "open": one is not None and one.state in {LikenessState.OPEN, LikenessState.LATER},
        "put_off": one is not None and one.state == LikenessState.LATER,
        "form": form,
        "round": heard,
        "answers": ANSWERS,
        "left": len(open_ones),
        "many": len(open_ones) >= MANY,
        "done": questions.done_today(actor),
        "may_models": MODELS.check(actor),
        "last": questions.last_answers(actor),
    }
    return render(request, "aggregation/review.html", context, status=form.status)


@requires(REVIEW, pair_here)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one answer, then the next question."""
    form, one = AnswerForm(request.POST), loaded(request, Likeness)
    if form.is_valid():
        step = DecideLikeness(actor=actor_of(request), likeness_id=pk, **form.cleaned_data)
        try:
            made = step.execute()
        except Invalid as problem:
            form.take(problem)
        else:
            messages.success(request, _said(made, step.code))
            heard = request.POST.get("round", "")[:60]
            more = f"?{urlencode({'round': heard})}" if heard else ""
            return HttpResponseRedirect(f"{reverse('aggregation:review')}{more}")
    return _show(request, form, one)


def _said(made: Likeness, code: str) -> str:
    """What came of an answer."""
    if code:
        return str(texts.NOT_JOINED.get(code, _("两件现在不能并，回答已经记下。")))
    if made.joined is not None:
        return _("已并成议题 %(number)s。") % {"number": made.joined.number}
    if made.state == LikenessState.DIFFERENT:
        return _("已记下：不是同一件事，以后不再问。")
    return _("先放一放，其余的问完再来。")


@requires(REVIEW, pair_here)
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an answer back."""
    TakeBackAnswer(actor=actor_of(request), likeness_id=pk).execute()
    messages.success(request, _("已撤回，各件回到原来的位置，这一对重新等人看。"))
    return HttpResponseRedirect(reverse("aggregation:review_pair", args=[pk]))


@requires(REVIEW)
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """Every answer: which, by whom, when, with which model."""
    rows = questions.visible_pairs(actor_of(request)).exclude(decided_at=None)
    rows = rows.select_related("earlier_case", "later_case", "joined", "learned")
    return ANSWERED.respond(request, rows, "aggregation/answers.html", {"title": _("比对的回答")})  # type: ignore[return-value]
