"""Do the tests notice when a rule is changed? ``python -m tools.mutation [NAME …]`` asks mutmut, in a copy.

Each target names the files to change and the tests that must notice. At least `GOAL` of the changes must be noticed;
the ones that were not are listed. Takes minutes; part of ``dev.py test --full``, not of an ordinary run.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.sources import ROOT

#: The share of changes that tests must notice.
GOAL = 0.85
#: What the copy needs besides the tests.
COPIED = ("src", "tests", "tools", "docs", "dev.py", "pyproject.toml", "locks")
#: Verdicts of mutmut that count as noticed: the tests failed, or ran for ever.
NOTICED = {"killed", "timeout"}
#: What mutmut says of a change it never came to, because the unchanged tests already failed.
NOT_TRIED = "not tried"


@dataclass(frozen=True)
class Target:
    """A group of rule files with the tests that guard them."""

    files: Sequence[str]
    tests: Sequence[str]


def targets(root: Path = ROOT) -> dict[str, Target]:
    """The targets of ``[tool.lianxin.mutation]`` in ``pyproject.toml``."""
    table = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["lianxin"]["mutation"]
    return {name: Target(entry["files"], entry["tests"]) for name, entry in table.items()}


def verdicts(target: Target, root: Path = ROOT) -> dict[str, str]:
    """The verdict on each change, by its name. Raises RuntimeError where mutmut itself fails."""
    with tempfile.TemporaryDirectory(prefix="lianxin-mutation-") as folder:
        copy = Path(folder)
        for name in COPIED:
            source = root / name
            if source.is_dir():
                shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            elif source.exists():
                shutil.copyfile(source, copy / name)
        (copy / "setup.cfg").write_text("", encoding="utf-8")
        with (copy / "pyproject.toml").open("a", encoding="utf-8") as file:
            file.write(_settings(target))
        done = subprocess.run(
            [sys.executable, "-m", "mutmut", "run", "--max-children", "2"], cwd=copy, capture_output=True, check=False
        )
        found = _read(copy / "mutants")
        if not found or all(verdict == NOT_TRIED for verdict in found.values()):
            raise RuntimeError(done.stdout.decode()[-3000:] + done.stderr.decode()[-3000:])
        return found


def _settings(target: Target) -> str:
    entries: Mapping[str, object] = {
        "source_paths": ["src"],
        "only_mutate": list(target.files),
        "also_copy": ["tools", "docs", "dev.py", "locks"],
        "pytest_add_cli_args": ["-q", "-x", "--no-cov", "-p", "no:playwright"],
        "pytest_add_cli_args_test_selection": list(target.tests),
    }
    return "\n[tool.mutmut]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in entries.items())


def _read(folder: Path) -> dict[str, str]:
    """Verdicts from mutmut's own result files."""
    words: dict[int | None, str] = {
        None: NOT_TRIED, 0: "survived", 1: "killed", 3: "killed", 5: "no tests", 33: "no tests", 24: "timeout",
        36: "timeout",
    }  # fmt: skip
    found: dict[str, str] = {}
    for path in folder.rglob("*.meta"):
        codes = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        found.update({name: words.get(code, f"code {code}") for name, code in codes.items()})
    return found


def main(argv: Sequence[str]) -> int:
    """Run the named targets, all without a name; 1 where one misses the goal."""
    known = targets()
    missed = 0
    for name in argv or known:
        found = verdicts(known[name])
        noticed = sum(verdict in NOTICED for verdict in found.values())
        share = noticed / len(found)
        sys.stdout.write(f"{'✓' if share >= GOAL else '✗'} {name}: {noticed} of {len(found)} noticed ({share:.0%})\n")
        sys.stdout.writelines(
            f"    {verdict}: {change}\n" for change, verdict in sorted(found.items()) if verdict not in NOTICED
        )
        missed += share < GOAL
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
