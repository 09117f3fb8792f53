"""What a round's plan is made from, read from the rows once: the planner's problem, the stops that stand, the names.

The planner's keys are ids as text.  Positions are those of the schematic map; how long a tile is stands in
``data/ways.json``.  Read it inside one transaction, plan outside of any.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any

from django.db.models import Q, QuerySet, Sum

from lianxin.contact import workflow
from lianxin.contact.base import ASSIGNED, minute_of, minutes
from lianxin.contact.models import Apart, Presence, Round, RoundDeputy, Visit, VisitDeputy, Wish, WishKind
from lianxin.contact.planning import model
from lianxin.contact.planning.checking import Note
from lianxin.contact.planning.model import Problem, Stop
from lianxin.contact.texts import sentence
from lianxin.deputies.leave.selectors import who_is_away
from lianxin.deputies.models import ConstituencyPlace, Level, Mandate
from lianxin.deputies.selectors import contacts_on, holding_on
from lianxin.places.models import Place

Pairs = Mapping[int, set[int]]


def metres_a_tile() -> float:
    """How long one tile of the schematic map is taken to be; our default, to be confirmed by the town."""
    text = files("lianxin.contact.rounds").joinpath("data/ways.json").read_text(encoding="utf-8")
    return float(json.loads(text)["metres_a_tile"]["value"])


@dataclass(frozen=True, slots=True)
class Ties:
    """Which deputies belong to which places: by contact community, by constituency, and the town deputies of each."""

    contact: Pairs
    constituency: Pairs
    of_town: Mapping[int, set[int]]


def _covered(place: Place, homes: Sequence[Place]) -> set[int]:
    """The neighbourhoods a place is, lies in or contains."""
    return {one.pk for one in homes if place.pk in one.ancestor_ids or one.pk in place.ancestor_ids}


def ties(day: dt.date, homes: Sequence[Place]) -> Ties:
    """Who belongs to which of the neighbourhoods on a day; three statements."""
    by_seat, only_town = _seats(day, homes)
    by_contact: dict[int, set[int]] = defaultdict(set)
    for contact in contacts_on(day).select_related("place"):
        by_contact[contact.deputy_id] |= _covered(contact.place, homes)
    of_town: dict[int, set[int]] = defaultdict(set)
    for deputy in only_town:
        for place in by_seat.get(deputy, set()) | by_contact.get(deputy, set()):
            of_town[place].add(deputy)
    return Ties(by_contact, by_seat, of_town)


def _seats(day: dt.date, homes: Sequence[Place]) -> tuple[dict[int, set[int]], set[int]]:
    """The neighbourhoods in each deputy's constituency, and who is a town deputy and nothing else."""
    levels: dict[int, set[str]] = defaultdict(set)
    seats: dict[int, set[int]] = defaultdict(set)
    for row in Mandate.objects.filter(holding_on(day)):
        levels[row.deputy_id].add(row.level)
        if row.constituency_id is not None:
            seats[row.constituency_id].add(row.deputy_id)
    by_seat: dict[int, set[int]] = defaultdict(set)
    for named in ConstituencyPlace.objects.filter(constituency_id__in=list(seats)).select_related("place"):
        for deputy in seats[named.constituency_id]:
            by_seat[deputy] |= _covered(named.place, homes)
    return by_seat, {deputy for deputy, found in levels.items() if found == {Level.TOWN}}


@dataclass(frozen=True)
class Material:
    """A round with everything its plan depends on."""

    round: Round
    people: Sequence[RoundDeputy]
    visits: Sequence[Visit]
    on_visits: Sequence[VisitDeputy]
    wishes: Sequence[Wish]
    apart: Sequence[Apart]
    ties: Ties
    last: Pairs
    before_last: Pairs
    on_leave: frozenset[int] = frozenset()

    @cached_property
    def visit_at(self) -> dict[str, Visit]:
        """The visit of a place, by the planner's key."""
        return {str(one.place_id): one for one in self.visits}

    @cached_property
    def names(self) -> dict[str, str]:
        """What people call the planner's keys."""
        found = {str(one.deputy_id): one.deputy.display_name for one in self.people}
        for one in self.visits:
            found[str(one.place_id)] = one.place.label
            if one.place.parent is not None:
                found[str(one.place.parent_id)] = one.place.parent.label
        return found | {level: str(Level(level).label) for level in ASSIGNED}

    def name(self, key: str) -> str:
        """The name of a key, or of several joined by ``、``."""
        return "、".join(self.names.get(part, part) for part in key.split("、"))

    def say(self, sentences: Mapping[str, Any], notes: Iterable[Note]) -> list[str]:
        """The notes as sentences with names."""
        return [sentence(sentences, one, self.name) for one in notes]

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """What is assigned now: city and district deputies at visits that have a time."""
        starts = {one.pk: (str(one.place_id), one.starts_at) for one in self.visits}
        found = []
        for row in self.on_visits:
            place, start = starts.get(row.visit_id, ("", None))
            if row.level in ASSIGNED and start is not None and not row.dropped_because:
                found.append(Stop(str(row.deputy_id), place, minute_of(start)))
        return tuple(sorted(found))

    @cached_property
    def problem(self) -> Problem:
        """The planner's problem."""
        one = self.round
        return Problem(
            deputies=tuple(self._deputy(row) for row in self.people),
            places=tuple(self._place(visit) for visit in self.visits),
            afternoon=model.Afternoon(
                begins=minutes(one.visits_from) or 0, ends=minutes(one.visits_until) or 0,
                sessions=one.session_minutes, visit=one.visit_minutes, at_most=one.most_visits,
            ),
            apart=tuple(model.Apart(str(row.one_id), str(row.other_id), row.reason) for row in self.apart),
            not_there=tuple(
                model.NotThere(str(row.deputy_id), str(row.place_id), row.reason)
                for row in self._known(WishKind.NOT_THERE)
            ),
            fixed=self._fixed(),
        )  # fmt: skip

    def _known(self, kind: str) -> list[Wish]:
        """The wishes of a kind whose deputy and place are both on the round."""
        there = {row.deputy_id for row in self.people}
        return [
            row for row in self.wishes
            if row.kind == kind and row.deputy_id in there and str(row.place_id) in self.visit_at
        ]  # fmt: skip

    def _deputy(self, row: RoundDeputy) -> model.Deputy:
        pk = row.deputy_id
        wishes = frozenset(str(one.place_id) for one in self._known(WishKind.WISH) if one.deputy_id == pk)
        return model.Deputy(
            key=str(pk), level=row.level, absent=row.away or pk in self.on_leave, most=row.most_visits,
            here_from=minutes(row.here_from), here_until=minutes(row.here_until), wishes=wishes,
            contact=_keys(self.ties.contact, pk),
            constituency=_keys(self.ties.constituency, pk) if row.level == Level.DISTRICT else frozenset(),
            last=_keys(self.last, pk), before_last=_keys(self.before_last, pk),
        )  # fmt: skip

    def _place(self, visit: Visit) -> model.Place:
        place, metres = visit.place, metres_a_tile()
        at = None if place.tile_x is None or place.tile_y is None else (place.tile_x * metres, place.tile_y * metres)
        asked = [one for one in self._known(WishKind.ASKED_FOR) if one.place_id == place.pk]
        return model.Place(
            key=str(place.pk), area=str(place.parent_id or ""), position=at, open_from=minutes(visit.open_from),
            open_until=minutes(visit.open_until), invited=getattr(visit, "invited", None) or 0,
            least=visit.least, most=visit.most, asks_for=frozenset(str(one.deputy_id) for one in asked),
            town_deputies=tuple(str(pk) for pk in sorted(self.ties.of_town.get(place.pk, ()))),
        )  # fmt: skip

    def _fixed(self) -> tuple[model.Fixed, ...]:
        """What was fixed by hand, and what has begun."""
        by_pk = {one.pk: one for one in self.visits}
        found = []
        for row in self.on_visits:
            visit = by_pk.get(row.visit_id)
            if visit is None or row.level not in ASSIGNED or row.dropped_because:
                continue
            begun = visit.state != workflow.PLANNED
            start = None if visit.starts_at is None else minute_of(visit.starts_at)
            if begun or row.fixed:
                found.append(model.Fixed(str(row.deputy_id), str(visit.place_id), start, begun=begun))
        return tuple(found)


def _keys(pairs: Pairs, pk: int) -> frozenset[str]:
    return frozenset(str(one) for one in pairs.get(pk, ()))


def _visited(round_pk: int | None, rows: Sequence[VisitDeputy]) -> Pairs:
    found: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        if row.visit.round_id == round_pk:
            found[row.deputy_id].add(row.visit.place_id)
    return found


def round_visits(one: Round) -> QuerySet[Visit]:
    """The visits of a round that are or were to be held, with place and how many are invited, in order of places."""
    rows = Visit.objects.filter(round_id=one.pk).exclude(state=workflow.NOT_HELD)
    return rows.select_related("place__parent").annotate(invited=Sum("guests__invited")).order_by("place__sort", "id")


def material_of(one: Round) -> Material:
    """Read everything a round's plan depends on; eleven statements."""
    visits = list(round_visits(one))
    people = RoundDeputy.objects.filter(round_id=one.pk).select_related("deputy").order_by("deputy__sort", "deputy_id")
    on_visits = VisitDeputy.objects.filter(visit__round_id=one.pk).select_related("deputy").order_by("id")
    last = one.previous
    before = last.previous_id if last is not None else None
    earlier = VisitDeputy.objects.filter(
        ~Q(presence=Presence.ABSENT), visit__round_id__in=[pk for pk in (one.previous_id, before) if pk],
        dropped_because="", level__in=ASSIGNED,
    ).select_related("visit")  # fmt: skip
    visited = list(earlier)
    return Material(
        round=one, people=list(people), visits=visits, on_visits=list(on_visits),
        wishes=list(Wish.objects.filter(round_id=one.pk).select_related("deputy", "place").order_by("id")),
        apart=list(Apart.objects.filter(round_id=one.pk).select_related("one", "other").order_by("id")),
        ties=ties(one.day, [visit.place for visit in visits]),
        last=_visited(one.previous_id, visited), before_last=_visited(before, visited) if before else {},
        on_leave=frozenset(who_is_away(one.day)),
    )  # fmt: skip
