"""Issues (议题): several matters that are one, brought together by hand; and the private "me too"."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.cases.models.case import Case
from lianxin.cases.models.opinion import Opinion
from lianxin.cases.models.reply import AskedPoint
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.places.models import Place


class Issue(TownOwned):
    """One matter many people spoke about: the lead case is handled, the others follow it and get its answer.

    Nothing is moved from one case to another: every follower keeps its own number, code, clocks, verdict and silence.
    ``across_reason`` says why matters of different neighbourhoods stand together; ``ended_on`` is set when the whole
    bringing together was undone.
    """

    number = models.CharField(max_length=32)
    title = models.CharField(max_length=80)
    lead = TownForeignKey(Case, on_delete=models.PROTECT, related_name="led_issues")
    reason = models.CharField(max_length=300, blank=True)
    across_reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by_label = models.CharField(max_length=120)
    ended_on = models.DateField(null=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        """Numbers are unique; the list reads newest first; a case finds what it leads."""

        constraints = [models.UniqueConstraint(fields=["town", "number"], name="cases_issue_number")]
        indexes = [models.Index(fields=["town", "lead"], name="cases_issue_lead")]


class IssueCase(TownOwned):
    """One case's time in an issue: from when to when, and where it stood before it followed.

    ``answered_on`` is the day the lead's answer became this case's own.  ``repeat_of`` is the opinion by which the same
    person had spoken before: counted apart, never as one more person.
    """

    issue = TownForeignKey(Issue, on_delete=models.PROTECT, related_name="members")
    case = TownForeignKey(Case, on_delete=models.PROTECT, related_name="memberships")
    state_before = models.CharField(max_length=20)
    repeat_of = TownForeignKey(Opinion, null=True, on_delete=models.PROTECT, related_name="repeats")
    joined_by_resident = models.BooleanField(default=False, help_text="by 我也一样")
    joined_at = models.DateTimeField()
    joined_by_label = models.CharField(max_length=120)
    answered_on = models.DateField(null=True)
    left_at = models.DateTimeField(null=True)
    left_by_label = models.CharField(max_length=120, blank=True)
    left_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        """Read with the issue; a case finds its issue."""

        indexes = [
            models.Index(fields=["town", "issue", "id"], name="cases_issue_member"),
            models.Index(fields=["town", "case", "id"], name="cases_issue_of"),
        ]


class IssuePoint(TownOwned):
    """A point of a follower that the lead's answer must answer too: the copy at the lead, and whose it is."""

    member = TownForeignKey(IssueCase, on_delete=models.PROTECT, related_name="points")
    at_lead = TownForeignKey(AskedPoint, on_delete=models.PROTECT, related_name="asked_for")
    own = TownForeignKey(AskedPoint, on_delete=models.PROTECT, related_name="asked_at_lead")

    class Meta:
        """Read with the member."""

        indexes = [models.Index(fields=["town", "member"], name="cases_issue_point")]


class MeToo(TownOwned):
    """A link or QR by which a neighbour says "我也一样" about one matter; it shows ``title`` and nothing else of it.

    ``title`` is written by the office for this purpose: never a resident's words.  Closed, it says so kindly.
    """

    case = TownForeignKey(Case, on_delete=models.PROTECT, related_name="me_too")
    place = TownForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="me_too")
    title = models.CharField(max_length=60)
    token = models.CharField(max_length=43)
    opened_at = models.DateTimeField()
    opened_by_label = models.CharField(max_length=120)
    closes_on = models.DateField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Found by its token."""

        verbose_name = _("我也一样")
        constraints = [models.UniqueConstraint(fields=["town", "token"], name="cases_me_too_token")]
        indexes = [models.Index(fields=["town", "case"], name="cases_me_too_case")]
