"""The case (事项): what the town does about one or more opinions."""

import datetime as dt
from typing import Final

from django.db import models
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from lianxin.cases import workflow
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.places.models import Category, DutyRule, Place, Unit

#: Where a matter without a due day stands in an order by due days.
NO_DAY: Final = dt.date(9999, 12, 31)


class Track(models.TextChoices):
    """Four legally different tracks; their clocks are never mixed (domain notes §3.1)."""

    RESIDENT = "resident", _("居民意见")
    SUGGESTION = "suggestion", _("代表建议")
    HOTLINE = "hotline", _("热线工单")
    PETITION = "petition", _("信访")


class CaseState(models.TextChoices):
    """The workflow's states in plain words."""

    RECEIVED = workflow.RECEIVED, _("已收到")
    ANSWERED = workflow.ANSWERED, _("当场答复")
    REDIRECTED = workflow.REDIRECTED, _("已告知正确渠道")
    HANDED_OVER = workflow.HANDED_OVER, _("已移交")
    TRANSFERRED = workflow.TRANSFERRED, _("已转交政府")
    ASSIGNED = workflow.ASSIGNED, _("已交办")
    RETURN_PENDING = workflow.RETURN_PENDING, _("退回待裁定")
    ACCEPTED = workflow.ACCEPTED, _("已受理")
    CONTACTED = workflow.CONTACTED, _("办理中")
    REPLY_DRAFT = workflow.REPLY_DRAFT, _("答复待签")
    REPLIED = workflow.REPLIED, _("已答复，等评价")
    REHANDLING = workflow.REHANDLING, _("再次办理")
    REHANDLING_DRAFT = workflow.REHANDLING_DRAFT, _("再次答复待签")
    MEETING = workflow.MEETING, _("代表当面会商")
    EVALUATED = workflow.EVALUATED, _("已评价")
    SILENT = workflow.SILENT, _("两次询问未回应")
    TRACKING = workflow.TRACKING, _("承诺跟踪中")
    CLOSED = workflow.CLOSED, _("已办结")
    WITHDRAWN = workflow.WITHDRAWN, _("已撤回")
    FOLLOWING = workflow.FOLLOWING, _("并入议题一起办")


class Case(TownOwned):
    """One matter with exactly one lead unit at a time.

    ``number`` is the 受理编号 people use.  ``due_on`` / ``due_code`` mirror the clock that binds
    the present holder, so that work lists need no join; the clocks room stays the truth.
    ``reached_desk`` decides who may close: the government desk what it assigned, the congress
    office what never reached the desk or what the desk itself handled.  ``sealed`` keeps a case
    from units, deputies, secretaries and the government desk (accusations).  ``version`` grows with
    every action.  ``co_unit_path`` and ``deputy_path`` repeat, as ``/id/id/``, which units handle
    with the lead unit, which deputies brought the matter and which took it over from them (接续代表), so that policies
    and work lists need no further statement; ``lead_is_desk`` says that the lead unit is the government desk itself.
    ``issue_ref`` names the issue the case leads or belongs to, ``part_of`` the opinion of which this case is one part
    (then it has no opinion of its own: see :attr:`voices_where`), ``part_count`` how many such cases were split off it.
    """

    number = models.CharField(max_length=32)
    track = models.CharField(max_length=16, choices=Track.choices, default=Track.RESIDENT)
    state = models.CharField(max_length=20, choices=CaseState.choices, default=CaseState.RECEIVED)
    title = models.CharField(max_length=80)
    kind = models.CharField(max_length=24, default="unknown")
    category = TownForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="cases")
    place = TownForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="cases")
    place_path = models.CharField(max_length=200, blank=True)
    authority_level = models.CharField(max_length=16, blank=True)
    urgent = models.BooleanField(default=False)
    sealed = models.BooleanField(default=False)
    lead_unit = TownForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="led_cases")
    lead_is_desk = models.BooleanField(default=False)
    co_unit_path = models.CharField(max_length=400, blank=True)
    deputy_path = models.CharField(max_length=800, blank=True)
    heir_path = models.CharField(max_length=800, blank=True, help_text="deputies who took the matter over")
    expects_verdict = models.BooleanField(default=True, help_text="false for thanks")
    transfer_list = models.CharField(max_length=32, blank=True, help_text="number of the list it was transferred with")
    reached_desk = models.BooleanField(default=False)
    return_count = models.PositiveSmallIntegerField(default=0)
    extension_count = models.PositiveSmallIntegerField(default=0)
    rehandle_count = models.PositiveSmallIntegerField(default=0)
    voice_count = models.PositiveSmallIntegerField(default=1)
    due_on = models.DateField(null=True)
    due_code = models.CharField(max_length=32, blank=True)
    due_sort = models.GeneratedField(
        expression=Coalesce("due_on", Value(NO_DAY)), output_field=models.DateField(), db_persist=True,
        help_text="due day, the last day of all where there is none; written by the database",
    )  # fmt: skip
    received_on = models.DateField()
    transferred_on = models.DateField(null=True)
    assigned_on = models.DateField(null=True)
    contacted_on = models.DateField(null=True)
    replied_on = models.DateField(null=True)
    judged_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    delivered_on = models.DateField(null=True, help_text="when the present answer was delivered to the resident")
    unit_says = models.CharField(max_length=24, blank=True, help_text="result code of the signed reply")
    resident_says = models.CharField(max_length=16, blank=True, help_text="latest verdict: solved/partly/unsolved")
    asked_count = models.PositiveSmallIntegerField(default=0, help_text="how often the resident was asked")
    outcome = models.CharField(max_length=32, blank=True, help_text="why it is closed: code")
    redirect_channel = models.CharField(max_length=60, blank=True)
    redirect_reason = models.CharField(max_length=500, blank=True)
    handed_to = models.CharField(max_length=24, blank=True, help_text="where it left to: petition/discipline/emergency")
    issue_ref = models.BigIntegerField(null=True)
    part_of = models.BigIntegerField(null=True)
    part_count = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    @property
    def voices_where(self) -> dict[str, int]:
        """How the opinions of this case are found: its own, or for a part the one it was divided from."""
        opinion_id: int | None = self.part_of
        return {"case_id": self.pk} if opinion_id is None else {"pk": opinion_id}

    @property
    def co_unit_ids(self) -> frozenset[int]:
        """Units that handle with the lead unit."""
        return frozenset(int(part) for part in self.co_unit_path.split("/") if part)

    @property
    def deputy_ids(self) -> frozenset[int]:
        """Deputies who brought the matter."""
        return frozenset(int(part) for part in self.deputy_path.split("/") if part)

    @property
    def heir_ids(self) -> frozenset[int]:
        """Deputies who took the matter over from those who brought it."""
        return frozenset(int(part) for part in self.heir_path.split("/") if part)

    @property
    def unit_ids(self) -> frozenset[int]:
        """Every unit the case concerns: lead and co-units (policies of units ask this)."""
        lead_id: int | None = self.lead_unit_id
        lead = frozenset() if lead_id is None else frozenset({lead_id})
        return lead | self.co_unit_ids

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to move it."""
        return self.state not in workflow.FINAL_STATES

    class Meta:
        """Work lists read by state and due date, by unit, by place; numbers are unique."""

        constraints = [models.UniqueConstraint(fields=["town", "number"], name="cases_number")]
        indexes = [
            models.Index(fields=["town", "state", "due_sort", "id"], name="cases_worklist"),
            models.Index(fields=["town", "due_sort", "id"], name="cases_by_due"),
            models.Index(fields=["town", "lead_unit", "state", "due_sort", "id"], name="cases_unit"),
            models.Index(fields=["town", "place_path"], name="cases_place"),
            models.Index(fields=["town", "received_on", "id"], name="cases_received"),
            models.Index(fields=["town", "category", "received_on"], name="cases_category"),
            models.Index(fields=["town", "part_of"], name="cases_part_of", condition=models.Q(part_of__isnull=False)),
            *(
                models.Index(fields=["town", day], name=f"cases_{day}", condition=models.Q(**{f"{day}__isnull": False}))
                for day in ("assigned_on", "contacted_on", "replied_on", "delivered_on", "closed_on")
            ),
        ]


class Assignment(TownOwned):
    """The government desk names who handles a case, with the verb proper to the unit's kind.

    ``suggested_unit`` and ``duty_rule`` keep what routing proposed and the line that fired;
    ``ended_on`` is set when a later assignment supersedes this one.
    """

    case = TownForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    unit = TownForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments")
    verb = models.CharField(max_length=8)
    demand = models.TextField(blank=True)
    suggested_unit = TownForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="suggestions")
    duty_rule = TownForeignKey(DutyRule, null=True, on_delete=models.PROTECT, related_name="assignments")
    correction_reason = models.CharField(max_length=200, blank=True)
    assigned_at = models.DateTimeField()
    assigned_by_label = models.CharField(max_length=120)
    accepted_at = models.DateTimeField(null=True)
    handler_label = models.CharField(max_length=60, blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        """Read with the case, newest last."""

        indexes = [models.Index(fields=["town", "case", "id"], name="cases_assignment_of")]


class CoUnit(TownOwned):
    """A unit that handles with the lead unit and gives its opinion to it."""

    case = TownForeignKey(Case, on_delete=models.PROTECT, related_name="co_units")
    unit = TownForeignKey(Unit, on_delete=models.PROTECT, related_name="co_cases")
    opinion = models.TextField(blank=True)
    opinion_at = models.DateTimeField(null=True)
    opinion_by_label = models.CharField(max_length=120, blank=True)

    class Meta:
        """A unit is named once a case."""

        constraints = [models.UniqueConstraint(fields=["town", "case", "unit"], name="cases_co_unit")]
        indexes = [models.Index(fields=["town", "unit", "case"], name="cases_co_unit_unit")]


class ReturnRequest(TownOwned):
    """A unit says "not mine", with a reason, a basis and whom it proposes instead."""

    case = TownForeignKey(Case, on_delete=models.PROTECT, related_name="return_requests")
    unit = TownForeignKey(Unit, on_delete=models.PROTECT, related_name="return_requests")
    reason = models.CharField(max_length=500)
    basis = models.CharField(max_length=300, blank=True)
    proposed_unit = TownForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="proposed_for")
    made_at = models.DateTimeField()
    made_by_label = models.CharField(max_length=120)
    decision = models.CharField(max_length=16, blank=True, help_text="reassigned/upheld")
    decided_at = models.DateTimeField(null=True)
    decided_by_label = models.CharField(max_length=120, blank=True)
    decision_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        """Read with the case."""

        indexes = [models.Index(fields=["town", "case", "id"], name="cases_return")]


class ExtensionRequest(TownOwned):
    """A unit asks for more time before the due day; the government desk grants or refuses, once."""

    case = TownForeignKey(Case, on_delete=models.PROTECT, related_name="extension_requests")
    unit = TownForeignKey(Unit, on_delete=models.PROTECT, related_name="extension_requests")
    n = models.PositiveSmallIntegerField()
    time_unit = models.CharField(max_length=16)
    reason = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    made_by_label = models.CharField(max_length=120)
    decision = models.CharField(max_length=16, blank=True, help_text="granted/refused")
    decided_at = models.DateTimeField(null=True)
    decided_by_label = models.CharField(max_length=120, blank=True)
    decision_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        """Read with the case; the desk reads the undecided ones."""

        indexes = [
            models.Index(fields=["town", "case", "id"], name="cases_extension_of"),
            models.Index(fields=["town", "decision", "id"], name="cases_extension_open"),
        ]
