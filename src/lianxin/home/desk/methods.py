"""Working methods on the desk: pillars, measures, evidence."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.deputies.policies import KEEPERS, READERS
from lianxin.home import forms
from lianxin.home.actions import CiteEvidence, SetMethod, SetPart
from lianxin.home.models import Method, MethodPart
from lianxin.home.selectors.organisation import parts_of
from lianxin.journal.actors import Actor
from lianxin.people.access import actor_of, loaded, requires
from lianxin.records import citing
from lianxin.records.citing_form import CiteWithNoteForm
from lianxin.ui.acting import form_page, posted


def method_here(_request: HttpRequest, pk: int) -> Method | None:
    """A method of this town, or nothing."""
    return Method.objects.filter(pk=pk).first()


def part_here(_request: HttpRequest, pk: int) -> MethodPart | None:
    """A part of a method of this town, or nothing."""
    return MethodPart.objects.select_related("method").filter(pk=pk).first()


def _page(pk: int) -> str:
    return reverse("home:method", args=[pk])


@requires(READERS)
@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """The methods the town has written."""
    context = {"rows": Method.objects.order_by("sort", "id"), "may_keep": KEEPERS.check(actor_of(request))}
    return render(request, "home/methods.html", context)


@requires(READERS, method_here)
@require_safe
def method(request: HttpRequest, pk: int) -> HttpResponse:
    """One method with its pillars and measures."""
    one = loaded(request, Method)
    actor = actor_of(request)
    context = {"method": one, "pillars": _with_evidence(actor, parts_of(one)), "may_keep": KEEPERS.check(actor)}
    return render(request, "home/method.html", context)


def _with_evidence(actor: Actor, pillars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The measures with what each cites, as far as the actor may see it."""
    measures = [one.pk for row in pillars for one in row["measures"]]
    cited = citing.cited_on(actor, "method_part", measures)
    for row in pillars:
        row["measures"] = [{"part": one, "cited": cited.get(one.pk, ())} for one in row["measures"]]
    return pillars


@requires(KEEPERS)
@require_http_methods(["GET", "POST"])
def new_method(request: HttpRequest) -> HttpResponse:
    """Write a method."""

    def run(data: Mapping[str, Any]) -> None:
        SetMethod(actor=actor_of(request), **data).execute()

    return form_page(
        request, forms.MethodForm(posted(request)), run, title=_("登记工作法"), back=reverse("home:methods"),
        done=_("已经登记。接着写它的几个方面。"),
    )  # fmt: skip


@requires(KEEPERS, method_here)
@require_http_methods(["GET", "POST"])
def change_method(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a method."""
    one = loaded(request, Method)
    initial = {"name": one.name, "lead": one.lead, "source": one.source, "is_public": one.is_public}

    def run(data: Mapping[str, Any]) -> None:
        SetMethod(actor=actor_of(request), method=one, **data).execute()

    form = forms.ChangeMethodForm(posted(request), initial=initial)
    return form_page(request, form, run, title=_("更正工作法"), sub=one.name, back=_page(one.pk), done=_("已经更正。"))


@requires(KEEPERS, method_here)
@require_http_methods(["GET", "POST"])
def new_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a pillar."""
    one = loaded(request, Method)

    def run(data: Mapping[str, Any]) -> None:
        SetPart(actor=actor_of(request), method=one, **data).execute()

    return form_page(
        request, forms.PartForm(posted(request)), run, title=_("加一个方面"), sub=one.name, back=_page(one.pk),
        done=_("已经加上。"),
    )  # fmt: skip


@requires(KEEPERS, part_here)
@require_http_methods(["GET", "POST"])
def new_measure(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a measure below a pillar."""
    one = loaded(request, MethodPart)

    def run(data: Mapping[str, Any]) -> None:
        SetPart(actor=actor_of(request), method=one.method, parent=one, **data).execute()

    return form_page(
        request, forms.PartForm(posted(request)), run, title=_("加一条措施"), sub=one.title,
        back=_page(one.method_id), done=_("已经加上。"),
    )  # fmt: skip


@requires(KEEPERS, part_here)
@require_http_methods(["GET", "POST"])
def change_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a pillar or a measure."""
    one = loaded(request, MethodPart)

    def run(data: Mapping[str, Any]) -> None:
        SetPart(actor=actor_of(request), method=one.method, part=one, **data).execute()

    form = forms.PartForm(posted(request), initial={"title": one.title, "text": one.text})
    return form_page(
        request, form, run, title=_("更正内容"), sub=one.method.name, back=_page(one.method_id), done=_("已经更正。")
    )


@requires(KEEPERS, part_here)
@require_http_methods(["GET", "POST"])
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Cite a record as evidence; the link stands in the chain of both."""
    one = loaded(request, MethodPart)

    def run(data: Mapping[str, Any]) -> None:
        actor = actor_of(request)
        kind, pk = citing.find(actor, data["kind"], data["number"])
        CiteEvidence(actor=actor, part=one, kind=kind, object_id=pk, note=data["note"]).execute()

    return form_page(
        request, CiteWithNoteForm(posted(request)), run, title=_("引用佐证"), sub=one.title,
        back=_page(one.method_id), done=_("已经引用，两边都能查到。"),
    )  # fmt: skip
