"""The supervisor: starts, revives, gives up, stops."""

import os
import socket
import sys

import pytest

from lianxin.conf import supervisor
from lianxin.conf.supervisor import Child, Supervisor, port_is_free, wait_until_open

#: A child that goes on until it is asked to stop, and then ends by itself.
PATIENT = [sys.executable, "-c", "import time; time.sleep(60)"]
#: A child that does not want to end.
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on', flush=True); time.sleep(60)",
]
BRIEF = [sys.executable, "-c", ""]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "LOOK", 0.01)
    monkeypatch.setattr(supervisor, "GRACE", 5.0)


def stopped_at_first_tick(children: list[Child]) -> Supervisor:
    boss = Supervisor(children, os.environ, lambda: boss.stopping.set())
    return boss


def test_all_children_run_while_it_runs_and_none_afterwards() -> None:
    children = [Child("web", PATIENT), Child("worker", PATIENT)]
    seen: list[bool] = []
    code = stopped_at_first_tick(children).run(lambda: seen.extend(not child.ended() for child in children))
    assert code == 0
    assert seen == [True, True]
    assert all(child.ended() for child in children)


def test_a_child_that_ends_is_started_again_and_one_that_keeps_ending_stops_everything() -> None:
    patient, brief = Child("web", PATIENT), Child("worker", BRIEF)
    boss = Supervisor([patient, brief], os.environ, lambda: None)
    assert boss.run(lambda: None) == 1
    assert boss.failed == "worker"
    assert len(brief.starts) == supervisor.MAX_RESTARTS + 1
    assert patient.ended()


def test_a_child_that_will_not_end_is_ended_by_force(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "GRACE", 0.2)
    child = Child("web", STUBBORN)
    assert stopped_at_first_tick([child]).run(lambda: None) == 0
    assert child.ended()


def test_the_tick_runs_again_after_its_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "TICK", 0.02)
    ticks: list[int] = []

    def tick() -> None:
        ticks.append(1)
        if len(ticks) == 3:
            boss.stopping.set()

    boss = Supervisor([Child("web", PATIENT)], os.environ, tick)
    assert boss.run(lambda: None) == 0
    assert len(ticks) == 3


def test_a_taken_port_is_noticed_and_an_open_one_is_awaited() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        assert not port_is_free("127.0.0.1", port)
        assert wait_until_open("0.0.0.0", port, seconds=1)
    assert port_is_free("127.0.0.1", port)
    assert not wait_until_open("127.0.0.1", port, seconds=0.1)


def test_the_web_server_is_wsgi_without_websockets() -> None:
    words = supervisor.web_command("127.0.0.1", 8000, workers=2, threads=3)
    assert words[words.index("--interface") + 1] == "wsgi"
    assert "--no-ws" in words
    assert words[-1] == "lianxin.conf.wsgi:application"
