"""The life of an entry in a performance file, walked at random; minimums; what residents see; the town's numbers."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
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


def walk(choices: list[int]) -> list[str]:
    """The states of an entry that takes one permitted move after the other, as the numbers choose."""
    states = [""]
    for choice in choices:
        here = states[-1]
        permitted = [move for move in w.MOVES if (here in move.sources if here else not move.sources)]
        if not permitted:
            break
        states.append(permitted[choice % len(permitted)].target)
    return states


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.integers(0, 11), max_size=12))
def test_whichever_way_an_entry_goes_it_keeps_to_the_table_and_never_returns_from_the_end(choices: list[int]) -> None:
    for before, after in pairwise(walk(choices)):
        assert before not in w.OVER
        assert after != w.RECORDED or not before, "an entry begins once"
        if after in w.PUBLISHABLE:
            assert before == w.NOTIFIED, "nothing is confirmed that the deputy was not asked to look at"
        if after == w.UPHELD:
            assert before == w.OBJECTED, "the office upholds only what somebody objected to"
        if after == w.OBJECTED:
            assert before in {w.NOTIFIED, *w.PUBLISHABLE}, "one objects to what one was shown"


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


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
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
