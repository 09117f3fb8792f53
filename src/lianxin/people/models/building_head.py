"""楼组长: whom the neighbourhood tells what, per building; paper and telephone, no account."""

from django.db import models

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.places.models import Place


class BuildingHead(TownOwned):
    """The head of one building from a day to a day.

    Name and telephone are encrypted (``core.crypto``) and erasable; nothing else is known about the
    person, and nobody is ranked or counted.  Dates are inclusive civil dates.
    """

    building = TownForeignKey(Place, on_delete=models.PROTECT, related_name="heads")
    name_encrypted = models.TextField(blank=True)
    phone_encrypted = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Read by building."""

        indexes = [models.Index(fields=["town", "building", "valid_to"], name="people_building_head")]
