"""What is stored of a chosen project: who oversees it, reports, visits, changes with their decision, evaluations."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey


class Overseer(TownOwned):
    """A deputy of the group that oversees a project; ``is_contact`` is the presidium's member for it."""

    project = TownForeignKey("projects.Project", on_delete=models.PROTECT, related_name="overseers")
    deputy = TownForeignKey("deputies.Deputy", on_delete=models.PROTECT, related_name="+")
    is_contact = models.BooleanField(default=False)

    class Meta:
        """A deputy is in a group once; read by deputy for the own page."""

        constraints = [models.UniqueConstraint(fields=["town", "project", "deputy"], name="projects_overseer_once")]
        indexes = [models.Index(fields=["town", "deputy"], name="projects_overseer_deputy")]


class MonthReport(TownOwned):
    """A month's report: money spent so far in whole yuan, what is in the way, what comes next."""

    project = TownForeignKey("projects.Project", on_delete=models.PROTECT, related_name="reports")
    month = models.DateField()
    spent = models.PositiveBigIntegerField()
    problems = models.CharField(max_length=300, blank=True)
    next_step = models.CharField(max_length=300)
    made_on = models.DateField()

    class Meta:
        """One a month."""

        constraints = [models.UniqueConstraint(fields=["town", "project", "month"], name="projects_report_month")]


class Task(models.TextChoices):
    """What a group came for."""

    VISIT = "visit", _("视察")
    ASK = "ask", _("询问")
    LOOK_BACK = "look_back", _("回头看")


class Inspection(TownOwned):
    """What a group found, and what the unit answered by when; ``used`` and ``keeper`` belong to the look-back."""

    project = TownForeignKey("projects.Project", on_delete=models.PROTECT, related_name="inspections")
    task = models.CharField(max_length=10, choices=Task)
    held_on = models.DateField()
    people = models.CharField(max_length=120)
    findings = models.CharField(max_length=500)
    answer_by = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    used = models.CharField(max_length=8, blank=True)
    keeper = models.CharField(max_length=80, blank=True)

    class Meta:
        """Read by project, and what waits for an answer."""

        indexes = [
            models.Index(fields=["town", "project", "held_on"], name="projects_inspection_project"),
            models.Index(fields=["town", "answered_on", "answer_by"], name="projects_inspection_open"),
        ]

    @property
    def unit_ids(self) -> frozenset[int]:
        """The unit it concerns, for policies; the project was read with it."""
        return frozenset({self.project.unit_id}) if self.project.unit_id else frozenset()


class ChangeKind(models.TextChoices):
    """What a decision did to a project."""

    CHANGE = "change", _("调整")
    SUSPEND = "suspend", _("暂停")
    RESUME = "resume", _("恢复实施")
    TERMINATE = "terminate", _("终止")


class Change(TownOwned):
    """A decision about a project under way, as it stands on the public notice."""

    project = TownForeignKey("projects.Project", on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=ChangeKind)
    what = models.CharField(max_length=16, blank=True)
    old = models.CharField(max_length=120, blank=True)
    new = models.CharField(max_length=120, blank=True)
    words = models.CharField(max_length=300)
    decision = models.CharField(max_length=80)
    made_on = models.DateField()

    class Meta:
        """Read by project."""

        indexes = [models.Index(fields=["town", "project", "made_on"], name="projects_change_project")]


class Judges(models.TextChoices):
    """Who evaluates."""

    DEPUTIES = "deputies", _("代表测评")
    RESIDENTS = "residents", _("居民评价")
    THIRD = "third", _("第三方评估")


class Evaluation(TownOwned):
    """Grades as counted: who could answer, who did, and how; never a share without its n."""

    project = TownForeignKey("projects.Project", on_delete=models.PROTECT, related_name="evaluations")
    judges = models.CharField(max_length=10, choices=Judges)
    vote = TownForeignKey("projects.Vote", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    eligible = models.PositiveIntegerField()
    returned = models.PositiveIntegerField()
    good = models.PositiveIntegerField()
    fair = models.PositiveIntegerField()
    bad = models.PositiveIntegerField()
    grade = models.CharField(max_length=8)
    method = models.CharField(max_length=200)

    class Meta:
        """Read by project."""

        indexes = [models.Index(fields=["town", "project", "held_on"], name="projects_evaluation_project")]
