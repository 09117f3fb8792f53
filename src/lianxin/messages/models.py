"""What the inbox stores."""

from django.db import models

from lianxin.db.base import TownOwned


class Notice(TownOwned):
    """One message to an address: an account, a role, or a unit.

    ``address`` is ``account:7``, ``role:congress_office`` or ``unit:123``.  ``text`` is a finished Chinese sentence
    without personal data; what it is about is opened through ``link``, where the usual policy holds.  Colleagues share
    the inbox of their role or unit: whoever marks a message as seen does so for all, under their name.
    """

    address = models.CharField(max_length=80)
    verb = models.CharField(max_length=64)
    object_kind = models.CharField(max_length=32)
    object_id = models.BigIntegerField()
    text = models.CharField(max_length=200)
    link = models.CharField(max_length=200, blank=True)
    outbox_id = models.BigIntegerField()
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by_label = models.CharField(max_length=120, blank=True)

    class Meta:
        """An announcement reaches an address once; inboxes read by address."""

        constraints = [models.UniqueConstraint(fields=["town", "outbox_id", "address"], name="messages_once")]
        indexes = [models.Index(fields=["town", "address", "seen_at"], name="messages_inbox")]
