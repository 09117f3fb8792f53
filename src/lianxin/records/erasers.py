"""Erasers for personal fields of lower rooms, which cannot register them themselves."""

import datetime as dt

from lianxin.core.clock import civil_date, now
from lianxin.people.models import BuildingHead


def building_heads(before: dt.datetime, limit: int) -> int:
    """Erase name and telephone of building heads whose time ended before a moment; how many."""
    past = BuildingHead.objects.filter(valid_to__lt=civil_date(before), erased_at=None).order_by("id")
    ids = list(past.values_list("pk", flat=True)[:limit])
    gone = BuildingHead.objects.filter(pk__in=ids)
    return gone.update(name_encrypted="", phone_encrypted="", erased_at=now()) if ids else 0
