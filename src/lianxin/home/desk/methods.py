"""Working methods on the desk: pillars, measures, evidence."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.cases.models import Case
from lianxin.deputies.policies import KEEPERS, READERS
from lianxin.home import forms
from lianxin.home.actions import CiteEvidence, SetMethod, SetPart
from lianxin.home.models import Method, MethodPart
from lianxin.home.selectors.organisation import parts_of
from lianxin.journal.errors import Invalid
from lianxin.people.access import actor_of, loaded, requires
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
    context = {"method": one, "pillars": parts_of(one), "may_keep": KEEPERS.check(actor_of(request))}
    return render(request, "home/method.html", context)


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
    """Cite a case as evidence; the link stands in the chain of both."""
    one = loaded(request, MethodPart)

    def run(data: Mapping[str, Any]) -> None:
        case = Case.objects.filter(number=data["number"].strip()).first()
        if case is None:
            raise Invalid.at("number", "unknown", _("没有找到这条记录，请核对编号。"))
        CiteEvidence(actor=actor_of(request), part=one, kind="case", object_id=case.pk, note=data["note"]).execute()

    return form_page(
        request, forms.EvidenceForm(posted(request)), run, title=_("引用佐证"), sub=one.title,
        back=_page(one.method_id), done=_("已经引用，两边都能查到。"),
    )  # fmt: skip
