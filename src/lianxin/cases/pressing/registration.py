"""What pressing tells the others when the house is assembled."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Final

from django.db.models import F
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.cases.actions.base import KIND
from lianxin.cases.pressing import notices, policies, run, watched
from lianxin.clocks import mirrors
from lianxin.clocks.ladders.models import Ladder
from lianxin.clocks.ladders.steps import word_of
from lianxin.clocks.models import Clock, ClockState, CongressStep, SupervisionOrder
from lianxin.clocks.orders import owners, workflow
from lianxin.clocks.orders.congress import KIND as STEP
from lianxin.clocks.orders.government import KIND as ORDER
from lianxin.journal import verbs
from lianxin.journal.actors import Actor
from lianxin.records import access
from lianxin.records.access import Label
from lianxin.records.models import Attachment
from lianxin.ui import registry, states

_FACTS: Final[dict[str, str | Promise]] = {"number": _("文号"), "step": _("级别"), "due": _("期限")}
_STATES: Final = (
    ("order_draft", _("待签发"), "warn", "ring"),
    ("order_issued", _("等单位回复"), "bad", "triangle"),
    ("order_answered", _("等核实"), "warn", "half"),
    ("order_lifted", _("已解除"), "good", "check"),
    ("order_discarded", _("不签发"), "mute", "cross"),
    ("order_withdrawn", _("已撤回"), "mute", "back"),
    ("step_draft", _("待启动"), "warn", "ring"),
    ("step_started", _("等镇政府回复"), "info", "half"),
    ("step_reported", _("镇政府已回复"), "warn", "square"),
    ("step_concluded", _("已办结"), "good", "check"),
    ("step_dropped", _("不启动"), "mute", "cross"),
)


def register() -> None:
    """Kinds that are pressed, words of the log, files, labels, states, the daily job, the notices, the panel."""
    owners.register(KIND, owners.Owner(watched.waiting, watched.signed_since))
    verbs.register("ladder.remind", _("提醒（系统）"), {"due": _("期限")})
    verbs.register("ladder.urge", _("催办（系统）"), {"due": _("期限")})
    verbs.register("ladder.step_set", _("调整督促阶梯"), {"step": _("哪一级")}, {"step": _any_step})
    for move in workflow.ORDER_MOVES:
        label = move.label if "督办" in move.label else _("督办单：%(move)s") % {"move": move.label}
        verbs.register(f"order.{move.code}", label, _FACTS, {"step": partial(word_of, Ladder.GOVERNMENT)})
    of_congress = {"step": partial(word_of, Ladder.CONGRESS)}
    for move in workflow.STEP_MOVES:
        verbs.register(f"congress.{move.code}", _("人大监督：%(move)s") % {"move": move.label}, _FACTS, of_congress)
    for code, word, tone, shape in _STATES:
        states.register(code, word, tone, shape)
    mirrors.on_moved(ORDER, _mirror_order)
    mirrors.on_moved(STEP, _mirror_step)
    access.files_of(ORDER, _may_read_files)
    access.labels_of(ORDER, _order_labels)
    access.labels_of(STEP, _step_labels)
    notices.register()
    run.register()
    registry.nav("desk", _("督办单"), "cases:orders", order=40, policy=policies.SEE_ORDER, icon="flag", group=_("督促"))
    registry.nav(
        "desk", _("人大监督措施"), "cases:steps", order=42, policy=policies.SEE_STEP, icon="flag", group=_("督促")
    )
    registry.nav(
        "desk", _("督促阶梯"), "cases:ladders", order=44, policy=policies.SEE_LADDERS, icon="clock", group=_("督促")
    )


def _any_step(code: str) -> str:
    """The word of a step of either ladder; their codes differ."""
    own = word_of(Ladder.GOVERNMENT, code)
    return own if own != code else word_of(Ladder.CONGRESS, code)


def _first_due(kind: str, pk: int) -> object:
    rows = Clock.objects.filter(owner_kind=kind, owner_id=pk, state=ClockState.RUNNING)
    return rows.order_by("due_on").values_list("due_on", flat=True).first()


def _mirror_order(pk: int) -> None:
    SupervisionOrder.objects.filter(pk=pk).update(due_on=_first_due(ORDER, pk) or F("due_on"))


def _mirror_step(pk: int) -> None:
    CongressStep.objects.filter(pk=pk).update(due_on=_first_due(STEP, pk) or F("due_on"))


def _may_read_files(actor: Actor, order_id: int, _attachment: Attachment) -> bool:
    order = SupervisionOrder.objects.filter(pk=order_id).first()
    return order is not None and policies.SEE_ORDER.check(actor, order)


def _order_labels(actor: Actor, ids: Iterable[int]) -> Mapping[int, Label]:
    """Number and title of the orders the actor may open."""
    rows = [one for one in SupervisionOrder.objects.filter(pk__in=list(ids)) if policies.SEE_ORDER.check(actor, one)]
    return {one.pk: Label(f"{one.number} {one.title}".strip(), reverse("cases:order", args=[one.pk])) for one in rows}


def _step_labels(actor: Actor, ids: Iterable[int]) -> Mapping[int, Label]:
    """Number and title of the steps the actor may open."""
    rows = [one for one in CongressStep.objects.filter(pk__in=list(ids)) if policies.SEE_STEP.check(actor, one)]
    return {one.pk: Label(f"{one.number} {one.title}".strip(), reverse("cases:step", args=[one.pk])) for one in rows}
