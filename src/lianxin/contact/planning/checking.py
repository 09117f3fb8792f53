"""What is wrong with what the planner was given, before anything is planned; codes with parameters, no sentences."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lianxin.contact.planning.model import LEVELS, Problem, start_at


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell people: a code and what it is about; `lianxin.contact.texts` has the sentences."""

    code: str
    about: tuple[tuple[str, str | int], ...] = ()

    @property
    def params(self) -> dict[str, str | int]:
        """What the sentence is filled with."""
        return dict(self.about)


def note(code: str, **about: str | int) -> Note:
    """A note, its parameters in the order of their names."""
    return Note(code, tuple(sorted(about.items())))


class Unplannable(Exception):
    """The input contradicts itself; ``notes`` say where."""

    def __init__(self, notes: tuple[Note, ...]) -> None:
        super().__init__(", ".join(f"{one.code} {one.params}" for one in notes))
        self.notes = notes


def problems_of(problem: Problem) -> tuple[Note, ...]:
    """Everything that is wrong with the input itself; empty when it can be planned."""
    return (*_frame(problem), *_people(problem), *_places(problem), *_references(problem), *_fixed(problem))


def _frame(problem: Problem) -> Iterator[Note]:
    frame = problem.afternoon
    if not frame.sessions or frame.visit < 1 or frame.at_most < 1 or frame.ends <= frame.begins:
        yield note("frame_empty")
    if list(frame.sessions) != sorted(set(frame.sessions)):
        yield note("sessions_order")
    if frame.speed <= 0 or frame.people_per_deputy < 1 or any(minutes < 0 for minutes in frame.travel.values()):
        yield note("frame_numbers")
    for earlier, later in zip(frame.sessions, frame.sessions[1:], strict=False):
        if later < earlier + frame.visit:
            yield note("sessions_overlap", start=later)


def _people(problem: Problem) -> Iterator[Note]:
    for key, count in Counter(deputy.key for deputy in problem.deputies).items():
        if count > 1:
            yield note("deputy_twice", deputy=key)
    for deputy in problem.deputies:
        if deputy.level not in LEVELS:
            yield note("level_unknown", deputy=deputy.key, level=deputy.level)
        if deputy.most is not None and deputy.most < 0:
            yield note("limit_negative", deputy=deputy.key)


def _places(problem: Problem) -> Iterator[Note]:
    for key, count in Counter(place.key for place in problem.places).items():
        if count > 1:
            yield note("place_twice", place=key)
    for place in problem.places:
        if not place.key:
            yield note("place_unnamed")
        if not 1 <= place.least <= place.most:
            yield note("team_bounds", place=place.key, least=place.least, most=place.most)


def _references(problem: Problem) -> Iterator[Note]:
    deputies = {deputy.key for deputy in problem.deputies}
    places = {place.key for place in problem.places}
    for apart in problem.apart:
        if not {apart.one, apart.other} <= deputies or apart.one == apart.other:
            yield note("apart_unknown", one=apart.one, other=apart.other)
    for ban in problem.not_there:
        if ban.deputy not in deputies or ban.place not in places:
            yield note("not_there_unknown", deputy=ban.deputy, place=ban.place)
    for fixed in problem.fixed:
        if fixed.deputy not in deputies or fixed.place not in places:
            yield note("fixed_unknown", deputy=fixed.deputy, place=fixed.place)


def _fixed(problem: Problem) -> Iterator[Note]:
    """Fixed stops at a time at which the place is never visited, or of one place at two times."""
    places = {place.key: place for place in problem.places}
    sessions = range(len(problem.afternoon.sessions))
    times: dict[str, int] = {}
    for fixed in sorted(problem.fixed, key=lambda one: (one.place, one.deputy)):
        if fixed.start is None or fixed.place not in places:
            continue
        if fixed.start not in {start_at(problem, places[fixed.place], session) for session in sessions}:
            yield note("fixed_time", deputy=fixed.deputy, place=fixed.place, start=fixed.start)
        if times.setdefault(fixed.place, fixed.start) != fixed.start:
            yield note("fixed_two_times", place=fixed.place)


def names(mapping: Mapping[str, object]) -> str:
    """Keys in order, for a parameter that lists several."""
    return "、".join(sorted(mapping))
