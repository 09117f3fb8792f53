"""``bench assignment [--towns N] [--small N]``: how good the plans of contact rounds are, and how long they take.

Three measures: both planners against the exact optimum of small rounds (at most 8 neighbourhoods); the built-in planner
against the solver on seeded towns of the example town's shape; hard rules broken, which must be none.  The solver comes
with the extra ``plan`` (``bench --with plan assignment``); without it only the first half is measured.
"""

import argparse
import statistics
import time

from bench.common import Bar, Figure, Report, stoppable
from bench.rounds import TOWN, Size, town
from lianxin.contact.planning import solver
from lianxin.contact.planning.judging import judge
from lianxin.contact.planning.model import Problem
from lianxin.contact.planning.service import EXACT, FALLBACK, SOLVER, Plan, plan

SMALL = (Size(5, 4, 1, 2), Size(6, 5, 2, 2), Size(7, 5, 1, 2), Size(8, 6, 2, 2))
#: What the planners promise, in percent, and the limit of one plan in seconds.
PLAN_GAP, FALLBACK_GAP, LIMIT = 1.0, 3.0, 10.0


class Course:
    """Plans made with one method: gaps to what they are measured against, times, broken rules."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self.wall: list[float] = []
        self.cpu: list[float] = []
        self.proven = self.broken = self.missing = 0

    def make(self, problem: Problem, method: str) -> Plan:
        """One plan, timed and judged."""
        began, begun = time.perf_counter(), time.process_time()
        made = plan(problem, method)
        self.wall.append(time.perf_counter() - began)
        self.cpu.append(time.process_time() - begun)
        judged = judge(problem, made.stops)
        self.broken += len(judged.violations)
        self.missing += len(judged.missing)
        self.proven += made.proven
        return made

    def against(self, made: Plan, best: Plan) -> None:
        """Note by how many percent a plan is worse than the one it is measured against."""
        self.gaps.append(100 * (made.cost - best.cost) / max(1, best.cost))

    def show(self, report: Report, name: str, promised: float, floor: str) -> None:
        """The mean gap beside what is promised, and the times."""
        if not self.gaps:
            return
        note = (
            f"n={len(self.gaps)}，最大 {max(self.gaps):.2f} %，为 0 的 {sum(gap == 0 for gap in self.gaps)} 个，"
            f"证明最优 {self.proven} 个，违反硬性规则 {self.broken} 处，没有排到 {self.missing} 处"
        )
        report.add(Figure(f"{name}，平均差", statistics.mean(self.gaps), "%", promised, f"许诺 {floor}", note=note))
        seconds = (
            f"最长 {max(self.wall):.1f} 秒；CPU 中位 {statistics.median(self.cpu):.2f} 秒，最长 {max(self.cpu):.2f} 秒"
        )
        report.add(Figure(f"{name}，一次用时中位", statistics.median(self.wall), "s", LIMIT, "上限", note=seconds))


def small_rounds(report: Report, count: int) -> None:
    """Both planners against the optimum."""
    exact, fallback, solved, bar = Course(), Course(), Course(), Bar("小镇", count)
    for number in range(count):
        problem = town(1000 + number, SMALL[number % len(SMALL)])
        best = exact.make(problem, EXACT)
        fallback.against(fallback.make(problem, FALLBACK), best)
        if solver.available():
            solved.against(solved.make(problem, SOLVER), best)
        bar.at(number + 1)
    fallback.show(report, "内置算法对精确最优（≤ 8 个居民区）", FALLBACK_GAP, "3 %")
    solved.show(report, "plan 对精确最优（≤ 8 个居民区）", PLAN_GAP, "1 %")


def whole_towns(report: Report, count: int, size: Size) -> None:
    """The built-in planner against the solver; stopped in between, it shows the towns it came to."""
    fallback, solved, bar = Course(), Course(), Bar("整镇", count)
    try:
        for number in range(count):
            problem = town(number, size)
            best = solved.make(problem, SOLVER)
            solved.gaps.append(100 * (best.cost - best.bound) / max(1, best.bound))
            fallback.against(fallback.make(problem, FALLBACK), best)
            bar.at(number + 1)
    finally:
        shape = f"{size.deputies} 位代表、{size.places} 个居民区"
        solved.show(report, f"plan 对下界（{shape}）", PLAN_GAP, "1 %")
        fallback.show(report, f"内置算法对 plan（{shape}）", FALLBACK_GAP, "3 %")


def main() -> None:
    """Measure small rounds, then whole towns."""
    parser = argparse.ArgumentParser(prog="bench assignment", description="联系社区分配的好坏和用时")
    parser.add_argument("--towns", type=int, default=100, help="整镇的个数，默认 100")
    parser.add_argument("--small", type=int, default=40, help="小镇的个数，默认 40")
    options = parser.parse_args()
    report = Report("assignment：分配与最优的差、用时")
    if options.small:
        small_rounds(report, options.small)
    if options.towns and solver.available():
        whole_towns(report, options.towns, TOWN)


if __name__ == "__main__":
    with stoppable():
        main()
