"""The script of the handbook stands alone and refuses what the product's auditor refuses, rule by rule."""

import copy
import importlib.util
import sys
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from lianxin.ballots.protocol.simulate import Wanted, simulate
from tests.ballots.falsify import LIES, Story

SCRIPT = Path(__file__).parents[2] / "docs" / "users" / "audit.py"
FORMS = [
    Wanted(2, 2, 1, "pick", "2of3", revotes=1, blank=True, seed="s1"),
    Wanted(2, 2, 1, "per-item", "all3", seed="s2"),
    Wanted(2, 2, 1, "evaluation", "single", blank=True, seed="s3"),
]


@lru_cache
def script() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("handbook_audit", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    vars(module)["pow"] = power
    return module


def power(base: Any, exponent: Any, modulus: Any) -> Any:
    """The same powers, by the faster library where it is installed, so that the tests take seconds."""
    fast = importlib.import_module("gmpy2") if importlib.util.find_spec("gmpy2") else None
    return fast.powmod(base, exponent, modulus) if fast else pow(base, exponent, modulus)


@lru_cache
def true_story() -> Story:
    """The smallest true vote that every lie can be told about."""
    return Story.of(simulate(Wanted(2, 2, 1, "pick", "2of3", blank=True, seed="7")).archive)


def judged(raw: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[int]]:
    """Exit code, and the rules that failed."""
    path = tmp_path / "a.bel"
    path.write_bytes(raw)
    code = script().main([str(path), *words])
    lines = capsys.readouterr().out.splitlines()
    return code, [int(one[:2]) for one in lines if "不通过　" in one]


def test_it_is_short_and_needs_nothing_that_python_does_not_bring() -> None:
    lines = SCRIPT.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 400
    imported = {name for line in lines if line.startswith("import ") for name in line[7:].split(", ")}
    assert imported <= set(sys.stdlib_module_names)
    assert not any(line.lstrip().startswith("from ") for line in lines)


@pytest.mark.parametrize("wanted", FORMS, ids=[one.form for one in FORMS])
def test_it_accepts_true_votes_of_every_form(
    wanted: Wanted, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert judged(simulate(wanted).archive.dump(), tmp_path, capsys) == (0, [])


@pytest.mark.parametrize("lie", LIES)
def test_it_finds_each_lie_at_its_own_rule(lie: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change, rule = LIES[lie]
    story = copy.deepcopy(true_story())
    change(story)
    code, failed = judged(story.told().dump(), tmp_path, capsys)
    assert code == 1
    assert rule in failed


def test_it_compares_what_was_read_out_and_earlier_copies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = true_story().told()
    raw, copied = told.dump(), tmp_path / "copy.bel"
    copied.write_bytes(raw)
    right = ("--setup-hash", told.events[0].digest, "--last-hash", told.last, "--earlier", str(copied))
    assert judged(raw, tmp_path, capsys, *right) == (0, [])
    wrong = ("--setup-hash", told.last, "--last-hash", told.events[0].digest)
    assert judged(raw, tmp_path, capsys, *wrong) == (1, [1, 14])
    shorter = copy.deepcopy(true_story())
    shorter.ballots.pop()
    assert 15 in judged(shorter.told().dump(), tmp_path, capsys, "--earlier", str(copied))[1]
    void = tmp_path / "void.txt"
    void.write_text(true_story().ballots[0]["credential"], encoding="utf-8")
    assert judged(raw, tmp_path, capsys, "--void", str(void)) == (1, [13])


@pytest.mark.parametrize("raw", [b"", b"\0" * 512, b"x" * 700, b"BELENIOS" + b"\0" * 1000])
def test_it_answers_any_bytes(raw: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert judged(raw, tmp_path, capsys) == (1, [3])
