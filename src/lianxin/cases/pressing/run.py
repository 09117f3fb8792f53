"""What ``tick`` does about what is late: raise each step of the ladders once, in order, and prepare drafts to sign.

Idempotent: a step is raised once for a clock and a due day, and the database itself keeps it so.  Days that were missed
are caught up in the order of their days; then only the last notice is told, the earlier ones stand in the record.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianxin.cases.actions.base import KIND
from lianxin.cases.models import Case
from lianxin.cases.notices import facts_of
from lianxin.cases.pressing import watched
from lianxin.clocks.calendars import town_calendar
from lianxin.clocks.ladders import rules
from lianxin.clocks.ladders.models import Ladder, RaisedStep
from lianxin.clocks.ladders.rules import Fallen
from lianxin.clocks.ladders.steps import as_rule, label_of, steps
from lianxin.clocks.models import Clock, ClockState, CongressStep, SupervisionOrder
from lianxin.clocks.orders import texts, workflow
from lianxin.clocks.orders.congress import DropStep, ProposeStep
from lianxin.clocks.orders.government import DiscardOrder, DraftOrder, may_be_ordered
from lianxin.core.clock import today
from lianxin.db.models import Town
from lianxin.db.transactions import write
from lianxin.journal import jobs
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import SYSTEM
from lianxin.journal.errors import ActionError, WrongState

Mark = tuple[int, dt.date, str, str]


@dataclass(frozen=True, slots=True)
class Raised:
    """What one run did."""

    notices: int = 0
    drafts: int = 0


@dataclass(kw_only=True)
class PressStep(Action[RaisedStep]):
    """Time raises one notice of the ladder for one case; ``told`` false: it only stands in the record."""

    case_id: int
    clock_id: int
    due_on: dt.date
    fallen: Fallen
    told: bool
    case: Case = field(init=False, repr=False)
    _row: RaisedStep = field(init=False, repr=False)

    def lock(self) -> None:
        """Lock the case."""
        self.case = Case.objects.select_for_update().get(pk=self.case_id)

    def check(self) -> None:
        """The clock still runs to the same day, the case is still owed, the step was not raised meanwhile."""
        still = Clock.objects.filter(pk=self.clock_id, state=ClockState.RUNNING, due_on=self.due_on).exists()
        if not still or self.case.pk not in watched.waiting([self.case.pk]):
            raise WrongState("stopped", "")
        if _rows_of(self.clock_id, self.due_on, self.fallen).exists():
            raise WrongState("raised", "")

    def perform(self) -> RaisedStep:
        """Note it."""
        self._row = _raised(self.case_id, self.clock_id, self.due_on, self.fallen)
        self._row.save(force_insert=True)
        return self._row

    def subject(self) -> Subject:
        """The case."""
        return Subject(KIND, self.case_id)

    def entry_data(self) -> Mapping[str, object]:
        """Which step, for which day, since when, and whether anybody was told."""
        return {"due": self.due_on, "since": self.fallen.since, "told": self.told, "clock": str(self.clock_id)}

    def announcement(self) -> Mapping[str, object] | None:
        """For the unit's inbox; nothing for a step that is only caught up."""
        return {**facts_of(self.case), "due": self.due_on, "step": self.fallen.step.code} if self.told else None


@dataclass(kw_only=True)
class RemindUnit(PressStep):
    """提醒."""

    verb: ClassVar[str] = "ladder.remind"


@dataclass(kw_only=True)
class UrgeUnit(PressStep):
    """催办."""

    verb: ClassVar[str] = "ladder.urge"


NOTICES: Final[Mapping[str, type[PressStep]]] = {"remind": RemindUnit, "urge": UrgeUnit}


def raise_due(day: dt.date | None = None) -> Raised:
    """Raise everything that has fallen due by a working day; nothing on a day on which nobody works."""
    day, calendar = day or today(), town_calendar()
    if not calendar.is_working_day(day):
        return Raised()
    ladder_steps = [as_rule(row) for row in steps()]
    notices = drafts = 0
    for clocks, cases in watched.running(day):
        known = _known(clocks)
        for clock in clocks:
            case = cases.get(clock.owner_id)
            if case is None:
                continue
            mine = [step for step in ladder_steps if step.ladder in watched.ladders_of(case)]
            due = rules.fallen(mine, clock.started_on, clock.due_on, day, calendar)
            new = [one for one in due if (clock.pk, clock.due_on, one.step.ladder, one.step.code) not in known]
            told = rules.loud(new, clock.started_on, clock.due_on, day)
            for one in new:
                if one.step.mode == rules.NOTICE:
                    notices += _notice(case, clock, one, told is one.step)
                else:
                    drafts += _draft(case, clock, one)
    _drop_what_is_over()
    return Raised(notices, drafts)


def _known(clocks: Sequence[Clock]) -> set[Mark]:
    rows = RaisedStep.objects.filter(clock__in=[one.pk for one in clocks])
    return set(rows.values_list("clock_id", "due_on", "ladder", "step"))


def _raised(case_id: int, clock_id: int, due_on: dt.date, one: Fallen) -> RaisedStep:
    return RaisedStep(
        owner_kind=KIND, owner_id=case_id, clock_id=clock_id, due_on=due_on, ladder=one.step.ladder,
        step=one.step.code, due_since=one.since, raised_on=today(),
    )  # fmt: skip


def _rows_of(clock_id: int, due_on: dt.date, one: Fallen) -> QuerySet[RaisedStep]:
    return RaisedStep.objects.filter(clock_id=clock_id, due_on=due_on, ladder=one.step.ladder, step=one.step.code)


def _notice(case: Case, clock: Clock, one: Fallen, told: bool) -> int:
    """Raise one notice; a clock that stopped meanwhile needs none."""
    kind = NOTICES[one.step.code]
    try:
        kind(actor=SYSTEM, case_id=case.pk, clock_id=clock.pk, due_on=clock.due_on, fallen=one, told=told).execute()
    except ActionError:
        return 0
    return 1


def _draft(case: Case, clock: Clock, one: Fallen) -> int:
    """Prepare what a person may sign; where nothing may be ordered, or somebody did already, the step only counts."""
    with write():
        if _rows_of(clock.pk, clock.due_on, one).exists():
            return 0
        _raised(case.pk, clock.pk, clock.due_on, one).save(force_insert=True)
        if one.step.ladder == Ladder.CONGRESS:
            return _propose(case, one)
        return _order(case, one)


def _order(case: Case, one: Fallen) -> int:
    unit = case.lead_unit
    open_already = SupervisionOrder.objects.filter(
        step=one.step.code, state__in=workflow.OPEN_ORDERS, matters__owner_kind=KIND, matters__owner_id=case.pk,
        matters__dropped_on=None,
    )  # fmt: skip
    if unit is None or not may_be_ordered(unit) or open_already.exists():
        return 0
    title = _("%(unit)s逾期未答复的事项") % {"unit": unit.label}
    return _try(DraftOrder(actor=SYSTEM, unit_id=unit.pk, step=one.step.code, about=[(KIND, case.pk)], title=title))


def _propose(case: Case, one: Fallen) -> int:
    open_already = CongressStep.objects.filter(
        step=one.step.code, state__in=workflow.OPEN_STEPS, matters__owner_kind=KIND, matters__owner_id=case.pk,
        matters__dropped_on=None,
    )  # fmt: skip
    if open_already.exists():
        return 0
    title = _("%(what)s：逾期未答复的意见") % {"what": label_of(Ladder.CONGRESS, one.step.code)}
    return _try(ProposeStep(actor=SYSTEM, step=one.step.code, about=[(KIND, case.pk)], title=title))


def _try(action: DraftOrder | ProposeStep | DiscardOrder | DropStep) -> int:
    try:
        action.execute()
    except ActionError:
        return 0
    return 1


def _drop_what_is_over() -> None:
    """Throw away the system's own drafts about matters that were all answered meanwhile."""
    for order in _stale(SupervisionOrder):
        _try(DiscardOrder(actor=SYSTEM, pk=order, reason=texts.settled_meanwhile()))
    for step in _stale(CongressStep):
        _try(DropStep(actor=SYSTEM, pk=step, reason=texts.settled_meanwhile()))


def _stale(model: type[SupervisionOrder] | type[CongressStep]) -> list[int]:
    drafts = model.objects.filter(state=workflow.DRAFT, drafted_by_system=True, matters__owner_kind=KIND)
    found: dict[int, set[int]] = {}
    for pk, owner in drafts.values_list("pk", "matters__owner_id"):
        found.setdefault(pk, set()).add(owner)
    still = watched.waiting({owner for owners in found.values() for owner in owners}) if found else set()
    return [pk for pk, owners in found.items() if not owners & still]


def daily(_town: Town) -> None:
    """Before the desks open."""
    raise_due()


def register() -> None:
    """The daily job, at seven."""
    jobs.every(jobs.DAY, "cases.pressing", offset=7 * jobs.HOUR)(daily)
