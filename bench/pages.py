"""``bench pages [--cases 1000,10000]``: CPU and statements of list, case page and search, beside an empty view."""

import argparse
import importlib
from dataclasses import dataclass
from typing import Any

from bench.common import Bar, Figure, Report, folder_for, measure, set_up, stoppable

#: Words that many cases hold, and words that one holds.
COMMON_WORDS, RARE_WORDS = "电梯", "第17件"
LISTS = "/desk/cases/"


@dataclass
class Round:
    """Measuring every page of one town at one size."""

    report: Report
    visitor: Any
    size: int
    times: int
    floor: float = 0.0

    def run(self, pages: dict[str, tuple[str, dict[str, str]]]) -> None:
        """One figure a page; the first page is the floor of the others."""
        bar = Bar(f"{self.size} 件", len(pages))
        for done, (name, (path, fields)) in enumerate(pages.items(), start=1):
            self.report.add(self.figure(name, path, fields))
            bar.at(done)

    def figure(self, name: str, path: str, fields: dict[str, str]) -> Figure:
        """CPU and statements of one page, and how large it is."""
        inprocess = importlib.import_module("bench.inprocess")
        answer = self.visitor.get(path, **fields)
        if answer.status != 200:
            raise SystemExit(f"{path} {fields} answers {answer.status}")
        with inprocess.recorded() as seen:
            self.visitor.get(path, **fields)
        times = measure(lambda: self.visitor.get(path, **fields), self.times)
        self.floor = self.floor or times.cpu_ms
        sql = inprocess.prepared(seen)
        raw = inprocess.RawDriver(inprocess.database_file())
        alone = measure(lambda: raw.run(sql), self.times).cpu_ms
        note = f"{len(answer.body) / 1000:.0f} kB；同样的语句在 sqlite3 上 {alone:.3g} ms"
        return Figure(f"{name}（{self.size:,} 件）", times.cpu_ms, "ms", self.floor, "空页面", str(len(seen)), note)


def pages_of(size: int) -> dict[str, tuple[str, dict[str, str]]]:
    """Name → address and fields; the empty view comes first."""
    from bench.addresses import EMPTY
    from lianxin.cases.models import Case
    from lianxin.db.models import Town
    from lianxin.db.scope import town_scope

    with town_scope(Town.objects.get(is_default=True)):
        closed = Case.objects.filter(state="closed").order_by("id")[0].number
        fresh = Case.objects.filter(state="received").order_by("-id")[0].number
    return {
        "空页面": (EMPTY, {}),
        "清单：全部未办结": (LISTS, {"list": "open"}),
        "清单：待转交": (LISTS, {"list": "to_transfer"}),
        "清单：全部，搜常见词": (LISTS, {"list": "all", "q": COMMON_WORDS}),
        "清单：全部，搜少见词": (LISTS, {"list": "all", "q": RARE_WORDS}),
        "事项页：刚收到": (f"{LISTS}{fresh}/", {}),
        "事项页：已办结": (f"{LISTS}{closed}/", {}),
        "居民首页": ("/", {}),
        "居民填写页": ("/speak/", {}),
    }


def main() -> None:
    """Measure every page at every size."""
    parser = argparse.ArgumentParser(prog="bench pages", description="页面的速度")
    parser.add_argument("--cases", default="1000,10000", help="事项数，逗号隔开，默认 1000,10000")
    parser.add_argument("--times", type=int, default=40, help="每页量几次，默认 40")
    options = parser.parse_args()
    set_up(folder_for("town"))
    town = importlib.import_module("bench.town")
    inprocess = importlib.import_module("bench.inprocess")
    report = Report("pages：每次请求的进程内 CPU（毫秒），随事项数；数据放在自己的文件夹里")
    for size in sorted(map(int, options.cases.split(","))):
        there = town.ensure(size).cases
        visitor = inprocess.Visitor()
        visitor.sign_in("bench", town.PASSWORD)
        Round(report, visitor, there, options.times).run(pages_of(there))


if __name__ == "__main__":
    with stoppable():
        main()
