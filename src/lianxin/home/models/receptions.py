"""Receptions: deputies sit in a venue at a time and hear whoever comes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.cases.models import Case
from lianxin.core.ids import random_token
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.deputies.models import Deputy
from lianxin.home.models.venues import Venue
from lianxin.places.models import Unit


class ReceptionState(models.TextChoices):
    """The states of ``receptions.workflow``, in words."""

    PLANNED = "planned", _("在准备")
    ANNOUNCED = "announced", _("已通知")
    CLOSED = "closed", _("已结束")
    CANCELLED = "cancelled", _("已取消")


class Reception(TownOwned):
    """One reception; both moments in UTC.  ``capacity`` is how many visitors can be heard (0: no limit).

    ``notice_days`` is the notice promised when it was planned, in calendar days (usual practice: 3; data of the town).
    ``sign_in_token`` opens the sign-in page of that day, which asks for no name and no telephone.
    """

    number = models.CharField(max_length=32)
    venue = TownForeignKey(Venue, on_delete=models.PROTECT, related_name="receptions")
    topic = models.CharField(max_length=80, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveIntegerField(default=0)
    notice_days = models.PositiveIntegerField(default=3)
    state = models.CharField(max_length=16, choices=ReceptionState, default=ReceptionState.PLANNED)
    version = models.PositiveIntegerField(default=1)
    announced_at = models.DateTimeField(null=True, blank=True)
    short_notice_because = models.CharField(max_length=120, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=120, blank=True)
    sign_in_token = models.CharField(max_length=43, default=random_token)

    class Meta:
        """A number and a token are unique in the town; receptions read by time."""

        constraints = [
            models.UniqueConstraint(fields=["town", "number"], name="home_reception_number"),
            models.UniqueConstraint(fields=["town", "sign_in_token"], name="home_reception_token"),
        ]
        indexes = [models.Index(fields=["town", "starts_at"], name="home_reception_starts")]

    def __str__(self) -> str:
        """The number."""
        return self.number


class Answer(models.TextChoices):
    """What a deputy said to an invitation."""

    INVITED = "invited", _("已邀请，还没有回")
    ACCEPTED = "accepted", _("答应来")
    DECLINED = "declined", _("请假")


class ReceptionDeputy(TownOwned):
    """A deputy asked to a reception.

    ``reason`` is why the deputy cannot come; ``stands_in_for`` names whom this deputy replaces.  ``attended`` is
    written down by the office when the reception ends, and is the only thing the performance file takes.
    """

    reception = TownForeignKey(Reception, on_delete=models.PROTECT, related_name="asked")
    deputy = TownForeignKey(Deputy, on_delete=models.PROTECT, related_name="receptions")
    answer = models.CharField(max_length=16, choices=Answer, default=Answer.INVITED)
    reason = models.CharField(max_length=120, blank=True)
    stands_in_for = TownForeignKey(Deputy, null=True, blank=True, on_delete=models.PROTECT, related_name="stood_in_for")
    attended = models.BooleanField(null=True)

    class Meta:
        """A deputy is asked once."""

        constraints = [models.UniqueConstraint(fields=["town", "reception", "deputy"], name="home_asked_once")]
        indexes = [models.Index(fields=["town", "deputy"], name="home_asked_deputy")]


class ReceptionUnit(TownOwned):
    """A unit that answers together with the deputies (联合接待)."""

    reception = TownForeignKey(Reception, on_delete=models.PROTECT, related_name="units")
    unit = TownForeignKey(Unit, on_delete=models.PROTECT, related_name="receptions")

    class Meta:
        """A unit joins once."""

        constraints = [models.UniqueConstraint(fields=["town", "reception", "unit"], name="home_joint_once")]


class Exit(models.TextChoices):
    """Where what was said goes: five exits, and the right address for what the law keeps elsewhere."""

    ON_THE_SPOT = "on_the_spot", _("当场答复")
    NEIGHBOURHOOD = "neighbourhood", _("由居委会办")
    OFFICE = "congress_office", _("交镇人大办汇总转交")
    DISTRICT = "district_deputy", _("请区代表带到区里")
    CITY = "city_deputy", _("请市代表带到市里")
    ELSEWHERE = "elsewhere", _("依法由别处受理，已告诉去哪里")


class Visitor(TownOwned):
    """Somebody who came, by the number on the slip; no name and no telephone are asked for.

    ``case`` is what the visitor's words became; ``told`` is what was said about where it goes; ``address`` is the code
    of the right address (``receptions.addresses``) for what the law keeps elsewhere.
    """

    reception = TownForeignKey(Reception, on_delete=models.PROTECT, related_name="visitors")
    number = models.PositiveIntegerField()
    arrived_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, blank=True)
    left = models.BooleanField(default=False)
    exit = models.CharField(max_length=16, choices=Exit, blank=True)
    told = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=24, blank=True)
    case = TownForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="visitors")

    class Meta:
        """A number is given once a reception."""

        constraints = [models.UniqueConstraint(fields=["town", "reception", "number"], name="home_visitor_once")]
