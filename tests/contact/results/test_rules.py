"""When an item is dealt with: the pure rule, and the same rule in the database."""

import pytest

from lianxin.cases import workflow as w
from lianxin.cases.models import Case
from lianxin.contact.results import rules as r
from lianxin.contact.results.items import of_round
from lianxin.contact.results.texts import LEFT_OUT, STANDINGS, TONES
from tests.cases.small_town import Town
from tests.contact.results.stage import heard, make_round


def test_every_state_of_a_matter_has_a_standing() -> None:
    for state in w.STATES:
        for delivered in (True, False):
            assert r.standing(r.Item(state, delivered=delivered)) in r.STANDINGS


def test_an_answer_that_nobody_was_told_is_not_dealt_with() -> None:
    for state in r.ANSWERED:
        assert r.standing(r.Item(state)) in r.OPEN
        assert r.standing(r.Item(state, delivered=True)) in r.SETTLED


def test_what_is_handled_again_is_open_though_it_was_told_before() -> None:
    for state in (w.REHANDLING, w.REHANDLING_DRAFT, w.MEETING):
        assert r.standing(r.Item(state, delivered=True)) == r.AGAIN


def test_sending_elsewhere_counts_only_with_a_reason() -> None:
    for state in (w.REDIRECTED, w.HANDED_OVER):
        assert r.standing(r.Item(state, reason=True)) in r.SETTLED
        assert r.standing(r.Item(state, reason=False)) in r.OPEN


def test_what_follows_another_matter_is_open_until_the_answer_comes_back() -> None:
    assert r.standing(r.Item(w.FOLLOWING)) == r.WITH_LEAD


def test_every_standing_has_words_and_a_colour_and_either_is_open_or_settled() -> None:
    assert set(STANDINGS) == set(TONES) == set(r.STANDINGS)
    assert not set(r.OPEN) & set(r.SETTLED)
    assert all(str(words) for words in LEFT_OUT.values())


@pytest.mark.parametrize("state", w.STATES)
def test_the_database_says_the_same_as_the_rule(small: Town, state: str) -> None:
    one = make_round(small)
    walk = heard(small, one)
    for delivered in (None, "2026-11-24"):
        for reason in ("", "不归本镇管"):
            for kind in ("unknown", "problem"):
                Case.objects.filter(pk=walk.case.pk).update(
                    state=state, delivered_on=delivered, redirect_reason=reason, kind=kind
                )
                wanted = r.Item(state, is_sorted=kind != "unknown", delivered=bool(delivered), reason=bool(reason))
                assert of_round(one).get().standing == r.standing(wanted)
