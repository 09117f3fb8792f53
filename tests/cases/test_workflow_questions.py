"""What the table of moves answers: what may happen from here, and who has the matter now."""

import pytest

from lianxin.cases import workflow as w


def test_what_may_happen_to_a_word_just_received() -> None:
    codes = {move.code for move in w.moves_from(w.RECEIVED)}
    assert {"answer_on_the_spot", "transfer", "redirect", "withdraw"} <= codes
    assert not codes & {"accept", "sign", "close", "reopen"}


@pytest.mark.parametrize(
    ("code", "state", "may"),
    [
        ("transfer", w.RECEIVED, True),
        ("transfer", w.CLOSED, False),
        ("accept", w.ASSIGNED, True),
        ("accept", w.RECEIVED, False),
        ("reopen", w.CLOSED, True),
        ("reopen", w.ASSIGNED, False),
    ],
)
def test_a_move_exists_from_its_own_states_only(code: str, state: str, may: bool) -> None:
    assert w.can_move(code, state) is may
    assert (code in {move.code for move in w.moves_from(state)}) is may


@pytest.mark.parametrize("state", [w.EVALUATED, w.SILENT])
@pytest.mark.parametrize(
    ("reached_desk", "lead_is_desk", "who"),
    [
        (True, False, w.GOVERNMENT_DESK),
        (True, True, w.CONGRESS_OFFICE),
        (False, False, w.CONGRESS_OFFICE),
        (False, True, w.CONGRESS_OFFICE),
    ],
)
def test_what_waits_for_closing_is_held_by_whoever_may_close_it(
    state: str, reached_desk: bool, lead_is_desk: bool, who: str
) -> None:
    assert w.holder(state, reached_desk=reached_desk, lead_is_desk=lead_is_desk) == who


@pytest.mark.parametrize("reached_desk", [True, False])
def test_everything_else_is_held_as_the_table_says(reached_desk: bool) -> None:
    assert w.holder(w.TRANSFERRED, reached_desk=reached_desk, lead_is_desk=False) == w.GOVERNMENT_DESK
    assert w.holder(w.RECEIVED, reached_desk=reached_desk, lead_is_desk=False) == w.CONGRESS_OFFICE
