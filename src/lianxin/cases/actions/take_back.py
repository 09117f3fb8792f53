"""收回交办: the desk picked the wrong unit and takes the matter back before the unit has accepted it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from lianxin.cases.actions.base import KIND, MAX_REASON, CaseAction, line, too_long
from lianxin.cases.models import Assignment, Case
from lianxin.cases.rules import Facts
from lianxin.clocks.models import Clock
from lianxin.clocks.rulesets import limits
from lianxin.core.clock import today
from lianxin.journal.errors import FieldProblem

#: The clocks of the units, which end without a result; nobody is held to days of a mistake that was not theirs.
OF_UNITS: Final = ("accept", "contact", "answer", "co_opinion")


def desk_since(case: Case) -> dt.date:
    """The day from which the desk's own time to assign counts after taking back; one statement at most.

    It is the day it counted from before, so that a wrong pick wins no time.  A matter that a unit returned meanwhile
    has used that time up through no fault of the desk: there it counts anew from today.
    """
    if case.return_count:
        return today()
    rows = Clock.objects.filter(owner_kind=KIND, owner_id=case.pk, code="assign").order_by("-id")
    return rows.values_list("started_on", flat=True).first() or today()


@dataclass(kw_only=True)
class TakeBack(CaseAction[Case]):
    """Take an assignment back: reason in the log, the desk's clock as it stood before, the units told."""

    verb: ClassVar[str] = "case.take_back"
    move_code: ClassVar[str] = "take_back"

    reason: str = ""
    _from: int | None = field(init=False, default=None, repr=False)
    _helpers: list[int] = field(init=False, default_factory=list, repr=False)

    def problems(self) -> Sequence[FieldProblem]:
        """A reason that fits."""
        self.reason = line(self.reason)
        return too_long("reason", self.reason, MAX_REASON)

    def facts(self) -> Facts:
        """The reason."""
        return Facts(reason=self.reason)

    def change(self) -> Case:
        """The assignment ends; nobody leads and nobody helps."""
        case = self.case
        self._from, self._helpers = case.lead_unit_id, sorted(case.co_unit_ids)
        Assignment.objects.filter(case_id=case.pk, ended_on=None).update(ended_on=today())
        case.lead_unit, case.lead_is_desk, case.co_unit_path = None, False, ""
        case.assigned_on = None
        return case

    def turn_clocks(self) -> None:
        """The units' clocks end; the desk's runs on as if nothing had been assigned."""
        since = desk_since(self.case)
        self.clocks.cancel(OF_UNITS, today())
        self.clocks.start(limits(self.case.track, self.move.starts, self.case.kind, today()), since)

    def details(self) -> Mapping[str, object]:
        """From which unit, and why."""
        return {"unit": str(self._from or ""), "reason": self.reason}

    def announcement(self) -> Mapping[str, object] | None:
        """The units that had it, which the case itself no longer names."""
        return {**(super().announcement() or {}), "taken_from": [pk for pk in (self._from, *self._helpers) if pk]}
