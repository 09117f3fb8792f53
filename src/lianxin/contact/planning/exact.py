"""The optimum of a small round, by dynamic programming over the deputies: the measure for everything else.

After some deputies have been given their routes, all that matters for the rest is what each place has: which session,
how many, of which levels, whether whom it asked for is there, and those whom somebody must not meet.  Of two ways to
the same picture only the cheaper one is kept, and a way that cannot beat a known plan even if everything left went as
cheaply as possible is dropped.  Exact; for up to about eight places and eight deputies.
"""

from collections.abc import Sequence
from typing import Final

from lianxin.contact.planning.compiled import Route, Tables
from lianxin.contact.planning.model import CITY, DISTRICT
from lianxin.contact.planning.weights import UNSERVED

#: node (−1: nobody yet) and members of each place.
_Teams = tuple[tuple[int, int], ...]
_Picture = tuple[tuple[int, ...], ...]
_Way = tuple[int, tuple[Route, ...], _Teams]

#: More than this many states are not followed: the instance is too large for this method.
MOST_STATES: Final = 2_000_000


class TooLarge(Exception):
    """The instance has too many states for the exact method."""


def total_of(tables: Tables, routes: Sequence[Route]) -> int | None:
    """The whole cost of routes, what is missing included; None where a hard rule is broken."""
    teams, nodes, total = [0] * tables.count, [-1] * tables.count, 0
    for deputy, route in enumerate(routes):
        cost = tables.route_cost(deputy, route)
        if cost is None:
            return None
        total += cost
        for node in route:
            place = node % tables.count
            if nodes[place] not in {-1, node}:
                return None
            nodes[place] = node
            teams[place] |= 1 << deputy
    for place in range(tables.count):
        cost = tables.team_cost(place, nodes[place], teams[place])
        if cost is None:
            return None
        total += cost
    return total + sum(tables.area_cost(area, teams) for area in range(len(tables.areas)))


def optimum(tables: Tables, at_most: int | None = None) -> tuple[int, tuple[Route, ...]]:
    """The least total and routes that reach it; ``at_most`` is a total known to be reachable, to drop ways early.

    Raises `TooLarge`, and `ValueError` where no routes keep the hard rules (fixed stops that contradict each other).
    """
    options = [sorted((tables.route_cost(deputy, route) or 0, route) for route in tables.routes_of(deputy))
               for deputy in range(len(tables.deputies))]  # fmt: skip
    rests = _rests(tables, options)
    states: dict[_Picture, _Way] = {}
    empty: _Teams = ((-1, 0),) * tables.count
    states[_picture(tables, empty)] = (0, (), empty)
    for deputy, routes in enumerate(options):
        following: dict[_Picture, _Way] = {}
        for spent, chosen, teams in states.values():
            for cost, route in routes:
                after = _with(tables, teams, deputy, route)
                if after is None or _hopeless(after, spent + cost, rests[deputy + 1], at_most):
                    continue
                picture, way = _picture(tables, after), (spent + cost, (*chosen, route), after)
                if picture not in following or way < following[picture]:
                    following[picture] = way
        if len(following) > MOST_STATES:
            raise TooLarge
        states = following
    return min(_finished(tables, *way) for way in states.values())


def _picture(tables: Tables, teams: _Teams) -> _Picture:
    """What later deputies, and the cost of the teams, can tell of the members."""
    return tuple(
        (node, members.bit_count(), bool(members & tables.levels[CITY]), bool(members & tables.levels[DISTRICT]),
         bool(members & tables.city), bool(members & ~tables.city), bool(members & tables.asked[place]),
         members & tables.awkward)
        for place, (node, members) in enumerate(teams)
    )  # fmt: skip


def _rests(tables: Tables, options: Sequence[Sequence[tuple[int, Route]]]) -> list[list[int]]:
    """For every number of deputies done: the least their successors cost where so many places are still unserved."""
    most = tables.count
    rest = [UNSERVED * unserved for unserved in range(most + 1)]
    rests = [rest]
    for routes in reversed(options):
        least: dict[int, int] = {}
        for cost, route in routes:
            least[len(route)] = min(cost, least.get(len(route), cost))
        rest = [min((cost + rest[max(0, unserved - size)] for size, cost in least.items()), default=0)
                for unserved in range(most + 1)]  # fmt: skip
        rests.insert(0, rest)
    return rests


def _hopeless(teams: _Teams, spent: int, rest: Sequence[int], at_most: int | None) -> bool:
    return at_most is not None and spent + rest[sum(not members for _, members in teams)] > at_most


def _with(tables: Tables, teams: _Teams, deputy: int, route: Route) -> _Teams | None:
    """The teams after one more deputy, or None where it cannot be; what later deputies add never mends it."""
    after = list(teams)
    for node in route:
        place = node % tables.count
        before, members = teams[place]
        if before not in {-1, node} or tables.team_cost(place, node, members | 1 << deputy) is None:
            return None
        after[place] = (node, members | 1 << deputy)
    return tuple(after)


def _finished(tables: Tables, spent: int, chosen: tuple[Route, ...], teams: _Teams) -> tuple[int, tuple[Route, ...]]:
    members = [team for _, team in teams]
    total = spent + sum(tables.area_cost(area, members) for area in range(len(tables.areas)))
    return total + sum(tables.team_cost(place, *teams[place]) or 0 for place in range(tables.count)), chosen
