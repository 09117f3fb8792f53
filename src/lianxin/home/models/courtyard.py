"""The shared courtyard (共享庭院): several houses, one gate, one calendar."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.core.ids import random_token
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.places.models import Place


class Courtyard(TownOwned):
    """A courtyard that venues share; its one QR code shows what is open and what is on."""

    code = models.CharField(max_length=32)
    name = models.CharField(max_length=80)
    place = TownForeignKey(Place, on_delete=models.PROTECT, related_name="courtyards")
    address = models.CharField(max_length=120, blank=True)
    about = models.TextField(blank=True)
    public_token = models.CharField(max_length=43, default=random_token)

    class Meta:
        """A code and a token are unique in the town."""

        constraints = [
            models.UniqueConstraint(fields=["town", "code"], name="home_courtyard_code"),
            models.UniqueConstraint(fields=["town", "public_token"], name="home_courtyard_token"),
        ]

    def __str__(self) -> str:
        """The name at the gate."""
        return self.name


class Audience(models.TextChoices):
    """For whom an event is."""

    RESIDENTS = "residents", _("居民都可以来")
    ASKED = "asked", _("请先报名或者预约")
    DEPUTIES = "deputies", _("代表参加")


class CourtyardEvent(TownOwned):
    """Something that happens in a venue at a time; both times in UTC.  Cancelled ones stay, with the reason."""

    venue = TownForeignKey("home.Venue", on_delete=models.PROTECT, related_name="events")
    title = models.CharField(max_length=80)
    note = models.CharField(max_length=200, blank=True)
    audience = models.CharField(max_length=16, choices=Audience, default=Audience.RESIDENTS)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    cancelled_because = models.CharField(max_length=120, blank=True)

    class Meta:
        """Events read by time."""

        indexes = [models.Index(fields=["town", "starts_at"], name="home_event_starts")]

    def __str__(self) -> str:
        """What it is called."""
        return self.title
