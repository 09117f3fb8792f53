"""Lines of the 权责表 put into force and ended."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from lianxin.core.clock import today
from lianxin.core.text import tidy
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import Invalid, WrongState
from lianxin.places.models import Category, DutyCoUnit, DutyRule, LeadKind, Origin, Place, Status, Unit
from lianxin.places.policies import GOVERNMENT_DESK, SYSTEM_ADMIN, must_hold
from lianxin.places.profiles.duties import base_number, next_number_after


@dataclass(kw_only=True)
class SetDuty(Action[DutyRule]):
    """Put a line into the 权责表, from today on; ``supersedes`` is the line it replaces.

    The system administrator keeps the table; the government desk may correct it while assigning
    (``origin`` correction) and write down how a dispute was settled.
    """

    verb: ClassVar[str] = "places.duty_set"

    category: Category
    lead_unit: Unit | None
    lead_kind: LeadKind = LeadKind.UNIT
    jurisdiction: str = ""
    place: Place | None = None
    co_units: tuple[Unit, ...] = ()
    note: str = ""
    source: str = ""
    status: Status = Status.TO_CONFIRM
    origin: Origin = Origin.CORRECTION
    supersedes: DutyRule | None = None

    def lock(self) -> None:
        """Re-read the line that is replaced under a row lock."""
        if self.supersedes is not None:
            self.supersedes = DutyRule.objects.select_for_update().get(pk=self.supersedes.pk)

    def check(self) -> None:
        """A lead that may lead, and a line that has not ended yet."""
        if self.origin == Origin.PROFILE:
            must_hold(self.actor, SYSTEM_ADMIN)
        else:
            must_hold(self.actor, SYSTEM_ADMIN, GOVERNMENT_DESK)
        if (self.lead_kind == LeadKind.UNIT) != (self.lead_unit is not None):
            raise Invalid.at("lead_unit", "missing", _("请选择牵头单位。"))
        if self.lead_unit is not None and self.lead_unit.is_committee:
            raise Invalid.at("lead_unit", "committee", _("居委会不能牵头政府工作；自治事项请选“所在居委会”。"))
        if self.supersedes is not None and self.supersedes.valid_to is not None:
            raise WrongState("ended", _("这一条已经停用，请在现行的条目上更改。"))

    def perform(self) -> DutyRule:
        """Store the line and end the one it replaces."""
        old = self.supersedes
        self.line = DutyRule(
            number=next_number_after(old) if old else self._free_number(),
            category=self.category,
            jurisdiction=self.jurisdiction.strip()[:16],
            place=self.place,
            lead_kind=self.lead_kind,
            lead_unit=self.lead_unit,
            note=tidy(self.note).strip()[:300],
            source=tidy(self.source).strip()[:300],
            status=self.status,
            origin=self.origin,
            valid_from=today(),
            supersedes=old,
        )
        self.line.save(force_insert=True)
        DutyCoUnit.objects.bulk_create(DutyCoUnit(rule=self.line, unit=unit) for unit in self.co_units)
        if old is not None:
            old.valid_to = today() - dt.timedelta(days=1)
            old.save(update_fields=["valid_to"])
        return self.line

    def _free_number(self) -> str:
        """One more than the largest number in use."""
        used = [
            int(number)
            for number in map(base_number, DutyRule.objects.values_list("number", flat=True))
            if number.isdigit()
        ]
        return str(max(used, default=0) + 1)

    def subject(self) -> Subject:
        """The line."""
        return Subject("duty_rule", self.line.pk)

    def entry_data(self) -> Mapping[str, object]:
        """What the line says."""
        return {
            "number": self.line.number,
            "category": self.category.code,
            "jurisdiction": self.line.jurisdiction,
            "place": self.place.code if self.place else "",
            "lead": self.lead_unit.code if self.lead_unit else str(self.lead_kind),
            "co": sorted(unit.code for unit in self.co_units),
            "origin": str(self.origin),
        }


@dataclass(kw_only=True)
class EndDuty(Action[DutyRule]):
    """End a line without another in its place; it last held yesterday (one of today has then never held)."""

    verb: ClassVar[str] = "places.duty_ended"

    line: DutyRule

    def lock(self) -> None:
        """Re-read the line under a row lock."""
        self.line = DutyRule.objects.select_for_update().get(pk=self.line.pk)

    def check(self) -> None:
        """Once."""
        must_hold(self.actor, SYSTEM_ADMIN)
        if self.line.valid_to is not None:
            raise WrongState("ended", _("这一条已经停用了。"))

    def perform(self) -> DutyRule:
        """Store the end."""
        self.line.valid_to = today() - dt.timedelta(days=1)
        self.line.save(update_fields=["valid_to"])
        return self.line

    def subject(self) -> Subject:
        """The line."""
        return Subject("duty_rule", self.line.pk)
