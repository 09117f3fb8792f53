"""Two opinions that may speak of one matter: what the engine says, what a person said."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.aggregation.models.learned import Learned
from lianxin.cases.models import Case, Issue, Opinion
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey


class LikenessState(models.TextChoices):
    """What is known of a pair."""

    OPEN = "open", _("等人看")
    SAME = "same", _("是同一件事")
    DIFFERENT = "different", _("不是同一件事")
    LATER = "later", _("以后再看")


class Likeness(TownOwned):
    """A question to a person: is this the same matter?  Asked once; "not the same" is never asked again.

    ``score`` is the engine's (a probability where ``learned`` is named), ``value`` the order in which it is worth
    asking.  ``reasons`` are codes, ``numbers`` what the score was made of; after the engine
    changed they are counted anew for what people answered (``numbers_by``), so that nothing is lost for learning, while
    score and ``engine`` stay those the answer was given to.  ``joined`` is the issue an answer led to, ``moved`` the
    matters it moved, so that the answer can be taken back.
    """

    earlier = TownForeignKey(Opinion, on_delete=models.CASCADE, related_name="likened_later")
    later = TownForeignKey(Opinion, on_delete=models.CASCADE, related_name="likened_earlier")
    earlier_case = TownForeignKey(Case, on_delete=models.PROTECT, related_name="likened_later")
    later_case = TownForeignKey(Case, on_delete=models.PROTECT, related_name="likened_earlier")
    score = models.FloatField()
    value = models.FloatField()
    where = models.CharField(max_length=12)
    veto = models.CharField(max_length=12, blank=True)
    reasons = models.TextField(default="[]")
    numbers = models.TextField(default="[]")
    engine = models.CharField(max_length=16)
    numbers_by = models.CharField(max_length=16, blank=True, help_text="the engine that counted the numbers anew")
    learned = TownForeignKey(Learned, null=True, on_delete=models.PROTECT, related_name="likenesses")
    state = models.CharField(max_length=12, choices=LikenessState, default=LikenessState.OPEN)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by_label = models.CharField(max_length=120, blank=True)
    by_machine = models.BooleanField(default=False, help_text="a near-copy that time joined")
    joined = TownForeignKey(Issue, null=True, on_delete=models.PROTECT, related_name="likenesses")
    moved = models.TextField(default="[]")

    class Meta:
        """A pair once; the queue reads by state and value, a matter by its case."""

        constraints = [models.UniqueConstraint(fields=["town", "earlier", "later"], name="aggregation_likeness_once")]
        indexes = [
            models.Index(fields=["town", "state", "-value", "id"], name="aggregation_queue"),
            models.Index(fields=["town", "earlier_case", "state"], name="aggregation_like_earlier"),
            models.Index(fields=["town", "later_case", "state"], name="aggregation_like_later"),
            models.Index(fields=["town", "decided_at"], name="aggregation_decided"),
        ]
