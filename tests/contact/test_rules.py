"""The guards of both tables, and the tables themselves."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxin.contact import rules, workflow
from lianxin.contact.rules import GUARDS, Facts
from lianxin.contact.texts import GUARD_SENTENCES

DAY = dt.date(2026, 12, 8)
MOVES = (*workflow.ROUND_MOVES, *workflow.VISIT_MOVES)


def facts(**more: object) -> Facts:
    """An afternoon with two sessions that fit."""
    given = {"today": DAY, "day": DAY, "begins": 840, "ends": 1020, "sessions": (870, 940), "visit_minutes": 50}
    return Facts(**(given | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("guard", "more", "holds"),
    [
        ("in_order", {}, True),
        ("in_order", {"sessions": ()}, False),
        ("in_order", {"visit_minutes": 0}, False),
        ("in_order", {"sessions": (870, 919)}, False),
        ("in_order", {"sessions": (870, 920)}, True),
        ("in_order", {"sessions": (940, 870)}, False),
        ("in_order", {"sessions": (839, 940)}, False),
        ("in_order", {"sessions": (840, 970)}, True),
        ("in_order", {"sessions": (840, 971)}, False),
        ("in_order", {"ends": 840}, False),
        ("has_visits", {"visits": 0}, False),
        ("has_visits", {"visits": 1}, True),
        ("every_visit_served_or_reason", {"unserved": 0}, True),
        ("every_visit_served_or_reason", {"unserved": 1}, False),
        ("every_visit_served_or_reason", {"unserved": 1, "reason": "代表另行安排"}, True),
        ("day_has_come", {}, True),
        ("day_has_come", {"today": DAY - dt.timedelta(days=1)}, False),
        ("day_has_come", {"today": DAY + dt.timedelta(days=1)}, True),
        ("visits_over", {"running": 1}, False),
        ("visits_over", {}, True),
        ("lists_complete_or_reason", {"unlisted": 1}, False),
        ("lists_complete_or_reason", {"unlisted": 1, "reason": "居委会换届"}, True),
        ("lists_complete_or_reason", {}, True),
        ("every_item_settled", {"unsettled": 1}, False),
        ("every_item_settled", {}, True),
        ("nothing_recorded", {"recorded": 1}, False),
        ("nothing_recorded", {}, True),
        ("reason_given", {}, False),
        ("reason_given", {"reason": "台风"}, True),
        ("attendance_known", {"unknown_attendance": 1}, False),
        ("attendance_known", {}, True),
        ("remarks_answered", {"open_remarks": 1}, False),
        ("remarks_answered", {}, True),
        ("not_transferred", {"transferred": True}, False),
        ("not_transferred", {}, True),
    ],
)
def test_the_guards(guard: str, more: dict[str, object], holds: bool) -> None:
    assert rules.GUARDS[guard](facts(**more)) is holds


def test_every_guard_of_the_tables_has_a_rule_and_a_sentence() -> None:
    named = {code for move in MOVES for code in move.guards}
    assert named == set(GUARDS) == set(GUARD_SENTENCES)


@pytest.mark.parametrize(
    ("moves", "states", "final"),
    [
        (workflow.ROUND_MOVES, workflow.ROUND_STATES, workflow.ROUND_FINAL),
        (workflow.VISIT_MOVES, workflow.VISIT_STATES, workflow.VISIT_FINAL),
    ],
)
def test_every_state_is_reached_and_every_open_one_is_left(
    moves: tuple[workflow.Move, ...], states: tuple[str, ...], final: tuple[str, ...]
) -> None:
    reached = {move.target for move in moves}
    left = {source for move in moves for source in move.sources}
    assert reached == set(states)
    # A list that was given may come back to be completed; nothing else leaves a final state.
    assert left - {workflow.LISTED} == set(states) - set(final)


@given(st.data())
def test_however_the_office_moves_a_round_ends_once_and_never_leaves_its_end(data: st.DataObject) -> None:
    state = workflow.PREPARING
    seen = [state]
    while state not in workflow.ROUND_FINAL:
        move = data.draw(st.sampled_from([one for one in workflow.ROUND_MOVES if state in one.sources]))
        state = move.target
        assert state not in seen, "a round never goes back"
        seen.append(state)
    assert not [one for one in workflow.ROUND_MOVES if state in one.sources]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 1400), max_size=5), st.integers(0, 1400), st.integers(0, 1400), st.integers(0, 200))
def test_sessions_that_fit_leave_room_for_each_visit(sessions: list[int], begins: int, ends: int, minutes: int) -> None:
    if rules.sessions_fit(begins, ends, minutes, sessions):
        taken = [minute for start in sessions for minute in range(start, start + minutes)]
        assert len(taken) == len(set(taken)) > 0
        assert begins <= min(taken) <= max(taken) < ends
