"""Passkeys: keys that a phone, a computer or a security stick keeps for one account (WebAuthn)."""

from django.db import models

from lianxin.db.base import Reference
from lianxin.people.models.account import Account


class Passkey(Reference):
    """One passkey.

    ``credential`` is what the device told about its key (attested credential data, Base64), public by nature;
    ``digest`` finds it by the key's id.  ``sign_count`` is the device's own counter: where it does not grow the key was
    copied, and ``suspended_at`` ends it.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="passkeys")
    name = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, unique=True)
    credential = models.TextField()
    sign_count = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
