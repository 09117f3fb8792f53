"""Photos and documents that belong to an object of some room."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.core.ids import random_token
from lianxin.db.base import TownOwned


class AttachmentKind(models.TextChoices):
    """What a file is for a person: something to look at, or something to read."""

    PHOTO = "photo", _("照片")
    DOCUMENT = "document", _("文件")


class Attachment(TownOwned):
    """One file.

    The bytes lie in the media folder under their SHA-256 (``path`` is relative to it), so the same file is
    stored once.  ``token`` stands in the address.  A photo is re-encoded without its camera data; a
    *sealed* attachment is the untouched original of an inspection and is never shown, only proved by
    its hash.  ``quota_key`` names whose upload limit it counts against.  When retention or a resident
    asks for it the bytes go (``erased_at``), the row with the hash stays.
    """

    owner_kind = models.CharField(max_length=32)
    owner_id = models.BigIntegerField()
    kind = models.CharField(max_length=12, choices=AttachmentKind)
    token = models.CharField(max_length=40, default=random_token)
    name = models.CharField(max_length=120)
    mime = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=120)
    thumb_path = models.CharField(max_length=120, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    sealed = models.BooleanField(default=False)
    uploaded_by_kind = models.CharField(max_length=16)
    uploaded_by_id = models.CharField(max_length=64, blank=True)
    uploaded_by_label = models.CharField(max_length=120)
    quota_key = models.CharField(max_length=64, blank=True)
    uploaded_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        """Found by token, listed by owner, counted by quota key."""

        constraints = [models.UniqueConstraint(fields=["town", "token"], name="records_attachment_token")]
        indexes = [
            models.Index(fields=["town", "owner_kind", "owner_id"], name="records_attachment_owner"),
            models.Index(fields=["town", "quota_key", "uploaded_at"], name="records_attachment_quota"),
            models.Index(fields=["town", "sha256"], name="records_attachment_sha"),
        ]
