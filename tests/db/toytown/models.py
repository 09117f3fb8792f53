"""Matters, their events, and what hangs on them."""

from django.db import models

from lianxin.db.base import Reference, TownOwned
from lianxin.db.fields import TownForeignKey


class Kind(Reference):
    """A reference table: the same for every town."""

    name = models.CharField(max_length=20, unique=True)


class Matter(TownOwned):
    """A town-owned table that others point to."""

    number = models.CharField(max_length=20)
    title = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, default="open")
    points = models.IntegerField(default=0)
    kind = models.ForeignKey(Kind, models.PROTECT, null=True, related_name="matters", db_index=False)
    parent = TownForeignKey("self", models.SET_NULL, null=True, related_name="children")
    labels = models.ManyToManyField("Label", through="MatterLabel", related_name="matters")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "number"], name="toytown_matter_number")]
        indexes = [models.Index(fields=["town", "parent"], name="toytown_matter_parent")]


class Event(TownOwned):
    """A town-owned table that points to another one and dies with it."""

    matter = TownForeignKey(Matter, models.CASCADE, related_name="events")
    seq = models.IntegerField(default=1)
    kind = models.CharField(max_length=20, default="note")
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "matter", "seq"], name="toytown_event_seq")]


class Label(TownOwned):
    """The far side of a link table."""

    name = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "name"], name="toytown_label_name")]


class MatterLabel(TownOwned):
    """A link table: town-owned and written out."""

    matter = TownForeignKey(Matter, models.CASCADE, related_name="links")
    label = TownForeignKey(Label, models.PROTECT, related_name="links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "matter", "label"], name="toytown_link")]
        indexes = [models.Index(fields=["town", "label"], name="toytown_link_label")]
