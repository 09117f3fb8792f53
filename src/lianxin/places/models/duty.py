"""The 权责表: which unit leads which matter, where."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.places.models.category import Category
from lianxin.places.models.place import Place
from lianxin.places.models.status import Status
from lianxin.places.models.unit import Unit


class LeadKind(models.TextChoices):
    """Whether a line names its unit, or says whose unit of the place it is."""

    UNIT = "unit", _("指定单位")
    COMMITTEE = "committee", _("所在居委会")
    PROPERTY = "property", _("所在小区物业")


class Origin(models.TextChoices):
    """Where a line came from."""

    PROFILE = "profile", _("城镇资料")
    CORRECTION = "correction", _("分办更正")
    SETTLEMENT = "settlement", _("争议裁定")


class DutyRule(TownOwned):
    """One line of the 权责表.

    Empty ``jurisdiction`` and ``place`` mean anywhere.  A line is never changed: another one
    ``supersedes`` it and the old one gets a ``valid_to``.  Both dates are inclusive civil dates.
    """

    number = models.CharField(max_length=24)
    category = TownForeignKey(Category, on_delete=models.PROTECT, related_name="duty_rules")
    jurisdiction = models.CharField(max_length=16, blank=True)
    place = TownForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="duty_rules")
    lead_kind = models.CharField(max_length=16, choices=LeadKind, default=LeadKind.UNIT)
    lead_unit = TownForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="duties")
    note = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=16, choices=Status, default=Status.TO_CONFIRM)
    origin = models.CharField(max_length=16, choices=Origin, default=Origin.PROFILE)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    supersedes = TownForeignKey(
        "places.DutyRule", null=True, blank=True, on_delete=models.PROTECT, related_name="later"
    )

    class Meta:
        """A line's number is unique in its town; lines read by category."""

        constraints = [models.UniqueConstraint(fields=["town", "number"], name="places_duty_number")]
        indexes = [models.Index(fields=["town", "category", "valid_to"], name="places_duty_category")]

    def __str__(self) -> str:
        """The number of the line."""
        return self.number


class DutyCoUnit(TownOwned):
    """A unit that helps the lead unit of a line: named, or the place's own committee or property company."""

    rule = TownForeignKey(DutyRule, on_delete=models.PROTECT, related_name="co_units")
    kind = models.CharField(max_length=16, choices=LeadKind, default=LeadKind.UNIT)
    unit = TownForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="co_duties")

    class Meta:
        """A unit helps a line once."""

        constraints = [models.UniqueConstraint(fields=["town", "rule", "kind", "unit"], name="places_duty_co_unit")]
