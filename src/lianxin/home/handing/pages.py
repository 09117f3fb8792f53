"""Handed matters: the deputy's list and report, the desk's list, the panels on a matter and for the resident."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.cases.models import Case, Opinion
from lianxin.deputies.models import Deputy
from lianxin.deputies.policies import KEEPERS, READERS
from lianxin.home.handing import forms
from lianxin.home.handing import selectors as found
from lianxin.home.handing.actions import PassOnMatter, ReportMatter, TakeMatter
from lianxin.home.handing.lists import HANDED
from lianxin.home.models import HandedMatter
from lianxin.home.receptions.doors import own_deputies
from lianxin.people.access import actor_of, loaded, requires
from lianxin.people.policies import AS_DEPUTY
from lianxin.ui.acting import act_on, form_page, posted


def own_here(request: HttpRequest, pk: int) -> HandedMatter | None:
    """A matter handed to the deputy, or nothing; a sealed one is the office's alone."""
    rows = found.handed().filter(deputy_id__in=own_deputies(request), case__sealed=False)
    return rows.filter(pk=pk).first()


def handed_here(_request: HttpRequest, pk: int) -> HandedMatter | None:
    """A handed matter of this town, or nothing."""
    return found.handed().filter(pk=pk).first()


# --- the deputy --------------------------------------------------------------------------------


@requires(AS_DEPUTY)
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What I was asked to carry to the district or the city."""
    return render(request, "home/own_handed.html", {"rows": found.of_deputies(own_deputies(request))})


@requires(AS_DEPUTY, own_here)
@require_safe
def own_matter(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, with the resident's own words."""
    one = loaded(request, HandedMatter)
    return render(
        request, "home/own_handed_one.html", {"row": found.one_of_deputies(one), "words": found.words_of(one)}
    )


@requires(AS_DEPUTY, own_here)
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Received."""
    one = loaded(request, HandedMatter)
    TakeMatter(actor=actor_of(request), handed=one).execute()
    messages.success(request, _("已经告诉居民和镇人大办：您收到了。"))
    return HttpResponseRedirect(reverse("home:own_handed_one", args=[one.pk]))


@requires(AS_DEPUTY, own_here)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Where it was taken."""
    one = loaded(request, HandedMatter)

    def run(data: Mapping[str, Any]) -> None:
        ReportMatter(actor=actor_of(request), handed=one, words=data["words"]).execute()

    form = forms.ReportForm(posted(request), initial={"words": one.report})
    return act_on(
        request, form, run, template="home/answer.html", back=reverse("home:own_handed_one", args=[one.pk]),
        done=_("已经记下，居民和镇人大办看得到。"), context={"title": _("说明带到哪里"), "sub": one.case.number},
    )  # fmt: skip


# --- the desk ----------------------------------------------------------------------------------


@requires(READERS)
@require_safe
def handed(request: HttpRequest) -> HttpResponseBase:
    """Everything that deputies were asked to carry; exports as a spreadsheet."""
    context = {"title": _("请市、区代表带去的事")}
    return HANDED.respond(request, found.handed(), "home/handed.html", context)


@requires(READERS, handed_here)
@require_safe
def matter(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them."""
    one = loaded(request, HandedMatter)
    context = {"row": found.shown(one), "may_keep": KEEPERS.check(actor_of(request))}
    return render(request, "home/handed_one.html", context)


@requires(KEEPERS, handed_here)
@require_POST
def take_for(request: HttpRequest, pk: int) -> HttpResponse:
    """The deputy said on the telephone that it arrived."""
    one = loaded(request, HandedMatter)
    TakeMatter(actor=actor_of(request), handed=one).execute()
    messages.success(request, _("已经记下：代表收到了。"))
    return HttpResponseRedirect(reverse("home:handed_one", args=[one.pk]))


@requires(KEEPERS, handed_here)
@require_http_methods(["GET", "POST"])
def report_for(request: HttpRequest, pk: int) -> HttpResponse:
    """The deputy said on the telephone where it was taken."""
    one = loaded(request, HandedMatter)

    def run(data: Mapping[str, Any]) -> None:
        ReportMatter(actor=actor_of(request), handed=one, words=data["words"], expected_version=one.version).execute()

    form = forms.ReportForm(posted(request), initial={"words": one.report})
    return form_page(
        request, form, run, title=_("代记代表的说明"), sub=f"{one.deputy.display_name} · {one.case.number}",
        back=reverse("home:handed_one", args=[one.pk]), done=_("已经记下，居民看得到。"),
    )  # fmt: skip


@requires(KEEPERS, handed_here)
@require_http_methods(["GET", "POST"])
def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Another deputy is asked."""
    one = loaded(request, HandedMatter)

    def run(data: Mapping[str, Any]) -> None:
        PassOnMatter(
            actor=actor_of(request), handed=one, expected_version=one.version, words=data["words"],
            deputy=Deputy.objects.get(pk=int(data["deputy"])),
        ).execute()  # fmt: skip

    form = forms.PassOnForm(posted(request), level=one.level, without=one.deputy_id)
    return form_page(
        request, form, run, title=_("改请别的代表"), sub=f"{one.deputy.display_name} · {one.case.number}",
        back=reverse("home:handed"), done=_("已经改请，那位代表会收到消息。"),
    )  # fmt: skip


# --- panels ------------------------------------------------------------------------------------


def case_panel(_request: HttpRequest, case: Case) -> Mapping[str, Any]:
    """Who carries this matter, on its page at the desk; one statement.

    Only what was heard at a reception is handed on, and there a deputy always sits: no deputies, nothing to ask.
    """
    return {"handed": found.of_case(case) if case.deputy_path else []}


def resident_panel(_request: HttpRequest, opinion: Opinion) -> Mapping[str, Any]:
    """Who carries it and where it went, for whoever holds the query code."""
    return {"sentences": found.for_resident(opinion)}
