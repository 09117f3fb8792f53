"""News of a promise that somebody must hear: kept, changed, and how it stands after another year."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.cases.models.case import Case
from lianxin.cases.models.suggestion import Suggestion
from lianxin.clocks.models import Promise
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey


class News(models.TextChoices):
    """Why the person is told."""

    KEPT = "kept", _("已经做到")
    MISSED = "missed", _("到期没做到")
    CHANGED = "changed", _("情况变了")
    YEARLY = "yearly", _("年度情况")


class PromiseNote(TownOwned):
    """One piece of news about one promise, in words for the resident; told by contact, slip or not yet.

    Source: 《上海市人民代表大会关于代表建议、批评和意见的规定》(2015): promises are followed across years, and who
    spoke is told when they are done and also when the facts change.
    """

    promise = TownForeignKey(Promise, on_delete=models.PROTECT, related_name="notes")
    case = TownForeignKey(Case, on_delete=models.PROTECT, related_name="promise_notes")
    kind = models.CharField(max_length=8, choices=News.choices)
    year = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    made_by_label = models.CharField(max_length=120)
    told_at = models.DateTimeField(null=True)
    told_how = models.CharField(max_length=12, blank=True)
    told_by_label = models.CharField(max_length=120, blank=True)

    class Meta:
        """Read with the promise, and by what still has to be told."""

        indexes = [
            models.Index(fields=["town", "promise", "id"], name="cases_promise_note"),
            models.Index(fields=["town", "told_at", "id"], name="cases_promise_untold"),
            models.Index(fields=["town", "case", "id"], name="cases_promise_note_case"),
        ]


class SuggestionYear(TownOwned):
    """How an old promise in the answer to a suggestion stands after another year; its deputies are told in the inbox.

    Source: the same.  One note a promise and year.
    """

    promise = TownForeignKey(Promise, on_delete=models.PROTECT, related_name="years")
    suggestion = TownForeignKey(Suggestion, on_delete=models.PROTECT, related_name="promise_years")
    year = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    made_by_label = models.CharField(max_length=120)

    class Meta:
        """One note a year; read with the suggestion."""

        constraints = [models.UniqueConstraint(fields=["town", "promise", "year"], name="cases_promise_year_once")]
        indexes = [models.Index(fields=["town", "suggestion", "id"], name="cases_promise_year")]
