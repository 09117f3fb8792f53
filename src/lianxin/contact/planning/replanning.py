"""Some cancel at noon, or on the way: mend the plan around what is fixed and what has begun, changing little."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lianxin.contact.planning.checking import Note, note
from lianxin.contact.planning.model import Fixed, Problem, Stop
from lianxin.contact.planning.service import Plan, plan


@dataclass(frozen=True, slots=True)
class Replanned:
    """The mended plan, what changes for whom, and for how many nothing does.

    ``changes`` are codes: ``cancelled`` (a visit of somebody who cancelled), ``taken_over`` (who comes instead),
    ``dropped``, ``added``, ``retimed`` (a place's time), ``fixed_lost`` (was fixed, but the deputy has cancelled).
    ``told`` are the deputies, apart from those who cancelled, who must be told something new.
    """

    plan: Plan
    problem: Problem
    changes: tuple[Note, ...]
    told: tuple[str, ...]
    unchanged: int


def replan(
    problem: Problem, stops: Sequence[Stop], cancelled: Iterable[str], at_time: int,
    fixed: Iterable[tuple[str, str]] = (), method: str | None = None,
) -> Replanned:  # fmt: skip
    """Plan anew at ``at_time`` without those who cancelled.

    A visit that has begun stays, even of somebody who cancels the rest of the day.  ``fixed`` are further visits
    (deputy, place) that must stay as they are.  Raises `Unplannable` where what is fixed contradicts itself.
    """
    gone = set(cancelled)
    pinned = {(one.deputy, one.place) for one in problem.fixed} | set(fixed)
    begun = [stop for stop in stops if stop.start <= at_time]
    kept = [stop for stop in stops if (stop.deputy, stop.place) in pinned and stop.start > at_time]
    fresh = tuple(Fixed(stop.deputy, stop.place, stop.start) for stop in kept if stop.deputy not in gone)
    facts = tuple(Fixed(stop.deputy, stop.place, stop.start, begun=True) for stop in begun)
    then = replace(
        problem, now=at_time, previous=tuple(stops), fixed=(*facts, *fresh),
        deputies=tuple(replace(one, absent=True) if one.key in gone else one for one in problem.deputies),
    )  # fmt: skip
    mended = plan(then, method)
    lost = (note("fixed_lost", deputy=stop.deputy, place=stop.place) for stop in kept if stop.deputy in gone)
    told = _told(stops, mended.stops, gone)
    going = {stop.deputy for stop in stops} - gone
    changes = (*lost, *_changes(stops, mended.stops, gone))
    return Replanned(mended, then, changes, told, len(going - set(told)))


def _of(stops: Iterable[Stop], deputy: str) -> set[Stop]:
    return {stop for stop in stops if stop.deputy == deputy}


def _told(before: Sequence[Stop], after: Sequence[Stop], gone: set[str]) -> tuple[str, ...]:
    everybody = sorted({stop.deputy for stop in (*before, *after)} - gone)
    return tuple(one for one in everybody if _of(before, one) != _of(after, one))


def _changes(before: Sequence[Stop], after: Sequence[Stop], gone: set[str]) -> Iterator[Note]:
    """What changes, place by place."""
    for place in sorted({stop.place for stop in (*before, *after)}):
        was = {stop.deputy: stop.start for stop in before if stop.place == place}
        now = {stop.deputy: stop.start for stop in after if stop.place == place}
        lost = sorted(set(was) - set(now))
        won = sorted(set(now) - set(was))
        for deputy in lost:
            yield note("cancelled" if deputy in gone else "dropped", deputy=deputy, place=place)
        for deputy in won:
            if lost:
                yield note("taken_over", deputy=deputy, place=place, instead_of="、".join(lost))
            else:
                yield note("added", deputy=deputy, place=place)
        old, new = set(was.values()), set(now.values())
        if old and new and old != new:
            yield note("retimed", place=place, before=min(old), start=min(new))
