"""How hot an issue was on a day, with all parts."""

from django.db import models

from lianxin.cases.models import Issue
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey


class IssueHeat(TownOwned):
    """The heat of an issue on a civil day: people × recency × neighbourhoods + seriousness; repeats stand apart."""

    issue = TownForeignKey(Issue, on_delete=models.CASCADE, related_name="heats")
    day = models.DateField()
    engine = models.CharField(max_length=16)
    value = models.FloatField()
    people = models.PositiveIntegerField()
    recency = models.FloatField()
    places = models.PositiveIntegerField()
    spread = models.FloatField()
    serious = models.FloatField()
    messages = models.PositiveIntegerField()
    repeats = models.PositiveIntegerField()

    class Meta:
        """One for each issue and day."""

        constraints = [models.UniqueConstraint(fields=["town", "issue", "day"], name="aggregation_heat")]
        indexes = [models.Index(fields=["town", "day", "-value"], name="aggregation_hottest")]
