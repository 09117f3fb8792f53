"""Making hot issues public by a recorded decision, with a preview; taking them back; what everybody reads."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.aggregation import rules
from lianxin.aggregation.actions.publishing import PublicRow, PublishHot, WithdrawHot, name_problem
from lianxin.aggregation.forms import PublishForm, WithdrawForm
from lianxin.aggregation.lists import PUBLISHED
from lianxin.aggregation.models import HotNotice
from lianxin.aggregation.pages.hot import asked_of
from lianxin.aggregation.policies import HOT, PUBLISH
from lianxin.aggregation.selectors import hot, notices
from lianxin.core.clock import today
from lianxin.core.text import tidy_line
from lianxin.journal.errors import Invalid
from lianxin.people.access import actor_of, loaded, public, requires
from lianxin.ui.acting import form_page, posted

#: The button that makes public; the other one shows how it will look.
CONFIRM: Final = "confirm"


@requires(PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest) -> HttpResponse:
    """Choose and name the issues, say whose decision it is, look at the preview, make them public."""
    actor, homes = actor_of(request), hot.neighbourhoods()
    asked, _chosen = asked_of(request, homes, hot.occasions(actor))
    offered, kept_back = notices.offered(actor, asked, homes)
    form = PublishForm(posted(request), initial={"title": _("居民反映较多的问题"), "decided_on": today()})
    lines, chosen = _lines(request, offered), _chosen_rows(request, offered)
    if form.is_bound and form.is_valid():
        for line in lines:
            if line["picked"] and line["problem"]:
                form.add_error(None, f"{line['row'].issue}：{line['problem']}")
        if not chosen:
            form.add_error(None, _("请选出要公开的议题。"))
        if form.is_valid() and CONFIRM in request.POST:
            made = _publish(request, form, asked, chosen, kept_back)
            if made is not None:
                messages.success(request, _("已公开。居民现在就能看到，随时可以撤回。"))
                return HttpResponseRedirect(reverse("aggregation:published"))
    context = {
        "title": _("公开热点问题"),
        "form": form,
        "asked": asked,
        "lines": lines,
        "kept_back": kept_back,
        "fewest": rules.FEWEST,
        "preview": _preview(form, asked, chosen) if form.is_bound and not form.errors else None,
    }
    return render(request, "aggregation/publish.html", context, status=form.status)


def _publish(
    request: HttpRequest, form: PublishForm, asked: hot.Asked, chosen: Sequence[PublicRow], kept_back: int
) -> HotNotice | None:
    """Make it public, or put what is wrong at its field."""
    data: dict[str, Any] = form.cleaned_data
    try:
        return PublishHot(
            actor=actor_of(request), since=asked.since, until=asked.until, rows=chosen, kept_back=kept_back, **data
        ).execute()
    except Invalid as problem:
        form.take(problem)
    return None


def _lines(request: HttpRequest, offered: Sequence[PublicRow]) -> list[dict[str, Any]]:
    """Every issue that may be shown, with what was typed for it."""
    given = posted(request)
    lines = []
    for row in offered:
        name = row.name if given is None else tidy_line(given.get(f"name-{row.issue}", ""))
        picked = given is not None and row.issue in given.getlist("pick")
        lines.append({"row": row, "name": name, "picked": picked, "problem": name_problem(name) if picked else ""})
    return lines


def _chosen_rows(request: HttpRequest, offered: Sequence[PublicRow]) -> list[PublicRow]:
    return [replace(one["row"], name=one["name"]) for one in _lines(request, offered) if one["picked"]]


def _preview(form: PublishForm, asked: hot.Asked, chosen: Sequence[PublicRow]) -> dict[str, Any]:
    """How everybody will see it."""
    return {**form.cleaned_data, "since": asked.since, "until": asked.until, "rows": chosen}


@requires(HOT)
@require_safe
def published(request: HttpRequest) -> HttpResponseBase:
    """Everything that was ever made public: by whose decision, when, and whether it was taken back."""
    context = {"title": _("公开过的热点问题"), "may": PUBLISH.check(actor_of(request))}
    return PUBLISHED.respond(request, notices.notices(), "aggregation/published.html", context)


def notice_here(_request: HttpRequest, pk: int) -> HotNotice:
    """One notice."""
    row = HotNotice.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@requires(PUBLISH, notice_here)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one back, with the reason."""
    row = loaded(request, HotNotice)

    def run(data: Mapping[str, Any]) -> None:
        WithdrawHot(actor=actor_of(request), notice_id=pk, reason=data["reason"]).execute()

    return form_page(
        request, WithdrawForm(posted(request)), run, title=_("撤回公开：%(title)s") % {"title": row.title},
        back=reverse("aggregation:published"), done=_("已撤回，居民不再看到。"),
        sub=_("撤回以后记录仍在，写明谁、什么时候、为什么。"),
    )  # fmt: skip


@public
@require_safe
def public_page(request: HttpRequest) -> HttpResponse:
    """What a decision made public, and nothing else."""
    context = {"title": _("大家反映较多的问题"), "notices": notices.shown()}
    return render(request, "aggregation/public_hot.html", context)
