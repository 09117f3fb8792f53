"""The congress's own means at the desk: the list, one step, its print sheet, its moves, a proposal by hand."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.cases.actions.base import KIND as CASE
from lianxin.cases.desk.page import by_number
from lianxin.cases.documents.house import house_of
from lianxin.cases.documents.pressing import CongressPaper, congress_letter
from lianxin.cases.models import Case
from lianxin.cases.pressing import policies, selectors
from lianxin.cases.pressing.pages import forms as f
from lianxin.cases.pressing.pages.shared import Entry, make_move, role_held, timeline
from lianxin.clocks.ladders.models import Ladder
from lianxin.clocks.ladders.steps import labels, word_of
from lianxin.clocks.models import CongressStep
from lianxin.clocks.orders import congress as act
from lianxin.clocks.orders import workflow
from lianxin.clocks.orders.models import CongressState
from lianxin.core.clock import civil_date
from lianxin.core.documents.letters.model import Paper
from lianxin.db.scope import current_town
from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.people.access import actor_of, loaded, requires
from lianxin.ui import papers
from lianxin.ui.acting import act_on, posted
from lianxin.ui.dates import zh_date, zh_datetime
from lianxin.ui.lists import Cell, Column, Filter, ListSpec, Preset, Sort
from lianxin.ui.templatetags.lianxin_ui import ui_state

#: The moves a page offers first.
FIRST: Final = frozenset({"start", "report", "conclude"})

ENTRIES: Final = {
    "edit": Entry(act.EditStep, f.AskForm, lambda data: {"ask": data["text"]}, lambda row: {"text": row.ask}),
    "start": Entry(
        act.StartStep, f.StartForm,
        lambda data: {"decided_by": data["decided_by"], "decided_on": data["decided_on"]},
    ),
    "drop": Entry(act.DropStep, f.ReasonForm, lambda data: {"reason": data["reason"]}),
    "report": Entry(act.ReportOnStep, f.ReportForm, lambda data: {"text": data["text"]}),
    "conclude": Entry(
        act.ConcludeStep, f.ConcludeForm, lambda data: {"text": data["text"], "held_on": data["held_on"]}
    ),
}  # fmt: skip


def step_at(_request: HttpRequest, pk: int, **_kwargs: Any) -> CongressStep:
    """The step of an address; 404 for one that is not in this town."""
    row = CongressStep.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def may_move(actor: Actor, code: str) -> bool:
    """Whether the actor is one of those who make this move, whatever the state."""
    held = {
        workflow.OFFICE: actor.has(*policies.OFFICE),
        workflow.DESK: actor.has(roles.GOVERNMENT_DESK),
    }
    return role_held(actor, workflow.STEPS[code], held)


def _row(step: CongressStep) -> dict[str, Any]:
    href = reverse("cases:step", args=[step.pk])
    return {
        "title": Cell(step.title, href=href, sub=step.number or gettext("（未编号）"), plain=step.title),
        "number": step.number,
        "step": word_of(Ladder.CONGRESS, step.step),
        "n": getattr(step, "n_matters", ""),
        "decided_by": step.decided_by,
        "due": step.due_on or "",
        "state": Cell(ui_state(f"step_{step.state}"), plain=str(CongressState(step.state).label)),
    }


STEPS: Final = ListSpec(
    name="desk-congress-steps",
    caption=_("人大监督措施"),
    columns=(
        Column("title", _("内容"), main=True),
        Column("number", _("文号"), export_only=True),
        Column("step", _("措施")),
        Column("n", _("事项数"), number=True),
        Column("decided_by", _("谁决定的")),
        Column("due", _("镇政府回复期限")),
        Column("state", _("状态")),
    ),
    filters=(
        Filter("state", _("状态"), lambda rows, value: rows.filter(state=value), kind="choice",
               choices=CongressState.choices),
        Filter("step", _("措施"), lambda rows, value: rows.filter(step=value), kind="choice",
               choices=labels(Ladder.CONGRESS)),
    ),
    presets=(
        Preset(_("待启动"), {"state": workflow.DRAFT}),
        Preset(_("等镇政府回复"), {"state": workflow.STARTED}),
        Preset(_("镇政府已回复"), {"state": workflow.REPORTED}),
    ),
    sorts={"new": Sort(_("最新"), "id", descending=True)},
    row=_row,
    empty_title=_("没有监督措施"),
    empty_text=_("转交后久未答复的意见，系统会拟好措施放在这里，由镇人大办决定是否启动。"),
)  # fmt: skip


@requires(policies.SEE_STEP)
@require_safe
def steps(request: HttpRequest) -> HttpResponseBase:
    """The steps the actor sees."""
    rows = selectors.congress_steps(actor_of(request))
    return STEPS.respond(request, rows, "cases/pressing/list.html", {"title": gettext("人大监督措施")})


@requires(policies.SEE_STEP, step_at)
@require_safe
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """One step: what the congress asks of the town government, about what, and what came of it."""
    row, actor = loaded(request, CongressStep), actor_of(request)
    moves = [
        {"label": move.label, "href": reverse("cases:step_do", args=[row.pk, move.code])}
        for move in sorted(workflow.STEP_MOVES, key=lambda one: one.code not in FIRST)
        if row.state in move.sources and may_move(actor, move.code)
    ]
    context = {
        "row": row,
        "title": row.title,
        "state": f"step_{row.state}",
        "moves": moves,
        "facts": facts_of(row),
        "text_title": gettext("内容"),
        "text": row.ask,
        "matters": selectors.case_rows(actor, selectors.matters_of_step(row)),
        "parts": _parts(row),
        "timeline": timeline(act.KIND, row.pk),
        "print_href": reverse("cases:step_print", args=[row.pk]),
        "list_href": reverse("cases:steps"),
        "list_label": gettext("人大监督措施"),
    }
    return render(request, "cases/pressing/one.html", context)


def facts_of(row: CongressStep) -> list[dict[str, str]]:
    """What, to whom, who decided, by when; empty ones are left out."""
    decided = f"{row.decided_by} {zh_date(row.decided_on)}" if row.decided_by and row.decided_on else ""
    pairs = (
        (gettext("措施"), word_of(Ladder.CONGRESS, row.step)),
        (gettext("致"), gettext("镇人民政府")),
        (gettext("决定"), decided),
        (gettext("启动"), f"{row.started_by_label} {zh_date(row.started_at)}" if row.started_at else ""),
        (gettext("回复期限"), zh_date(row.due_on) if row.due_on else ""),
        (gettext("举行"), zh_date(row.held_on) if row.held_on else ""),
    )
    return [{"name": name, "value": value} for name, value in pairs if value]


def _parts(row: CongressStep) -> list[dict[str, str]]:
    reported = f"{row.reported_by_label} {zh_datetime(row.reported_at)}" if row.reported_at else ""
    ended = f"{row.ended_by_label} {zh_datetime(row.ended_at)}" if row.ended_at else ""
    parts = (
        (gettext("镇政府的回复"), row.report, reported),
        (gettext("结果"), row.outcome, ended),
        (gettext("不启动的理由"), row.end_reason, ended),
    )
    return [{"title": title, "text": text, "by": by} for title, text, by in parts if text]


@requires(policies.SEE_STEP, step_at)
@require_http_methods(["GET", "HEAD", "POST"])
def step_do(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """One move of a step."""
    row = loaded(request, CongressStep)
    known = workflow.STEPS.get(move)
    may = known is not None and move in ENTRIES and may_move(actor_of(request), move)
    back = reverse("cases:step", args=[row.pk])
    context = {"facts": facts_of(row), "demand": row.ask, "answer": row.report}
    return make_move(request, row, known, ENTRIES.get(move), may=may, back=back, context=context)


@requires(policies.SEE_STEP, step_at)
@require_safe
def step_print(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The step on paper, from the congress office to the town government; as a file where asked."""
    row = loaded(request, CongressStep)
    if request.GET.get("format") in papers.FORMATS:
        return papers.respond(request, _paper(request, row), back=reverse("cases:step", args=[row.pk]))
    context = {
        "title": word_of(Ladder.CONGRESS, row.step),
        "number": row.number,
        "is_draft": row.state == workflow.DRAFT,
        "facts": facts_of(row),
        "demand": row.ask,
        "matters": selectors.case_rows(actor_of(request), selectors.matters_of_step(row)),
        "answer": row.report,
        "signed": row.started_by_label,
        "signed_on": zh_date(row.started_at) if row.started_at else "",
        "files": papers.links(request.path),
        "back": reverse("cases:step", args=[row.pk]),
    }
    return render(request, "cases/pressing/print.html", context)


def _paper(request: HttpRequest, row: CongressStep) -> Paper:
    """The step as a letter of the house, in Chinese whatever language the screen has."""
    actor = actor_of(request)
    with override("zh-hans"):
        town = current_town()
        house = house_of(town, actor.label)
        matters = selectors.case_rows(actor, selectors.matters_of_step(row))
        decided = f"{row.decided_by}（{zh_date(row.decided_on)}）" if row.decided_on else row.decided_by
        facts = CongressPaper(
            number=row.number or gettext("（稿，未启动）"),
            step=word_of(Ladder.CONGRESS, row.step),
            matters=tuple((str(one["number"]), str(one["title"])) for one in matters),
            ask=row.ask,
            issued_on=civil_date(row.started_at) if row.started_at else house.day,
            decided=decided,
            answer_by=row.due_on,
            held_on=row.held_on,
            signed_by=row.started_by_label,
            report=row.report,
            reported_on=civil_date(row.reported_at) if row.reported_at else None,
            outcome=row.outcome,
        )
        return congress_letter(facts, f"{town.name}人民政府", house)


@requires(policies.PROPOSE_STEP, by_number)
@require_http_methods(["GET", "HEAD", "POST"])
def step_new(request: HttpRequest, number: str) -> HttpResponse:
    """The congress office proposes a step for one case by hand."""
    case = loaded(request, Case)

    def run(data: Any) -> None:
        title = gettext("关于“%(what)s”") % {"what": case.title}
        act.ProposeStep(
            actor=actor_of(request), step=data["step"], about=[(CASE, case.pk)], title=title, ask=data["text"],
            once=data["once"] or None,
        ).execute()  # fmt: skip

    form = f.ProposeForm(posted(request), initial={"step": "reflect"})
    form.fields["step"].choices = labels(Ladder.CONGRESS)  # type: ignore[attr-defined]
    context = {"title": gettext("拟监督措施"), "sub": f"{case.number} {case.title}"}
    return act_on(
        request, form, run, template="cases/pressing/form.html", back=reverse("cases:steps"),
        done=gettext("已拟好，启动后才发给镇政府。"), context=context,
    )  # fmt: skip
