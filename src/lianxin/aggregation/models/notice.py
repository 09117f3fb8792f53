"""Hot issues that a decision made public: frozen rows without a person in them, and how they were taken back."""

from django.db import models

from lianxin.db.base import TownOwned


class HotNotice(TownOwned):
    """What residents may read of hot issues: internal until somebody with the right decides, with reference and day.

    ``rows`` are the public lines as they were decided (name, people, places, unit, state), never recomputed:
    later voices change nothing that was shown.  ``kept_back`` counts the issues left out because too few people speak
    in them.
    """

    n = models.PositiveIntegerField()
    title = models.CharField(max_length=80)
    since = models.DateField()
    until = models.DateField()
    decided_by = models.CharField(max_length=80)
    decided_on = models.DateField()
    reference = models.CharField(max_length=120)
    rows = models.TextField()
    kept_back = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField()
    published_by_label = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_label = models.CharField(max_length=120, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        """Numbered; the public page reads the newest that were not taken back."""

        constraints = [models.UniqueConstraint(fields=["town", "n"], name="aggregation_notice_n")]
        indexes = [models.Index(fields=["town", "withdrawn_at", "-id"], name="aggregation_public")]

    def __str__(self) -> str:
        """Its number."""
        return str(self.n)
