"""The two workflow tables are sound: every state is reached and left, and the bodies keep apart."""

import pytest

from lianxin.clocks.orders import texts, workflow
from lianxin.clocks.orders.rules import GUARDS
from lianxin.clocks.orders.workflow import Move

TABLES = [
    ("order", workflow.ORDER_MOVES, workflow.ORDER_STATES, workflow.OPEN_ORDERS, workflow.ORDER_HOLDER),
    ("step", workflow.STEP_MOVES, workflow.STEP_STATES, workflow.OPEN_STEPS, workflow.STEP_HOLDER),
]


@pytest.mark.parametrize(("name", "moves", "states", "open_", "holder"), TABLES, ids=[row[0] for row in TABLES])
def test_every_state_is_reached_and_every_open_one_is_left(
    name: str, moves: tuple[Move, ...], states: tuple[str, ...], open_: tuple[str, ...], holder: dict[str, str]
) -> None:
    reached = {move.target for move in moves if not move.sources}
    while True:
        more = {move.target for move in moves if move.target and set(move.sources) & reached} - reached
        if not more:
            break
        reached |= more
    assert reached == set(states)
    ends = set(states) - set(open_)
    for state in open_:
        assert {move.target for move in moves if state in move.sources and move.target}, state
    for state in ends:
        assert not [move.code for move in moves if state in move.sources], state
    assert {state for state in states if holder[state]} == set(open_)


@pytest.mark.parametrize("move", [*workflow.ORDER_MOVES, *workflow.STEP_MOVES], ids=lambda move: move.code)
def test_every_guard_is_known_and_has_a_sentence(move: Move) -> None:
    for guard in move.guards:
        assert guard in GUARDS
        assert texts.refusal(guard)


def test_every_guard_is_used() -> None:
    used = {guard for move in (*workflow.ORDER_MOVES, *workflow.STEP_MOVES) for guard in move.guards}
    assert used == set(GUARDS) == set(texts.REFUSALS)


def test_the_unit_answers_and_nothing_else() -> None:
    assert [move.code for move in workflow.ORDER_MOVES if workflow.UNIT in move.actors] == ["answer"]


def test_the_congress_moves_no_order_and_a_unit_no_congress_step() -> None:
    assert not [move.code for move in workflow.ORDER_MOVES if workflow.OFFICE in move.actors]
    assert not [move.code for move in workflow.STEP_MOVES if workflow.UNIT in move.actors]
    assert [move.code for move in workflow.STEP_MOVES if workflow.DESK in move.actors] == ["report"]


def test_time_signs_and_starts_nothing() -> None:
    by_time = [m.code for m in (*workflow.ORDER_MOVES, *workflow.STEP_MOVES) if workflow.SYSTEM in m.actors]
    assert by_time == ["draft", "discard", "propose", "drop"]
