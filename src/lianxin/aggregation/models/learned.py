"""A model that was learned from what people of the town confirmed: plain numbers, with its figures."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.db.base import TownOwned


class LearnedKind(models.TextChoices):
    """What a model says."""

    CLASSES = "classes", _("分类")
    PAIRS = "pairs", _("是不是同一件事")


class LearnedState(models.TextChoices):
    """What became of a model."""

    USED = "used", _("正在用")
    REPLACED = "replaced", _("已被更新的替换")
    REFUSED = "refused", _("不比原来的好，没有用")
    WITHDRAWN = "withdrawn", _("已退回")


class Learned(TownOwned):
    """One learned model. ``weights`` are numbers and pieces of masked words; ``figures`` how it did on the own sample.

    ``labels`` is how many confirmed answers it was learned from, ``sample`` how many it was measured on; both models
    of a comparison were measured on the same sample, which neither had learned from.
    """

    kind = models.CharField(max_length=12, choices=LearnedKind)
    n = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=LearnedState)
    engine = models.CharField(max_length=16)
    weights = models.TextField()
    figures = models.TextField(default="{}")
    labels = models.PositiveIntegerField()
    sample = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by_label = models.CharField(max_length=120, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        """Numbered by kind; the one in use is found by its state."""

        constraints = [models.UniqueConstraint(fields=["town", "kind", "n"], name="aggregation_learned_n")]
        indexes = [models.Index(fields=["town", "kind", "state"], name="aggregation_learned_used")]

    def __str__(self) -> str:
        """Kind and number."""
        return f"{self.kind} {self.n}"
