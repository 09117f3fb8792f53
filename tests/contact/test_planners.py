"""The planners: no rule broken, the same answer every time, as good as the optimum where that is known."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.rounds import Size, town
from lianxin.contact import texts
from lianxin.contact.planning import exact, fallback, solver
from lianxin.contact.planning.adjusting import Add, Drop, Give, Lock, Retime, Swap, effect_of
from lianxin.contact.planning.checking import Unplannable
from lianxin.contact.planning.compiled import Tables
from lianxin.contact.planning.explaining import alternatives
from lianxin.contact.planning.judging import judge
from lianxin.contact.planning.model import CITY, Apart, Fixed, NotThere, Problem, Stop
from lianxin.contact.planning.moves import Board
from lianxin.contact.planning.replanning import replan
from lianxin.contact.planning.service import EXACT, FALLBACK, SOLVER, plan
from lianxin.contact.planning.weights import SHORT, UNSERVED
from tests.contact.rounds import FIRST, SECOND, a_round, with_deputy, with_place

needs_plan = pytest.mark.skipif(not solver.available(), reason="the extra `plan` (OR-Tools) is not installed")
METHODS = [FALLBACK, pytest.param(SOLVER, marks=needs_plan)]
SIZES = (Size(3, 2, 1, 1), Size(5, 4, 1, 2), Size(6, 5, 2, 2), Size(7, 4, 2, 3), Size(4, 8, 3, 2), Size(6, 2, 1, 2))
towns = st.builds(town, st.integers(0, 10**6), st.sampled_from(SIZES))
often = settings(max_examples=10, deadline=None)


@pytest.fixture(autouse=True, scope="module")
def _little_effort() -> Iterator[None]:
    """Small rounds need few moves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fallback, "MOVES_EACH", 100)
        yield


def shuffled(problem: Problem, seed: int) -> Problem:
    """The same round, entered in another order."""
    rng = Random(seed)
    deputies, places = list(problem.deputies), list(problem.places)
    rng.shuffle(deputies)
    rng.shuffle(places)
    return replace(problem, deputies=tuple(deputies), places=tuple(places), apart=problem.apart[::-1],
                   not_there=problem.not_there[::-1])  # fmt: skip


@given(towns, st.integers(0, 99))
@often
def test_the_built_in_planner_breaks_no_rule_and_the_order_of_input_plays_no_part(problem: Problem, seed: int) -> None:
    made = plan(problem, FALLBACK)
    judged = judge(problem, made.stops)
    assert judged.sound
    assert judged.cost == made.cost
    assert plan(shuffled(problem, seed), FALLBACK).stops == made.stops


@given(towns)
@often
def test_the_tables_and_the_readable_rules_say_the_same(problem: Problem) -> None:
    tables = Tables(problem)
    routes = fallback.solve(tables)
    judged = judge(problem, tables.stops(routes))
    lacking = sum(
        UNSERVED if one.code == "unserved" else SHORT * (int(one.params["least"]) - int(one.params["count"]))
        for one in judged.missing
    )
    assert exact.total_of(tables, routes) == Board(tables, routes).total == judged.cost + lacking


@needs_plan
@given(towns)
@often
def test_the_solver_reaches_the_exact_optimum_of_small_rounds(problem: Problem) -> None:
    tables = Tables(problem)
    start = fallback.solve(tables)
    best = exact.optimum(tables, Board(tables, start).total)[0]
    answer = solver.solve(tables, start)
    assert answer == solver.solve(Tables(shuffled(problem, 1)), start)
    assert Board(tables, answer.routes).total == best
    if best < SHORT:
        assert answer.proven
        assert answer.bound == best


@given(st.builds(town, st.integers(0, 10**6), st.just(Size(4, 3, 1, 2))))
@settings(max_examples=10, deadline=None)
def test_dropping_hopeless_ways_changes_nothing_about_the_optimum(problem: Problem) -> None:
    tables = Tables(problem)
    known = Board(tables, fallback.solve(tables)).total
    best, routes = exact.optimum(tables)
    assert best == exact.optimum(tables, known)[0] == exact.total_of(tables, routes)
    assert best <= known


@pytest.mark.parametrize("method", METHODS)
def test_a_whole_town_is_served_by_27_deputies(method: str) -> None:
    problem = town(3)
    made = plan(problem, method)
    assert (len(problem.deputies), len(made.teams), made.missing) == (27, 33, ())
    assert judge(problem, made.stops).sound
    assert all(team.town_deputies and team.secretary and team.end == team.start + 50 for team in made.teams)


@pytest.mark.parametrize("method", [*METHODS, EXACT])
def test_everybody_goes_to_their_own_place_where_nothing_speaks_against_it(method: str) -> None:
    made = plan(a_round(), method)
    assert [(one.deputy, one.place) for one in made.stops] == [("C1", "N1"), ("D1", "N2"), ("D2", "N3"), ("D3", "N4")]
    assert next(one.code for one in made.reasons[made.stops[0]]) == "contact"
    assert made.visits_of("C1") == (made.stops[0],)


@pytest.mark.parametrize("method", METHODS)
def test_an_absence_makes_somebody_visit_two_places_within_the_way_there_is(method: str) -> None:
    problem = with_deputy(a_round(), "D3", absent=True)
    made = plan(problem, method)
    assert made.missing == ()
    twice = [one for one in problem.deputies if len(made.visits_of(one.key)) == 2]
    assert len(twice) == 1
    first, second = made.visits_of(twice[0].key)
    assert (first.start, second.start) == (FIRST, SECOND)
    assert "second" in [one.code for one in made.reasons[second]]


@pytest.mark.parametrize("method", METHODS)
def test_a_place_of_the_last_round_is_avoided_where_another_own_place_is_there(method: str) -> None:
    problem = with_deputy(a_round(), "D1", constituency=frozenset({"N2", "N3"}), last=frozenset({"N2"}))
    problem = with_deputy(problem, "D2", constituency=frozenset({"N2", "N3"}))
    assert [one.place for one in plan(problem, method).visits_of("D1")] == ["N3"]


@pytest.mark.parametrize("method", METHODS)
def test_what_is_fixed_stays_and_contradictions_are_refused(method: str) -> None:
    problem = replace(a_round(), fixed=(Fixed("C1", "N4", SECOND),))
    assert Stop("C1", "N4", SECOND) in plan(problem, method).stops
    with pytest.raises(Unplannable) as refused:
        plan(replace(problem, not_there=(NotThere("C1", "N4", "own_matter"),)), method)
    assert [one.code for one in refused.value.notes] == ["fixed_impossible"]
    both = (Fixed("C1", "N4"), Fixed("D1", "N4"))
    with pytest.raises(Unplannable):
        plan(replace(a_round(), fixed=both, apart=(Apart("C1", "D1", "family"),)), method)


@pytest.mark.parametrize(
    ("problem", "codes"),
    [
        (with_place(a_round(), "N1", open_from=960), ["unserved", "no_session", "relax_hosting"]),
        (replace(a_round(), not_there=tuple(NotThere(one.key, "N1", "x") for one in a_round().deputies)),
         ["unserved", "nobody_not_there", "relax_not_there"]),
        (replace(a_round(), deputies=a_round().deputies[:1]),
         ["unserved", "unserved", "too_few_visits", "relax_limit", "relax_sessions", *["all_busy", "relax_busy"] * 2]),
        (replace(a_round(), afternoon=replace(a_round().afternoon, travel={("", "N4"): 99}, at_most=1)),
         ["unserved", "nobody_too_far", "relax_too_far"]),
    ],
)  # fmt: skip
def test_what_cannot_be_served_is_named_with_the_cause_and_what_to_relax(problem: Problem, codes: list[str]) -> None:
    made = plan(problem, FALLBACK)
    assert [one.code for one in made.missing] == codes
    assert all("{" not in texts.sentence(texts.MISSING, one) for one in made.missing)


@given(towns)
@often
def test_reasons_can_be_looked_up_in_the_input(problem: Problem) -> None:
    made = plan(problem, FALLBACK)
    deputies, places = ({one.key: one for one in many} for many in (problem.deputies, problem.places))
    for stop, found in made.reasons.items():
        codes = {one.code for one in found}
        deputy = deputies[stop.deputy]
        assert ("contact" in codes) == (stop.place in deputy.contact)  # type: ignore[union-attr]
        assert ("constituency" in codes) == (stop.place in deputy.constituency)  # type: ignore[union-attr]
        assert ("repeat" in codes) == (stop.place in deputy.last | deputy.before_last)  # type: ignore[union-attr]
        assert ("cover" in codes) == (sum(one.place == stop.place for one in made.stops) == 1)
        assert ("second" in codes) == (stop != made.visits_of(stop.deputy)[0])
        assert ("asked" in codes) == (stop.deputy in places[stop.place].asks_for)  # type: ignore[union-attr]
        assert all("{" not in texts.sentence(texts.REASONS, one) for one in found)


def test_who_else_could_come_is_told_with_what_it_would_cost() -> None:
    made = plan(a_round(), FALLBACK)
    others = alternatives(a_round(), made.stops, made.stops[0])
    assert {deputy for _, deputy in others} <= {"D1", "D2", "D3"}
    assert all(points >= 0 for points, _ in others)


# --- by hand --------------------------------------------------------------------------------------


def test_the_effect_of_a_change_by_hand_is_shown_before_it_is_made() -> None:
    problem, stops = a_round(), plan(a_round(), EXACT).stops
    swapped = effect_of(problem, stops, Swap("C1", "N1", "D1", "N2"))
    assert (swapped.broken, swapped.newly_missing, swapped.points) == ((), (), 200)
    assert {one.code for one in swapped.added} == {"no_own", "outside"}
    assert effect_of(problem, swapped.stops, Swap("D1", "N1", "C1", "N2")).points == -200
    dropped = effect_of(problem, stops, Drop("C1", "N1"))
    assert [one.code for one in dropped.newly_missing] == ["unserved"]
    given_away = effect_of(problem, stops, Give("N1", "C1", "D1"))
    assert [one.code for one in given_away.broken] == ["unreachable"]
    moved = effect_of(problem, given_away.stops, Retime("N1", SECOND))
    assert [one.code for one in moved.mended] == ["unreachable"]
    assert effect_of(problem, stops, Add("D1", "N4")).stops[2].start == stops[-1].start
    with pytest.raises(KeyError):
        effect_of(problem, stops, Drop("C1", "N4"))


def test_a_lock_holds_in_the_next_planning() -> None:
    locked = effect_of(a_round(), plan(a_round(), EXACT).stops, Lock("D1", "N1"))
    assert ("D1", "N1") in {(one.deputy, one.place) for one in plan(locked.problem, FALLBACK).stops}


# --- when people cancel ---------------------------------------------------------------------------


@given(towns, st.integers(0, 10**6), st.sampled_from([720, FIRST, SECOND]))
@often
def test_replanning_moves_nothing_fixed_and_nothing_that_has_begun(problem: Problem, seed: int, now: int) -> None:
    rng = Random(seed)
    stops = plan(problem, FALLBACK).stops
    fixed = {(one.deputy, one.place) for one in stops if rng.random() < 0.3}
    gone = {one.key for one in problem.deputies if rng.random() < 0.3}
    again = replan(problem, stops, gone, now, fixed, FALLBACK)
    begun = {one for one in stops if one.start <= now}
    kept = {one for one in stops if (one.deputy, one.place) in fixed and one.deputy not in gone}
    assert begun | kept <= set(again.plan.stops)
    assert not {one for one in again.plan.stops if one.deputy in gone} - begun
    assert judge(again.problem, again.plan.stops).sound
    assert all("{" not in texts.sentence(texts.CHANGES, one) for one in again.changes)
    assert not gone & set(again.told)


@pytest.mark.parametrize("method", METHODS)
def test_three_who_cancel_at_noon_leave_nearly_everybody_where_they_were(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fallback, "MOVES_EACH", 600)
    problem = town(3)
    before = plan(problem, method)
    gone = [one.key for one in problem.deputies if one.level != CITY and before.visits_of(one.key)][:3]
    again = replan(problem, before.stops, gone, 12 * 60, method=method)
    assert again.plan.missing == ()
    assert len(again.told) <= 6
    assert again.unchanged >= 27 - 3 - 6 - sum(one.absent for one in problem.deputies)
    assert {one.code for one in again.changes} >= {"cancelled"}


def test_nothing_changes_when_nobody_cancels() -> None:
    before = plan(a_round(), EXACT)
    again = replan(a_round(), before.stops, (), 12 * 60, method=EXACT)
    assert (again.plan.stops, again.changes, again.told, again.unchanged) == (before.stops, (), (), 4)


# --- words ----------------------------------------------------------------------------------------


def test_every_sentence_can_be_filled() -> None:
    numbers = ("start", "count", "limit", "minutes", "needed", "there_is", "least", "most", "visits")
    more = ("sessions", "could", "invited", "wanted")
    words = ("deputy", "place", "before", "one", "other", "reason", "deputies", "instead_of", "level")
    about = dict.fromkeys((*numbers, *more), "1") | dict.fromkeys(words, "甲")
    for sentences in (texts.REASONS, texts.VIOLATIONS, texts.MISSING, texts.CHANGES, texts.INPUT):
        for code, text in sentences.items():
            assert "{" not in str(text).format(**about), code
