"""Why each deputy goes where they go, and why a place could not be served: codes with parameters.

Each reason is a fact that can be looked up in the input or in the plan; tests look it up.  Codes of placements:
``begun``, ``fixed``, ``contact``, ``constituency``, ``wish``, ``asked``, ``kept`` (as in the plan before), ``second``
(a further visit, so many minutes from the one before), ``area_level`` (the only one of that level in the area),
``team_level`` (brings the other level into the team), ``group`` (many are invited), ``cover`` (nobody else comes here),
``repeat`` (was here in the last two rounds; no cheaper way was found).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lianxin.contact.planning.checking import Note, note
from lianxin.contact.planning.judging import judge
from lianxin.contact.planning.model import (
    HALL,
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


def reasons(problem: Problem, stops: Sequence[Stop]) -> dict[Stop, tuple[Note, ...]]:
    """The reasons of every stop, the weightiest first."""
    deputies = {one.key: one for one in problem.deputies}
    places = {one.key: one for one in problem.places}
    return {
        stop: (*_ties(problem, deputies[stop.deputy], places[stop.place], stop),
               *_team(problem, deputies, places[stop.place], stop, stops), *_day(problem, deputies, stop, stops))
        for stop in stops
    }  # fmt: skip


def _ties(problem: Problem, deputy: Deputy, place: Place, stop: Stop) -> Iterator[Note]:
    """What ties this deputy to this place."""
    fixed = [one for one in problem.fixed if (one.deputy, one.place) == (stop.deputy, stop.place)]
    if fixed:
        yield note("begun" if any(one.begun for one in fixed) else "fixed")
    if place.key in deputy.contact:
        yield note("contact")
    if place.key in deputy.constituency:
        yield note("constituency")
    if place.key in deputy.wishes:
        yield note("wish")
    if deputy.key in place.asks_for:
        yield note("asked")
    if stop in problem.previous:
        yield note("kept")


def _team(
    problem: Problem, deputies: dict[str, Deputy], place: Place, stop: Stop, stops: Sequence[Stop]
) -> Iterator[Note]:
    """What the deputy brings to the team and to the area."""
    level = deputies[stop.deputy].level
    others = [deputies[one.deputy] for one in stops if one.place == place.key and one.deputy != stop.deputy]
    if not others:
        yield note("cover")
    elif all(one.level != level for one in others):
        yield note("team_level", level=level)
    if wanted_team(problem, place) > 1 and others:
        yield note("group", invited=place.invited, wanted=wanted_team(problem, place))
    area = {one.key for one in problem.places if one.area == place.area}
    same = {one.deputy for one in stops if one.place in area and deputies[one.deputy].level == level}
    if len(area) > 1 and same == {stop.deputy}:
        yield note("area_level", level=level, area=place.area)


def _day(problem: Problem, deputies: dict[str, Deputy], stop: Stop, stops: Sequence[Stop]) -> Iterator[Note]:
    """How it fits into the deputy's afternoon, and what had to be accepted."""
    before = [one for one in stops if one.deputy == stop.deputy and one.start < stop.start]
    if before:
        last = max(before, key=lambda one: one.start)
        minutes = way(problem, problem.positions(), last.place, stop.place)
        yield note("second", before=last.place, minutes=minutes)
    deputy = deputies[stop.deputy]
    if stop.place in deputy.last | deputy.before_last:
        yield note("repeat", rounds=1 if stop.place in deputy.last else 2)


def alternatives(problem: Problem, stops: Sequence[Stop], stop: Stop) -> tuple[tuple[int, str], ...]:
    """Who else could make this visit and by how many points the plan would be worse (better, where negative)."""
    rest = [one for one in stops if one != stop]
    present = judge(problem, stops)
    taken = {one.deputy for one in rest if one.place == stop.place}
    found = []
    for deputy in sorted(one.key for one in problem.deputies if one.key not in taken | {stop.deputy}):
        judged = judge(problem, [*rest, replace(stop, deputy=deputy)])
        if judged.sound and len(judged.missing) <= len(present.missing):
            found.append((judged.cost - present.cost, deputy))
    return tuple(sorted(found))


# --- what cannot be served ------------------------------------------------------------------------


def why_missing(problem: Problem, stops: Sequence[Stop]) -> tuple[Note, ...]:
    """For each place that is not served or short of people: why, and what could be relaxed."""
    missing = judge(problem, stops).missing
    if not missing:
        return ()
    return (*missing, *_in_all(problem), *(one for lack in missing for one in _of_place(problem, lack.params["place"])))


def _in_all(problem: Problem) -> Iterator[Note]:
    """Whether there are too few visits altogether."""
    sessions = len(problem.afternoon.sessions)
    visits = sum(min(limit_of(problem, one), sessions) for one in problem.deputies if takes_part(problem, one))
    needed = sum(place.least for place in problem.places)
    if visits < needed:
        yield note("too_few_visits", visits=visits, needed=needed)
        yield note("relax_limit", limit=problem.afternoon.at_most)
        if problem.afternoon.at_most >= sessions:
            yield note("relax_sessions", sessions=sessions)


def _of_place(problem: Problem, key: str | int) -> Iterator[Note]:
    place = next(one for one in problem.places if one.key == key)
    starts = [start_at(problem, place, session) for session in range(len(problem.afternoon.sessions))]
    open_starts = [start for start in starts if start is not None]
    if not open_starts:
        yield note("no_session", place=place.key)
        yield note("relax_hosting", place=place.key)
        return
    causes = {one.key: _cause(problem, one, place, open_starts) for one in problem.deputies}
    could = sorted(deputy for deputy, cause in causes.items() if not cause)
    if len(could) >= place.least:
        yield note("all_busy", place=place.key, could=len(could))
        yield note("relax_busy", place=place.key, deputies="、".join(could[:5]))
        return
    for cause in ("absent", "own_time", "not_there", "too_far"):
        who = sorted(deputy for deputy, found in causes.items() if found == cause)
        if who:
            yield note(f"nobody_{cause}", place=place.key, count=len(who))
            yield note(f"relax_{cause}", place=place.key, deputies="、".join(who[:5]))


def _cause(problem: Problem, deputy: Deputy, place: Place, starts: Iterable[int]) -> str:
    """Why a deputy could not even go to this place alone; empty where it would be possible."""
    if not takes_part(problem, deputy):
        return "absent"
    if any(ban.deputy == deputy.key and ban.place == place.key for ban in problem.not_there):
        return "not_there"
    frame, now = problem.afternoon, problem.now or 0
    until = deputy.here_until if deputy.here_until is not None else frame.ends
    in_time = [start for start in starts if start >= max(deputy.here_from or 0, now) and start + frame.visit <= until]
    if not in_time:
        return "own_time"
    leaves = max(frame.begins, deputy.here_from or 0, now)
    minutes = way(problem, problem.positions(), HALL, place.key)
    return "" if any(leaves + minutes <= start for start in in_time) else "too_far"
