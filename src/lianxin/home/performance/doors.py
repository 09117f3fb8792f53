"""The deputy's own file on one simple page: what to look at, the parts, the minimums, the year on paper."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.core.ids import typed_id
from lianxin.deputies.models import Deputy
from lianxin.home.models import Attendance, PerformanceEntry, Presence
from lianxin.home.performance import forms, papers
from lianxin.home.performance import selectors as found
from lianxin.home.performance import workflow as w
from lianxin.home.performance.actions import AskLeave, ConfirmEntry, ObjectToEntry
from lianxin.home.performance.office import LANGUAGE, house_here, tabs, year_of
from lianxin.home.performance.standard import standard
from lianxin.home.receptions.doors import own_deputies
from lianxin.journal.errors import WrongState
from lianxin.people.access import actor_of, loaded, requires
from lianxin.people.policies import AS_DEPUTY
from lianxin.ui import papers as printing
from lianxin.ui.acting import act_on, posted
from lianxin.ui.dates import zh_date


def _deputy(request: HttpRequest) -> Deputy:
    """The deputy the account stands for; 404 for a deputy's account that stands for nobody here."""
    ids = own_deputies(request)
    one = Deputy.objects.select_related("group").filter(pk__in=ids).order_by("sort", "id").first()
    if one is None:
        raise Http404
    return one


def own_entry_here(request: HttpRequest, pk: int) -> PerformanceEntry | None:
    """An entry of the deputy's own file, or nothing."""
    rows = PerformanceEntry.objects.filter(deputy_id__in=own_deputies(request), is_current=True)
    return rows.select_related("deputy").filter(pk=pk).first()


@requires(AS_DEPUTY)
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """My file."""
    one = _deputy(request)
    years = found.years_of(one.pk)
    year = year_of(request, years)
    context = {
        "file": found.file_of(one, year), "tabs": tabs(request, years, year), "coming": found.coming_of([one.pk]),
        "paper": f"{reverse('home:own_file_paper')}?year={year}", "silent_days": standard().silent_days,
    }  # fmt: skip
    return render(request, "home/own_file.html", context)


@requires(AS_DEPUTY)
@require_safe
def own_paper(request: HttpRequest) -> HttpResponseBase:
    """My file of a year as a page to print, as Excel, Word or PDF."""
    one = _deputy(request)
    year = year_of(request, found.years_of(one.pk))
    with override(LANGUAGE):
        paper = papers.file(found.file_of(one, year), house_here(request), standard().silent_days)
        return printing.respond(request, paper, back=f"{reverse('home:own_file')}?year={year}")


def own_attendance_here(request: HttpRequest, pk: int) -> Attendance | None:
    """The deputy's own row on the list of an activity, or nothing."""
    rows = Attendance.objects.filter(deputy_id__in=own_deputies(request), activity_id=pk)
    return rows.select_related("activity", "deputy").order_by("id").first()


@requires(AS_DEPUTY, own_attendance_here)
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that I cannot come, with the reason; or that I can after all."""
    one = loaded(request, Attendance)
    away = one.state == Presence.LEAVE
    initial = {"comes": "no", "reason": one.reason}

    def run(data: Mapping[str, Any]) -> None:
        comes = data["comes"] == "yes"
        AskLeave(actor=actor_of(request), attendance=one, comes=comes, reason=data["reason"]).execute()

    form = forms.LeaveForm(posted(request), initial=initial)
    context = {"activity": one.activity, "when": zh_date(one.activity.starts_on), "away": away}
    return act_on(
        request, form, run, template="home/ask_leave.html", back=reverse("home:own_file"),
        done=_("已经告诉镇人大办。"), context=context,
    )  # fmt: skip


@requires(AS_DEPUTY)
@require_POST
def confirm_all(request: HttpRequest) -> HttpResponse:
    """Everything that was shown is right: only the entries named on the page, as they were then."""
    ids = [pk for pk in map(typed_id, request.POST.getlist("entry")[:500]) if pk is not None]
    rows = PerformanceEntry.objects.filter(pk__in=ids, deputy_id__in=own_deputies(request), state=w.NOTIFIED)
    count = sum(_confirmed(request, one) for one in rows.filter(is_current=True).order_by("id"))
    if count:
        messages.success(request, _("%(n)d 条已经核对，谢谢您。") % {"n": count})
    else:
        messages.info(request, _("现在没有要核对的。"))
    return HttpResponseRedirect(reverse("home:own_file"))


def _confirmed(request: HttpRequest, one: PerformanceEntry) -> bool:
    try:
        ConfirmEntry(actor=actor_of(request), entry=one).execute()
    except WrongState:
        return False  # corrected or passed silently a moment ago
    return True


@requires(AS_DEPUTY, own_entry_here)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """This one is right."""
    ConfirmEntry(actor=actor_of(request), entry=loaded(request, PerformanceEntry)).execute()
    messages.success(request, _("已经核对，谢谢您。"))
    return HttpResponseRedirect(reverse("home:own_file"))


@requires(AS_DEPUTY, own_entry_here)
@require_http_methods(["GET", "POST"])
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what is wrong."""
    one = loaded(request, PerformanceEntry)

    def run(data: Mapping[str, Any]) -> None:
        ObjectToEntry(actor=actor_of(request), entry=one, reason=data["reason"]).execute()

    row = found.row_of(one, standard())
    sub = " · ".join([row["title"], row["day"], row["presence"]])
    return act_on(
        request, forms.ObjectionForm(posted(request)), run, template="home/answer.html",
        back=reverse("home:own_file"), done=_("已经告诉镇人大办，答复会写在这里。"),
        context={"title": _("这条不对"), "sub": sub},
    )  # fmt: skip
