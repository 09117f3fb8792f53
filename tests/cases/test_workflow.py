"""The table itself: sound, complete, bound to people, and drawn as it is."""

import inspect
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from lianxin.cases import actions, diagram, drawing, rules, texts, workflow
from lianxin.cases.actions.base import CaseAction
from lianxin.cases.issues import moves, split
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
    ) + "".join(inspect.getsource(module) for module in (rules, moves, split))
    for move in (*workflow.MOVES, *workflow.VOICE_MOVES):
        assert f'"{move.code}"' in source, move.code
    assert CaseAction.__doc__


def test_a_deputy_moves_a_case_only_by_recording_answering_judging_and_withdrawing() -> None:
    moves = {move.code for move in workflow.MOVES if workflow.DEPUTY in move.actors}
    assert moves == {
        "record", "answer_on_the_spot", "withdraw", "withdraw_voice", "verdict_solved", "verdict_unsolved",
        "verdict_unsolved_again",
        "not_answered", "not_answered_at_desk",
    }  # fmt: skip


def test_nobody_who_handles_closes_and_only_the_desk_assigns() -> None:
    assert set(workflow.BY_CODE["close"].actors) == {workflow.GOVERNMENT_DESK, workflow.CONGRESS_OFFICE}
    for code in ("assign", "reassign", "uphold", "extend"):
        assert workflow.BY_CODE[code].actors == (workflow.GOVERNMENT_DESK,)
    assert workflow.BY_CODE["transfer"].actors == (workflow.CONGRESS_OFFICE,)


def test_every_state_has_a_holder_words_and_a_place_on_the_picture() -> None:
    for words in (workflow.HOLDER, diagram.STATE_WORDS, drawing.PLACES, texts.HEADLINES, texts.NEXT_STEPS):
        assert set(words) == set(workflow.STATES)
    assert {state.value: str(state.label) for state in CaseState} == diagram.STATE_WORDS


@pytest.mark.parametrize(("name", "text"), [("workflow.md", diagram.document()), ("workflow.svg", drawing.picture())])
def test_the_document_is_what_the_table_says(name: str, text: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == text


def test_every_move_is_drawn_or_told_in_its_box() -> None:
    moved = {(source, target) for source, target, _label in diagram.arrows() if source}
    told = {(source, target) for source, targets in drawing.told().items() for target in targets}
    assert set(drawing.ROUTES) | told == moved
    assert not set(drawing.ROUTES) & told
    picture = drawing.picture()
    for source, target in told:
        words = diagram.STATE_WORDS[target]
        assert words in picture, (source, target)


def test_lines_boxes_and_words_of_the_picture_keep_apart() -> None:
    boxes = {state: drawing.frame(state) for state in workflow.STATES}
    labels = {
        (source, target): drawing.label_at(source, target, label)
        for source, target, label in diagram.arrows()
        if (source, target) in drawing.ROUTES and not drawing.ROUTES[source, target].silent
    }
    pieces = [(way, piece) for way in drawing.ROUTES for piece in pairwise(drawing.points(*way))]
    for (one, first), (other, second) in combinations(pieces, 2):
        assert one == other or not _touch(_area(first), _area(second)), (one, other)
    for way, piece in pieces:
        for state, box in boxes.items():
            assert not _touch(_area(piece), _inside(box)), (way, state)
        for other, label in labels.items():
            assert not _touch(_area(piece), label), (way, other)
    for (one, first), (other, second) in combinations(labels.items(), 2):
        assert not _touch(first, second), (one, other)
    for way, label in labels.items():
        assert not [state for state, box in boxes.items() if _touch(label, box)], way


Area = tuple[float, float, float, float]


def _area(piece: tuple[drawing.Point, drawing.Point]) -> Area:
    """The ground a straight piece covers: left, top, right, bottom."""
    (x1, y1), (x2, y2) = piece
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _inside(box: Area) -> Area:
    """A box without its rim, which arrows may touch."""
    return box[0] + 1, box[1] + 1, box[2] - 1, box[3] - 1


def _touch(one: Area, other: Area) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
