"""Whether a rule or list entry has been confirmed by the town, or still has to be."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Rules of law and local practice are data; what nobody has confirmed says so."""

    CONFIRMED = "confirmed", _("已确认")
    TO_CONFIRM = "待核", _("待核")
