"""Setting a step of a ladder: each body sets its own means, never the other's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.clocks.ladders.models import Ladder, LadderStep, StepMode
from lianxin.clocks.ladders.steps import step_of
from lianxin.core.text import tidy_line
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import FieldProblem, Invalid, WrongState
from lianxin.people import roles
from lianxin.places.policies import must_hold

#: Who sets which ladder.
KEEPERS: Final[Mapping[str, tuple[str, ...]]] = {
    Ladder.GOVERNMENT: (roles.GOVERNMENT_DESK,),
    Ladder.CONGRESS: (roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR),
}
_KEPT: Final = ("after_n", "answer_n", "demand", "enabled", "source", "status")
MOST_DAYS: Final = 250


@dataclass(kw_only=True)
class SetStep(Action[LadderStep]):
    """Say when a step is raised, what must be answered by when, and whether time raises it at all; with its source.

    Label, order and who takes a step are what the ladder is and stay.  Raises ``Invalid`` at ``after_n``, ``answer_n``
    or ``source``.  The next ``tick`` goes by it; what was raised already stays raised.
    """

    verb: ClassVar[str] = "ladder.step_set"

    ladder: str
    code: str
    after_n: int | None
    answer_n: int | None
    demand: str
    enabled: bool
    source: str
    confirmed: bool = False
    row: LadderStep = field(init=False, repr=False)
    _before: dict[str, object] = field(init=False, default_factory=dict, repr=False)

    def lock(self) -> None:
        """The row as it is, under a lock where the town has one already."""
        try:
            self.row = step_of(self.ladder, self.code)
        except KeyError:
            raise WrongState("no_such_step", _("没有这一级。")) from None
        self.row = LadderStep.objects.select_for_update().filter(pk=self.row.pk).first() or self.row
        self._before = {name: getattr(self.row, name) for name in _KEPT}

    def check(self) -> None:
        """The right body, numbers that make sense, and where the rule comes from."""
        must_hold(self.actor, *KEEPERS[self.ladder])
        self.demand, self.source = tidy_line(self.demand)[:500], tidy_line(self.source)[:300]
        problems = []
        top = 100 if self.row.unit == "percent" else MOST_DAYS
        if self.row.mode != StepMode.BY_HAND and not (self.after_n is not None and 1 <= self.after_n <= top):
            problems.append(FieldProblem("after_n", "out_of_range", _("请填 1 到 %(top)d 之间的数。") % {"top": top}))
        if self.row.answer_n is not None and not (self.answer_n is not None and 1 <= self.answer_n <= MOST_DAYS):
            problems.append(FieldProblem("answer_n", "out_of_range", _("请填 1 到 250 之间的数。")))
        if not self.source:
            problems.append(FieldProblem("source", "missing", _("请写明依据，例如哪次会议、哪份文件定的。")))
        if problems:
            raise Invalid(*problems)

    def perform(self) -> LadderStep:
        """Store it."""
        if self.row.mode != StepMode.BY_HAND:
            self.row.after_n, self.row.enabled = self.after_n, self.enabled
        if self.row.answer_n is not None:
            self.row.answer_n = self.answer_n
        self.row.demand, self.row.source = self.demand, self.source
        self.row.status = "confirmed" if self.confirmed else "待核"
        self.row.save()
        return self.row

    def subject(self) -> Subject:
        """The step."""
        return Subject("ladder_step", self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """What it was and what it is."""
        after = {name: getattr(self.row, name) for name in _KEPT}
        return {"ladder": self.ladder, "step": self.code, "before": self._before, "after": after}
