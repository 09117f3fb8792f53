"""What the office issues about a round: the address of its hall page, and the words of its closing summary."""

from django.db import models

from lianxin.contact.models.round import Round
from lianxin.core.ids import random_token
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey


class HallLink(TownOwned):
    """The address under which a large screen shows a round: counts only, no right to anything else.

    The office issues it and takes it back; a withdrawn one shows nothing any more.
    """

    round = TownForeignKey(Round, on_delete=models.PROTECT, related_name="hall_links")
    token = models.CharField(max_length=43, default=random_token)
    issued_at = models.DateTimeField()
    issued_by_label = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A token finds its round; the links of a round are read together."""

        constraints = [models.UniqueConstraint(fields=["town", "token"], name="contact_hall_token")]
        indexes = [models.Index(fields=["town", "round", "id"], name="contact_hall_of")]


class RoundText(TownOwned):
    """The words of the 活动总结 as the office wrote them; the newest holds, earlier ones stay."""

    round = TownForeignKey(Round, on_delete=models.PROTECT, related_name="texts")
    text = models.TextField()
    made_at = models.DateTimeField()
    made_by_label = models.CharField(max_length=120)

    class Meta:
        """The newest of a round holds."""

        indexes = [models.Index(fields=["town", "round", "id"], name="contact_text_of")]
