"""After the vote: one page for what a project is doing, and the forms of those who report, oversee and answer."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.cases.evidence import prepared
from lianxin.core.clock import today
from lianxin.deputies.models import Deputy
from lianxin.people import roles
from lianxin.people.access import actor_of, loaded, requires
from lianxin.projects import forms_after as forms
from lianxin.projects import watching
from lianxin.projects import workflow as w
from lianxin.projects.actions import (
    AcceptProject,
    AnswerInspection,
    ChangeProject,
    Inspect,
    RecordSurvey,
    ReportMonth,
    SetGroup,
)
from lianxin.projects.actions.overseeing import deputies_of
from lianxin.projects.models import Inspection, Overseer, Project, Task
from lianxin.projects.pages.projects import project_here
from lianxin.projects.policies import ANSWERERS, AS_DEPUTY, DESK, IN_GROUP, OFFICE, READERS, WATCHERS
from lianxin.ui.acting import act_on, form_page, posted


def inspection_here(_request: HttpRequest, pk: int) -> Inspection | None:
    """A visit of this town; the policy asks whose unit it concerns."""
    return Inspection.objects.select_related("project").filter(pk=pk).first()


def project_overseen(_request: HttpRequest, pk: int) -> Project | None:
    """A chosen project with its group."""
    found = Project.objects.select_related("season").filter(pk=pk, state__in=w.VOTED_IN).first()
    if found is not None:
        found.group_rows = list(Overseer.objects.filter(project=found))  # type: ignore[attr-defined]
    return found


def project_chosen(request: HttpRequest, pk: int) -> Project | None:
    """A project that was chosen."""
    found = project_here(request, pk)
    return found if found is not None and found.state in w.VOTED_IN else None


def _page(pk: int) -> str:
    return reverse("projects:watch", args=[pk])


def _deputies(ids: list[str]) -> list[Deputy]:
    return list(Deputy.objects.filter(pk__in=[int(pk) for pk in ids]).order_by("sort", "id"))


@requires(WATCHERS, project_chosen)
@require_safe
def watch(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan, group, reports, visits, notices, evaluations."""
    one, actor = loaded(request, Project), actor_of(request)
    office, desk = OFFICE.check(actor), DESK.check(actor)
    context = {
        "row": watching.watched(one.pk), "may_office": office, "may_read": READERS.check(actor),
        "may_month": desk and one.state in (*w.UNDER_WAY, w.SUSPENDED, w.ACCEPTED),
        "may_accept": office and one.state == w.RUNNING, "may_alter": office and one.state in w.CHANGEABLE,
        "may_survey": office and one.state in (*w.DONE, w.RECTIFYING),
        "may_look_back": office and one.state == w.EVALUATED, "may_answer": ANSWERERS.check(actor, one),
    }  # fmt: skip
    return render(request, "projects/watch.html", context)


@requires(OFFICE, project_chosen)
@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the deputies who oversee it."""
    one = loaded(request, Project)
    now = list(Overseer.objects.filter(project=one))
    initial = {
        "deputies": [str(row.deputy_id) for row in now],
        "contact": next((str(row.deputy_id) for row in now if row.is_contact), ""),
    }

    def run(data: Mapping[str, Any]) -> None:
        contact = _deputies([data["contact"]])[0] if data["contact"] else None
        SetGroup(
            actor=actor_of(request), project=one, deputies=_deputies(data["deputies"]), contact=contact
        ).execute()  # fmt: skip

    form = forms.GroupForm(posted(request), initial=initial)
    return form_page(
        request, form, run, title=_("督办代表组"), sub=one.name, back=_page(one.pk),
        done=_("已经定好，代表会收到消息。"),
    )  # fmt: skip


@requires(DESK, project_chosen)
@require_http_methods(["GET", "POST"])
def month(request: HttpRequest, pk: int) -> HttpResponse:
    """The month's report."""
    one = loaded(request, Project)

    def run(data: Mapping[str, Any]) -> None:
        ReportMonth(actor=actor_of(request), project=one, **data).execute()

    form = forms.MonthForm(posted(request), initial={"month": today()})
    return form_page(request, form, run, title=_("报月报"), sub=one.name, back=_page(one.pk), done=_("已经报上。"))


def _visit(request: HttpRequest, one: Project, back: str, template: str = "ui/form_page.html") -> HttpResponse:
    def run(data: Mapping[str, Any]) -> None:
        Inspect(actor=actor_of(request), project=one, **data).execute()

    form = forms.VisitForm(posted(request), initial={"held_on": today(), "task": Task.VISIT.value})
    context = {"title": _("记视察"), "sub": one.name}
    return act_on(request, form, run, template=template, back=back, done=_("已经记下。"), context=context)


@requires(OFFICE, project_chosen)
@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """What a group found, written down by the office."""
    one = loaded(request, Project)
    return _visit(request, one, _page(one.pk))


@requires(OFFICE, project_chosen)
@require_http_methods(["GET", "POST"])
def look_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A year later."""
    one = loaded(request, Project)

    def run(data: Mapping[str, Any]) -> None:
        Inspect(actor=actor_of(request), project=one, task=Task.LOOK_BACK, **data).execute()

    form = forms.LookBackForm(posted(request), initial={"held_on": today()})
    return form_page(request, form, run, title=_("回头看"), sub=one.name, back=_page(one.pk), done=_("已经记下。"))


@requires(OFFICE, project_chosen)
@require_http_methods(["GET", "POST"])
def alter(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a decision allows to change."""
    one = loaded(request, Project)

    def run(data: Mapping[str, Any]) -> None:
        ChangeProject(actor=actor_of(request), project=one, **data).execute()

    return form_page(
        request, forms.ChangeForm(one, posted(request)), run, title=_("调整项目"), sub=one.name, back=_page(one.pk),
        done=_("已经调整，公告已经登出，提出想法的人要告知。"),
    )  # fmt: skip


@requires(OFFICE, project_chosen)
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """The acceptance with its evidence."""
    one = loaded(request, Project)
    files = request.FILES if request.method == "POST" else None

    def run(data: Mapping[str, Any]) -> None:
        AcceptProject(
            actor=actor_of(request), project=one, accepted_on=data["accepted_on"], people=data["people"],
            deputies=_deputies(data["deputies"]), words=data["words"], files=prepared(data["files"] or ()),
        ).execute()  # fmt: skip

    form = forms.AcceptForm(posted(request), files, initial={"accepted_on": today()})
    return act_on(
        request, form, run, template="projects/upload.html", back=_page(one.pk), done=_("已经验收。"),
        context={"title": _("验收"), "sub": one.name},
    )  # fmt: skip


@requires(OFFICE, project_chosen)
@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """What residents or a third party say."""
    one = loaded(request, Project)

    def run(data: Mapping[str, Any]) -> None:
        RecordSurvey(actor=actor_of(request), project=one, **data).execute()

    form = forms.SurveyForm(posted(request), initial={"held_on": today()})
    return form_page(
        request, form, run, title=_("记居民或者第三方评价"), sub=one.name, back=_page(one.pk), done=_("已经记下。")
    )  # fmt: skip


@requires(ANSWERERS)
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """Visits that wait for an answer."""
    actor = actor_of(request)
    units = None if DESK.check(actor) else actor.unit_ids(roles.UNIT_HEAD, roles.UNIT_HANDLER)
    return render(request, "projects/answers.html", {"rows": watching.to_answer(units)})


@requires(ANSWERERS, inspection_here)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit answers."""
    one = loaded(request, Inspection)

    def run(data: Mapping[str, Any]) -> None:
        AnswerInspection(actor=actor_of(request), inspection=one, **data).execute()

    return form_page(
        request, forms.AnswerForm(posted(request)), run, title=_("答复代表组"),
        sub=f"{one.project.name}：{one.findings}", back=reverse("projects:answers"),
        done=_("已经答复，代表组会收到消息。"),
    )  # fmt: skip


@requires(AS_DEPUTY)
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The projects a deputy oversees first, then all chosen ones."""
    rows = watching.of_deputy(deputies_of(actor_of(request)))
    return render(request, "projects/own.html", {"rows": rows, "colours": watching.summed(rows)})


@requires(AS_DEPUTY, project_overseen)
@require_safe
def own_project(request: HttpRequest, pk: int) -> HttpResponse:
    """One project on a deputy's page."""
    one, actor = loaded(request, Project), actor_of(request)
    context = {"row": watching.watched(one.pk), "may_visit": IN_GROUP.check(actor, one)}
    return render(request, "projects/own_project.html", context)


@requires(IN_GROUP, project_overseen)
@require_http_methods(["GET", "POST"])
def own_visit(request: HttpRequest, pk: int) -> HttpResponse:
    """A deputy of the group writes down what was found."""
    one = loaded(request, Project)
    return _visit(request, one, reverse("projects:own_project", args=[one.pk]), "projects/own_form.html")
