"""Changes by hand: what a change would do is shown before anybody decides; nothing is changed by looking."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lianxin.contact.planning.checking import Note
from lianxin.contact.planning.judging import Judgement, Term, judge
from lianxin.contact.planning.model import Fixed, Problem, Stop, start_at


@dataclass(frozen=True, slots=True)
class Add:
    """A deputy also visits a place: at the time it is visited anyway, else at ``start`` or its first session."""

    deputy: str
    place: str
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Drop:
    """A deputy does not visit a place after all."""

    deputy: str
    place: str


@dataclass(frozen=True, slots=True)
class Give:
    """A visit goes from one deputy to another."""

    place: str
    giver: str
    taker: str


@dataclass(frozen=True, slots=True)
class Swap:
    """Two deputies exchange a visit each."""

    one: str
    place_of_one: str
    other: str
    place_of_other: str


@dataclass(frozen=True, slots=True)
class Retime:
    """A place is visited at another time, by the same people."""

    place: str
    start: int


@dataclass(frozen=True, slots=True)
class Lock:
    """A visit is fixed as it is, or made and fixed: the next planning goes around it."""

    deputy: str
    place: str


Change = Add | Drop | Give | Swap | Retime | Lock


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does: the stops after it, rules newly broken and mended, points, and what they are made of."""

    stops: tuple[Stop, ...]
    problem: Problem
    before: Judgement
    after: Judgement

    @property
    def broken(self) -> tuple[Note, ...]:
        """Hard rules the change would break."""
        return tuple(one for one in self.after.violations if one not in self.before.violations)

    @property
    def mended(self) -> tuple[Note, ...]:
        """Hard rules that were broken before and are no more."""
        return tuple(one for one in self.before.violations if one not in self.after.violations)

    @property
    def newly_missing(self) -> tuple[Note, ...]:
        """Places that would no longer be served, or be short of people."""
        return tuple(one for one in self.after.missing if one not in self.before.missing)

    @property
    def points(self) -> int:
        """By how much the plan gets worse; negative where it gets better."""
        return self.after.cost - self.before.cost

    @property
    def added(self) -> tuple[Term, ...]:
        """What is newly to be accepted."""
        return tuple(one for one in self.after.terms if one not in self.before.terms)

    @property
    def removed(self) -> tuple[Term, ...]:
        """What needs no longer be accepted."""
        return tuple(one for one in self.before.terms if one not in self.after.terms)


def effect_of(problem: Problem, stops: Sequence[Stop], change: Change) -> Effect:
    """What ``change`` would do to a plan; raises `KeyError` where the change names a visit that is not there."""
    after = tuple(sorted(_changed(problem, stops, change)))
    then = problem
    if isinstance(change, Lock):
        start = next(one.start for one in after if (one.deputy, one.place) == (change.deputy, change.place))
        lock = Fixed(change.deputy, change.place, start)
        then = replace(problem, fixed=(*problem.fixed, lock))
    return Effect(after, then, judge(problem, stops), judge(then, after))


def _changed(problem: Problem, stops: Sequence[Stop], change: Change) -> list[Stop]:
    if isinstance(change, Add):
        return _added(problem, stops, change.deputy, change.place, change.start)
    if isinstance(change, Drop):
        return _without(stops, change.deputy, change.place)
    if isinstance(change, Give):
        start = _find(stops, change.giver, change.place).start
        return [*_without(stops, change.giver, change.place), Stop(change.taker, change.place, start)]
    if isinstance(change, Swap):
        return _swapped(stops, change)
    if isinstance(change, Retime):
        return [replace(one, start=change.start) if one.place == change.place else one for one in stops]
    there = any((one.deputy, one.place) == (change.deputy, change.place) for one in stops)
    return list(stops) if there else _added(problem, stops, change.deputy, change.place, None)


def _find(stops: Sequence[Stop], deputy: str, place: str) -> Stop:
    for stop in stops:
        if (stop.deputy, stop.place) == (deputy, place):
            return stop
    raise KeyError(f"{deputy} does not visit {place}")


def _without(stops: Sequence[Stop], deputy: str, place: str) -> list[Stop]:
    gone = _find(stops, deputy, place)
    return [stop for stop in stops if stop != gone]


def _added(problem: Problem, stops: Sequence[Stop], deputy: str, place: str, start: int | None) -> list[Stop]:
    visited = [stop.start for stop in stops if stop.place == place]
    if visited:
        return [*stops, Stop(deputy, place, visited[0])]
    where = next(one for one in problem.places if one.key == place)
    possible = [start_at(problem, where, session) for session in range(len(problem.afternoon.sessions))]
    first = next((one for one in possible if one is not None), problem.afternoon.sessions[0])
    return [*stops, Stop(deputy, place, first if start is None else start)]


def _swapped(stops: Sequence[Stop], swap: Swap) -> list[Stop]:
    one, other = _find(stops, swap.one, swap.place_of_one), _find(stops, swap.other, swap.place_of_other)
    rest = [stop for stop in stops if stop not in {one, other}]
    return [*rest, replace(one, deputy=other.deputy), replace(other, deputy=one.deputy)]
