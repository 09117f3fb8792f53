"""A role held in a town: where, for which unit, from when to when."""

from django.db import models

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.people.models.account import Account
from lianxin.places.models import Place, Unit


class RoleGrant(TownOwned):
    """One grant of one role.

    ``valid_from`` and ``valid_to`` are inclusive civil dates; ``ended_at`` ends it at once.  ``place``
    empty means the whole town.  Grants are ended, never deleted.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants", db_index=False)
    role = models.CharField(max_length=24)
    place = TownForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="role_grants")
    unit = TownForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="role_grants")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200)
    granted_by_label = models.CharField(max_length=120)
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        """Read by account at each request, and by role on the security administrator's list."""

        indexes = [
            models.Index(fields=["town", "account"], name="people_grant_account"),
            models.Index(fields=["town", "role", "valid_to"], name="people_grant_role"),
        ]
