"""Taking in what was arranged or held without the system: who goes where, and a whole round of earlier years.

A town does not begin with an empty past: the next round needs the items of the last one, and who was where then.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext as _

from lianxin.contact import workflow
from lianxin.contact.base import ASSIGNED, ROUND, RoundAction
from lianxin.contact.models import (
    GuestKind,
    Guests,
    Presence,
    Round,
    RoundDeputy,
    RoundState,
    Visit,
    VisitDeputy,
    VisitState,
)
from lianxin.contact.policies import OFFICE
from lianxin.contact.rounds.actions import Frame, add_visits, latest_before, round_number
from lianxin.core.clock import TOWN_TZ, UTC, now, today
from lianxin.deputies.models import Level
from lianxin.deputies.selectors import mandates_on
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import Invalid, NotAllowed
from lianxin.places.models import Place

#: Deputies by place, both by id.
Teams = Mapping[int, Sequence[int]]


def levels_of(teams: Teams, day: dt.date) -> dict[int, str]:
    """The level that counts of each deputy on a day: city before district before town; one statement.

    Raises ``Invalid`` where somebody holds no mandate.
    """
    wanted = {pk for team in teams.values() for pk in team}
    order: list[str] = [Level.CITY, Level.DISTRICT, Level.TOWN]
    found: dict[int, str] = {}
    for pk, level in mandates_on(day).filter(deputy__in=wanted).values_list("deputy_id", "level"):
        found[pk] = min(found.get(pk, level), level, key=order.index)
    if wanted - set(found):
        raise Invalid.at("teams", "no_mandate", _("名单里有人那天不是人大代表，请核对。"))
    return found


def rows_of(
    visits: Iterable[Visit], teams: Teams, levels: Mapping[int, str], presence: str = Presence.PLANNED
) -> list[VisitDeputy]:
    """A row for every deputy of every team."""
    return [
        VisitDeputy(visit=visit, deputy_id=pk, level=levels[pk], presence=presence, town_id=visit.town_id)
        for visit in visits
        for pk in dict.fromkeys(teams.get(visit.place_id, ()))
    ]


@dataclass(kw_only=True)
class TakeInTeams(RoundAction[int]):
    """Write down teams that were put together elsewhere, on the visits of a round that nobody is on yet."""

    verb: ClassVar[str] = "round.teams"

    teams: Teams
    n: int = field(init=False, default=0)
    _levels: dict[int, str] = field(init=False, default_factory=dict, repr=False)

    def check(self) -> None:
        """Before the day, once."""
        super().check()
        self.must_be(workflow.PREPARING)
        if VisitDeputy.objects.filter(visit__round=self.row.pk).exists():
            raise Invalid.at("teams", "there", _("已经分配过代表了，请在分配板上改。"))
        self._levels = levels_of(self.teams, self.row.day)

    def perform(self) -> int:
        """The rows, and the time of the first session for every visit that has a team."""
        visits = list(Visit.objects.filter(round=self.row.pk).exclude(state=VisitState.NOT_HELD))
        made = VisitDeputy.objects.bulk_create(rows_of(visits, self.teams, self._levels))
        starts = dt.datetime.combine(self.row.day, self.row.visits_from, TOWN_TZ).astimezone(UTC)
        Visit.objects.filter(pk__in={row.visit_id for row in made}).update(
            starts_at=starts, ends_at=starts + dt.timedelta(minutes=self.row.visit_minutes)
        )
        self.n = len(made)
        self.touch()
        return self.n

    def entry_data(self) -> Mapping[str, object]:
        """How many."""
        return {"number": self.row.number, "n": self.n}

    def announcement(self) -> None:
        """The notice tells everybody."""
        return


@dataclass(kw_only=True)
class TakeInRound(Action[Round]):
    """Take in a round that was held before, with who was where and how many guests came; its lists count as given in.

    Its items are taken in by their occasion afterwards (``TakeIn``).
    """

    verb: ClassVar[str] = "round.earlier"

    frame: Frame
    places: Sequence[Place]
    teams: Teams
    guests: Mapping[int, int] = field(default_factory=dict)
    row: Round = field(init=False, repr=False)
    _levels: dict[int, str] = field(init=False, default_factory=dict, repr=False)

    def check(self) -> None:
        """The office; a day that is over; not the same round twice."""
        if not OFFICE.check(self.actor):
            raise NotAllowed("not_allowed", _("这一步由镇人大办做。"))
        self.row = Round(state=RoundState.GATHERING)
        self.frame.put_on(self.row)
        if self.row.day >= today():
            raise Invalid.at("day", "not_over", _("这里只补登已经过去的活动；还没有到的，请安排新的一轮。"))
        if Round.objects.filter(year=self.row.year, ordinal=self.row.ordinal).exists():
            raise Invalid.at("ordinal", "twice", _("这一年的这一次活动已经有了，请核对是第几次。"))
        self._levels = levels_of(self.teams, self.row.day)

    def perform(self) -> Round:
        """Round, visits, deputies, guests."""
        row = self.row
        row.number, row.previous = round_number(row.year), latest_before(row.day)
        row.held_at = dt.datetime.combine(row.day, row.visits_from, TOWN_TZ).astimezone(UTC)
        row.save(force_insert=True)
        add_visits(row, self.places)
        over = dt.datetime.combine(row.day, row.visits_until, TOWN_TZ).astimezone(UTC)
        Visit.objects.filter(round=row.pk).update(
            state=VisitState.LISTED, starts_at=row.held_at, began_at=row.held_at, ends_at=over, ended_at=over,
            listed_at=now(), listed_by_label=self.actor.label[:120], list_note=_("补登的往年活动"),
        )  # fmt: skip
        visits = list(Visit.objects.filter(round=row.pk))
        VisitDeputy.objects.bulk_create(rows_of(visits, self.teams, self._levels, Presence.PRESENT))
        assigned = [pk for pk, level in self._levels.items() if level in ASSIGNED]
        RoundDeputy.objects.bulk_create([
            RoundDeputy(
                round=row, deputy_id=pk, level=self._levels[pk], plenary=Presence.PRESENT, town_id=row.town_id
            )
            for pk in assigned
        ])  # fmt: skip
        Guests.objects.bulk_create([
            Guests(
                visit=visit, kind=GuestKind.REPRESENTATIVES, invited=self.guests[visit.place_id],
                present=self.guests[visit.place_id], town_id=row.town_id,
            )
            for visit in visits
            if visit.place_id in self.guests
        ])  # fmt: skip
        return row

    def subject(self) -> Subject:
        """The round."""
        return Subject(ROUND, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Number, day, how many places and deputies."""
        return {
            "number": self.row.number, "day": self.row.day.isoformat(), "places": len(self.places),
            "deputies": len(self._levels),
        }  # fmt: skip

    def announcement(self) -> None:
        """It is over; nobody needs to hear of it."""
        return
