"""What the register stores.

City deputies are elected by the district congress: they have an electing unit and contact communities
but no residents' constituency.  District and town deputies have a constituency (选区), which is not the
same as a neighbourhood (居民区).  Only town deputies vote in 票决.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.places.models import Place


class Level(models.TextChoices):
    """The congress a mandate belongs to."""

    CITY = "city", _("市")
    DISTRICT = "district", _("区")
    TOWN = "town", _("镇")


class Term(TownOwned):
    """One term (届) of one congress; dates are inclusive civil dates."""

    code = models.CharField(max_length=32)
    level = models.CharField(max_length=16, choices=Level)
    name = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        """A term's code is unique in its town."""

        constraints = [models.UniqueConstraint(fields=["town", "code"], name="deputies_term_code")]

    def __str__(self) -> str:
        """The official name of the term."""
        return self.name


class DeputyGroup(TownOwned):
    """A group of deputies (代表小组)."""

    code = models.CharField(max_length=32)
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=16, choices=Level)
    is_active = models.BooleanField(default=True)

    class Meta:
        """A group's code is unique in its town."""

        constraints = [models.UniqueConstraint(fields=["town", "code"], name="deputies_group_code")]

    def __str__(self) -> str:
        """The name of the group."""
        return self.name


class Constituency(TownOwned):
    """A constituency (选区) of the district or the town congress."""

    code = models.CharField(max_length=32)
    level = models.CharField(max_length=16, choices=Level)
    number = models.CharField(max_length=16, blank=True)
    name = models.CharField(max_length=80)
    seats = models.PositiveIntegerField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        """A constituency's code is unique in its town."""

        constraints = [models.UniqueConstraint(fields=["town", "code"], name="deputies_constituency_code")]

    def __str__(self) -> str:
        """The name of the constituency."""
        return self.name


class ConstituencyPlace(TownOwned):
    """A place that belongs to a constituency; what lies below the place belongs to it too."""

    constituency = TownForeignKey(Constituency, on_delete=models.PROTECT, related_name="places")
    place = TownForeignKey(Place, on_delete=models.PROTECT, related_name="constituencies")

    class Meta:
        """A place belongs to a constituency once."""

        constraints = [
            models.UniqueConstraint(fields=["town", "constituency", "place"], name="deputies_constituency_place")
        ]


class Deputy(TownOwned):
    """One deputy, across terms and levels.

    ``code`` is the key of the person within the town and outlives every mandate; ``label`` is what the
    example town prints instead of a name (镇代表01号).  ``account`` is set once the deputy has a personal link.
    """

    code = models.CharField(max_length=32)
    label = models.CharField(max_length=40)
    display_name = models.CharField(max_length=60)
    field = models.CharField(max_length=60, blank=True)
    group = TownForeignKey(DeputyGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="deputies")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deputies",
        db_index=False,
    )
    sort = models.PositiveIntegerField(default=0)

    class Meta:
        """A deputy's code is unique in the town; an account stands for one deputy."""

        constraints = [models.UniqueConstraint(fields=["town", "code"], name="deputies_deputy_code")]
        indexes = [models.Index(fields=["town", "account"], name="deputies_deputy_account")]

    def __str__(self) -> str:
        """What people read."""
        return self.display_name


class ContactPlace(TownOwned):
    """A neighbourhood a deputy keeps in touch with (联系社区), from a day to a day."""

    deputy = TownForeignKey(Deputy, on_delete=models.PROTECT, related_name="contact_places")
    place = TownForeignKey(Place, on_delete=models.PROTECT, related_name="contact_deputies")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        """A contact begins once per deputy, place and day."""

        constraints = [
            models.UniqueConstraint(fields=["town", "deputy", "place", "valid_from"], name="deputies_contact_place")
        ]


class EndReason(models.TextChoices):
    """Why a mandate ended; ``endings`` says by which law, and what is to be confirmed."""

    TERM = "term", _("届满")
    RESIGNED = "resigned", _("辞职")
    MOVED = "moved", _("迁出或调离本行政区域")
    ABSENT = "absent", _("未经批准两次不出席会议")
    RECALLED = "recalled", _("罢免")
    TERMINATED = "terminated", _("代表资格终止")
    DIED = "died", _("去世")
    OTHER = "other", _("其他")


class Mandate(TownOwned):
    """One mandate of one deputy in one term; dates are inclusive civil dates."""

    deputy = TownForeignKey(Deputy, on_delete=models.PROTECT, related_name="mandates")
    level = models.CharField(max_length=16, choices=Level)
    term = TownForeignKey(Term, on_delete=models.PROTECT, related_name="mandates")
    constituency = TownForeignKey(
        Constituency, null=True, blank=True, on_delete=models.PROTECT, related_name="mandates"
    )
    electing_unit = models.CharField(max_length=80, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=16, choices=EndReason, blank=True)
    end_note = models.CharField(max_length=120, blank=True, help_text="by what it ended: decision, notice, date")

    class Meta:
        """A deputy has one mandate per term; mandates read by level."""

        constraints = [models.UniqueConstraint(fields=["town", "deputy", "term"], name="deputies_mandate_once")]
        indexes = [models.Index(fields=["town", "level", "ends_on"], name="deputies_mandate_level")]
