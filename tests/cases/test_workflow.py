"""The table itself: sound, complete, bound to people, and drawn as it is."""

import inspect
from pathlib import Path

import pytest

from lianxin.cases import actions, diagram, texts, workflow
from lianxin.cases.actions.base import CaseAction
from lianxin.cases.models import CaseState
from lianxin.cases.rules import GUARDS
from lianxin.clocks.rules import slots_of
from lianxin.clocks.rulesets import standard

DOCS = Path(__file__).resolve().parents[2] / "docs"
PARTIES = set(diagram.PARTY_WORDS)


def leads_to(state: str) -> set[str]:
    """States one move away."""
    return {move.target for move in workflow.moves_from(state) if move.target} - {state}


def test_every_state_is_reached_from_a_word_that_was_spoken() -> None:
    reached = {move.target for move in workflow.MOVES if not move.sources}
    while new := {target for state in reached for target in leads_to(state)} - reached:
        reached |= new
    assert reached == set(workflow.STATES)


def test_every_state_that_is_not_final_can_be_left_and_leads_to_an_end() -> None:
    for state in workflow.OPEN_STATES:
        assert leads_to(state), state
        reached = {state}
        while new := {target for one in reached for target in leads_to(one)} - reached:
            reached |= new
        assert reached & workflow.FINAL_STATES, state


@pytest.mark.parametrize("move", [*workflow.MOVES, *workflow.VOICE_MOVES], ids=lambda move: move.code)
def test_every_move_names_known_states_parties_guards_and_clocks(move: workflow.Move) -> None:
    assert set(move.sources) <= set(workflow.STATES)
    assert move.target in {"", *workflow.STATES}
    assert move.actors
    assert set(move.actors) <= PARTIES
    assert set(move.guards) <= set(GUARDS)
    known = {slot for rules in standard()["rulesets"] for line in rules["clocks"]
             for slot, _variant in slots_of(line["code"], line.get("kinds"))}  # fmt: skip
    assert set(move.starts) | set(move.stops) <= known


def test_moves_have_different_codes_and_every_guard_is_used_and_has_a_sentence() -> None:
    codes = [move.code for move in (*workflow.MOVES, *workflow.VOICE_MOVES)]
    assert len(codes) == len(set(codes))
    used = {guard for move in workflow.MOVES for guard in move.guards}
    assert used == set(GUARDS) == set(texts.GUARD_SENTENCES)


def test_every_move_is_made_by_an_action() -> None:
    source = "".join(
        inspect.getsource(inspect.getmodule(getattr(actions, name)))  # type: ignore[arg-type]
        for name in actions.__all__
    ) + Path(inspect.getfile(GUARDS["own_unit"])).read_text(encoding="utf-8")
    for move in (*workflow.MOVES, *workflow.VOICE_MOVES):
        assert f'"{move.code}"' in source, move.code
    assert CaseAction.__doc__


def test_a_deputy_moves_a_case_only_by_recording_answering_judging_and_withdrawing() -> None:
    moves = {move.code for move in workflow.MOVES if workflow.DEPUTY in move.actors}
    assert moves == {
        "record", "answer_on_the_spot", "withdraw", "verdict_solved", "verdict_unsolved", "verdict_unsolved_again",
        "not_answered", "not_answered_at_desk",
    }  # fmt: skip


def test_nobody_who_handles_closes_and_only_the_desk_assigns() -> None:
    assert set(workflow.BY_CODE["close"].actors) == {workflow.GOVERNMENT_DESK, workflow.CONGRESS_OFFICE}
    for code in ("assign", "reassign", "uphold", "extend"):
        assert workflow.BY_CODE[code].actors == (workflow.GOVERNMENT_DESK,)
    assert workflow.BY_CODE["transfer"].actors == (workflow.CONGRESS_OFFICE,)


def test_every_state_has_a_holder_words_and_a_place_on_the_picture() -> None:
    for words in (workflow.HOLDER, diagram.STATE_WORDS, diagram.PLACES, texts.HEADLINES, texts.NEXT_STEPS):
        assert set(words) == set(workflow.STATES)
    assert {state.value: str(state.label) for state in CaseState} == diagram.STATE_WORDS


@pytest.mark.parametrize(("name", "text"), [("workflow.md", diagram.document()), ("workflow.svg", diagram.picture())])
def test_the_document_is_what_the_table_says(name: str, text: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == text
