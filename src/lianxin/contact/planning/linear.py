"""The rules of a round as one linear program over routes: solver-neutral, in whole numbers.

A variable is a route of a deputy (taken or not), a session of a place, or something that was better avoided.  The model
is written from the rules once more; that it and the tables say the same is tested.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from lianxin.contact.planning.compiled import Route, Tables


@dataclass(frozen=True, slots=True)
class Row:
    """``low ≤ Σ coefficient × variable ≤ high``; None is no bound."""

    terms: tuple[tuple[int, int], ...]
    low: int | None = None
    high: int | None = None


@dataclass
class Program:
    """Variables from 0 to an upper bound with costs, the rows between them, and which variable needs which other."""

    costs: list[int] = field(default_factory=list)
    uppers: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    needs: list[tuple[int, int]] = field(default_factory=list)
    routes: list[tuple[int, Route]] = field(default_factory=list)

    def variable(self, cost: int, upper: int = 1) -> int:
        """A new variable."""
        self.costs.append(cost)
        self.uppers.append(upper)
        return len(self.costs) - 1

    def row(self, terms: Sequence[tuple[int, int]], low: int | None = None, high: int | None = None) -> None:
        """A new row."""
        self.rows.append(Row(tuple(terms), low, high))


class Writer:
    """Writes the program of prepared tables; routes first, so that their numbers count from 0."""

    def __init__(self, tables: Tables, columns: Sequence[tuple[int, Route]], *, elastic: bool) -> None:
        self.tables, self.weights, self.program = tables, tables.weights, Program(routes=list(columns))
        self.elastic = elastic
        self.visits: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for number, (deputy, route) in enumerate(columns):
            self.program.variable(tables.route_cost(deputy, route) or 0)
            for node in route:
                self.visits[deputy, node].append(number)
        self.at: defaultdict[int, dict[int, list[int]]] = defaultdict(dict)
        for (deputy, node), numbers in self.visits.items():
            self.at[node][deputy] = numbers

    def write(self) -> Program:
        """The whole program."""
        self._one_route_each()
        for place in range(self.tables.count):
            self._place(place)
        self._areas()
        return self.program

    def price_of_missing(self) -> tuple[int, int]:
        """What an unserved place and a missing person cost here: more than everything else together."""
        dearest: defaultdict[int, int] = defaultdict(int)
        for number, (deputy, _) in enumerate(self.program.routes):
            dearest[deputy] = max(dearest[deputy], self.program.costs[number])
        short = 1 + sum(dearest.values()) + 10 * 1000 * self.tables.count
        return 10 * short, short

    def _one_route_each(self) -> None:
        by_deputy: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, (deputy, _) in enumerate(self.program.routes):
            by_deputy[deputy].append((number, 1))
        for terms in by_deputy.values():
            self.program.row(terms, 1, 1)

    def _place(self, place: int) -> None:
        tables, program, weights = self.tables, self.program, self.weights
        had = tables.had_node[place]
        sessions = {
            node: program.variable(weights.retimed if had not in {None, node} else 0) for node in tables.nodes_of(place)
        }
        program.row([(session, 1) for session in sessions.values()], high=1)
        most = 0
        for node, session in sessions.items():
            begun = sum((deputy, node) in tables.begun for deputy in self.at[node])
            room = max(tables.places[place].most, begun)
            most = max(most, room)
            everybody = [number for numbers in self.at[node].values() for number in numbers]
            program.row([*((number, 1) for number in everybody), (session, -room)], high=0)
            program.needs += [(number, session) for number in everybody]
        members = self._members(place)
        gone = self._missing(place, members)
        self._fewer(members, gone, tables.wanted[place], weights.thin)
        self._asked(place, members, gone)
        self._mix(members, most)
        self._apart(place)

    def _members(self, place: int) -> dict[int, list[int]]:
        """For each deputy the routes that come to the place, in whatever session."""
        members: defaultdict[int, list[int]] = defaultdict(list)
        for node in self.tables.nodes_of(place):
            for deputy, numbers in self.at[node].items():
                members[deputy] += numbers
        return members

    def _missing(self, place: int, members: dict[int, list[int]]) -> list[tuple[int, int]]:
        """The least team; where not everything can be served, what lacks of it.  Gives the term "nobody comes"."""
        everybody = _ones(members)
        least = self.tables.places[place].least
        if not self.elastic:
            self.program.row(everybody, low=least)
            return []
        unserved, short = self.price_of_missing()
        gone = self.program.variable(unserved)
        lacking = self.program.variable(short, least)
        self.program.row([*everybody, (gone, 1)], low=1)
        self.program.row([*everybody, (gone, least), (lacking, 1)], low=least)
        return [(gone, 1)]

    def _fewer(self, members: dict[int, list[int]], gone: list[tuple[int, int]], wanted: int, points: int) -> None:
        if wanted > 1 and points:
            lacking = self.program.variable(points, wanted)
            self.program.row([*_ones(members), *((one, wanted) for one, _ in gone), (lacking, 1)], low=wanted)

    def _asked(self, place: int, members: dict[int, list[int]], gone: list[tuple[int, int]]) -> None:
        asked = self.tables.asked[place]
        if asked:
            missed = self.program.variable(self.weights.asked)
            here = {deputy: numbers for deputy, numbers in members.items() if asked >> deputy & 1}
            self.program.row([*_ones(here), *gone, (missed, 1)], low=1)

    def _mix(self, members: dict[int, list[int]], most: int) -> None:
        """Two or more deputies of one level only cost something."""
        if not self.tables.mixed or most < 2 or not self.weights.one_level:
            return
        city = {deputy: numbers for deputy, numbers in members.items() if self.tables.city >> deputy & 1}
        district = {deputy: numbers for deputy, numbers in members.items() if deputy not in city}
        for team, others in ((city, district), (district, city)):
            alone = self.program.variable(self.weights.one_level)
            others_count = [(number, 1 - most) for number, _ in _ones(others)]
            self.program.row([*_ones(team), *others_count, (alone, 1 - most)], high=1)

    def _apart(self, place: int) -> None:
        tables = self.tables
        awkward = [deputy for deputy in range(len(tables.deputies)) if tables.awkward >> deputy & 1]
        for one, other in combinations(awkward, 2):
            if not tables.apart[one] >> other & 1:
                continue
            for node in tables.nodes_of(place):
                both = {(one, node), (other, node)}
                if not both <= tables.begun:
                    terms = [(number, 1) for key in sorted(both) for number in self.visits.get(key, ())]
                    self.program.row(terms, high=1)

    def _areas(self) -> None:
        tables = self.tables
        if not tables.mixed:
            return
        for places in tables.area_places:
            if len(places) < 2:
                continue
            for mask in tables.levels.values():
                here = {
                    number for place in places for deputy, numbers in self._members(place).items()
                    if mask >> deputy & 1 for number in numbers
                }  # fmt: skip
                missed = self.program.variable(self.weights.area_level)
                self.program.row([*((number, 1) for number in sorted(here)), (missed, 1)], low=1)


def _ones(members: dict[int, list[int]]) -> list[tuple[int, int]]:
    return [(number, 1) for _, numbers in sorted(members.items()) for number in numbers]
