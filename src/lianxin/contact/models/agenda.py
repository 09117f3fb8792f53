"""The plenary before the visits: what was shown and said, what was asked and answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.contact.models.round import Round
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey


class AgendaKind(models.TextChoices):
    """What an item of the agenda is.  Of a film only title and minutes are kept."""

    FILM = "film", _("电视片")
    BRIEFING = "briefing", _("通报")
    QUESTIONS = "questions", _("提问与回答")
    ARRANGEMENT = "arrangement", _("活动安排")
    OTHER = "other", _("其他")


class AgendaItem(TownOwned):
    """One item; ``speaker`` is an office and title as of that day.

    What a briefing refers to (a matter, a promise, later a project) is kept as lineage, not here.
    """

    round = TownForeignKey(Round, on_delete=models.PROTECT, related_name="agenda")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=AgendaKind)
    title = models.CharField(max_length=120)
    minutes = models.PositiveSmallIntegerField(default=0)
    speaker = models.CharField(max_length=80, blank=True)
    text = models.TextField(blank=True)
    dropped_because = models.CharField(max_length=120, blank=True)

    class Meta:
        """Read in order."""

        indexes = [models.Index(fields=["town", "round", "order"], name="contact_agenda_order")]

    def __str__(self) -> str:
        """The title."""
        return self.title


class AgendaQuestion(TownOwned):
    """What a deputy asked after an item, and what was answered; both as said, the answer possibly later."""

    item = TownForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="questions")
    asked_by = models.CharField(max_length=80)
    question = models.TextField()
    answered_by = models.CharField(max_length=80, blank=True)
    answer = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Read with the item."""

        indexes = [models.Index(fields=["town", "item", "id"], name="contact_question_of")]
