"""Venues with their hours as prepared rows: what is open now, and when next."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.core.clock import local, now, today
from lianxin.deputies.selectors import mandates_on
from lianxin.home import rules
from lianxin.home.models import Courtyard, Venue, VenueDay, VenueHours, VenueKind, VenueMember
from lianxin.home.texts import WEEKDAYS
from lianxin.places.models import Place
from lianxin.places.selectors import tiles
from lianxin.ui.dates import zh_date, zh_day
from lianxin.ui.listing import listed

Row = dict[str, Any]

#: The kinds of the network, from the top; the others are partners of a courtyard.
NETWORK = (VenueKind.HOME, VenueKind.STATION, VenueKind.POINT, VenueKind.ROOM)


def venues(*, at: dt.date | None = None) -> QuerySet[Venue]:
    """The venues of the town with hours, coming exceptional days and present members, in four statements.

    Closed ones are left out where a day is given.
    """
    day = today()
    members = members_on(day).select_related("deputy").order_by("deputy__sort", "deputy_id")
    rows = Venue.objects.select_related("place__parent", "head", "parent", "courtyard").prefetch_related(
        Prefetch("hours", VenueHours.objects.filter(is_current=True).order_by("weekday", "opens"), to_attr="week"),
        Prefetch("days", VenueDay.objects.filter(day__gte=day).order_by("day"), to_attr="coming_days"),
        Prefetch("members", members, to_attr="present_members"),
    )
    if at is not None:
        rows = rows.filter(Q(closed_on=None) | Q(closed_on__gte=at)).filter(Q(opened_on=None) | Q(opened_on__lte=at))
    return rows.order_by("sort", "id")


def members_on(day: dt.date) -> QuerySet[VenueMember]:
    """Who belongs to a venue on a civil date and holds a mandate on it."""
    held = mandates_on(day).filter(deputy_id=OuterRef("deputy_id"))
    rows = VenueMember.objects.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))
    return rows.filter(Exists(held))


def week_of(venue: Any) -> list[rules.Hours]:
    """The regular hours of a venue read by :func:`venues`."""
    return [rules.Hours(one.weekday, one.opens, one.closes, one.purpose) for one in venue.week]


def days_of(venue: Any) -> dict[dt.date, rules.Day]:
    """The coming exceptional days of a venue read by :func:`venues`."""
    return {one.day: rules.Day(one.day, one.opens, one.closes, one.reason) for one in venue.coming_days}


def opening_words(venue: Any) -> tuple[str, bool]:
    """Whether a venue is open now and until when, or when it opens next; and whether it is open."""
    moment = local(now()).replace(tzinfo=None)
    week, days = week_of(venue), days_of(venue)
    present = rules.open_at(moment, week, days)
    if present is not None:
        return _("现在开着，%(time)s 关门") % {"time": f"{present.closes:%H:%M}"}, True
    coming = rules.next_opening(moment, week, days)
    if coming is None:
        return _("开放时间请打电话问"), False
    if coming.day == moment.date():
        return _("今天 %(time)s 开门") % {"time": f"{coming.opens:%H:%M}"}, False
    return _("%(day)s %(time)s 开门") % {"day": zh_day(coming.day), "time": f"{coming.opens:%H:%M}"}, False


def week_rows(venue: Any) -> list[Row]:
    """The seven days with their openings, for a table."""
    by_day: dict[int, list[rules.Hours]] = defaultdict(list)
    for one in week_of(venue):
        by_day[one.weekday].append(one)
    return [{"day": WEEKDAYS[number], "openings": [_span(one) for one in by_day[number]]} for number in range(1, 8)]


def _span(one: rules.Hours) -> Row:
    return {"time": f"{one.opens:%H:%M}—{one.closes:%H:%M}", "purpose": one.purpose}


def day_rows(venue: Any) -> list[Row]:
    """The coming exceptional days in words."""
    return [
        {
            "day": zh_date(one.day),
            "words": f"{one.opens:%H:%M}—{one.closes:%H:%M}" if one.opens and one.closes else _("全天不开"),
            "reason": one.reason,
        }
        for one in venue.coming_days
    ]


def member_rows(venue: Any) -> list[Row]:
    """The deputies of a venue with their levels; one statement."""
    levels = levels_of([one.deputy_id for one in venue.present_members])
    return [
        {"pk": one.deputy_id, "name": one.deputy.display_name, "levels": levels.get(one.deputy_id, "")}
        for one in venue.present_members
    ]


def levels_of(deputies: Sequence[int]) -> dict[int, str]:
    """The levels at which these deputies hold a mandate today, in words (市、区、镇)."""
    found: dict[int, list[str]] = defaultdict(list)
    for mandate in mandates_on().filter(deputy_id__in=deputies).order_by("level"):
        found[mandate.deputy_id].append(str(mandate.get_level_display()))
    return {pk: listed(names) for pk, names in found.items()}


def shown(venue: Any) -> Row:
    """A venue as residents see it: only public facts."""
    words, is_open = opening_words(venue)
    present = rules.open_at(local(now()).replace(tzinfo=None), week_of(venue), days_of(venue)) if is_open else None
    return {
        "name": venue.name, "kind": venue.get_kind_display(), "token": venue.public_token, "address": venue.address,
        "phone": venue.phone, "place": venue.place.label, "words": words, "is_open": is_open,
        "until": f"{present.closes:%H:%M}" if present is not None else "",
        "members": len(venue.present_members), "head": venue.head.display_name if venue.head else "",
    }  # fmt: skip


def tree(found: Iterable[Venue], address: Any) -> list[Row]:
    """The network as a tree of ``{label, href, note, children}``; ``address(venue)`` gives the link."""
    stations = [venue for venue in found if venue.kind in NETWORK]
    known = {venue.pk for venue in stations}
    children: dict[int | None, list[Venue]] = defaultdict(list)
    for venue in stations:
        children[venue.parent_id if venue.parent_id in known else None].append(venue)

    def node(venue: Venue) -> Row:
        return {
            "label": venue.name, "href": address(venue), "note": venue.place.label,
            "open": venue.kind == VenueKind.HOME,
            "children": [node(child) for child in children[venue.pk]],
        }  # fmt: skip

    return [node(venue) for venue in children[None]]


def map_tiles(found: Iterable[Venue], address: Any) -> list[Row]:
    """The neighbourhoods on the schematic map with the point in each: open now, or on which day next; one statement."""
    points = {venue.place_id: venue for venue in reversed(list(found)) if venue.kind == VenueKind.POINT}
    return [_tile(place, points.get(place.pk), address) for place in tiles()]


def _tile(place: Place, venue: Venue | None, address: Any) -> Row:
    row: Row = {"name": place.label, "col": place.tile_x, "row": place.tile_y, "value": None}
    if venue is None:
        return {**row, "state": "none", "note": _("还没有")}
    moment = local(now()).replace(tzinfo=None)
    week, days = week_of(venue), days_of(venue)
    is_open = rules.open_at(moment, week, days) is not None
    coming = None if is_open else rules.next_opening(moment, week, days)
    note = _("开着") if is_open else _opens_on(coming.day) if coming is not None else ""
    return {**row, "state": "clear" if is_open else "place", "note": note, "href": address(venue)}


def _opens_on(day: dt.date) -> str:
    """The day in a word short enough for a tile."""
    if day == today():
        return _("今天")
    return str(WEEKDAYS[day.isoweekday()]) if (day - today()).days < 7 else f"{day.month}.{day.day}"


def courtyards() -> QuerySet[Courtyard]:
    """The courtyards of the town."""
    return Courtyard.objects.select_related("place").order_by("id")
