"""What the room stores: visits, the phones on them, what arrived, and photos that are still on their way.

The payload of an item is not kept here: the object it became holds it, under that room's rules of erasure.
"""

from django.db import models

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.people.models import AccessLink


class Visit(TownOwned):
    """Somebody's going out: one visit link (a group on a day), or one account that records again and again.

    ``code`` are the four signs that stand first on every slip of the visit.  ``link`` is set for visit links;
    ``actor_id`` for accounts.
    """

    code = models.CharField(max_length=4)
    link = TownForeignKey(AccessLink, null=True, blank=True, on_delete=models.PROTECT, related_name="visits")
    actor_id = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=60, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by_label = models.CharField(max_length=120)

    class Meta:
        """A code names one visit of a town for ever."""

        constraints = [models.UniqueConstraint(fields=["town", "code"], name="field_visit_code")]
        indexes = [
            models.Index(fields=["town", "link"], name="field_visit_link"),
            models.Index(fields=["town", "actor_id"], name="field_visit_actor"),
        ]

    def __str__(self) -> str:
        """The code."""
        return self.code


class Seat(TownOwned):
    """One phone on a visit: the recorder's number (1–99) that keeps its slips apart from those of other phones.

    ``device_digest`` is the hash of a random key that only the phone knows.
    """

    visit = TownForeignKey(Visit, on_delete=models.PROTECT, related_name="seats")
    recorder = models.PositiveSmallIntegerField()
    device_digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        """A number and a phone stand once a visit."""

        constraints = [
            models.UniqueConstraint(fields=["town", "visit", "recorder"], name="field_seat_recorder"),
            models.UniqueConstraint(fields=["town", "visit", "device_digest"], name="field_seat_device"),
        ]


class Item(TownOwned):
    """One record that arrived from a phone, and what it became.

    ``key`` is the phone's 128-bit key; ``digest`` covers the whole envelope with a salt that only the phone knows.
    ``captured_at`` is the phone's own time; ``clock_skew`` says by how many seconds the server's clock was ahead of the
    phone's when the item was sent.  ``pin_digest`` guards the way from the slip to the status page; ``photos`` are the
    hashes the envelope announced.
    """

    key = models.CharField(max_length=32)
    kind = models.CharField(max_length=32)
    version = models.PositiveSmallIntegerField()
    slip = models.CharField(max_length=16, blank=True)
    pin_salt = models.CharField(max_length=64, blank=True)
    pin_digest = models.CharField(max_length=64, blank=True)
    captured_at = models.DateTimeField()
    clock_skew = models.IntegerField(default=0)
    received_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    photos = models.TextField(blank=True)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=120)
    result_kind = models.CharField(max_length=32)
    result_id = models.BigIntegerField()
    number = models.CharField(max_length=32, blank=True)

    class Meta:
        """A key stands once; a slip is looked up."""

        constraints = [models.UniqueConstraint(fields=["town", "key"], name="field_item_key")]
        indexes = [
            models.Index(fields=["town", "slip"], name="field_item_slip"),
            models.Index(fields=["town", "actor_kind", "actor_id", "received_at"], name="field_item_actor"),
        ]

    def __str__(self) -> str:
        """What people call it."""
        return self.slip or self.number or self.key

    @property
    def photo_hashes(self) -> tuple[str, ...]:
        """The SHA-256 of every photo that belongs to the item."""
        return tuple(self.photos.split())


class Upload(TownOwned):
    """One photo of an item on its way: how many bytes of it have arrived.

    The bytes lie beside the media folder's files until the photo is whole and checked.  ``attachment_id`` is set when
    it has become an attachment, ``refusal`` when it was whole and is no photo.
    """

    item = TownForeignKey(Item, on_delete=models.PROTECT, related_name="uploads")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=120, blank=True)
    owner = models.CharField(max_length=90)
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    attachment_id = models.BigIntegerField(null=True, blank=True)
    refusal = models.CharField(max_length=200, blank=True)

    class Meta:
        """A photo travels once an item; quotas count by owner and time."""

        constraints = [models.UniqueConstraint(fields=["town", "item", "sha256"], name="field_upload_photo")]
        indexes = [models.Index(fields=["town", "owner", "begun_at"], name="field_upload_owner")]
