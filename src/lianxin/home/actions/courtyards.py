"""The shared courtyard and what happens in it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from lianxin.core.clock import now
from lianxin.home.actions.base import Kept
from lianxin.home.models import Audience, Courtyard, CourtyardEvent, Venue
from lianxin.journal.actions import Subject
from lianxin.journal.errors import Invalid, WrongState
from lianxin.journal.typed import line
from lianxin.places.models import Place

#: No event of a day lasts longer, in hours.
LONGEST = 14


@dataclass(kw_only=True)
class SetCourtyard(Kept[Courtyard]):
    """Enter a courtyard, or change one when ``courtyard`` is given."""

    verb: ClassVar[str] = "home.courtyard_set"

    name: str
    place: Place
    courtyard: Courtyard | None = None
    code: str = ""
    address: str = ""
    about: str = ""

    def lock(self) -> None:
        """Re-read an existing courtyard under a row lock."""
        if self.courtyard is not None:
            self.courtyard = Courtyard.objects.select_for_update().get(pk=self.courtyard.pk)

    def check(self) -> None:
        """A free code and a name."""
        super().check()
        self.name = line("name", self.name, 80)
        self.address = line("address", self.address, 120, required=False)
        if self.courtyard is None:
            self.code = line("code", self.code, 32)
            if Courtyard.objects.filter(code=self.code).exists():
                raise Invalid.at("code", "taken", _("这个代码已经用过了，请换一个。"))

    def perform(self) -> Courtyard:
        """Store it."""
        one = self.courtyard or Courtyard(code=self.code)
        one.name, one.place, one.address, one.about = self.name, self.place, self.address, self.about.strip()[:2000]
        one.save()
        self.stored = one
        return one

    def subject(self) -> Subject:
        """The courtyard."""
        return Subject("courtyard", self.stored.pk)

    def entry_data(self) -> Mapping[str, object]:
        """What it says now."""
        return {"code": self.stored.code, "name": self.stored.name}


@dataclass(kw_only=True)
class PlanEvent(Kept[CourtyardEvent]):
    """Put something into a venue's calendar; both moments in UTC."""

    verb: ClassVar[str] = "home.event_planned"

    venue: Venue
    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    audience: str = Audience.RESIDENTS
    note: str = ""

    def check(self) -> None:
        """In order, not in the past, not endless."""
        super().check()
        self.title, self.note = line("title", self.title, 80), line("note", self.note, 200, required=False)
        if self.audience not in Audience.values:
            raise Invalid.at("audience", "unknown", _("请从列出的类别中选择。"))
        if self.ends_at <= self.starts_at:
            raise Invalid.at("ends", "order", _("结束时间要晚于开始时间。"))
        if self.ends_at - self.starts_at > dt.timedelta(hours=LONGEST):
            raise Invalid.at("ends", "long", _("一场活动不能超过 %(n)d 小时；多天的请分天写。") % {"n": LONGEST})
        if self.ends_at < now():
            raise Invalid.at("day", "past", _("这个时间已经过去了。"))

    def perform(self) -> CourtyardEvent:
        """Store it."""
        self.event = CourtyardEvent(
            venue=self.venue, title=self.title, note=self.note, audience=self.audience, starts_at=self.starts_at,
            ends_at=self.ends_at,
        )  # fmt: skip
        self.event.save(force_insert=True)
        return self.event

    def subject(self) -> Subject:
        """The event."""
        return Subject("courtyard_event", self.event.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Where and when."""
        return {"venue": self.venue.code, "starts_at": self.starts_at.isoformat(), "title": self.title}


@dataclass(kw_only=True)
class CancelEvent(Kept[CourtyardEvent]):
    """Cancel an event with a reason; it stays in the calendar, struck out."""

    verb: ClassVar[str] = "home.event_cancelled"

    event: CourtyardEvent
    reason: str

    def lock(self) -> None:
        """Lock the event."""
        self.event = CourtyardEvent.objects.select_for_update().get(pk=self.event.pk)

    def check(self) -> None:
        """Once, and before it is over."""
        super().check()
        self.reason = line("reason", self.reason, 120)
        if self.event.cancelled_because:
            raise WrongState("cancelled", _("这场活动已经取消了。"))
        if self.event.ends_at < now():
            raise WrongState("over", _("这场活动已经结束了。"))

    def perform(self) -> CourtyardEvent:
        """Store the reason."""
        self.event.cancelled_because = self.reason
        self.event.save(update_fields=["cancelled_because"])
        return self.event

    def subject(self) -> Subject:
        """The event."""
        return Subject("courtyard_event", self.event.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Why."""
        return {"reason": self.reason}
