"""The chain's papers, and the draft of the rule before the meeting."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.ballots import texts as ballot_texts
from lianxin.ballots.rehearsal import Meeting, rehearse
from lianxin.ballots.rules import digest, problems, warnings
from lianxin.cases.documents.house import House, house_of
from lianxin.db.scope import current_town
from lianxin.people.access import actor_of, loaded, requires
from lianxin.projects import forms, papers, selectors
from lianxin.projects import workflow as w
from lianxin.projects.models import Project, Season, Vote
from lianxin.projects.pages.ideas import season_here, season_page
from lianxin.projects.pages.votes import rule_of_form, vote_here
from lianxin.projects.pages.watch import project_chosen
from lianxin.projects.policies import AT_VOTE, OFFICE, READERS
from lianxin.ui import papers as paper_pages

#: A page must not let anybody wait: fewer runs than the command, and it says that the figures are rough.
_RUNS = 120


def _house(request: HttpRequest) -> House:
    return house_of(current_town(), actor_of(request).label)


@requires(READERS, season_here)
@require_safe
def season_paper(request: HttpRequest, pk: int, code: str) -> HttpResponseBase:
    """A paper of a year."""
    one = loaded(request, Season)
    address = request.build_absolute_uri(reverse("cases:speak"))
    paper = papers.OF_SEASON[code][1](one, _house(request), address)
    return paper_pages.respond(request, paper, back=season_page(one.pk))


@requires(AT_VOTE, vote_here)
@require_safe
def vote_paper(request: HttpRequest, pk: int, code: str) -> HttpResponseBase:
    """A paper of a vote; 404 while there is nothing to say."""
    one = loaded(request, Vote)
    paper = papers.OF_VOTE[code][1](selectors.one_vote(one.pk, actor_of(request)), _house(request))
    if paper is None:
        raise Http404
    return paper_pages.respond(request, paper, back=reverse("projects:vote", args=[one.pk]))


@requires(READERS, project_chosen)
@require_safe
def visits_paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The record of a project's visits."""
    one = loaded(request, Project)
    paper = papers.visit_report(one, _house(request))
    return paper_pages.respond(request, paper, back=reverse("projects:watch", args=[one.pk]))


@requires(OFFICE, season_here)
@require_safe
def draft(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The rule before the meeting: change the form, read the clauses and what a rehearsal says; nothing is stored."""
    one = loaded(request, Season)
    candidates = one.projects.filter(state__in=(w.SCREENING, w.CANDIDATE)).count()
    form = forms.DraftForm(request.GET or None, initial={"candidates": candidates or 12, "seats": 10, "present": 60})
    found: Mapping[str, Any] = {}
    if form.is_bound and form.is_valid():
        found = _drafted(form.cleaned_data)
    context = {"form": form, "season": one, "back": season_page(one.pk), "query": request.GET.urlencode(), **found}
    return render(request, "projects/draft.html", context, status=form.status)


def _drafted(data: Mapping[str, Any]) -> dict[str, Any]:
    """Clauses and advice of what was typed."""
    made = rule_of_form(data, data["candidates"])
    wrong = ballot_texts.sentences(problems(made), _)
    if wrong:
        return {"wrong": wrong}
    meeting = Meeting(in_office=data["in_office"], present=min(data["present"], data["in_office"]))
    return {
        "clauses": ballot_texts.clauses(made, data["in_office"], _), "digest": digest(made), "meeting": meeting,
        "advice": ballot_texts.sentences(rehearse(made, meeting, runs=_RUNS).advice, _),
        "warnings": ballot_texts.sentences(warnings(made), _),
    }  # fmt: skip
