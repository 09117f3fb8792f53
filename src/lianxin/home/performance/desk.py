"""Activities on the desk: entered once, attendance written down, then into the files."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.core.clock import today
from lianxin.deputies.models import Deputy
from lianxin.deputies.policies import KEEPERS, READERS
from lianxin.home.models import Activity, ActivityState, Attendance, Presence
from lianxin.home.performance import forms
from lianxin.home.performance import selectors as found
from lianxin.home.performance.actions import (
    CancelActivity,
    HoldActivity,
    InviteMore,
    NotePresence,
    PlanActivity,
)
from lianxin.home.performance.lists import ACTIVITIES
from lianxin.home.performance.standard import standard
from lianxin.journal.errors import Invalid
from lianxin.people.access import actor_of, loaded, requires
from lianxin.ui.acting import form_page, posted
from lianxin.ui.dates import zh_date


def activity_here(_request: HttpRequest, pk: int) -> Activity | None:
    """An activity of this town, or nothing."""
    return Activity.objects.filter(pk=pk).first()


def _page(pk: int) -> str:
    return reverse("home:activity", args=[pk])


def _chosen(data: Mapping[str, Any]) -> list[Deputy]:
    ids = [int(pk) for pk in data["deputies"]]
    return list(Deputy.objects.filter(pk__in=ids).order_by("sort", "id"))


@requires(READERS)
@require_safe
def activities(request: HttpRequest) -> HttpResponseBase:
    """Every activity; exports as a spreadsheet."""
    context = {"title": _("履职活动"), "may_keep": KEEPERS.check(actor_of(request))}
    return ACTIVITIES.respond(request, found.activities(), "home/activities.html", context)


@requires(READERS, activity_here)
@require_safe
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    """One activity: what, when, who came."""
    one = loaded(request, Activity)
    listed = found.attendance_of(one)
    context = {
        "activity": one, "kind": standard().kind(one.kind).label, "when": _when(one),
        "rows": [_line(row) for row in listed], "is_open": one.state == ActivityState.PLANNED,
        "may_send": all(row.state != Presence.PLANNED for row in listed),
        "may_keep": KEEPERS.check(actor_of(request)),
    }  # fmt: skip
    return render(request, "home/activity.html", context)


def _when(one: Activity) -> str:
    return "—".join(zh_date(day) for day in (one.starts_on, one.ends_on) if day)


def _line(row: Attendance) -> dict[str, Any]:
    tones = {Presence.PRESENT: "good", Presence.LEAVE: "mute", Presence.ABSENT: "warn", Presence.PLANNED: "info"}
    return {
        "name": row.deputy.display_name, "pk": row.deputy_id, "state": row.get_state_display(),
        "tone": tones.get(Presence(row.state), "mute"), "reason": row.reason, "role": row.role, "people": row.people,
    }  # fmt: skip


@requires(KEEPERS)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Enter an activity."""
    made: list[int] = []

    def run(data: Mapping[str, Any]) -> None:
        action = PlanActivity(
            actor=actor_of(request), kind=data["kind"], title=data["title"], organiser=data["organiser"],
            starts_on=data["starts_on"], ends_on=data["ends_on"], where=data["where"], deputies=_chosen(data),
        )  # fmt: skip
        made.append(action.execute().pk)

    answer = form_page(
        request, forms.ActivityForm(posted(request)), run, title=_("登记一场活动"), back=reverse("home:activities"),
        done=_("已经登记。活动结束以后记到场，再送代表核对。"),
        sub=_("填这一次就够了：到场的代表，档案里会自己多一条。"),
    )  # fmt: skip
    return HttpResponseRedirect(_page(made[0])) if made else answer


@requires(KEEPERS, activity_here)
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Put more deputies on the list."""
    one = loaded(request, Activity)

    def run(data: Mapping[str, Any]) -> None:
        InviteMore(actor=actor_of(request), activity=one, deputies=_chosen(data)).execute()

    listed = [row.deputy_id for row in found.attendance_of(one)]
    form = forms.InviteForm(posted(request), listed=listed)
    return form_page(
        request, form, run, title=_("再请几位代表"), sub=one.title, back=_page(one.pk), done=_("已经加上。")
    )


@requires(KEEPERS, activity_here)
@require_http_methods(["GET", "POST"])
def presence(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down who came: everybody stands as present, only the others are changed."""
    one = loaded(request, Activity)
    people = standard().kind(one.kind).people
    listed, early = found.attendance_of(one), one.starts_on > today()
    form = forms.PresenceForm(posted(request), listed=listed, counts_people=people, early=early)
    if form.is_bound and form.is_valid():
        try:
            NotePresence(actor=actor_of(request), activity=one, marks=form.marks()).execute()
        except Invalid as problem:
            form.take(problem)
        else:
            messages.success(request, _("已经记下。") if early else _("已经记下。看一遍没有错，再按“送代表核对”。"))
            return HttpResponseRedirect(_page(one.pk))
    context = {
        "form": form,
        "lines": form.lines(),
        "activity": one,
        "when": _when(one),
        "counts_people": people,
        "early": early,
    }
    return render(request, "home/presence.html", {**context, "back": _page(one.pk)}, status=form.status)


@requires(KEEPERS, activity_here)
@require_POST
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Into the files."""
    one = loaded(request, Activity)
    HoldActivity(actor=actor_of(request), activity=one).execute()
    messages.success(request, _("已经记进每位代表的档案，代表会收到请核对的消息。"))
    return HttpResponseRedirect(_page(one.pk))


@requires(KEEPERS, activity_here)
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """It does not take place."""
    one = loaded(request, Activity)

    def run(data: Mapping[str, Any]) -> None:
        CancelActivity(actor=actor_of(request), activity=one, reason=data["reason"]).execute()

    return form_page(
        request, forms.ReasonForm(posted(request)), run, title=_("取消活动"), sub=one.title, back=_page(one.pk),
        done=_("已经取消，代表会收到消息。"),
    )  # fmt: skip
