"""The congress's own means: proposed by time or the office, started by the office, answered by the town government.

A step is addressed to the town government as a whole; its desk answers.  No step names a department or orders anything.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from lianxin.clocks.ladders.models import Ladder
from lianxin.clocks.ladders.steps import label_of, step_of
from lianxin.clocks.orders import workflow
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
from lianxin.clocks.orders.models import CongressMatter, CongressStep
from lianxin.clocks.orders.rules import Facts
from lianxin.clocks.orders.texts import gone
from lianxin.core.clock import now, today
from lianxin.journal.errors import FieldProblem, WrongState
from lianxin.people import roles

KIND = "congress_step"


@dataclass(kw_only=True)
class StepAction(PressAction[CongressStep]):
    """A move of a congress step."""

    kind: ClassVar[str] = KIND
    ladder: ClassVar[str] = Ladder.CONGRESS
    moves: ClassVar[Mapping[str, workflow.Move]] = workflow.STEPS

    def find(self) -> CongressStep:
        """The step under a lock."""
        row = CongressStep.objects.select_for_update().filter(pk=self.pk or 0).first()
        if row is None:
            raise WrongState("no_such_step", gone())
        return row

    def matters_of(self) -> list[Matter]:
        """What it is about and was not dropped."""
        rows = CongressMatter.objects.filter(step_id=self.row.pk, dropped_on=None).order_by("id")
        return list(rows.values_list("owner_kind", "owner_id"))

    def role(self) -> str:
        """System, congress office (the chair sits there too) or government desk."""
        mine = {
            workflow.SYSTEM: self.is_system,
            workflow.OFFICE: self.actor.has(roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR),
            workflow.DESK: self.actor.has(roles.GOVERNMENT_DESK),
        }
        return next((one for one in self.move.actors if mine[one]), "")

    def facts(self) -> Facts:
        """How many matters still wait."""
        return self.facts_with()

    def facts_with(self, **more: object) -> Facts:
        """The common facts and a move's own."""
        common = {"role": self.role(), "step": self.row.step, "open_matters": len(self.waiting), "today": today()}
        return Facts(**common, **more)  # type: ignore[arg-type]


@dataclass(kw_only=True)
class ProposeStep(StepAction):
    """Propose a step on some matters; the system adds to its own unstarted proposal of the same step."""

    verb: ClassVar[str] = "congress.propose"
    move_code: ClassVar[str] = "propose"

    step: str
    about: Sequence[Matter]
    title: str
    ask: str = ""
    _joined: bool = field(init=False, default=False, repr=False)

    def find(self) -> CongressStep:
        """A new row, or the system's own waiting proposal."""
        step = step_of(Ladder.CONGRESS, self.step)
        self.ask = words(self.ask) or step.demand
        rows = CongressStep.objects.select_for_update().filter(
            step=self.step, state=workflow.DRAFT, drafted_by_system=True
        )
        waiting = rows.order_by("id").first() if self.is_system else None
        self._joined = waiting is not None
        self.matters = list(dict.fromkeys(self.about))
        return waiting or CongressStep(
            step=self.step, title=line(self.title)[:120], ask=self.ask, answer_n=step.answer_n,
            drafted_by_system=self.is_system, drafted_at=now(), drafted_by_label=with_whom(self.actor),
        )  # fmt: skip

    def problems(self) -> Sequence[FieldProblem]:
        """A text that fits."""
        return fits("text", self.ask)

    def facts(self) -> Facts:
        """The text."""
        return self.facts_with(text=self.ask)

    def change(self) -> None:
        """Store it and what it is about."""
        known = set(self.matters_of()) if self._joined else set()
        if self._joined:
            self.row.version += 1
            self.row.save(force_update=True)
        else:
            self.row.save(force_insert=True)
        self.matters = [one for one in self.matters if one in self.waiting and one not in known]
        CongressMatter.objects.bulk_create(
            [CongressMatter(step=self.row, owner_kind=kind, owner_id=pk) for kind, pk in self.matters]
        )

    def announcement(self) -> Mapping[str, object] | None:
        """For the office, when time made a proposal; who proposes by hand knows it."""
        return super().announcement() if self.is_system and not self._joined else None


@dataclass(kw_only=True)
class EditStep(StepAction):
    """Change what a proposal says."""

    verb: ClassVar[str] = "congress.edit"
    move_code: ClassVar[str] = "edit"

    ask: str

    def problems(self) -> Sequence[FieldProblem]:
        """A text that fits."""
        self.ask = words(self.ask)
        return fits("text", self.ask)

    def facts(self) -> Facts:
        """The text."""
        return self.facts_with(text=self.ask)

    def change(self) -> None:
        """Store it."""
        self.row.ask = self.ask


@dataclass(kw_only=True)
class StartStep(StepAction):
    """The congress office starts it; who of the presidium decided, and when, stands on it where that is needed."""

    verb: ClassVar[str] = "congress.start"
    move_code: ClassVar[str] = "start"

    ask: str | None = None
    decided_by: str = ""
    decided_on: dt.date | None = None

    def problems(self) -> Sequence[FieldProblem]:
        """Texts that fit."""
        self.ask = self.row.ask if self.ask is None else words(self.ask)
        self.decided_by = line(self.decided_by)
        return [*fits("text", self.ask), *fits("decided_by", self.decided_by, 120)]

    def facts(self) -> Facts:
        """Text and decision."""
        return self.facts_with(
            text=self.ask or "", needs_decision=self.row.step in workflow.DECIDED_STEPS, decided_by=self.decided_by,
            decided_on=self.decided_on,
        )  # fmt: skip

    def change(self) -> None:
        """Number, day, the government's clock; matters answered meanwhile are left out."""
        for kind, pk in [one for one in self.matters if one not in self.waiting]:
            rows = CongressMatter.objects.filter(step_id=self.row.pk, owner_kind=kind, owner_id=pk)
            rows.update(dropped_on=today())
        self.matters = [one for one in self.matters if one in self.waiting]
        row = self.row
        row.number, row.ask = official_number("监", "congress"), self.ask or row.ask
        row.decided_by, row.decided_on = self.decided_by, self.decided_on
        row.started_at, row.started_by_label = now(), with_whom(self.actor)
        self.start_clock(label_of(Ladder.CONGRESS, row.step), row.answer_n)


@dataclass(kw_only=True)
class DropStep(StepAction):
    """Not started, with the reason."""

    verb: ClassVar[str] = "congress.drop"
    move_code: ClassVar[str] = "drop"

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
class ReportOnStep(StepAction):
    """The town government answers through its desk."""

    verb: ClassVar[str] = "congress.report"
    move_code: ClassVar[str] = "report"

    text: str

    def problems(self) -> Sequence[FieldProblem]:
        """A text that fits."""
        self.text = words(self.text)
        return fits("text", self.text)

    def facts(self) -> Facts:
        """The text."""
        return self.facts_with(text=self.text)

    def change(self) -> None:
        """Store it."""
        self.row.report, self.row.reported_at = self.text, now()
        self.row.reported_by_label = with_whom(self.actor)


@dataclass(kw_only=True)
class ConcludeStep(StepAction):
    """The congress office writes down what came of it; an inspection or a meeting has its day."""

    verb: ClassVar[str] = "congress.conclude"
    move_code: ClassVar[str] = "conclude"

    text: str
    held_on: dt.date | None = None

    def problems(self) -> Sequence[FieldProblem]:
        """A text that fits."""
        self.text = words(self.text)
        return fits("text", self.text)

    def facts(self) -> Facts:
        """Text and day."""
        needs = self.row.step in workflow.HELD_STEPS
        return self.facts_with(text=self.text, needs_day=needs, held_on=self.held_on)

    def change(self) -> None:
        """Store it."""
        self.row.outcome, self.row.held_on = self.text, self.held_on
        self.end_row()
