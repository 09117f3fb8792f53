"""Seeded towns for the planning of contact rounds: of the example town's shape, or small ones with an exact answer."""

from dataclasses import dataclass
from random import Random

from lianxin.contact.planning.model import (
    CITY,
    DISTRICT,
    Afternoon,
    Apart,
    Deputy,
    NotThere,
    Place,
    Problem,
    session_starts,
)  # fmt: skip

#: Leaving the hall and the end of the afternoon, in minutes after midnight: 14:10 and 17:00.
BEGINS, ENDS = 14 * 60 + 10, 17 * 60


@dataclass(frozen=True)
class Size:
    """How large a town is."""

    places: int = 33
    deputies: int = 27
    city: int = 5
    areas: int = 5
    visit: int = 50
    gap: int = 20


TOWN = Size()


def town(seed: int, size: Size = TOWN) -> Problem:
    """A town that nobody knows: places on a plane of some kilometres, habits of the last rounds, some absences."""
    rng = Random(seed)
    places = tuple(_place(rng, number, size) for number in range(size.places))
    keys = [place.key for place in places]
    deputies = tuple(_deputy(rng, number, keys, size) for number in range(size.deputies))
    names = [one.key for one in deputies]
    pairs = [rng.sample(names, 2) for _ in range(rng.randint(0, 2))]
    apart = tuple(Apart(one, other, "same_unit") for one, other in pairs)
    banned = tuple(NotThere(rng.choice(names), rng.choice(keys), "own_matter") for _ in range(rng.randint(0, 3)))
    frame = Afternoon(
        begins=BEGINS, ends=ENDS, sessions=session_starts(BEGINS, ENDS, size.visit, size.gap), visit=size.visit,
        hall=(2000.0, 1500.0),
    )  # fmt: skip
    return Problem(deputies=deputies, places=places, afternoon=frame, apart=apart, not_there=banned)


def _place(rng: Random, number: int, size: Size) -> Place:
    area = number * size.areas // size.places
    east, north = 600.0 + 700.0 * (area % 3), 600.0 + 1400.0 * (area // 3)
    large = rng.random() < 0.15
    return Place(
        key=f"N{number + 1:02}", area=f"A{area + 1}",
        position=(east + rng.uniform(-500, 500), north + rng.uniform(-700, 700)),
        open_until=ENDS - 60 if rng.random() < 0.06 else None,
        open_from=BEGINS + 60 if rng.random() < 0.06 else None,
        invited=rng.randint(26, 40) if large else rng.randint(4, 20),
        most=rng.choice((1, 2, 2, 2, 3)) if not large else 3,
        asks_for=frozenset({f"D{rng.randint(1, size.deputies):02}"}) if rng.random() < 0.1 else frozenset(),
        town_deputies=(f"T{2 * number + 1:02}", f"T{2 * number + 2:02}"), secretary=f"S{number + 1:02}",
    )  # fmt: skip


def _deputy(rng: Random, number: int, keys: list[str], size: Size) -> Deputy:
    level = CITY if number < size.city else DISTRICT
    start, width = rng.randrange(len(keys)), rng.randint(1, 3)
    own = frozenset(keys[(start + step) % len(keys)] for step in range(width))
    last, before = rng.choice(keys), rng.choice(keys)
    if rng.random() < 0.5:
        last = rng.choice(sorted(own))
    return Deputy(
        key=f"D{number + 1:02}", level=level,
        contact=own if level == CITY else frozenset(), constituency=own if level == DISTRICT else frozenset(),
        absent=rng.random() < 0.03, here_until=ENDS - 70 if rng.random() < 0.05 else None,
        wishes=frozenset({rng.choice(keys)}) if rng.random() < 0.2 else frozenset(),
        last=frozenset({last}), before_last=frozenset({before}),
    )  # fmt: skip
