"""How long personal fields are kept: the town's own decision, with its source."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.db.base import TownOwned


class RetentionRule(TownOwned):
    """The town's period for one kind of personal data, replacing the default a room registered.

    ``code`` names the room's eraser; ``days`` are calendar days after the moment the eraser counts from.
    ``status`` is ``confirmed`` or ``待核``.
    """

    code = models.CharField(max_length=48)
    days = models.PositiveIntegerField(_("保存天数"))
    source = models.CharField(_("依据"), max_length=300)
    status = models.CharField(max_length=12, default="待核")
    changed_at = models.DateTimeField()
    changed_by_label = models.CharField(max_length=120)

    class Meta:
        """One rule per kind of data."""

        constraints = [models.UniqueConstraint(fields=["town", "code"], name="records_retention_code")]
