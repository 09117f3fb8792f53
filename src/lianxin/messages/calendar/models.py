"""What is stored of feeds."""

from django.conf import settings
from django.db import models

from lianxin.db.base import TownOwned


class CalendarFeed(TownOwned):
    """One address under which one account's due days can be read without signing in.

    ``token_digest`` is the SHA-256 of the token in the address; the token exists only on the page it was shown on.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feeds", db_index=False
    )
    token_digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """Found by its digest within the town; listed by account."""

        constraints = [models.UniqueConstraint(fields=["town", "token_digest"], name="messages_feed_token")]
        indexes = [models.Index(fields=["town", "account"], name="messages_feed_account")]
