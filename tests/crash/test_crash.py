"""Kill them while they write: what was shown is there, nothing is there twice, and the chains hold.

A failure names its seed; ``LIANXIN_CRASH_SEED=N`` chooses the same lives and the same moments again (what the machine
does in between stays its own).
"""

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lianxin.db.scope import town_scope
from tests.cases.factories import make_town, start
from tests.crash.judge import Evidence, faults

ROOT = Path(__file__).parents[2]
DEATHS = 200
#: Fewer statements than this would mean that the watch no longer sees them.
#: The keeper seals and delivers what was announced of urgent words.
AT_LEAST = {"submit": 30, "keep": 10}

sqlite_only = pytest.mark.skipif(
    bool(os.environ.get("LIANXIN_TEST_DB")), reason="the crash test makes a SQLite file of its own; it ran without this"
)


def kill_and_judge(folder: Path, deaths: int, seed: int) -> dict[str, Any]:
    """Run the nursery in a process of its own on an empty data folder, and read its verdict."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LIANXIN_", "COV"))}
    environment |= {
        "LIANXIN_DATA": str(folder / "data"), "LIANXIN_HOSTS": "*", "DJANGO_SETTINGS_MODULE": "lianxin.conf.settings",
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash.nursery", "--deaths", str(deaths), "--seed", str(seed)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"seed {seed}\n{done.stderr[-4000:]}"
    return dict(json.loads(done.stdout))


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The verdict on one whole run."""
    seed = int(os.environ.get("LIANXIN_CRASH_SEED") or secrets.randbelow(10**6))
    sys.stdout.write(f"crash test: LIANXIN_CRASH_SEED={seed}\n")
    found = kill_and_judge(tmp_path_factory.mktemp("crash"), DEATHS, seed)
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    return found


@sqlite_only
def test_nothing_that_was_shown_is_lost_and_nothing_is_there_twice(report: dict[str, Any]) -> None:
    assert report["faults"] == []
    assert report["refused"] == []
    assert report["shown"] >= report["meant"] > 0


@sqlite_only
def test_two_hundred_died_at_a_random_moment(report: dict[str, Any]) -> None:
    assert report["random_deaths"] >= DEATHS


@sqlite_only
def test_every_urgent_word_was_announced_and_heard_exactly_once(report: dict[str, Any]) -> None:
    # The judge compares what was announced, delivered and heard; here only: there was something to compare.
    assert report["faults"] == []
    assert report["announced"] == report["urgent"] > 10


@sqlite_only
def test_every_connection_promises_what_a_receipt_needs(report: dict[str, Any]) -> None:
    assert report["modes"] == ['["wal", 2]']
    assert report["connections"] == report["lives"] - report["stillborn"]


@sqlite_only
def test_somebody_died_before_inside_and_after_every_statement(report: dict[str, Any]) -> None:
    chains = report["chains"]
    assert {(chain["action"], chain["where"]) for chain in chains} == {
        (action, where) for action in ("submit", "keep") for where in ("before", "inside", "after")
    }
    for chain in chains:
        assert chain["died_at"] == list(range(1, chain["number"])), chain
        assert len(chain["died_at"]) >= AT_LEAST[chain["action"]], chain


@sqlite_only
def test_the_keeper_closed_days_while_it_died(report: dict[str, Any]) -> None:
    assert report["days"] >= 3


def test_the_judge_sees_a_lost_receipt_and_words_nobody_said(db: None, frozen_clock: Any) -> None:
    town = make_town()
    with town_scope(town.row):
        kept = start(town, contact="13900000000").receipt
    speech = {"key": "k1", "words": "没有存下的话", "photo": True}
    lost = {"key": "k1", "number": "102-2026-00009", "code": "2222-2222-2222", "token": "x"}
    found = "\n".join(faults(town.row, Evidence({"k1": speech}, [lost])))
    assert "a receipt that was shown leads nowhere" in found
    assert "0 times instead of once: 没有存下的话" in found
    assert "nobody said this" in found
    assert kept.number not in found
