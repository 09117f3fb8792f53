"""Make a plan: the door of this package."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lianxin.contact.planning import exact, fallback, solver
from lianxin.contact.planning.checking import Note, Unplannable, problems_of
from lianxin.contact.planning.compiled import Route, Tables
from lianxin.contact.planning.explaining import reasons, why_missing
from lianxin.contact.planning.judging import Term, judge
from lianxin.contact.planning.model import Problem, Stop
from lianxin.contact.planning.moves import Board

SOLVER: Final = "solver"
FALLBACK: Final = "fallback"
EXACT: Final = "exact"


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody who is at one place, and when; the town deputies of the place and its secretary always are."""

    place: str
    start: int
    end: int
    deputies: tuple[str, ...]
    town_deputies: tuple[str, ...]
    secretary: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan and all that is to be said about it.

    ``method`` is how it was made, ``proven`` whether no better one exists, ``bound`` the least points any plan has (0
    where unknown).  ``missing`` says what could not be served, why and what could be relaxed.
    """

    stops: tuple[Stop, ...]
    teams: tuple[Team, ...]
    cost: int
    terms: tuple[Term, ...]
    reasons: Mapping[Stop, tuple[Note, ...]]
    missing: tuple[Note, ...]
    method: str
    proven: bool
    bound: int

    def visits_of(self, deputy: str) -> tuple[Stop, ...]:
        """The visits of one deputy in the order of time."""
        return tuple(sorted((one for one in self.stops if one.deputy == deputy), key=lambda one: one.start))


def plan(problem: Problem, method: str | None = None) -> Plan:
    """Plan the afternoon with the solver where it is installed, else with the built-in planner; or as ``method`` says.

    Raises `Unplannable` where the input contradicts itself.  Places that cannot be served are named in ``missing``.
    """
    wrong = problems_of(problem)
    if wrong:
        raise Unplannable(wrong)
    method = method or (SOLVER if solver.available() else FALLBACK)
    tables = Tables(problem)
    routes = fallback.solve(tables, 0.25 if method == SOLVER else 1.0)
    proven, bound = False, 0
    if method == SOLVER:
        answer = solver.solve(tables, routes)
        routes, proven, bound = answer.routes, answer.proven, answer.bound
    elif method == EXACT:
        bound, routes = exact.optimum(tables, Board(tables, routes).total)
        proven = True
    return finished(problem, tables, routes, method, proven=proven, bound=bound)


def finished(
    problem: Problem, tables: Tables, routes: Sequence[Route], method: str, *, proven: bool, bound: int
) -> Plan:
    """The plan of routes, judged and explained."""
    stops = tables.stops(routes)
    judged = judge(problem, stops)
    if not judged.sound:
        raise AssertionError(f"a planner broke a hard rule: {judged.violations}")
    return Plan(
        stops=stops, teams=teams_of(problem, stops), cost=judged.cost, terms=judged.terms,
        reasons=reasons(problem, stops), missing=why_missing(problem, stops), method=method, proven=proven, bound=bound,
    )  # fmt: skip


def teams_of(problem: Problem, stops: Sequence[Stop]) -> tuple[Team, ...]:
    """Who is at each served place, places in the order of their keys."""
    teams = []
    for place in sorted(problem.places, key=lambda one: one.key):
        here = sorted(stop for stop in stops if stop.place == place.key)
        if here:
            start = min(stop.start for stop in here)
            teams.append(Team(
                place.key, start, start + problem.afternoon.visit, tuple(stop.deputy for stop in here),
                tuple(sorted(place.town_deputies)), place.secretary,
            ))  # fmt: skip
    return tuple(teams)
