"""Each time a town profile was loaded: which file, and what it changed."""

from django.db import models

from lianxin.db.base import TownOwned


class ProfileLoad(TownOwned):
    """One load of a town profile; ``counts`` is JSON text: section → [new, changed, unchanged]."""

    loaded_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    counts = models.TextField(default="{}")

    class Meta:
        """Read by time."""

        indexes = [models.Index(fields=["town", "loaded_at"], name="places_profile_load_at")]
