"""``dev.py check``: everything about the code that can be said without running the product.

Each check prints one line: ✓ or ✗, its name, its time; a failing one prints what it found below. Checks that start
other programs run beside the others. Name some of them to run only those: ``dev.py check mypy templates``.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from tools.sources import PACKAGE, ROOT, modules, tracked_files

CODE = ["src", "tests", "tools", "bench", "dev.py"]
#: How many findings of one check are shown.
SHOWN = 40


@dataclass(frozen=True)
class Result:
    """What a check found and how long it took."""

    name: str
    problems: list[str]
    seconds: float


def _program(*words: str) -> Callable[[], list[str]]:
    """A check that is another program: its exit code decides, its output is the finding."""

    def call() -> list[str]:
        done = subprocess.run(
            [sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
        )
        lines = (done.stdout + done.stderr).strip().splitlines()
        return [] if done.returncode == 0 else [line for line in lines if "nosec encountered" not in line]

    return call


def _existing(*names: str) -> list[str]:
    return [name for name in names if (ROOT / name).exists()]


def _references() -> list[str]:
    from lianxin.conf.rooms import LAYERS
    from tools import references

    return list(references.upward(modules(), LAYERS))


def _limits() -> list[str]:
    from tools import limits

    everything = modules(ROOT, *_existing("src", "tests", "tools", "bench"))
    own = modules()
    return [*limits.too_long(everything), *limits.own_clock(own), *limits.writes_outside_actions(own)]


def _docstrings() -> list[str]:
    from tools import documented

    return list(documented.undocumented(modules(), documented.fills_in_a_base))


def _templates() -> list[str]:
    from tools import templates

    pages = templates.files_below(PACKAGE, "templates", ".html", ".txt", ".xml", ".svg")
    assets = templates.files_below(PACKAGE, "static", ".js", ".css", ".svg")
    return [
        *templates.broken(pages, ROOT),
        *templates.forbidden(pages, ROOT),
        *templates.foreign_assets(assets, ROOT),
    ]


def _catalogues() -> list[str]:
    from tools import catalogues

    return list(catalogues.problems())


def _hosts() -> list[str]:
    from tools import hosts

    return list(hosts.named(tracked_files(), ROOT))


def _policies() -> list[str]:
    from tools import addresses

    return list(addresses.without_policy())


#: How bandit says one finding.
_BANDIT_LINE = "{relpath}:{line}: {test_id} {msg}"

#: Checks in this process, then checks that are programs; the slowest programs first.
OWN: dict[str, Callable[[], list[str]]] = {
    "references": _references,
    "limits": _limits,
    "docstrings": _docstrings,
    "templates": _templates,
    "catalogues": _catalogues,
    "hosts": _hosts,
    "policies": _policies,
}
PROGRAMS: dict[str, Callable[[], list[str]]] = {
    "mypy": _program("mypy", "--no-error-summary", "src/lianxin", "tools", "dev.py"),
    "imports": _program("tools.imports"),
    "bandit": _program(
        "bandit", "-q", "-ll", "-r", "src", "-c", "pyproject.toml", "-f", "custom", "--msg-template", _BANDIT_LINE
    ),
    "ruff": _program("ruff", "check", "-q", "--output-format", "concise", *_existing(*CODE)),
    "format": _program("ruff", "format", "--check", "--output-format", "concise", *_existing(*CODE)),
    "django": _program("django", "check", "--fail-level", "WARNING"),
    "migrations": _program("django", "makemigrations", "--check", "--dry-run"),
}


def run(names: Sequence[str], show: Callable[[str], None]) -> int:
    """Run the named checks (all without a name) and return the exit code."""
    wanted = list(names) or [*OWN, *PROGRAMS]
    unknown = [name for name in wanted if name not in OWN and name not in PROGRAMS]
    if unknown:
        show(f"unknown: {', '.join(unknown)}; there are {', '.join([*OWN, *PROGRAMS])}\n")
        return 2
    started = time.monotonic()
    with ThreadPoolExecutor(max_workers=2) as pool:
        waiting = [pool.submit(_timed, name, PROGRAMS[name]) for name in PROGRAMS if name in wanted]
        failed = [_shown(_timed(name, OWN[name]), show) for name in OWN if name in wanted]
        failed += [_shown(result, show) for result in _finished(waiting)]
    count = sum(failed)
    show(f"{len(failed)} checks, {count} failed, {time.monotonic() - started:.1f} s\n")
    return 1 if count else 0


def _finished(futures: Iterable[Future[Result]]) -> Iterable[Result]:
    return (future.result() for future in futures)


def _timed(name: str, check: Callable[[], list[str]]) -> Result:
    started = time.monotonic()
    problems = check()
    return Result(name, problems, time.monotonic() - started)


def _shown(result: Result, show: Callable[[str], None]) -> bool:
    """Print one result; whether it failed."""
    show(f"{'✗' if result.problems else '✓'} {result.name:<12}{result.seconds:6.1f} s\n")
    for line in result.problems[:SHOWN]:
        show(f"    {line}\n")
    if len(result.problems) > SHOWN:
        show(f"    … and {len(result.problems) - SHOWN} more\n")
    return bool(result.problems)


def set_up_django() -> None:
    """Django with a throw-away data folder and no database file, here and in the programs started from here."""
    import django

    os.environ["LIANXIN_DATA"] = tempfile.mkdtemp(prefix="lianxin-check-")
    os.environ["LIANXIN_DATABASE_URL"] = "sqlite://:memory:"
    os.environ["DJANGO_SETTINGS_MODULE"] = "lianxin.conf.settings"
    os.environ["PYTHONWARNINGS"] = "ignore"
    django.setup()


def main(argv: list[str]) -> int:
    """Set Django up and run."""
    set_up_django()

    def show(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    return run(argv, show)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
