"""Rate limits, held in the database so that every process counts together."""

from django.db import models

from lianxin.db.base import TownOwned


class Throttle(TownOwned):
    """How often something happened in the current window.

    ``bucket`` says what is limited (``sign_in``, ``opinion`` …); ``key`` is a keyed hash of an address,
    a name or a token, so that the table tells nobody who came.
    """

    bucket = models.CharField(max_length=24)
    key = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)
    window_from = models.DateTimeField()
    locked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One row per bucket and key."""

        constraints = [models.UniqueConstraint(fields=["town", "bucket", "key"], name="people_throttle_key")]
