"""What the clocks room stores: calendar years, rules, clocks, pauses, extensions, promises.

A clock belongs to any registered kind through the pair ``(owner_kind, owner_id)``, so cases,
projects and inspections share one machinery.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.clocks.ladders.models import LadderStep, RaisedStep
from lianxin.clocks.orders.models import CongressMatter, CongressStep, OrderMatter, SupervisionOrder
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.places.models import Unit

__all__ = [
    "CalendarYear",
    "Clock",
    "ClockRule",
    "ClockState",
    "CongressMatter",
    "CongressStep",
    "Extension",
    "LadderStep",
    "OrderMatter",
    "Pause",
    "Promise",
    "PromiseState",
    "RaisedStep",
    "SupervisionOrder",
    "TimeUnit",
]


class CalendarYear(TownOwned):
    """A year table edited or imported by the town; it overrides the built-in one."""

    year = models.PositiveSmallIntegerField()
    table = models.TextField(help_text="JSON: rest days and make-up working days")
    source = models.CharField(max_length=200)
    confirmed = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        """One table a year."""

        constraints = [models.UniqueConstraint(fields=["town", "year"], name="clocks_year")]


class TimeUnit(models.TextChoices):
    """The three units of the law and of local practice."""

    WORKING_DAY = "working_day", _("个工作日")
    CALENDAR_DAY = "calendar_day", _("日")
    MONTH = "month", _("个月")


class ClockRule(TownOwned):
    """One time limit of one track: data with a source and a mark, never a constant.

    ``track`` is a case track or another owner's rule set; ``variant`` tells rules of the same
    code apart (for example the answer to a 咨询 and to a 求助); empty means the general rule.
    ``rule_set`` and ``version`` name where the line came from; a changed line is a new row, and the
    old one gets a ``valid_to`` (the last day on which a clock may still start under it).
    """

    rule_set = models.CharField(max_length=40, blank=True)
    version = models.CharField(max_length=16, blank=True)
    track = models.CharField(max_length=32)
    code = models.CharField(max_length=32)
    variant = models.CharField(max_length=32, blank=True)
    label = models.CharField(max_length=60)
    label_en = models.CharField(max_length=120, blank=True)
    n = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16, choices=TimeUnit.choices)
    max_times = models.PositiveSmallIntegerField(null=True)
    source = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=16, default="待核")
    note = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        """A rule is found by track, code and variant."""

        constraints = [
            models.UniqueConstraint(fields=["town", "track", "code", "variant", "valid_from"], name="clocks_rule"),
        ]


class ClockState(models.TextChoices):
    """What a clock is doing."""

    RUNNING = "running", _("计时中")
    PAUSED = "paused", _("暂停")
    MET = "met", _("按时")
    LATE = "late", _("超时办结")
    CANCELLED = "cancelled", _("取消")


class Clock(TownOwned):
    """One running or finished time limit of one object.

    While it is paused, ``due_on`` keeps the date it had; the true one is known when it runs again.

    ``started_on`` is day 0 in the town's civil calendar; ``due_on`` the last day that is still in
    time, after pauses and extensions; ``provisional`` says that the count touched days no
    confirmed calendar table covers.  ``responsible_unit`` is who is held to it, when it is a unit.
    """

    owner_kind = models.CharField(max_length=32)
    owner_id = models.BigIntegerField()
    code = models.CharField(max_length=32)
    label = models.CharField(max_length=60)
    rule = TownForeignKey(ClockRule, null=True, on_delete=models.PROTECT, related_name="clocks")
    n = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16, choices=TimeUnit.choices)
    started_on = models.DateField()
    due_on = models.DateField()
    provisional = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=ClockState.choices, default=ClockState.RUNNING)
    stopped_on = models.DateField(null=True)
    responsible_unit = TownForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="clocks")

    class Meta:
        """Worklists read running clocks by due date; an object reads its own clocks."""

        indexes = [
            models.Index(fields=["town", "state", "due_on"], name="clocks_due"),
            models.Index(fields=["town", "owner_kind", "owner_id"], name="clocks_owner"),
        ]


class Pause(TownOwned):
    """A stretch in which a clock does not run.

    ``from_on`` is the first day that is not counted, ``to_on`` the day on which the clock runs again
    (that day counts); empty while the pause lasts.
    """

    clock = TownForeignKey(Clock, on_delete=models.PROTECT, related_name="pauses")
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    reason = models.CharField(max_length=200)

    class Meta:
        """Read with the clock."""

        indexes = [models.Index(fields=["town", "clock"], name="clocks_pause_clock")]


class Extension(TownOwned):
    """A granted extension; the reason is told to the resident."""

    clock = TownForeignKey(Clock, on_delete=models.PROTECT, related_name="extensions")
    n = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16, choices=TimeUnit.choices)
    reason = models.CharField(max_length=500)
    old_due_on = models.DateField()
    new_due_on = models.DateField()
    granted_by_label = models.CharField(max_length=120)
    granted_at = models.DateTimeField()

    class Meta:
        """Read with the clock."""

        indexes = [models.Index(fields=["town", "clock"], name="clocks_extension_clock")]


class PromiseState(models.TextChoices):
    """What became of a promise."""

    OPEN = "open", _("未到期")
    KEPT = "kept", _("已兑现")
    MISSED = "missed", _("到期未兑现")
    CHANGED = "changed", _("情况变化")


class Promise(TownOwned):
    """A date given in a reply becomes a promise with its own clock, tracked until kept or changed.

    One answer may go to many people: each has the promise too (``shared_from`` names the one it repeats), and the
    ledger counts it once.
    """

    owner_kind = models.CharField(max_length=32)
    owner_id = models.BigIntegerField()
    reply_ref = models.BigIntegerField(null=True, help_text="id of the reply that gave the promise")
    text = models.CharField(max_length=500)
    unit = TownForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="promises")
    promised_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=PromiseState.choices, default=PromiseState.OPEN)
    settled_on = models.DateField(null=True)
    proof = models.TextField(blank=True)
    successor = TownForeignKey("self", null=True, on_delete=models.PROTECT, related_name="predecessors")
    shared_from = TownForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="shared", help_text="the promise this one repeats"
    )

    class Meta:
        """The ledger reads by state and date; an object reads its own promises."""

        indexes = [
            models.Index(fields=["town", "state", "due_on"], name="clocks_promise_due"),
            models.Index(fields=["town", "owner_kind", "owner_id"], name="clocks_promise_owner"),
        ]
