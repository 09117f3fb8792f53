"""``bench ballots [--elections N] [--deputies N] [--tool PROGRAM]``: our electronic votes against the independent tool.

First the tool must refuse a broken proof, else nothing is measured.  Then random elections of all forms, trustees,
re-votes and blanks must be accepted by the tool and by our auditor.  Then both judge the same large archive: the whole
processes, start-up included, in processor time.  At last hostile archives: how long until they are refused.  With the
extra ``gmp`` (``bench --with gmp ballots``) the figures are those of a real audit.
"""

import argparse
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.common import Bar, Figure, Report, stoppable
from lianxin.ballots.protocol import audit
from lianxin.ballots.protocol.archive import Archive
from lianxin.ballots.protocol.encoding import compact
from lianxin.ballots.protocol.simulate import Wanted, simulate

#: Our verification must not take more than this part of the tool's processor time.
LIMIT = 0.6
FORMS = ("pick", "per-item", "evaluation")
TRUSTEES = ("single", "all3", "2of3")


def main() -> None:
    """Measure, and end with 1 where something was not accepted."""
    parser = argparse.ArgumentParser(prog="bench ballots", description="电子票决和独立工具的对照")
    parser.add_argument("--elections", type=int, default=20, help="随机票决的个数，默认 20")
    parser.add_argument("--deputies", type=int, default=100, help="比用时的那一份有多少代表，默认 100；0 不比")
    parser.add_argument("--tool", default="belenios-tool", help="独立工具，默认 belenios-tool")
    options = parser.parse_args()
    tool = shutil.which(options.tool)
    if tool is None:
        sys.stderr.write(f"没有 {options.tool}，无法对照。请安装 Debian 的 belenios-tool 2.0。\n")
        raise SystemExit(1)
    report = Report("ballots：电子票决与独立工具")
    with tempfile.TemporaryDirectory() as folder:
        effective(tool, Path(folder))
        accepted(report, tool, Path(folder), options.elections)
        if options.deputies:
            compared(report, tool, Path(folder), options.deputies)
        hostile(report)


def verdict(tool: str, folder: Path, raw: bytes) -> bool:
    """What the tool says of an archive."""
    for old in folder.glob("*.bel"):
        old.unlink()
    (folder / "benchbenchbench.bel").write_bytes(raw)
    words = [tool, "election", "verify", "--dir", str(folder)]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def effective(tool: str, folder: Path) -> None:
    """The tool must accept a true archive and refuse it with one broken proof: version 3.0 does not."""
    made = simulate(Wanted(1, 1, 1, "pick", "single", seed="effective"))
    ballot = next(event for event in made.archive.events if event.kind == "Ballot")
    raw = made.archive.data[ballot.payload]
    at = raw.rindex(b'"response":"') + len(b'"response":"')
    broken = Archive(made.archive.timestamp)
    for event in made.archive.events:
        if event.kind == "Setup":
            broken.setup(*_setup(made.archive))
        elif event.kind == "Ballot":
            broken.ballot(raw[:at] + (b"1" if raw[at : at + 1] != b"1" else b"2") + raw[at + 1 :])
    if not verdict(tool, folder, made.archive.dump()) or verdict(tool, folder, broken.dump()):
        sys.stderr.write("这个独立工具没有拒绝坏的证明，不能拿来对照。请用 Debian 12 的 2.0 版。\n")
        raise SystemExit(1)
    sys.stdout.write("独立工具：接受真的，拒绝坏的证明\n")


def _setup(archive: Archive) -> tuple[bytes, bytes, bytes]:
    """Election, trustees and credentials: the first three records."""
    first, second, third = (raw for _name, raw in archive.records[:3])
    return first, second, third


def random_election(number: int) -> Wanted:
    """One small election of some form; the same number gives the same one."""
    chance = random.Random(f"ballots/{number}")
    candidates = chance.randint(1, 5)
    form = FORMS[number % len(FORMS)]
    return Wanted(
        chance.randint(1, 5), candidates, chance.randint(1, candidates), form, chance.choice(TRUSTEES),
        chance.randint(0, 2), chance.random() < 0.5, f"{number}",
    )  # fmt: skip


def accepted(report: Report, tool: str, folder: Path, count: int) -> None:
    """Random elections: how many both accept, and give the true counts."""
    good, bar = 0, Bar("随机票决", count)
    for number in range(count):
        made = simulate(random_election(number))
        raw = made.archive.dump()
        ours = audit.audit(raw)
        if verdict(tool, folder, raw) and ours.ok and ours.facts["result"] == made.counts:
            good += 1
        else:
            sys.stderr.write(f"不被接受：{random_election(number)}\n")
        bar.at(number + 1)
    if count:
        report.add(Figure("随机票决，两边都接受且计数正确", good, "份", count, "一共"))
    if good < count:
        raise SystemExit(1)


def _processor_time(words: list[str]) -> tuple[float, float]:
    """Processor and wall time of a process with its children, in seconds."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(words, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, time.perf_counter() - began


def compared(report: Report, tool: str, folder: Path, deputies: int) -> None:
    """Both programs on the same archive, each as a whole process."""
    began = time.process_time()
    made = simulate(Wanted(deputies, 12, 10, "pick", "2of3", blank=True, seed="compared"))
    making = time.process_time() - began
    verdict(tool, folder, made.archive.dump())
    path = str(folder / "benchbenchbench.bel")
    own = [sys.executable, "-m", "lianxin.ballots.protocol", "audit", path]
    theirs = min(_processor_time([tool, "election", "verify", "--dir", str(folder)])[0] for _ in range(2))
    rounds = [_processor_time(own) for _ in range(2)]
    ours, wall = min(one[0] for one in rounds), min(one[1] for one in rounds)
    note = f"许诺 ≤ {LIMIT}×；{deputies} 位代表，12 选 10，可以空白"
    report.add(Figure("核对一份档案，处理器时间", ours, "s", theirs, "独立工具", note=note))
    _cpu, two = min(_processor_time([*own, "--jobs", "2"]) for _ in range(2))
    report.add(Figure("两个处理器一起核对，用时", two, "s", wall, "一个处理器"))
    report.add(Figure("做成这份档案（全部选票、计票、解密）", making, "s", 60, "从封箱到结果的上限"))


def _archive_of(ballot: bytes) -> bytes:
    """A true election with one ballot of somebody's making."""
    made = simulate(Wanted(1, 1, 1, "pick", "single", seed="hostile")).archive
    archive = Archive(made.timestamp)
    archive.setup(*_setup(made))
    archive.ballot(ballot)
    return archive.dump()


def hostile_archives() -> dict[str, bytes]:
    """What somebody may send instead of an archive."""
    digits = b"9" * 1_000_000
    return {
        "一百兆零": b"\0" * 100_000_000, "一百兆随机字节": random.Random(1).randbytes(100_000_000),
        "声称很大的一条记录": b"BELENIOS" + b"\0" * 116 + b"77777777777" + b"\0" * 377,
        "一张三兆的选票": _archive_of(b"[" + b"0," * 1_500_000 + b"0]"),
        "嵌套十万层": _archive_of(b"[" * 100_000), "一百万位的数": _archive_of(b'{"election_uuid":' + digits + b"}"),
        "一百万位的文字": _archive_of(compact({"election_uuid": digits.decode()}).encode()),
    }  # fmt: skip


def hostile(report: Report) -> None:
    """How long the auditor takes to refuse."""
    worst, name_of_worst = 0.0, ""
    audit.audit(_archive_of(b"{}"))
    for name, raw in hostile_archives().items():
        began = time.process_time()
        if audit.audit(raw).ok:
            sys.stderr.write(f"没有拒绝：{name}\n")
            raise SystemExit(1)
        spent = (time.process_time() - began) * 1000
        worst, name_of_worst = max((worst, name_of_worst), (spent, name))
    report.add(Figure("拒绝恶意的档案，最慢的一种", worst, "ms", 100, "上限", note=name_of_worst))


if __name__ == "__main__":
    with stoppable():
        main()
