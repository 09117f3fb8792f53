"""交接: who leaves, who takes over, and what passed to whom; the original deputy stays named everywhere.

Open matters, suggestions and promises of a deputy whose mandate ended pass to a successor (接续代表).  The rows here
say what happened; rooms above keep a copy of the successors on their own rows (``estates``).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.deputies.models.register import Deputy, Level, Mandate, Term
from lianxin.places.models import Place


class HandoverKind(models.TextChoices):
    """Why there is something to hand over."""

    TERM = "term", _("换届")
    ONE = "one", _("一位代表离任")


class HandoverState(models.TextChoices):
    """Where a handover stands; between two lines it can stop and go on."""

    OPEN = "open", _("在准备")
    WAITING = "waiting", _("排队中")
    RUNNING = "running", _("正在交接")
    FAILED = "failed", _("中途停下")
    DONE = "done", _("交接完了")


class Handover(TownOwned):
    """One change of term of one congress, or one deputy who leaves before the term ends.

    ``day`` is the first day on which the successors are in charge.
    """

    kind = models.CharField(max_length=8, choices=HandoverKind)
    level = models.CharField(max_length=16, choices=Level)
    old_term = TownForeignKey(Term, on_delete=models.PROTECT, related_name="handed_over")
    new_term = TownForeignKey(Term, null=True, blank=True, on_delete=models.PROTECT, related_name="taken_over")
    day = models.DateField()
    state = models.CharField(max_length=8, choices=HandoverState, default=HandoverState.OPEN)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=32, blank=True, help_text="account that pressed, for the worker")
    made_by_label = models.CharField(max_length=120)
    touched_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        """Read by the term; the worker finds what it left."""

        indexes = [
            models.Index(fields=["town", "old_term"], name="deputies_handover_term"),
            models.Index(fields=["town", "state", "touched_at"], name="deputies_handover_state"),
        ]


class Fate(models.TextChoices):
    """What the change means for one deputy."""

    CONTINUES = "continues", _("连任")
    ELSEWHERE = "elsewhere", _("仍是别级代表")
    LEAVES = "leaves", _("离任")
    NEW = "new", _("新任")


class Basis(models.TextChoices):
    """Why exactly this successor."""

    CONSTITUENCY = "constituency", _("同一选区")
    CONTACT = "contact", _("同一联系社区")
    HAND = "hand", _("人大办指定")


class HandoverLine(TownOwned):
    """One deputy in one handover; a leaving city deputy has a line for each contact community (``place``)."""

    handover = TownForeignKey(Handover, on_delete=models.PROTECT, related_name="lines")
    deputy = TownForeignKey(Deputy, on_delete=models.PROTECT, related_name="handover_lines")
    mandate = TownForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="handover_lines")
    fate = models.CharField(max_length=12, choices=Fate)
    place = TownForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="handover_lines")
    successor = TownForeignKey(Deputy, null=True, blank=True, on_delete=models.PROTECT, related_name="takes_over")
    basis = models.CharField(max_length=16, choices=Basis, blank=True)
    sort = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Read with the handover, in order."""

        indexes = [
            models.Index(fields=["town", "handover", "sort"], name="deputies_line_handover"),
            models.Index(fields=["town", "deputy"], name="deputies_line_deputy"),
        ]


class Passed(TownOwned):
    """One thing that passed from one deputy to another; without a successor it waits in the office's list.

    ``line`` is empty for what the office gave to somebody by hand, outside a handover.
    """

    line = TownForeignKey(HandoverLine, null=True, blank=True, on_delete=models.PROTECT, related_name="passed")
    object_kind = models.CharField(max_length=32)
    object_id = models.BigIntegerField()
    deputy = TownForeignKey(Deputy, on_delete=models.PROTECT, related_name="gave")
    successor = TownForeignKey(Deputy, null=True, blank=True, on_delete=models.PROTECT, related_name="took")
    made_at = models.DateTimeField()
    made_by_label = models.CharField(max_length=120)

    class Meta:
        """Found by the thing, by who gave it and by who took it."""

        indexes = [
            models.Index(fields=["town", "object_kind", "object_id"], name="deputies_passed_object"),
            models.Index(fields=["town", "line"], name="deputies_passed_line"),
            models.Index(fields=["town", "successor", "object_kind"], name="deputies_passed_to"),
        ]
