"""One project: its sheet, its chain, its plan, what becomes of it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.core.clock import today
from lianxin.people.access import actor_of, loaded, requires
from lianxin.places.models import Place, Unit
from lianxin.projects import forms, selectors
from lianxin.projects import workflow as w
from lianxin.projects.actions import (
    FinishMilestone,
    MoveProject,
    PublishPlan,
    ScreenProject,
    SetMilestone,
    SetProject,
)
from lianxin.projects.models import Milestone, Project, Season
from lianxin.projects.pages.ideas import season_here, season_page
from lianxin.projects.policies import DESK, KEEPERS, OFFICE, READERS
from lianxin.ui.acting import act_on, form_page, posted
from lianxin.ui.forms import Form

_SHEET = (
    "name", "content", "beneficiaries", "cost", "funds", "due_on", "needed", "feasible", "lawful", "negative",
    "leader", "helpers",
)  # fmt: skip


def project_here(_request: HttpRequest, pk: int, **_more: object) -> Project | None:
    """A project of this town, or nothing."""
    return Project.objects.select_related("season").filter(pk=pk).first()


def milestone_here(_request: HttpRequest, pk: int) -> Milestone | None:
    """A milestone of this town, or nothing."""
    return Milestone.objects.select_related("project").filter(pk=pk).first()


def _page(pk: int) -> str:
    return reverse("projects:project", args=[pk])


def _sheet(data: Mapping[str, Any]) -> dict[str, Any]:
    """The typed sheet with its place and unit."""
    place, unit = data["place"], data["unit"]
    return {
        **data,
        "place": Place.objects.filter(pk=int(place)).first() if place else None,
        "unit": Unit.objects.filter(pk=int(unit)).first() if unit else None,
    }


@requires(KEEPERS, season_here)
@require_http_methods(["GET", "POST"])
def new_project(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a project."""
    one = loaded(request, Season)

    def run(data: Mapping[str, Any]) -> None:
        SetProject(actor=actor_of(request), season=one, **_sheet(data)).execute()

    return form_page(
        request, forms.ProjectForm(posted(request)), run, title=_("提出项目"), sub=one.name, back=season_page(one.pk),
        done=_("已经提出，接着把线索并进来。"),
    )  # fmt: skip


@requires(KEEPERS, project_here)
@require_http_methods(["GET", "POST"])
def change_project(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill in the sheet."""
    one = loaded(request, Project)
    initial = {name: getattr(one, name) for name in _SHEET} | {"place": one.place_id, "unit": one.unit_id}

    def run(data: Mapping[str, Any]) -> None:
        SetProject(actor=actor_of(request), project=one, **_sheet(data)).execute()

    form = forms.ProjectForm(posted(request), initial=initial)
    return form_page(request, form, run, title=_("筛选表"), sub=one.name, back=_page(one.pk), done=_("已经保存。"))


@requires(READERS, project_here)
@require_safe
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole chain: ideas, sheet, vote, plan, evaluation, and what the givers were told."""
    one, actor = loaded(request, Project), actor_of(request)
    moves = [w.PROJECT_BY_CODE[code] for code in w.BY_WORDS]
    possible = [(one_move.code, _(one_move.label)) for one_move in moves
                if one.state in one_move.sources and actor.has(*one_move.actors)]  # fmt: skip
    is_desk = DESK.check(actor)
    context = {
        "row": selectors.one_project(one.pk), "moves": possible,
        "may_sheet": KEEPERS.check(actor) and one.state in w.OPEN_FOR_IDEAS,
        "may_screen": is_desk and one.state == w.SCREENING, "may_plan": is_desk and one.state == w.CHOSEN,
        "may_finish": is_desk and one.state in w.UNDER_WAY,
        "may_accept": OFFICE.check(actor) and one.state == w.RUNNING,
    }  # fmt: skip
    return render(request, "projects/project.html", context)


def _confirmed(request: HttpRequest, one: Project, run: Any, title: str, done: str) -> HttpResponse:
    """A page with nothing but a question: a move without words."""
    return act_on(
        request, Form(posted(request)), run, template="ui/form_page.html", back=_page(one.pk), done=done,
        context={"title": title, "sub": one.name},
    )  # fmt: skip


@requires(DESK, project_here)
@require_http_methods(["GET", "POST"])
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """Make it a candidate."""
    one = loaded(request, Project)

    def run(_data: Mapping[str, Any]) -> None:
        ScreenProject(actor=actor_of(request), project=one).execute()

    return _confirmed(request, one, run, _("列为候选项目"), _("已经列为候选项目，提出想法的人要告知。"))


@requires(KEEPERS, project_here)
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Drop, report as put right, suspend, resume, terminate."""
    one = loaded(request, Project)
    row = w.PROJECT_BY_CODE[code]
    form_class = forms.DecisionForm if "decision_given" in row.guards else forms.WordsForm

    def run(data: Mapping[str, Any]) -> None:
        MoveProject(actor=actor_of(request), project=one, code=code, **data).execute()

    return form_page(
        request, form_class(posted(request)), run, title=_(row.label), sub=one.name, back=_page(one.pk),
        done=_("已经记下，提出想法的人要告知。"),
    )  # fmt: skip


@requires(DESK, project_here)
@require_http_methods(["GET", "POST"])
def milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a step to the plan."""
    one = loaded(request, Project)

    def run(data: Mapping[str, Any]) -> None:
        SetMilestone(actor=actor_of(request), project=one, **data).execute()

    return form_page(
        request, forms.MilestoneForm(posted(request)), run, title=_("加一个节点"), sub=one.name, back=_page(one.pk),
        done=_("已经加上。"),
    )  # fmt: skip


@requires(DESK, project_here)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish the plan."""
    one = loaded(request, Project)

    def run(_data: Mapping[str, Any]) -> None:
        PublishPlan(actor=actor_of(request), project=one).execute()

    return _confirmed(request, one, run, _("公布实施计划"), _("已经公布。"))


@requires(DESK, milestone_here)
@require_http_methods(["GET", "POST"])
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """A step was reached."""
    one = loaded(request, Milestone)

    def run(data: Mapping[str, Any]) -> None:
        FinishMilestone(actor=actor_of(request), milestone=one, **data).execute()

    form = forms.DoneForm(posted(request), initial={"done_on": today()})
    return form_page(
        request, form, run, title=_("节点完成"), sub=one.name, back=_page(one.project_id), done=_("已经记下。")
    )
