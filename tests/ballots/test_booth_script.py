"""The booth's script in a browser: its ballots, openings and digests against our own core and the independent tool."""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from lianxin.ballots.protocol import audit, ceremony, tally
from lianxin.ballots.protocol.archive import Archive
from lianxin.ballots.protocol.ballot import WrongBallot, check_ballot
from lianxin.ballots.protocol.chance import SeededChance, random_exponent
from lianxin.ballots.protocol.credentials import new_credential, new_uuid, public_of, secret_of
from lianxin.ballots.protocol.election import Question, make_election
from lianxin.ballots.protocol.encoding import compact
from lianxin.ballots.protocol.group import g_power
from lianxin.ballots.protocol.opened import choices_of, named
from lianxin.ballots.selectors import SCRIPT

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2] / "src" / "lianxin" / "ballots" / "static"
NAMES = ("电梯", "公园", "照明")
#: Form → its question and rows of two voters.
FORMS: dict[str, tuple[Question, list[list[list[int]]]]] = {
    "pick with blank": (Question("选", NAMES, 1, 2, True), [[[1, 0, 0, 0]], [[0, 1, 0, 1]]]),
    "pick": (Question("选", NAMES, 0, 3), [[[0, 0, 0]], [[1, 1, 1]]]),
    "three ways": (Question("电梯", ("赞成", "反对", "弃权"), 1, 1), [[[1, 0, 0]], [[0, 0, 1]]]),
}


@pytest.fixture
def script(browser: Browser) -> Any:
    """An empty page with the booth's script as arithmetic."""
    page = browser.new_page()
    page.add_script_tag(path=ROOT / SCRIPT)
    yield page
    page.close()


def sealed(
    script: Page, question: Question, votes: list[list[list[int]]]
) -> tuple[Archive, list[Any], list[list[int]]]:
    """A whole election whose ballots a browser sealed, the opened ballots, and its true counts."""
    chance = SeededChance(question.question)
    secret = random_exponent(chance)
    trustees = compact([["Single", ceremony.single(secret, chance)]]).encode()
    election = make_election("票决", "", [question], g_power(secret), new_uuid(chance))
    codes = [new_credential(chance) for _ in votes]
    archive = Archive(0)
    publics = sorted(public_of(code, election.uuid) for code in codes)
    archive.setup(election.raw, trustees, compact([str(one) for one in publics]).encode())
    script.evaluate("(raw) => { self.read = Lianxin.readElection(Lianxin.utf8(raw)); }", election.raw.decode())
    opened, ballots = [], []
    for code, rows in zip(codes, votes, strict=True):
        assert script.evaluate("(code) => String(Lianxin.secretOf(code, read.uuid))", code) == str(
            secret_of(code, election.uuid)
        )
        made = script.evaluate("([code, rows]) => Lianxin.seal(read, code, rows)", [code, rows])
        ballots.append(check_ballot(made["text"].encode(), election))
        archive.ballot(made["text"].encode())
        value = {"ballot": json.loads(made["text"]), "tracker": made["tracker"], "open": made["open"]}
        assert choices_of(value, election) == rows
        with pytest.raises(WrongBallot):
            choices_of({**value, "open": [[{**one, "m": 1 - one["m"]} for one in made["open"][0]]]}, election)
        opened.append(named(rows, election))
    sums = tally.add_up(ballots, election)
    archive.add_event("EndBallots")
    archive.tally(tally.written_tally(sums), len(votes))
    archive.decryption(1, tally.decrypt(sums, election, secret, g_power(secret), chance))
    counts = [[sum(rows[0][at] for rows in votes) for at in range(question.positions)]]
    archive.result(tally.written_result(counts))
    return archive, opened, counts


@pytest.mark.parametrize("form", FORMS)
def test_ballots_sealed_in_a_browser_are_accepted_by_our_auditor_and_the_independent_tool(
    script: Page, tmp_path: Path, form: str
) -> None:
    archive, opened, counts = sealed(script, *FORMS[form])
    report = audit.audit(archive.dump())
    assert (report.ok, report.facts["result"]) == (True, counts)
    assert all(line.startswith(FORMS[form][0].question) for lines in opened for line in lines)
    tool = shutil.which("belenios-tool")
    if tool is not None:  # the twin without a browser (tests/ballots/test_audit.py) names the skip
        (tmp_path / "votevotevotevo.bel").write_bytes(archive.dump())
        words = [tool, "election", "verify", "--dir", str(tmp_path)]
        assert subprocess.run(words, capture_output=True, check=False).returncode == 0


def test_digests_codes_and_refusals_are_those_of_the_core(script: Page) -> None:
    for length in (0, 1, 55, 56, 63, 64, 65, 119, 300):
        text = "票" * (length // 3) + "x" * (length % 3)
        assert script.evaluate("(text) => Lianxin.hexOf(text)", text) == hashlib.sha256(text.encode()).hexdigest()
    code = new_credential(SeededChance("codes"))
    typed = code.replace("-", " ")
    assert script.evaluate("(typed) => Lianxin.tidyCode(typed)", typed) == code
    assert script.evaluate("(code) => Lianxin.isCode(code)", code)
    other = code[:-1] + ("1" if code[-1] != "1" else "2")
    assert not script.evaluate("(code) => Lianxin.isCode(code)", other)
    said = script.evaluate(
        """() => { try { Lianxin.seal({questions: [{answers: ['a'], min: 0, max: 0}], uuid: 'x', fingerprint: 'y'},
            '111', [[1]]); } catch (fault) { return fault.message; } }"""
    )
    assert said == "choices"


def test_the_script_is_small_and_stands_alone() -> None:
    raw = (ROOT / SCRIPT).read_bytes()
    assert len(raw) < 40_000
    assert not any(word in raw for word in (b"import ", b"eval(", b"http://", b"https://", b"localStorage"))
