"""What is stored of the ladders: their steps as the town set them, and which step was raised for which clock."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey


class Ladder(models.TextChoices):
    """Whose means they are (党委领导 · 人大监督 · 政府执行)."""

    GOVERNMENT = "government", _("政府：提醒 → 催办 → 督办 → 领导包案")
    CONGRESS = "congress", _("人大：反映并督促办理 → 重点督办 → 代表视察 → 主席团听取专项工作报告")


class StepMode(models.TextChoices):
    """What time may do by itself: tell, prepare a draft for a person to sign, or nothing."""

    NOTICE = "notice", _("到时间自动通知")
    DRAFT = "draft", _("到时间自动拟稿，由人签发")
    BY_HAND = "by_hand", _("只由人决定")


class LadderStep(TownOwned):
    """One step of a ladder as the town keeps it: when, by whom, what must be answered by when; with its source.

    ``after_n`` with ``unit`` counts from ``relative_to``: ``answer`` (per cent of the time that has passed) or
    ``overdue`` (working days past the due day); empty for a step that is only ever decided.  ``answer_n`` working days
    are given for the answer.  ``enabled`` false: time does nothing at this step.
    """

    ladder = models.CharField(max_length=16, choices=Ladder.choices)
    code = models.CharField(max_length=24)
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=40)
    label_en = models.CharField(max_length=80, blank=True)
    after_n = models.PositiveSmallIntegerField(null=True)
    unit = models.CharField(max_length=16, blank=True)
    relative_to = models.CharField(max_length=16)
    by = models.CharField(max_length=24)
    mode = models.CharField(max_length=8, choices=StepMode.choices)
    enabled = models.BooleanField(default=True)
    answer_n = models.PositiveSmallIntegerField(null=True)
    demand = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=16, default="待核")

    class Meta:
        """A step stands once on its ladder."""

        constraints = [models.UniqueConstraint(fields=["town", "ladder", "code"], name="clocks_ladder_step")]


class RaisedStep(TownOwned):
    """A step was raised for one clock and one due day: the database itself keeps it from being raised twice.

    ``due_since`` is the day on which the step fell due; ``raised_on`` the day on which it was raised (later when days
    were missed).
    """

    owner_kind = models.CharField(max_length=32)
    owner_id = models.BigIntegerField()
    clock = TownForeignKey("clocks.Clock", on_delete=models.PROTECT, related_name="raised_steps")
    due_on = models.DateField()
    ladder = models.CharField(max_length=16, choices=Ladder.choices)
    step = models.CharField(max_length=24)
    due_since = models.DateField()
    raised_on = models.DateField()

    class Meta:
        """Once a clock, due day and step; an object reads its own; the leader's page reads the last days."""

        constraints = [
            models.UniqueConstraint(fields=["town", "clock", "due_on", "ladder", "step"], name="clocks_raised_once"),
        ]
        indexes = [
            models.Index(fields=["town", "owner_kind", "owner_id"], name="clocks_raised_owner"),
            models.Index(fields=["town", "ladder", "step", "raised_on"], name="clocks_raised_step"),
        ]
