"""Many visitors over loopback HTTP, and what the server's processes spent on them; standard library only."""

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from lianxin.core.clock import monotonic

TICK = os.sysconf("SC_CLK_TCK")
FORM = "application/x-www-form-urlencoded"


@dataclass
class Client:
    """A browser with one connection that stays open; remembers cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: Any = None

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None, address: str = "") -> tuple[int, bytes]:
        """One request; (status, body)."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = urlencode({**fields, "csrfmiddlewaretoken": self.cookies.get("lx_csrf", "")}) if fields else None
        if body:
            headers |= {"Content-Type": FORM, "X-Forwarded-For": address or "127.0.0.1"}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":  # granian writes names in small letters
                key, _equals, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.status, content

    def sign_in(self, username: str, password: str) -> None:
        """Through the real page."""
        self.ask("GET", "/accounts/sign-in/")
        status, _body = self.ask("POST", "/accounts/sign-in/", {"username": username, "password": password})
        if status != 302:
            raise SystemExit(f"sign-in answers {status}")


@dataclass(frozen=True)
class Load:
    """What a burst of requests gave."""

    requests: int
    seconds: float
    waits: tuple[float, ...]
    statuses: dict[int, int]
    server_cpu: float
    database_cpu: float

    def words(self) -> str:
        """In one line."""
        marks = statistics.quantiles(self.waits, n=100) if len(self.waits) > 1 else [0.0] * 99
        odd = {status: n for status, n in self.statuses.items() if status not in {200, 302}}
        each = 1000 / max(self.requests, 1)
        return (
            f"{self.requests / self.seconds:.0f} 次/秒，P50 {marks[49] * 1000:.1f}、P95 {marks[94] * 1000:.1f}、P99"
            f" {marks[98] * 1000:.1f} ms"
            f"；每次 CPU 网页 {self.server_cpu * each:.2f} + 数据库 {self.database_cpu * each:.2f} ms"
            + (f"；其他状态 {odd}" if odd else "")
        )


def burst(jobs: Sequence[Callable[[], int]], seconds: float, server: int, database: int | None = None) -> Load:
    """Each job again and again in a thread of its own for *seconds*; CPU of the two process trees beside it."""
    waits: list[list[float]] = [[] for _ in jobs]
    seen: list[dict[int, int]] = [{} for _ in jobs]
    end = monotonic() + seconds

    def work(place: int) -> None:
        while monotonic() < end:
            began = monotonic()
            status = jobs[place]()
            waits[place].append(monotonic() - began)
            seen[place][status] = seen[place].get(status, 0) + 1

    before, began = (_cpu(server), _cpu(database)), monotonic()
    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = monotonic() - began
    statuses: dict[int, int] = {}
    for one in seen:
        for status, n in one.items():
            statuses[status] = statuses.get(status, 0) + n
    every = tuple(wait for some in waits for wait in some)
    return Load(len(every), took, every, statuses, _cpu(server) - before[0], _cpu(database) - before[1])


def _cpu(root: int | None) -> float:
    """Seconds of processor time of a process and all below it, ended children included; 0 where there is none."""
    if root is None or not Path("/proc/self/stat").exists():
        return 0.0
    total = 0.0
    for pid in tree(root):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(map(int, fields[11:15])) / TICK
    return total


def tree(root: int) -> list[int]:
    """A process and all its descendants."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting.extend(parents.get(pid, []))
    return found


def memory(root: int) -> list[float]:
    """The proportional memory of each process of a tree, in MB, largest first."""
    sizes = []
    for pid in tree(root):
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue
        found = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
        sizes.append(int(found.group(1)) / 1024 if found else 0.0)
    return sorted(sizes, reverse=True)


@dataclass
class Server:
    """A web server of its own for one burst; ``kind`` is ``granian`` or ``gunicorn``."""

    kind: str
    workers: int = 2
    port: int = 0
    process: Any = None
    started: float = 0.0

    def __enter__(self) -> "Server":
        """Start it and wait for the first answer; ``started`` says how long that took, in seconds."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        began = monotonic()
        # An installation keeps its compiled modules; without them every start would compile 1,300 files again.
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self.process = subprocess.Popen(self._command(), start_new_session=True, env=environment)
        while not self._answers():
            if self.process.poll() is not None or monotonic() - began > 60:
                raise SystemExit(f"{self.kind} does not answer")
            time.sleep(0.02)
        self.started = monotonic() - began
        return self

    def __exit__(self, *_trouble: object) -> None:
        """Stop it."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def _answers(self) -> bool:
        try:
            return Client(self.port).ask("GET", "/")[0] == 200
        except OSError:
            return False

    def _command(self) -> list[str]:
        application = "bench.serving:application"
        if self.kind == "gunicorn":
            words = ["gunicorn", "--workers", str(self.workers), "--worker-class", "sync", "--log-level", "warning"]
            return [sys.executable, "-m", *words, "--bind", f"127.0.0.1:{self.port}", application]
        return [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port),
            "--workers", str(self.workers), "--blocking-threads", "4", "--no-ws", "--log-level", "warning", application,
        ]  # fmt: skip
