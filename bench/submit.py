"""``bench submit [--times N]``: what a resident's submit costs, beside the same statements on the raw driver.

The last of the three screens is sent through the whole application, each time with other words and from another
address; every statement is noted and then run again, in the same order and with the same values, by ``sqlite3`` alone
on a copy of the file as it was before. Both sides commit with WAL and ``synchronous=FULL``.
"""

import argparse
import importlib
import statistics
from typing import Any

from bench.common import Bar, Figure, Report, folder_for, measure, set_up, stoppable

CASES = 60
SPEAK = "/speak/"


def main() -> None:
    """Submit, note, repeat, compare."""
    parser = argparse.ArgumentParser(prog="bench submit", description="居民提交一次的成本")
    parser.add_argument("--times", type=int, default=200, help="提交几次，默认 200")
    options = parser.parse_args()
    folder = folder_for("submit")
    set_up(folder)
    town = importlib.import_module("bench.town")
    inprocess = importlib.import_module("bench.inprocess")
    bench = town.ensure(CASES)
    visitor = inprocess.Visitor()
    fields = visitor.with_token(SPEAK, {"screen": "3", "go": "next", "openness": "office"})
    places = [str(place.pk) for place in bench.compounds]
    report = Report("submit：居民提交一次（毫秒），SQLite，WAL + FULL")
    bar = Bar("提交", options.times)

    def press(number: int) -> Any:
        typed = {
            **fields, "words": f"电梯又停了，老人下不了楼。第{number}次。", "place": places[number % len(places)],
            "contact": f"139{number:08d}", "contact_name": "张阿姨", "once": f"bench-{number:016d}",
        }  # fmt: skip
        answer = visitor.post(SPEAK, typed, address=f"10.9.{number // 250 % 250}.{number % 250}")
        if answer.status != 302:
            raise SystemExit(f"submit answers {answer.status}")
        return answer

    first = inprocess.fresh_number()
    numbers = iter(range(first, first + 10 * options.times))
    measure(lambda: press(next(numbers)), 5)
    copy = inprocess.copy_of_database(folder / "copy.sqlite3")
    notes: list[Any] = []
    for done in range(1, options.times + 1):
        with inprocess.recorded() as seen:
            press(next(numbers))
        notes.append(inprocess.prepared(seen))
        bar.at(done)
    whole = measure(lambda: press(next(numbers)), options.times)
    raw = inprocess.RawDriver(copy)
    statements = iter(notes)
    alone = measure(lambda: raw.run(next(statements)), options.times, warm=0)
    counts = sorted({len(one) for one in notes})
    shown = "–".join(str(count) for count in dict.fromkeys((counts[0], counts[-1])))
    floor_name = "同样的语句在 sqlite3 上"
    report.add(Figure("提交，CPU", whole.cpu_ms, "ms", alone.cpu_ms, floor_name, shown))
    report.add(Figure("提交，墙钟（含落盘）", whole.wall_ms, "ms", alone.wall_ms, floor_name, shown))
    slow = statistics.quantiles(whole.wall, n=100)[98] * 1000
    report.add(Figure("提交，墙钟 P99", slow, "ms", alone.wall_ms, floor_name))
    page = measure(lambda: visitor.get(SPEAK), 30)
    report.add(Figure("填写页（第一屏）", page.cpu_ms, "ms", alone.cpu_ms, floor_name))


if __name__ == "__main__":
    with stoppable():
        main()
