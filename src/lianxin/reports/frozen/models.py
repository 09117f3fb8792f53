"""What a frozen report keeps: everything it showed, word for word, and its digest."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey


class ReportKind(models.TextChoices):
    """Which period a report is about."""

    QUARTER = "quarter", _("季度办理情况报告")
    HALF = "half", _("年中办理情况报告")
    YEAR = "year", _("年度办理情况报告")
    OTHER = "other", _("专项统计报告")


class FrozenReport(TownOwned):
    """One version of a report, never changed after signing.

    ``content`` is canonical JSON of all it shows (figures with their definitions, tables, text); ``sha256`` is its
    digest and stands in the log too. A correction is a new version: ``supersedes`` names the one before, ``reason``
    says why, ``changes`` is JSON ``[[where, before, after], …]``.
    """

    number = models.CharField(max_length=32)
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=8, choices=ReportKind)
    title = models.CharField(max_length=120)
    first = models.DateField()
    last = models.DateField()
    as_of = models.DateField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    signed_by_kind = models.CharField(max_length=16)
    signed_by_id = models.CharField(max_length=64, blank=True)
    signed_by_label = models.CharField(max_length=120)
    supersedes = TownForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    reason = models.CharField(max_length=300, blank=True)
    changes = models.TextField(default="[]")

    class Meta:
        """Versions of a number run from 1."""

        constraints = [
            models.UniqueConstraint(fields=["town", "number", "version"], name="reports_frozenreport_version")
        ]
        indexes = [models.Index(fields=["town", "signed_at"], name="reports_frozenreport_signed")]
