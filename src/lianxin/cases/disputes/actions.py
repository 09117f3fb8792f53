"""A dispute opened, met about, decided: a line of the 权责表 comes of it, and the matter goes by that line at once."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from lianxin.cases import workflow as cases
from lianxin.cases.actions.assign import Assign, Reassign, Uphold
from lianxin.cases.actions.base import too_long
from lianxin.cases.disputes import texts, workflow
from lianxin.cases.disputes.rules import GUARDS, Facts
from lianxin.cases.disputes.settled import settled_line
from lianxin.cases.models import Case, ReturnRequest
from lianxin.cases.models.dispute import Dispute, DisputeReason, Scope
from lianxin.core.clock import now, today
from lianxin.core.text import tidy, tidy_line
from lianxin.db.scope import current_town
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import SYSTEM, SYSTEM_KIND
from lianxin.journal.errors import FieldProblem, Invalid, NotAllowed, WrongState
from lianxin.journal.log import append
from lianxin.journal.numbering import next_number
from lianxin.people import roles
from lianxin.places.actions.duties import EndDuty, SetDuty
from lianxin.places.models import DutyRule, LeadKind, Origin, Place, PlaceKind, Status, Unit
from lianxin.places.routing import suggest
from lianxin.ui.listing import listed

KIND: Final = "dispute"
_AT_DESK: Final = frozenset({cases.TRANSFERRED, cases.RETURN_PENDING})
#: Besides a unit: the place's own committee or property company.
OWN: Final[Mapping[str, LeadKind]] = {"@committee": LeadKind.COMMITTEE, "@property": LeadKind.PROPERTY}


@dataclass(kw_only=True)
class DisputeAction(Action[Dispute]):
    """A move of a 现场会商单; the matter's own log tells it too."""

    move_code: ClassVar[str]

    pk: int | None = None
    expected_version: int | None = None
    row: Dispute = field(init=False, repr=False)
    case: Case = field(init=False, repr=False)
    before: str = field(init=False, default="", repr=False)

    @property
    def move(self) -> workflow.Move:
        """The line of the table."""
        return workflow.BY_CODE[self.move_code]

    def lock(self) -> None:
        """Lock the sheet, then its matter."""
        row = Dispute.objects.select_for_update().filter(pk=self.pk or 0).first()
        if row is None:
            raise WrongState("no_such_dispute", texts.gone())
        self.row, self.before = row, row.state
        self.case = Case.objects.select_for_update().get(pk=row.case_id)

    def check(self) -> None:
        """Version, party, state, typed fields, guards."""
        if self.expected_version is not None and self.expected_version != self.row.version:
            raise WrongState("somebody_was_faster", texts.faster())
        roles_ = {workflow.SYSTEM: self.actor.kind == SYSTEM_KIND, workflow.DESK: self.actor.has(roles.GOVERNMENT_DESK)}
        if not any(roles_[one] for one in self.move.actors):
            raise NotAllowed("not_this_party", texts.not_this_party(self.move.label))
        if self.move.sources and self.row.state not in self.move.sources:
            raise WrongState("not_from_here", texts.not_from_here(self.move.label))
        problems = list(self.problems())
        if problems:
            raise Invalid(*problems)
        facts = self.facts()
        for guard in self.move.guards:
            if not GUARDS[guard](facts):
                raise _refused(guard)

    def problems(self) -> Sequence[FieldProblem]:
        """What is wrong with typed fields."""
        return ()

    def facts(self) -> Facts:
        """What the guards look at."""
        raise NotImplementedError

    def change(self) -> None:
        """Change the row in memory."""

    def perform(self) -> Dispute:
        """Change, move, save, and a line in the log of the matter."""
        self.change()
        self.row.state = self.move.target
        if self.pk is None:
            self.row.save(force_insert=True)
        else:
            self.row.version += 1
            self.row.save(force_update=True)
        append(self.verb, "case", self.case.pk, self.actor, self._told())
        self.after_saving()
        return self.row

    def after_saving(self) -> None:
        """What follows for the matter, in the same transaction."""

    def _told(self) -> Mapping[str, object]:
        return {"number": self.row.number, "object": str(self.row.pk), **self.details()}

    def details(self) -> Mapping[str, object]:
        """More facts for the log: codes and numbers."""
        return {}

    def subject(self) -> Subject:
        """The sheet."""
        return Subject(KIND, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """From where to where."""
        return {"version": self.row.version, "from": self.before, "to": self.row.state, **self._told()}

    def announcement(self) -> Mapping[str, object] | None:
        """Number and parties, for inboxes."""
        return {"number": self.row.number, "pk": str(self.row.pk), "units": sorted(self.row.party_ids)}


@dataclass(kw_only=True)
class OpenDispute(DisputeAction):
    """Open the sheet for a matter that lies at the desk; the units are those that returned it and those named."""

    verb: ClassVar[str] = "dispute.open"
    move_code: ClassVar[str] = "open"

    case_id: int
    reason: str
    unit_ids: Sequence[int] = ()

    def lock(self) -> None:
        """Lock the matter; the sheet is new."""
        case = (
            Case.objects.select_for_update(of=("self",))
            .select_related("category", "place")
            .filter(pk=self.case_id)
            .first()
        )
        if case is None:
            raise WrongState("no_such_case", texts.gone())
        self.case = case
        self.row = Dispute(
            case=case, category=case.category, place=case.place, reason=self.reason, opened_at=now(),
            opened_by_label=self.actor.label[:120],
        )  # fmt: skip

    def facts(self) -> Facts:
        """Category, state, what there is already."""
        open_ = Dispute.objects.filter(case_id=self.case.pk, state__in=workflow.UNDECIDED)
        return Facts(
            has_category=self.case.category is not None,
            waiting_at_desk=self.case.state in _AT_DESK,
            open_already=open_.exists(),
            settled=settled_line(self.case) is not None,
        )

    def change(self) -> None:
        """Number and units."""
        asked = ReturnRequest.objects.filter(case_id=self.case.pk)
        found = set(asked.values_list("unit_id", flat=True)) | set(self.unit_ids)
        found |= set(asked.exclude(proposed_unit=None).values_list("proposed_unit_id", flat=True))
        if self.reason == DisputeReason.TIE:
            tied = suggest(self.case.category, self.case.place).tied
            found |= {rule.lead_unit.pk for rule in tied if rule.lead_unit is not None}
        known = Unit.objects.filter(pk__in=found).order_by("pk").values_list("pk", flat=True)
        self.row.unit_path = "".join(["/", *(f"{pk}/" for pk in known)]) if known else ""
        year = today().year
        self.row.number = f"{current_town().code[-3:]}-商-{year}-{next_number(f'dispute-{year}'):03d}"

    def details(self) -> Mapping[str, object]:
        """Why."""
        return {"reason": self.reason}


@dataclass(kw_only=True)
class RecordMeeting(DisputeAction):
    """Who was there, when, where, what was seen; may be corrected until it is decided."""

    verb: ClassVar[str] = "dispute.meet"
    move_code: ClassVar[str] = "meet"

    met_on: dt.date | None
    met_where: str = ""
    present: str = ""
    findings: str = ""
    _lines: list[str] = field(init=False, default_factory=list, repr=False)

    def problems(self) -> Sequence[FieldProblem]:
        """Texts that fit."""
        self._lines = [tidy_line(one)[:120] for one in self.present.splitlines() if tidy_line(one)][:40]
        self.findings, self.met_where = tidy(self.findings).strip(), tidy_line(self.met_where)[:120]
        return too_long("findings", self.findings, 4000)

    def facts(self) -> Facts:
        """People, day, findings."""
        return Facts(present=self._lines, met_on=self.met_on, today=today(), findings=self.findings)

    def change(self) -> None:
        """Store it."""
        self.row.met_on, self.row.met_where, self.row.findings = self.met_on, self.met_where, self.findings
        self.row.present = json.dumps(list(dict.fromkeys(self._lines)), ensure_ascii=False)
        self.row.met_by_label = self.actor.label[:120]

    def details(self) -> Mapping[str, object]:
        """The day and how many; names stay on the sheet."""
        return {"met_on": self.met_on, "present": len(set(self._lines))}


@dataclass(kw_only=True)
class DecideDispute(DisputeAction):
    """Decide once: a line of the 权责表 with the origin 争议裁定, and the matter goes by it.

    ``lead`` is a unit's id, ``@committee`` or ``@property``.  Lines of the very same category, place and jurisdiction
    are replaced; where a more specific one would still win, ``Invalid`` at ``scope`` names it and nothing happens.
    """

    verb: ClassVar[str] = "dispute.decide"
    move_code: ClassVar[str] = "decide"

    lead: str
    basis: str
    scope: str = Scope.JURISDICTION
    co_unit_ids: Sequence[int] = ()
    _unit: Unit | None = field(init=False, default=None, repr=False)
    _line: DutyRule = field(init=False, repr=False)

    def problems(self) -> Sequence[FieldProblem]:
        """A unit that exists, a basis that fits."""
        self.basis = tidy_line(self.basis)
        if self.lead.isascii() and self.lead.isdigit():
            self._unit = Unit.objects.filter(pk=int(self.lead), is_active=True).first()
        return too_long("basis", self.basis, 200)

    def facts(self) -> Facts:
        """Whether the actor is a party, basis, lead."""
        named = self.lead if self.lead in OWN or self._unit is not None else ""
        is_party = bool(self.actor.unit_ids() & self.row.party_ids)
        return Facts(is_party=is_party, basis=self.basis, lead=named)

    def change(self) -> None:
        """The line, then the sheet."""
        place, jurisdiction = self._where()
        co_units = tuple(Unit.objects.filter(pk__in=list(self.co_unit_ids), is_active=True).exclude(pk=self._pk()))
        old = self._same(place, jurisdiction)
        for more in old[1:]:
            EndDuty(actor=SYSTEM, line=more).execute()
        self._line = SetDuty(
            actor=self.actor, category=self.row.category, lead_unit=self._unit, place=place, jurisdiction=jurisdiction,
            lead_kind=OWN.get(self.lead, LeadKind.UNIT), co_units=co_units, origin=Origin.SETTLEMENT,
            status=Status.CONFIRMED, note=self.basis, source=texts.by_sheet(self.row.number),
            supersedes=old[0] if old else None,
        ).execute()  # fmt: skip
        row = self.row
        row.scope, row.basis, row.lead_kind, row.lead_unit = self.scope, self.basis, self._line.lead_kind, self._unit
        row.co_unit_path = "".join(["/", *(f"{one.pk}/" for one in co_units)]) if co_units else ""
        row.decided_at, row.decided_by_label, row.duty_rule = now(), self.actor.label[:120], self._line

    def _pk(self) -> int:
        return self._unit.pk if self._unit is not None else 0

    def _where(self) -> tuple[Place | None, str]:
        """The place and jurisdiction the line will name."""
        here = self.row.place
        if here is None:
            return None, ""
        if self.scope == Scope.HERE:
            return here, here.jurisdiction
        if self.scope == Scope.NEIGHBOURHOOD:
            above = Place.objects.filter(pk__in=here.ancestor_ids, kind=PlaceKind.NEIGHBOURHOOD).first()
            return above or here, here.jurisdiction
        return None, here.jurisdiction

    def _same(self, place: Place | None, jurisdiction: str) -> list[DutyRule]:
        """Lines that hold today for exactly this category, place and jurisdiction."""
        rows = DutyRule.objects.filter(
            category=self.row.category, place=place, jurisdiction=jurisdiction, valid_to=None
        )
        return list(rows.order_by("id"))

    def after_saving(self) -> None:
        """The matter goes by the new line, which must be the one that counts."""
        found = suggest(self.row.category, self.row.place)
        if found.code == "no_place":
            raise Invalid.at("lead", "no_place", texts.not_found_here())
        if found.line is None or found.line.pk != self._line.pk:
            others = [found.line, *found.tied]
            numbers = listed(rule.number for rule in others if rule is not None and rule.pk != self._line.pk)
            raise Invalid.at("scope", "still_elsewhere", texts.still_elsewhere(numbers))
        self._route(found.unit)

    def _route(self, unit: Unit | None) -> None:
        case = self.case
        if unit is None or case.state not in _AT_DESK:
            return
        reason = texts.by_sheet(self.row.number)
        if case.state == cases.RETURN_PENDING and case.lead_unit_id == unit.pk:
            Uphold(actor=self.actor, case_id=case.pk, reason=reason).execute()
            return
        naming = Assign if case.state == cases.TRANSFERRED else Reassign
        naming(
            actor=self.actor, case_id=case.pk, unit_id=unit.pk, co_unit_ids=sorted(self.row.co_unit_ids),
            correction_reason=reason,
        ).execute()  # fmt: skip

    def details(self) -> Mapping[str, object]:
        """Which line."""
        return {"duty_line": self._line.number, "scope": self.scope}


@dataclass(kw_only=True)
class DropDispute(DisputeAction):
    """No meeting is needed after all, with the reason."""

    verb: ClassVar[str] = "dispute.drop"
    move_code: ClassVar[str] = "drop"

    reason: str = ""

    def problems(self) -> Sequence[FieldProblem]:
        """A reason that fits."""
        self.reason = tidy_line(self.reason)
        return too_long("reason", self.reason, 300)

    def facts(self) -> Facts:
        """The reason."""
        return Facts(reason=self.reason)

    def change(self) -> None:
        """Store it."""
        self.row.drop_reason = self.reason


def _refused(guard: str) -> Exception:
    if guard in texts.FORBIDS:
        return NotAllowed(guard, texts.refusal(guard))
    if guard in texts.FIELDS:
        return Invalid.at(texts.FIELDS[guard], guard, texts.refusal(guard))
    return WrongState(guard, texts.refusal(guard))
