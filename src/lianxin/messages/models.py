"""What the inbox stores."""

from django.db import models

from lianxin.db.base import TownOwned
from lianxin.messages.calendar.models import CalendarFeed
from lianxin.messages.channels.models import Channel, Delivery, OwnChoice

__all__ = ["CalendarFeed", "Channel", "Delivery", "Notice", "OwnChoice"]


class Notice(TownOwned):
    """One message to an address: an account, a role in the town or at a place, a unit, its head, a deputy.

    ``address`` is made by :mod:`lianxin.messages.addressing`.  ``sentence`` names what it says, ``facts`` (JSON) are
    the codes, numbers and ISO days it is filled with, without personal data: :mod:`lianxin.messages.sentences` makes
    the words in the language of the reader.  ``text`` is the finished Chinese sentence of older rows.  What it is
    about is opened through ``link``, where the usual policy holds.  Colleagues share the inbox of their role or unit:
    whoever marks a message as seen does so for all, under their name.  ``count`` is more than one where a day's
    messages of one sort were folded into one; then the object is the latest of them, and ``outbox_id`` the latest
    announcement.
    """

    address = models.CharField(max_length=80)
    verb = models.CharField(max_length=64)
    object_kind = models.CharField(max_length=32)
    object_id = models.BigIntegerField()
    sentence = models.CharField(max_length=80, blank=True)
    facts = models.TextField(blank=True)
    text = models.CharField(max_length=200, blank=True)
    link = models.CharField(max_length=200, blank=True)
    outbox_id = models.BigIntegerField()
    count = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by_label = models.CharField(max_length=120, blank=True)

    class Meta:
        """An announcement reaches an address once; inboxes read by address."""

        constraints = [models.UniqueConstraint(fields=["town", "outbox_id", "address"], name="messages_once")]
        indexes = [models.Index(fields=["town", "address", "seen_at"], name="messages_inbox")]
