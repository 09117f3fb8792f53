"""The auditor accepts what is true and refuses each lie at its own rule."""

import copy
import json
import shutil
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianxin.ballots.protocol import archive, audit
from lianxin.ballots.protocol.__main__ import main
from lianxin.ballots.protocol.findings import Inputs, Report, Status
from lianxin.ballots.protocol.group import ROUNDS, P, Q, Squares, all_elements, g_power, power
from lianxin.ballots.protocol.simulate import Simulated, Wanted, simulate
from tests.ballots.falsify import LIES, Story

SMALL = Wanted(deputies=3, candidates=2, seats=1, revotes=1, blank=True, seed="7")


@lru_cache
def true_one() -> Simulated:
    """A small vote: three deputies, one of them votes twice, two of three trustees."""
    return simulate(SMALL)


def failed(report: Report) -> list[int]:
    """The rules that do not hold."""
    return [one.rule for one in report.findings if one.status is Status.FAILED]


def status(report: Report) -> dict[int, Status]:
    """Each rule's outcome."""
    return {one.rule: one.status for one in report.findings}


def test_a_true_archive_is_valid_and_says_what_was_not_checked() -> None:
    report = audit.audit(true_one().archive.dump())
    assert report.ok
    assert [rule for rule, one in status(report).items() if one is Status.NOT_CHECKED] == [13, 14, 15, 16]
    assert report.facts["result"] == true_one().counts
    assert (report.facts["ballots"], report.facts["counted"], report.facts["voters"]) == (4, 3, 3)


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_found_at_its_own_rule(lie: str) -> None:
    change, rule = LIES[lie]
    story = copy.deepcopy(Story.of(true_one().archive))
    change(story)
    report = audit.audit(story.told().dump())
    assert not report.ok
    assert rule in failed(report), [one for one in report.findings if one.code]


def test_a_story_told_again_unchanged_is_valid() -> None:
    assert Story.of(true_one().archive).told().dump() == true_one().archive.dump()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_flipped_byte_goes_unnoticed(data: st.DataObject) -> None:
    raw = bytearray(true_one().archive.dump())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    assert not audit.audit(bytes(raw)).ok


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes_get_a_verdict_and_never_an_exception(raw: bytes) -> None:
    assert not audit.audit(raw).ok


@pytest.mark.parametrize("size", [0, 511, 512, 700, 5_000])
def test_an_archive_cut_short_is_refused(size: int) -> None:
    assert failed(audit.audit(true_one().archive.dump()[:size])) == [3]


def test_an_archive_taken_during_the_vote_is_valid_so_far() -> None:
    running = archive.Archive(true_one().archive.timestamp)
    story = Story.of(true_one().archive)
    story.order = [archive.SETUP, archive.BALLOT]
    running = story.told()
    report = audit.audit(running.dump())
    assert report.ok
    assert [rule for rule in (9, 10, 11, 12) if status(report)[rule] is Status.PASSED] == []
    later = audit.audit(true_one().archive.dump(), Inputs(earlier=[running.dump()]))
    assert status(later)[15] is Status.PASSED


def test_a_ballot_taken_away_is_found_by_an_earlier_copy() -> None:
    story = copy.deepcopy(Story.of(true_one().archive))
    story.ballots.pop(0)
    assert failed(audit.audit(story.told().dump(), Inputs(earlier=[true_one().archive.dump()])))[-1] == 15


def test_what_was_read_out_is_compared() -> None:
    raw, events = true_one().archive.dump(), true_one().archive.events
    right = audit.audit(raw, Inputs(setup_hash=events[0].digest, last_hash=events[-1].digest))
    assert right.ok
    assert status(right)[14] is Status.PASSED
    assert failed(audit.audit(raw, Inputs(setup_hash=events[1].digest, last_hash=events[0].digest))) == [1, 14]


@pytest.mark.parametrize(
    ("expect", "rule"),
    [
        ({"trustees": 4}, 6),
        ({"threshold": 3}, 6),
        ({"questions": 2}, 4),
        ({"questions": ["别的"]}, 4),
        ({"voters": 9}, 5),
    ],
)
def test_what_the_meeting_decided_is_compared(expect: dict[str, object], rule: int) -> None:
    assert rule in failed(audit.audit(true_one().archive.dump(), Inputs(expect=expect)))
    right = {"trustees": 3, "threshold": 2, "questions": 1, "voters": 3}
    assert audit.audit(true_one().archive.dump(), Inputs(expect=right)).ok


def test_a_void_credential_must_not_have_voted() -> None:
    story = Story.of(true_one().archive)
    used = story.ballots[0]["credential"]
    assert failed(audit.audit(true_one().archive.dump(), Inputs(void=[used]))) == [13]
    assert status(audit.audit(true_one().archive.dump(), Inputs(void=["5"])))[13] is Status.PASSED


OUTSIDERS = {
    "minus one": int(P) - 1,
    "a number of another order": 2,
    "a member turned round": int(P) - int(g_power(77)),
}


@pytest.mark.parametrize("name", OUTSIDERS)
def test_one_number_outside_the_group_among_many_is_found(name: str) -> None:
    members = [g_power(at + 2) for at in range(ROUNDS + 5)]
    assert all_elements(members)
    for at in (0, 50, len(members) - 1):
        assert not all_elements([*members[:at], OUTSIDERS[name], *members[at + 1 :]])
    assert not all_elements([*members, 0])
    assert not all_elements([*members, P + 1])


def test_shared_squarings_give_the_same_powers() -> None:
    base = g_power(12345)
    for exponent in (0, 1, 15, 16, int(Q) - 1, 2**200 + 17):
        assert Squares(base).power(exponent) == power(base, exponent)


def test_a_ballot_outside_the_group_is_named_among_many() -> None:
    made = simulate(Wanted(deputies=10, candidates=4, seats=4, trustees="single", seed="2"))
    story = Story.of(made.archive)
    choice = story.ballots[6]["answers"][0]["choices"][1]
    choice["alpha"] = str(int(P) - int(choice["alpha"]))
    found = {one.rule: one for one in audit.audit(story.told().dump()).findings}[7]
    assert (found.status, found.code, found.data["event"], found.data["wrong"]) == (
        Status.FAILED, "not_in_group", 7, 1,
    )  # fmt: skip


def test_several_processors_say_the_same() -> None:
    made = simulate(Wanted(deputies=33, candidates=1, seats=1, trustees="single", seed="2"))
    story = Story.of(made.archive)
    story.ballots[3]["signature"]["proof"]["response"] = "5"
    for raw in (made.archive.dump(), story.told().dump()):
        assert audit.audit(raw, Inputs(jobs=2)).findings == audit.audit(raw).findings


@pytest.mark.parametrize("form", ["pick", "per-item", "evaluation"])
@pytest.mark.parametrize("trustees", ["single", "all3", "2of3"])
def test_the_independent_tool_accepts_what_we_make_and_refuses_what_we_break(
    form: str, trustees: str, tmp_path: Path
) -> None:
    tool = shutil.which("belenios-tool")
    if tool is None:
        pytest.skip("belenios-tool is not installed")
    made = simulate(Wanted(2, 2, 1, form, trustees, revotes=1, blank=form != "per-item", seed=trustees))
    assert status(audit.audit(made.archive.dump(), Inputs(tool=tool)))[16] is Status.PASSED
    story = Story.of(made.archive)
    story.result["result"][0][0] += 1
    assert status(audit.audit(story.told().dump(), Inputs(tool=tool)))[16] is Status.FAILED


def test_the_command_writes_one_archive_and_judges_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["simulate", "--deputies", "2", "--candidates", "2", "--seats", "1", "--trustees", "single", "--seed", "3"]
    assert main([*words, "--out", str(tmp_path)]) == 0
    (path,) = tmp_path.glob("*.bel")
    capsys.readouterr()
    assert main(["audit", str(path), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["ok"]
    assert [one["rule"] for one in report["rules"]] == list(range(1, 17))
    path.write_bytes(path.read_bytes()[:-512])
    assert main(["audit", str(path)]) == 1
    assert "NOT VALID" in capsys.readouterr().out
    assert main(["audit", str(tmp_path / "none.bel")]) == 2


def test_the_same_seed_makes_the_same_archive() -> None:
    assert simulate(SMALL).archive.dump() == true_one().archive.dump()
