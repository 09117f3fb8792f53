"""Whole elections made through the same code as real ones: for rehearsals, measurements and tests."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lianxin.ballots.protocol import ceremony, credentials, tally
from lianxin.ballots.protocol.archive import Archive
from lianxin.ballots.protocol.ballot import make_ballot, read_ballot
from lianxin.ballots.protocol.chance import Chance, SeededChance, random_exponent, shuffled
from lianxin.ballots.protocol.election import Question, make_election
from lianxin.ballots.protocol.encoding import compact
from lianxin.ballots.protocol.group import g_power
from lianxin.ballots.protocol.trustees import read_trustees

PER_ITEM: Final = ("赞成", "反对", "弃权")
EVALUATION: Final = ("满意", "基本满意", "不满意", "不了解")
#: The archive's one timestamp: simulated elections take place on the first of January 2026, UTC.
TIMESTAMP: Final = 1_767_225_600


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be simulated."""

    deputies: int = 100
    candidates: int = 12
    seats: int = 10
    form: str = "pick"
    trustees: str = "2of3"
    revotes: int = 0
    blank: bool = False
    seed: str = "1"


@dataclass(frozen=True, slots=True)
class Simulated:
    """The archive, and what only a simulation knows: the votes that count and the true counts."""

    uuid: str
    archive: Archive
    counts: list[list[int]]


def questions_of(wanted: Wanted) -> list[Question]:
    """The questions of a form."""
    names = tuple(f"候选项目{at}" for at in range(1, wanted.candidates + 1))
    if wanted.form == "pick":
        return [Question("请选出实事项目", names, 0 if wanted.blank else 1, wanted.seats, wanted.blank)]
    answers = PER_ITEM if wanted.form == "per-item" else EVALUATION
    return [Question(name, answers, 1, 1, wanted.blank) for name in names]


def random_choices(questions: Sequence[Question], chance: Chance) -> list[list[int]]:
    """One voter's choices within the rule; now and then a blank."""
    rows = []
    for question in questions:
        size = len(question.answers)
        if question.blank and chance.below(8) == 0:
            rows.append([1] + [0] * size)
            continue
        marks = question.least + chance.below(question.most - question.least + 1)
        picked = set(shuffled(chance, list(range(size)))[:marks])
        rows.append([0] * question.blank + [int(at in picked) for at in range(size)])
    return rows


def simulate(wanted: Wanted, progress: Callable[[int, int], None] = lambda _done, _all: None) -> Simulated:
    """Key ceremony, credentials, ballots, re-votes, tally, decryption, result."""
    chance = SeededChance(f"{wanted}")
    secrets, trustees_raw = _keys(wanted.trustees, chance)
    trustees = read_trustees(trustees_raw)
    questions = questions_of(wanted)
    election = make_election(
        "示例镇民生实事项目票决（模拟）",
        "模拟，不是真实的表决",
        questions,
        trustees.public_key,
        credentials.new_uuid(chance),
    )
    voters = [credentials.secret_of(credentials.new_credential(chance), election.uuid) for _ in range(wanted.deputies)]
    publics = sorted(g_power(one) for one in voters)
    archive = Archive(TIMESTAMP)
    archive.setup(election.raw, trustees_raw, compact([str(one) for one in publics]).encode())
    again = [voters[chance.below(len(voters))] for _ in range(wanted.revotes)] if voters else []
    order = [*shuffled(chance, voters), *again]
    last: dict[Any, list[list[int]]] = {}
    ballots = []
    for done, secret in enumerate(order, 1):
        choices = random_choices(questions, chance)
        raw = make_ballot(election, secret, choices, chance)
        archive.ballot(raw)
        ballots.append(read_ballot(raw, election))
        last[secret] = choices
        progress(done, len(order))
    archive.add_event("EndBallots")
    valid = tally.counted(ballots)
    sums = tally.add_up(valid, election)
    archive.tally(tally.written_tally(sums), len(valid))
    for owner in secrets:
        public = trustees.owners[owner - 1].public_key
        archive.decryption(owner, tally.decrypt(sums, election, secrets[owner], public, chance))
    counts = [
        [sum(votes[at][place] for votes in last.values()) for place in range(question.positions)]
        for at, question in enumerate(questions)
    ]
    archive.result(tally.written_result(counts))
    return Simulated(election.uuid, archive, counts)


def _keys(kind: str, chance: Chance) -> tuple[dict[int, Any], bytes]:
    """The secrets that will decrypt, by owner, and the trustees' file."""
    if kind == "2of3":
        trustees, parameters = ceremony.hold(3, 2, chance)
        present = sorted(shuffled(chance, [1, 2, 3])[:2])
        secrets = {owner: trustees[owner - 1].secret for owner in present}
        return secrets, compact([["Pedersen", parameters]]).encode()
    own = {at: random_exponent(chance) for at in range(1, 2 if kind == "single" else 4)}
    return own, compact([["Single", ceremony.single(secret, chance)] for secret in own.values()]).encode()


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--deputies", type=int, default=100, metavar="N")
    parser.add_argument("--candidates", type=int, default=12, metavar="N")
    parser.add_argument("--seats", type=int, default=10, metavar="N")
    parser.add_argument("--form", choices=("pick", "per-item", "evaluation"), default="pick")
    parser.add_argument("--trustees", choices=("single", "all3", "2of3"), default="2of3")
    parser.add_argument("--revotes", type=int, default=0, metavar="N")
    parser.add_argument("--blank", action="store_true", help="允许空白 / allow blank")
    parser.add_argument("--seed", default="1", metavar="S")
    parser.add_argument("--out", type=Path, required=True, metavar="目录")


def run(options: argparse.Namespace, progress: Callable[[int, int], None]) -> Path:
    """Make one archive in a folder; raises ``ValueError`` for what cannot be."""
    if not (1 <= options.candidates <= 200 and 1 <= options.seats <= options.candidates and options.deputies >= 0):
        raise ValueError("候选项目要有 1 到 200 个，名额不多于候选项目，代表人数不能是负数。")
    wanted = Wanted(
        options.deputies, options.candidates, options.seats, options.form, options.trustees,
        options.revotes if options.deputies else 0, options.blank, options.seed,
    )  # fmt: skip
    made = simulate(wanted, progress)
    options.out.mkdir(parents=True, exist_ok=True)
    path: Path = options.out / f"{made.uuid}.bel"
    others = [one for one in options.out.glob("*.bel") if one != path]
    if others:
        raise ValueError("这个目录里已经有别的 .bel 文件，请换一个空目录。")
    path.write_bytes(made.archive.dump())
    return path
