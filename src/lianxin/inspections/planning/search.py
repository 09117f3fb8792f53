"""The built-in solver: change a plan a little, mend it, keep it where it is better or, early on, nearly as good.

Three changes, of which two let a way become too long and then drop what is worth least for its detour:

* **press in** some places that lie together and are not visited, whether there is time for them or not;
* **swap the tails** of two ways, so that who goes where can change altogether;
* **cut out** a stretch of each of the ways that pass a place.

Then whatever still fits goes in where the detour is smallest, the best score for its detour first.  How bad a change
may be and still be kept falls from `WARM` to `COLD` (simulated annealing).  The standard library only; the same seed
and number of rounds give the same plan, a limit in seconds does not promise that.
"""

import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, TypeAlias

from lianxin.inspections.planning.orienteering import ROUNDING, Instance

#: How much worse, as a share of all scores, a change may be at the beginning and at the end.
WARM: Final = 0.05
COLD: Final = 0.0005
#: How often which change is tried; the rest is cutting out.
SWAP: Final = 0.2
PRESS: Final = 0.7
#: At most so many places are pressed in at once, out of so many nearest ones.
PRESSED: Final = 8
AROUND: Final = 14
#: A stretch that is cut out has at most so many places, and at most so many ways are cut.
STRETCH: Final = 8
CUT_WAYS: Final = 3
#: How much chance there is in “best for its detour” when filling and when dropping.
FILL_NOISE: Final = 0.3
DROP_NOISE: Final = 0.5
#: A place that would go in is passed over so often.
BLINK: Final = 0.02
#: Of two plans of one score the shorter is better by so much a unit of length.
SHORTER: Final = 0.02
#: Crossings are undone in so many of the ways that got too long, and after so many of the rounds.
UNTANGLE: Final = 0.5
UNTANGLE_AFTER: Final = 0.3
#: The clock is looked at after so many rounds.
LOOK: Final = 8

NEVER: Final = 1e18

Ways: TypeAlias = list[list[int]]


@dataclass(slots=True)
class Found:
    """The best plan, its score and how many rounds it took."""

    ways: Ways
    value: float
    rounds: int


@dataclass(slots=True)
class _State:
    ways: Ways
    lengths: list[float]
    value: float
    merit: float
    where: dict[int, int] = field(default_factory=dict)


class Search:
    """One search; `run` may be called once."""

    def __init__(self, instance: Instance, seed: int = 1) -> None:
        """Distances, neighbours and the places that can be reached at all."""
        points, last = instance.points, len(instance.points) - 1
        self.scores = instance.scores
        self.limit = instance.limit + ROUNDING
        self.teams = instance.teams
        self.far = [[math.dist(one, other) for other in points] for one in points]
        self.places = [
            one for one in range(1, last)
            if self.scores[one] > 0 and self.far[0][one] + self.far[one][last] <= self.limit
        ]  # fmt: skip
        self.near = {one: sorted(self.places, key=self.far[one].__getitem__) for one in self.places}
        self.dice = random.Random(seed)  # nosec B311 - a search, not a secret
        self.total = sum(self.scores[one] for one in self.places)
        straight = self.far[0][last]
        empty = [[0, last] for _team in range(self.teams)]
        self.now = _State(empty, [straight] * self.teams, 0.0, -SHORTER * straight * self.teams)

    def run(self, seconds: float = 2.0, rounds: int | None = None, spent: Callable[[], float] | None = None) -> Found:
        """Search for so long (processor time unless ``spent`` tells it otherwise), or so many rounds."""
        clock = spent or time.process_time
        begin, done = clock(), 0
        best = Found([way[:] for way in self.now.ways], 0.0, 0)
        if not self.places or self.far[0][-1] > self.limit:
            return Found([], 0.0, 0) if self.far[0][-1] > self.limit else best
        while True:
            share = done / rounds if rounds is not None else (clock() - begin) / max(seconds, 1e-9)
            if share >= 1:
                best.rounds = done
                return best
            warmth = self.total * WARM * (COLD / WARM) ** share
            for _round in range(LOOK if rounds is None else min(LOOK, rounds - done)):
                done += 1
                self._step(warmth)
                if self.now.value > best.value:
                    best = Found([way[:] for way in self.now.ways], self.now.value, done)

    def _step(self, warmth: float) -> None:
        old = self.now
        ways, lengths = old.ways[:], old.lengths[:]
        chance = self.dice.random()
        changed = False
        if chance < SWAP and self.teams > 1:
            changed = self._swap_tails(ways, lengths)
        elif chance < SWAP + PRESS:
            changed = self._press_in(ways, lengths)
        if not changed:
            self._cut_out(ways, lengths)
        self._fill(ways, lengths)
        if self.dice.random() < UNTANGLE_AFTER:
            for at, way in enumerate(ways):
                if way is not old.ways[at]:
                    ways[at], lengths[at] = untangled(way, self.far, lengths[at])
        value = sum([self.scores[place] for way in ways for place in way])
        merit = value - SHORTER * sum(lengths)
        if merit > old.merit or merit > old.merit + warmth * math.log(self.dice.random() + 1e-300):
            where = {place: at for at, way in enumerate(ways) for place in way[1:-1]}
            self.now = _State(ways, lengths, value, merit, where)

    # --- changes ----------------------------------------------------------------------------------

    def _swap_tails(self, ways: Ways, lengths: list[float]) -> bool:
        far = self.far
        one, other = self.dice.sample(range(self.teams), 2)
        first, second = ways[one], ways[other]
        if len(first) < 3 or len(second) < 3:
            return False
        cut = self.dice.randrange(1, len(first))
        before, after = far[first[cut - 1]], far[first[cut]]
        joins = [before[b] + after[a] - far[a][b] for a, b in pairwise(second)]
        at = 1 + joins.index(min(joins)) if self.dice.random() < 0.7 else self.dice.randrange(1, len(second))
        for team, way in ((one, first[:cut] + second[at:]), (other, second[:at] + first[cut:])):
            ways[team], lengths[team] = self._shortened(way, self._length(way), set(), untangle=True)
        return True

    def _press_in(self, ways: Ways, lengths: list[float]) -> bool:
        far, where = self.far, self.now.where
        around = self.near[self.dice.choice(self.places)][:AROUND]
        group = [place for place in around if place not in where][: int(self.dice.random() * PRESSED) + 1]
        if not group:
            return False
        row = far[group[0]]
        if self.dice.random() < 0.8:
            costs = [min([row[a] + row[b] - far[a][b] for a, b in pairwise(way)]) for way in ways]
            team = costs.index(min(costs))
        else:
            team = self.dice.randrange(self.teams)
        way = ways[team][:]
        for place in group:
            row = far[place]
            detours = [row[a] + row[b] - far[a][b] for a, b in pairwise(way)]
            way.insert(1 + detours.index(min(detours)), place)
        untangle = self.dice.random() < UNTANGLE
        ways[team], lengths[team] = self._shortened(way, self._length(way), set(group), untangle=untangle)
        return True

    def _cut_out(self, ways: Ways, lengths: list[float]) -> None:
        """Take a stretch out of the ways that pass near a place drawn by lot."""
        where = self.now.where
        most = min(self.teams, int(self.dice.random() * CUT_WAYS) + 1)
        cut: set[int] = set()
        for place in self.near[self.dice.choice(self.places)]:
            team = where.get(place, -1)
            if team < 0 or team in cut:
                continue
            cut.add(team)
            way, inner = ways[team], len(ways[team]) - 2
            size = int(self.dice.random() * min(STRETCH, inner)) + 1
            at = way.index(place)
            low, high = max(1, at - size + 1), min(at, inner - size + 1)
            start = low + int(self.dice.random() * (high - low + 1))
            ways[team] = way[:start] + way[start + size :]
            lengths[team] = self._length(ways[team])
            if len(cut) >= most:
                return

    # --- mending ----------------------------------------------------------------------------------

    def _length(self, way: list[int]) -> float:
        return sum([self.far[a][b] for a, b in pairwise(way)])

    def _shortened(self, way: list[int], length: float, keep: set[int], *, untangle: bool) -> tuple[list[int], float]:
        """Drop what is worth least for its detour until there is time; what is kept goes when nothing else can."""
        far, chance = self.far, self.dice.random
        if length > self.limit and untangle:
            way, length = untangled(way, far, length)
        power = 0.5 + chance()
        worth = [score**power for score in self.scores]
        while length > self.limit:
            values = [
                NEVER
                if b in keep
                else worth[b] * (1 + DROP_NOISE * chance()) / (far[a][b] + far[b][c] - far[a][c] + 1e-6)
                for a, b, c in zip(way, way[1:], way[2:], strict=False)
            ]  # fmt: skip
            least = min(values)
            if least >= NEVER:
                keep = set()
                continue
            at = values.index(least) + 1
            a, b, c = way[at - 1 : at + 2]
            length -= far[a][b] + far[b][c] - far[a][c]
            del way[at]
        return way, length

    def _fill(self, ways: Ways, lengths: list[float]) -> None:
        """Put in what fits, best score for its detour first."""
        far, chance = self.far, self.dice.random
        inside = {place for way in ways for place in way}
        steps = [[(a, b, far[a][b]) for a, b in pairwise(way)] for way in ways]
        power = 0.5 + 1.5 * chance()
        order = []
        for place in self.places:
            if place not in inside:
                detour, _team = self._cheapest(place, steps, lengths)
                if detour < NEVER:
                    value = self.scores[place] ** power / (detour + 1e-6)
                    order.append((value * (1 + FILL_NOISE * chance()), place))
        order.sort(reverse=True)
        for _value, place in order:
            detour, team = self._cheapest(place, steps, lengths)
            if detour >= NEVER or chance() < BLINK:
                continue
            row, edges = far[place], steps[team]
            at = [row[a] + row[b] - length for a, b, length in edges].index(detour)
            a, b, _length = edges[at]
            edges[at : at + 1] = [(a, place, row[a]), (place, b, row[b])]
            ways[team] = [*ways[team][: at + 1], place, *ways[team][at + 1 :]]
            lengths[team] += detour

    def _cheapest(
        self, place: int, steps: list[list[tuple[int, int, float]]], lengths: list[float]
    ) -> tuple[float, int]:
        """The smallest detour for which some team has time, and the team."""
        row, limit = self.far[place], self.limit
        best, found = NEVER, -1
        for team, edges in enumerate(steps):
            detour = min([row[a] + row[b] - length for a, b, length in edges])
            if detour < best and lengths[team] + detour <= limit:
                best, found = detour, team
        return best, found


def untangled(way: list[int], far: list[list[float]], length: float) -> tuple[list[int], float]:
    """The way with stretches turned round as long as that makes it shorter (2-opt); start and end stay."""
    way, better = way[:], True
    while better:
        better = False
        for at in range(len(way) - 3):
            one, other = far[way[at]], far[way[at + 1]]
            step = one[way[at + 1]]
            changes = [one[a] + other[b] - far[a][b] for a, b in zip(way[at + 2 : -1], way[at + 3 :], strict=False)]
            least = min(changes)
            if least < step - 1e-9:
                end = at + 2 + changes.index(least)
                way[at + 1 : end + 1] = way[at + 1 : end + 1][::-1]
                length += least - step
                better = True
    return way, length
