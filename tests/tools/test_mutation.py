"""The mutation runner reads its targets and mutmut's verdicts."""

import json
import tomllib
from pathlib import Path

import pytest

from tools import mutation
from tools.sources import ROOT


def test_every_target_names_files_and_tests_that_exist() -> None:
    for target in mutation.targets().values():
        assert all(list(ROOT.glob(pattern)) for pattern in [*target.files, *target.tests])


def test_the_settings_for_mutmut_are_valid_toml() -> None:
    table = tomllib.loads(mutation._settings(mutation.Target(["src/a.py"], ["tests/b"])))["tool"]["mutmut"]
    assert (table["only_mutate"], table["pytest_add_cli_args_test_selection"]) == (["src/a.py"], ["tests/b"])


def test_verdicts_are_read_from_the_result_files(tmp_path: Path) -> None:
    codes = {"a": 1, "b": 0, "c": 36, "d": 33, "e": 250, "f": None}
    (tmp_path / "x.py.meta").write_text(json.dumps({"exit_code_by_key": codes}), encoding="utf-8")
    assert mutation._read(tmp_path) == {
        "a": "killed",
        "b": "survived",
        "c": "timeout",
        "d": "no tests",
        "e": "code 250",
        "f": mutation.NOT_TRIED,
    }


@pytest.mark.parametrize(("survived", "code"), [(1, 0), (2, 1)])
def test_a_target_below_the_goal_fails_and_lists_what_was_not_noticed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], survived: int, code: int
) -> None:
    found = {f"change {number}": "survived" if number < survived else "killed" for number in range(10)}
    monkeypatch.setattr(mutation, "verdicts", lambda target: found)
    assert mutation.main(["workdays"]) == code
    assert "survived: change 0" in capsys.readouterr().out
