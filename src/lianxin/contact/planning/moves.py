"""A plan that is being changed, what a change costs, and the kinds of changes.

A change is written as the routes it gives to some deputies.  Kinds: hand a place over, exchange two places, visit a
place in another session, exchange the sessions of two places, add or drop a visit, pass three places on in a ring.
"""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Final

from lianxin.contact.planning.compiled import Route, Tables, bits

#: The new routes of those who are touched.
Change = Mapping[int, Route]
#: Chains of hand-overs start at each deputy and go on to so many of the cheapest successors.
WIDTH: Final = 4


class Board:
    """Routes, the teams they make and the total, kept up to date."""

    def __init__(self, tables: Tables, routes: Sequence[Route]) -> None:
        self.tables = tables
        self.lay(routes)

    def lay(self, routes: Sequence[Route]) -> None:
        """Begin with these routes."""
        tables = self.tables
        self.routes: list[Route] = list(routes)
        self.teams, self.nodes = [0] * tables.count, [-1] * tables.count
        self.possible = True
        for deputy, route in enumerate(self.routes):
            for node in route:
                place = node % tables.count
                self.possible &= self.nodes[place] in {-1, node}
                self.teams[place] |= 1 << deputy
                self.nodes[place] = node
        costs = [tables.route_cost(deputy, route) for deputy, route in enumerate(self.routes)]
        costs += [tables.team_cost(place, self.nodes[place], self.teams[place]) for place in range(tables.count)]
        self.possible &= None not in costs
        self.total = sum(cost or 0 for cost in costs)
        self.total += sum(tables.area_cost(area, self.teams) for area in range(len(tables.areas)))

    def lacks(self, place: int) -> bool:
        """Whether the place has fewer than its least team."""
        return self.teams[place].bit_count() < self.tables.places[place].least

    def offers(self, place: int) -> list[tuple[int, Change]]:
        """What it costs to give the place one more deputy, for each who could come."""
        found: list[tuple[int, Change]] = []
        nodes = [self.nodes[place]] if self.teams[place] else self.tables.nodes_of(place)
        for deputy, route in enumerate(self.routes):
            for node in nodes:
                change = {deputy: tuple(sorted((*route, node)))}
                if node not in route and self.tables.route_cost(deputy, change[deputy]) is not None:
                    delta = self.delta(change)
                    if delta is not None:
                        found.append((delta, _Ordered(change)))
        return found

    def _touched(self, change: Change) -> dict[int, tuple[int, int]] | None:
        """Node and members of every place whose team changes; None where members would come at different times."""
        count = self.tables.count
        left: dict[int, int] = {}
        for deputy in change:
            for node in self.routes[deputy]:
                place = node % count
                left[place] = left.get(place, self.teams[place]) & ~(1 << deputy)
        result = {place: (self.nodes[place] if members else -1, members) for place, members in left.items()}
        for deputy, route in change.items():
            for node in route:
                place = node % count
                before, members = result.get(place) or (
                    self.nodes[place] if self.teams[place] else -1, self.teams[place],
                )  # fmt: skip
                if before not in {-1, node}:
                    return None
                result[place] = (node, members | 1 << deputy)
        return result

    def delta(self, change: Change) -> int | None:
        """How much the total would grow; None where a hard rule forbids the change."""
        tables, delta = self.tables, 0
        for deputy, route in change.items():
            cost = tables.route_cost(deputy, route)
            if cost is None:
                return None
            delta += cost - (tables.route_cost(deputy, self.routes[deputy]) or 0)
        touched = self._touched(change)
        if touched is None:
            return None
        for place, (node, members) in touched.items():
            cost = tables.team_cost(place, node, members)
            if cost is None:
                return None
            delta += cost - (tables.team_cost(place, self.nodes[place], self.teams[place]) or 0)
        return delta + self._area_delta(touched)

    def _area_delta(self, touched: Mapping[int, tuple[int, int]]) -> int:
        tables = self.tables
        areas = {tables.area_of[place] for place in touched}
        before = sum(tables.area_cost(area, self.teams) for area in areas)
        kept = {place: self.teams[place] for place in touched}
        for place, (_, members) in touched.items():
            self.teams[place] = members
        after = sum(tables.area_cost(area, self.teams) for area in areas)
        for place, members in kept.items():
            self.teams[place] = members
        return after - before

    def take(self, change: Change, delta: int | None = None) -> None:
        """Make the change; it must be possible.  ``delta`` is what it costs, where that is known already."""
        delta, touched = self.delta(change) if delta is None else delta, self._touched(change)
        assert delta is not None
        assert touched is not None
        self.total += delta
        for deputy, route in change.items():
            self.routes[deputy] = route
        for place, (node, members) in touched.items():
            self.nodes[place], self.teams[place] = node, members


class _Ordered(dict[int, Route]):
    """A change that can stand in a sorted list."""

    def __lt__(self, other: "Change") -> bool:
        return sorted(self.items()) < sorted(other.items())


def _swapped(route: Route, out: int | None, into: int | None) -> Route:
    nodes = [node for node in route if node != out]
    return tuple(sorted(nodes if into is None else (*nodes, into)))


def hand_over(board: Board, node: int, giver: int, taker: int) -> Change | None:
    """One deputy's visit goes to another."""
    if giver == taker or node in board.routes[taker]:
        return None
    return {giver: _swapped(board.routes[giver], node, None), taker: _swapped(board.routes[taker], None, node)}


def exchange(board: Board, one: tuple[int, int], other: tuple[int, int]) -> Change | None:
    """Two deputies exchange a visit each; ``one`` and ``other`` are deputy and node."""
    (a, x), (b, y) = one, other
    if a == b or x == y or y in board.routes[a] or x in board.routes[b]:
        return None
    return {a: _swapped(board.routes[a], x, y), b: _swapped(board.routes[b], y, x)}


def retime(board: Board, moves: Mapping[int, int]) -> Change:
    """Places are visited at other nodes, with the same people; ``moves`` from node to node."""
    touched = {deputy for node in moves for deputy in bits(board.teams[node % board.tables.count])}
    return {deputy: tuple(sorted(moves.get(node, node) for node in board.routes[deputy])) for deputy in touched}


def instead(board: Board, deputy: int, out: int, into: int) -> Change | None:
    """A deputy goes to another place than before; whoever is there stays."""
    if into in board.routes[deputy]:
        return None
    return {deputy: _swapped(board.routes[deputy], out, into)}


def ring(board: Board, visits: Sequence[tuple[int, int]]) -> Change | None:
    """Each deputy passes a visit on to the next, the last one to the first."""
    if len({deputy for deputy, _ in visits}) < len(visits) or len({node for _, node in visits}) < len(visits):
        return None
    routes = {}
    for number, (deputy, node) in enumerate(visits):
        into = visits[number - 1][1]
        if into in board.routes[deputy]:
            return None
        routes[deputy] = _swapped(board.routes[deputy], node, into)
    return routes


def _any_visit(board: Board, rng: Random) -> tuple[int, int] | None:
    deputy = rng.randrange(len(board.routes))
    route = board.routes[deputy]
    return (deputy, route[rng.randrange(len(route))]) if route else None


def propose(board: Board, rng: Random) -> Change | None:
    """A change at random, or None where the one thought of makes no sense."""
    tables = board.tables
    visit = _any_visit(board, rng)
    kind = rng.random()
    if visit is None or kind < 0.08:
        return _add(board, rng)
    deputy, node = visit
    if kind < 0.32:
        return hand_over(board, node, deputy, rng.randrange(len(board.routes)))
    if kind < 0.40:
        return {deputy: _swapped(board.routes[deputy], node, None)}
    if kind < 0.50:
        return retime(board, {node: rng.choice(tables.nodes_of(node % tables.count))})
    other = _any_visit(board, rng)
    if other is None:
        return None
    if kind < 0.75:
        return _exchange_at(board, visit, other, crossing=kind < 0.6)
    third = _any_visit(board, rng)
    return ring(board, (visit, other, third)) if third is not None else None


def _add(board: Board, rng: Random) -> Change | None:
    tables = board.tables
    place, deputy = rng.randrange(tables.count), rng.randrange(len(board.routes))
    nodes = [board.nodes[place]] if board.teams[place] else tables.nodes_of(place)
    if not nodes:
        return None
    node = rng.choice(nodes)
    if any(one % tables.count == place for one in board.routes[deputy]):
        return None
    return {deputy: _swapped(board.routes[deputy], None, node)}


def _exchange_at(board: Board, one: tuple[int, int], other: tuple[int, int], *, crossing: bool) -> Change | None:
    """Exchange two visits; when ``crossing``, each place takes over the other's session where it can."""
    if not crossing:
        return exchange(board, one, other)
    count, x, y = board.tables.count, one[1], other[1]
    if x % count == y % count or x // count == y // count:
        return None
    return retime(board, {x: y // count * count + x % count, y: x // count * count + y % count})


def single_moves(board: Board) -> Iterator[Change]:
    """Every change of one or two routes, in a fixed order; follows the board as it changes."""
    tables, everybody = board.tables, range(len(board.routes))
    for deputy in everybody:
        for place in range(tables.count):
            nodes = [board.nodes[place]] if board.teams[place] else tables.nodes_of(place)
            yield from ({deputy: _swapped(board.routes[deputy], None, node)} for node in nodes
                        if node not in board.routes[deputy])  # fmt: skip
    for deputy in everybody:
        for node in board.routes[deputy]:
            if node in board.routes[deputy]:
                yield from _from(board, deputy, node)


def _from(board: Board, deputy: int, node: int) -> Iterator[Change]:
    """The changes that begin with one visit, as long as the deputy still makes it."""
    yield {deputy: _swapped(board.routes[deputy], node, None)}
    for option in board.tables.nodes_of(node % board.tables.count):
        if node in board.routes[deputy] and option != node:
            yield retime(board, {node: option})
    for other in range(len(board.routes)):
        for change in _between(board, deputy, node, other):
            if change is not None:
                yield change


def _between(board: Board, deputy: int, node: int, other: int) -> Iterator[Change | None]:
    """Handing a visit over to another deputy, or exchanging it for one of theirs."""
    if node in board.routes[deputy]:
        yield hand_over(board, node, deputy, other)
    for theirs in board.routes[other] if other > deputy else ():
        if node in board.routes[deputy] and theirs in board.routes[other]:
            yield exchange(board, (deputy, node), (other, theirs))


def chains(board: Board) -> Iterator[Change]:
    """Ejection chains: a visit goes to somebody, who passes one of theirs on to a third, or back in a ring."""
    visits = [(deputy, node) for deputy, route in enumerate(board.routes) for node in route]
    for first in visits:
        if first[1] not in board.routes[first[0]]:
            continue
        ranked = sorted((_gain(board, first, second), second) for second in visits if second[0] != first[0])
        for _, second in ranked[:WIDTH]:
            for third in visits:
                still = all(node in board.routes[deputy] for deputy, node in (first, second, third))
                if still:
                    yield from _chain(board, first, second, third)


def _chain(board: Board, first: tuple[int, int], second: tuple[int, int], third: tuple[int, int]) -> Iterator[Change]:
    ringed = ring(board, (first, second, third))
    if ringed is not None:
        yield ringed
    (a, x), (b, y), (c, _) = first, second, third
    if len({a, b, c}) == 3 and x not in board.routes[b] and y not in board.routes[c]:
        yield {
            a: _swapped(board.routes[a], x, None), b: _swapped(board.routes[b], y, x),
            c: _swapped(board.routes[c], None, y),
        }  # fmt: skip


def _gain(board: Board, first: tuple[int, int], second: tuple[int, int]) -> int:
    """What the second deputy's route would cost more with the first one's visit instead of its own."""
    deputy, out = second
    cost = board.tables.route_cost(deputy, _swapped(board.routes[deputy], out, first[1]))
    if cost is None:
        return 10**9
    return cost - (board.tables.route_cost(deputy, board.routes[deputy]) or 0)
