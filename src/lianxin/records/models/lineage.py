"""Where things come from and what became of them, across rooms."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.db.base import TownOwned


class Relation(models.TextChoices):
    """How the earlier object (from) relates to the later one (to); read ``from relation to``."""

    BECAME = "became", _("形成")
    MERGED_INTO = "merged_into", _("并入")
    SPLIT_INTO = "split_into", _("拆分为")
    ANSWERED_BY = "answered_by", _("由此答复")
    PROMISED_IN = "promised_in", _("作出承诺")
    FOLLOWED_BY = "followed_by", _("后续")
    CITED_BY = "cited_by", _("被引用于")


class LineageLink(TownOwned):
    """One step from an earlier object to a later one; links are only added."""

    from_kind = models.CharField(max_length=32)
    from_id = models.BigIntegerField()
    to_kind = models.CharField(max_length=32)
    to_id = models.BigIntegerField()
    relation = models.CharField(max_length=16, choices=Relation)
    note = models.CharField(max_length=200, blank=True)
    made_by_label = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        """A step exists once; read from either end."""

        constraints = [
            models.UniqueConstraint(
                fields=["town", "from_kind", "from_id", "to_kind", "to_id", "relation"], name="records_lineage_once"
            )
        ]
        indexes = [models.Index(fields=["town", "to_kind", "to_id"], name="records_lineage_to")]
