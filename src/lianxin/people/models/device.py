"""Devices people chose to trust, so that the short code or the second step is not asked every time."""

from django.db import models

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.people.models.access_link import AccessLink
from lianxin.people.models.account import Account


class TrustedDevice(TownOwned):
    """One browser on one device, tied to one account; for a deputy also to the link it came with.

    With a link it saves the short code, without one the second step after the password.
    The cookie holds a random token, the row its SHA-256.  ``label`` is what the person chose to call
    it; no fingerprint of the device is kept.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="trusted_devices", db_index=False)
    link = TownForeignKey(AccessLink, null=True, blank=True, on_delete=models.PROTECT, related_name="trusted_devices")
    label = models.CharField(max_length=60, blank=True)
    token_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Found by its hash within the town; listed by account."""

        constraints = [models.UniqueConstraint(fields=["town", "token_hash"], name="people_device_token")]
        indexes = [models.Index(fields=["town", "account"], name="people_device_account")]
