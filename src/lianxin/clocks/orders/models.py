"""What is stored of pressing by people: the government's orders to units, the congress's steps to the government."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.clocks.orders import workflow as w
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.places.models import Unit


class OrderState(models.TextChoices):
    """The states of an order in words."""

    DRAFT = w.DRAFT, _("待签发")
    ISSUED = w.ISSUED, _("已签发，等回复")
    ANSWERED = w.ANSWERED, _("已回复，等核实")
    LIFTED = w.LIFTED, _("已解除")
    DISCARDED = w.DISCARDED, _("不签发")
    WITHDRAWN = w.WITHDRAWN, _("已撤回")


class Evidence(models.TextChoices):
    """By what an order may be lifted (design §2.8: photo or document, or a second person's statement)."""

    ATTACHMENT = "attachment", _("照片或文件")
    REPLY = "reply", _("签发以后又签发的正式答复")
    STATEMENT = "statement", _("另一个人当面或电话证实")


class SupervisionOrder(TownOwned):
    """A 督办单: the government desk demands something of one unit by a day.

    ``step`` is the step of the government's ladder (``oversee``, ``leader``); ``verb`` how the unit is addressed (交办,
    商请).  ``number`` is given when it is signed.  ``overdue_days`` are working days past the due day on the day it was
    signed.  ``leader_label`` names the leader who has taken the matter on (领导包案).  ``issuer_role`` may lift it.
    """

    number = models.CharField(max_length=32, blank=True)
    step = models.CharField(max_length=24)
    state = models.CharField(max_length=12, choices=OrderState.choices, default=OrderState.DRAFT)
    unit = TownForeignKey(Unit, on_delete=models.PROTECT, related_name="supervision_orders")
    verb = models.CharField(max_length=8)
    title = models.CharField(max_length=120)
    demand = models.TextField()
    overdue_days = models.PositiveSmallIntegerField(default=0)
    answer_n = models.PositiveSmallIntegerField()
    drafted_by_system = models.BooleanField(default=False)
    drafted_at = models.DateTimeField()
    drafted_by_label = models.CharField(max_length=120)
    leader_label = models.CharField(max_length=60, blank=True)
    issuer_role = models.CharField(max_length=24, blank=True)
    issued_at = models.DateTimeField(null=True)
    issued_by_label = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_label = models.CharField(max_length=120, blank=True)
    sent_back_reason = models.CharField(max_length=500, blank=True)
    evidence = models.CharField(max_length=12, choices=Evidence.choices, blank=True)
    evidence_text = models.TextField(blank=True)
    witness = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_label = models.CharField(max_length=120, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    @property
    def unit_ids(self) -> frozenset[int]:
        """The unit addressed (policies of units ask this)."""
        unit_id: int = self.unit_id
        return frozenset({unit_id})

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to move it."""
        return self.state in w.OPEN_ORDERS

    class Meta:
        """The desk reads by state and day, a unit its own."""

        indexes = [
            models.Index(fields=["town", "state", "due_on", "id"], name="clocks_order_state"),
            models.Index(fields=["town", "unit", "state", "id"], name="clocks_order_unit"),
        ]


class OrderMatter(TownOwned):
    """A matter an order is about; ``dropped_on`` when it no longer needed pressing before the order was signed."""

    order = TownForeignKey(SupervisionOrder, on_delete=models.PROTECT, related_name="matters")
    owner_kind = models.CharField(max_length=32)
    owner_id = models.BigIntegerField()
    dropped_on = models.DateField(null=True)

    class Meta:
        """A matter stands once on an order; a matter reads its orders."""

        constraints = [
            models.UniqueConstraint(fields=["town", "order", "owner_kind", "owner_id"], name="clocks_order_matter"),
        ]
        indexes = [models.Index(fields=["town", "owner_kind", "owner_id"], name="clocks_order_matter_of")]


class CongressState(models.TextChoices):
    """The states of a congress step in words."""

    DRAFT = w.DRAFT, _("待启动")
    STARTED = w.STARTED, _("已启动")
    REPORTED = w.REPORTED, _("镇政府已回复")
    CONCLUDED = w.CONCLUDED, _("已办结")
    DROPPED = w.DROPPED, _("不启动")


class CongressStep(TownOwned):
    """A step of the congress's own ladder, addressed to the town government and never to a department.

    ``decided_by`` names who of the presidium (or that the chair) decided it, ``decided_on`` when; ``held_on`` the day
    of an inspection or of the presidium's meeting; ``outcome`` what came of it, in the congress office's words.
    """

    number = models.CharField(max_length=32, blank=True)
    step = models.CharField(max_length=24)
    state = models.CharField(max_length=12, choices=CongressState.choices, default=CongressState.DRAFT)
    title = models.CharField(max_length=120)
    ask = models.TextField()
    answer_n = models.PositiveSmallIntegerField(null=True)
    drafted_by_system = models.BooleanField(default=False)
    drafted_at = models.DateTimeField()
    drafted_by_label = models.CharField(max_length=120)
    decided_by = models.CharField(max_length=120, blank=True)
    decided_on = models.DateField(null=True)
    started_at = models.DateTimeField(null=True)
    started_by_label = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True)
    report = models.TextField(blank=True)
    reported_at = models.DateTimeField(null=True)
    reported_by_label = models.CharField(max_length=120, blank=True)
    held_on = models.DateField(null=True)
    outcome = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_label = models.CharField(max_length=120, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to move it."""
        return self.state in w.OPEN_STEPS

    class Meta:
        """The office reads by state and day."""

        indexes = [models.Index(fields=["town", "state", "due_on", "id"], name="clocks_congress_state")]


class CongressMatter(TownOwned):
    """A matter a congress step is about."""

    step = TownForeignKey(CongressStep, on_delete=models.PROTECT, related_name="matters")
    owner_kind = models.CharField(max_length=32)
    owner_id = models.BigIntegerField()
    dropped_on = models.DateField(null=True)

    class Meta:
        """A matter stands once on a step; a matter reads its steps."""

        constraints = [
            models.UniqueConstraint(fields=["town", "step", "owner_kind", "owner_id"], name="clocks_congress_matter"),
        ]
        indexes = [models.Index(fields=["town", "owner_kind", "owner_id"], name="clocks_congress_matter_of")]
