"""承诺台账 on the desk: the ledger with filters and export, kept by unit, a year's note, what has to be told."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django import forms as django_forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.cases import policies
from lianxin.cases.models import ContactHow, News
from lianxin.cases.promises import selectors
from lianxin.cases.promises.actions import TellNews, WriteYearNote
from lianxin.cases.selectors.frame import read
from lianxin.cases.suggestions.actions.promised import WriteYearNote as WriteSuggestionYear
from lianxin.clocks.models import Promise, PromiseState
from lianxin.clocks.promises import UNSETTLED
from lianxin.core.clock import civil_date, today
from lianxin.core.masking import mask
from lianxin.journal.errors import Invalid
from lianxin.people.access import actor_of, requires
from lianxin.people.actions.exports import record_export
from lianxin.ui import exports, forms
from lianxin.ui.dates import zh_date
from lianxin.ui.lists import Cell, Column, Filter, ListSpec, Sort

_STATES: Final = [
    *PromiseState.choices,
    ("late", gettext_lazy("过了日子还没做到")),
    ("year", gettext_lazy("跨年、今年还没写情况")),
]


def _state(rows: QuerySet[Promise], value: str) -> QuerySet[Promise]:
    return selectors.filtered(rows, value)


def _row(promise: Any) -> Mapping[str, Any]:
    """One line of the ledger."""
    late = promise.state == PromiseState.OPEN and promise.due_on < today()
    notes = []
    if promise.others:
        notes.append(_("同时答应了另外 %(n)d 人") % {"n": promise.others})
    if promise.untold:
        notes.append(_("有消息还没告知"))
    of_case = promise.owner_kind == selectors.KIND
    number = promise.case_number if of_case else promise.suggestion_number
    page = ("cases:desk_case", promise.case_number) if of_case else ("cases:suggestion", promise.owner_id)
    owes = promise.state in UNSETTLED and promise.promised_on.year < today().year and not promise.noted
    following = promise.successor
    return {
        "text": Cell(
            mask(promise.text),
            href=reverse(page[0], args=[page[1]]),
            sub=" · ".join([number, *notes]),
        ),
        "matter": mask((promise.case_title if of_case else promise.suggestion_title) or ""),
        "unit": promise.unit.label if promise.unit is not None else "",
        "promised": promise.promised_on,
        "due": Cell(promise.due_on, sub=_("已过期") if late else ""),
        "state": promise.get_state_display(),
        "settled": promise.settled_on,
        "proof": Cell(mask(promise.proof), sub=_("附件 %(n)d 个") % {"n": promise.files} if promise.files else ""),
        "files": promise.files or "",
        "following": f"{zh_date(following.due_on)} {mask(following.text)}" if following is not None else "",
        "year": Cell(_("写今年的情况"), href=reverse("cases:desk_promise_year", args=[promise.pk]), plain=_("未写"))
        if owes
        else "",
        "news": mask(promise.last_news or ""),
    }


LEDGER: Final = ListSpec(
    name="desk-promises",
    caption=gettext_lazy("承诺跟踪"),
    columns=(
        Column("text", gettext_lazy("承诺"), main=True),
        Column("matter", gettext_lazy("事项"), export_only=True),
        Column("unit", gettext_lazy("责任单位")),
        Column("promised", gettext_lazy("承诺日期"), export_only=True),
        Column("due", gettext_lazy("期限"), sort="due"),
        Column("state", gettext_lazy("状态")),
        Column("settled", gettext_lazy("了结日期"), export_only=True),
        Column("proof", gettext_lazy("佐证或变更原因")),
        Column("files", gettext_lazy("附件数"), export_only=True),
        Column("following", gettext_lazy("变更后的承诺"), export_only=True),
        Column("year", gettext_lazy("跨年")),
        Column("news", gettext_lazy("最近告知的内容"), export_only=True),
    ),
    filters=(
        Filter("state", gettext_lazy("状态"), _state, kind="choice", choices=_STATES),
        Filter(
            "unit", gettext_lazy("责任单位"), lambda rows, value: rows.filter(unit_id=value), kind="choice", choices=()
        ),
        Filter(
            "before", gettext_lazy("期限不晚于"), lambda rows, value: rows.filter(due_on__lte=value), kind="date"
        ),
        Filter(
            "year", gettext_lazy("哪年承诺"), lambda rows, value: rows.filter(promised_on__year=value), kind="choice",
            choices=lambda _request: [(str(n), str(n)) for n in range(today().year, today().year - 6, -1)],
        ),
    ),
    sorts={
        "due": Sort(gettext_lazy("期限"), "due_on"),
        "new": Sort(gettext_lazy("最新"), "promised_on", descending=True),
    },
    row=_row,
)  # fmt: skip


@requires(policies.SEE_CASE)
@require_safe
def ledger(request: HttpRequest) -> HttpResponseBase:
    """Every promise of the matters one sees, each once, from whatever year."""
    frame = read(units=True)
    filters = [replace(one, choices=frame.units) if one.name == "unit" else one for one in LEDGER.filters]
    spec = replace(LEDGER, filters=filters)
    context = {"title": _("承诺跟踪")}
    return spec.respond(request, selectors.whole_ledger(actor_of(request)), "cases/promises/ledger.html", context)


@requires(policies.SEE_CASE)
@require_safe
def units(request: HttpRequest) -> HttpResponseBase:
    """Kept by unit: counts and n, never a share alone; by name, never by rank; as a file too."""
    actor = actor_of(request)
    headers = [
        _("责任单位"), _("已到期或已做到"), _("做到"), _("其中按期"), _("到期未做到"), _("情况变化"), _("未到期"),
        _("做到的比例"), _("其中代表建议的承诺"),
    ]  # fmt: skip
    kept = selectors.by_unit(actor)
    rows = [
        [
            one.unit or _("没有写单位"), one.kept.due, one.kept.kept, one.kept.in_time, one.kept.missed,
            one.kept.changed, one.kept.ahead, _share(one), one.suggested,
        ]
        for one in kept
    ]  # fmt: skip
    wanted = request.GET.get("format", "")
    if wanted in exports.FORMATS:
        title = _("承诺兑现情况（按单位）")
        record_export(actor, title, wanted)
        town = getattr(request, "town", None)
        return exports.file_response(wanted, title, headers, rows, _("演示数据") if town and town.is_demo else "")
    context = {
        "headers": headers,
        "rows": [
            {"name": row[0], "href": _ledger_of(one), "cells": row[1:]} for row, one in zip(rows, kept, strict=True)
        ],
        "exports": [{"label": label, "href": f"?format={code}"} for code, label in exports.FORMATS.items()],
    }
    return render(request, "cases/promises/units.html", context)


def _ledger_of(one: selectors.UnitKept) -> str:
    """The lines of the ledger behind a unit's figures."""
    return f"{reverse('cases:desk_promises')}?unit={one.unit_id}" if one.unit_id is not None else ""


def _share(one: selectors.UnitKept) -> str:
    """A share with its counts; a dash where nothing was due."""
    share = one.kept.share
    if share is None:
        return "—"
    return f"{one.kept.kept}/{one.kept.due}（{share:.0%}）"


# --- a year's note ------------------------------------------------------------------------------


_DONE: Final = {
    selectors.KIND: gettext_lazy("写好了，已列入要告知的。"),
    selectors.SUGGESTION: gettext_lazy("写好了，签名的代表收到了消息。"),
}


class YearForm(forms.Form):
    """How it stands."""

    text = forms.WordsField(
        label=gettext_lazy("今年做到哪一步"), max_length=500, rows=4,
        help_text=gettext_lazy("写给居民和代表看：做了什么，还差什么，什么时候做到。"),
    )  # fmt: skip
    once = forms.OnceField()


@requires(policies.SEE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def year(request: HttpRequest, promise: int) -> HttpResponse:
    """Write the year's note of an old promise."""
    row = selectors.whole_ledger(actor_of(request)).filter(pk=promise).first()
    if row is None:
        raise Http404
    action = WriteYearNote if row.owner_kind == selectors.KIND else WriteSuggestionYear
    form = YearForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            action(actor=actor_of(request), promise_id=promise, text=form.cleaned_data["text"]).execute()
        except Invalid as problem:
            form.take(problem)
        else:
            messages.success(request, _DONE[row.owner_kind])
            return redirect("cases:desk_promises")
    number = getattr(row, "case_number" if row.owner_kind == selectors.KIND else "suggestion_number")
    days = {"due": zh_date(row.due_on), "given": zh_date(row.promised_on)}
    context = {"promise": row, "number": number, "form": form, **days}
    return render(request, "cases/promises/year.html", context, status=form.status)


# --- what has to be told ----------------------------------------------------------------------------


class ToldForm(forms.Form):
    """How it was told."""

    how = django_forms.ChoiceField(label=gettext_lazy("怎么告知的"), choices=ContactHow.choices)


@requires(policies.SEE_CASE)
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """News of promises nobody has heard yet."""
    rows = [
        {
            "id": note.pk,
            "kind": str(News(note.kind).label),
            "text": mask(note.text),
            "number": note.case.number,
            "unit": note.promise.unit.label if note.promise.unit is not None else "",
            "day": zh_date(civil_date(note.made_at)),
        }
        for note in selectors.untold(actor_of(request))[:200]
    ]
    return render(request, "cases/promises/news.html", {"rows": rows, "ways": ContactHow.choices})


@requires(policies.SEE_CASE)
@require_POST
def told(request: HttpRequest, note: int) -> HttpResponse:
    """Somebody heard it."""
    if not selectors.untold(actor_of(request)).filter(pk=note).exists():
        raise Http404
    form = ToldForm(request.POST)
    if form.is_valid():
        TellNews(actor=actor_of(request), note_id=note, how=form.cleaned_data["how"]).execute()
        messages.success(request, _("已登记告知。"))
    return redirect("cases:desk_promise_news")
