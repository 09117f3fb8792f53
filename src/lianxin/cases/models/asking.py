"""A deputy asks the congress to press: the office answers what it did about it."""

from django.db import models

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.deputies.models import Deputy


class DeputyAsk(TownOwned):
    """One request of one deputy about one matter or suggestion.

    A deputy presses nobody: the congress has its own means (反映并督促办理), and says here which it took.
    """

    object_kind = models.CharField(max_length=32)
    object_id = models.BigIntegerField()
    deputy = TownForeignKey(Deputy, on_delete=models.PROTECT, related_name="asks")
    text = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_label = models.CharField(max_length=120, blank=True)

    class Meta:
        """Read with the thing; the office reads the unanswered ones."""

        indexes = [
            models.Index(fields=["town", "object_kind", "object_id"], name="cases_ask_object"),
            models.Index(fields=["town", "answered_at", "id"], name="cases_ask_open"),
        ]
