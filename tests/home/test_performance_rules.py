"""The life of an entry in a performance file, walked at random; minimums; what residents see; the town's numbers."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.home.handing import workflow as handing
from lianxin.home.models import EntryState, HandingState
from lianxin.home.performance import rules
from lianxin.home.performance import workflow as w
from lianxin.home.performance.rules import ABSENT, GUARDS, LEAVE, PRESENT, Counted, Facts, Standing
from lianxin.home.performance.standard import Minimum, changed, shipped
from lianxin.home.performance.texts import GUARD_SENTENCES, STANDINGS

TODAY = dt.date(2026, 11, 24)


def minimum(measure: str, number: int, *kinds: str) -> Minimum:
    return Minimum("m", "最低要求", measure, kinds, number, "测试", confirmed=False)


@given(st.lists(st.sampled_from([move.code for move in w.MOVES]), max_size=30))
def test_whatever_is_tried_an_entry_keeps_to_the_table_and_never_returns_from_the_end(codes: list[str]) -> None:
    state, seen = "", [""]
    for code in codes:
        move = w.BY_CODE[code]
        if (move.sources and state in move.sources) or (not move.sources and not state):
            state = move.target
            seen.append(state)
    for before, after in pairwise(seen):
        assert before not in w.OVER
        if after in w.PUBLISHABLE:
            assert before == w.NOTIFIED, "nothing is confirmed that the deputy was not asked to look at"
        if after == w.UPHELD:
            assert before == w.OBJECTED, "the office upholds only what somebody objected to"


def test_every_state_is_reached_and_only_two_are_the_end() -> None:
    assert {move.target for move in w.MOVES} == set(w.STATES)
    leads_on = {source for move in w.MOVES for source in move.sources}
    assert set(w.STATES) - leads_on == set(w.OVER)
    assert set(EntryState.values) == set(w.STATES)
    assert set(HandingState.values) == set(handing.STATES)


def test_every_guard_exists_and_has_a_sentence() -> None:
    named = {code for move in w.MOVES for code in move.guards}
    assert named == set(GUARDS) == set(GUARD_SENTENCES)
    assert set(STANDINGS) == set(Standing)


def test_a_deputy_moves_nothing_but_the_own_word() -> None:
    assert {move.code for move in w.MOVES if w.DEPUTY in move.actors} == {"confirm", "object"}


@pytest.mark.parametrize(
    ("guard", "facts", "holds"),
    [
        ("can_see", Facts(TODAY), False),
        ("can_see", Facts(TODAY, has_account=True), True),
        ("can_see", Facts(TODAY, on_paper=True), True),
        ("heard_from_deputy", Facts(TODAY), False),
        ("heard_from_deputy", Facts(TODAY, by_deputy=True), True),
        ("waited_long_enough", Facts(TODAY), False),
        ("waited_long_enough", Facts(TODAY, silent_on=TODAY), False),
        ("waited_long_enough", Facts(TODAY, silent_on=TODAY - dt.timedelta(days=1)), True),
        ("something_changes", Facts(TODAY), False),
        ("reason_given", Facts(TODAY, reason="到了"), True),
    ],
)
def test_a_guard_holds_only_for_what_it_names(guard: str, facts: Facts, holds: bool) -> None:
    assert GUARDS[guard](facts) is holds


@pytest.mark.parametrize(
    ("wanted", "entries", "whole", "stands"),
    [
        (minimum("entries", 2, "group"), [Counted("group", PRESENT)] * 2, True, Standing.MET),
        (minimum("entries", 2, "group"), [Counted("group", PRESENT), Counted("group", LEAVE)], True, Standing.NOT_YET),
        (minimum("entries", 2, "group"), [Counted("training", PRESENT)] * 3, True, Standing.NOT_YET),
        (minimum("entries", 2, "group"), [], False, Standing.NOT_APPLICABLE),
        (minimum("people", 10, "voters"), [Counted("voters", PRESENT, 5)] * 2, True, Standing.MET),
        (minimum("people", 10, "voters"), [Counted("voters", ABSENT, 20)], True, Standing.NOT_YET),
        (minimum("absences", 0, "congress"), [], True, Standing.NOT_APPLICABLE),
        (minimum("absences", 0, "congress"), [Counted("congress", LEAVE)], True, Standing.MET),
        (minimum("absences", 0, "congress"), [Counted("congress", ABSENT)], True, Standing.NOT_YET),
    ],
)  # fmt: skip
def test_a_minimum_is_met_not_yet_met_or_does_not_apply(
    wanted: Minimum, entries: list[Counted], whole: bool, stands: Standing
) -> None:
    assert rules.standing(wanted, entries, whole_year=whole) is stands


@given(st.sampled_from(w.STATES), st.sampled_from([PRESENT, LEAVE, ABSENT]), st.booleans())
def test_residents_see_only_what_the_deputy_checked_and_attended(state: str, presence: str, private: bool) -> None:
    kind = shipped().kind("training")
    book = changed(shipped(), {"private": ["training"]} if private else {})
    shown = rules.is_public(state, presence, book.kind("training"))
    assert shown is (state in {w.CONFIRMED, w.SILENT} and presence == PRESENT and not private)
    assert kind.public


def test_the_file_has_eight_parts_and_every_kind_belongs_to_one() -> None:
    book = shipped()
    assert len(book.parts) == 8
    assert {kind.part for kind in book.kinds.values()} <= {part.code for part in book.parts}
    assert all(set(one.kinds) <= set(book.kinds) for one in book.minimums)
    assert all(one.source for one in book.minimums)


def test_a_town_changes_numbers_and_drops_minimums_by_its_settings() -> None:
    book = changed(shipped(), {"silent_days": 7, "minimums": {"community": 4, "voters": None}})
    numbers = {one.code: one.number for one in book.minimums}
    assert (book.silent_days, numbers["community"]) == (7, 4)
    assert "voters" not in numbers
    assert changed(shipped(), {"silent_days": 0}).silent_days == 15


def test_an_old_kind_nobody_knows_any_more_is_readable_and_not_published() -> None:
    kind = shipped().kind("gone")
    assert (kind.label, kind.public) == ("gone", False)
