"""``bench load``: requests/s, percentiles and CPU over loopback HTTP, at 1, 8 and 32 clients.

``--server granian`` (as `serve` starts it) or ``--server gunicorn`` (two sync workers, for comparison with peers;
``bench --with bench load``), on SQLite or ``--postgres``. The client shares the machine with the server; the processor
time is the server's alone.
"""

import argparse
import importlib
import sys
from collections.abc import Callable
from itertools import count
from typing import Any

from bench.common import load, stoppable, yardstick
from bench.visitors import Client, Server, burst, memory
from bench.web import LISTS, SPEAK, Site, open_site


def reader(port: int, path: str, password: str) -> Callable[[], int]:
    """A clerk who opens the same page again and again."""
    client = Client(port)
    client.sign_in("bench", password)
    return lambda: client.ask("GET", path)[0]


def speaker(port: int, number: Callable[[], int], place: str) -> Callable[[], int]:
    """A resident who says something new each time."""
    client = Client(port)
    client.ask("GET", SPEAK)

    def press() -> int:
        n = number()
        fields = {
            "screen": "3", "go": "next", "openness": "office", "words": f"电梯又停了，老人下不了楼。第{n}次。",
            "place": place, "contact": f"139{n % 10**8:08d}", "contact_name": "张阿姨", "once": f"bench-{n:016d}",
        }  # fmt: skip
        return client.ask("POST", SPEAK, fields, f"10.{n // 62500 % 250}.{n // 250 % 250}.{n % 250}")[0]

    return press


def pages_of(site: Site) -> dict[str, str]:
    """What is opened, by name."""
    models, scope = importlib.import_module("lianxin.cases.models"), importlib.import_module("lianxin.db.scope")
    with scope.town_scope(site.bench.row):
        fresh = models.Case.objects.filter(state="received").order_by("-id")[0].number
    unit = site.bench.people.office_unit.pk
    return {
        "清单": f"{LISTS}?list=open",
        "筛选的清单": f"{LISTS}?list=all&unit={unit}&state=closed",
        "事项页": f"{LISTS}{fresh}/",
        "居民填写页": f"{SPEAK}",
        "督查总表": "/desk/supervision/",
    }


def database_process(site: Site) -> int | None:
    """The database server's process; None for SQLite, which is part of the web server."""
    return importlib.import_module("bench.server").process() if site.postgres else None


def run(site: Site, kind: str, clients: list[int], seconds: float) -> None:
    """Every page and the submit, at every number of clients."""
    inprocess, town = importlib.import_module("bench.inprocess"), importlib.import_module("bench.town")
    numbers = count(inprocess.fresh_number() * 10)
    places = [str(place.pk) for place in site.bench.compounds]
    database = database_process(site)
    with Server(kind) as server:
        say(f"{kind}，2 个进程，从启动到第一次答复 {server.started:.2f} 秒")
        for n in clients:
            for name, path in pages_of(site).items():
                jobs: list[Any] = [reader(server.port, path, town.PASSWORD) for _ in range(n)]
                say(f"{name}，{n} 个客户端：{burst(jobs, seconds, server.process.pid, database).words()}")
            jobs = [speaker(server.port, lambda: next(numbers), places[k % len(places)]) for k in range(n)]
            say(f"居民提交，{n} 个客户端：{burst(jobs, seconds, server.process.pid, database).words()}")
        sizes = "、".join(f"{size:.0f}" for size in memory(server.process.pid) if size > 1)
        say(f"内存（按比例分摊）每个进程 {sizes} MB")


def say(text: str) -> None:
    """One line with the load and the yardstick of this moment."""
    sys.stdout.write(f"{text}；标尺 {yardstick():.1f} ms，负载 {load()}\n")
    sys.stdout.flush()


def main() -> None:
    """Measure one server on one database."""
    parser = argparse.ArgumentParser(prog="bench load", description="经过网络的速度")
    parser.add_argument("--cases", type=int, default=100_000, help="事项数，默认 100000")
    parser.add_argument("--server", choices=("granian", "gunicorn"), default="granian")
    parser.add_argument("--clients", default="1,8,32", help="客户端数，逗号隔开")
    parser.add_argument("--seconds", type=float, default=5, help="每项几秒，默认 5")
    parser.add_argument("--postgres", action="store_true", help="在自己的 PostgreSQL 上量")
    options = parser.parse_args()
    options.times = 1
    site = open_site("load：经过回环网络", options)
    site.open(options.cases)
    importlib.import_module("django.db").connection.close()
    run(site, options.server, [int(one) for one in options.clients.split(",")], options.seconds)


if __name__ == "__main__":
    with stoppable():
        main()
