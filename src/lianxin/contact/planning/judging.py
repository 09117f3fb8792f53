"""The rules of a round, read off a finished plan: what is broken, what is missing, what it costs.

Written for reading and apart from the tables the planners search with: planners are tested against it, and what a
change by hand would do is judged here.  Hard rules (`violations`), in the order a clerk would ask them:

* ``absent`` the deputy is not there; ``own_time`` not at that time; ``not_there`` must not go to this place;
* ``hosting`` the place is not visited at that time; ``two_times`` its deputies come at different times;
* ``too_many`` more visits than allowed; ``twice`` one place twice; ``unreachable`` the way takes longer than there is;
* ``too_full`` more deputies than the place takes; ``apart`` two who must not be in one team;
* ``fixed_broken`` what was fixed by hand is not kept; ``past`` it would begin before now; ``unknown`` no such name.

A visit that has begun is a fact; no rule is held against it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise

from lianxin.contact.planning.checking import Note, note
from lianxin.contact.planning.model import (
    HALL,
    LEVELS,
    Deputy,
    Place,
    Problem,
    Stop,
    limit_of,
    start_at,
    takes_part,
    wanted_team,
    way,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that was better avoided: which weight, who or where, how many points."""

    code: str
    who: str
    where: str
    points: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a plan is worth: hard rules broken, places not served or short of people, and the points."""

    violations: tuple[Note, ...]
    missing: tuple[Note, ...]
    terms: tuple[Term, ...]

    @property
    def cost(self) -> int:
        """The points of everything that was better avoided; what is missing is not in it."""
        return sum(term.points for term in self.terms)

    @property
    def sound(self) -> bool:
        """Whether no hard rule is broken."""
        return not self.violations


class _Reading:
    """The stops of a plan, looked at from every side."""

    def __init__(self, problem: Problem, stops: Iterable[Stop]) -> None:
        self.problem = problem
        self.deputies = {one.key: one for one in problem.deputies}
        self.places = {one.key: one for one in problem.places}
        self.positions = problem.positions()
        self.begun = {(one.deputy, one.place) for one in problem.fixed if one.begun}
        every = sorted(set(stops))
        self.stray = [stop for stop in every if stop.deputy not in self.deputies or stop.place not in self.places]
        self.stops = [stop for stop in every if stop not in self.stray]
        self.of: dict[str, list[Stop]] = {key: [] for key in sorted(self.deputies)}
        self.at: dict[str, list[Stop]] = {key: [] for key in sorted(self.places)}
        for stop in sorted(self.stops, key=lambda one: (one.start, one.place, one.deputy)):
            self.of[stop.deputy].append(stop)
            self.at[stop.place].append(stop)

    def fresh(self, stops: Iterable[Stop]) -> list[Stop]:
        """Those of the stops that have not begun."""
        return [stop for stop in stops if (stop.deputy, stop.place) not in self.begun]

    def minutes(self, one: str, other: str) -> int:
        """The way between two places."""
        return way(self.problem, self.positions, one, other)


def judge(problem: Problem, stops: Iterable[Stop]) -> Judgement:
    """Judge a plan; the order of its stops plays no part."""
    reading = _Reading(problem, stops)
    violations = (
        *(note("unknown", deputy=stop.deputy, place=stop.place) for stop in reading.stray),
        *_single(reading), *_days(reading), *_teams(reading), *_kept(reading),
    )  # fmt: skip
    terms = (*_of_deputies(reading), *_of_places(reading), *_of_areas(reading), *_of_changes(reading))
    return Judgement(violations, tuple(_missing(reading)), tuple(term for term in terms if term.points))


# --- hard rules -----------------------------------------------------------------------------------


def _single(reading: _Reading) -> Iterator[Note]:
    """Rules that one stop alone can break."""
    problem = reading.problem
    banned = {(ban.deputy, ban.place): ban.reason for ban in problem.not_there}
    for stop in reading.fresh(reading.stops):
        deputy, place, about = reading.deputies[stop.deputy], reading.places[stop.place], _about(stop)
        if deputy.absent:
            yield note("absent", **about)
        if stop.start < (deputy.here_from or 0) or _ends_after(problem, stop, deputy.here_until):
            yield note("own_time", **about)
        if (stop.deputy, stop.place) in banned:
            yield note("not_there", reason=banned[stop.deputy, stop.place], **about)
        sessions = range(len(problem.afternoon.sessions))
        if stop.start not in {start_at(problem, place, session) for session in sessions}:
            yield note("hosting", **about)
        if problem.now is not None and stop.start <= problem.now:
            yield note("past", **about)


def _about(stop: Stop) -> dict[str, str | int]:
    return {"deputy": stop.deputy, "place": stop.place, "start": stop.start}


def _ends_after(problem: Problem, stop: Stop, until: int | None) -> bool:
    return until is not None and stop.start + problem.afternoon.visit > until


def _days(reading: _Reading) -> Iterator[Note]:
    """Rules about the afternoon of one deputy."""
    problem = reading.problem
    for key, stops in reading.of.items():
        deputy = reading.deputies[key]
        fresh = reading.fresh(stops)
        if fresh and len(stops) > limit_of(problem, deputy):
            yield note("too_many", deputy=key, count=len(stops), limit=limit_of(problem, deputy))
        if len({stop.place for stop in stops}) < len(stops):
            yield note("twice", deputy=key)
        yield from _ways(reading, deputy, stops)


def _ways(reading: _Reading, deputy: Deputy, stops: list[Stop]) -> Iterator[Note]:
    """Whether the deputy can be where the plan says in time: from the hall to the first, then from each to the next."""
    frame, now = reading.problem.afternoon, reading.problem.now or 0
    if stops and reading.fresh(stops[:1]):
        leaves = max(frame.begins, deputy.here_from or 0, now)
        needed = reading.minutes(HALL, stops[0].place)
        if leaves + needed > stops[0].start:
            yield _late(HALL, stops[0], needed, stops[0].start - leaves)
    for before, stop in pairwise(stops):
        free = max(before.start + frame.visit, now)
        needed = reading.minutes(before.place, stop.place)
        if reading.fresh([stop]) and free + needed > stop.start:
            yield _late(before.place, stop, needed, stop.start - free)


def _late(before: str, stop: Stop, needed: int, there_is: int) -> Note:
    return note("unreachable", deputy=stop.deputy, before=before, place=stop.place, needed=needed, there_is=there_is)


def _teams(reading: _Reading) -> Iterator[Note]:
    """Rules about the team of one place."""
    reasons = {frozenset((pair.one, pair.other)): pair.reason for pair in reading.problem.apart}
    for key, stops in reading.at.items():
        if not reading.fresh(stops):
            continue
        if len({stop.start for stop in stops}) > 1:
            yield note("two_times", place=key)
        if len(stops) > reading.places[key].most:
            yield note("too_full", place=key, count=len(stops), limit=reading.places[key].most)
        for one, other in combinations(sorted(stop.deputy for stop in stops), 2):
            if frozenset((one, other)) in reasons:
                yield note("apart", place=key, one=one, other=other, reason=reasons[frozenset((one, other))])


def _kept(reading: _Reading) -> Iterator[Note]:
    """Whether what was fixed by hand, or has begun, is in the plan."""
    for fixed in sorted(reading.problem.fixed, key=lambda one: (one.deputy, one.place)):
        found = [stop for stop in reading.of.get(fixed.deputy, ()) if stop.place == fixed.place]
        if not any(fixed.start in {None, stop.start} for stop in found):
            yield note("fixed_broken", deputy=fixed.deputy, place=fixed.place)


def _missing(reading: _Reading) -> Iterator[Note]:
    for key, stops in reading.at.items():
        place = reading.places[key]
        if not stops:
            yield note("unserved", place=key)
        elif len(stops) < place.least:
            yield note("short", place=key, count=len(stops), least=place.least)


# --- what was better avoided ----------------------------------------------------------------------


def _of_deputies(reading: _Reading) -> Iterator[Term]:
    weights = reading.problem.weights
    known = frozenset(reading.places)
    for key, stops in reading.of.items():
        deputy, places = reading.deputies[key], [stop.place for stop in stops]
        if not takes_part(reading.problem, deputy):
            continue
        if not places:
            yield Term("idle", key, "", weights.idle)
        if deputy.wishes & known and not deputy.wishes & set(places):
            yield Term("wish", key, "", weights.wish)
        yield Term("second", key, "", weights.second * max(0, len(places) - 1))
        ways = sum(reading.minutes(one, other) for one, other in pairwise(places))
        yield Term("travel", key, "", weights.travel * ways)
        yield from _of_visits(reading, deputy, places, deputy.own & known)


def _of_visits(reading: _Reading, deputy: Deputy, places: list[str], own: frozenset[str]) -> Iterator[Term]:
    weights = reading.problem.weights
    if own and places and not own & set(places):
        yield Term("no_own", deputy.key, "", weights.no_own)
    for place in places:
        if own and place not in own:
            yield Term("outside", deputy.key, place, weights.outside)
        if place in deputy.last:
            yield Term("last_round", deputy.key, place, weights.last_round)
        if place in deputy.before_last:
            yield Term("before_last_round", deputy.key, place, weights.before_last_round)


def mixed_levels(problem: Problem) -> bool:
    """Whether deputies of both levels take part at all; only then is a mix asked for."""
    return {one.level for one in problem.deputies if takes_part(problem, one)} == set(LEVELS)


def _of_places(reading: _Reading) -> Iterator[Term]:
    problem, weights = reading.problem, reading.problem.weights
    mixed = mixed_levels(problem)
    for key, stops in reading.at.items():
        if not stops:
            continue
        place, team = reading.places[key], [reading.deputies[stop.deputy] for stop in stops]
        yield Term("thin", "", key, weights.thin * max(0, wanted_team(problem, place) - len(team)))
        if mixed and len(team) > 1 and len({one.level for one in team}) == 1:
            yield Term("one_level", "", key, weights.one_level)
        if _asked_in_vain(problem, reading.deputies, place, team):
            yield Term("asked", "", key, weights.asked)


def _asked_in_vain(problem: Problem, deputies: Mapping[str, Deputy], place: Place, team: list[Deputy]) -> bool:
    here = {key for key in place.asks_for if key in deputies and takes_part(problem, deputies[key])}
    return bool(here) and here.isdisjoint(one.key for one in team)


def _of_areas(reading: _Reading) -> Iterator[Term]:
    """In an area of several places, residents should meet deputies of either level."""
    problem = reading.problem
    if not mixed_levels(problem):
        return
    by_area: defaultdict[str, list[str]] = defaultdict(list)
    for place in problem.places:
        by_area[place.area].append(place.key)
    for area, keys in sorted(by_area.items()):
        if len(keys) > 1:
            here = {reading.deputies[stop.deputy] for key in keys for stop in reading.at[key]}
            met = {one.level for one in here if takes_part(problem, one)}
            for level in LEVELS:
                if level not in met:
                    yield Term("area_level", level, area, problem.weights.area_level)


def _of_changes(reading: _Reading) -> Iterator[Term]:
    """What the people of the plan that is being mended would have to be told anew."""
    problem = reading.problem
    if not problem.previous:
        return
    before: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
    starts: dict[str, int] = {}
    for stop in problem.previous:
        if stop.place in reading.places:
            before[stop.deputy].add((stop.place, stop.start))
            starts[stop.place] = stop.start
    for key, stops in reading.of.items():
        now = {(stop.place, stop.start) for stop in stops}
        if takes_part(problem, reading.deputies[key]) and now != before[key]:
            yield Term("changed", key, "", problem.weights.changed)
    for key, stops in reading.at.items():
        if stops and key in starts and stops[0].start != starts[key]:
            yield Term("retimed", "", key, problem.weights.retimed)
