"""Asked points and replies: a reply cannot be signed while a point has no answer or reason."""

from django.db import models

from lianxin.cases.models.case import Case
from lianxin.cases.models.opinion import Opinion
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.places.models import Unit


class AskedPoint(TownOwned):
    """One thing that was asked, set by hand from the words; superseded, never deleted."""

    case = TownForeignKey(Case, on_delete=models.PROTECT, related_name="points")
    opinion = TownForeignKey(Opinion, null=True, on_delete=models.PROTECT, related_name="points")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    dropped_at = models.DateTimeField(null=True)
    dropped_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        """Read with the case, in order."""

        indexes = [models.Index(fields=["town", "case", "order"], name="cases_point")]


class Reply(TownOwned):
    """One reply of the lead unit; round 1 is the first, round 2 the re-handling.

    ``no_reason`` is one of the five honest ways to say no (law, power, money, technical,
    conflicting wishes) with its required facts as JSON in ``no_facts``.  ``promise_on`` is the
    date the reply gives; signing turns it into a promise with a clock.
    """

    case = TownForeignKey(Case, on_delete=models.PROTECT, related_name="replies")
    unit = TownForeignKey(Unit, on_delete=models.PROTECT, related_name="replies")
    round = models.PositiveSmallIntegerField(default=1)
    text = models.TextField()
    scheme = models.CharField(max_length=16, default="SH4")
    scheme_version = models.CharField(max_length=16, blank=True)
    result_code = models.CharField(max_length=24)
    result_reason = models.CharField(max_length=500, blank=True)
    no_reason = models.CharField(max_length=24, blank=True)
    no_facts = models.TextField(default="{}")
    promise_text = models.CharField(max_length=500, blank=True)
    promise_on = models.DateField(null=True)
    drafted_at = models.DateTimeField()
    drafted_by_label = models.CharField(max_length=120)
    signed_at = models.DateTimeField(null=True)
    signed_by_label = models.CharField(max_length=120, blank=True)
    sent_back_reason = models.CharField(max_length=300, blank=True)
    superseded = models.BooleanField(default=False)

    class Meta:
        """Read with the case."""

        indexes = [models.Index(fields=["town", "case", "id"], name="cases_reply_of")]


class PointAnswer(TownOwned):
    """The answer to one asked point, or the stated reason why there is none.

    A point may have a result, an honest "no" and a promise of its own; where it has none, those of
    the reply count.
    """

    reply = TownForeignKey(Reply, on_delete=models.PROTECT, related_name="answers")
    point = TownForeignKey(AskedPoint, on_delete=models.PROTECT, related_name="answers")
    answer = models.TextField(blank=True)
    no_answer_reason = models.CharField(max_length=300, blank=True)
    result_code = models.CharField(max_length=24, blank=True)
    no_reason = models.CharField(max_length=24, blank=True)
    no_facts = models.TextField(default="{}")
    promise_text = models.CharField(max_length=500, blank=True)
    promise_on = models.DateField(null=True)

    class Meta:
        """One answer a point and reply."""

        constraints = [models.UniqueConstraint(fields=["town", "reply", "point"], name="cases_point_answer")]
