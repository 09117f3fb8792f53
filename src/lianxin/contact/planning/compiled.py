"""The problem as numbers: what may be combined and what it costs, asked for often and answered from a memory.

A *node* is a place in a session; its number is ``session * places + place``, so that a route (the nodes of one deputy)
is in the order of time when it is in the order of numbers.  Deputies and places are numbered in the order of their
keys, so the order in which they were given plays no part.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from lianxin.contact.planning.model import (
    CITY,
    HALL,
    LEVELS,
    Problem,
    Stop,
    limit_of,
    start_at,
    takes_part,
    wanted_team,
    way,
)
from lianxin.contact.planning.weights import SHORT, UNSERVED

#: The nodes of one deputy, ascending.
Route = tuple[int, ...]


class Tables:
    """A problem prepared for searching; raises nothing: the input was checked before."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.weights, self.frame = problem, problem.weights, problem.afternoon
        self.deputies = sorted(problem.deputies, key=lambda one: one.key)
        self.places = sorted(problem.places, key=lambda one: one.key)
        self.number_of_place = {place.key: number for number, place in enumerate(self.places)}
        self.number_of_deputy = {deputy.key: number for number, deputy in enumerate(self.deputies)}
        self.count = len(self.places)
        self.sessions = len(self.frame.sessions)
        self.start: list[int | None] = [
            start_at(problem, place, session) for session in range(self.sessions) for place in self.places
        ]
        self.places_nodes = [
            [node for node in range(place, len(self.start), self.count) if self.start[node] is not None]
            for place in range(self.count)
        ]
        self._travel()
        self._fixed()
        self._nodes()
        self._costs()
        self._routes: dict[tuple[int, Route], int | None] = {}
        self._teams: dict[tuple[int, int, int], int | None] = {}

    # --- preparing ----------------------------------------------------------------------------

    def _travel(self) -> None:
        positions = self.problem.positions()
        keys = [place.key for place in self.places]
        self.between = [[way(self.problem, positions, one, other) for other in keys] for one in keys]
        self.from_hall = [way(self.problem, positions, HALL, key) for key in keys]

    def _fixed(self) -> None:
        self.begun: set[tuple[int, int]] = set()
        self.must: list[dict[int, int | None]] = [{} for _ in self.deputies]
        for fixed in self.problem.fixed:
            deputy, place = self.number_of_deputy[fixed.deputy], self.number_of_place[fixed.place]
            node = None if fixed.start is None else self._node_at(place, fixed.start)
            if self.must[deputy].get(place) is None:
                self.must[deputy][place] = node
            if fixed.begun and node is not None:
                self.begun.add((deputy, node))

    def _node_at(self, place: int, start: int) -> int | None:
        for session in range(self.sessions):
            if self.start[session * self.count + place] == start:
                return session * self.count + place
        return None

    def _nodes(self) -> None:
        """Which nodes each deputy may visit at all, and which of them as the first one."""
        banned = {(self.number_of_deputy[b.deputy], self.number_of_place[b.place]) for b in self.problem.not_there}
        now = self.problem.now
        self.limit = [limit_of(self.problem, one) for one in self.deputies]
        self.allowed: list[set[int]] = []
        self.leaves: list[int] = []
        for number, deputy in enumerate(self.deputies):
            early = max(self.frame.begins, deputy.here_from or 0, now or 0)
            self.leaves.append(early)
            nodes = set()
            for node, start in enumerate(self.start):
                if (number, node) in self.begun:
                    nodes.add(node)
                elif start is not None and not deputy.absent and (number, node % self.count) not in banned:
                    in_time = start >= (deputy.here_from or 0) and (now is None or start > now)
                    if in_time and (deputy.here_until is None or start + self.frame.visit <= deputy.here_until):
                        nodes.add(node)
            self.allowed.append(nodes)
        self.present = [takes_part(self.problem, one) for one in self.deputies]

    def _costs(self) -> None:
        numbers = self.number_of_place
        self.own = [{numbers[key] for key in one.own if key in numbers} for one in self.deputies]
        self.wished = [{numbers[key] for key in one.wishes if key in numbers} for one in self.deputies]
        self.visit_cost = [[self._visit_cost(number, place) for place in range(self.count)]
                           for number in range(len(self.deputies))]  # fmt: skip
        self.city = sum(1 << number for number, one in enumerate(self.deputies) if one.level == CITY)
        self.levels = {
            level: sum(1 << number for number, one in enumerate(self.deputies)
                       if one.level == level and self.present[number])
            for level in LEVELS
        }  # fmt: skip
        self.mixed = all(self.levels.values())
        self.wanted = [wanted_team(self.problem, place) for place in self.places]
        self.asked = [
            sum(1 << self.number_of_deputy[key] for key in place.asks_for
                if key in self.number_of_deputy and self.present[self.number_of_deputy[key]])
            for place in self.places
        ]  # fmt: skip
        self.apart = [0] * len(self.deputies)
        for pair in self.problem.apart:
            one, other = self.number_of_deputy[pair.one], self.number_of_deputy[pair.other]
            self.apart[one] |= 1 << other
            self.apart[other] |= 1 << one
        #: Everybody whom somebody must not meet.
        self.awkward = sum(1 << number for number, others in enumerate(self.apart) if others)
        self.areas = sorted({place.area for place in self.places})
        self.area_of = [self.areas.index(place.area) for place in self.places]
        self.area_places = [
            [p for p in range(self.count) if self.area_of[p] == area] for area in range(len(self.areas))
        ]
        self._before()

    def _before(self) -> None:
        """The plan that is being mended: each deputy's stops, each place's node."""
        self.had: list[frozenset[int] | None] = [None] * len(self.deputies)
        self.had_node: list[int | None] = [None] * self.count
        if not self.problem.previous:
            return
        stops: list[set[int]] = [set() for _ in self.deputies]
        for stop in self.problem.previous:
            place = self.number_of_place.get(stop.place)
            node = None if place is None else self._node_at(place, stop.start)
            if place is not None and node is not None:
                self.had_node[place] = node
                if stop.deputy in self.number_of_deputy:
                    stops[self.number_of_deputy[stop.deputy]].add(node)
        self.had = [frozenset(nodes) if here else None for nodes, here in zip(stops, self.present, strict=True)]

    def _visit_cost(self, number: int, place: int) -> int:
        deputy, key, weights = self.deputies[number], self.places[place].key, self.weights
        cost = weights.outside if self.own[number] and place not in self.own[number] else 0
        cost += weights.last_round if key in deputy.last else 0
        return cost + (weights.before_last_round if key in deputy.before_last else 0)

    def nodes_of(self, place: int) -> list[int]:
        """The nodes at which a place can be visited, in the order of time."""
        return self.places_nodes[place]

    # --- asked while searching ----------------------------------------------------------------

    def route_cost(self, deputy: int, route: Route) -> int | None:
        """What the nodes of one deputy cost; None where a hard rule forbids them."""
        key = (deputy, route)
        try:
            return self._routes[key]
        except KeyError:
            cost = self._route_cost(deputy, route) if self._possible(deputy, route) else None
            self._routes[key] = cost
            return cost

    def _possible(self, deputy: int, route: Route) -> bool:
        allowed, count = self.allowed[deputy], self.count
        if len(route) > max(self.limit[deputy], sum((deputy, node) in self.begun for node in route)):
            return False
        places = [node % count for node in route]
        if len(set(places)) < len(places) or any(node not in allowed for node in route):
            return False
        for place, node in self.must[deputy].items():
            if place not in places or (node is not None and node not in route):
                return False
        return all(self.reachable(deputy, before, node) for before, node in zip((None, *route), route, strict=False))

    def reachable(self, deputy: int, before: int | None, node: int) -> bool:
        """Whether the deputy can be at ``node`` in time, coming from ``before`` or from the hall (None)."""
        if (deputy, node) in self.begun:
            return True
        start = self.start[node]
        if before is None:
            leaves, minutes = self.leaves[deputy], self.from_hall[node % self.count]
        else:
            free = (self.start[before] or 0) + self.frame.visit
            leaves, minutes = max(free, self.problem.now or 0), self.between[before % self.count][node % self.count]
        return start is not None and leaves + minutes <= start

    def _route_cost(self, deputy: int, route: Route) -> int:
        weights, count = self.weights, self.count
        if not self.present[deputy]:
            return 0
        cost = self._change_cost(deputy, route)
        if not route:
            return cost + weights.idle + (weights.wish if self.wished[deputy] else 0)
        places = [node % count for node in route]
        own, wished, each = self.own[deputy], self.wished[deputy], self.visit_cost[deputy]
        cost += sum(each[place] for place in places) + weights.second * (len(places) - 1)
        if own and own.isdisjoint(places):
            cost += weights.no_own
        if wished and wished.isdisjoint(places):
            cost += weights.wish
        legs = pairwise(places)
        return cost + weights.travel * sum(self.between[one][other] for one, other in legs)

    def _change_cost(self, deputy: int, route: Route) -> int:
        had = self.had[deputy]
        return self.weights.changed if had is not None and had != frozenset(route) else 0

    def team_cost(self, place: int, node: int, members: int) -> int | None:
        """What a team (a set of deputies as bits) at a node of ``place`` costs; None where it must not be."""
        key = (place, node, members)
        try:
            return self._teams[key]
        except KeyError:
            cost = self._teams[key] = self._team_cost(place, node, members)
            return cost

    def _team_cost(self, place: int, node: int, members: int) -> int | None:
        here, weights = self.places[place], self.weights
        if not members:
            return UNSERVED
        size = members.bit_count()
        begun = sum((number, node) in self.begun for number in bits(members))
        if size > max(here.most, begun):
            return None
        if any(self.apart[number] & members and (number, node) not in self.begun for number in bits(members)):
            return None
        cost = SHORT * max(0, here.least - size) + weights.thin * max(0, self.wanted[place] - size)
        if self.mixed and size > 1 and (members & self.city in {0, members}):
            cost += weights.one_level
        if self.asked[place] and not self.asked[place] & members:
            cost += weights.asked
        had = self.had_node[place]
        return cost + (weights.retimed if had is not None and had != node else 0)

    def area_cost(self, area: int, teams: Sequence[int]) -> int:
        """What is missing of the mix of levels in an area; areas of a single place ask for none."""
        if not self.mixed or len(self.area_places[area]) < 2:
            return 0
        members = 0
        for place in self.area_places[area]:
            members |= teams[place]
        return self.weights.area_level * sum(not members & mask for mask in self.levels.values())

    def stops(self, routes: Sequence[Route]) -> tuple[Stop, ...]:
        """The routes as people read them."""
        found = [
            Stop(self.deputies[number].key, self.places[node % self.count].key, self.start[node] or 0)
            for number, route in enumerate(routes) for node in route
        ]  # fmt: skip
        return tuple(sorted(found))

    def routes_of(self, deputy: int, longest: int | None = None) -> Iterator[Route]:
        """Every route the deputy may take, the empty one included, up to ``longest`` visits."""
        allowed = sorted(self.allowed[deputy])
        most = max(self.limit[deputy], sum(who == deputy for who, _ in self.begun))
        most = min(most, self.sessions, most if longest is None else longest)
        for size in range(most + 1):
            for route in combinations(allowed, size):
                if self.route_cost(deputy, route) is not None:
                    yield route


def bits(members: int) -> Iterator[int]:
    """The numbers of the deputies in a set of bits, ascending."""
    while members:
        low = members & -members
        yield low.bit_length() - 1
        members ^= low
