"""督办单 at the desk: the list with filters and export, one order, its print sheet, its moves, a draft by hand."""

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
from lianxin.cases.documents.pressing import Pressing, pressing_sheet
from lianxin.cases.evidence import prepared
from lianxin.cases.models import Case
from lianxin.cases.pressing import policies, selectors
from lianxin.cases.pressing.pages import forms as f
from lianxin.cases.pressing.pages.shared import Entry, make_move, role_held, timeline
from lianxin.clocks.ladders.models import Ladder
from lianxin.clocks.ladders.steps import labels, word_of
from lianxin.clocks.models import SupervisionOrder
from lianxin.clocks.orders import government as act
from lianxin.clocks.orders import workflow
from lianxin.clocks.orders.models import Evidence, OrderState
from lianxin.core.clock import civil_date, today
from lianxin.core.documents.letters.model import Paper
from lianxin.db.scope import current_town
from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.people.access import actor_of, loaded, requires
from lianxin.places.models import Unit
from lianxin.records import attachments
from lianxin.ui import papers
from lianxin.ui.acting import act_on, posted
from lianxin.ui.dates import zh_date, zh_datetime
from lianxin.ui.lists import Cell, Column, Filter, ListSpec, Preset, Sort
from lianxin.ui.templatetags.lianxin_ui import ui_state

#: The moves a page offers first.
FIRST: Final = frozenset({"sign", "answer", "lift"})
#: How an order is called by the verb with which its unit is addressed.
TITLES: Final = {"assign": _("督办单"), "request": _("督办商请单")}

ENTRIES: Final = {
    "edit": Entry(
        act.EditOrder, f.DemandForm,
        lambda data: {"demand": data["text"], "answer_n": data["answer_n"], "leader_label": data["leader_label"]},
        lambda row: {"text": row.demand, "answer_n": row.answer_n, "leader_label": row.leader_label},
    ),
    "sign": Entry(
        act.SignOrder, f.SignForm, lambda data: {"leader_label": data["leader_label"]},
        lambda row: {"leader_label": row.leader_label},
    ),
    "discard": Entry(act.DiscardOrder, f.ReasonForm, lambda data: {"reason": data["reason"]}),
    "answer": Entry(
        act.AnswerOrder, f.AnswerForm, lambda data: {"text": data["text"], "files": prepared(data["files"])}
    ),
    "send_back": Entry(act.SendBackOrder, f.ReasonForm, lambda data: {"reason": data["reason"]}),
    "lift": Entry(
        act.LiftOrder, f.LiftForm,
        lambda data: {
            "evidence": data["evidence"], "statement": data["statement"], "witness": data["witness"],
            "files": prepared(data["files"]),
        },
    ),
    "withdraw": Entry(act.WithdrawOrder, f.ReasonForm, lambda data: {"reason": data["reason"]}),
}  # fmt: skip


def order_of(_request: HttpRequest, pk: int, **_kwargs: Any) -> SupervisionOrder:
    """The order of an address; 404 for one that is not in this town."""
    row = SupervisionOrder.objects.select_related("unit").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def may_move(actor: Actor, order: SupervisionOrder, code: str) -> bool:
    """Whether the actor is one of those who make this move on this order, whatever its state."""
    move = workflow.ORDERS[code]
    held = {
        workflow.DESK: actor.has(roles.GOVERNMENT_DESK),
        workflow.LEADER: actor.has(roles.LEADER) and (order.step == "leader" if code == "sign" else True),
        workflow.UNIT: order.unit_id in actor.unit_ids(*roles.OF_A_UNIT),
    }
    if "issuer" in move.guards and order.issuer_role and not held.get(order.issuer_role):
        return False
    if "not_of_the_unit" in move.guards and order.unit_id in actor.unit_ids():
        return False
    return role_held(actor, move, held)


def _units(_request: HttpRequest) -> list[tuple[str, str]]:
    rows = Unit.objects.filter(is_active=True).exclude(kind="committee").order_by("sort", "id")
    return [(str(unit.pk), unit.label) for unit in rows]


def _row(order: SupervisionOrder) -> dict[str, Any]:
    state = f"order_{order.state}"
    href = reverse("cases:order", args=[order.pk])
    late = order.state == workflow.ISSUED and order.due_on is not None and order.due_on < today()
    return {
        "title": Cell(order.title, href=href, sub=order.number or gettext("（未编号）"), plain=order.title),
        "number": order.number,
        "unit": order.unit.label,
        "step": word_of(Ladder.GOVERNMENT, order.step),
        "n": getattr(order, "n_matters", ""),
        "overdue": order.overdue_days,
        "due": Cell(order.due_on or "", sub=gettext("回复已逾期") if late else ""),
        "state": Cell(ui_state(state), plain=str(OrderState(order.state).label)),
        "evidence": str(Evidence(order.evidence).label) if order.evidence else "",
    }


ORDERS: Final = ListSpec(
    name="desk-orders",
    caption=_("督办单"),
    columns=(
        Column("title", _("内容"), main=True),
        Column("number", _("文号"), export_only=True),
        Column("unit", _("对象")),
        Column("step", _("级别")),
        Column("n", _("事项数"), number=True),
        Column("overdue", _("已逾期（工作日）"), number=True, sort="late"),
        Column("due", _("回复期限")),
        Column("state", _("状态")),
        Column("evidence", _("解除凭据"), export_only=True),
    ),
    filters=(
        Filter("state", _("状态"), lambda rows, value: rows.filter(state=value), kind="choice",
               choices=OrderState.choices),
        Filter("step", _("级别"), lambda rows, value: rows.filter(step=value), kind="choice",
               choices=[pair for pair in labels() if pair[0] in workflow.ORDER_STEPS]),
        Filter("unit", _("对象"), lambda rows, value: rows.filter(unit_id=value), kind="choice", choices=_units),
        Filter("before", _("回复期限不晚于"), lambda rows, value: rows.filter(due_on__lte=value), kind="date"),
    ),
    presets=(
        Preset(_("待签发"), {"state": workflow.DRAFT}),
        Preset(_("等单位回复"), {"state": workflow.ISSUED}),
        Preset(_("等核实"), {"state": workflow.ANSWERED}),
    ),
    sorts={
        "new": Sort(_("最新"), "id", descending=True),
        "late": Sort(_("逾期天数"), "overdue_days", descending=True),
    },
    row=_row,
    empty_title=_("没有督办单"),
    empty_text=_("逾期的事到了时间，系统会拟好单子放在这里，由人签发。"),
)  # fmt: skip


@requires(policies.SEE_ORDER)
@require_safe
def orders(request: HttpRequest) -> HttpResponseBase:
    """The orders the actor sees."""
    rows = selectors.orders(actor_of(request))
    return ORDERS.respond(request, rows, "cases/pressing/list.html", {"title": gettext("督办单")})


@requires(policies.SEE_ORDER, order_of)
@require_safe
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """One order: what is demanded of whom, what it is about, what was answered, by what it was lifted."""
    row, actor = loaded(request, SupervisionOrder), actor_of(request)
    moves = [
        {"label": move.label, "href": reverse("cases:order_do", args=[row.pk, move.code])}
        for move in sorted(workflow.ORDER_MOVES, key=lambda one: one.code not in FIRST)
        if row.state in move.sources and may_move(actor, row, move.code)
    ]
    context = {
        "row": row,
        "title": row.title,
        "state": f"order_{row.state}",
        "moves": moves,
        "facts": facts_of(row),
        "text_title": gettext("要求"),
        "text": row.demand,
        "matters": selectors.case_rows(actor, selectors.matters_of_order(row)),
        "parts": _parts(row),
        "files": _files(row),
        "timeline": timeline(act.KIND, row.pk),
        "print_href": reverse("cases:order_print", args=[row.pk]),
        "paper_files": papers.links(reverse("cases:order_print", args=[row.pk])),
        "list_href": reverse("cases:orders"),
        "list_label": gettext("督办单"),
    }
    return render(request, "cases/pressing/one.html", context)


def facts_of(row: SupervisionOrder) -> list[dict[str, str]]:
    """Level, unit, days, who signed: as name and value; empty ones are left out."""
    pairs = (
        (gettext("级别"), word_of(Ladder.GOVERNMENT, row.step)),
        (gettext("对象"), row.unit.name),
        (gettext("包案领导"), row.leader_label),
        (gettext("已逾期"), gettext("%(n)d 个工作日") % {"n": row.overdue_days} if row.overdue_days else ""),
        (
            gettext("回复期限"),
            zh_date(row.due_on) if row.due_on else gettext("签发后 %(n)d 个工作日") % {"n": row.answer_n},
        ),
        (gettext("签发"), f"{row.issued_by_label} {zh_date(row.issued_at)}" if row.issued_at else ""),
        (gettext("拟稿"), row.drafted_by_label),
    )
    return [{"name": name, "value": value} for name, value in pairs if value]


def _parts(row: SupervisionOrder) -> list[dict[str, str]]:
    """What was said on the way: the answer, why it was not enough, the evidence, the reason it ended."""
    answered = f"{row.answered_by_label} {zh_datetime(row.answered_at)}" if row.answered_at else ""
    ended = f"{row.ended_by_label} {zh_datetime(row.ended_at)}" if row.ended_at else ""
    lifted = "：".join(filter(None, [str(Evidence(row.evidence).label) if row.evidence else "", row.witness]))
    parts = (
        (gettext("单位的回复"), row.answer, answered),
        (gettext("退回重报的理由"), row.sent_back_reason, ""),
        (gettext("解除的凭据"), "\n".join(filter(None, [lifted, row.evidence_text])), ended),
        (gettext("结束的理由"), row.end_reason, ended),
    )
    return [{"title": title, "text": text, "by": by} for title, text, by in parts if text]


def _files(row: SupervisionOrder) -> list[dict[str, str]]:
    return [
        {"href": one["url"], "thumb": one["thumb_url"], "name": one["name"], "note": f"{one['who']} {one['when']}"}
        for one in attachments.of(act.KIND, row.pk)
    ]


@requires(policies.SEE_ORDER, order_of)
@require_http_methods(["GET", "HEAD", "POST"])
def order_do(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """One move of an order."""
    row = loaded(request, SupervisionOrder)
    known = workflow.ORDERS.get(move)
    may = known is not None and move in ENTRIES and may_move(actor_of(request), row, move)
    context = {"facts": facts_of(row), "demand": row.demand, "answer": row.answer}
    back = reverse("cases:order", args=[row.pk])
    return make_move(request, row, known, ENTRIES.get(move), may=may, back=back, context=context)


@requires(policies.SEE_ORDER, order_of)
@require_safe
def order_print(request: HttpRequest, pk: int) -> HttpResponseBase:
    """督办单 on paper: level, unit, matters, days late, demand, day, room for the answer; as a file where asked."""
    row = loaded(request, SupervisionOrder)
    if request.GET.get("format") in papers.FORMATS:
        return papers.respond(request, _paper(request, row), back=reverse("cases:order", args=[row.pk]))
    context = {
        "title": TITLES.get(row.verb, TITLES["assign"]),
        "number": row.number,
        "is_draft": row.state == workflow.DRAFT,
        "facts": facts_of(row),
        "demand": row.demand,
        "matters": selectors.case_rows(actor_of(request), selectors.matters_of_order(row)),
        "answer": row.answer,
        "signed": row.issued_by_label,
        "signed_on": zh_date(row.issued_at) if row.issued_at else "",
        "files": papers.links(request.path),
        "back": reverse("cases:order", args=[row.pk]),
    }
    return render(request, "cases/pressing/print.html", context)


def _paper(request: HttpRequest, row: SupervisionOrder) -> Paper:
    """The order as a paper of the house, in Chinese whatever language the screen has."""
    actor = actor_of(request)
    with override("zh-hans"):
        house = house_of(current_town(), actor.label)
        matters = selectors.case_rows(actor, selectors.matters_of_order(row))
        pressing = Pressing(
            number=row.number or gettext("（稿，未签发）"),
            step=word_of(Ladder.GOVERNMENT, row.step),
            issuer=house.desk,
            unit=row.unit.name,
            matters=tuple((str(one["number"]), str(one["title"])) for one in matters),
            demand=row.demand,
            issued_on=civil_date(row.issued_at) if row.issued_at else house.day,
            answer_by=row.due_on,
            late_days=row.overdue_days,
            signed_by=row.leader_label or row.issued_by_label,
            answer=row.answer,
            answered_on=civil_date(row.answered_at) if row.answered_at else None,
            lifted_on=civil_date(row.ended_at) if row.ended_at and row.state == workflow.LIFTED else None,
            lifted_because=row.evidence_text or (str(Evidence(row.evidence).label) if row.evidence else ""),
        )
        return pressing_sheet(pressing, house)


@requires(policies.DRAFT_ORDER, by_number)
@require_safe
def urge_print(request: HttpRequest, number: str) -> HttpResponseBase:
    """催办单 for one case, with the same columns; as a file where asked."""
    case = loaded(request, Case)
    rows = selectors.case_rows(actor_of(request), [case.pk])
    demand = gettext("请尽快办理并答复居民；不能按期的，请说明原因和完成日期。")
    if request.GET.get("format") in papers.FORMATS:
        back = reverse("cases:urge_print", args=[case.number])
        return papers.respond(request, _urging(request, case, int(rows[0]["late"]) if rows else 0), back=back)
    pairs = (
        (gettext("级别"), word_of(Ladder.GOVERNMENT, "urge")),
        (gettext("对象"), case.lead_unit.name if case.lead_unit else ""),
        (gettext("已逾期"), rows[0]["late_text"] if rows else ""),
        (gettext("原期限"), zh_date(case.due_on) if case.due_on else ""),
    )
    context = {
        "title": gettext("催办单"),
        "number": case.number,
        "facts": [{"name": name, "value": value} for name, value in pairs if value],
        "demand": demand,
        "matters": rows,
        "files": papers.links(request.path),
        "back": reverse("cases:desk_case", args=[case.number]),
    }
    return render(request, "cases/pressing/print.html", context)


def _urging(request: HttpRequest, case: Case, late: int) -> Paper:
    """The 催办单 as a paper of the house."""
    with override("zh-hans"):
        house = house_of(current_town(), actor_of(request).label)
        pressing = Pressing(
            number=case.number,
            step=word_of(Ladder.GOVERNMENT, "urge"),
            issuer=house.desk,
            unit=case.lead_unit.name if case.lead_unit else "",
            matters=((case.number, case.title),),
            demand="请尽快办理并答复居民；不能按期的，请说明原因和完成日期。",
            issued_on=house.day,
            due_on=case.due_on,
            late_days=late,
        )
        return pressing_sheet(pressing, house)


@requires(policies.DRAFT_ORDER, by_number)
@require_http_methods(["GET", "HEAD", "POST"])
def order_new(request: HttpRequest, number: str) -> HttpResponse:
    """The desk drafts an order for one case by hand."""
    case = loaded(request, Case)
    made: list[SupervisionOrder] = []

    def run(data: Any) -> None:
        title = gettext("关于“%(what)s”") % {"what": case.title}
        made.append(
            act.DraftOrder(
                actor=actor_of(request), unit_id=case.lead_unit_id or 0, step=data["step"], about=[(CASE, case.pk)],
                title=title, demand=data["text"], once=data["once"] or None,
            ).execute()
        )  # fmt: skip

    context = {"title": gettext("拟督办单"), "sub": f"{case.number} {case.title}"}
    return act_on(
        request, f.DraftForm(posted(request), initial={"step": "oversee"}), run, template="cases/pressing/form.html",
        back=reverse("cases:orders"), done=gettext("督办单已拟好，签发后才发给单位。"), context=context,
    )  # fmt: skip
