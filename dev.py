#!/usr/bin/env python3
"""The one command of this checkout: ``python3 dev.py demo`` shows the product, ``python3 dev.py test`` proves it.

Standard library only. It makes ``.venv``, installs the hashed lock that the command needs, puts ``src`` on the path and
remembers what it installed, so that the next start takes seconds and needs no network. Messages about the set-up go to
standard error; standard output carries only what the started command itself prints.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent
LOCKS = ROOT / "locks"
VENV = ROOT / ".venv"
MARKER = VENV / "lianxin-ready.json"
OLDEST = (3, 11)
WINDOWS = os.name == "nt"

#: The least branch coverage, in percent, of a run of the whole suite.
LEAST_COVERAGE = 90
#: The modes in which the tests run on PostgreSQL as well, and what asks no database there or brings its own.
LANES = ("composite", "partition")
NOT_IN_LANES = (
    "tests/accessibility", "tests/bench", "tests/core", "tests/crash", "tests/tools", "tests/db/test_citus_golden.py",
)  # fmt: skip

PYTEST = ("-m", "pytest", "--durations=15", "-q")

USAGE = """用法 / usage: python3 dev.py [--data 目录] 命令 …

  demo  [--port N] [--prepare]            启动示例镇（演示数据） / the example town in the browser
  test  [--full] [pytest 参数…]           检查并运行测试 / checks, then tests
        [--coverage]                      同时量分支覆盖率 / with branch coverage
        [--lane composite|partition]      不带浏览器，在 PostgreSQL 上再跑一遍 / once more on PostgreSQL
  check [名称…]                           只做静态检查 / the project's own checks only
  bench [--with 附加包] [名称 参数…]      性能测量 / benchmark programs
  run   [--with 附加包] 命令 参数…        python -m lianxin 的任何命令 / any product command
  run   [--with 附加包] -m 模块 参数…     运行一个模块 / run a module

  --data 目录  数据文件夹，也可用环境变量 LIANXIN_DATA；默认是 var/
               the data folder for every command; default var/
"""


class Refused(Exception):
    """Something the person at the keyboard can put right; the message says how."""


@dataclass
class Request:
    """What was asked for on the command line, with the options that every command shares taken out."""

    command: str = ""
    data: Path = field(default_factory=lambda: ROOT / "var")
    extras: tuple[str, ...] = ()
    rest: list[str] = field(default_factory=list)


# ---------------------------------------------------------------- command line


def read_arguments(argv: list[str], environment: dict[str, str]) -> Request:
    """Understand ``argv``: ``--data DIR`` counts anywhere before a ``--``, ``--with`` only right after the command."""
    words, chosen = take_data(argv)
    data = chosen or environment.get("LIANXIN_DATA") or str(ROOT / "var")
    request = Request(data=Path(data).expanduser().absolute())
    if words:
        request.command, words = words[0], words[1:]
    if request.command in {"run", "bench"}:
        request.extras, words = take_extras(words)
    request.rest = words
    return request


def take_data(argv: list[str]) -> tuple[list[str], str]:
    """The words without ``--data``, and its value (empty where it was not given)."""
    kept: list[str] = []
    value = ""
    words = iter(argv)
    for word in words:
        if word == "--":
            kept.append(word)
            kept.extend(words)
        elif word == "--data":
            value = next(words, "")
            if not value:
                raise Refused("--data 后面要写一个目录。 / --data needs a folder.")
        elif word.startswith("--data="):
            value = word.partition("=")[2]
        else:
            kept.append(word)
    return kept, value


def take_extras(words: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """The extras of a leading ``--with a,b``, and the words after it."""
    if words and words[0].startswith("--with="):
        text, words = words[0].partition("=")[2], words[1:]
    elif words and words[0] == "--with":
        if len(words) < 2:
            raise Refused("--with 后面要写附加包的名称，例如 --with postgres。 / --with needs names of extras.")
        text, words = words[1], words[2:]
    else:
        return (), words
    return tuple(sorted({name.strip() for name in text.split(",") if name.strip()})), words


# ---------------------------------------------------------------- set-up of .venv


def say(text: str) -> None:
    """One line for the person at the keyboard, on standard error."""
    sys.stderr.write(f"[lianxin] {text}\n")
    sys.stderr.flush()


def venv_python() -> Path:
    """The interpreter of ``.venv``."""
    return VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")


def lock_file(extras: tuple[str, ...]) -> Path:
    """The lock of a combination of extras; raises `Refused` where there is none."""
    path = LOCKS / f"{'-'.join(extras) or 'base'}.txt"
    if not path.exists():
        known = "、".join(sorted(file.stem for file in LOCKS.glob("*.txt")))
        raise Refused(f"没有“{','.join(extras)}”这个附加包组合的锁定文件；现有：{known}。")
    return path


def pins_of(lock: Path) -> set[str]:
    """The ``name==version`` lines of a lock."""
    return set(re.findall(r"^([A-Za-z0-9._-]+==[^\s;\\]+)", lock.read_text(encoding="utf-8"), re.MULTILINE))


def installed_pins() -> set[str]:
    """What this script has installed into ``.venv`` so far; nothing where the marker is missing or unreadable."""
    try:
        marker = json.loads(MARKER.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    return set(marker["pins"]) if isinstance(marker, dict) and "pins" in marker else set()


def prepare(extras: tuple[str, ...] = ()) -> None:
    """Make ``.venv`` hold the lock of these extras. Does nothing, without network, when it already does."""
    lock = lock_file(extras)
    with one_at_a_time():
        if not venv_python().exists():
            make_venv()
        wanted, present = pins_of(lock), installed_pins()
        if not wanted <= present:
            install(lock, len(wanted - present))
            remember(present, wanted)
        put_source_on_path()


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Keep two set-ups of one checkout apart (POSIX only; elsewhere people start one at a time)."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with (ROOT / ".venv.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def make_venv() -> None:
    """An empty environment; without its own pip where the interpreter carries a wheel of pip (saves seconds)."""
    say("正在建立 Python 环境 .venv … / making .venv")
    if VENV.exists():
        shutil.rmtree(VENV)
    options = ["--without-pip"] if bundled_pip() else []
    if subprocess.call([sys.executable, "-m", "venv", *options, str(VENV)], stdout=sys.stderr) != 0:
        raise Refused("建立 .venv 失败。Debian、Ubuntu 上请先安装 python3-venv。 / On Debian: apt install python3-venv")


def bundled_pip() -> str:
    """The wheel of pip that came with this interpreter, or an empty string."""
    try:
        import ensurepip
    except ImportError:
        return ""
    found = sorted((Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl"))
    return str(found[-1]) if found else ""


def install(lock: Path, count: int) -> None:
    """Install a lock: with uv where it is at hand, else with pip, from hashes and wheels only."""
    say(f"正在安装 {count} 个软件包（{lock.relative_to(ROOT).as_posix()}，已锁定校验值）… / installing")
    started = time.monotonic()
    # A lock names everything: without --no-deps an older pip resolves extras (coverage[toml]) anew, past the lock,
    # and refuses as soon as a newer version is published.
    options = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
    if shutil.which("uv") and run_quietly(["uv", "pip", "install", "--python", str(venv_python()), *options]) == "":
        pass
    else:
        install_with_pip(options)
    say(f"安装完成，用时 {time.monotonic() - started:.0f} 秒。 / installed")


def install_with_pip(options: list[str]) -> None:
    """Try pip inside the environment, the interpreter's own wheel of pip, and a fresh pip, in this order."""
    python = str(venv_python())
    flags = ["install", "--no-compile", "--no-input", "--disable-pip-version-check", "--progress-bar", "off", *options]
    trouble = ""
    if subprocess.call([python, "-c", "import pip"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
        ways = [[python, "-m", "pip"]]
    else:
        ways = [[python, f"{bundled_pip()}/pip"]] if bundled_pip() else []
        ways.append([python, "-m", "pip"])
    for way in ways:
        if way is not ways[0] or len(ways) == 1:
            run_quietly([python, "-m", "ensurepip"])
        trouble = run_quietly([*way, *flags])
        if not trouble:
            return
    sys.stderr.write(trouble + "\n")
    raise Refused("软件包没有装上。请检查网络和软件源设置后再试。 / packages could not be installed; see above.")


def run_quietly(command: list[str]) -> str:
    """Run with a moving counter instead of output; returns "" on success, else the last lines that were printed."""
    tail: deque[str] = deque(maxlen=25)
    count = 0
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace"
    )
    if process.stdout is None:
        raise RuntimeError("no pipe")
    for line in process.stdout:
        tail.append(line.rstrip())
        if line.startswith("Collecting "):
            count += 1
            if sys.stderr.isatty():
                sys.stderr.write(f"\r[lianxin]   {count} ")
                sys.stderr.flush()
    if count and sys.stderr.isatty():
        sys.stderr.write("\r")
    return "" if process.wait() == 0 else "\n".join(tail) or "failed"


def remember(present: set[str], wanted: set[str]) -> None:
    """Write down what is installed now; a newer version of a package replaces its older line."""
    names = {pin.partition("==")[0] for pin in wanted}
    kept = {pin for pin in present if pin.partition("==")[0] not in names}
    MARKER.write_text(json.dumps({"pins": sorted(kept | wanted)}, indent=0), encoding="utf-8")


def put_source_on_path() -> None:
    """Let the environment import ``src`` without a build; written again when the checkout has moved."""
    pattern = "Lib/site-packages" if WINDOWS else "lib/python3*/site-packages"
    for folder in VENV.glob(pattern):
        pth = folder / "lianxin-src.pth"
        line = f"{ROOT / 'src'}\n"
        if not pth.exists() or pth.read_text(encoding="utf-8") != line:
            pth.write_text(line, encoding="utf-8")


# ---------------------------------------------------------------- commands


def environment_for(request: Request) -> dict[str, str]:
    """The environment of a started command: UTF-8 everywhere and the chosen data folder."""
    return {**os.environ, "LIANXIN_DATA": str(request.data), "PYTHONUTF8": "1"}


def start(request: Request, *words: str) -> int:
    """Run the environment's Python with these words and return its exit code."""
    command = [str(venv_python()), *words]
    try:
        return subprocess.call(command, env=environment_for(request))
    except KeyboardInterrupt:
        return 130


def begin(request: Request, output: IO[bytes], *words: str) -> subprocess.Popen[bytes]:
    """Start the environment's Python with these words beside this process; what it prints goes to ``output``."""
    command = [str(venv_python()), *words]
    return subprocess.Popen(command, env=environment_for(request), stdout=output, stderr=subprocess.STDOUT)


def become(request: Request, *words: str) -> int:
    """Turn this process into that command where the system can, so that signals reach it directly."""
    if WINDOWS:
        return start(request, *words)
    sys.stdout.flush()
    return int(os.execve(str(venv_python()), [str(venv_python()), *words], environment_for(request)))


def demo(request: Request) -> int:
    """The example town: set everything up, print the address and the one-time links, serve."""
    parser = argparse.ArgumentParser(prog="dev.py demo", description="启动示例镇（演示数据）")
    parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认只限本机")
    parser.add_argument("--prepare", action="store_true", help="只准备好环境和数据，不启动")
    options = parser.parse_args(request.rest)
    prepare()
    code = start(request, "-m", "lianxin", "demo-load")
    if code != 0 or options.prepare:
        return code
    words = ["-m", "lianxin", "serve", "--host", options.host, "--port", str(options.port), "--sign-in-links"]
    return become(request, *words)


def test(request: Request) -> int:
    """Checks first, then the tests; arguments after it go to pytest."""
    parser = argparse.ArgumentParser(prog="dev.py test", description="检查并运行测试", add_help=False)
    parser.add_argument("--full", action="store_true", help="连同长的测试、PostgreSQL 两条道和变异测试")
    parser.add_argument("--coverage", action="store_true", help="同时量分支覆盖率，不足就算失败（慢一半）")
    parser.add_argument("--lane", choices=LANES, help="不带浏览器，在 PostgreSQL 上再跑一遍")
    parser.add_argument("--prepare", action="store_true", help="只准备好环境，不跑测试")
    options, words = parser.parse_known_args(request.rest)
    prepare(("dev",))
    os.chdir(ROOT)
    if options.prepare:
        return 0
    compile_once()
    if options.lane:
        return lane(request, options.lane, words)
    code = 0 if words else start(request, "-m", "tools.check")
    if code != 0:
        return code
    os.environ["LIANXIN_FULL"] = "1" if options.full else ""
    code = start(request, *PYTEST, *words) if words else whole_suite(request, measured=options.coverage or options.full)
    if options.full and not words:
        for mode in LANES:
            code = code or lane(request, mode, [])
        code = code or start(request, "-m", "tools.mutation")
    return code


def compile_once() -> None:
    """Let the many processes of a test run share what the first one compiled, whatever the machine says of it."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(VENV / "bytecode")


def whole_suite(request: Request, *, measured: bool) -> int:
    """Every test, in two halves that run beside each other; ``measured`` asks for branch coverage.

    The mark ``beside`` says what belongs to the second half (`tests/conftest.py`): pages in a browser. What it printed
    follows when both have ended, so that reports stay apart.
    """
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as told:
        pieces = [str(Path(folder) / name) for name in ("first", "second")]
        words = (*PYTEST, *(("--cov", "--cov-branch", "--cov-report=") if measured else ()))
        os.environ["COVERAGE_FILE"] = pieces[1]
        beside = begin(request, told, *words, "-m", "beside")
        try:
            os.environ["COVERAGE_FILE"] = pieces[0]
            code = start(request, *words, "-m", "not beside")
            say("另一半 / the other half …")
            code = beside.wait() or code
        finally:
            beside.terminate()
        told.seek(0)
        sys.stdout.write(told.read().decode(errors="replace"))
        os.environ["COVERAGE_FILE"] = str(Path(folder) / "whole")
        if measured:
            code = code or start(request, "-m", "coverage", "combine", "--quiet", *pieces)
            code = code or start(request, "-m", "coverage", "report", f"--fail-under={LEAST_COVERAGE}")
        del os.environ["COVERAGE_FILE"]
    return code


def lane(request: Request, mode: str, words: list[str]) -> int:
    """The tests once more on PostgreSQL in one of the product's modes, without browser and without coverage."""
    os.environ["LIANXIN_TEST_DB"] = mode
    try:
        say(f"PostgreSQL：{mode}")
        chosen = words or ["tests", *(f"--ignore={path}" for path in NOT_IN_LANES)]
        return start(request, "-m", "pytest", "--durations=5", "-q", "-m", "not browser", *chosen)
    finally:
        del os.environ["LIANXIN_TEST_DB"]


def check(request: Request) -> int:
    """The project's own checks; names after it choose some of them."""
    prepare(("dev",))
    os.chdir(ROOT)
    return become(request, "-m", "tools.check", *request.rest)


def bench(request: Request) -> int:
    """A benchmark program of ``bench/``; without a name the list of them."""
    programs = bench_programs()
    if not request.rest or request.rest[0] in {"-h", "--help"}:
        sys.stdout.write("可用的测量程序 / programs：\n" + "".join(f"  {name}\n" for name in programs))
        return 0
    name = request.rest[0]
    if name not in programs:
        raise Refused(f"没有名为“{name}”的测量程序；现有：{'、'.join(programs) or '无'}。")
    prepare(request.extras)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return become(request, "-m", f"bench.{programs[name]}", *request.rest[1:])


def bench_programs() -> dict[str, str]:
    """What can be measured, as it is typed, and its module; files of ``bench/`` without a main part help the others."""
    files = sorted((ROOT / "bench").glob("*.py"))
    programs = [path.stem for path in files if 'if __name__ == "__main__":' in path.read_text(encoding="utf-8")]
    return {name.rstrip("_").replace("_", "-"): name for name in programs}


def run(request: Request) -> int:
    """Any command of the product, or any module with ``-m``."""
    prepare(request.extras)
    words = request.rest
    if words[:1] == ["-m"]:
        if len(words) < 2:
            raise Refused("-m 后面要写模块名。 / -m needs a module.")
        return become(request, *words)
    return become(request, "-m", "lianxin", *words)


COMMANDS = {"demo": demo, "test": test, "check": check, "bench": bench, "run": run}


def main(argv: list[str]) -> int:
    """Do what the command line asks and return the exit code."""
    request = read_arguments(argv, dict(os.environ))
    if request.command in {"-h", "--help", "help"}:
        sys.stdout.write(USAGE)
        return 0
    if request.command not in COMMANDS:
        sys.stderr.write(USAGE)
        return 2
    return COMMANDS[request.command](request)


def find_newer_python() -> str:
    """A newer interpreter on the path, for a machine whose plain ``python3`` is too old."""
    for minor in (14, 13, 12, 11):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    return ""


def entry() -> NoReturn:
    """Start with an interpreter that is new enough, and turn `Refused` into one line."""
    if sys.version_info < OLDEST:
        newer = find_newer_python()
        if newer:
            raise SystemExit(subprocess.call([newer, __file__, *sys.argv[1:]]))
        raise SystemExit("需要 Python 3.11 或更新的版本。 / Python 3.11 or newer is needed.")
    try:
        raise SystemExit(main(sys.argv[1:]))
    except Refused as trouble:
        raise SystemExit(f"[lianxin] {trouble}") from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None


if __name__ == "__main__":
    entry()
