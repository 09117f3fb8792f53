"""谁管说清: a matter two units do not agree on, met about once on the spot, decided once, written into the 权责表."""

import json

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.cases.disputes import workflow as w
from lianxin.cases.models.case import Case
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.places.models import Category, DutyRule, LeadKind, Place, Unit


class DisputeReason(models.TextChoices):
    """Why it must be made clear who is in charge."""

    RETURNED = "returned", _("两次退回")
    UNITS = "units", _("两个单位各有说法")
    TIE = "tie", _("权责表里有几条并列")


class DisputeState(models.TextChoices):
    """The states of a dispute in words."""

    OPEN = w.OPEN, _("待会商")
    MET = w.MET, _("已会商，待裁定")
    DECIDED = w.DECIDED, _("已裁定")
    DROPPED = w.DROPPED, _("不必会商")


class Scope(models.TextChoices):
    """For where a decision holds."""

    HERE = "here", _("只在这个地点")
    NEIGHBOURHOOD = "neighbourhood", _("在这个居民区")
    JURISDICTION = "jurisdiction", _("在同一管辖范围")


class Dispute(TownOwned):
    """One 现场会商单 about one matter; its decision is a line of the 权责表 for category × place.

    ``unit_path`` names the units that do not agree, as ``/id/id/``; ``present`` is a JSON list of lines as they were
    written (who, from where).  ``duty_rule`` is the line the decision became.
    """

    number = models.CharField(max_length=32)
    state = models.CharField(max_length=12, choices=DisputeState.choices, default=DisputeState.OPEN)
    reason = models.CharField(max_length=12, choices=DisputeReason.choices)
    case = TownForeignKey(Case, on_delete=models.PROTECT, related_name="disputes")
    category = TownForeignKey(Category, on_delete=models.PROTECT, related_name="disputes")
    place = TownForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="disputes")
    unit_path = models.CharField(max_length=400, blank=True)
    opened_at = models.DateTimeField()
    opened_by_label = models.CharField(max_length=120)
    met_on = models.DateField(null=True)
    met_where = models.CharField(max_length=120, blank=True)
    present = models.TextField(default="[]")
    findings = models.TextField(blank=True)
    met_by_label = models.CharField(max_length=120, blank=True)
    scope = models.CharField(max_length=16, choices=Scope.choices, blank=True)
    lead_kind = models.CharField(max_length=16, choices=LeadKind.choices, blank=True)
    lead_unit = TownForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="won_disputes")
    co_unit_path = models.CharField(max_length=400, blank=True)
    basis = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_label = models.CharField(max_length=120, blank=True)
    duty_rule = TownForeignKey(DutyRule, null=True, on_delete=models.PROTECT, related_name="disputes")
    drop_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    @property
    def party_ids(self) -> frozenset[int]:
        """The units that do not agree."""
        return frozenset(int(part) for part in self.unit_path.split("/") if part)

    @property
    def co_unit_ids(self) -> frozenset[int]:
        """The units that help by the decision."""
        return frozenset(int(part) for part in self.co_unit_path.split("/") if part)

    @property
    def present_lines(self) -> list[str]:
        """Who was there, a line a person."""
        return list(json.loads(self.present))

    class Meta:
        """Numbers are unique; the desk reads by state; a matter reads its own."""

        constraints = [models.UniqueConstraint(fields=["town", "number"], name="cases_dispute_number")]
        indexes = [
            models.Index(fields=["town", "state", "id"], name="cases_dispute_state"),
            models.Index(fields=["town", "case", "id"], name="cases_dispute_case"),
        ]
