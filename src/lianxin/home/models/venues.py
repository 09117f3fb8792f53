"""Where deputies can be met: the network 家–站–点–室, and the houses it shares a courtyard with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.core.ids import random_token
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.deputies.models import Deputy
from lianxin.home.models.courtyard import Courtyard
from lianxin.places.models import Place


class VenueKind(models.TextChoices):
    """What a venue is.  The first four are the network; the others are partners of the shared courtyard."""

    HOME = "home", _("代表之家")
    STATION = "station", _("代表联络站")
    POINT = "point", _("代表联系点")
    ROOM = "room", _("代表工作室或接待室")
    PARTY_CENTRE = "party_centre", _("党群服务中心")
    CULTURE_CENTRE = "culture_centre", _("文化中心")
    PARTNER = "partner", _("其他共享单位")


class Venue(TownOwned):
    """One venue.

    ``liaison`` is a post, never a private person; ``phone`` is an office's number.  ``place`` is where it stands in
    the tree of places; ``parent`` is the venue it belongs to in the network.  ``area`` is in square metres.
    ``public_token`` stands in the QR code at its door; it names the venue and gives no right.
    """

    kind = models.CharField(max_length=16, choices=VenueKind)
    code = models.CharField(max_length=32)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=40, blank=True)
    place = TownForeignKey(Place, on_delete=models.PROTECT, related_name="venues")
    parent = TownForeignKey("home.Venue", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    courtyard = TownForeignKey(Courtyard, null=True, blank=True, on_delete=models.PROTECT, related_name="venues")
    address = models.CharField(max_length=120, blank=True)
    area = models.PositiveIntegerField(null=True, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    head = TownForeignKey(Deputy, null=True, blank=True, on_delete=models.PROTECT, related_name="headed_venues")
    liaison = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    about = models.TextField(blank=True)
    sort = models.PositiveIntegerField(default=0)
    public_token = models.CharField(max_length=43, default=random_token)

    class Meta:
        """A code and a token are unique in the town; venues read by place."""

        constraints = [
            models.UniqueConstraint(fields=["town", "code"], name="home_venue_code"),
            models.UniqueConstraint(fields=["town", "public_token"], name="home_venue_token"),
        ]
        indexes = [models.Index(fields=["town", "place"], name="home_venue_place")]

    def __str__(self) -> str:
        """The name on the sign."""
        return self.name

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name


class VenueHours(TownOwned):
    """A regular opening of a venue: ``weekday`` 1 (Monday) to 7, local times of Shanghai, closing after opening."""

    venue = TownForeignKey(Venue, on_delete=models.PROTECT, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    purpose = models.CharField(max_length=40, blank=True)
    is_current = models.BooleanField(default=True)

    class Meta:
        """A venue's week; a new week leaves the old one where it is, no longer current."""

        indexes = [models.Index(fields=["town", "venue", "is_current"], name="home_hours_venue")]


class VenueDay(TownOwned):
    """A day on which a venue keeps other hours than usual; closed all day where ``opens`` is empty."""

    venue = TownForeignKey(Venue, on_delete=models.PROTECT, related_name="days")
    day = models.DateField()
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    reason = models.CharField(max_length=80)

    class Meta:
        """One rule a day."""

        constraints = [models.UniqueConstraint(fields=["town", "venue", "day"], name="home_day_once")]


class VenueMember(TownOwned):
    """A deputy who belongs to a venue, from a day to a day (inclusive civil dates)."""

    venue = TownForeignKey(Venue, on_delete=models.PROTECT, related_name="members")
    deputy = TownForeignKey(Deputy, on_delete=models.PROTECT, related_name="venue_memberships")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        """A membership begins once per venue, deputy and day."""

        constraints = [
            models.UniqueConstraint(fields=["town", "venue", "deputy", "valid_from"], name="home_member_once")
        ]
