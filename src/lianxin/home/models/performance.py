"""Performance files: activities with attendance, entered once by the organiser, and the entries that arise."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.deputies.models import Deputy


class ActivityState(models.TextChoices):
    """Where an activity stands."""

    PLANNED = "planned", _("在准备")
    HELD = "held", _("已记入档案")
    CANCELLED = "cancelled", _("已取消")


class Presence(models.TextChoices):
    """Whether a deputy came."""

    PLANNED = "planned", _("应到")
    PRESENT = "present", _("到场")
    LEAVE = "leave", _("请假")
    ABSENT = "absent", _("缺席")
    RELEASED = "released", _("不用来")


class Activity(TownOwned):
    """A meeting, inspection, training and so on; ``kind`` is a code of ``performance.standard``; civil dates.

    ``organiser`` is a body, never a private person.
    """

    number = models.CharField(max_length=32)
    kind = models.CharField(max_length=24)
    title = models.CharField(max_length=80)
    organiser = models.CharField(max_length=80)
    where = models.CharField(max_length=80, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=16, choices=ActivityState, default=ActivityState.PLANNED)
    version = models.PositiveIntegerField(default=1)
    held_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=120, blank=True)

    class Meta:
        """A number is unique in the town; activities read by day."""

        constraints = [models.UniqueConstraint(fields=["town", "number"], name="home_activity_number")]
        indexes = [models.Index(fields=["town", "starts_on"], name="home_activity_starts")]

    def __str__(self) -> str:
        """What it is called."""
        return self.title


class Attendance(TownOwned):
    """A deputy at an activity; the reason of a leave stays here and goes into no file.

    ``role`` is what the deputy did there (发言、带队); ``people`` how many voters were met, where the kind counts them.
    """

    activity = TownForeignKey(Activity, on_delete=models.PROTECT, related_name="attendance")
    deputy = TownForeignKey(Deputy, on_delete=models.PROTECT, related_name="attendance")
    state = models.CharField(max_length=16, choices=Presence, default=Presence.PLANNED)
    reason = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=40, blank=True)
    people = models.PositiveIntegerField(default=0)

    class Meta:
        """A deputy attends an activity once."""

        constraints = [models.UniqueConstraint(fields=["town", "activity", "deputy"], name="home_attendance_once")]


class EntryState(models.TextChoices):
    """The states of ``performance.workflow``, in words."""

    RECORDED = "recorded", _("已记入，还没请本人核对")
    NOTIFIED = "notified", _("请本人核对")
    CONFIRMED = "confirmed", _("本人核对无误")
    SILENT = "silent", _("到期没有异议")
    OBJECTED = "objected", _("本人有异议，待答复")
    CORRECTED = "corrected", _("已更正，见新的一条")
    TAKEN_OUT = "taken_out", _("已撤下")
    UPHELD = "upheld", _("维持原记录，理由已告知")


class PerformanceEntry(TownOwned):
    """One line of a deputy's file, from exactly one source (``source_kind``, ``source_id``).

    A correction supersedes: the old line keeps what it said, with ``is_current`` false, and the new one has the next
    ``revision``.  ``silent_on`` is the last day on which the deputy's silence still means nothing.
    """

    deputy = TownForeignKey(Deputy, on_delete=models.PROTECT, related_name="performance")
    kind = models.CharField(max_length=24)
    title = models.CharField(max_length=120)
    happened_on = models.DateField()
    presence = models.CharField(max_length=16, choices=Presence, default=Presence.PRESENT)
    role = models.CharField(max_length=40, blank=True)
    people = models.PositiveIntegerField(default=0)
    organiser = models.CharField(max_length=80, blank=True)
    source_kind = models.CharField(max_length=32)
    source_id = models.BigIntegerField()
    revision = models.PositiveIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    state = models.CharField(max_length=16, choices=EntryState, default=EntryState.RECORDED)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField()
    notified_on = models.DateField(null=True, blank=True)
    silent_on = models.DateField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    on_paper = models.BooleanField(default=False)
    objection = models.CharField(max_length=400, blank=True)
    objected_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=400, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One entry per deputy, source and revision; files read by deputy and day; silence found by its day."""

        constraints = [
            models.UniqueConstraint(
                fields=["town", "deputy", "source_kind", "source_id", "revision"], name="home_entry_once"
            )
        ]
        indexes = [
            models.Index(fields=["town", "deputy", "happened_on"], name="home_entry_file"),
            models.Index(fields=["town", "state", "silent_on"], name="home_entry_silent"),
        ]

    def __str__(self) -> str:
        """What it is about."""
        return self.title
