"""What the town has decided to show, to whom, from when to when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.core.ids import random_token
from lianxin.db.base import TownOwned


class Audience(models.TextChoices):
    """Who may see a publication."""

    PUBLIC = "public", _("向社会公开")
    NEIGHBOURHOOD = "neighbourhood", _("在居民区张贴")
    DEPUTIES = "deputies", _("向人大代表通报")
    HALL = "hall", _("在展厅展示")


class Publication(TownOwned):
    """A text about an object that somebody approved for an audience; never made by the machine itself.

    The text is its own, reviewed text and not a view of the object.  ``shown_from`` and ``shown_to`` are
    inclusive civil dates (no end: until withdrawn).  A new text is a new row that ``supersedes`` the old one;
    a withdrawal keeps the row and says why.
    """

    object_kind = models.CharField(max_length=32)
    object_id = models.BigIntegerField()
    audience = models.CharField(max_length=16, choices=Audience)
    token = models.CharField(max_length=40, default=random_token)
    title = models.CharField(max_length=120)
    text = models.TextField()
    shown_from = models.DateField()
    shown_to = models.DateField(null=True)
    approved_by_kind = models.CharField(max_length=16)
    approved_by_id = models.CharField(max_length=64, blank=True)
    approved_by_label = models.CharField(max_length=120)
    approved_at = models.DateTimeField()
    supersedes_id = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_label = models.CharField(max_length=120, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        """Found by token, listed by object and by audience."""

        constraints = [models.UniqueConstraint(fields=["town", "token"], name="records_publication_token")]
        indexes = [
            models.Index(fields=["town", "object_kind", "object_id"], name="records_publication_object"),
            models.Index(fields=["town", "audience", "withdrawn_at", "shown_from"], name="records_publication_shown"),
        ]
