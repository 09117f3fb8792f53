"""What the example town does about what is late: the desk signs orders, units answer them, a disputed matter waits.

提醒 and 催办 come by themselves in the nights between two days; only what people decide is played here.
"""

from collections.abc import Iterator
from typing import Any

from lianxin.cases.actions.base import KIND
from lianxin.cases.disputes.actions import OpenDispute
from lianxin.cases.models import Case
from lianxin.cases.pressing import watched
from lianxin.clocks.models import SupervisionOrder
from lianxin.clocks.orders import workflow
from lianxin.clocks.orders.government import AnswerOrder, DraftOrder, LiftOrder, SignOrder, may_be_ordered
from lianxin.demo.steps import MAKERS, Maker, Row, Scene
from lianxin.journal.actions import Action
from lianxin.people import roles

_ANSWERED = "已签发答复，并按答复抓紧办理；逾期是因为要等配件，今后提前说明。"


def _oversee(scene: Scene, step: Row) -> Iterator[Action[Any]]:
    """督办: the desk signs the draft that lies ready for the unit, or drafts one; 催办 was the system's already."""
    case = Case.objects.select_related("lead_unit").get(pk=scene.case_id)
    unit = case.lead_unit
    if step["level"] != "oversee" or unit is None or not may_be_ordered(unit) or not watched.waiting([case.pk]):
        return
    desk = scene.actor(step)
    ready = SupervisionOrder.objects.filter(unit=unit, step="oversee", state=workflow.DRAFT).order_by("id").first()
    if ready is None:
        draft = DraftOrder(
            actor=desk, unit_id=unit.pk, step="oversee", about=[(KIND, case.pk)], demand=step["text"] or "",
            title=f"关于“{case.title}”",
        )  # fmt: skip
        yield draft
        ready = draft.row
    yield SignOrder(actor=desk, pk=ready.pk)


def orders_about(scene: Scene, state: str) -> list[SupervisionOrder]:
    """The orders in a state that are about the scene's matter."""
    rows = SupervisionOrder.objects.filter(state=state, matters__owner_kind=KIND, matters__owner_id=scene.case_id)
    return list(rows.select_related("unit").order_by("id"))


def _then_answer(sign: Maker) -> Maker:
    """After a reply is signed, the head answers the order whose matters are all answered."""

    def make(scene: Scene, step: Row) -> Iterator[Action[Any]]:
        yield from sign(scene, step)
        for order in orders_about(scene, workflow.ISSUED):
            about = list(order.matters.filter(dropped_on=None).values_list("owner_id", flat=True))
            if not watched.waiting(about):
                head = scene.cast.of(roles.UNIT_HEAD, order.unit.code)
                yield AnswerOrder(actor=head, pk=order.pk, text=_ANSWERED)

    return make


def _then_lift(close: Maker) -> Maker:
    """When a matter is closed, the desk lifts the order about it, by the reply that was signed."""

    def make(scene: Scene, step: Row) -> Iterator[Action[Any]]:
        yield from close(scene, step)
        for order in orders_about(scene, workflow.ANSWERED):
            yield LiftOrder(actor=scene.cast.somebody(roles.GOVERNMENT_DESK), pk=order.pk, evidence="reply")

    return make


def _then_dispute(back: Maker) -> Maker:
    """A return nobody decides in the script is one the units do not agree on: the desk opens a sheet."""

    def make(scene: Scene, step: Row) -> Iterator[Action[Any]]:
        yield from back(scene, step)
        if scene.row["key"] in OPEN_DISPUTES:
            desk = scene.cast.somebody(roles.GOVERNMENT_DESK)
            yield OpenDispute(actor=desk, case_id=scene.case_id, reason="units")

    return make


#: Matters whose return still waits on the last day of the script.
OPEN_DISPUTES: frozenset[str] = frozenset({"op-0423", "op-0424"})

#: The script's words that press, or go on pressing.
PRESSING: dict[str, Maker] = {
    "supervise": _oversee,
    "sign": _then_answer(MAKERS["sign"]),
    "close": _then_lift(MAKERS["close"]),
    "return": _then_dispute(MAKERS["return"]),
}
