"""The planner of the extra ``plan``: PyVRP (iterated local search in C++), begun from a plan of the built-in solver.

It reckons in whole numbers: distances are rounded **up** to a thousandth (of the unit of the coordinates), so that a
way it calls short enough really is.  A place that is left out costs its score; the weight of a score against a unit of
length is such that no place is given up for a shorter way as a rule, and large enough weights were seen to disturb its
own penalties, so it is kept moderate.
"""

import math
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from lianxin.inspections.planning.orienteering import Instance
from lianxin.inspections.planning.search import Found, Search

#: Parts of a unit of length.
PARTS: Final = 1_000
#: What one unit of score is worth in units of length.
WORTH: Final = 2
#: The share of the time in which the built-in solver makes the plan to begin with.
BEFORE: Final = 0.3


def available() -> bool:
    """Whether PyVRP is installed."""
    return find_spec("pyvrp") is not None


class _Spent:
    """Stops after so many seconds, told by ``clock``; counts the rounds."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self.clock, self.end, self.rounds = clock, clock() + seconds, 0

    def __call__(self, _best_cost: float) -> bool:
        self.rounds += 1
        return self.clock() >= self.end


def solve(instance: Instance, seconds: float, seed: int = 1, spent: Callable[[], float] | None = None) -> Found:
    """The best plan found in so long (processor time unless ``spent`` tells it otherwise).

    Raises ``ModuleNotFoundError`` without the extra.
    """
    pyvrp = import_module("pyvrp")
    first = Search(instance, seed).run(seconds * BEFORE, spent=spent)
    last = len(instance.points) - 1
    if math.dist(instance.points[0], instance.points[last]) > instance.limit:
        return first
    stop = _Spent(seconds * (1 - BEFORE), spent or time.process_time)
    model, places = _model(pyvrp, instance)
    client = {place: at for at, place in enumerate(places)}
    begin = pyvrp.Solution(model.data(), [[client[one] for one in way[1:-1]] for way in first.ways if len(way) > 2])
    result = model.solve(stop, seed=seed, collect_stats=False, display=False, initial_solution=begin)
    ways = [[0, *(places[one.idx] for one in route if one.is_client()), last] for route in result.best.routes()]
    value = instance.value(ways)
    if not result.best.is_feasible() or instance.faults(ways) or value <= first.value:
        return first
    ways += [[0, last]] * (instance.teams - len(ways))
    return Found(ways, value, first.rounds + stop.rounds)


def _model(pyvrp: Any, instance: Instance) -> tuple[Any, list[int]]:
    """The problem in PyVRP's words, and which place each of its clients is."""
    points, last = instance.points, len(instance.points) - 1
    reach = [math.dist(points[0], one) + math.dist(one, points[last]) for one in points]
    places = [at for at in range(1, last) if instance.scores[at] > 0 and reach[at] <= instance.limit]
    model = pyvrp.Model()
    spots = {at: model.add_location(*points[at]) for at in (0, last, *places)}
    start, end = model.add_depot(spots[0]), model.add_depot(spots[last])
    model.add_vehicle_type(
        num_available=instance.teams, start_depot=start, end_depot=end, max_distance=int(instance.limit * PARTS)
    )
    for at in places:
        model.add_client(spots[at], prize=round(instance.scores[at] * WORTH * PARTS), required=False)
    for one, from_ in spots.items():
        for other, to in spots.items():
            if one != other:
                model.add_edge(from_, to, distance=math.ceil(math.dist(points[one], points[other]) * PARTS - 1e-6))
    return model, places
