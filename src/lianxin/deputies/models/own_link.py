"""The link behind which a deputy reads what became of what it brought: read only, and never a way of signing in."""

from django.db import models

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.deputies.models.register import Deputy


class OwnLink(TownOwned):
    """One link of one deputy.

    Only the digest of the token is stored.  The link opens one page and nothing else; it holds until it is revoked or
    runs out, also after the mandate has ended (ADR 11).
    """

    deputy = TownForeignKey(Deputy, on_delete=models.PROTECT, related_name="own_links")
    token_hash = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by_label = models.CharField(max_length=120)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_because = models.CharField(max_length=200, blank=True)

    class Meta:
        """Found by its digest; listed by the deputy."""

        constraints = [models.UniqueConstraint(fields=["town", "token_hash"], name="deputies_own_link_token")]
        indexes = [models.Index(fields=["town", "deputy"], name="deputies_own_link_deputy")]
