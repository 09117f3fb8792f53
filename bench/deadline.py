"""``bench deadline [--times N]``: due dates a second, beside the way one would write it with ``chinesecalendar``.

``chinesecalendar`` is a development package: ``bench --with dev deadline``. Without it plain counting is the floor.
"""

import argparse
import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module, util
from random import Random

from bench.common import Bar, Figure, Report, measure, stoppable
from lianxin.core.workdays import builtin_calendar

FIRST, LAST = dt.date(2010, 1, 1), dt.date(2025, 6, 30)
PAIRS = 2000


def pairs(seed: int = 1) -> list[tuple[dt.date, int]]:
    """The questions: days of years that both sides know, and periods from 1 to 60 working days."""
    rng = Random(seed)
    span = (LAST - FIRST).days
    return [(FIRST + dt.timedelta(days=rng.randrange(span)), rng.randint(1, 60)) for _ in range(PAIRS)]


def walking(is_workday: Callable[[dt.date], bool]) -> Callable[[dt.date, int], dt.date]:
    """The way one writes it oneself: one day after the other, asking whether it is worked."""

    def due(start: dt.date, n: int) -> dt.date:
        day = start
        while n:
            day += dt.timedelta(days=1)
            n -= is_workday(day)
        return day

    return due


def main() -> None:
    """Measure one date, an explained one and the batch command."""
    parser = argparse.ArgumentParser(prog="bench deadline", description="到期日计算的速度")
    parser.add_argument("--times", type=int, default=20, help="每项量几次，默认 20")
    options = parser.parse_args()
    calendar = builtin_calendar()
    questions = pairs()
    known = util.find_spec("chinese_calendar") is not None
    is_workday = import_module("chinese_calendar").is_workday if known else calendar.is_working_day
    floor_name = "chinesecalendar 逐日数" if known else "逐日数（未装 chinesecalendar，见 --with dev）"
    walk = walking(is_workday)
    report = Report("deadline：每个到期日的 CPU（微秒）")
    bar = Bar("到期日", 3)
    wrong = sum(calendar.due_date(start, n)[0] != walk(start, n) for start, n in questions)
    floor = measure(lambda: [walk(start, n) for start, n in questions], options.times).cpu_ms / PAIRS * 1000
    bar.at(1)
    ours = measure(lambda: [calendar.due_date(start, n) for start, n in questions], options.times).cpu_ms
    report.add(Figure("到期日", ours / PAIRS * 1000, "µs", floor, floor_name, note=f"{PAIRS} 题，答案不同 {wrong} 题"))
    bar.at(2)
    explained = measure(
        lambda: [calendar.add_working_days(start, n).explain_zh() for start, n in questions[:200]], options.times
    ).cpu_ms
    report.add(Figure("到期日连同理由", explained / 200 * 1000, "µs", floor, floor_name))
    report.add(_batch(questions, floor, floor_name))
    bar.at(3)


def _batch(questions: list[tuple[dt.date, int]], floor: float, floor_name: str) -> Figure:
    """The command ``deadline --batch`` from start to end on 20,000 lines, start of the interpreter included."""
    lines = "".join(f"{start} {n}\n" for start, n in questions) * 10
    words = [sys.executable, "-m", "lianxin", "deadline", "--batch"]
    times = measure(lambda: subprocess.run(words, input=lines, text=True, capture_output=True, check=True), 3, warm=1)
    return Figure(
        "deadline --batch，每行（含启动，按墙钟）", times.wall_ms / (PAIRS * 10) * 1000, "µs", floor, floor_name
    )


if __name__ == "__main__":
    with stoppable():
        main()
