"""What the planner is given: deputies, places, the afternoon, what must not be and what is fixed.

Times are whole minutes after midnight.  Keys are opaque strings; the order in which things are given plays no part.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lianxin.contact.planning.weights import Weights, default_weights

CITY: Final = "city"
DISTRICT: Final = "district"
LEVELS: Final = (CITY, DISTRICT)
#: The key of the hall from which everybody sets out after the plenary.
HALL: Final = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deputy:
    """A city or district deputy as the round knows them.

    ``contact`` are the neighbourhoods of the contact community (联系社区), ``constituency`` those that lie in the
    deputy's constituency (选区; a city deputy has none).  ``last`` and ``before_last`` are the places of the last two
    rounds.  ``most`` overrides the round's limit of visits; ``here_from``/``here_until`` a part of the afternoon only.
    """

    key: str
    level: str
    contact: frozenset[str] = frozenset()
    constituency: frozenset[str] = frozenset()
    absent: bool = False
    most: int | None = None
    here_from: int | None = None
    here_until: int | None = None
    wishes: frozenset[str] = frozenset()
    last: frozenset[str] = frozenset()
    before_last: frozenset[str] = frozenset()

    @property
    def own(self) -> frozenset[str]:
        """The places this deputy is tied to, by contact community or by constituency."""
        return self.contact | self.constituency


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A neighbourhood that is to be visited.

    ``open_from``/``open_until`` is when it can host; ``least``/``most`` bound the team; ``invited`` is how many people
    are asked to come; ``asks_for`` are deputies the secretary has asked for.  The town deputies of the place and its
    secretary go with every visit and bind nobody.
    """

    key: str
    area: str = ""
    position: tuple[float, float] | None = None
    open_from: int | None = None
    open_until: int | None = None
    invited: int = 0
    least: int = 1
    most: int = 2
    asks_for: frozenset[str] = frozenset()
    town_deputies: tuple[str, ...] = ()
    secretary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Afternoon:
    """The frame of the round.

    Residents are told one time, which must not depend on who comes from where: so a place is visited at one of the
    ``sessions`` (场次), at the moment the session begins or, where it opens later, when it opens.  ``begins`` is when
    people leave the hall, ``visit`` the length of a visit, ``at_most`` the limit of visits of one deputy.
    ``travel`` names minutes between two keys (`HALL` is the hall) and goes before positions; ``speed`` is metres a
    minute, ``parking`` is added to every way, ``unknown_way`` stands where neither is known.
    """

    begins: int
    ends: int
    sessions: tuple[int, ...]
    visit: int = 50
    at_most: int = 2
    hall: tuple[float, float] | None = None
    travel: Mapping[tuple[str, str], int] = field(default_factory=dict)
    speed: float = 250.0
    parking: int = 3
    unknown_way: int = 15
    people_per_deputy: int = 25


@dataclass(frozen=True, slots=True)
class Apart:
    """Two deputies who must not be in one team, and why."""

    one: str
    other: str
    reason: str


@dataclass(frozen=True, slots=True)
class NotThere:
    """A deputy who must not visit a place, and why (their own matter is pending there, a tender …)."""

    deputy: str
    place: str
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class Stop:
    """One deputy at one place, from ``start`` on."""

    deputy: str
    place: str
    start: int


@dataclass(frozen=True, slots=True)
class Fixed:
    """A stop that the office has fixed by hand; ``start`` None leaves the time open.

    ``begun`` marks a visit that is under way or over: a fact, which no rule is held against.
    """

    deputy: str
    place: str
    start: int | None = None
    begun: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Everything a plan depends on.

    ``now`` is the time of replanning: nothing new begins before it.  ``previous`` are the stops of the plan that is
    being mended; leaving them costs.
    """

    deputies: tuple[Deputy, ...]
    places: tuple[Place, ...]
    afternoon: Afternoon
    apart: tuple[Apart, ...] = ()
    not_there: tuple[NotThere, ...] = ()
    fixed: tuple[Fixed, ...] = ()
    weights: Weights = field(default_factory=default_weights)
    now: int | None = None
    previous: tuple[Stop, ...] = ()

    def positions(self) -> dict[str, tuple[float, float] | None]:
        """Where each place and the hall lie."""
        return {HALL: self.afternoon.hall} | {place.key: place.position for place in self.places}


def way(problem: Problem, positions: Mapping[str, tuple[float, float] | None], a: str, b: str) -> int:
    """Minutes from ``a`` to ``b``: as told, else by the distance, else the frame's guess."""
    frame = problem.afternoon
    told = frame.travel.get((a, b), frame.travel.get((b, a)))
    if told is not None:
        return told
    if a == b:
        return 0
    here, there = positions.get(a), positions.get(b)
    if here is None or there is None:
        return frame.unknown_way
    return math.ceil(math.dist(here, there) / frame.speed) + frame.parking


def limit_of(problem: Problem, deputy: Deputy) -> int:
    """How many visits the deputy makes at most."""
    return problem.afternoon.at_most if deputy.most is None else deputy.most


def takes_part(problem: Problem, deputy: Deputy) -> bool:
    """Whether the deputy is expected to visit anything on this afternoon."""
    return not deputy.absent and limit_of(problem, deputy) > 0


def session_starts(begins: int, ends: int, visit: int, gap: int) -> tuple[int, ...]:
    """As many sessions as fit between ``begins`` and ``ends`` with ``gap`` minutes for the way before each."""
    starts = []
    start = begins + gap
    while start + visit <= ends:
        starts.append(start)
        start += visit + gap
    return tuple(starts)


def start_at(problem: Problem, place: Place, session: int) -> int | None:
    """When ``place`` would be visited in the session of that number; None where it cannot host then."""
    frame = problem.afternoon
    start = max(frame.sessions[session], place.open_from if place.open_from is not None else 0)
    until = frame.ends if place.open_until is None else min(frame.ends, place.open_until)
    later = frame.sessions[session + 1 :]
    if start + frame.visit > until or (later and start >= later[0]):
        return None
    return start


def wanted_team(problem: Problem, place: Place) -> int:
    """How many city and district deputies the invited group would deserve, within the bounds of the place."""
    by_size = math.ceil(place.invited / problem.afternoon.people_per_deputy)
    return max(place.least, min(place.most, by_size))
