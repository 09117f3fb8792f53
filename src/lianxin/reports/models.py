"""Blank forms of others, what fills them, and what was filled and sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.reports.frozen.models import FrozenReport, ReportKind

__all__ = [
    "BlankForm",
    "Cycle",
    "FilledForm",
    "FormCheck",
    "FormSpot",
    "FormVersion",
    "FrozenReport",
    "ReportKind",
    "SpotKind",
]


class Cycle(models.TextChoices):
    """How often a form is asked for; it decides which period a new filling proposes."""

    ONCE = "once", _("临时")
    DAY = "day", _("每天")
    WEEK = "week", _("每周")
    MONTH = "month", _("每月")
    QUARTER = "quarter", _("每季度")
    HALF = "half", _("每半年")
    YEAR = "year", _("每年")


class SpotKind(models.TextChoices):
    """How a place of a form is filled."""

    CELL = "cell", _("一格")
    LIST = "list", _("一行一件，往下填")
    MATCH = "match", _("按行名对号入座")


class BlankForm(TownOwned):
    """A form that somebody above asks for: its name, who wants it, and how often."""

    name = models.CharField(_("表名"), max_length=120)
    issuer = models.CharField(_("谁要的表"), max_length=120, blank=True)
    cycle = models.CharField(_("多久报一次"), max_length=8, choices=Cycle, default=Cycle.MONTH)
    note = models.CharField(_("备注"), max_length=300, blank=True)
    is_current = models.BooleanField(default=True)
    added_at = models.DateTimeField()
    added_by_label = models.CharField(max_length=120)

    class Meta:
        """One name, one form."""

        constraints = [models.UniqueConstraint(fields=["town", "name"], name="reports_blankform_name")]


class FormVersion(TownOwned):
    """One blank file of a form, kept as its attachment.

    A new file is a new version; fillings keep the version they were made with.
    """

    form = TownForeignKey(BlankForm, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8)
    file_name = models.CharField(max_length=120)
    added_at = models.DateTimeField()
    added_by_label = models.CharField(max_length=120)

    class Meta:
        """Numbers run from 1 for each form."""

        constraints = [models.UniqueConstraint(fields=["town", "form", "number"], name="reports_formversion_number")]


class FormSpot(TownOwned):
    """A place of a version and what fills it.

    ``cell``: ``ref`` gets the value of ``source`` (``label`` says what a person types where the source is ``typed``).
    ``list``: from ``first_row`` on, every record of the table ``source`` fills ``height`` rows, of which the form has
    ``copies`` sets; ``columns`` is JSON ``[[row within the set, column, key], …]``.
    ``match``: the rows ``first_row`` … ``last_row`` are fixed; what stands in ``label_column`` names the record.
    """

    version = TownForeignKey(FormVersion, related_name="spots")
    kind = models.CharField(max_length=8, choices=SpotKind, default=SpotKind.CELL)
    area = models.CharField(max_length=80)
    ref = models.CharField(max_length=16)
    source = models.CharField(max_length=80)
    label = models.CharField(max_length=120, blank=True)
    first_row = models.PositiveIntegerField(default=0)
    last_row = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=1)
    copies = models.PositiveIntegerField(default=1)
    label_column = models.CharField(max_length=4, blank=True)
    columns = models.TextField(default="[]")
    narrowed = models.TextField(default="{}", help_text="JSON: which unit, neighbourhood, track a table is narrowed to")

    class Meta:
        """One binding a place."""

        constraints = [
            models.UniqueConstraint(fields=["town", "version", "area", "ref"], name="reports_formspot_place")
        ]


class FormCheck(TownOwned):
    """A total that must agree: ``total_ref`` equals the sum of ``parts`` (cells and ranges, ``C5:C9 C11``)."""

    version = TownForeignKey(FormVersion, related_name="checks")
    area = models.CharField(max_length=80)
    total_ref = models.CharField(max_length=16)
    parts = models.CharField(max_length=200)

    class Meta:
        """One rule a total."""

        constraints = [
            models.UniqueConstraint(fields=["town", "version", "area", "total_ref"], name="reports_formcheck_total")
        ]


class FilledForm(TownOwned):
    """A form as it was filled for a period: what stood where, what a person typed, what did not agree.

    The file is its attachment; ``values`` is JSON ``[[area, ref, label, text], …]``, ``typed`` JSON from label to text,
    ``problems`` JSON sentences. ``by_itself`` and ``by_hand`` count the filled places (burden meter).
    """

    form = TownForeignKey(BlankForm, related_name="fillings")
    version = TownForeignKey(FormVersion, related_name="+")
    first = models.DateField()
    last = models.DateField()
    cut_off = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    values = models.TextField()
    typed = models.TextField()
    problems = models.TextField()
    by_itself = models.PositiveIntegerField()
    by_hand = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by_label = models.CharField(max_length=120)

    class Meta:
        """Listed by form, newest first."""

        indexes = [models.Index(fields=["town", "form", "made_at"], name="reports_filledform_made")]
