"""What a plan is made from, and the plans that were made."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.contact.models.round import Presence, Round
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.deputies.models import Deputy
from lianxin.places.models import Place


class RoundDeputy(TownOwned):
    """A city or district deputy on a round: in the plenary and on the visits.

    ``level`` is the mandate's level on that day.  ``away`` means no visits at all (leave, recusal), ``away_because``
    why; ``here_from``/``here_until`` are local times where only part of the afternoon is possible; ``most_visits``
    overrides the round's limit.  ``plenary`` is whether the deputy came to the meeting.
    """

    round = TownForeignKey(Round, on_delete=models.PROTECT, related_name="deputies")
    deputy = TownForeignKey(Deputy, on_delete=models.PROTECT, related_name="rounds")
    level = models.CharField(max_length=16)
    plenary = models.CharField(max_length=16, choices=Presence, default=Presence.PLANNED)
    away = models.BooleanField(default=False)
    away_because = models.CharField(max_length=120, blank=True)
    here_from = models.TimeField(null=True, blank=True)
    here_until = models.TimeField(null=True, blank=True)
    most_visits = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        """A deputy stands once on a round."""

        constraints = [models.UniqueConstraint(fields=["town", "round", "deputy"], name="contact_on_round")]
        indexes = [models.Index(fields=["town", "deputy", "round"], name="contact_rounds_of")]


class WishKind(models.TextChoices):
    """Who should, or must not, be where."""

    WISH = "wish", _("代表希望去")
    ASKED_FOR = "asked_for", _("居民区希望来")
    NOT_THERE = "not_there", _("回避")


class Wish(TownOwned):
    """A deputy and a place that should, or must not, come together on a round; a recusal carries its reason."""

    round = TownForeignKey(Round, on_delete=models.PROTECT, related_name="wishes")
    deputy = TownForeignKey(Deputy, on_delete=models.PROTECT, related_name="+")
    place = TownForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=WishKind)
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        """One word about a deputy, a place and a kind."""

        constraints = [
            models.UniqueConstraint(fields=["town", "round", "deputy", "place", "kind"], name="contact_wish_once")
        ]


class Apart(TownOwned):
    """Two deputies who should not be in one team on a round, and why."""

    round = TownForeignKey(Round, on_delete=models.PROTECT, related_name="apart")
    one = TownForeignKey(Deputy, on_delete=models.PROTECT, related_name="+")
    other = TownForeignKey(Deputy, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=120)

    class Meta:
        """A pair once."""

        constraints = [models.UniqueConstraint(fields=["town", "round", "one", "other"], name="contact_apart_once")]


class PlanDraft(TownOwned):
    """A plan as the planner made it, adopted or not: canonical JSON of stops, reasons and what is missing.

    ``points`` are the planner's (0 is best), ``bound`` the least any plan has where known; ``method`` is ``solver`` or
    ``fallback``.  Adopting writes the visits' deputies; drafts are kept, so that who changed what stays plain.
    """

    round = TownForeignKey(Round, on_delete=models.PROTECT, related_name="drafts")
    made_at = models.DateTimeField()
    made_by_label = models.CharField(max_length=120)
    method = models.CharField(max_length=12)
    proven = models.BooleanField(default=False)
    points = models.IntegerField()
    bound = models.IntegerField(default=0)
    milliseconds = models.PositiveIntegerField(default=0)
    cause = models.CharField(max_length=120, blank=True, help_text="why it was planned anew")
    plan = models.TextField()
    adopted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The drafts of a round, newest last."""

        indexes = [models.Index(fields=["town", "round", "id"], name="contact_draft_of")]
