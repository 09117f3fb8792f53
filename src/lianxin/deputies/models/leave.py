"""Leave (请假) of a deputy: asked in writing, granted by the chair.

Source: Shanghai measures on the deputies' law, Art. 7 (leave from the congress is asked in writing from the chair);
whether the town asks the same for other activities is its own practice, to be confirmed (待核).
"""

from django.db import models

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.deputies.models.register import Deputy


class Leave(TownOwned):
    """One leave, from a day to a day (inclusive civil dates).

    ``reason`` is read by the congress office, the chair and the deputy alone; ``granted_by`` is a post (人大主席),
    never a private person.  A leave taken back keeps its row.
    """

    deputy = TownForeignKey(Deputy, on_delete=models.PROTECT, related_name="leaves")
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=200)
    granted_by = models.CharField(max_length=60)
    granted_on = models.DateField()
    made_by_label = models.CharField(max_length=120)
    taken_back_on = models.DateField(null=True, blank=True)
    taken_back_because = models.CharField(max_length=200, blank=True)

    class Meta:
        """Read by the deputy, and by who is away on a day."""

        indexes = [
            models.Index(fields=["town", "deputy", "starts_on"], name="deputies_leave_deputy"),
            models.Index(fields=["town", "ends_on"], name="deputies_leave_ends"),
        ]
