"""Seasons and ideas: the year at a glance, an idea written down, merged or passed on, and its giver told."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.cases.models import Case
from lianxin.core.clock import today
from lianxin.deputies.models import Deputy
from lianxin.journal.errors import Invalid
from lianxin.people.access import actor_of, loaded, requires
from lianxin.places.models import Unit
from lianxin.projects import asked, forms, papers, selectors, watching
from lianxin.projects import workflow as w
from lianxin.projects.actions import CollectIdea, MergeIdea, PassIdea, SetSeason, TellGiver
from lianxin.projects.models import Idea, Project, Season, Telling
from lianxin.projects.policies import AT_VOTE, KEEPERS, OFFICE, READERS
from lianxin.ui.acting import form_page, posted


def season_here(_request: HttpRequest, pk: int, **_more: object) -> Season | None:
    """A season of this town, or nothing."""
    return Season.objects.filter(pk=pk).first()


def idea_here(_request: HttpRequest, pk: int, **_more: object) -> Idea | None:
    """An idea of this town, or nothing."""
    return Idea.objects.select_related("season", "case", "deputy", "unit", "project").filter(pk=pk).first()


def telling_here(_request: HttpRequest, pk: int) -> Telling | None:
    """A telling of this town, or nothing."""
    return Telling.objects.select_related("idea").filter(pk=pk).first()


def season_page(pk: int) -> str:
    """The address of a season."""
    return reverse("projects:season", args=[pk])


@requires(AT_VOTE)
@require_safe
def seasons(request: HttpRequest) -> HttpResponse:
    """All years."""
    context = {"rows": selectors.season_rows(), "may_keep": OFFICE.check(actor_of(request))}
    return render(request, "projects/seasons.html", context)


@requires(AT_VOTE, season_here)
@require_safe
def season(request: HttpRequest, pk: int) -> HttpResponse:
    """One year: projects, votes, ideas, and who still is to be told."""
    one, actor = loaded(request, Season), actor_of(request)
    projects = selectors.project_rows(one)
    context = {
        "season": one, "projects": projects, "ideas": selectors.idea_rows(one), "votes": selectors.vote_rows(one),
        "share": selectors.origin_share(projects), "open_tellings": selectors.open_tellings(),
        "may_keep": KEEPERS.check(actor), "may_vote": OFFICE.check(actor), "may_read": READERS.check(actor),
        "candidates": sum(row["code"] == w.CANDIDATE for row in projects), "colours": watching.summed(projects),
        "wishes": asked.wishes_of(one),
        "papers": [(code, word) for code, (word, _made) in papers.OF_SEASON.items()],
        "accepted": sum(row["code"] == w.ACCEPTED for row in projects),
    }  # fmt: skip
    return render(request, "projects/season.html", context)


@requires(OFFICE)
@require_http_methods(["GET", "POST"])
def new_season(request: HttpRequest) -> HttpResponse:
    """Begin a year."""

    def run(data: Mapping[str, Any]) -> None:
        SetSeason(actor=actor_of(request), **data).execute()

    return form_page(
        request, forms.SeasonForm(posted(request)), run, title=_("开始一年的征集"), back=reverse("projects:seasons"),
        done=_("已经登记。"),
    )  # fmt: skip


@requires(OFFICE, season_here)
@require_http_methods(["GET", "POST"])
def change_season(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is written about a year."""
    one = loaded(request, Season)
    initial = {name: getattr(one, name) for name in ("name", "opens_on", "closes_on", "basis", "party_on")}

    def run(data: Mapping[str, Any]) -> None:
        SetSeason(actor=actor_of(request), season=one, **data).execute()

    form = forms.ChangeSeasonForm(posted(request), initial=initial)
    return form_page(request, form, run, title=_("更正"), sub=one.name, back=season_page(one.pk), done=_("已经更正。"))


def _found(model: Any, value: str) -> Any:
    return model.objects.filter(pk=int(value)).first() if value else None


@requires(KEEPERS, season_here)
@require_http_methods(["GET", "POST"])
def new_idea(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an idea down."""
    one = loaded(request, Season)

    def run(data: Mapping[str, Any]) -> None:
        number = data["giver"].strip()
        case = Case.objects.filter(number=number, sealed=False).first() if number else None
        if number and case is None:
            raise Invalid.at("giver", "unknown", _("没有找到这条记录，请核对编号。"))
        CollectIdea(
            actor=actor_of(request), season=one, text=data["text"], source=data["source"], case=case,
            deputy=_found(Deputy, data["deputy"]), unit=_found(Unit, data["unit"]),
        ).execute()  # fmt: skip

    return form_page(
        request, forms.IdeaForm(posted(request)), run, title=_("登记线索"), sub=one.name, back=season_page(one.pk),
        done=_("已经登记。"),
    )  # fmt: skip


@requires(READERS, idea_here)
@require_safe
def idea(request: HttpRequest, pk: int) -> HttpResponse:
    """One idea: the words, where they come from, what became of them, what the giver was told."""
    one = loaded(request, Idea)
    context = {
        "idea": selectors.idea_row(one), "season": one.season, "told": selectors.tellings_of([one.pk]),
        "may_keep": KEEPERS.check(actor_of(request)),
    }  # fmt: skip
    return render(request, "projects/idea.html", context)


def _idea_page(one: Idea) -> str:
    return reverse("projects:idea", args=[one.pk])


@requires(KEEPERS, idea_here)
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an idea into a project."""
    one = loaded(request, Idea)

    def run(data: Mapping[str, Any]) -> None:
        project = Project.objects.get(pk=int(data["project"]))
        MergeIdea(actor=actor_of(request), idea=one, project=project).execute()

    return form_page(
        request, forms.MergeForm(one.season, posted(request)), run, title=_("并入项目"), sub=one.number,
        back=_idea_page(one), done=_("已经并入，原话保留。"),
    )  # fmt: skip


@requires(KEEPERS, idea_here)
@require_http_methods(["GET", "POST"])
def pass_on(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Forward an idea, or do not list it."""
    one = loaded(request, Idea)

    def run(data: Mapping[str, Any]) -> None:
        PassIdea(actor=actor_of(request), idea=one, move_code=code, words=data["words"]).execute()

    return form_page(
        request, forms.WordsForm(posted(request)), run, title=_(w.IDEA_BY_CODE[code].label), sub=one.number,
        back=_idea_page(one), done=_("已经记下，提出的人要告知。"),
    )  # fmt: skip


@requires(KEEPERS)
@require_safe
def tellings(request: HttpRequest) -> HttpResponse:
    """Who still is to be told what."""
    return render(request, "projects/tellings.html", {"rows": selectors.to_tell()})


@requires(KEEPERS, telling_here)
@require_http_methods(["GET", "POST"])
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that somebody was told."""
    one = loaded(request, Telling)

    def run(data: Mapping[str, Any]) -> None:
        TellGiver(actor=actor_of(request), telling=one, **data).execute()

    form = forms.TellForm(posted(request), initial={"told_on": today()})
    return form_page(
        request, form, run, title=_("记下已经告知"), sub=one.words, back=reverse("projects:tellings"),
        done=_("已经记下。"),
    )  # fmt: skip
