"""Who can be where on a round: leave, a part of the afternoon, wishes, recusals, pairs apart, what a place can host."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from lianxin.contact import workflow
from lianxin.contact.base import RoundAction
from lianxin.contact.models import Apart, Presence, Round, RoundDeputy, Visit, Wish, WishKind
from lianxin.deputies.models import Deputy
from lianxin.journal.errors import Invalid, WrongState
from lianxin.journal.typed import line
from lianxin.places.models import Place

#: A team larger than this is a delegation, not a visit.
LARGEST_TEAM = 12


@dataclass(kw_only=True)
class OfPeople(RoundAction[Round]):
    """Base: while visits may be assigned, quietly (people hear of the plan, not of what it was made from)."""

    def check(self) -> None:
        """The office, while visits may be assigned."""
        super().check()
        self.must_be(*workflow.PLANNABLE)

    def announcement(self) -> None:
        """Nobody hears of this."""
        return

    def expected(self, deputy: Deputy) -> RoundDeputy:
        """The deputy's row of this round; raises at the field ``deputy``."""
        row = RoundDeputy.objects.filter(round_id=self.row.pk, deputy_id=deputy.pk).first()
        if row is None:
            raise Invalid.at("deputy", "unknown", _("这位代表不在这一轮的名单里。"))
        return row


@dataclass(kw_only=True)
class SetPerson(OfPeople):
    """Write down how far a deputy takes part: not at all (with a reason), a part of the afternoon, at most so often."""

    verb: ClassVar[str] = "round.person"

    deputy: Deputy
    away: bool = False
    away_because: str = ""
    here_from: dt.time | None = None
    here_until: dt.time | None = None
    most_visits: int | None = None

    def check(self) -> None:
        """A reason for an absence; times in order."""
        super().check()
        self.person = self.expected(self.deputy)
        self.away_because = line("away_because", self.away_because, 120, required=False)
        if self.away and not self.away_because:
            raise Invalid.at("away_because", "required", _("不去走访，请写一句原因，例如“出差”“本人经办的事在那里”。"))
        if self.here_from and self.here_until and self.here_from >= self.here_until:
            raise Invalid.at("here_until", "order", _("离开的时间要晚于到的时间。"))

    def perform(self) -> Round:
        """Store it; an absence told before also stands in the plenary's list."""
        one = self.person
        one.away, one.away_because = self.away, self.away_because if self.away else ""
        one.here_from, one.here_until, one.most_visits = self.here_from, self.here_until, self.most_visits
        one.save(update_fields=["away", "away_because", "here_from", "here_until", "most_visits"])
        return self.touch()

    def entry_data(self) -> Mapping[str, object]:
        """Who, whether; the reason stays out of the chain."""
        return {"deputy": self.deputy.code, "away": self.away}


@dataclass(kw_only=True)
class SetWish(OfPeople):
    """A deputy should, or must not, come to a place."""

    verb: ClassVar[str] = "round.wish"

    deputy: Deputy
    place: Place
    kind: str
    reason: str = ""

    def check(self) -> None:
        """Both belong to the round; a recusal has a reason; not said already."""
        super().check()
        self.expected(self.deputy)
        if not Visit.objects.filter(round_id=self.row.pk, place_id=self.place.pk).exists():
            raise Invalid.at("place", "unknown", _("这个居民区不在这一轮里。"))
        self.reason = line("reason", self.reason, 120, required=False)
        if self.kind == WishKind.NOT_THERE and not self.reason:
            raise Invalid.at("reason", "required", _("回避要写原因，例如“本人单位承接那里的工程”。"))
        same = {"deputy_id": self.deputy.pk, "place_id": self.place.pk}
        there = {one.kind for one in Wish.objects.filter(round_id=self.row.pk, **same)}
        if self.kind in there:
            raise Invalid.at("place", "twice", _("已经写过了。"))
        if there and WishKind.NOT_THERE in {*there, self.kind}:
            raise Invalid.at("kind", "both", _("同一处不能既希望去又回避，请先去掉另一条。"))

    def perform(self) -> Round:
        """Store it."""
        Wish.objects.create(
            round=self.row, deputy=self.deputy, place=self.place, kind=self.kind, reason=self.reason,
            town_id=self.row.town_id,
        )  # fmt: skip
        return self.touch()

    def entry_data(self) -> Mapping[str, object]:
        """Who, where, which; the reason stays out of the chain."""
        return {"deputy": self.deputy.code, "place": self.place.code, "kind": self.kind}


@dataclass(kw_only=True)
class TakeBack(OfPeople):
    """Take a wish, a recusal or a pair apart off the list; the log keeps that it stood there."""

    verb: ClassVar[str] = "round.take_back"

    row_to_go: Wish | Apart

    def check(self) -> None:
        """It belongs to this round."""
        super().check()
        if self.row_to_go.round_id != self.row.pk:
            raise WrongState("gone", _("这一条已经不在了。"))

    def perform(self) -> Round:
        """Remove it: what a plan was made from is planning, no record of a person."""
        self.said = str(self.row_to_go.pk)
        self.row_to_go.delete()
        return self.touch()

    def entry_data(self) -> Mapping[str, object]:
        """Which row."""
        return {"row": self.said, "of": type(self.row_to_go).__name__.lower()}


@dataclass(kw_only=True)
class KeepApart(OfPeople):
    """Two deputies should not be in one team."""

    verb: ClassVar[str] = "round.apart"

    one: Deputy
    other: Deputy
    reason: str

    def check(self) -> None:
        """Two different deputies of the round, a reason, once."""
        super().check()
        self.reason = line("reason", self.reason, 120)
        if self.one.pk == self.other.pk:
            raise Invalid.at("other", "same", _("请选两位不同的代表。"))
        self.expected(self.one)
        self.expected(self.other)
        first, second = sorted((self.one.pk, self.other.pk))
        if Apart.objects.filter(round_id=self.row.pk, one_id=first, other_id=second).exists():
            raise Invalid.at("other", "twice", _("已经写过了。"))
        self.pair = first, second

    def perform(self) -> Round:
        """Store the pair in the order of their ids."""
        Apart.objects.create(
            round=self.row, one_id=self.pair[0], other_id=self.pair[1], reason=self.reason, town_id=self.row.town_id
        )
        return self.touch()

    def entry_data(self) -> Mapping[str, object]:
        """Who; the reason stays out of the chain."""
        return {"one": self.one.code, "other": self.other.code}


@dataclass(kw_only=True)
class SetHosting(OfPeople):
    """Write down when a place can host and how many city and district deputies it takes."""

    verb: ClassVar[str] = "round.hosting"

    visit: Visit
    open_from: dt.time | None = None
    open_until: dt.time | None = None
    least: int = 1
    most: int = 2

    def check(self) -> None:
        """A visit of this round that has not begun; bounds in order."""
        super().check()
        self.visit = Visit.objects.select_for_update(of=("self",)).select_related("place").get(pk=self.visit.pk)
        if self.visit.round_id != self.row.pk or self.visit.state != workflow.PLANNED:
            raise WrongState("begun", _("这处走访已经开始，不能再改。"))
        if self.open_from and self.open_until and self.open_from >= self.open_until:
            raise Invalid.at("open_until", "order", _("结束时间要晚于开始时间。"))
        if not 1 <= self.least <= self.most <= LARGEST_TEAM:
            raise Invalid.at("most", "order", _("最多要不少于最少，最少一位，最多 %(n)d 位。") % {"n": LARGEST_TEAM})

    def perform(self) -> Round:
        """Store it."""
        one = self.visit
        one.open_from, one.open_until, one.least, one.most = self.open_from, self.open_until, self.least, self.most
        one.save(update_fields=["open_from", "open_until", "least", "most"])
        return self.touch()

    def entry_data(self) -> Mapping[str, object]:
        """Which visit, how many."""
        return {"visit": self.visit.number, "least": self.least, "most": self.most}


@dataclass(kw_only=True)
class NotePlenary(RoundAction[Round]):
    """Write down who came to the plenary, who had asked for leave and who was missing."""

    verb: ClassVar[str] = "round.plenary"

    presence: Mapping[int, str]

    def check(self) -> None:
        """On the day or later, before the round is closed; known deputies and words only."""
        super().check()
        self.must_be(workflow.ANNOUNCED, workflow.UNDER_WAY, workflow.GATHERING, workflow.TRANSFERRED)
        if set(self.presence.values()) - set(Presence.values):
            raise Invalid.at("presence", "unknown", _("请选“到了”“请假”或者“没到”。"))

    def perform(self) -> Round:
        """Store it for everybody named."""
        for row in RoundDeputy.objects.filter(round_id=self.row.pk, deputy_id__in=list(self.presence)):
            if row.plenary != self.presence[row.deputy_id]:
                row.plenary = self.presence[row.deputy_id]
                row.save(update_fields=["plenary"])
        return self.touch()

    def entry_data(self) -> Mapping[str, object]:
        """Counts only."""
        words = list(self.presence.values())
        return {word: words.count(word) for word in Presence.values if word in words}

    def announcement(self) -> Mapping[str, object] | None:
        """Others keep files of attendance."""
        came = [str(pk) for pk, word in self.presence.items() if word == Presence.PRESENT]
        return {
            "round": str(self.row.pk),
            "day": self.row.day.isoformat(),
            "label": self.row.name,
            "came": sorted(came),
        }
