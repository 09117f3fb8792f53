"""交办 · 商请 · 告知: the government desk names who handles; units accept, return, and help each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, TypeVar

from lianxin.cases import texts
from lianxin.cases.actions.base import MAX_REASON, CaseAction, at, line, too_long, words
from lianxin.cases.disputes.settled import bound_to
from lianxin.cases.models import Assignment, Case, CoUnit, ReturnRequest
from lianxin.cases.rules import Facts
from lianxin.core.clock import now, today
from lianxin.core.text import MAX_TEXT
from lianxin.journal.errors import FieldProblem, Invalid, NotAllowed
from lianxin.places.models import LeadKind, Unit
from lianxin.places.routing import Suggestion, suggest

R = TypeVar("R")


@dataclass(kw_only=True)
class _Naming(CaseAction[Case]):
    """Naming a lead unit: shared by the first assignment and by every later one.

    ``unit_id`` leads, ``co_unit_ids`` help.  ``own_list_basis`` says by which entry of its own list (or contract) a
    committee or an enterprise leads; a line of the 权责表 that names it says so too.  Choosing another unit than the
    table suggests needs ``correction_reason``, so that the next suggestion can be better.
    """

    unit_id: int
    co_unit_ids: Sequence[int] = ()
    demand: str = ""
    own_list_basis: str = ""
    correction_reason: str = ""
    _unit: Unit | None = field(init=False, default=None, repr=False)
    _co_units: list[Unit] = field(init=False, default_factory=list, repr=False)
    _some_owe: bool = field(init=False, default=False, repr=False)
    _suggestion: Suggestion = field(init=False, repr=False)

    def problems(self) -> Sequence[FieldProblem]:
        """Units that exist, texts that fit, a reason for correcting the table."""
        self.demand = words(self.demand)
        for name in ("own_list_basis", "correction_reason"):
            setattr(self, name, line(getattr(self, name)))
        found = [
            *too_long("demand", self.demand, MAX_TEXT),
            *too_long("own_list_basis", self.own_list_basis, 200),
            *too_long("correction_reason", self.correction_reason, 200),
        ]
        wanted = {self.unit_id, *self.co_unit_ids}
        units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=wanted, is_active=True)}
        self._unit = units.get(self.unit_id)
        self._co_units = [units[pk] for pk in dict.fromkeys(self.co_unit_ids) if pk in units and pk != self.unit_id]
        if self._unit is None:
            return [*found, at("unit_id", "expected_unit")]
        if len(units) < len(wanted):
            found.append(at("co_unit_ids", "expected_unit"))
        self._suggestion = suggest(self.case.category, self.case.place)
        if self._is_correction() and not self.correction_reason:
            found.append(at("correction_reason", "correction_reason"))
        return found

    def _is_correction(self) -> bool:
        return self._suggestion.unit is not None and self._suggestion.unit != self._unit

    def _by_own_list(self) -> bool:
        """A line that names the place's own committee or property company, or a stated basis."""
        fired = self._suggestion.line
        by_line = fired is not None and fired.lead_kind != LeadKind.UNIT and self._suggestion.unit == self._unit
        return by_line or bool(self.own_list_basis)

    def facts(self) -> Facts:
        """Whether the unit may lead this."""
        unit = self._unit
        return Facts(
            may_lead=unit is not None and unit.may_lead_government_work,
            is_committee=unit is not None and unit.is_committee,
            is_enterprise=unit is not None and not unit.is_committee and not unit.may_lead_government_work,
            on_its_own_list=self._by_own_list(),
            leaves_flow=self.case.sealed,
        )

    def change(self) -> Case:
        """End the old assignment, write the new one, name the co-units."""
        unit = self._unit
        if unit is None:
            raise Invalid(at("unit_id", "expected_unit"))
        case = self.case
        Assignment.objects.filter(case_id=case.pk, ended_on=None).update(ended_on=today())
        Assignment(
            case=case,
            unit=unit,
            verb=unit.verb,
            demand=self.demand,
            suggested_unit=self._suggestion.unit,
            duty_rule=self._suggestion.line,
            correction_reason=self.correction_reason or self.own_list_basis,
            assigned_at=now(),
            assigned_by_label=self.actor.label[:120],
        ).save(force_insert=True)
        self._name_co_units()
        case.lead_unit, case.lead_is_desk = unit, unit.is_government_desk
        case.assigned_on, case.contacted_on = today(), None
        return case

    def _name_co_units(self) -> None:
        """Co-units already named stay named once; the path repeats who counts now."""
        given = dict(CoUnit.objects.filter(case_id=self.case.pk).values_list("unit_id", "opinion_at"))
        CoUnit.objects.bulk_create(
            [CoUnit(case=self.case, unit=unit) for unit in self._co_units if unit.pk not in given]
        )
        self._some_owe = any(given.get(unit.pk) is None for unit in self._co_units)
        self.case.co_unit_path = "".join(["/", *(f"{unit.pk}/" for unit in self._co_units)]) if self._co_units else ""

    def turn_clocks(self) -> None:
        """The unit's clocks start; co-units that still owe an opinion get theirs where the track has one."""
        self.clocks.stop(self.move.stops, today())
        self.start(*self.move.starts, unit_id=self.unit_id)
        if self._some_owe:
            self.start("co_opinion")

    def details(self) -> Mapping[str, object]:
        """Who, with which verb, what the table suggested and which line fired."""
        line_ = self._suggestion.line
        return {
            "unit": self._unit.code if self._unit else "",
            "verb": self._unit.verb if self._unit else "",
            "co_units": [unit.code for unit in self._co_units],
            "suggested": self._suggestion.unit.code if self._suggestion.unit else "",
            "duty_line": line_.number if line_ else "",
            "corrected": self._is_correction(),
        }


@dataclass(kw_only=True)
class Assign(_Naming):
    """Name the one unit that leads; its clocks start today."""

    verb: ClassVar[str] = "case.assign"
    move_code: ClassVar[str] = "assign"


@dataclass(kw_only=True)
class Reassign(_Naming):
    """After a return: another unit. The old unit's clocks end without a result, the new unit's start today."""

    verb: ClassVar[str] = "case.reassign"
    move_code: ClassVar[str] = "reassign"

    def change(self) -> Case:
        """Decide the return too."""
        decide_return(self, "reassigned", self.correction_reason)
        return super().change()

    def turn_clocks(self) -> None:
        """What stands for the matter as a whole runs again."""
        self.clocks.cancel(("accept", "contact", "answer", "co_opinion"), today())
        self.clocks.resume(today())
        super().turn_clocks()


@dataclass(kw_only=True)
class Uphold(CaseAction[Case]):
    """After a return: it stays where it was, with the reason; the clocks run again without the days of waiting."""

    verb: ClassVar[str] = "case.uphold"
    move_code: ClassVar[str] = "uphold"

    reason: str = ""

    def problems(self) -> Sequence[FieldProblem]:
        """A reason that fits."""
        self.reason = line(self.reason)
        return too_long("reason", self.reason, MAX_REASON)

    def facts(self) -> Facts:
        """The reason."""
        return Facts(reason=self.reason)

    def change(self) -> Case:
        """Decide the return."""
        decide_return(self, "upheld", self.reason)
        return self.case

    def turn_clocks(self) -> None:
        """Running again; accepting starts anew."""
        self.clocks.resume(today())
        self.start(*self.move.starts, unit_id=self.case.lead_unit_id)


def decide_return(action: CaseAction[Case], decision: str, reason: str) -> None:
    """Write the decision on the open return of a case."""
    ReturnRequest.objects.filter(case_id=action.case.pk, decision="").update(
        decision=decision,
        decided_at=now(),
        decided_by_label=action.actor.label[:120],
        decision_reason=reason,
    )


@dataclass(kw_only=True)
class UnitAction(CaseAction[R]):
    """An action of the unit that leads."""

    def facts(self) -> Facts:
        """Whether the actor works for the lead unit."""
        return Facts(own_unit=self.is_own_unit())

    def is_own_unit(self) -> bool:
        """Whether the actor acts for the lead unit."""
        return self.case.lead_unit_id in self.actor.unit_ids()


@dataclass(kw_only=True)
class Accept(UnitAction[Case]):
    """The unit takes the matter; ``handler_label`` names who works on it."""

    verb: ClassVar[str] = "case.accept"
    move_code: ClassVar[str] = "accept"

    handler_label: str = ""

    def problems(self) -> Sequence[FieldProblem]:
        """A name that fits."""
        self.handler_label = line(self.handler_label)
        return too_long("handler_label", self.handler_label, 60)

    def change(self) -> Case:
        """Note when and who."""
        Assignment.objects.filter(case_id=self.case.pk, ended_on=None).update(
            accepted_at=now(), handler_label=self.handler_label or self.actor.label[:60]
        )
        return self.case


@dataclass(kw_only=True)
class ReturnCase(UnitAction[ReturnRequest]):
    """ "Not mine": with a reason, a basis and whom the unit proposes. At most twice; every clock stands still."""

    verb: ClassVar[str] = "case.return"
    move_code: ClassVar[str] = "return"

    reason: str = ""
    basis: str = ""
    proposed_unit_id: int | None = None

    def problems(self) -> Sequence[FieldProblem]:
        """Lines that fit, a unit that exists."""
        self.reason, self.basis = line(self.reason), line(self.basis)
        found = [*too_long("reason", self.reason, MAX_REASON), *too_long("basis", self.basis, 300)]
        if self.proposed_unit_id is not None and not Unit.objects.filter(pk=self.proposed_unit_id).exists():
            found.append(at("proposed_unit_id", "expected_unit"))
        return found

    def facts(self) -> Facts:
        """Own unit, reason, returns left."""
        return Facts(
            own_unit=self.is_own_unit(),
            reason=self.reason,
            return_count=self.case.return_count,
            settled=bound_to(self.case) is not None,
        )

    def change(self) -> ReturnRequest:
        """Write the request for the desk to decide."""
        self.case.return_count += 1
        row = ReturnRequest(
            case=self.case,
            unit_id=self.case.lead_unit_id,
            reason=self.reason,
            basis=self.basis,
            proposed_unit_id=self.proposed_unit_id,
            made_at=now(),
            made_by_label=self.actor.label[:120],
        )
        row.save(force_insert=True)
        return row

    def turn_clocks(self) -> None:
        """Nothing runs while a return is pending."""
        self.clocks.stop(self.move.stops, today())
        self.clocks.pause(today(), "退回待裁定")

    def mirror_due(self) -> None:
        """The desk's day for deciding stands on its list."""
        self.note_due("return_decision")

    def details(self) -> Mapping[str, object]:
        """How often, and whom the unit proposes."""
        return {"count": self.case.return_count, "proposed": str(self.proposed_unit_id or "")}


@dataclass(kw_only=True)
class GiveCoOpinion(CaseAction[CoUnit]):
    """A co-unit gives its opinion to the lead unit."""

    verb: ClassVar[str] = "case.co_opinion"
    move_code: ClassVar[str] = "co_opinion"

    text: str = ""

    def problems(self) -> Sequence[FieldProblem]:
        """A text that fits."""
        self.text = words(self.text)
        return too_long("text", self.text, MAX_TEXT)

    def facts(self) -> Facts:
        """The text."""
        return Facts(answer=self.text)

    def change(self) -> CoUnit:
        """Write it on the co-unit's row; a later one replaces it, the log keeps that it did."""
        mine = self.actor.unit_ids() & self.case.co_unit_ids
        row = CoUnit.objects.filter(case_id=self.case.pk, unit_id__in=mine).order_by("id").first()
        if row is None:
            raise NotAllowed("own_unit", texts.refusal("own_unit"))
        row.opinion, row.opinion_at, row.opinion_by_label = self.text, now(), self.actor.label[:120]
        row.save(update_fields=["opinion", "opinion_at", "opinion_by_label"])
        return row

    def turn_clocks(self) -> None:
        """The last opinion stops the clock."""
        if not silent_co_units(self.case):
            self.clocks.stop(("co_opinion",), today())


@dataclass(kw_only=True)
class ReleaseCoUnit(CaseAction[Case]):
    """The desk lets a co-unit go, with a reason, so that the reply need not wait for it."""

    verb: ClassVar[str] = "case.release_co_unit"
    move_code: ClassVar[str] = "release_co_unit"

    unit_id: int
    reason: str = ""

    def problems(self) -> Sequence[FieldProblem]:
        """A co-unit of this case, a reason that fits."""
        self.reason = line(self.reason)
        found = too_long("reason", self.reason, MAX_REASON)
        return found if self.unit_id in self.case.co_unit_ids else [*found, at("unit_id", "expected_unit")]

    def facts(self) -> Facts:
        """The reason."""
        return Facts(reason=self.reason)

    def change(self) -> Case:
        """The row stays; the path no longer names it."""
        self.case.co_unit_path = self.case.co_unit_path.replace(f"/{self.unit_id}/", "/")
        if self.case.co_unit_path == "/":
            self.case.co_unit_path = ""
        return self.case

    def turn_clocks(self) -> None:
        """Nobody left to wait for: the clock ends without a result."""
        if not silent_co_units(self.case):
            self.clocks.cancel(("co_opinion",), today())

    def details(self) -> Mapping[str, object]:
        """Which unit."""
        return {"unit": str(self.unit_id), "reason": self.reason}


def silent_co_units(case: Case) -> int:
    """How many co-units that count have not given their opinion; one statement, none without co-units."""
    ids = case.co_unit_ids
    return CoUnit.objects.filter(case_id=case.pk, unit_id__in=ids, opinion_at=None).count() if ids else 0
