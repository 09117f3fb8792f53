"""``bench pb [FILE.pb …] [--random N]``: our equal shares against pabutools, which runs in a process of its own.

pabutools is GPL-3: it is installed from its own lock (`bench/pabutools.txt`, with hashes) into an environment in the
data folder, and only its printed answer is read.  Compared are the sets bought, with both worths, without and with the
raised budget.  Where a step had equals to choose from, the two may choose otherwise: such cases are counted apart.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from lianxin.projects.shares import Poll, Worth, equal_shares, raised, read_pb

HERE = Path(__file__).parent


def main() -> None:
    """Compare, and end with 1 where an outcome without a tie differs."""
    parser = argparse.ArgumentParser(prog="bench pb", description="等份法和 pabutools 的对照")
    parser.add_argument("files", nargs="*", type=Path, help="Pabulib 的 .pb 文件（赞成票）")
    parser.add_argument("--random", type=int, default=0, help="再随机造几份，默认不造")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = [*options.files, *(invented(Path(folder), seed) for seed in range(options.random))]
        if not files:
            parser.error("请给出 .pb 文件，或者用 --random N")
        theirs = asked(files)
        same, tied, different = compared(files, theirs)
    words = f"{len(files)} 份，每份四种算法：一致 {same}，有并列、选法不同 {tied}，不一致 {len(different)}"
    sys.stdout.write("\n".join(["# pb：等份法与 pabutools", words, *different]) + "\n")
    if different:
        raise SystemExit(1)


def asked(files: list[Path]) -> list[dict[str, dict[str, list[str]]]]:
    """What pabutools buys; raises where it cannot be installed or fails."""
    done = subprocess.run(
        [environment(), str(HERE / "pabutools_run.py"), *map(str, files)], capture_output=True, check=True, text=True
    )
    found: list[dict[str, dict[str, list[str]]]] = json.loads(done.stdout)
    return found


def environment() -> str:
    """The python of an environment that holds pabutools, made at the first use."""
    folder = Path(os.environ.get("LIANXIN_DATA", "var")).resolve() / "bench-pabutools"
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True)
        words = [str(python), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(HERE / "pabutools.txt")]
        subprocess.run(words, check=True)
        (folder / "ready").touch()
    return str(python)


def compared(files: list[Path], theirs: list[dict[str, dict[str, list[str]]]]) -> tuple[int, int, list[str]]:
    """How many outcomes are the same, how many differ after a tie, and which differ without one."""
    same, tied, different = 0, 0, []
    for path, found in zip(files, theirs, strict=True):
        poll = read_pb(path.read_text(encoding="utf-8"))
        for worth in Worth:
            for way, ours in (("plain", equal_shares(poll, worth)), ("add1", raised(poll, worth))):
                if sorted(ours.names) == found[worth.value][way]:
                    same += 1
                elif ours.tied:
                    tied += 1
                else:
                    theirs_here = found[worth.value][way]
                    different.append(f"{path.name} {worth.value} {way}: {sorted(ours.names)} / {theirs_here}")
    return same, tied, different


def invented(folder: Path, seed: int) -> Path:
    """A poll by chance: a town's size, projects of uneven cost, neighbourhoods that want different things."""
    chance = random.Random(seed)
    costs = {str(at): chance.randrange(7, 400) for at in range(1, chance.randrange(6, 20))}
    ballots = []
    for _voter in range(chance.randrange(20, 300)):
        taste = chance.randrange(3)
        liked = [name for name in costs if (int(name) + taste) % 3 == 0 or chance.random() < 0.2]
        ballots.append(frozenset(liked))
    path = folder / f"random{seed}.pb"
    path.write_text(written(Poll(sum(costs.values()) // 3, costs, ballots)), encoding="utf-8")
    return path


def written(poll: Poll) -> str:
    """A poll as a Pabulib file."""
    meta = {
        "description": "bench", "country": "China", "unit": "town", "instance": "1", "num_projects": len(poll.costs),
        "num_votes": len(poll.ballots), "budget": poll.budget, "vote_type": "approval", "rule": "greedy",
        "min_length": 0, "max_length": len(poll.costs),
    }  # fmt: skip
    votes = poll.votes
    lines = ["META", "key;value", *(f"{key};{value}" for key, value in meta.items())]
    lines += ["PROJECTS", "project_id;cost;votes"]
    lines += [f"{name};{cost};{votes[name]}" for name, cost in poll.costs.items()]
    lines += ["VOTES", "voter_id;vote", *(f"{at};{','.join(sorted(one))}" for at, one in enumerate(poll.ballots, 1))]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
