"""``dev.py``: what it understands, and what it installs when."""

import importlib.util
import itertools
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import IO

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def dev(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """dev.py as a module whose environment lies in a temporary folder."""
    spec = importlib.util.spec_from_file_location("dev_under_test", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "dev_under_test", module)
    spec.loader.exec_module(module)
    for name, value in (("ROOT", tmp_path), ("VENV", tmp_path / ".venv"), ("LOCKS", tmp_path / "locks")):
        monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(module, "MARKER", tmp_path / ".venv" / "ready.json")
    (tmp_path / "locks").mkdir()
    site = tmp_path / ".venv" / "lib" / "python3.11" / "site-packages"
    site.mkdir(parents=True)
    module.venv_python().parent.mkdir(parents=True)
    module.venv_python().touch()
    return module


@pytest.mark.parametrize(
    ("argv", "command", "data", "extras", "rest"),
    [
        (["demo", "--port", "9000"], "demo", "var", (), ["--port", "9000"]),
        (["--data", "/d", "demo"], "demo", "/d", (), []),
        (["demo", "--data=/d", "--prepare"], "demo", "/d", (), ["--prepare"]),
        (["run", "--data", "/d", "deadline", "2025-01-24", "7"], "run", "/d", (), ["deadline", "2025-01-24", "7"]),
        (["run", "import-opinions", "f.csv", "--data", "/d"], "run", "/d", (), ["import-opinions", "f.csv"]),
        (["run", "--with", "nlp,embed", "-m", "x", "a"], "run", "var", ("embed", "nlp"), ["-m", "x", "a"]),
        (["run", "--with=nlp", "x"], "run", "var", ("nlp",), ["x"]),
        (["--data", "/d", "bench", "--with", "nlp", "load", "5"], "bench", "/d", ("nlp",), ["load", "5"]),
        (["run", "x", "--with", "y"], "run", "var", (), ["x", "--with", "y"]),
        (["run", "x", "--", "--data", "y"], "run", "var", (), ["x", "--", "--data", "y"]),
    ],
)
def test_the_shared_options_are_understood_wherever_they_stand(dev, argv, command, data, extras, rest) -> None:
    request = dev.read_arguments(argv, {})
    wanted = dev.ROOT / data if data == "var" else Path(data)
    assert (request.command, request.data, request.extras, request.rest) == (command, wanted, extras, rest)


def test_the_environment_names_the_data_folder_unless_the_command_line_does(dev) -> None:
    assert dev.read_arguments(["demo"], {"LIANXIN_DATA": "/e"}).data == Path("/e")
    assert dev.read_arguments(["demo", "--data", "/d"], {"LIANXIN_DATA": "/e"}).data == Path("/d")


@pytest.mark.parametrize("argv", [["demo", "--data"], ["run", "--with"]])
def test_an_option_without_its_value_is_refused(dev, argv: list[str]) -> None:
    with pytest.raises(dev.Refused):
        dev.read_arguments(argv, {})


def test_a_combination_of_extras_without_a_lock_is_refused_and_the_existing_ones_are_named(dev) -> None:
    (dev.LOCKS / "base.txt").write_text("", encoding="utf-8")
    with pytest.raises(dev.Refused, match="base"):
        dev.lock_file(("gmp", "nlp"))


def test_a_lock_is_installed_once_and_again_only_when_it_changed(dev, monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[int] = []
    monkeypatch.setattr(dev, "install", lambda lock, count: installed.append(count))
    lock = dev.LOCKS / "base.txt"
    lock.write_text("django==5.2 \\\n    --hash=sha256:0\nnh3==1 ; sys_platform != 'x' \\\n", encoding="utf-8")
    dev.prepare()
    dev.prepare()
    assert installed == [2]
    lock.write_text("django==5.3 \\\n    --hash=sha256:0\nnh3==1\n", encoding="utf-8")
    dev.prepare()
    assert installed == [2, 1]
    assert set(json.loads(dev.MARKER.read_text(encoding="utf-8"))["pins"]) == {"django==5.3", "nh3==1"}


def test_a_smaller_lock_needs_nothing_after_a_larger_one(dev, monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[str] = []
    monkeypatch.setattr(dev, "install", lambda lock, count: installed.append(lock.stem))
    (dev.LOCKS / "dev.txt").write_text("a==1\nb==2\n", encoding="utf-8")
    (dev.LOCKS / "base.txt").write_text("a==1\n", encoding="utf-8")
    dev.prepare(("dev",))
    dev.prepare()
    assert installed == ["dev"]


def test_an_environment_made_by_hand_is_adopted_by_installing_over_it(dev, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "make_venv", lambda: pytest.fail("the environment was there"))
    monkeypatch.setattr(dev, "install", lambda lock, count: None)
    (dev.LOCKS / "base.txt").write_text("a==1\n", encoding="utf-8")
    assert dev.installed_pins() == set()
    dev.prepare()
    assert dev.installed_pins() == {"a==1"}


def test_a_damaged_note_counts_as_nothing_installed(dev) -> None:
    dev.MARKER.write_text("{", encoding="utf-8")
    assert dev.installed_pins() == set()


def test_the_source_is_put_on_the_path_and_follows_a_moved_checkout(dev) -> None:
    dev.put_source_on_path()
    (pth,) = dev.VENV.glob("lib/*/site-packages/lianxin-src.pth")
    assert pth.read_text(encoding="utf-8") == f"{dev.ROOT / 'src'}\n"
    pth.write_text("/elsewhere\n", encoding="utf-8")
    dev.put_source_on_path()
    assert pth.read_text(encoding="utf-8") == f"{dev.ROOT / 'src'}\n"


def test_a_command_gets_the_data_folder_and_utf8(dev) -> None:
    environment = dev.environment_for(dev.read_arguments(["run", "--data", "/d", "x"], {}))
    assert (environment["LIANXIN_DATA"], environment["PYTHONUTF8"]) == ("/d", "1")


def test_what_another_program_printed_is_shown_only_when_it_failed(dev) -> None:
    assert dev.run_quietly([sys.executable, "-c", "print('fine')"]) == ""
    assert "broken" in dev.run_quietly([sys.executable, "-c", "print('broken'); raise SystemExit(1)"])


def test_no_command_and_an_unknown_one_show_the_usage(dev, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main([]) == 2
    assert dev.main(["fly"]) == 2
    assert capsys.readouterr().err.count("用法") == 2
    assert dev.main(["--help"]) == 0
    assert "dev.py" in capsys.readouterr().out


@pytest.fixture
def started(dev, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The commands that `dev.py test` starts, each with the database it would run on; none of them runs."""
    seen: list[tuple[str, ...]] = []
    monkeypatch.setattr(dev, "prepare", lambda extras=(): None)
    monkeypatch.setattr(dev.os, "chdir", lambda path: None)
    monkeypatch.setenv("LIANXIN_FULL", "")
    monkeypatch.delenv("LIANXIN_TEST_DB", raising=False)

    def start(request: object, *words: str) -> int:
        seen.append((dev.os.environ.get("LIANXIN_TEST_DB", "sqlite"), *words))
        return 0

    class Beside:
        """A process beside this one that has ended well."""

        def wait(self) -> int:
            return 0

        def terminate(self) -> None:
            """Nothing is left to end."""

    def begin(request: object, output: IO[bytes], *words: str) -> Beside:
        start(request, *words)
        output.write(b"pages are fine\n")
        return Beside()

    monkeypatch.setattr(dev, "start", start)
    monkeypatch.setattr(dev, "begin", begin)
    return seen


def test_a_whole_run_checks_first_and_a_part_of_it_does_not(dev, started) -> None:
    assert dev.main(["test"]) == 0
    assert dev.main(["test", "tests/core", "-x"]) == 0
    assert [words[2] for words in started] == ["tools.check", "pytest", "pytest", "pytest"]
    assert started[3][-2:] == ("tests/core", "-x")
    assert not any(word.startswith("--cov") for words in started for word in words)


def test_coverage_is_measured_where_it_is_asked_for_and_must_be_enough(dev, started) -> None:
    assert dev.main(["test", "--coverage"]) == 0
    assert [words[2] for words in started] == ["tools.check", "pytest", "pytest", "coverage", "coverage"]
    assert all("--cov-branch" in words for words in started[1:3])
    assert "--fail-under=90" in started[4]


def test_a_whole_run_tries_every_test_once_and_shows_both_reports(dev, started, capsys) -> None:
    assert dev.main(["test"]) == 0
    chosen = [words[words.index("-m", 2) + 1] for words in started if words[2] == "pytest"]
    assert chosen == ["beside", "not beside"]
    assert "pages are fine" in capsys.readouterr().out


@pytest.mark.parametrize("failing", ["beside", "not beside"])
def test_either_half_of_the_suite_can_fail_the_whole(dev, started, monkeypatch, failing: str) -> None:
    python = sys.executable
    words = {half: ["-c", f"raise SystemExit({int(half == failing)})"] for half in ("beside", "not beside")}
    whole = dev.subprocess.Popen
    monkeypatch.setattr(dev, "begin", lambda request, output, *rest: whole([python, *words["beside"]], stdout=output))
    monkeypatch.setattr(dev, "start", lambda request, *rest: dev.subprocess.call([python, *words["not beside"]]))
    assert dev.whole_suite(None, measured=False) == 1


def test_a_full_run_adds_both_lanes_and_mutation(dev, started) -> None:
    assert dev.main(["test", "--full"]) == 0
    assert [(words[0], words[2]) for words in started] == [
        ("sqlite", "tools.check"), ("sqlite", "pytest"), ("sqlite", "pytest"), ("sqlite", "coverage"),
        ("sqlite", "coverage"), ("composite", "pytest"), ("partition", "pytest"), ("sqlite", "tools.mutation"),
    ]  # fmt: skip


def test_a_lane_runs_without_browser_and_may_be_narrowed(dev, started) -> None:
    assert dev.main(["test", "--lane", "composite"]) == 0
    assert dev.main(["test", "--lane", "partition", "tests/journal"]) == 0
    assert all(words[:3] == (mode, "-m", "pytest") for words, mode in zip(started, dev.LANES, strict=True))
    assert "not browser" in started[0]
    assert f"--ignore={dev.NOT_IN_LANES[0]}" in started[0]
    assert started[1][-1] == "tests/journal"
    assert all((ROOT / path).exists() for path in dev.NOT_IN_LANES)


def test_an_unknown_benchmark_is_refused_and_the_list_is_printed_without_a_name(dev, capsys) -> None:
    (dev.ROOT / "bench").mkdir()
    (dev.ROOT / "bench" / "import_.py").write_text('if __name__ == "__main__":\n    main()\n', encoding="utf-8")
    (dev.ROOT / "bench" / "load.py").write_text('if __name__ == "__main__":\n    main()\n', encoding="utf-8")
    (dev.ROOT / "bench" / "common.py").touch()
    assert dev.main(["bench"]) == 0
    assert "load" in capsys.readouterr().out
    with pytest.raises(dev.Refused, match="load"):
        dev.main(["bench", "nothing"])


@pytest.mark.parametrize("name", sorted(file.stem for file in (ROOT / "locks").glob("*.txt")))
def test_a_lock_names_no_host_and_hashes_every_package(name: str) -> None:
    text = (ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    packages = [block for block in text.split("\n") if "==" in block]
    assert len(packages) >= 30
    assert all(line.endswith("\\") for line in packages)


def test_the_locks_agree_with_each_other(dev) -> None:
    whole = dev.pins_of(ROOT / "locks" / "dev.txt")
    for lock in (ROOT / "locks").glob("*.txt"):
        ours = {pin for pin in dev.pins_of(lock) if not pin.startswith("gunicorn==")}  # only measured against
        if lock.stem in {"nlp", "embed", "embed-nlp", "ocr"}:  # too large for the tests; what both hold must agree
            known = {pin.partition("==")[0] for pin in whole}
            ours = {pin for pin in ours if pin.partition("==")[0] in known}
        assert ours <= whole, lock.name


def test_every_lock_has_its_names_and_every_combination_of_extras_a_lock() -> None:
    stems = {file.stem for file in (ROOT / "locks").glob("*.in")}
    assert stems == {file.stem for file in (ROOT / "locks").glob("*.txt")}
    extras = ("docx", "pdf", "postgres", "sso")
    combined = {"-".join(some) for size in range(1, len(extras) + 1) for some in itertools.combinations(extras, size)}
    assert combined | {"base", "dev"} <= stems


@pytest.mark.parametrize(("name", "below"), [("bench", "base"), ("bench-postgres", "postgres")])
def test_a_measurement_adds_the_peer_it_compares_with_and_nothing_else(dev, name: str, below: str) -> None:
    more = dev.pins_of(ROOT / "locks" / f"{name}.txt") - dev.pins_of(ROOT / "locks" / f"{below}.txt")
    assert {pin.partition("==")[0] for pin in more} <= {"gunicorn", "packaging"}
    assert any(pin.startswith("gunicorn==") for pin in more)
    assert all(pin in dev.pins_of(ROOT / "locks" / "dev.txt") for pin in more if not pin.startswith("gunicorn"))


@pytest.mark.skipif(not (ROOT / ".venv" / "lianxin-ready.json").exists(), reason="dev.py has not made .venv here")
def test_standard_output_carries_only_what_the_command_prints(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "dev.py"), "--data", str(tmp_path / "d"), "run", "deadline", "--batch"],
        input="2025-01-24 7\n2025-01-24 1\n",
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "2025-02-10\n2025-01-26\n", "")
    assert not (tmp_path / "d").exists()
