"""``bench web``: CPU and statements of every page and action, in process, beside two floors, at several sizes.

The floors: an empty view behind all the middleware, and the same statements on the raw driver. ``--postgres`` measures
on a PostgreSQL server of its own. Cases beyond the first thousand are copied in bulk (`bench.bulk`).
"""

import argparse
import importlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any

from bench.common import Bar, Figure, Report, folder_for, measure, set_up, stoppable

#: Cases made by the actions themselves; more are copies.
FIRST = 1000
LISTS = "/desk/cases/"
SPEAK = "/speak/"
#: Calls of an action beside the measured ones: one to see it work, one to count, three to warm up.
SPARE = 5


@dataclass
class Site:
    """One database with so many cases, and a clerk of the congress office who has signed in."""

    postgres: bool
    report: Report
    times: int
    floor: float = 0.0
    visitor: Any = None
    size: int = 0
    seen: dict[str, float] = field(default_factory=dict)

    def open(self, size: int, *, everything: bool = False) -> None:
        """Have at least *size* cases."""
        town, bulk = importlib.import_module("bench.town"), importlib.import_module("bench.bulk")
        inprocess = importlib.import_module("bench.inprocess")
        self.bench = town.ensure(min(size, FIRST))
        self.size = max(self.bench.cases, bulk.grow(self.bench.row, size, everything=everything))
        self.visitor, self.floor = inprocess.Visitor(), 0.0
        self.visitor.sign_in("bench", town.PASSWORD)

    def figure(self, name: str, call: Callable[[], Any], *, writes: bool = False) -> None:
        """One page or action: its CPU, its statements, and those alone on the raw driver (reading ones only)."""
        inprocess = importlib.import_module("bench.inprocess")
        answer = call()
        if answer.status not in {200, 302, 409}:
            raise SystemExit(f"{name} answers {answer.status}")
        with inprocess.recorded() as seen:
            call()
        times = measure(call, self.times)
        self.floor = self.floor or times.cpu_ms
        note = f"{len(answer.body) / 1000:.0f} kB"
        if not writes:
            raw, sql = inprocess.raw_driver(), inprocess.for_driver(seen)
            note += f"；同样的语句用驱动直接跑 {measure(lambda: raw.run(sql), self.times).cpu_ms:.3g} ms"
        before = self.seen.get(name)
        if before:
            note += f"；比上一档 {times.cpu_ms / before:.2f}×"
        self.seen[name] = times.cpu_ms
        title = f"{name}（{self.size:,} 件）"
        self.report.add(Figure(title, times.cpu_ms, "ms", self.floor, "空页面", str(len(seen)), note))

    def run(self) -> None:
        """Every page, then the actions: a resident submits, a clerk changes a state, a second clerk comes too late."""
        pages = self.pages()
        bar = Bar(f"{self.size} 件", len(pages) + 3)
        for done, (name, (path, fields)) in enumerate(pages.items(), start=1):
            self.figure(name, partial(self.visitor.get, path, **fields))
            bar.at(done)
        self.figure("居民提交", self.submit(), writes=True)
        bar.at(len(pages) + 1)
        self.figure("状态变更（当场答复）", self.change(), writes=True)
        bar.at(len(pages) + 2)
        self.figure("并发修改，两版并列", self.clash(), writes=True)
        bar.at(len(pages) + 3)

    def pages(self) -> dict[str, tuple[str, dict[str, str]]]:
        """Name → address and fields; the empty view comes first, for it is the floor of the others."""
        models = importlib.import_module("lianxin.cases.models")
        scope = importlib.import_module("lianxin.db.scope")
        with scope.town_scope(self.bench.row):
            closed = models.Case.objects.filter(state="closed").order_by("-id")[0].number
            fresh = models.Case.objects.filter(state="received").order_by("-id")[0].number
        unit = str(self.bench.people.office_unit.pk)
        return {
            "空页面": (importlib.import_module("bench.addresses").EMPTY, {}),
            "清单：全部未办结": (LISTS, {"list": "open"}),
            "清单：全部": (LISTS, {"list": "all"}),
            "清单：全部，最新在前": (LISTS, {"list": "all", "sort": "new"}),
            "清单：按单位和状态筛选": (LISTS, {"list": "all", "unit": unit, "state": "closed"}),
            "清单：搜少见词": (LISTS, {"list": "all", "q": "第17件"}),
            "事项页：刚收到": (f"{LISTS}{fresh}/", {}),
            "事项页：已办结": (f"{LISTS}{closed}/", {}),
            "督查总表": ("/desk/supervision/", {}),
            "居民首页": ("/", {}),
            "居民填写页": (SPEAK, {}),
            "居民填写页：第三屏": (SPEAK, {"screen": "3"}),
        }

    def submit(self) -> Callable[[], Any]:
        """A resident who says something new each time."""
        inprocess = importlib.import_module("bench.inprocess")
        visitor = inprocess.Visitor()
        fields = visitor.with_token(SPEAK, {"screen": "3", "go": "next", "openness": "office"})
        numbers = count(inprocess.fresh_number())
        places = [str(place.pk) for place in self.bench.compounds]

        def press() -> Any:
            number = next(numbers)
            typed = {
                **fields, "words": f"电梯又停了，老人下不了楼。第{number}次。", "place": places[number % len(places)],
                "contact": f"139{number:08d}", "contact_name": "张阿姨", "once": f"bench-{number:016d}",
            }  # fmt: skip
            return visitor.post(
                SPEAK, typed, address=f"10.{number // 62500 % 250}.{number // 250 % 250}.{number % 250}"
            )

        return press

    def answer_on_the_spot(self, number: str, version: int, once: str) -> Any:
        """The clerk answers a new matter at once: form, move, log, clocks, the resident's status."""
        path = f"{LISTS}{number}/do/answer_on_the_spot/"
        typed = {"text": "当场说清楚了。", "told_how": "phone", "expected_version": str(version), "once": once}
        return self.visitor.post(path, self.visitor.with_token(path, typed))

    def change(self) -> Callable[[], Any]:
        """One new matter after the other changes its state."""
        models, scope = importlib.import_module("lianxin.cases.models"), importlib.import_module("lianxin.db.scope")
        with scope.town_scope(self.bench.row):
            rows = models.Case.objects.filter(state="received", sealed=False).order_by("-id")
            fresh = iter(list(rows.values_list("number", "version")[: self.times + SPARE]))
        begun = importlib.import_module("bench.inprocess").fresh_number()
        once = (f"change-{begun}-{n:06d}" for n in count())
        return lambda: self.answer_on_the_spot(*next(fresh), next(once))

    def clash(self) -> Callable[[], Any]:
        """Somebody presses on what has changed meanwhile: what was typed stays, both versions are shown, 409."""
        models, scope = importlib.import_module("lianxin.cases.models"), importlib.import_module("lianxin.db.scope")
        with scope.town_scope(self.bench.row):
            number = models.Case.objects.filter(state="answered").order_by("-id")[0].number
        begun = importlib.import_module("bench.inprocess").fresh_number()
        once = (f"clash-{begun}-{n:06d}" for n in count())
        return lambda: self.answer_on_the_spot(number, 1, next(once))


def open_site(title: str, options: argparse.Namespace) -> Site:
    """Set Django up on SQLite or PostgreSQL and begin the report."""
    if options.postgres:
        os.environ["DATABASE_URL"] = importlib.import_module("bench.server").start()
    set_up(folder_for("town-postgres" if options.postgres else "town"))
    engine = "PostgreSQL" if options.postgres else "SQLite"
    return Site(options.postgres, Report(f"{title}，{engine}"), options.times)


def parser_of(program: str, what: str, sizes: str) -> argparse.ArgumentParser:
    """The arguments that `web` and `growth` share."""
    parser = argparse.ArgumentParser(prog=f"bench {program}", description=what)
    parser.add_argument("--cases", default=sizes, help=f"事项数，逗号隔开，默认 {sizes}")
    parser.add_argument("--times", type=int, default=40, help="每项量几次，默认 40")
    parser.add_argument("--postgres", action="store_true", help="在自己的 PostgreSQL 上量")
    parser.add_argument("--open", action="store_true", help="复制时连没有办结的也复制（最难的情形）")
    return parser


def main() -> None:
    """Measure everything at every size."""
    options = parser_of("web", "每个页面、每个动作的速度", "1000,100000").parse_args()
    site = open_site("web：每次请求的进程内 CPU（毫秒）", options)
    for size in sorted(map(int, options.cases.split(","))):
        site.open(size, everything=options.open)
        site.run()


if __name__ == "__main__":
    with stoppable():
        main()
