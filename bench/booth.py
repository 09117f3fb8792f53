"""``bench booth [--deputies N] [--times N] [--search]``: the electronic vote's promises.

* Sealing in headless Chromium, its processor slowed down six times, on the page's own thread (a phone's worker is not
  slowed down by the browser's tools, so the slower way is measured): pick-12 with blank, and 12 × 3 project by project.
* From 封箱 to the verified result, in processor time, for so many deputies.
* A whole vote, then a search of database, files, logs, server memory and a backup for choices, randomness, seeds and
  credentials in all encodings (`bench.secrets`); the same search must catch a build that leaks on purpose.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.common import Figure, Report, stoppable
from lianxin.ballots.protocol import audit, ceremony, tally
from lianxin.ballots.protocol.archive import Archive
from lianxin.ballots.protocol.ballot import make_ballot, read_ballot
from lianxin.ballots.protocol.chance import SeededChance
from lianxin.ballots.protocol.credentials import new_credential, new_uuid, secret_of
from lianxin.ballots.protocol.election import Election, Question, make_election
from lianxin.ballots.protocol.encoding import compact
from lianxin.ballots.protocol.group import g_power
from lianxin.ballots.protocol.simulate import random_choices
from lianxin.ballots.protocol.trustees import read_trustees
from tests.browser import LAUNCH_FLAGS
from tests.require import chromium_path

SCRIPT = Path(__file__).parents[1] / "src/lianxin/ballots/static/ballots/js/booth.js"
SLOWER = 6
#: Promised: milliseconds for one ballot, seconds from 封箱 to the verified result.
SEALED, FINISHED = 1500, 60
NAMES = tuple(f"候选项目{at}" for at in range(1, 13))
PICK = [Question("选", NAMES, 1, 10, True)]
PER_ITEM = [Question(name, ("赞成", "反对", "弃权"), 1, 1) for name in NAMES]
FORMS = {
    "12 选 10，可以空白": (PICK, [[0] + [1] * 10 + [0] * 2]),
    "12 项逐项表决": (PER_ITEM, [[1, 0, 0]] * 12),
}


def main() -> None:
    """Measure, and end with 1 where a promise is not kept."""
    parser = argparse.ArgumentParser(prog="bench booth", description="电子票决：封票、封箱到结果、搜秘密")
    parser.add_argument("--deputies", type=int, default=100, help="封箱到结果的代表人数，默认 100")
    parser.add_argument("--times", type=int, default=10, help="每种选票封几张，默认 10")
    parser.add_argument("--search", action="store_true", help="走完一次票决，再到处搜秘密")
    options = parser.parse_args()
    report = Report("booth：电子票决")
    kept = [sealing(report, options.times)]
    if options.deputies:
        kept.append(finishing(report, options.deputies))
    if options.search:
        kept.append(searching(report))
    if not all(kept):
        raise SystemExit(1)


def _published(questions: list[Question]) -> Election:
    chance = SeededChance("booth")
    return make_election("票决", "", questions, g_power(chance.below(2**255)), new_uuid(chance))


def sealing(report: Report, times: int) -> bool:
    """Seal on the page's own thread with a processor that is six times as slow; each time without and with tables."""
    kept = True
    with sync_playwright() as play:
        browser = play.chromium.launch(args=LAUNCH_FLAGS, executable_path=chromium_path())
        for name, (questions, rows) in FORMS.items():
            page = browser.new_page()
            page.add_script_tag(path=SCRIPT)
            spent = _sealed(page, _published(questions), rows, times)
            median = statistics.median(spent)
            note = f"{times} 张的中位数，最慢 {max(spent):.0f} ms；处理器放慢 {SLOWER} 倍，不在后台线程里"
            report.add(Figure(f"封一张选票：{name}", median, "ms", SEALED, "许诺的上限", note=note))
            kept &= median < SEALED
        browser.close()
    return kept


def _sealed(page: Page, election: Election, rows: list[list[int]], times: int) -> list[float]:
    page.evaluate("(raw) => { self.read = Lianxin.readElection(Lianxin.utf8(raw)); }", election.raw.decode())
    code = new_credential(SeededChance("code"))
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    asked = """([code, rows]) => { const began = performance.now(); Lianxin.seal(read, code, rows);
        return performance.now() - began; }"""
    return [page.evaluate(asked, [code, rows]) for _ in range(times)]


def finishing(report: Report, deputies: int) -> bool:
    """封箱 → sum → two scrutineers' parts → counts → our auditor over the whole archive."""
    chance = SeededChance("finishing")
    trustees, parameters = ceremony.hold(3, 2, chance)
    raw = compact([["Pedersen", parameters]]).encode()
    keys = read_trustees(raw)
    election = make_election("票决", "", PICK, keys.public_key, new_uuid(chance))
    voters = [secret_of(new_credential(chance), election.uuid) for _ in range(deputies)]
    archive = Archive(0)
    archive.setup(election.raw, raw, compact([str(one) for one in sorted(g_power(one) for one in voters)]).encode())
    ballots = []
    for secret in voters:
        made = make_ballot(election, secret, random_choices(PICK, chance), chance)
        archive.ballot(made)
        ballots.append(read_ballot(made, election))
    began = time.process_time()
    archive.add_event("EndBallots")
    sums = tally.add_up(tally.counted(ballots), election)
    archive.tally(tally.written_tally(sums), deputies)
    parts = {}
    for owner in (1, 3):
        key = keys.owners[owner - 1].public_key
        part = tally.decrypt(sums, election, trustees[owner - 1].secret, key, chance)
        parts[owner] = tally.read_part(part, owner, key, sums, election)
        archive.decryption(owner, part)
    counts = tally.decode(sums, parts, tally.subsets(keys, parts)[0], deputies)
    archive.result(tally.written_result(counts or []))
    verified = audit.audit(archive.dump()).ok
    spent = time.process_time() - began
    note = f"{deputies} 位代表；解密按 Python 算，浏览器里每位监票人再加不到一秒"
    report.add(Figure("封箱到复核过的结果，处理器时间", spent, "s", FINISHED, "许诺的上限", note=note))
    return verified and spent < FINISHED


def searching(report: Report) -> bool:
    """A whole vote on a real server, searched for everything that must not be there; then a build that leaks."""
    from bench import secrets_search

    with tempfile.TemporaryDirectory() as folder:
        clean = secrets_search.run(Path(folder) / "clean", leak=False)
        leaky = secrets_search.run(Path(folder) / "leaky", leak=True)
    report.add(Figure("搜到的秘密", len(clean), "处", 1, "一处也不许有", note=f"故意泄漏的一份搜到 {len(leaky)} 处"))
    for one in clean:
        report.add(Figure(one, 1, "处", 1, "不许有"))
    return not clean and bool(leaky)


if __name__ == "__main__":
    with stoppable():
        main()
