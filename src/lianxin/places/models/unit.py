"""Units that handle matters: offices, centres, stations, committees, property companies."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.places.kinds import COMMITTEE, unit_kind
from lianxin.places.models.place import Place


class Unit(TownOwned):
    """One unit that can be addressed with a matter.

    ``kind`` is a code of the unit kinds in ``data/categories.json``; the kind decides the verb with
    which the unit is addressed (交办, 商请, 告知) and whether it may lead government work.
    ``place`` is set for a committee (its neighbourhood) or a park's office.
    """

    code = models.CharField(max_length=32)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=16)
    jurisdiction = models.CharField(max_length=16, blank=True)
    place = TownForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="units")
    is_government_desk = models.BooleanField(default=False)
    sort = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        """A unit's code is unique in its town."""

        constraints = [models.UniqueConstraint(fields=["town", "code"], name="places_unit_code")]
        indexes = [models.Index(fields=["town", "kind", "sort"], name="places_unit_kind")]

    def __str__(self) -> str:
        """The full name."""
        return self.name

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name

    @property
    def verb(self) -> str:
        """How the government desk addresses the unit: ``assign``, ``request`` or ``inform``."""
        return unit_kind(self.kind).verb

    @property
    def verb_label(self) -> str:
        """The verb as the Chinese word (交办, 商请, 告知)."""
        return unit_kind(self.kind).verb_label

    @property
    def kind_label(self) -> str:
        """The kind as the Chinese word."""
        return unit_kind(self.kind).label

    @property
    def is_committee(self) -> bool:
        """Whether this is a residents' committee, a self-governing body."""
        return self.kind == COMMITTEE

    @property
    def may_lead_government_work(self) -> bool:
        """Never true for a residents' committee (Shanghai 居委会工作条例 Art. 27), whatever the data says."""
        return not self.is_committee and unit_kind(self.kind).may_lead_government_work

    @property
    def may_refuse(self) -> bool:
        """Whether the unit may refuse what is not on its own list; always true for a committee."""
        return self.is_committee or unit_kind(self.kind).may_refuse


class UnitPlaceRole(models.TextChoices):
    """What a unit is to a place."""

    PROPERTY = "property", _("物业服务")


class UnitPlace(TownOwned):
    """A unit's standing relation to a place, for example the property company of a compound."""

    unit = TownForeignKey(Unit, on_delete=models.PROTECT, related_name="served_places")
    place = TownForeignKey(Place, on_delete=models.PROTECT, related_name="serving_units")
    role = models.CharField(max_length=16, choices=UnitPlaceRole, default=UnitPlaceRole.PROPERTY)

    class Meta:
        """A place has one unit per relation and unit."""

        constraints = [models.UniqueConstraint(fields=["town", "place", "role", "unit"], name="places_unit_place")]
