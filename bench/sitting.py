"""``bench sitting``: the deputies' afternoon of 215 towns at once: 5 records a second for ten minutes, with readers.

On a PostgreSQL server of its own, under granian. A record is due every 0.2 s whether or not the one before was
answered, so a slow moment shows as waiting, not as fewer records. ``--short`` takes one minute,
``--seconds`` as long as it says.
"""

import argparse
import importlib
import statistics
import threading
import time
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bench.common import Bar, stoppable
from bench.load import reader, say, speaker
from bench.visitors import Server, memory
from bench.web import LISTS, open_site
from lianxin.core.clock import monotonic

#: Records a second, people who write them down, and readers.
RATE, SPEAKERS, READERS = 5, 16, 8
#: Seconds between two pages of a reader.
PAUSE = 1.0


def main() -> None:
    """Hold the afternoon."""
    parser = argparse.ArgumentParser(prog="bench sitting", description="215 个镇同一个下午的接待")
    parser.add_argument("--short", action="store_true", help="一分钟而不是十分钟")
    parser.add_argument("--seconds", type=int, default=0, help="几秒；不写就是十分钟")
    parser.add_argument("--cases", type=int, default=100_000, help="事项数，默认 100000")
    options = parser.parse_args()
    options.postgres, options.times = True, 1
    seconds = options.seconds or (60 if options.short else 600)
    site = open_site("sitting：每秒 5 条记录", options)
    site.open(options.cases)
    inprocess, town = importlib.import_module("bench.inprocess"), importlib.import_module("bench.town")
    importlib.import_module("django.db").connection.close()
    numbers = count(inprocess.fresh_number() * 10)
    places = [str(place.pk) for place in site.bench.compounds]
    with Server("granian") as server:
        said = [speaker(server.port, lambda: next(numbers), places[k % len(places)]) for k in range(SPEAKERS)]
        seen = [reader(server.port, f"{LISTS}?list=open", town.PASSWORD) for _ in range(READERS)]
        afternoon(said, seen, seconds)
        say("内存 " + "、".join(f"{size:.0f} MB" for size in memory(server.process.pid) if size > 1))


@dataclass
class Afternoon:
    """What is done at the same time, and how long each waited."""

    seconds: int
    began: float = field(default_factory=monotonic)
    waits: dict[str, list[float]] = field(default_factory=lambda: {"记录": [], "翻清单": []})
    odd: list[int] = field(default_factory=list)

    def note(self, what: str, status: int, since: float) -> None:
        """One answer."""
        self.waits[what].append(monotonic() - since)
        if status not in {200, 302}:
            self.odd.append(status)

    def speak(self, job: Any, moments: range, bar: Bar) -> None:
        """Records at their due moments; the wait counts from the moment it was due."""
        for n in moments:
            due = self.began + n / RATE
            time.sleep(max(due - monotonic(), 0))
            self.note("记录", job(), due)
            bar.at(n)

    def read(self, job: Any) -> None:
        """A page, a pause, a page."""
        while monotonic() - self.began < self.seconds:
            start = monotonic()
            self.note("翻清单", job(), start)
            time.sleep(PAUSE)


def afternoon(said: list[Any], seen: list[Any], seconds: int) -> None:
    """Records shared out among the speakers, and readers beside them."""
    held, total = Afternoon(seconds), seconds * RATE
    bar = Bar("下午", total)
    threads = [
        threading.Thread(target=held.speak, args=(job, range(place, total, len(said)), bar))
        for place, job in enumerate(said)
    ]
    threads += [threading.Thread(target=held.read, args=(job,)) for job in seen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for what, found in held.waits.items():
        marks = [mark * 1000 for mark in statistics.quantiles(found, n=100)]
        say(f"{what} {len(found)} 次：P50 {marks[49]:.0f}、P95 {marks[94]:.0f}、P99 {marks[98]:.0f} ms")
    say(f"不是 200 或 302 的答复 {len(held.odd)} 个")


if __name__ == "__main__":
    with stoppable():
        main()
