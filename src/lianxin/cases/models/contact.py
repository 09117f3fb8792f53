"""Contacts with the resident: first contact, telling the answer, asking for the verdict."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.cases.models.case import Case
from lianxin.cases.models.reply import Reply
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey


class ContactPurpose(models.TextChoices):
    """Why somebody got in touch."""

    FIRST_CONTACT = "first_contact", _("先行联系")
    INFORM = "inform", _("告知答复")
    ASK_VERDICT = "ask_verdict", _("询问评价")
    OTHER = "other", _("其他联系")


class ContactHow(models.TextChoices):
    """By which channel."""

    PHONE = "phone", _("电话")
    VISIT = "visit", _("上门")
    ON_SITE = "on_site", _("现场")
    SLIP = "slip", _("纸质告知单")
    MESSAGE = "message", _("短信或聊天")
    LETTER = "letter", _("信函")


class ContactLog(TownOwned):
    """One contact or attempt.  Only ``reached`` contacts that inform count as delivery."""

    case = TownForeignKey(Case, on_delete=models.PROTECT, related_name="contact_logs")
    reply = TownForeignKey(Reply, null=True, on_delete=models.PROTECT, related_name="deliveries")
    purpose = models.CharField(max_length=16, choices=ContactPurpose.choices)
    how = models.CharField(max_length=12, choices=ContactHow.choices)
    reached = models.BooleanField()
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by_label = models.CharField(max_length=120)
    by_unit_ref = models.BigIntegerField(null=True, help_text="unit of the actor, 0 when none")

    class Meta:
        """Read with the case."""

        indexes = [models.Index(fields=["town", "case", "id"], name="cases_contact_log")]
