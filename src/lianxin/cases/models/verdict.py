"""The verdict: whether it is really solved, in the resident's (or the deputy's) own words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.cases.models.case import Case
from lianxin.cases.models.opinion import Opinion
from lianxin.cases.models.reply import Reply
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.deputies.models import Deputy


class Judge(models.TextChoices):
    """Who judges: the one whose words these are; a deputy only what it saw itself."""

    RESIDENT = "resident", _("居民")
    DEPUTY = "deputy", _("代表")
    NEIGHBOURHOOD = "neighbourhood", _("居民区")


class Result(models.TextChoices):
    """Three plain answers to "is it really solved?"."""

    SOLVED = "solved", _("解决了")
    PARTLY = "partly", _("部分解决")
    UNSOLVED = "unsolved", _("没有解决")


class Attitude(models.TextChoices):
    """How the person was treated, apart from the result."""

    SATISFIED = "satisfied", _("满意")
    BASIC = "basic", _("基本满意")
    DISSATISFIED = "dissatisfied", _("不满意")


class Verdict(TownOwned):
    """One verdict on one reply; later ones supersede, none is deleted."""

    case = TownForeignKey(Case, on_delete=models.PROTECT, related_name="verdicts")
    reply = TownForeignKey(Reply, null=True, on_delete=models.PROTECT, related_name="verdicts")
    opinion = TownForeignKey(Opinion, null=True, on_delete=models.PROTECT, related_name="verdicts")
    deputy = TownForeignKey(Deputy, null=True, on_delete=models.PROTECT, related_name="verdicts")
    judge = models.CharField(max_length=16, choices=Judge.choices)
    result = models.CharField(max_length=12, choices=Result.choices)
    attitude = models.CharField(max_length=16, choices=Attitude.choices, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    via = models.CharField(max_length=12, help_text="web/phone/paper/visit")
    recorded_by_label = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        """Read with the case."""

        indexes = [models.Index(fields=["town", "case", "id"], name="cases_verdict_of")]
