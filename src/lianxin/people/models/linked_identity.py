"""Which identity of the organisation's own sign-in service belongs to which account."""

from django.db import models

from lianxin.db.base import Reference
from lianxin.people.models.account import Account


class LinkedIdentity(Reference):
    """One identity at one issuer, linked by the person who holds both.

    ``digest`` covers issuer and subject; neither name nor address nor role of the provider is kept.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="linked_identities")
    issuer = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    linked_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
