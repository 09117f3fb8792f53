"""A filled sheet of paper that is being taken in: its picture and its rows, sealed, and gone when everything is in."""

from django.db import models

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.places.models import Place


class PaperSheet(TownOwned):
    """One picture of a sheet with the draft of its rows; only rows that a person confirmed become opinions.

    ``picture`` and ``rows`` hold names and telephone numbers: both are encrypted with the installation's key and
    emptied when nothing is left to do, or after a week (``erased_at``).  ``by_machine`` says that rows were
    read, not typed.  ``bound`` are the words for what the code on the sheet belongs to.
    """

    owner = models.CharField(max_length=64)
    owner_label = models.CharField(max_length=120)
    place = TownForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="paper_sheets")
    occasion = models.CharField(max_length=60, blank=True)
    spoken_on = models.DateField()
    bound = models.CharField(max_length=120, blank=True)
    by_machine = models.BooleanField(default=False)
    picture = models.TextField()
    rows = models.TextField()
    waiting = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        """Somebody's own are read newest first; time finds what is too old."""

        indexes = [
            models.Index(fields=["town", "owner", "-id"], name="aggregation_sheets"),
            models.Index(
                fields=["town", "made_at"], name="aggregation_open_sheets", condition=models.Q(erased_at=None)
            ),
        ]

    def __str__(self) -> str:
        """Its id."""
        return str(self.pk)
