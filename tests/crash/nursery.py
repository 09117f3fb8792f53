"""The parent of the crash test: ``python -m tests.crash.nursery --deaths 200 --seed N`` with an empty ``LIANXIN_DATA``.

Django is set up once and every life is a fork of it, so that a death costs little; no connection is open at a fork.
Eight lives run at any time. Six of them keep appointments (before, inside and after every statement of the resident's
submit and of the keeper's work, one statement further each time, until the action is at its end); the others, and in
the end all of them, are killed from outside at a random moment. Then the judge looks; the verdict is one JSON object.
"""

import argparse
import gc
import json
import os
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.conf.settings")
from lianxin.conf import install
from lianxin.conf.options import load_options

OPTIONS = load_options(os.environ)
install.lay_out(OPTIONS)
django.setup()

from lianxin.conf import schema  # noqa: E402
from lianxin.db.models import Town  # noqa: E402
from lianxin.db.scope import town_scope  # noqa: E402
from lianxin.journal import outbox  # noqa: E402
from lianxin.journal.models import DaySeal, OutboxMessage  # noqa: E402
from lianxin.journal.numbering import next_number  # noqa: E402
from tests.cases.small_town import make_town  # noqa: E402
from tests.crash.death import AFTER, BEFORE, INSIDE, Appointment  # noqa: E402
from tests.crash.judge import HEARD, Evidence, faults  # noqa: E402
from tests.crash.life import KEEP, SUBMIT, Life, Speech, warm_up  # noqa: E402

WRITERS = 8
#: When somebody dies at random, in seconds after birth; later once enough have died, to leave time for the others.
EARLY, LATE = (0.02, 0.5), (1.0, 3.0)
LONGEST_LIFE = 60.0


@outbox.on("case.recorded")
def hear(message: object, data: object) -> None:
    """Somebody who listens: counts, in the database, how often something was heard."""
    next_number(HEARD)


@dataclass
class Chain:
    """Deaths at one place of one action, one statement further each time."""

    action: str
    where: str
    number: int = 0
    statements: int = 0
    died_at: list[int] = field(default_factory=list)

    def next(self, rng: Random) -> Appointment:
        """The next appointment."""
        self.number += 1
        return Appointment(self.action, self.number, self.where, rng.randint(1, 3))


@dataclass
class Child:
    """A running life."""

    pid: int
    file: Path
    dies_at: float
    chain: Chain | None
    took_over: list[Speech]


def fork(work: Callable[[], None]) -> int:
    """Run ``work`` in a child that ends without cleaning up anything of its parent's."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        work()
        code = 0
    finally:
        if code:
            traceback.print_exc()
            sys.stderr.flush()
        os._exit(code)


def wait_for(pid: int) -> None:
    """Wait for a child that must not fail."""
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) != 0:
        raise SystemExit("a child failed; see above")


class Nursery:
    """Starts lives, kills them, and keeps what they wrote."""

    def __init__(self, folder: Path, seed: int, deaths: int, town: int) -> None:
        self.folder, self.rng, self.deaths, self.town = folder, Random(seed), deaths, town
        self.seed = seed
        self.lives = 0
        self.running: dict[int, Child] = {}
        self.left_over: deque[Speech] = deque()
        self.events: list[dict[str, Any]] = []
        self.random_deaths = 0
        self.stillborn = 0
        self.chains = [Chain(action, where) for action in (SUBMIT, KEEP) for where in (BEFORE, INSIDE, AFTER)]
        self.open = list(self.chains)

    def run(self) -> None:
        """Until every chain is at its end and enough have died at random; then let one life finish the rest."""
        try:
            while self.open or self.random_deaths < self.deaths:
                while len(self.running) < WRITERS:
                    busy = [child.chain for child in self.running.values()]
                    self.start(next((chain for chain in self.open if chain not in busy), None))
                self.wait()
        finally:
            for child in self.running.values():
                os.kill(child.pid, signal.SIGKILL)
        for child in list(self.running.values()):
            self.bury(child, os.waitpid(child.pid, 0)[1])
        last = self.life(list(self.left_over), Appointment(SUBMIT, 10**6, AFTER))
        wait_for(fork(last.live))
        self.read(last.file)

    def life(self, left_over: list[Speech], appointment: Appointment | None) -> "Birth":
        """What a new life is born with."""
        self.lives += 1
        seed, file = self.seed * 100_003 + self.lives, self.folder / f"life-{self.lives}.jsonl"
        return Birth(seed, file, self.town, left_over, appointment, days_ahead=1 + self.lives // 25)

    def start(self, chain: Chain | None) -> None:
        """Bring one life into the world; it takes over some of what the dead had meant to say."""
        mine = [self.left_over.popleft() for _ in range(min(2, len(self.left_over)))]
        birth = self.life(mine, chain.next(self.rng) if chain else None)
        at_random = self.rng.uniform(*(EARLY if self.random_deaths < self.deaths else LATE))
        dies_at = time.monotonic() + (LONGEST_LIFE if chain else at_random)
        pid = fork(birth.live)
        self.running[pid] = Child(pid, birth.file, dies_at, chain, mine)

    def wait(self) -> None:
        """Let a moment pass: kill whose time has come, bury who is dead."""
        now = time.monotonic()
        for child in self.running.values():
            if now >= child.dies_at:
                os.kill(child.pid, signal.SIGKILL)
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid:
            self.bury(self.running[pid], status)
        else:
            time.sleep(0.001)

    def bury(self, child: Child, status: int) -> None:
        """Take the dead off the list, read what they wrote, and hand on what they did not finish."""
        del self.running[child.pid]
        written = list(self.read(child.file))
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        if not killed and (child.chain is None or status != 0):
            raise SystemExit(f"a life ended by itself with status {status}, see {child.file}")
        meant = {speech.key: speech for speech in child.took_over}
        for line in written:
            if line["event"] == "meant":
                meant[line["key"]] = Speech(**{name: line[name] for name in Speech.__dataclass_fields__})
            elif line["event"] == "shown":
                meant.pop(line["key"], None)
        self.left_over.extend(meant.values())
        if not written:
            self.stillborn += 1
        elif child.chain is None:
            self.random_deaths += 1
        else:
            self._follow(child.chain, written)

    def _follow(self, chain: Chain, written: list[dict[str, Any]]) -> None:
        """Note at which statement a life of a chain died, or that the action has no further statement."""
        for line in written:
            if line["event"] == "died":
                chain.died_at.append(line["number"])
            elif line["event"] == "survived":
                chain.statements = line["statements"]
                self.open.remove(chain)

    def read(self, file: Path) -> Iterator[dict[str, Any]]:
        """The lines of one life, kept as evidence too."""
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []
        self.events.extend(lines)
        return iter(lines)

    def evidence(self) -> Evidence:
        """All that was meant and all that was shown."""
        names = ("key", "number", "code", "token")
        return Evidence(
            {line["key"]: line for line in self.events if line["event"] == "meant"},
            [{name: line[name] for name in names} for line in self.events if line["event"] == "shown"],
        )


@dataclass
class Birth:
    """The arguments of a life that has not begun."""

    seed: int
    file: Path
    town: int
    left_over: list[Speech]
    appointment: Appointment | None
    days_ahead: int

    def live(self) -> None:
        """Live."""
        Life(self.seed, self.file, self.town, self.left_over, self.appointment, self.days_ahead).until_the_end()


def main() -> None:
    """Set up, live, die, judge, report."""
    parser = argparse.ArgumentParser(description="Kill writers and see what is left.")
    parser.add_argument("--deaths", type=int, default=200)
    parser.add_argument("--seed", type=int, required=True)
    options = parser.parse_args()
    started = time.monotonic()
    lives = OPTIONS.data / "lives"
    lives.mkdir()
    nursery = Nursery(lives, options.seed, options.deaths, set_up())
    nursery.events.extend(warm_up())
    gc.freeze()
    nursery.run()
    lived = time.monotonic() - started
    wait_for(fork(lambda: judge(lives, nursery.evidence())))
    events = nursery.events
    report = {
        "seed": options.seed,
        "lives": nursery.lives,
        "random_deaths": nursery.random_deaths,
        "stillborn": nursery.stillborn,
        "chains": [vars(chain) for chain in nursery.chains],
        "modes": sorted({json.dumps(line["modes"]) for line in events if line["event"] == "connection"}),
        "connections": sum(line["event"] == "connection" for line in events),
        "urgent": sum(line["event"] == "meant" and line["urgent"] for line in events),
        "meant": sum(line["event"] == "meant" for line in events),
        "shown": sum(line["event"] == "shown" for line in events),
        "refused": [line for line in events if line["event"] == "refused"][:3],
        **json.loads((lives / "verdict").read_text(encoding="utf-8")),
        "seconds": [round(lived, 1), round(time.monotonic() - started, 1)],
    }
    sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))


def set_up() -> int:
    """Make the database and the small town, and return its id."""
    OPTIONS.static.mkdir()  # the file server warns of a missing folder
    schema.ensure(OPTIONS)
    return make_town().row.pk


def judge(folder: Path, evidence: Evidence) -> None:
    """The verdict, in a file."""
    town = Town.objects.get()
    found: dict[str, Any] = {"faults": list(faults(town, evidence))}
    found["days"] = DaySeal.all_towns.filter(town=town).count()
    with town_scope(town):
        found["announced"] = OutboxMessage.objects.filter(kind="case.recorded").count()
    (folder / "verdict").write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
