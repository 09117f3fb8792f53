"""谁管说清 at the desk: the sheets, one sheet with its print, its moves, opening one, figures of returns."""

import datetime as dt
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.cases.desk.page import by_number
from lianxin.cases.disputes import actions as act
from lianxin.cases.disputes import forms as f
from lianxin.cases.disputes import policies, selectors, texts, workflow
from lianxin.cases.models import Case, Dispute, DisputeReason, DisputeState
from lianxin.cases.models.dispute import Scope
from lianxin.cases.pressing.pages.shared import timeline
from lianxin.cases.pressing.selectors import case_rows
from lianxin.core.clock import today
from lianxin.journal.errors import NotAllowed
from lianxin.people.access import actor_of, loaded, requires
from lianxin.places.models import LeadKind, Unit
from lianxin.ui.acting import act_on, posted
from lianxin.ui.dates import zh_date
from lianxin.ui.listing import listed
from lianxin.ui.lists import Cell, Column, Filter, ListSpec, Preset, Sort
from lianxin.ui.templatetags.lianxin_ui import ui_state

#: How many days back the figures look.
LATELY: Final = 90


def dispute_of(_request: HttpRequest, pk: int, **_kwargs: Any) -> Dispute:
    """The sheet of an address; 404 for one that is not in this town."""
    joined = Dispute.objects.select_related("case", "category", "place", "lead_unit", "duty_rule")
    row = joined.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _row(one: Dispute) -> dict[str, Any]:
    return {
        "title": Cell(one.case.title, href=reverse("cases:dispute", args=[one.pk]), sub=one.number,
                      plain=one.case.title),
        "number": one.number,
        "category": one.category.name,
        "place": one.place.label if one.place else "",
        "reason": str(DisputeReason(one.reason).label),
        "lead": lead_words(one),
        "line": one.duty_rule.number if one.duty_rule else "",
        "state": Cell(ui_state(f"dispute_{one.state}"), plain=str(DisputeState(one.state).label)),
    }  # fmt: skip


def lead_words(one: Dispute) -> str:
    """Who leads by the decision; empty before it."""
    if not one.lead_kind:
        return ""
    return one.lead_unit.name if one.lead_unit else str(LeadKind(one.lead_kind).label)


DISPUTES: Final = ListSpec(
    name="desk-disputes",
    caption=_("现场会商单"),
    columns=(
        Column("title", _("事项"), main=True),
        Column("number", _("文号"), export_only=True),
        Column("category", _("类别")),
        Column("place", _("地点")),
        Column("reason", _("为什么会商")),
        Column("lead", _("裁定由谁牵头")),
        Column("line", _("权责表条目")),
        Column("state", _("状态")),
    ),
    filters=(
        Filter("state", _("状态"), lambda rows, value: rows.filter(state=value), kind="choice",
               choices=DisputeState.choices),
        Filter("reason", _("为什么会商"), lambda rows, value: rows.filter(reason=value), kind="choice",
               choices=DisputeReason.choices),
    ),
    presets=(Preset(_("待会商"), {"state": workflow.OPEN}), Preset(_("待裁定"), {"state": workflow.MET})),
    sorts={"new": Sort(_("最新"), "id", descending=True)},
    row=_row,
    empty_title=_("没有会商单"),
    empty_text=_("退回两次的事会自动放到这里；两个单位说法不一的，由交办台在事项页上开单。"),
)  # fmt: skip


@requires(policies.SEE_DISPUTE)
@require_safe
def disputes(request: HttpRequest) -> HttpResponseBase:
    """The sheets the actor sees."""
    actor = actor_of(request)
    acts = [{"label": gettext("退回情况"), "href": reverse("cases:returns")}] if policies.FIGURES.check(actor) else []
    context = {
        "title": gettext("谁管说清"),
        "sub": gettext("说不清由谁管的事，现场会商一次，裁定一次，写进权责表。"),
        "acts": acts,
    }
    return DISPUTES.respond(request, selectors.disputes(actor), "cases/pressing/list.html", context)


@requires(policies.SEE_DISPUTE, dispute_of)
@require_safe
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet: who does not agree, who met, what was seen, what was decided."""
    row, actor = loaded(request, Dispute), actor_of(request)
    may = policies.SETTLE.check(actor)
    moves = [
        {"label": move.label, "href": reverse("cases:dispute_do", args=[row.pk, move.code])}
        for move in sorted(workflow.MOVES, key=lambda one: one.code != ("decide" if row.state == "met" else "meet"))
        if may and row.state in move.sources
    ]
    context = {
        "row": row,
        "title": gettext("现场会商单：%(what)s") % {"what": row.case.title},
        "state": f"dispute_{row.state}",
        "moves": moves,
        "facts": facts_of(row),
        "matters": case_rows(actor, [row.case_id]),
        "parts": _parts(row),
        "timeline": timeline(act.KIND, row.pk),
        "print_href": reverse("cases:dispute_print", args=[row.pk]),
        "list_href": reverse("cases:disputes"),
        "list_label": gettext("谁管说清"),
    }
    return render(request, "cases/pressing/one.html", context)


def facts_of(row: Dispute) -> list[dict[str, str]]:
    """Category, place, units, day, decision: as name and value; empty ones are left out.  One statement."""
    names = selectors.unit_names(row.party_ids | row.co_unit_ids)
    met = " ".join(filter(None, [zh_date(row.met_on) if row.met_on else "", row.met_where]))
    line = gettext("第 %(n)s 条") % {"n": row.duty_rule.number} if row.duty_rule else ""
    pairs = (
        (gettext("类别"), row.category.name),
        (gettext("地点"), row.place.label if row.place else ""),
        (gettext("为什么会商"), str(DisputeReason(row.reason).label)),
        (gettext("有争议的单位"), listed(names[pk] for pk in sorted(row.party_ids) if pk in names)),
        (gettext("会商"), met),
        (gettext("牵头"), lead_words(row)),
        (gettext("配合"), listed(names[pk] for pk in sorted(row.co_unit_ids) if pk in names)),
        (gettext("适用范围"), str(Scope(row.scope).label) if row.scope else ""),
        (gettext("权责表"), line),
        (gettext("签发"), f"{row.decided_by_label} {zh_date(row.decided_at)}" if row.decided_at else ""),
    )
    return [{"name": name, "value": value} for name, value in pairs if value]


def _parts(row: Dispute) -> list[dict[str, str]]:
    parts = (
        (gettext("到场的人"), "\n".join(row.present_lines), row.met_by_label),
        (gettext("现场情况"), row.findings, ""),
        (gettext("裁定依据"), row.basis, row.decided_by_label),
        (gettext("不必会商的理由"), row.drop_reason, ""),
    )
    return [{"title": title, "text": text, "by": by} for title, text, by in parts if text]


@requires(policies.SEE_DISPUTE, dispute_of)
@require_safe
def dispute_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet on paper, with room for names and signatures while they are missing."""
    row = loaded(request, Dispute)
    context = {"row": row, "facts": facts_of(row), "parts": _parts(row), "is_decided": row.state == workflow.DECIDED}
    return render(request, "cases/disputes/print.html", context)


def _units() -> list[tuple[str, str]]:
    """Units that may be named; committees lead by their own list only and are not among them."""
    rows = Unit.objects.filter(is_active=True).exclude(kind="committee").order_by("sort", "id")
    return [(str(unit.pk), unit.name) for unit in rows]


@requires(policies.SEE_DISPUTE, dispute_of)
@require_http_methods(["GET", "HEAD", "POST"])
def dispute_do(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """One move of a sheet; the right person is looked at before anything typed."""
    row, known = loaded(request, Dispute), workflow.BY_CODE.get(move)
    if known is None or not known.sources:
        raise Http404
    if not policies.SETTLE.check(actor_of(request)):
        raise NotAllowed("not_this_party", texts.not_this_party(known.label))
    form = _form(request, row, move)

    def run(data: Any) -> None:
        typed = {name: value for name, value in data.items() if name not in {"once", "co_units"}}
        if "co_units" in data:
            typed["co_unit_ids"] = [int(one) for one in data["co_units"]]
        kind: Any = {"meet": act.RecordMeeting, "decide": act.DecideDispute, "drop": act.DropDispute}[move]
        kind(actor=actor_of(request), pk=row.pk, once=data["once"] or None, **typed).execute()

    context = {"title": known.label, "sub": f"{row.number} {row.case.title}", "facts": facts_of(row),
               "answer": row.findings, "answer_title": gettext("现场情况"),}  # fmt: skip
    back = reverse("cases:dispute", args=[row.pk])
    done = gettext("“%(move)s”已办好。") % {"move": known.label}
    return act_on(request, form, run, template="cases/pressing/form.html", back=back, done=done, context=context)


def _form(request: HttpRequest, row: Dispute, move: str) -> Any:
    """The form of a move, filled with what the sheet says already."""
    data, initial = posted(request), {"expected_version": row.version}
    if move == "drop":
        return f.DropForm(data, initial=initial)
    if move == "meet":
        there = {"met_on": row.met_on or today(), "met_where": row.met_where, "findings": row.findings}
        return f.MeetForm(data, initial={**initial, **there, "present": "\n".join(row.present_lines)})
    form: Any = f.DecideForm(data, initial={**initial, "scope": Scope.JURISDICTION})
    units = _units()
    own = [
        ("@committee", gettext("所在居委会（自治清单内的事）")),
        ("@property", gettext("所在小区物业（合同内的事）")),
    ]
    form.fields["lead"].choices = [("", "—"), *units, *own]
    form.fields["co_units"].choices = units
    return form


@requires(policies.OPEN_FOR, by_number)
@require_http_methods(["GET", "HEAD", "POST"])
def dispute_new(request: HttpRequest, number: str) -> HttpResponse:
    """The desk opens a sheet for a case that lies with it."""
    case = loaded(request, Case)

    def run(data: Any) -> None:
        act.OpenDispute(
            actor=actor_of(request), case_id=case.pk, reason=data["reason"],
            unit_ids=[int(one) for one in data["units"]], once=data["once"] or None,
        ).execute()  # fmt: skip

    reason = DisputeReason.RETURNED if case.return_count > 1 else DisputeReason.UNITS
    form: Any = f.OpenForm(posted(request), initial={"reason": reason})
    form.fields["units"].choices = _units()
    context = {"title": gettext("开现场会商单"), "sub": f"{case.number} {case.title}"}
    return act_on(
        request, form, run, template="cases/pressing/form.html", back=reverse("cases:disputes"),
        done=gettext("会商单已开，请约有关单位到现场。"), context=context,
    )  # fmt: skip


@requires(policies.FIGURES)
@require_safe
def returns(request: HttpRequest) -> HttpResponse:
    """Returns and bounces of the last months, by category and by pair of units; counts with n, no ranking."""
    last = today()
    first = last - dt.timedelta(days=LATELY)
    found = selectors.returns(first, last)
    of = gettext("共交办 %(n)d 件") % {"n": found.assigned}
    context = {
        "title": gettext("退回情况"),
        "period": f"{zh_date(first)} — {zh_date(last)}",
        "stats": [
            {"name": gettext("被退回过"), "value": found.returned, "unit": gettext("件"), "n": of,
             "definition": gettext("期内交办、至少退回一次的事项")},
            {"name": gettext("推来推去"), "value": found.bounced, "unit": gettext("件"), "n": of,
             "definition": gettext("期内交办、退回两次以上的事项")},
            {"name": gettext("裁定"), "value": found.settled, "unit": gettext("张"),
             "definition": gettext("期内签发裁定的现场会商单")},
        ],
        "categories": found.categories,
        "pairs": found.pairs,
    }  # fmt: skip
    return render(request, "cases/disputes/returns.html", context)
