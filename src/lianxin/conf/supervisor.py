"""Web server, one worker and the minute tick under one roof: what ``serve`` starts, watches and stops.

The supervisor itself answers no requests. A child that ends by itself is started again; one that keeps ending stops the
whole, so that whoever runs the machine sees it. On SIGTERM or Ctrl-C the web server finishes the requests it has, the
worker its present task, and only what is still there after `GRACE` seconds is ended by force.
"""

import ctypes
import logging
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

#: Seconds a child may take to finish after it was asked to stop.
GRACE = 15.0
#: A child that ends more often than this within `WINDOW` seconds stops the supervisor.
MAX_RESTARTS = 5
WINDOW = 60.0
#: Seconds between two ticks.
TICK = 60.0
#: Seconds between two looks at the children.
LOOK = 0.5

logger = logging.getLogger(__name__)


def _end_with_parent() -> None:
    """Ask Linux to end this child when the supervisor is killed, so that its port does not stay taken."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # 1 is PR_SET_PDEATHSIG


@dataclass
class Child:
    """One supervised program and the moments at which it was started."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)

    def start(self, environment: Mapping[str, str]) -> None:
        """Start it, or start it again, in a group of its own so that Ctrl-C reaches only the supervisor."""
        self.starts = [*[moment for moment in self.starts if time.monotonic() - moment < WINDOW], time.monotonic()]
        self.process = subprocess.Popen(
            self.command,
            env=dict(environment),
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 (no threads yet)
        )

    def ended(self) -> bool:
        """Whether it was started and is no longer running."""
        return self.process is not None and self.process.poll() is not None

    def keeps_ending(self) -> bool:
        """Whether it was started too often of late."""
        return len(self.starts) > MAX_RESTARTS


class Supervisor:
    """Runs the children until told to stop; ``tick`` is called about once a minute in between."""

    def __init__(self, children: Sequence[Child], environment: Mapping[str, str], tick: Callable[[], None]) -> None:
        self.children = children
        self.environment = environment
        self.tick = tick
        self.stopping = threading.Event()
        self.failed = ""

    def run(self, ready: Callable[[], None]) -> int:
        """Start everything, call ``ready``, watch; returns 0 after an orderly stop and 1 after a failure."""
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, self._on_signal)
        try:
            for child in self.children:
                child.start(self.environment)
            ready()
            self._watch()
        finally:
            self._stop_children()
        return 1 if self.failed else 0

    def _on_signal(self, signum: int, frame: FrameType | None) -> None:
        self.stopping.set()

    def _watch(self) -> None:
        next_tick = time.monotonic()
        while not self.stopping.wait(LOOK):
            for child in self.children:
                self._revive(child)
            if time.monotonic() >= next_tick:
                next_tick = time.monotonic() + TICK
                self.tick()

    def _revive(self, child: Child) -> None:
        if not child.ended():
            return
        logger.warning("%s ended by itself", child.name)
        if child.keeps_ending():
            self.failed = child.name
            self.stopping.set()
        else:
            child.start(self.environment)

    def _stop_children(self) -> None:
        running = [child.process for child in self.children if child.process and child.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + GRACE
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def web_command(host: str, port: int, *, workers: int, threads: int) -> list[str]:
    """The command of the web server: granian in WSGI mode, HTTP/1, without websockets."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning",
        "--respawn-failed-workers", "--workers-kill-timeout", str(int(GRACE) - 5), "lianxin.conf.wsgi:application",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """The command of the background worker."""
    return [sys.executable, "-m", "lianxin", "db_worker", "--queue-name", "*", "--interval", "1", "--no-reload"]


def port_is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def wait_until_open(host: str, port: int, seconds: float = 30.0) -> bool:
    """Wait until something listens there; False when nothing did in time."""
    target = "127.0.0.1" if host in {"0.0.0.0", ""} else "::1" if host == "::" else host  # nosec B104
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            socket.create_connection((target, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return True
    return False
