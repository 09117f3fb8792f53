"""Who takes over from whom, as tables the congress office could sign."""

from collections.abc import Mapping

import pytest

from lianxin.deputies.handover.rules import Change, Heir, Holder, Line, line_for, plan

#: Places: the town, two neighbourhoods, a compound in each.
PATHS = {1: "/9/1/", 2: "/9/2/", 11: "/9/1/11/", 22: "/9/2/22/"}


def at(deputy: int, *, seat: int | None = None, places: tuple[int, ...] = ()) -> Holder:
    """A holder; the order of the register is the order of the numbers."""
    return Holder(deputy, deputy, seat, {pk: PATHS[pk] for pk in places})


def left(change: Change) -> Mapping[int, tuple[int | None, str]]:
    """Who leaves → who follows, and why."""
    return {line.deputy: (line.successor, line.basis) for line in plan(change) if line.fate == "leaves"}


def test_each_leaving_deputy_of_a_constituency_is_followed_by_a_newly_elected_one() -> None:
    change = Change(
        old=[at(1, seat=7), at(2, seat=7), at(3, seat=7)], new=[at(3, seat=7), at(8, seat=7), at(9, seat=7)]
    )
    assert left(change) == {1: (8, "constituency"), 2: (9, "constituency")}


def test_where_nobody_is_new_who_continues_takes_over_and_the_load_is_spread() -> None:
    change = Change(
        old=[at(1, seat=7), at(2, seat=7), at(3, seat=7), at(4, seat=7)], new=[at(3, seat=7), at(4, seat=7)]
    )
    assert left(change) == {1: (3, "constituency"), 2: (4, "constituency")}


def test_nobody_from_another_constituency_follows() -> None:
    change = Change(old=[at(1, seat=7)], new=[at(8, seat=6)])
    assert left(change) == {1: (None, "")}


def test_a_constituency_drawn_anew_is_known_by_its_ground() -> None:
    areas = {7: frozenset({PATHS[11]}), 70: frozenset({PATHS[1]}), 71: frozenset({PATHS[2]})}
    change = Change(old=[at(1, seat=7)], new=[at(8, seat=71), at(9, seat=70)], areas=areas)
    assert left(change) == {1: (9, "constituency")}


def test_a_city_deputy_is_followed_in_each_contact_community() -> None:
    old, new = [at(1, places=(1, 2))], [at(8, places=(2,)), at(9, places=(1,))]
    lines = plan(Change(old=old, new=new, by_contact=True))
    assert [(line.place, line.successor) for line in lines if line.fate == "leaves"] == [(1, 9), (2, 8)]


def test_a_city_deputy_without_contact_community_waits_for_the_office() -> None:
    assert left(Change(old=[at(1)], new=[at(8, places=(1,))], by_contact=True)) == {1: (None, "")}


def test_who_holds_another_mandate_keeps_what_is_open() -> None:
    lines = plan(Change(old=[at(1, seat=7), at(2, seat=7)], new=[at(2, seat=7)], elsewhere=frozenset({1})))
    assert {(line.deputy, line.fate) for line in lines} == {(1, "elsewhere"), (2, "continues")}


def test_what_the_office_says_counts_also_when_it_says_nobody() -> None:
    old, new = [at(1, seat=7), at(2, seat=7)], [at(8, seat=7)]
    change = Change(old=old, new=new, chosen={(1, None): None, (2, None): 5})
    assert left(change) == {1: (None, "hand"), 2: (5, "hand")}


def test_everybody_stands_in_the_plan_once_and_the_plan_is_always_the_same() -> None:
    change = Change(old=[at(3, seat=7), at(1, seat=7)], new=[at(9, seat=7), at(3, seat=7)])
    assert plan(change) == plan(change)
    assert [(line.deputy, line.fate) for line in plan(change)] == [(1, "leaves"), (3, "continues"), (9, "new")]
    assert Line(9, "new") in plan(change)


@pytest.mark.parametrize(
    ("place", "heirs", "successor"),
    [
        ("/9/1/11/", (Heir(1, "/9/1/", 8), Heir(2, "/9/2/", 9)), 8),
        ("/9/3/", (Heir(1, "/9/1/", 8), Heir(2, "/9/2/", 9)), None),
        ("/9/3/", (Heir(1, "/9/1/", 8), Heir(2, "/9/2/", 8)), 8),
        ("", (Heir(1, "", 8),), 8),
        ("/9/1/11/", (Heir(1, "/9/1/", None),), None),
        ("/9/1/11/", (Heir(1, "/9/", 8), Heir(2, "/9/1/", 9)), 9),
    ],
)  # fmt: skip
def test_a_thing_passes_by_the_narrowest_place_and_is_never_given_by_guess(
    place: str, heirs: tuple[Heir, ...], successor: int | None
) -> None:
    assert line_for(place, heirs).successor == successor
