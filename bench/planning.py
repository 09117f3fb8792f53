"""``bench planning FILE… [--best FILE.csv] [--seconds S] [--seeds N]``: how good the planner's routes are.

The files are team-orienteering instances in Chao's text format.  ``--best`` names a table ``name,score`` (any further
columns and a heading are passed over) of the best scores known; without it the built-in solver is the measure of
itself with five times the time.  The extra ``plan`` brings PyVRP; without it the built-in solver alone is measured.
"""

import argparse
import csv
import statistics
from pathlib import Path

from bench.common import Bar, Figure, Report, stoppable
from lianxin.inspections.planning import pyvrp_solver
from lianxin.inspections.planning.__main__ import solve
from lianxin.inspections.planning.orienteering import Instance, parse

#: What the solvers promise: mean gap to the best known score, in percent.
PROMISED = {"builtin": 3.0, "pyvrp": 1.0}


def best_known(path: Path) -> dict[str, float]:
    """Name (without its ending) → score, from a table whose last but further columns do not matter."""
    found = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            name = next((row[key] for key in row if key and key.lower() in {"name", "instance"}), "")
            score = next((row[key] for key in row if key and key.lower() in {"score", "best", "bks_reward"}), "")
            if name and score:
                found[Path(name).stem] = float(score)
    return found


def measure(
    solver: str, instances: dict[str, Instance], best: dict[str, float], seconds: float, seeds: int
) -> tuple[list[float], int]:
    """The gaps in percent and the number of plans that break a rule."""
    gaps, broken = [], 0
    bar = Bar(solver, len(instances) * seeds)
    for number, (name, instance) in enumerate(instances.items()):
        for seed in range(1, seeds + 1):
            found = solve(instance, seconds, solver, seed)
            broken += bool(instance.faults(found.ways))
            gaps.append(100 * (1 - found.value / best[name]) if best[name] else 0.0)
            bar.at(number * seeds + seed)
    return gaps, broken


def main() -> None:
    """Measure the instances named."""
    parser = argparse.ArgumentParser(prog="bench planning", description="检查路线的好坏")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="Chao 格式的题")
    parser.add_argument("--best", type=Path, metavar="FILE.csv", help="已知最好分值")
    parser.add_argument("--seconds", type=float, default=2.0, help="每题的处理器秒数，默认 2")
    parser.add_argument("--seeds", type=int, default=1, help="每题几个种子，默认 1")
    options = parser.parse_args()
    instances = {path.stem: parse(path.read_text(encoding="utf-8")) for path in options.files}
    if options.best:
        best = best_known(options.best)
        instances = {name: one for name, one in instances.items() if name in best}
    else:
        best = {name: solve(one, options.seconds * 5, "builtin", 99).value for name, one in instances.items()}
    if not instances:
        parser.error("这些题都没有已知最好分值")
    report = Report(f"planning：{len(instances)} 道路线题，每题 {options.seconds:g} 处理器秒")
    for solver in ("builtin", "pyvrp") if pyvrp_solver.available() else ("builtin",):
        gaps, broken = measure(solver, instances, best, options.seconds, options.seeds)
        zero = sum(gap < 1e-9 for gap in gaps)
        note = f"n={len(gaps)}，最大 {max(gaps):.2f} %，差为 0 的 {zero} 个，违反规则 {broken} 个"
        promised = PROMISED[solver]
        report.add(Figure(f"{solver}，平均差", statistics.mean(gaps), "%", promised, f"许诺 {promised:g} %", note=note))


if __name__ == "__main__":
    with stoppable():
        main()
