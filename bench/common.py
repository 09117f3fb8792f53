"""What every benchmark program shares: a bar, a yardstick, figures that never stand alone, a folder of their own.

A figure is printed with the floor it is compared with, the load average of the moment it was measured and the machine's
yardstick, since a number of milliseconds alone says nothing about another machine. Ctrl-C stops a program at any time;
what was measured until then is printed.
"""

import gc
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from lianxin.core.clock import monotonic

#: Width of the bar, in signs.
BAR = 30


class Bar:
    """A bar on the terminal's standard error; nothing where there is no terminal."""

    def __init__(self, what: str, total: int) -> None:
        self.what, self.total, self.began, self.shown = what, max(total, 1), monotonic(), 0.0

    def at(self, done: int) -> None:
        """Show how far it is; at most ten times a second."""
        present = monotonic()
        if not sys.stderr.isatty() or (present - self.shown < 0.1 and done < self.total):
            return
        self.shown = present
        filled = BAR * done // self.total
        left = (present - self.began) / max(done, 1) * (self.total - done)
        line = f"\r{self.what} [{'█' * filled}{'·' * (BAR - filled)}] {done}/{self.total}，约剩 {left:.0f} 秒 "
        sys.stderr.write(line + ("\n" if done >= self.total else ""))
        sys.stderr.flush()

    def over(self, items: Sequence[object]) -> Iterator[object]:
        """The items, with the bar following."""
        for done, item in enumerate(items, start=1):
            yield item
            self.at(done)


@dataclass(frozen=True)
class Times:
    """What repeated measuring gave, in seconds; ``cpu`` of this process, ``wall`` by the clock on the wall."""

    cpu: tuple[float, ...]
    wall: tuple[float, ...]

    @property
    def cpu_ms(self) -> float:
        """The median processor time of one call, in milliseconds."""
        return statistics.median(self.cpu) * 1000

    @property
    def wall_ms(self) -> float:
        """The median time of one call, in milliseconds."""
        return statistics.median(self.wall) * 1000


def measure(call: Callable[[], object], times: int, warm: int = 3) -> Times:
    """Call ``warm`` times for nothing and ``times`` for the figures; the collector of garbage waits meanwhile."""
    for _ in range(warm):
        call()
    cpu, wall = [], []
    gc.collect()
    gc.disable()
    try:
        for _ in range(times):
            begun, began = time.process_time_ns(), time.perf_counter_ns()
            call()
            wall.append((time.perf_counter_ns() - began) / 1e9)
            cpu.append((time.process_time_ns() - begun) / 1e9)
    finally:
        gc.enable()
    return Times(tuple(cpu), tuple(wall))


def yardstick() -> float:
    """How fast this machine is at present: milliseconds for a fixed piece of Python, the best of five."""

    def work() -> int:
        total = 0
        for number in range(200_000):
            total += number * number % 7
        return total

    return min(measure(work, 5, warm=1).cpu) * 1000


def load() -> str:
    """The load average over one minute, and how many processors share it."""
    return f"{os.getloadavg()[0]:.2f}/{os.cpu_count()}"


@dataclass(frozen=True)
class Figure:
    """One measured value and the floor below it."""

    name: str
    value: float
    unit: str
    floor: float
    floor_name: str
    statements: str = ""
    note: str = ""
    load: str = field(default_factory=load)


@dataclass
class Report:
    """The figures of one program, printed as they come."""

    title: str
    yardstick: float = field(default_factory=yardstick)
    figures: list[Figure] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Say what the figures stand on."""
        sys.stdout.write(f"# {self.title}\n# 机器标尺 yardstick {self.yardstick:.1f} ms；负载 load {load()}\n")
        sys.stdout.flush()

    def add(self, figure: Figure) -> None:
        """Print one figure with its floor, ratio and the load of this moment."""
        self.figures.append(figure)
        parts = [
            f"{figure.name}: {_short(figure.value)} {figure.unit}",
            f"{_ratio(figure)} {figure.floor_name} ({_short(figure.floor)} {figure.unit})",
            f"语句 statements {figure.statements}" if figure.statements else "",
            figure.note,
            f"标尺 {self.yardstick:.1f} ms，负载 {figure.load}",
        ]
        sys.stdout.write("；".join(part for part in parts if part) + "\n")
        sys.stdout.flush()


def _ratio(figure: Figure) -> str:
    """How many times the floor, or what part of it."""
    if not figure.floor or not figure.value:
        return "?×"
    ratio = figure.value / figure.floor
    return f"{ratio:.2f}×" if ratio >= 0.1 else f"1/{1 / ratio:,.0f} ×"


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


@contextmanager
def stoppable() -> Iterator[None]:
    """Let Ctrl-C end the program quietly: what was printed stays, what was generated is used again next time."""
    try:
        yield
    except KeyboardInterrupt:
        sys.stderr.write("\n已停止；上面的数字是停止前量到的。 / stopped\n")
        raise SystemExit(130) from None


def folder_for(name: str) -> Path:
    """A data folder of its own for generated data: ``bench/NAME`` below the data folder of the command line."""
    root = Path(os.environ.get("LIANXIN_DATA") or "var").absolute()
    return root / "bench" / name


def set_up(folder: Path) -> None:
    """Set Django up on a data folder of our own; to be called before anything of the product's models is imported."""
    os.environ["LIANXIN_DATA"] = str(folder)
    os.environ["LIANXIN_HOSTS"] = "*"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.conf.settings")
    import django

    from lianxin.conf import install
    from lianxin.conf.options import load_options

    options = load_options(os.environ)
    install.lay_out(options)
    options.static.mkdir(exist_ok=True)
    django.setup()
    from django.conf import settings

    from lianxin.conf import schema

    settings.ROOT_URLCONF = "bench.addresses"

    schema.ensure(options)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)  # what was generated by an earlier version is used again
