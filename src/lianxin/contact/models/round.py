"""The round: one activity on one day, ordered by somebody, reported to somebody."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey


class RoundState(models.TextChoices):
    """The states of ``contact.workflow``, in words."""

    PREPARING = "preparing", _("在准备")
    ANNOUNCED = "announced", _("已通知")
    UNDER_WAY = "under_way", _("正在进行")
    GATHERING = "gathering", _("正在汇总")
    TRANSFERRED = "transferred", _("已转交，在办")
    CLOSED = "closed", _("已结束")
    CANCELLED = "cancelled", _("已取消")


class Presence(models.TextChoices):
    """Whether somebody came.  ``LEAVE`` is an absence with a reason, told before."""

    PLANNED = "planned", _("应到")
    PRESENT = "present", _("到了")
    LEAVE = "leave", _("请假")
    ABSENT = "absent", _("没到")


class Round(TownOwned):
    """One round of 集中联系社区.

    ``number`` is the office's number of the activity; ``name`` its official name, which every opinion heard on it
    carries as its occasion.  ``ordered_by`` and ``reported_to`` are bodies (the city's notice, the district's standing
    committee), never persons.  Times of day are local times of Shanghai on ``day``; ``sessions`` are whole minutes
    after midnight, separated by spaces.  ``visit_minutes`` is how long a visit lasts, ``most_visits`` how many visits a
    deputy makes at most.  ``list_days`` is how many working days a neighbourhood has for its list (our default: 3; data
    of the round).  ``previous`` is the round whose results are told first.
    """

    number = models.CharField(max_length=32)
    name = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    ordinal = models.PositiveSmallIntegerField()
    ordered_by = models.CharField(max_length=80, blank=True)
    reported_to = models.CharField(max_length=80, blank=True)
    theme = models.CharField(max_length=120, blank=True)
    notice = models.TextField(blank=True)
    day = models.DateField()
    meeting_place = models.CharField(max_length=80, blank=True)
    plenary_from = models.TimeField(null=True, blank=True)
    visits_from = models.TimeField()
    visits_until = models.TimeField()
    sessions = models.CharField(max_length=60, blank=True)
    visit_minutes = models.PositiveSmallIntegerField(default=50)
    most_visits = models.PositiveSmallIntegerField(default=2)
    list_days = models.PositiveSmallIntegerField(default=3)
    previous = TownForeignKey(
        "contact.Round", null=True, blank=True, on_delete=models.PROTECT, related_name="following"
    )
    state = models.CharField(max_length=16, choices=RoundState, default=RoundState.PREPARING)
    version = models.PositiveIntegerField(default=1)
    announced_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    transferred_at = models.DateTimeField(null=True, blank=True)
    transfer_list = models.CharField(max_length=32, blank=True, help_text="number of the list given to the desk")
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=120, blank=True)

    class Meta:
        """Numbers are unique in the town, and so is the n-th round of a year; rounds read by day."""

        constraints = [
            models.UniqueConstraint(fields=["town", "number"], name="contact_round_number"),
            models.UniqueConstraint(fields=["town", "year", "ordinal"], name="contact_round_ordinal"),
        ]
        indexes = [models.Index(fields=["town", "day"], name="contact_round_day")]

    def __str__(self) -> str:
        """The official name."""
        return self.name

    @property
    def session_minutes(self) -> tuple[int, ...]:
        """When the sessions begin, in minutes after midnight."""
        return tuple(int(part) for part in self.sessions.split())
