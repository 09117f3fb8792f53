"""The rules of a round as a clerk would check them: one plan, one change, one rule broken."""

from dataclasses import replace

import pytest

from lianxin.contact.planning.checking import problems_of
from lianxin.contact.planning.judging import judge
from lianxin.contact.planning.model import Apart, Fixed, NotThere, Problem, Stop, session_starts, way
from lianxin.contact.planning.weights import Weights, default_data, default_weights, weights_from
from tests.contact.rounds import FIRST, SECOND, a_place, a_round, with_deputy, with_place

OWN = (Stop("C1", "N1", FIRST), Stop("D1", "N2", FIRST), Stop("D2", "N3", FIRST), Stop("D3", "N4", FIRST))


def broken(problem: Problem, *more: Stop, stops: tuple[Stop, ...] = OWN) -> list[str]:
    """Codes of the hard rules that a plan breaks."""
    return [one.code for one in judge(problem, (*stops, *more)).violations]


def terms(problem: Problem, stops: tuple[Stop, ...]) -> dict[str, int]:
    """Points by code."""
    found: dict[str, int] = {}
    for term in judge(problem, stops).terms:
        found[term.code] = found.get(term.code, 0) + term.points
    return found


def test_everybody_at_their_own_place_breaks_nothing_lacks_nothing_and_costs_nothing() -> None:
    judged = judge(a_round(), OWN)
    assert (judged.violations, judged.missing, judged.cost) == ((), (), 0)


@pytest.mark.parametrize(
    ("rule", "problem", "more"),
    [
        ("absent", with_deputy(a_round(), "C1", absent=True), ()),
        ("own_time", with_deputy(a_round(), "C1", here_from=FIRST + 1), ()),
        ("own_time", with_deputy(a_round(), "C1", here_until=FIRST + 49), ()),
        ("not_there", replace(a_round(), not_there=(NotThere("C1", "N1", "own_matter"),)), ()),
        ("hosting", with_place(a_round(), "N1", open_from=FIRST + 1), ()),
        ("hosting", with_place(a_round(), "N1", open_until=FIRST + 49), ()),
        ("past", replace(a_round(), now=FIRST), ()),
        ("too_many", with_deputy(a_round(), "C1", most=1), (Stop("C1", "N2", SECOND),)),
        ("twice", with_place(a_round(), "N1", most=3), (Stop("C1", "N1", SECOND),)),
        ("two_times", a_round(), (Stop("D1", "N1", SECOND),)),
        ("too_full", with_place(a_round(), "N1", most=1), (Stop("D1", "N1", SECOND),)),
        ("apart", replace(a_round(), apart=(Apart("D1", "C1", "family"),)), (Stop("D1", "N1", SECOND),)),
        ("fixed_broken", replace(a_round(), fixed=(Fixed("C1", "N2"),)), ()),
        ("fixed_broken", replace(a_round(), fixed=(Fixed("C1", "N1", SECOND),)), ()),
        ("unknown", a_round(), (Stop("X", "N1", FIRST),)),
    ],
)
def test_each_hard_rule_is_seen_when_it_is_broken(rule: str, problem: Problem, more: tuple[Stop, ...]) -> None:
    assert rule in broken(problem, *more)


def test_a_way_that_takes_longer_than_there_is_cannot_be_planned() -> None:
    """From 1 to 4 it is 3 km: 12 minutes and 3 for parking; there are 20."""
    problem = a_round()
    assert way(problem, problem.positions(), "N1", "N4") == 15
    assert broken(problem, Stop("C1", "N4", SECOND), stops=(OWN[0],)) == []
    slow = replace(problem, afternoon=replace(problem.afternoon, speed=150.0))
    assert broken(slow, Stop("C1", "N4", SECOND), stops=(OWN[0],)) == ["unreachable"]
    far = replace(problem, afternoon=replace(problem.afternoon, travel={("", "N1"): 21}))
    assert broken(far, stops=(OWN[0],)) == ["unreachable"]


def test_a_told_way_counts_in_both_directions_and_before_the_map() -> None:
    problem = replace(a_round(), afternoon=replace(a_round().afternoon, travel={("N1", "N2"): 9}))
    assert way(problem, problem.positions(), "N2", "N1") == 9
    unmapped = with_place(a_round(), "N1", position=None)
    assert way(unmapped, unmapped.positions(), "N1", "N2") == unmapped.afternoon.unknown_way


def test_a_visit_that_has_begun_is_a_fact_no_rule_is_held_against() -> None:
    problem = replace(with_deputy(a_round(), "C1", absent=True), now=FIRST + 5,
                      fixed=tuple(Fixed(one.deputy, one.place, one.start, begun=True) for one in OWN))  # fmt: skip
    assert broken(problem) == []


@pytest.mark.parametrize(
    ("problem", "stops", "expected"),
    [
        (a_round(), OWN[:3], {"idle": 200}),
        (a_round(), (*OWN[:3], Stop("D3", "N3", FIRST)), {"no_own": 60, "outside": 40, "one_level": 20}),
        (a_round(), (*OWN, Stop("C1", "N2", SECOND)), {"second": 15, "travel": 7, "outside": 40}),
        (with_deputy(a_round(), "C1", last=frozenset({"N1"})), OWN, {"last_round": 80}),
        (with_deputy(a_round(), "C1", before_last=frozenset({"N1"})), OWN, {"before_last_round": 40}),
        (with_deputy(a_round(), "C1", wishes=frozenset({"N2"})), OWN, {"wish": 30}),
        (with_place(a_round(), "N1", asks_for=frozenset({"D1"})), OWN, {"asked": 15}),
        (with_place(a_round(), "N1", invited=26), OWN, {"thin": 25}),
        (replace(a_round(), places=tuple(a_place(n, area="A" if n < 3 else "B") for n in (1, 2, 3, 4))), OWN,
         {"area_level": 30}),
        (replace(a_round(), previous=(Stop("C1", "N1", SECOND), *OWN[1:])), OWN, {"changed": 100, "retimed": 150}),
    ],
)  # fmt: skip
def test_what_is_better_avoided_costs_its_weight(
    problem: Problem, stops: tuple[Stop, ...], expected: dict[str, int]
) -> None:
    found = terms(problem, stops)
    if "area_level" not in expected:
        found.pop("area_level", None)
    assert found == expected


def test_a_place_without_anybody_or_with_too_few_is_missing_and_not_a_matter_of_points() -> None:
    judged = judge(with_place(a_round(), "N1", least=2), OWN[:3])
    assert [one.code for one in judged.missing] == ["short", "unserved"]


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("deputy_twice", replace(a_round(), deputies=(*a_round().deputies, a_round().deputies[0]))),
        ("place_twice", replace(a_round(), places=(*a_round().places, a_place(1)))),
        ("level_unknown", with_deputy(a_round(), "C1", level="town")),
        ("team_bounds", with_place(a_round(), "N1", least=3)),
        ("apart_unknown", replace(a_round(), apart=(Apart("C1", "X", ""),))),
        ("not_there_unknown", replace(a_round(), not_there=(NotThere("C1", "X", ""),))),
        ("fixed_unknown", replace(a_round(), fixed=(Fixed("X", "N1"),))),
        ("fixed_time", replace(a_round(), fixed=(Fixed("C1", "N1", FIRST + 1),))),
        ("fixed_two_times", replace(a_round(), fixed=(Fixed("C1", "N1", FIRST), Fixed("D1", "N1", SECOND)))),
        ("sessions_overlap", replace(a_round(), afternoon=replace(a_round().afternoon, sessions=(FIRST, FIRST + 49)))),
        ("sessions_order", replace(a_round(), afternoon=replace(a_round().afternoon, sessions=(SECOND, FIRST)))),
        ("frame_empty", replace(a_round(), afternoon=replace(a_round().afternoon, sessions=()))),
        ("frame_numbers", replace(a_round(), afternoon=replace(a_round().afternoon, speed=0.0))),
    ],
)
def test_input_that_contradicts_itself_is_named(code: str, problem: Problem) -> None:
    assert code in {one.code for one in problems_of(problem)}
    assert problems_of(a_round()) == ()


def test_as_many_sessions_as_fit_with_the_way_before_each() -> None:
    assert session_starts(850, 1020, 50, 20) == (870, 940)
    assert session_starts(850, 900, 50, 20) == ()


def test_weights_are_data_with_a_source_and_a_mark() -> None:
    assert all(line["source"] and line["label"] and line["status"] == "待核" for line in default_data()["weights"])
    assert default_weights().idle == 200


@pytest.mark.parametrize("value", [-1, 1001, 1.5])
def test_a_weight_without_reason_is_refused(value: float) -> None:
    lines = [{"code": code, "value": 1} for code in Weights.__slots__]
    lines[0]["value"] = value
    with pytest.raises(ValueError, match="weight"):
        weights_from({"weights": lines})
    with pytest.raises(ValueError, match="unknown or missing"):
        weights_from({"weights": lines[1:]})
