"""``python -m lianxin.inspections.planning top FILE …``, ``draw …``: no Django, no database, no network."""

import argparse
import secrets
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from lianxin.inspections.planning import draw, pyvrp_solver
from lianxin.inspections.planning.orienteering import Instance, parse
from lianxin.inspections.planning.search import Found, Search

#: What is read of a file at most, in bytes.
MOST_BYTES = 5_000_000


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command: 0 when all is well, 1 when a check fails, 2 when it was asked wrongly."""
    parser = argparse.ArgumentParser(
        prog="python -m lianxin.inspections.planning", description="检查计划和随机抽取 / inspection plans and draws"
    )
    kinds = parser.add_subparsers(dest="kind", required=True)
    _top_options(kinds.add_parser("top", help="解一个带时限的多组路线题（Chao 格式）/ solve a team-orienteering file"))
    _draw_options(kinds.add_parser("draw", help="公开可核的随机抽取 / a draw anybody can check"))
    options = parser.parse_args(argv)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except (OSError, ValueError) as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 2


# --- routes ---------------------------------------------------------------------------------------


def _top_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--seconds", type=float, default=2.0, metavar="S", help="处理器时间（秒）/ processor seconds")
    parser.add_argument(
        "--solver", choices=("builtin", "pyvrp"), default="builtin", help="pyvrp 要附加包 plan / pyvrp needs extra plan"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="随机种子 / seed")
    parser.set_defaults(run=_top)


def _top(options: argparse.Namespace) -> int:
    if not 0 < options.seconds <= 3600:
        raise ValueError("--seconds 要在 0 到 3600 之间")
    if options.solver == "pyvrp" and not pyvrp_solver.available():
        raise ValueError("没有附加包 plan：用 dev.py run --with plan，或者用 --solver builtin")
    instance = parse(_read(options.file))
    found = solve(instance, options.seconds, options.solver, options.seed)
    faults = instance.faults(found.ways)
    sys.stdout.write(f"score {found.value:g}\n")
    for way in found.ways:
        sys.stdout.write(f"route {instance.length(way):.3f} {' '.join(map(str, way))}\n")
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    return 1 if faults else 0


def solve(instance: Instance, seconds: float, solver: str, seed: int) -> Found:
    """Solve with the named solver (``builtin`` or ``pyvrp``) in so many processor seconds."""
    if solver == "pyvrp":
        return pyvrp_solver.solve(instance, seconds, seed)
    return Search(instance, seed).run(seconds)


# --- draws ----------------------------------------------------------------------------------------


def _draw_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="名单：每行一个编号，可以再写一个正整数权重 / population"
    )
    parser.add_argument("--seed", default="", metavar="HEX", help="事后公开的种子；不写就新做一个 / the revealed seed")
    parser.add_argument("--take", type=int, default=0, metavar="N", help="抽几个；不写只算承诺 / how many")
    parser.add_argument("--commitment", default="", metavar="HEX", help="抽取前公布的承诺，核对用 / check against it")
    parser.set_defaults(run=_draw)


def _draw(options: argparse.Namespace) -> int:
    population = draw.parse(_read(options.file))
    seed = options.seed or secrets.token_hex(draw.SEED_BYTES)
    commitment = draw.commitment(seed, population)
    sys.stdout.write(f"commitment {commitment}\n")
    if not options.seed:
        sys.stdout.write(f"seed {seed}\n")
    if options.commitment and options.commitment.lower() != commitment:
        sys.stderr.write("承诺不对：种子或名单同抽取前公布的不一样\n")
        return 1
    for one in draw.taken(seed, population, options.take):
        sys.stdout.write(f"{one}\n")
    return 0


def _read(path: Path) -> str:
    with path.open("rb") as file:
        raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise ValueError(f"文件太大：最多 {MOST_BYTES // 1_000_000} MB")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("文件不是 UTF-8 文字") from None


if __name__ == "__main__":
    raise SystemExit(main())
