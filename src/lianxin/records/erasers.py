"""Erasers for personal fields of lower rooms, which cannot register them themselves."""

import datetime as dt

from django.db.models import QuerySet

from lianxin.core.clock import civil_date, now
from lianxin.people.models import BuildingHead


def building_heads(before: dt.datetime, limit: int) -> int:
    """Erase name and telephone of building heads whose time ended before a moment; how many."""
    ids = list(_past(before).values_list("pk", flat=True)[:limit])
    gone = BuildingHead.objects.filter(pk__in=ids)
    return gone.update(name_encrypted="", phone_encrypted="", erased_at=now()) if ids else 0


def building_heads_waiting(before: dt.datetime) -> int:
    """How many would be erased."""
    return _past(before).count()


def _past(before: dt.datetime) -> QuerySet[BuildingHead]:
    return BuildingHead.objects.filter(valid_to__lt=civil_date(before), erased_at=None).order_by("id")
