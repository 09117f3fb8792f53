"""督办单: drafted by time or by the desk, signed by the desk or a leader, answered by the unit, lifted by evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from lianxin.clocks.calendars import town_calendar
from lianxin.clocks.ladders.models import Ladder
from lianxin.clocks.ladders.steps import label_of, step_of
from lianxin.clocks.models import Clock, ClockState
from lianxin.clocks.orders import owners, rules, workflow
from lianxin.clocks.orders.base import (
    MOST_REASON,
    Matter,
    PressAction,
    fits,
    line,
    official_number,
    with_whom,
    words,
)
from lianxin.clocks.orders.models import OrderMatter, SupervisionOrder
from lianxin.clocks.orders.rules import Facts
from lianxin.clocks.orders.texts import gone
from lianxin.clocks.rules import days_late
from lianxin.core.clock import now, today
from lianxin.journal.errors import FieldProblem, WrongState
from lianxin.people import roles
from lianxin.places.models import Unit
from lianxin.records.attachments import Prepared, attach
from lianxin.records.models import Attachment

KIND = "supervision_order"
#: Verbs with which a unit may be given an order; one that is only informed (an enterprise) gets none.
_ORDERED = frozenset({"assign", "request"})


@dataclass(kw_only=True)
class OrderAction(PressAction[SupervisionOrder]):
    """A move of a 督办单."""

    kind: ClassVar[str] = KIND
    ladder: ClassVar[str] = Ladder.GOVERNMENT
    moves: ClassVar[Mapping[str, workflow.Move]] = workflow.ORDERS

    def find(self) -> SupervisionOrder:
        """The order under a lock."""
        row = SupervisionOrder.objects.select_for_update().filter(pk=self.pk or 0).first()
        if row is None:
            raise WrongState("no_such_order", gone())
        return row

    def matters_of(self) -> list[Matter]:
        """What it is about and was not dropped."""
        rows = OrderMatter.objects.filter(order_id=self.row.pk, dropped_on=None).order_by("id")
        return list(rows.values_list("owner_kind", "owner_id"))

    def role(self) -> str:
        """System, desk, leader or unit, whichever of the move's parties the actor is."""
        mine = {
            workflow.SYSTEM: self.is_system,
            workflow.DESK: self.actor.has(roles.GOVERNMENT_DESK),
            workflow.LEADER: self.actor.has(roles.LEADER),
            workflow.UNIT: self.row.unit_id in self.actor.unit_ids(*roles.OF_A_UNIT),
        }
        held = [one for one in self.move.actors if mine[one]]
        return self.row.issuer_role if self.row.issuer_role in held else next(iter(held), "")

    def facts(self) -> Facts:
        """Who acts towards which unit, and how many matters still wait."""
        return self.facts_with()

    def facts_with(self, **more: object) -> Facts:
        """The common facts and a move's own."""
        return Facts(
            role=self.role(),
            issuer_role=self.row.issuer_role,
            step=self.row.step,
            of_the_unit=self.row.unit_id in self.actor.unit_ids(),
            open_matters=len(self.waiting),
            today=today(),
            **more,  # type: ignore[arg-type]
        )

    def told(self) -> Mapping[str, object]:
        """Which unit too."""
        return {**super().told(), "unit": str(self.row.unit_id)}

    def announcement(self) -> Mapping[str, object] | None:
        """Which unit too."""
        return {**(super().announcement() or {}), "unit": self.row.unit_id, "state": self.row.state}


def may_be_ordered(unit: Unit) -> bool:
    """A unit of the government, or one that may be asked; never the desk, a committee, an enterprise."""
    return not unit.is_government_desk and unit.may_lead_government_work and unit.verb in _ORDERED


@dataclass(kw_only=True)
class DraftOrder(OrderAction):
    """Draft an order on one step of the ladder for matters of one unit; nothing is sent before somebody signs.

    The system adds to its own unsigned draft for the same unit and step instead of making another.
    """

    verb: ClassVar[str] = "order.draft"
    move_code: ClassVar[str] = "draft"

    unit_id: int
    step: str
    about: Sequence[Matter]
    title: str
    demand: str = ""
    leader_label: str = ""
    _unit: Unit | None = field(init=False, default=None, repr=False)
    _joined: bool = field(init=False, default=False, repr=False)

    def find(self) -> SupervisionOrder:
        """A new row, or the system's own waiting draft."""
        self._unit = Unit.objects.filter(pk=self.unit_id, is_active=True).first()
        step = step_of(Ladder.GOVERNMENT, self.step)
        self.demand = words(self.demand) or step.demand
        rows = SupervisionOrder.objects.select_for_update().filter(
            unit_id=self.unit_id, step=self.step, state=workflow.DRAFT, drafted_by_system=True
        )
        waiting = rows.order_by("id").first() if self.is_system else None
        if waiting is not None:
            self._joined = True
        self.matters = list(dict.fromkeys(self.about))
        return waiting or SupervisionOrder(
            step=self.step, unit=self._unit, verb=self._unit.verb if self._unit else "", title=line(self.title)[:120],
            demand=self.demand, answer_n=step.answer_n or 3, drafted_by_system=self.is_system, drafted_at=now(),
            drafted_by_label=with_whom(self.actor), leader_label=line(self.leader_label)[:60],
        )  # fmt: skip

    def problems(self) -> Sequence[FieldProblem]:
        """A demand that fits."""
        return fits("text", self.demand)

    def facts(self) -> Facts:
        """Whether the unit may be ordered, and there is something to press."""
        ordered = self._unit is not None and may_be_ordered(self._unit)
        return self.facts_with(may_be_ordered=ordered, text=self.demand)

    def change(self) -> None:
        """Store the draft and what it is about."""
        self.matters = [one for one in self.matters if one in self.waiting]
        self.row.overdue_days = max(self.row.overdue_days, worst_delay(self.matters))
        known: set[Matter] = set()
        if self._joined:
            known = set(self.matters_of())
            self.row.version += 1
            self.row.save(force_update=True)
        else:
            self.row.save(force_insert=True)
        self.matters = [one for one in self.matters if one not in known]
        OrderMatter.objects.bulk_create(
            [OrderMatter(order=self.row, owner_kind=kind, owner_id=pk) for kind, pk in self.matters]
        )

    def announcement(self) -> Mapping[str, object] | None:
        """For the desk, when time made a draft; who drafts by hand knows it."""
        return super().announcement() if self.is_system and not self._joined else None


@dataclass(kw_only=True)
class EditOrder(OrderAction):
    """Change a draft's demand, the days for the answer, the leader."""

    verb: ClassVar[str] = "order.edit"
    move_code: ClassVar[str] = "edit"

    demand: str
    answer_n: int | None = None
    leader_label: str = ""

    def problems(self) -> Sequence[FieldProblem]:
        """A demand that fits, days that make sense."""
        self.demand = words(self.demand)
        return fits("text", self.demand)

    def facts(self) -> Facts:
        """The demand."""
        return self.facts_with(text=self.demand)

    def change(self) -> None:
        """Store it."""
        self.row.demand, self.row.leader_label = self.demand, line(self.leader_label)[:60]
        self.row.answer_n = self.answer_n or self.row.answer_n


@dataclass(kw_only=True)
class SignOrder(OrderAction):
    """Sign and issue: number, day, the unit's clock.  Matters answered meanwhile are left out, with the day."""

    verb: ClassVar[str] = "order.sign"
    move_code: ClassVar[str] = "sign"

    demand: str | None = None
    leader_label: str = ""

    def problems(self) -> Sequence[FieldProblem]:
        """A demand that fits."""
        self.demand = self.row.demand if self.demand is None else words(self.demand)
        self.leader_label = line(self.leader_label)[:60] or self.row.leader_label
        if self.role() == workflow.LEADER and not self.leader_label:
            self.leader_label = self.actor.label[:60]
        return fits("text", self.demand)

    def facts(self) -> Facts:
        """Demand and leader."""
        return self.facts_with(text=self.demand or "", leader_label=self.leader_label)

    def change(self) -> None:
        """Issue it."""
        row = self.row
        gone_ = [one for one in self.matters if one not in self.waiting]
        for kind, pk in gone_:
            OrderMatter.objects.filter(order_id=row.pk, owner_kind=kind, owner_id=pk).update(dropped_on=today())
        self.matters = [one for one in self.matters if one in self.waiting]
        row.number = official_number("督", "order")
        row.demand, row.leader_label = self.demand or row.demand, self.leader_label
        row.issuer_role, row.issued_at, row.issued_by_label = self.role(), now(), with_whom(self.actor)
        row.overdue_days = worst_delay(self.matters)
        self.start_clock(label_of(Ladder.GOVERNMENT, row.step), row.answer_n, row.unit_id)

    def details(self) -> Mapping[str, object]:
        """How late."""
        return {"overdue": self.row.overdue_days}


@dataclass(kw_only=True)
class _WithReason(OrderAction):
    """A move that needs nothing but a reason."""

    reason: str = ""

    def problems(self) -> Sequence[FieldProblem]:
        """A reason that fits."""
        self.reason = line(self.reason)
        return fits("reason", self.reason, MOST_REASON)

    def facts(self) -> Facts:
        """The reason."""
        return self.facts_with(reason=self.reason)

    def change(self) -> None:
        """It ends here."""
        self.end_row(self.reason)


@dataclass(kw_only=True)
class DiscardOrder(_WithReason):
    """Not signed, with the reason."""

    verb: ClassVar[str] = "order.discard"
    move_code: ClassVar[str] = "discard"


@dataclass(kw_only=True)
class WithdrawOrder(_WithReason):
    """Taken back by who issued it, with the reason: it was issued in error, or another order takes its place."""

    verb: ClassVar[str] = "order.withdraw"
    move_code: ClassVar[str] = "withdraw"


@dataclass(kw_only=True)
class SendBackOrder(_WithReason):
    """The answer is not enough: the unit answers again, in as many days."""

    verb: ClassVar[str] = "order.send_back"
    move_code: ClassVar[str] = "send_back"

    def change(self) -> None:
        """The clock starts again."""
        self.row.sent_back_reason = self.reason
        self.start_clock(label_of(Ladder.GOVERNMENT, self.row.step), self.row.answer_n, self.row.unit_id)


@dataclass(kw_only=True)
class AnswerOrder(OrderAction):
    """The unit says what was done and why it was late; photos and papers may be added."""

    verb: ClassVar[str] = "order.answer"
    move_code: ClassVar[str] = "answer"

    text: str
    files: Sequence[Prepared] = ()

    def problems(self) -> Sequence[FieldProblem]:
        """An answer that fits."""
        self.text = words(self.text)
        return fits("text", self.text)

    def facts(self) -> Facts:
        """The answer."""
        return self.facts_with(text=self.text)

    def change(self) -> None:
        """Store it."""
        self.row.answer, self.row.answered_at = self.text, now()
        self.row.answered_by_label, self.row.sent_back_reason = with_whom(self.actor), ""
        _attach(self, self.files)


@dataclass(kw_only=True)
class LiftOrder(OrderAction):
    """Lifted by who issued it, and only by evidence; which one stands on the order."""

    verb: ClassVar[str] = "order.lift"
    move_code: ClassVar[str] = "lift"

    evidence: str
    statement: str = ""
    witness: str = ""
    files: Sequence[Prepared] = ()

    def problems(self) -> Sequence[FieldProblem]:
        """Texts that fit."""
        self.statement, self.witness = words(self.statement), line(self.witness)[:120]
        return fits("statement", self.statement)

    def facts(self) -> Facts:
        """What there is to show."""
        issued = self.row.issued_at or now()
        by_kind: dict[str, list[int]] = {}
        for kind, pk in self.matters:
            by_kind.setdefault(kind, []).append(pk)
        signed = self.evidence == rules.REPLY and any(
            owners.signed_since(kind, ids, issued) for kind, ids in by_kind.items()
        )
        there = Attachment.objects.filter(owner_kind=KIND, owner_id=self.row.pk, erased_at=None)
        files = len(self.files) + (there.count() if self.evidence == rules.ATTACHMENT else 0)
        return self.facts_with(
            evidence=self.evidence, files=files, signed_since=signed, witness=self.witness, statement=self.statement,
            answered_by=self.row.answered_by_label,
        )  # fmt: skip

    def change(self) -> None:
        """Store the evidence."""
        self.row.evidence, self.row.evidence_text, self.row.witness = self.evidence, self.statement, self.witness
        _attach(self, self.files)
        self.end_row()

    def details(self) -> Mapping[str, object]:
        """By what."""
        return {"evidence": self.evidence}


def _attach(action: OrderAction, files: Sequence[Prepared]) -> None:
    for one in files:
        attach(one, KIND, action.row.pk, action.actor, field="files")


def worst_delay(matters: Sequence[Matter]) -> int:
    """Working days by which the latest running clock of these matters is late; two statements."""
    calendar, day, worst = town_calendar(), today(), 0
    for kind in {kind for kind, _pk in matters}:
        ids = [pk for one, pk in matters if one == kind]
        rows = Clock.objects.filter(owner_kind=kind, owner_id__in=ids, state=ClockState.RUNNING, due_on__lt=day)
        first = rows.order_by("due_on").values_list("due_on", flat=True).first()
        worst = max(worst, days_late(first, day, calendar) if first else 0)
    return worst
