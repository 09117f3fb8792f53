"""What a visit brought: items, the deputies' confirmation of them, and what was told about the last round."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.cases.models import Case, Opinion
from lianxin.contact.models.visit import Visit, VisitDeputy
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey


class VisitItem(TownOwned):
    """One thing heard or seen on a visit: the opinion holds the words, this row that it belongs to the visit.

    ``order`` is the number on the visit's list.  ``case`` repeats the opinion's case, so that lists need no join.  A
    doubtful item taken off the list (it was recorded twice) keeps its row with ``same_as``.
    """

    visit = TownForeignKey(Visit, on_delete=models.PROTECT, related_name="items")
    opinion = TownForeignKey(Opinion, on_delete=models.PROTECT, related_name="visit_items")
    case = TownForeignKey(Case, on_delete=models.PROTECT, related_name="visit_items")
    order = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()
    same_as = TownForeignKey(
        "contact.VisitItem", null=True, blank=True, on_delete=models.PROTECT, related_name="doubles"
    )

    class Meta:
        """An opinion belongs to one visit; the list reads in order."""

        constraints = [
            models.UniqueConstraint(fields=["town", "opinion"], name="contact_item_once"),
            models.UniqueConstraint(fields=["town", "visit", "order"], name="contact_item_order"),
        ]
        indexes = [models.Index(fields=["town", "case"], name="contact_item_case")]


class Confirmation(TownOwned):
    """A deputy's word on the list of a visit: from then on the items count as brought by that deputy.

    ``items`` is how many stood on the list when it was confirmed; ``all_right`` that nothing was to be added or
    corrected.
    """

    on_visit = TownForeignKey(VisitDeputy, on_delete=models.PROTECT, related_name="confirmations")
    made_at = models.DateTimeField()
    made_by_label = models.CharField(max_length=120)
    items = models.PositiveSmallIntegerField()
    all_right = models.BooleanField()

    class Meta:
        """The newest of a deputy on a visit holds."""

        indexes = [models.Index(fields=["town", "on_visit", "id"], name="contact_confirmed")]


class RemarkKind(models.TextChoices):
    """What a deputy says about the list."""

    ADD = "add", _("补充")
    CORRECT = "correct", _("更正")


class RemarkState(models.TextChoices):
    """What became of the remark."""

    OPEN = "open", _("等记录人看")
    TAKEN = "taken", _("已采纳")
    KEPT = "kept", _("保留原记录，已说明")


class Remark(TownOwned):
    """Something a deputy adds to the list or wants corrected; the words recorded first are never changed.

    ``item`` is empty where something is missing altogether; taken up, it becomes an item of its own (``became``).
    """

    on_visit = TownForeignKey(VisitDeputy, on_delete=models.PROTECT, related_name="remarks")
    item = TownForeignKey(VisitItem, null=True, blank=True, on_delete=models.PROTECT, related_name="remarks")
    kind = models.CharField(max_length=8, choices=RemarkKind)
    text = models.TextField()
    state = models.CharField(max_length=8, choices=RemarkState, default=RemarkState.OPEN)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_label = models.CharField(max_length=120, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    became = TownForeignKey(VisitItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Read with the visit's deputy."""

        indexes = [models.Index(fields=["town", "on_visit", "id"], name="contact_remark_of")]


class Feedback(TownOwned):
    """One matter of an earlier visit that was told at this one, and what the residents said to it.

    ``resident_says`` is a code of ``cases.models.Result`` (solved / partly / unsolved) or empty where nobody who knew
    the matter was there; ``words`` are the residents' own.  ``agreed`` tells that the person who had spoken was present
    and wants the word to count; ``verdict_recorded`` that it was recorded as the verdict of the matter (a recorder by
    link may not: then the desk does it).
    """

    visit = TownForeignKey(Visit, on_delete=models.PROTECT, related_name="feedback")
    case = TownForeignKey(Case, on_delete=models.PROTECT, related_name="round_feedback")
    told_at = models.DateTimeField()
    told_by_label = models.CharField(max_length=120)
    resident_says = models.CharField(max_length=16, blank=True)
    words = models.TextField(blank=True)
    agreed = models.BooleanField(default=False, help_text="the person who had spoken was there and wants it to count")
    verdict_recorded = models.BooleanField(default=False)

    class Meta:
        """A matter is told once a visit."""

        constraints = [models.UniqueConstraint(fields=["town", "visit", "case"], name="contact_feedback_once")]
        indexes = [models.Index(fields=["town", "case"], name="contact_feedback_case")]
