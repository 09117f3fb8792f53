"""The built-in planner: pure Python, no extra package, the same answer every time.

1. what is fixed is placed; 2. places are given out one by one, those with the fewest candidates first, each to whom it
costs least; 3. seeded annealing over moves of six kinds (`moves`), a fixed number of them, so that neither the clock
nor the machine plays a part; 4. descent to a plan that no single move improves; ejection chains last.
"""

import math
from random import Random
from typing import Final

from lianxin.contact.planning.checking import Unplannable, note
from lianxin.contact.planning.compiled import Route, Tables
from lianxin.contact.planning.moves import Board, chains, propose, single_moves

#: The same seed for everybody: a plan can be made again.
SEED: Final = 20_230_615
#: Moves tried for one deputy or place, in each of the runs; the best run is kept.
MOVES_EACH: Final = 2500
RUNS: Final = 1
#: Points that are accepted with a chance of 1/e at the beginning and at the end.
HOT, COLD = 40.0, 3.0


def solve(tables: Tables, effort: float = 1.0) -> tuple[Route, ...]:
    """Routes that keep every hard rule and serve as much as was found possible; raises `Unplannable`."""
    board = Board(tables, first_routes(tables))
    fill(board)
    best = descend(board)
    for run in range(RUNS):
        board = Board(tables, best)
        anneal(board, Random(SEED + run), int(MOVES_EACH * effort * (len(tables.deputies) + tables.count)))
        best = min(best, descend(board), key=lambda routes: (Board(tables, routes).total, routes))
    return best


def first_routes(tables: Tables) -> list[Route]:
    """Routes with nothing but what is fixed; fixed stops with open times are tried until they agree."""
    routes: list[Route] = [()] * len(tables.deputies)
    wanted = [(place, number, node) for number, must in enumerate(tables.must) for place, node in must.items()]
    wanted.sort(key=lambda one: (one[2] is None, one))
    chosen: dict[int, int] = {}

    def place_from(position: int) -> bool:
        if position == len(wanted):
            return all(tables.route_cost(number, route) is not None for number, route in enumerate(routes))
        place, number, node = wanted[position]
        known = chosen.get(place)
        nodes = [node] if node is not None else [known] if known is not None else tables.nodes_of(place)
        for option in nodes:
            if known not in {None, option} or option not in tables.allowed[number]:
                continue
            before = routes[number]
            chosen[place] = option
            routes[number] = tuple(sorted((*before, option)))
            if place_from(position + 1):
                return True
            routes[number] = before
            if known is None:
                del chosen[place]
        return False

    if not place_from(0) or not Board(tables, routes).possible:
        names = "、".join(sorted({tables.deputies[number].key for _, number, _ in wanted}))
        raise Unplannable((note("fixed_impossible", deputies=names),))
    return routes


def fill(board: Board) -> None:
    """Give every place its least team: the place with the fewest candidates first, to whom it costs least."""
    tables = board.tables
    open_places = {place for place in range(tables.count) if board.lacks(place)}
    while open_places:
        offers = {place: board.offers(place) for place in open_places}
        place = min(open_places, key=lambda one: (len(offers[one]), one))
        if not offers[place]:
            open_places.discard(place)
            continue
        board.take(min(offers[place])[1])
        if not board.lacks(place):
            open_places.discard(place)


def anneal(board: Board, rng: Random, moves: int) -> None:
    """Moves at random, worse ones ever more rarely; the board ends on the best plan seen."""
    best, routes = board.total, tuple(board.routes)
    for step in range(moves):
        change = propose(board, rng)
        if change is None:
            continue
        delta = board.delta(change)
        if delta is None:
            continue
        heat = HOT * (COLD / HOT) ** (step / moves)
        if delta <= 0 or rng.random() < math.exp(-delta / heat):
            board.take(change, delta)
            if board.total < best:
                best, routes = board.total, tuple(board.routes)
    board.lay(routes)


def descend(board: Board) -> tuple[Route, ...]:
    """Take every move that improves, the first one found, until none does; then chains of three."""
    improved = True
    while improved:
        improved = False
        for source in (single_moves, chains):
            for change in source(board):
                delta = board.delta(change)
                if delta is not None and delta < 0:
                    board.take(change)
                    improved = True
            if improved:
                break
    return tuple(board.routes)
