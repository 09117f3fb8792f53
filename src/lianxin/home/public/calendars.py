"""Calendars of a venue and of a courtyard, for everybody; and the appointments in a deputy's own feed.

A venue's calendar opens with the code at its door and holds public facts only.  A deputy's own appointments are part of
the personal feed (``messages.calendar``), whose token opens that account's days and nobody else's.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from lianxin.core.clock import civil_date, now, start_of_day, today
from lianxin.core.feeds import Entry, to_ics
from lianxin.db.scope import current_town
from lianxin.home.models import (
    Answer,
    Attendance,
    Courtyard,
    CourtyardEvent,
    Presence,
    Reception,
    ReceptionDeputy,
    ReceptionState,
    Venue,
)
from lianxin.journal.actors import Actor
from lianxin.messages.calendar.sources import MOST, Day
from lianxin.people import roles
from lianxin.people.access import public

BACK: Final = dt.timedelta(days=31)
AHEAD: Final = dt.timedelta(days=370)
_PUBLIC: Final = (ReceptionState.ANNOUNCED, ReceptionState.CLOSED, ReceptionState.CANCELLED)


@public
@require_safe
def venue(request: HttpRequest, token: str) -> HttpResponse:
    """The receptions and events of one venue."""
    one = Venue.objects.filter(public_token=token).first()
    if one is None:
        raise Http404
    return _answer(request, one.name, [one.pk])


@public
@require_safe
def courtyard(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that is on in a courtyard."""
    one = Courtyard.objects.filter(public_token=token).first()
    if one is None:
        raise Http404
    return _answer(request, one.name, list(Venue.objects.filter(courtyard_id=one.pk).values_list("pk", flat=True)))


def _answer(request: HttpRequest, name: str, venues: Sequence[int]) -> HttpResponse:
    with override("zh-hans"):
        entries = sorted(_entries(request, venues), key=lambda entry: (entry.on, entry.uid))
        body = to_ics(name, entries, start_of_day(today()))
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="calendar.ics"'
    return answer


def _window(field: str) -> dict[str, dt.datetime]:
    return {f"{field}__gte": now() - BACK, f"{field}__lte": now() + AHEAD}


def _entries(request: HttpRequest, venues: Sequence[int]) -> Iterable[Entry]:
    """Two statements; a reception that was never announced is not there."""
    held = Reception.objects.filter(venue_id__in=venues, state__in=_PUBLIC, announced_at__isnull=False)
    for one in held.filter(**_window("starts_at")).select_related("venue").order_by("starts_at", "id")[:MOST]:
        url = request.build_absolute_uri(reverse("home:public_venue", args=[one.venue.public_token]))
        yield _reception(one, url)
    for event in _events(venues):
        url = request.build_absolute_uri(reverse("home:public_venue", args=[event.venue.public_token]))
        yield Entry(
            f"event-{event.pk}@{current_town().code}.lianxin", event.title, civil_date(event.starts_at), url=url,
            starts_at=event.starts_at, ends_at=event.ends_at, where=event.venue.name,
            cancelled=bool(event.cancelled_because),
        )  # fmt: skip


def _events(venues: Sequence[int]) -> QuerySet[CourtyardEvent]:
    rows = CourtyardEvent.objects.filter(venue_id__in=venues, **_window("starts_at")).select_related("venue")
    return rows.order_by("starts_at", "id")[:MOST]


def _reception(one: Reception, url: str = "") -> Entry:
    title = _("代表接待：%(topic)s") % {"topic": one.topic} if one.topic else _("代表接待")
    return Entry(
        f"reception-{one.pk}@{current_town().code}.lianxin", title, civil_date(one.starts_at), one.version, url,
        starts_at=one.starts_at, ends_at=one.ends_at, where=one.venue.name,
        cancelled=one.state == ReceptionState.CANCELLED,
    )  # fmt: skip


# --- the deputy's own feed ---------------------------------------------------------------------


def appointments(actor: Actor) -> Iterable[Day]:
    """The receptions a deputy was asked to, until declined, and activities to come; two statements."""
    ids = [grant.deputy_id for grant in actor.grants_of(roles.DEPUTY) if grant.deputy_id is not None]
    if not ids:
        return
    asked = ReceptionDeputy.objects.filter(deputy_id__in=ids, **_window("reception__starts_at"))
    rows = asked.exclude(answer=Answer.DECLINED).select_related("reception__venue")
    for row in rows.order_by("reception__starts_at", "id")[:MOST]:
        yield Day(_reception(row.reception), reverse("home:invitations").removeprefix("/"))
    first, last = today() - BACK, today() + AHEAD
    mine = Attendance.objects.filter(deputy_id__in=ids, activity__starts_on__range=(first, last))
    mine = mine.exclude(state__in=[Presence.LEAVE, Presence.RELEASED]).select_related("activity")
    for one in mine.order_by("activity__starts_on", "id")[:MOST]:
        activity = one.activity
        yield Day(
            Entry(
                f"activity-{activity.pk}@{current_town().code}.lianxin", activity.title, activity.starts_on,
                activity.version, where=activity.where, cancelled=activity.state == "cancelled",
            ),
            reverse("home:own_file").removeprefix("/"),
        )  # fmt: skip
