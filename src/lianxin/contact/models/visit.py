"""The visit: one neighbourhood, one time, the deputies who come, the people who are asked to come."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.contact.models.round import Presence, Round
from lianxin.core.ids import random_token
from lianxin.db.base import TownOwned
from lianxin.db.fields import TownForeignKey
from lianxin.deputies.models import Deputy
from lianxin.field.models import Visit as FieldVisit
from lianxin.places.models import Place


class VisitState(models.TextChoices):
    """The states of a visit in ``contact.workflow``, in words."""

    PLANNED = "planned", _("等着去")
    UNDER_WAY = "under_way", _("正在走访")
    HELD = "held", _("走访完了，在整理")
    LISTED = "listed", _("清单已交")
    NOT_HELD = "not_held", _("没有去成")


class Visit(TownOwned):
    """One neighbourhood on one round.

    ``starts_at`` is empty until the visits are assigned.  ``open_from``/``open_until`` are local times between which
    the neighbourhood can host; ``least``/``most`` bound the team of city and district deputies.  ``secretary`` is the
    account of the neighbourhood that prepares the visit, ``recorder_label`` who writes (a function, no name needed).
    ``recording`` is the link by which phones record on this visit; ``sheet_token`` stands in the QR of the printed
    sheet and binds a paper to its visit: it names the visit and gives no right.
    """

    round = TownForeignKey(Round, on_delete=models.PROTECT, related_name="visits")
    place = TownForeignKey(Place, on_delete=models.PROTECT, related_name="contact_visits")
    number = models.CharField(max_length=40)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    meeting_point = models.CharField(max_length=80, blank=True)
    route = models.CharField(max_length=200, blank=True, help_text="which compounds are walked")
    open_from = models.TimeField(null=True, blank=True)
    open_until = models.TimeField(null=True, blank=True)
    least = models.PositiveSmallIntegerField(default=1)
    most = models.PositiveSmallIntegerField(default=2)
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorder_label = models.CharField(max_length=60, blank=True)
    recording = TownForeignKey(FieldVisit, null=True, blank=True, on_delete=models.PROTECT, related_name="rounds")
    sheet_token = models.CharField(max_length=43, default=random_token)
    state = models.CharField(max_length=16, choices=VisitState, default=VisitState.PLANNED)
    version = models.PositiveIntegerField(default=1)
    prepared_at = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    listed_at = models.DateTimeField(null=True, blank=True)
    listed_by_label = models.CharField(max_length=120, blank=True)
    list_due_on = models.DateField(null=True, blank=True)
    list_note = models.CharField(max_length=300, blank=True)
    not_held_because = models.CharField(max_length=200, blank=True)

    class Meta:
        """A neighbourhood is visited once a round; sheets and phones find their visit."""

        constraints = [
            models.UniqueConstraint(fields=["town", "round", "place"], name="contact_visit_once"),
            models.UniqueConstraint(fields=["town", "number"], name="contact_visit_number"),
            models.UniqueConstraint(fields=["town", "sheet_token"], name="contact_visit_sheet"),
        ]
        indexes = [
            models.Index(fields=["town", "recording"], name="contact_visit_recording"),
            models.Index(fields=["town", "place"], name="contact_visit_place"),
        ]

    def __str__(self) -> str:
        """The number."""
        return self.number


class VisitDeputy(TownOwned):
    """A deputy on a visit.

    City and district deputies are assigned (``by_plan``); the town deputies of the place come with it.  ``fixed`` is
    set by hand: the next planning goes around it.  ``reasons`` is the planner's explanation as canonical JSON
    (``[{"code": …, "data": {…}}]``), ``stands_in_for`` whom this deputy replaced.  A deputy taken off before the visit
    keeps the row with ``dropped_because``.
    """

    visit = TownForeignKey(Visit, on_delete=models.PROTECT, related_name="deputies")
    deputy = TownForeignKey(Deputy, on_delete=models.PROTECT, related_name="contact_visits")
    level = models.CharField(max_length=16)
    by_plan = models.BooleanField(default=False)
    fixed = models.BooleanField(default=False)
    reasons = models.TextField(default="[]")
    stands_in_for = TownForeignKey(Deputy, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    presence = models.CharField(max_length=16, choices=Presence, default=Presence.PLANNED)
    dropped_because = models.CharField(max_length=120, blank=True)

    class Meta:
        """A deputy stands once on a visit; the visits of a deputy are found."""

        constraints = [models.UniqueConstraint(fields=["town", "visit", "deputy"], name="contact_on_visit")]
        indexes = [models.Index(fields=["town", "deputy", "visit"], name="contact_visits_of")]


class GuestKind(models.TextChoices):
    """Who is asked to come; counted, never named."""

    REPRESENTATIVES = "representatives", _("居民代表")
    VOTERS = "voters", _("选民")
    BUILDING_HEADS = "building_heads", _("楼组长")
    VOLUNTEERS = "volunteers", _("志愿者")
    UNITS = "units", _("驻区单位")
    OTHER = "other", _("其他")


class Guests(TownOwned):
    """How many people of a kind are asked to come to a visit, and how many came: counts only, no names."""

    visit = TownForeignKey(Visit, on_delete=models.PROTECT, related_name="guests")
    kind = models.CharField(max_length=20, choices=GuestKind)
    invited = models.PositiveSmallIntegerField(default=0)
    present = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        """A kind once a visit."""

        constraints = [models.UniqueConstraint(fields=["town", "visit", "kind"], name="contact_guests_once")]
