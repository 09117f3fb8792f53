"""代表建议: what a deputy suggests, who signed with it, what the units said, how the deputy judged it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.cases.models.contact import ContactHow
from lianxin.cases.suggestions import workflow as w
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.deputies.models import Deputy, Level
from lianxin.places.models import Unit


class SuggestionState(models.TextChoices):
    """The states in words."""

    DRAFT = w.DRAFT, _("草稿")
    SUBMITTED = w.SUBMITTED, _("待审查登记")
    SENT_BACK = w.SENT_BACK, _("退请代表修改")
    ACCEPTED = w.ACCEPTED, _("已立为建议，待移交")
    LETTER = w.LETTER, _("转为工作信件")
    HANDED = w.HANDED, _("已移交，待交办")
    ASSIGNED = w.ASSIGNED, _("已交办，待接收")
    RETURN_PENDING = w.RETURN_PENDING, _("退回待同意")
    HANDLING = w.HANDLING, _("办理中")
    REPLY_DRAFT = w.REPLY_DRAFT, _("答复待签发")
    REPLIED = w.REPLIED, _("已答复，待评价")
    REHANDLING = w.REHANDLING, _("再次办理")
    EVALUATED = w.EVALUATED, _("待办结")
    CLOSED = w.CLOSED, _("已办结")
    WITHDRAWN = w.WITHDRAWN, _("已撤回")
    FILED = w.FILED, _("已在别处提出")
    ANSWERED_ELSEWHERE = w.ANSWERED_ELSEWHERE, _("已收到答复（别处）")


class Wish(models.TextChoices):
    """How the deputy wants to be answered."""

    FACE = "face", _("面商")
    RESEARCH = "research", _("一同调研")
    PAPER = "paper", _("书面即可")


class Grade(models.TextChoices):
    """The three grades, of the attitude and of the result."""

    GOOD = "good", _("满意")
    FAIR = "fair", _("基本满意")
    BAD = "bad", _("不满意")


class Suggestion(TownOwned):
    """One suggestion of one town deputy and who signed with it; or a prepared text of a city or district deputy.

    ``signer_path`` names everybody invited who did not decline, ``agreed_path`` those who agreed, as ``/id/id/``;
    ``ticks`` what the deputy ticked itself; ``number`` is empty until the congress office registers it.
    """

    number = models.CharField(max_length=32, blank=True)
    level = models.CharField(max_length=16, choices=Level, default=Level.TOWN)
    state = models.CharField(max_length=20, choices=SuggestionState, default=SuggestionState.DRAFT)
    session_year = models.PositiveSmallIntegerField()
    deputy = TownForeignKey(Deputy, on_delete=models.PROTECT, related_name="suggestions")
    signer_path = models.CharField(max_length=400, blank=True)
    agreed_path = models.CharField(max_length=400, blank=True)
    heir_path = models.CharField(max_length=400, blank=True, help_text="deputies who took it over")
    title = models.CharField(max_length=120)
    facts = models.TextField(blank=True)
    analysis = models.TextField(blank=True)
    proposal = models.TextField(blank=True)
    wish = models.CharField(max_length=12, choices=Wish, default=Wish.FACE)
    confidential = models.BooleanField(default=False)
    consent_public = models.BooleanField(default=False)
    ticks = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField()
    submitted_on = models.DateField(null=True)
    registered_on = models.DateField(null=True)
    handed_on = models.DateField(null=True)
    assigned_on = models.DateField(null=True)
    contacted_on = models.DateField(null=True)
    replied_on = models.DateField(null=True)
    evaluated_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    due_code = models.CharField(max_length=32, blank=True)
    lead_unit = TownForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="led_suggestions")
    co_unit_path = models.CharField(max_length=400, blank=True)
    return_count = models.PositiveSmallIntegerField(default=0)
    extension_count = models.PositiveSmallIntegerField(default=0)
    round = models.PositiveSmallIntegerField(default=1)
    result = models.CharField(max_length=32, blank=True)
    attitude_grade = models.CharField(max_length=8, choices=Grade, blank=True)
    result_grade = models.CharField(max_length=8, choices=Grade, blank=True)
    office_note = models.CharField(max_length=500, blank=True)
    report_item = models.CharField(max_length=500, blank=True)
    withdraw_reason = models.CharField(max_length=500, blank=True)
    text_public_on = models.DateField(null=True)
    result_public_on = models.DateField(null=True)
    public_note = models.CharField(max_length=300, blank=True)
    filed_where = models.CharField(max_length=120, blank=True)
    filed_on = models.DateField(null=True)
    elsewhere_result = models.CharField(max_length=60, blank=True)
    elsewhere_text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    @property
    def signer_ids(self) -> frozenset[int]:
        """Deputies who were invited and did not decline."""
        return _ids(self.signer_path)

    @property
    def agreed_ids(self) -> frozenset[int]:
        """Deputies who signed with the lead deputy."""
        return _ids(self.agreed_path)

    @property
    def heir_ids(self) -> frozenset[int]:
        """Deputies who took it over from the lead deputy."""
        return _ids(self.heir_path)

    @property
    def co_unit_ids(self) -> frozenset[int]:
        """The units that help."""
        return _ids(self.co_unit_path)

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done here."""
        return self.state not in w.FINAL_STATES

    class Meta:
        """Lists read by state and date, by deputy and by unit; numbers are unique by their series."""

        indexes = [
            models.Index(fields=["town", "state", "due_on", "id"], name="cases_suggestion_state"),
            models.Index(fields=["town", "deputy", "id"], name="cases_suggestion_deputy"),
            models.Index(fields=["town", "lead_unit", "id"], name="cases_suggestion_unit"),
            models.Index(fields=["town", "session_year", "id"], name="cases_suggestion_year"),
        ]


class Signing(models.TextChoices):
    """What an invited deputy said."""

    INVITED = "invited", _("等答复")
    AGREED = "agreed", _("同意联名")
    DECLINED = "declined", _("不联名")


class Cosigner(TownOwned):
    """One deputy asked to sign too; each answers itself, and each has to agree to a withdrawal."""

    suggestion = TownForeignKey(Suggestion, on_delete=models.PROTECT, related_name="cosigners")
    deputy = TownForeignKey(Deputy, on_delete=models.PROTECT, related_name="cosigned")
    state = models.CharField(max_length=12, choices=Signing, default=Signing.INVITED)
    answered_at = models.DateTimeField(null=True)
    withdraws_at = models.DateTimeField(null=True)

    class Meta:
        """A deputy is asked once."""

        constraints = [
            models.UniqueConstraint(fields=["town", "suggestion", "deputy"], name="cases_cosigner_once"),
        ]


class SuggestionReply(TownOwned):
    """One answer of one round; the category is a code of a versioned result scheme, never a bare letter."""

    suggestion = TownForeignKey(Suggestion, on_delete=models.PROTECT, related_name="replies")
    unit = TownForeignKey(Unit, on_delete=models.PROTECT, related_name="suggestion_replies")
    round = models.PositiveSmallIntegerField()
    scheme = models.CharField(max_length=16)
    result = models.CharField(max_length=32)
    text = models.TextField()
    reason = models.CharField(max_length=500, blank=True)
    promise_text = models.CharField(max_length=500, blank=True)
    promise_on = models.DateField(null=True)
    contact = models.CharField(max_length=120, blank=True)
    drafted_by_label = models.CharField(max_length=120)
    drafted_at = models.DateTimeField()
    signed_by_label = models.CharField(max_length=120, blank=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        """One answer a round."""

        constraints = [
            models.UniqueConstraint(fields=["town", "suggestion", "round"], name="cases_suggestion_reply_round"),
        ]


class SuggestionVoice(TownOwned):
    """One deputy about one answer: the attitude and the result apart."""

    reply = TownForeignKey(SuggestionReply, on_delete=models.PROTECT, related_name="voices")
    deputy = TownForeignKey(Deputy, on_delete=models.PROTECT, related_name="suggestion_voices")
    attitude = models.CharField(max_length=8, choices=Grade)
    result = models.CharField(max_length=8, choices=Grade)
    reason = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        """A deputy speaks once about an answer."""

        constraints = [models.UniqueConstraint(fields=["town", "reply", "deputy"], name="cases_suggestion_voice")]


class SuggestionContact(TownOwned):
    """One visit, meeting or call with the deputy."""

    suggestion = TownForeignKey(Suggestion, on_delete=models.PROTECT, related_name="contacts")
    unit = TownForeignKey(Unit, on_delete=models.PROTECT, related_name="suggestion_contacts")
    how = models.CharField(max_length=12, choices=ContactHow)
    on = models.DateField()
    text = models.CharField(max_length=1000)
    by_label = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        """Read with the suggestion."""

        indexes = [models.Index(fields=["town", "suggestion", "id"], name="cases_suggestion_contact")]


class CoOpinion(TownOwned):
    """What a unit that helps says to the unit that leads; empty until it is given."""

    suggestion = TownForeignKey(Suggestion, on_delete=models.PROTECT, related_name="co_opinions")
    unit = TownForeignKey(Unit, on_delete=models.PROTECT, related_name="suggestion_co_opinions")
    text = models.TextField(blank=True)
    by_label = models.CharField(max_length=120, blank=True)
    given_at = models.DateTimeField(null=True)

    class Meta:
        """A unit helps once."""

        constraints = [models.UniqueConstraint(fields=["town", "suggestion", "unit"], name="cases_co_opinion_once")]


class AskKind(models.TextChoices):
    """What a unit may ask the desk for."""

    RETURN = "return", _("退回")
    EXTENSION = "extension", _("延期")


class SuggestionAsk(TownOwned):
    """A written request of the leading unit: to return it, or for more time; the desk decides with a reason."""

    suggestion = TownForeignKey(Suggestion, on_delete=models.PROTECT, related_name="asks")
    kind = models.CharField(max_length=12, choices=AskKind)
    unit = TownForeignKey(Unit, on_delete=models.PROTECT, related_name="suggestion_asks")
    proposed_unit = TownForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="proposed_suggestions")
    months = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    decision = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_label = models.CharField(max_length=120, blank=True)

    class Meta:
        """Read with the suggestion."""

        indexes = [models.Index(fields=["town", "suggestion", "id"], name="cases_suggestion_ask")]


def _ids(path: str) -> frozenset[int]:
    return frozenset(int(part) for part in path.split("/") if part)


def path_of(ids: list[int]) -> str:
    """Ids as a path that ``contains`` can look into."""
    return "".join(["/", *(f"{pk}/" for pk in sorted(set(ids)))]) if ids else ""
