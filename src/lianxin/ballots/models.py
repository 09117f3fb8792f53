"""What is stored of an electronic vote: the meeting's decision, the rule, public keys.

Cast ballots are not here: they live only in the ``.bel`` file and its mirror (`board`), with no time, no account and no
address.  Private keys and private credentials never reach the server.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.ballots import workflow as w
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey


class ElectionState(models.TextChoices):
    """The states of ``workflow.MOVES``."""

    PREPARING = w.PREPARING, _("在准备")
    READY = w.READY, _("设定已固定")
    OPEN = w.OPEN, _("正在投票")
    SEALED = w.SEALED, _("已封箱")
    FINISHED = w.FINISHED, _("结果已得出")
    BROKEN = w.BROKEN, _("已中止，改用纸质选票")


class Ceremony(models.TextChoices):
    """Who together can decrypt."""

    TWO_OF_THREE = w.TWO_OF_THREE, _("三位监票人，任意两位就能解密")
    ALL = w.ALL, _("几位监票人，全部到齐才能解密")
    SINGLE = w.SINGLE, _("一位监票人（只适合演练）")


class Election(TownOwned):
    """An electronic vote.  ``decision``, ``decided_on`` and ``decided_by`` are the meeting's decision to hold it.

    ``credentials`` and ``void`` are JSON lists of public credentials, ``items`` a JSON list of number and name,
    ``trustees`` and ``result`` are as the archive has them.
    """

    uuid = models.CharField(max_length=24)
    meeting = models.CharField(max_length=80)
    held_on = models.DateField()
    decision = models.CharField(max_length=80)
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=80)
    rule = models.TextField()
    in_office = models.PositiveIntegerField()
    items = models.TextField()
    ceremony = models.CharField(max_length=8, choices=Ceremony)
    size = models.PositiveSmallIntegerField()
    mixed = models.BooleanField(default=False)
    first = TownForeignKey("ballots.Election", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=ElectionState, default=ElectionState.PREPARING)
    credentials = models.TextField(blank=True)
    void = models.TextField(blank=True)
    present = models.PositiveIntegerField(default=0)
    issued = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    setup_hash = models.CharField(max_length=64, blank=True)
    sealed_hash = models.CharField(max_length=64, blank=True)
    last_hash = models.CharField(max_length=64, blank=True)
    result = models.TextField(blank=True)
    audit = models.TextField(blank=True)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        """One a name."""

        constraints = [models.UniqueConstraint(fields=["town", "uuid"], name="ballots_election_uuid")]

    def __str__(self) -> str:
        """The meeting."""
        return self.meeting


class Trustee(TownOwned):
    """A scrutineer's seat in the key ceremony: what the device gave, all of it public or sealed for another device."""

    election = TownForeignKey(Election, on_delete=models.PROTECT, related_name="trustees")
    number = models.PositiveSmallIntegerField()
    holder = models.CharField(max_length=64)
    label = models.CharField(max_length=80)
    certificate = models.TextField(blank=True)
    commitment = models.TextField(blank=True)
    key = models.TextField(blank=True)
    decrypted = models.BooleanField(default=False)

    class Meta:
        """A seat once, a person once."""

        constraints = [
            models.UniqueConstraint(fields=["town", "election", "number"], name="ballots_trustee_number"),
            models.UniqueConstraint(fields=["town", "election", "holder"], name="ballots_trustee_holder"),
        ]
