"""A calendar of due days and appointments as iCalendar (RFC 5545): stable ids, nothing but what is handed in.

A due day is a civil day, so it needs no time zone: a day is the same day on every device.  An appointment has two
moments, written in UTC, which every device shows in its own time.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lianxin.core.late import late

icalendar = late("icalendar")


@dataclass(frozen=True, slots=True)
class Entry:
    """One day in a calendar.

    ``uid`` stays the same while the thing is the same; ``sequence`` grows with every change of it, so that a moved day
    moves in the reader's calendar instead of standing there twice.  ``starts_at`` and ``ends_at`` (aware moments) make
    it an appointment of that day; a ``cancelled`` one is struck out where it stood.
    """

    uid: str
    title: str
    on: dt.date
    sequence: int = 0
    url: str = ""
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    where: str = ""
    cancelled: bool = False


def to_ics(name: str, entries: Iterable[Entry], stamp: dt.datetime) -> bytes:
    """The calendar as a file; ``stamp`` is an aware moment, the same for the same content if the caller wants so."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Lianxin//due days//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    calendar.add("refresh-interval", dt.timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, stamp))
    return bytes(calendar.to_ical())


def _event(entry: Entry, stamp: dt.datetime) -> Any:
    """One event: all day, the end being the day after as the standard counts; or from one moment to another."""
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", stamp.astimezone(dt.UTC))
    event.add("sequence", entry.sequence)
    event.add("summary", entry.title)
    if entry.starts_at is not None and entry.ends_at is not None:
        event.add("dtstart", entry.starts_at.astimezone(dt.UTC))
        event.add("dtend", entry.ends_at.astimezone(dt.UTC))
        event.add("transp", "OPAQUE")
    else:
        event.add("dtstart", entry.on)
        event.add("dtend", entry.on + dt.timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    if entry.cancelled:
        event.add("status", "CANCELLED")
    if entry.where:
        event.add("location", entry.where)
    if entry.url:
        event.add("url", entry.url)
    return event
