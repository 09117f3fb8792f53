"""The joint calendar of a courtyard: what its venues do on which day."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianxin.core.clock import civil_date, local, start_of_day, today
from lianxin.home.models import CourtyardEvent, Reception, ReceptionState

Row = dict[str, Any]

#: How many days a calendar shows.
DAYS = 14


def events_between(first: dt.date, last: dt.date, venues: Sequence[int]) -> QuerySet[CourtyardEvent]:
    """The events of some venues that begin on the days from first to last."""
    return (
        CourtyardEvent.objects.filter(
            venue_id__in=venues,
            starts_at__gte=start_of_day(first),
            starts_at__lt=start_of_day(last + dt.timedelta(days=1)),
        )
        .select_related("venue")
        .order_by("starts_at", "id")
    )


def agenda(
    venues: Sequence[int], first: dt.date | None = None, days: int = DAYS, *, receptions: bool = True
) -> list[Row]:
    """The coming days for the agenda component: events and announced receptions, by their hour.

    Days on which nothing is planned are left out, today is not.
    """
    start = first or today()
    last = start + dt.timedelta(days=days - 1)
    by_day: dict[dt.date, list[Row]] = {start: []}
    for one in receptions_between(start, last, venues) if receptions else ():
        by_day.setdefault(civil_date(one.starts_at), []).append(_reception(one))
    for event in events_between(start, last, venues):
        by_day.setdefault(civil_date(event.starts_at), []).append(_item(event))
    return [
        {"day": day, "today": day == today(), "items": sorted(items, key=lambda item: str(item["at"]))}
        for day, items in sorted(by_day.items())
    ]


def receptions_between(first: dt.date, last: dt.date, venues: Sequence[int]) -> QuerySet[Reception]:
    """The announced receptions of some venues that begin on the days from first to last."""
    rows = Reception.objects.filter(
        venue_id__in=venues, state=ReceptionState.ANNOUNCED, starts_at__gte=start_of_day(first),
        starts_at__lt=start_of_day(last + dt.timedelta(days=1)),
    )  # fmt: skip
    return rows.select_related("venue").order_by("starts_at", "id")


def _reception(one: Reception) -> Row:
    title = _("代表接待：%(topic)s") % {"topic": one.topic} if one.topic else _("代表接待")
    return {
        "at": f"{local(one.starts_at):%H:%M}—{local(one.ends_at):%H:%M}", "title": title,
        "text": " · ".join([one.venue.label, _("居民都可以来")]), "word": "", "tone": "warn", "is_open": False,
    }  # fmt: skip


def _item(event: CourtyardEvent) -> Row:
    times = f"{local(event.starts_at):%H:%M}—{local(event.ends_at):%H:%M}"
    words = [event.venue.label, event.get_audience_display(), event.note]
    if event.cancelled_because:
        words = [event.venue.label, event.cancelled_because]
    return {
        "pk": event.pk,
        "at": times,
        "title": event.title,
        "text": " · ".join(str(word) for word in words if word),
        "word": _("已取消") if event.cancelled_because else "",
        "tone": "warn",
        "is_open": not event.cancelled_because,
    }
