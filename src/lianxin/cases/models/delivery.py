"""Answers carried to the door: one run a neighbourhood and day, one slip an answer and person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.cases.models.case import Case
from lianxin.cases.models.opinion import Opinion
from lianxin.cases.models.promise import PromiseNote
from lianxin.cases.models.reply import Reply
from lianxin.cases.models.verdict import Result, Verdict
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.places.models import Place


class Outcome(models.TextChoices):
    """What became of a slip at the door."""

    PENDING = "pending", _("还没送")
    DELIVERED = "delivered", _("送到了")
    NOT_HOME = "not_home", _("家里没人")
    REFUSED = "refused", _("本人不收")
    MOVED = "moved", _("已搬走")


class DeliveryRun(TownOwned):
    """Slips printed together for one neighbourhood: who carries them, on which day.

    ``carrier_label`` is an office's or a function's name (“3 号楼楼组长”), never needed to be a person's.
    ``token_digest`` is that of the run's carrying link, by which whoever carries marks a slip; it dies when the run is
    closed or on ``carry_until``.
    """

    number = models.CharField(max_length=32)
    place = TownForeignKey(Place, on_delete=models.PROTECT, related_name="delivery_runs")
    place_path = models.CharField(max_length=200)
    day = models.DateField()
    carrier_label = models.CharField(max_length=60, blank=True)
    token_digest = models.CharField(max_length=64)
    carry_until = models.DateField()
    made_at = models.DateTimeField()
    made_by_label = models.CharField(max_length=120)
    closed_at = models.DateTimeField(null=True)
    closed_by_label = models.CharField(max_length=120, blank=True)

    class Meta:
        """Numbers are unique; the list reads by place and day."""

        constraints = [models.UniqueConstraint(fields=["town", "number"], name="cases_run_number")]
        indexes = [
            models.Index(fields=["town", "place_path", "day"], name="cases_run_place"),
            models.Index(fields=["town", "token_digest"], name="cases_run_token"),
        ]


class DeliveryItem(TownOwned):
    """One slip of a run: which answer (or news of a promise) to whom, and what came of it.

    ``number`` is what stands on the slip and is typed at the desk: ``run-number/order``.  The slip itself names nobody.
    """

    run = TownForeignKey(DeliveryRun, on_delete=models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField()
    case = TownForeignKey(Case, on_delete=models.PROTECT, related_name="deliveries")
    opinion = TownForeignKey(Opinion, on_delete=models.PROTECT, related_name="deliveries")
    reply = TownForeignKey(Reply, null=True, on_delete=models.PROTECT, related_name="slips")
    note = TownForeignKey(PromiseNote, null=True, on_delete=models.PROTECT, related_name="slips")
    building_label = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.PENDING)
    marked_at = models.DateTimeField(null=True)
    marked_by_label = models.CharField(max_length=120, blank=True)
    marked_via = models.CharField(max_length=8, blank=True, help_text="desk/link")
    tick = models.CharField(max_length=12, choices=Result.choices, blank=True)
    verdict = TownForeignKey(Verdict, null=True, on_delete=models.PROTECT, related_name="slips")

    @property
    def is_news(self) -> bool:
        """Whether the slip tells news of a promise; else it carries an answer."""
        note_id: int | None = self.note_id
        return note_id is not None

    def is_about(self, reply: Reply | None) -> bool:
        """Whether ``reply``, the answer that counts now, is the one on the slip; news outlive answers."""
        own: int | None = self.reply_id
        return self.is_news or own == (reply.pk if reply is not None else None)

    class Meta:
        """Read with the run, in order; a case finds its slips."""

        constraints = [models.UniqueConstraint(fields=["town", "run", "order"], name="cases_run_order")]
        indexes = [models.Index(fields=["town", "case", "id"], name="cases_slip_of")]
