"""The keys of other systems."""

from django.db import models

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.places.models import Place, Unit


class ApiKey(TownOwned):
    """One key of one system.

    It holds one role, at a place or for a unit, like a grant of a person, and the scopes (separated by a space) it may
    be used for.  ``token_digest`` is the SHA-256 of the key; the key itself exists only on the page it was shown on.
    """

    label = models.CharField(max_length=80)
    owner = models.CharField(max_length=120)
    role = models.CharField(max_length=24)
    place = TownForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="api_keys")
    unit = TownForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="api_keys")
    scopes = models.CharField(max_length=200)
    token_digest = models.CharField(max_length=64)
    token_start = models.CharField(max_length=12)
    issued_at = models.DateTimeField()
    issued_by_label = models.CharField(max_length=120)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        """Found by its digest within the town."""

        constraints = [models.UniqueConstraint(fields=["town", "token_digest"], name="api_key_token")]

    def __str__(self) -> str:
        """The name people gave it."""
        return self.label

    @property
    def scope_list(self) -> tuple[str, ...]:
        """The scopes, one by one."""
        return tuple(self.scopes.split())
