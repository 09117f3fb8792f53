"""Equal shares and the order of votes, by hand and by properties; exact to the last yuan."""

import random
from fractions import Fraction

import pytest

from lianxin.projects.shares import (
    Poll,
    Worth,
    by_votes,
    completed,
    coverage,
    differences,
    equal_shares,
    raised,
    read_pb,
)

#: Two thirds of a town want a, b, c; one third wants d; money for three.
TOWN = Poll(300, dict.fromkeys("abcd", 100), [frozenset("abc")] * 60 + [frozenset("d")] * 30)


def test_by_votes_the_larger_part_takes_everything_and_by_shares_the_smaller_gets_its_third() -> None:
    assert by_votes(TOWN).names == ("a", "b", "c")
    shared = equal_shares(TOWN)
    assert set(shared.names) == {"a", "b", "d"}
    groups = ["东"] * 60 + ["西"] * 30
    assert coverage(TOWN, groups, by_votes(TOWN).names)["西"].covered == 0
    assert coverage(TOWN, groups, shared.names)["西"].covered == 30
    found = differences(TOWN, groups, by_votes(TOWN), shared)
    assert [(one.name, one.only, one.groups) for one in found] == [("c", "votes", 1), ("d", "shares", 1)]


def test_a_ballot_cast_thirty_times_is_thirty_ballots() -> None:
    weighed = Poll(300, dict.fromkeys("abcd", 100), [frozenset("abc"), frozenset("d")], [60, 30])
    for worth in Worth:
        assert equal_shares(weighed, worth) == equal_shares(TOWN, worth)
        assert completed(weighed, worth) == completed(TOWN, worth)


def test_what_no_group_can_pay_alone_is_bought_when_shares_are_raised_or_else_by_votes() -> None:
    poll = Poll(100, {"a": 60, "b": 39}, [frozenset("a")] * 5 + [frozenset("b")] * 5)
    assert equal_shares(poll).names == ("b",)
    assert set(raised(poll).names) == {"a", "b"}
    alone = Poll(100, {"a": 90, "b": 39}, [frozenset("a")] * 6 + [frozenset("b")] * 4)
    assert completed(alone).completed == ()
    assert completed(alone).names == ("b",)


@pytest.mark.parametrize("seed", range(8))
def test_nothing_is_overspent_and_everybody_pays_the_same_for_the_same(seed: int) -> None:
    chance = random.Random(seed)
    costs = {str(at): chance.randrange(5, 90) for at in range(9)}
    poll = Poll(200, costs, [frozenset(chance.sample(sorted(costs), 3)) for _voter in range(25)])
    for worth in Worth:
        plain, full = equal_shares(poll, worth), completed(poll, worth)
        assert plain.spent <= full.spent <= poll.budget
        assert len(set(full.names)) == len(full.names)
        assert full.spent == sum(costs[name] for name in full.names)
        left = 200 - full.spent
        assert not [one for one in costs if one not in full.names and poll.votes[one] and costs[one] <= left]
        assert equal_shares(poll, worth, budget=Fraction(10**9)).names


def test_a_tie_is_said_and_an_empty_vote_buys_by_the_list() -> None:
    assert by_votes(Poll(100, {"a": 60, "b": 60}, [frozenset("ab")])).tied
    assert equal_shares(Poll(100, {"a": 60, "b": 60}, [frozenset("ab")])).tied
    assert completed(Poll(100, {"a": 60}, [])).names == ("a",)


FILE = """META
key;value
budget;100
vote_type;approval
PROJECTS
project_id;cost;name
1;60;甲
2;40;乙
VOTES
voter_id;vote
1;1,2
2;2
"""


def test_a_pabulib_file_is_read_and_any_other_vote_refused() -> None:
    assert read_pb(FILE) == Poll(100, {"1": 60, "2": 40}, [frozenset({"1", "2"}), frozenset({"2"})])
    for wrong in (FILE.replace("approval", "ordinal"), FILE.replace("2;2\n", "2;9\n"), FILE.replace("60", "60.5")):
        with pytest.raises(ValueError, match=r"vote|ballot|money"):
            read_pb(wrong)
