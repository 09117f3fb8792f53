"""Matters handed from a reception to a named district or city deputy, and what became of the handing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.cases.models import Case
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.deputies.models import Deputy, Level
from lianxin.home.models.receptions import Reception


class HandingState(models.TextChoices):
    """The states of ``receptions.handing``, in words."""

    GIVEN = "given", _("已转请，还没有回")
    TAKEN = "taken", _("代表已收到")
    REPORTED = "reported", _("代表已说明带到哪里")
    PASSED_ON = "passed_on", _("已改请别的代表")


class HandedMatter(TownOwned):
    """A matter a deputy is asked to carry to the district or the city.

    ``report`` is what the deputy says about where it was taken; the resident reads it under the query code.  A deputy
    who cannot is replaced: the old line keeps its reason, a new one begins.  The matter itself does not move by this.
    """

    reception = TownForeignKey(Reception, on_delete=models.PROTECT, related_name="handed")
    case = TownForeignKey(Case, on_delete=models.PROTECT, related_name="handed")
    deputy = TownForeignKey(Deputy, on_delete=models.PROTECT, related_name="handed")
    level = models.CharField(max_length=16, choices=Level)
    state = models.CharField(max_length=16, choices=HandingState, default=HandingState.GIVEN)
    version = models.PositiveIntegerField(default=1)
    handed_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    report = models.CharField(max_length=400, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    passed_on_because = models.CharField(max_length=120, blank=True)

    class Meta:
        """A matter is handed to a deputy once; read by deputy and by matter."""

        constraints = [models.UniqueConstraint(fields=["town", "case", "deputy"], name="home_handed_once")]
        indexes = [
            models.Index(fields=["town", "deputy", "state"], name="home_handed_deputy"),
        ]
