"""The network: venues entered and changed, their hours, exceptional days and members."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from lianxin.core.clock import today
from lianxin.deputies.models import Deputy
from lianxin.home import rules
from lianxin.home.actions.base import Kept
from lianxin.home.models import Courtyard, Venue, VenueDay, VenueHours, VenueKind, VenueMember
from lianxin.home.texts import WEEK_PROBLEMS
from lianxin.journal.actions import Subject
from lianxin.journal.errors import Invalid
from lianxin.journal.typed import line
from lianxin.places.models import Place
from lianxin.ui.listing import listed


@dataclass(frozen=True, slots=True)
class VenueFacts:
    """What is written about a venue."""

    kind: str
    name: str
    place: Place
    short_name: str = ""
    address: str = ""
    area: int | None = None
    opened_on: dt.date | None = None
    closed_on: dt.date | None = None
    head: Deputy | None = None
    liaison: str = ""
    phone: str = ""
    about: str = ""
    parent: Venue | None = None
    courtyard: Courtyard | None = None


@dataclass(kw_only=True)
class SetVenue(Kept[Venue]):
    """Enter a venue, or change one when ``venue`` is given."""

    verb: ClassVar[str] = "home.venue_set"

    facts: VenueFacts
    venue: Venue | None = None
    code: str = ""

    def lock(self) -> None:
        """Re-read an existing venue under a row lock."""
        if self.venue is not None:
            self.venue = Venue.objects.select_for_update(of=("self",)).get(pk=self.venue.pk)

    def check(self) -> None:
        """A free code, a name, a known kind; it closes after it opened and does not belong to itself."""
        super().check()
        facts = self.facts
        line("name", facts.name, 80)
        if facts.kind not in VenueKind.values:
            raise Invalid.at("kind", "unknown", _("请从列出的类别中选择。"))
        if facts.opened_on and facts.closed_on and facts.closed_on < facts.opened_on:
            raise Invalid.at("closed_on", "order", _("停用日期不能早于启用日期。"))
        if self.venue is None:
            self.code = line("code", self.code, 32)
            if Venue.objects.filter(code=self.code).exists():
                raise Invalid.at("code", "taken", _("这个代码已经用过了，请换一个。"))
        elif facts.parent is not None and self._is_below(facts.parent):
            raise Invalid.at("parent", "loop", _("上级不能是它自己，也不能是它下面的站点。"))

    def _is_below(self, wanted: Venue) -> bool:
        """Whether the wanted parent is this venue or lies below it; the network is four levels deep at most."""
        above: Venue | None = wanted
        for _step in range(8):
            if above is None:
                return False
            if self.venue is not None and above.pk == self.venue.pk:
                return True
            above = above.parent
        return True

    def perform(self) -> Venue:
        """Store it."""
        facts = self.facts
        venue = self.venue or Venue(code=self.code, sort=Venue.objects.count())
        venue.kind, venue.place, venue.area = facts.kind, facts.place, facts.area
        venue.name = line("name", facts.name, 80)
        venue.short_name = line("short_name", facts.short_name, 40, required=False)
        venue.address = line("address", facts.address, 120, required=False)
        venue.liaison = line("liaison", facts.liaison, 80, required=False)
        venue.phone = line("phone", facts.phone, 40, required=False)
        venue.about = facts.about.strip()[:2000]
        venue.opened_on, venue.closed_on, venue.head = facts.opened_on, facts.closed_on, facts.head
        venue.parent, venue.courtyard = facts.parent, facts.courtyard
        venue.save()
        self.stored = venue
        return venue

    def subject(self) -> Subject:
        """The venue."""
        return Subject("venue", self.stored.pk)

    def entry_data(self) -> Mapping[str, object]:
        """What it says now; who heads it by id."""
        venue = self.stored
        return {
            "code": venue.code, "kind": venue.kind, "name": venue.name, "opened_on": venue.opened_on,
            "closed_on": venue.closed_on, "head": str(venue.head_id or ""),
        }  # fmt: skip


@dataclass(kw_only=True)
class OfVenue(Kept[Venue]):
    """Base of what changes around a venue that exists."""

    venue: Venue

    def lock(self) -> None:
        """Lock the venue."""
        self.venue = Venue.objects.select_for_update(of=("self",)).get(pk=self.venue.pk)

    def subject(self) -> Subject:
        """The venue."""
        return Subject("venue", self.venue.pk)


@dataclass(kw_only=True)
class SetHours(OfVenue):
    """Write a venue's week anew: one opening a line (see ``rules.parse_week``)."""

    verb: ClassVar[str] = "home.hours_set"

    week: str

    def check(self) -> None:
        """Every line must be readable, and openings of a day must not overlap."""
        super().check()
        self.hours, unread = rules.parse_week(self.week)
        if unread:
            lines = listed(str(number) for number in unread)
            text = _("第 %(lines)s 行没看懂。请每行写一段，例如：周三 14:00-16:30 代表接待。") % {"lines": lines}
            raise Invalid.at("week", "unread", text)
        for code in rules.problems(self.hours):
            raise Invalid.at("week", code, str(WEEK_PROBLEMS[code]))

    def perform(self) -> Venue:
        """The old week is no longer current, the new one is."""
        VenueHours.objects.filter(venue_id=self.venue.pk, is_current=True).update(is_current=False)
        rows = [
            VenueHours(
                venue=self.venue, weekday=one.weekday, opens=one.opens, closes=one.closes, purpose=one.purpose,
                town_id=self.venue.town_id,
            )
            for one in self.hours
        ]  # fmt: skip
        VenueHours.objects.bulk_create(rows)
        return self.venue

    def entry_data(self) -> Mapping[str, object]:
        """The week as text."""
        return {"week": rules.written_week(self.hours)}


@dataclass(kw_only=True)
class SetDay(OfVenue):
    """Say that a venue keeps other hours on a day, or is closed."""

    verb: ClassVar[str] = "home.day_set"

    day: dt.date
    reason: str
    opens: dt.time | None = None
    closes: dt.time | None = None

    def check(self) -> None:
        """Not in the past; both times or none; a reason people can read."""
        super().check()
        self.reason = line("reason", self.reason, 80)
        if self.day < today():
            raise Invalid.at("day", "past", _("这一天已经过去了。"))
        if (self.opens is None) != (self.closes is None):
            raise Invalid.at("closes", "half", _("开始和结束时间要么都写，要么都空着（空着表示全天不开）。"))
        if self.opens is not None and self.closes is not None and self.closes <= self.opens:
            raise Invalid.at("closes", "order", str(WEEK_PROBLEMS["order"]))

    def perform(self) -> Venue:
        """Store the day, in place of what was said of it before."""
        VenueDay.objects.update_or_create(
            venue=self.venue, day=self.day,
            defaults={"opens": self.opens, "closes": self.closes, "reason": self.reason, "town_id": self.venue.town_id},
        )  # fmt: skip
        return self.venue

    def entry_data(self) -> Mapping[str, object]:
        """Which day, which hours."""
        return {"day": self.day, "opens": str(self.opens or ""), "closes": str(self.closes or ""), "why": self.reason}


@dataclass(kw_only=True)
class SetMembers(OfVenue):
    """Say which deputies belong to a venue from today on."""

    verb: ClassVar[str] = "home.members_set"

    deputies: tuple[Deputy, ...]

    def perform(self) -> Venue:
        """End who is no longer named, begin who is new."""
        wanted = {one.pk: one for one in self.deputies}
        present = {one.deputy_id: one for one in VenueMember.objects.filter(venue_id=self.venue.pk, valid_to=None)}
        for deputy_id, member in present.items():
            if deputy_id not in wanted:
                member.valid_to = max(member.valid_from, today() - dt.timedelta(days=1))
                member.save(update_fields=["valid_to"])
        for deputy_id, deputy in wanted.items():
            if deputy_id not in present:
                VenueMember.objects.update_or_create(
                    venue=self.venue, deputy=deputy, valid_from=today(),
                    defaults={"valid_to": None, "town_id": self.venue.town_id},
                )  # fmt: skip
        return self.venue

    def entry_data(self) -> Mapping[str, object]:
        """The codes of the deputies."""
        return {"deputies": sorted(one.code for one in self.deputies)}
