"""A round that fits on one's fingers: four places in a row, one kilometre apart, and whoever a test needs."""

from dataclasses import replace
from typing import Any

from lianxin.contact.planning.model import CITY, DISTRICT, Afternoon, Deputy, Place, Problem

#: 14:30 and 15:40.
FIRST, SECOND = 870, 940


def a_place(number: int, **more: Any) -> Place:
    """The n-th place of the row; a metre on the map is a metre on the way."""
    about: dict[str, Any] = {"key": f"N{number}", "position": (1000.0 * number, 0.0)}
    return Place(**about | more)


def a_round(**more: Any) -> Problem:
    """Four places, a city and three district deputies; two sessions of 50 minutes with 20 between."""
    frame = Afternoon(begins=850, ends=1000, sessions=(FIRST, SECOND), visit=50, hall=(1500.0, 0.0))
    deputies = (
        Deputy(key="C1", level=CITY, contact=frozenset({"N1"})),
        Deputy(key="D1", level=DISTRICT, constituency=frozenset({"N2"})),
        Deputy(key="D2", level=DISTRICT, constituency=frozenset({"N3"})),
        Deputy(key="D3", level=DISTRICT, constituency=frozenset({"N4"})),
    )
    places = tuple(a_place(number) for number in (1, 2, 3, 4))
    about: dict[str, Any] = {"deputies": deputies, "places": places, "afternoon": frame}
    return Problem(**about | more)


def with_deputy(problem: Problem, key: str, **more: Any) -> Problem:
    """The round with one deputy changed."""
    deputies = tuple(replace(one, **more) if one.key == key else one for one in problem.deputies)
    return replace(problem, deputies=deputies)


def with_place(problem: Problem, key: str, **more: Any) -> Problem:
    """The round with one place changed."""
    return replace(problem, places=tuple(replace(one, **more) if one.key == key else one for one in problem.places))
