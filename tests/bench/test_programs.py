"""The benchmark programs: a figure never stands alone, and every program runs from start to end on a little data."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import common

ROOT = Path(__file__).parents[2]


def run(data: Path, *words: str) -> str:
    """One program in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LIANXIN_", "COV"))}
    environment |= {
        "LIANXIN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "lianxin.conf.settings",
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", f"bench.{words[0]}", *words[1:]],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_a_figure_stands_beside_its_floor_the_yardstick_and_the_load(capsys: pytest.CaptureFixture[str]) -> None:
    report = common.Report("样张", yardstick=7.0)
    report.add(common.Figure("提交", 12.0, "ms", 4.0, "原样语句", "32", load="0.50/2"))
    report.add(common.Figure("到期日", 1.0, "µs", 500.0, "逐日数", load="0.50/2"))
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2] == "提交: 12 ms；3.00× 原样语句 (4 ms)；语句 statements 32；标尺 7.0 ms，负载 0.50/2"
    assert "1/500 × 逐日数 (500 µs)" in lines[-1]


def test_measuring_counts_every_call_and_warms_up_first() -> None:
    calls: list[int] = []
    times = common.measure(lambda: calls.append(1), 5, warm=2)
    assert (len(calls), len(times.cpu), len(times.wall)) == (7, 5, 5)


def test_ctrl_c_ends_a_program_quietly(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended, common.stoppable():
        raise KeyboardInterrupt
    assert ended.value.code == 130
    assert "已停止" in capsys.readouterr().err


def test_generated_data_lie_in_a_folder_of_their_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LIANXIN_DATA", str(tmp_path))
    assert common.folder_for("town") == tmp_path / "bench" / "town"


@pytest.mark.full
@pytest.mark.parametrize(
    ("words", "seen"),
    [
        (("deadline", "--times", "1"), "答案不同 0 题"),
        (("submit", "--times", "2"), "提交，CPU"),
        (("assignment", "--towns", "0", "--small", "2"), "违反硬性规则 0 处，没有排到 0 处"),
        (("ballots", "--elections", "1", "--deputies", "0"), "1.00× 一共"),
        (("import_", "--rows", "60"), "导入，每秒行数"),
        (("pages", "--cases", "20", "--times", "1"), "事项页：已办结（20 件）"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_every_program_runs_from_start_to_end(tmp_path: Path, words: tuple[str, ...], seen: str) -> None:
    assert seen in run(tmp_path, *words)
