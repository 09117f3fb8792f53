"""The ``deadline`` command: a date first, then why; a line for every line."""

import argparse
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lianxin.conf.commands import deadline
from lianxin.core.workdays import YearTable, builtin_calendar

SOURCE = Path(__file__).resolve().parents[2] / "src"


def ask(*arguments: str) -> int:
    """Run the command in this process."""
    parser = argparse.ArgumentParser()
    deadline.configure(parser)
    return deadline.run(parser.parse_args(arguments))


def python(*arguments: str, stdin: str = "", folder: Path) -> subprocess.CompletedProcess[str]:
    """Run Python in an empty folder with no settings of ours in the environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIANXIN", "DJANGO"))}
    environment = kept | {"PYTHONPATH": str(SOURCE), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, *arguments], input=stdin, capture_output=True, text=True, encoding="utf-8", env=environment,
        cwd=folder, timeout=120, check=False,
    )  # fmt: skip


def test_the_date_is_printed_first_and_then_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("2025-01-24", "7") == 0
    assert capsys.readouterr().out == (
        "2025-02-10\n"
        "收到日2025年1月24日（星期五）为第0日，7个工作日后到期：2025年2月10日（星期一）。\n"
        "跳过休息日10天：1月25日（星期六）、1月28日至2月4日春节、2月9日（星期日）。\n"
        "计入调休上班2天：1月26日（星期日，春节调休）、2月8日（星期六，春节调休）。\n"
    )


@pytest.mark.parametrize(
    ("arguments", "first"),
    [
        (("2026-12-31", "1"), "2027-01-04 provisional"),
        (("2025-01-31", "1", "--months"), "2025-02-28"),
        (("2025-01-31", "1", "--unit", "months"), "2025-02-28"),
        (("2025-01-24", "5", "--unit", "days"), "2025-02-05"),
        (("2025-01-24", "5", "--unit", "days", "--no-roll"), "2025-01-29"),
        (("2025-01-24", "5", "--unit", "workdays", "--no-roll"), "2025-02-07"),
        (("1990-01-01", "1"), "1990-01-02 provisional"),
    ],
)
def test_units_and_provisional_dates(
    arguments: tuple[str, ...], first: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(*arguments) == 0
    assert capsys.readouterr().out.splitlines()[0] == first


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "应写成“年-月-日 数字”，例如 2025-01-24 7"),
        (("2025-01-24",), "应写成“年-月-日 数字”，例如 2025-01-24 7"),
        (("2025/01/24", "7"), "应写成“年-月-日 数字”，例如 2025-01-24 7"),
        (("20250124", "7"), "应写成“年-月-日 数字”，例如 2025-01-24 7"),
        (("2025-01-24", "七"), "应写成“年-月-日 数字”，例如 2025-01-24 7"),
        (("2025-02-30", "7"), "没有 2025-02-30 这一天"),
        (("2025-01-24", "0"), "期限应在 1 至 36500个工作日之间"),
        (("2025-01-24", "36501", "--months"), "期限应在 1 至 36500个月之间"),
        (("9999-12-01", "60"), "超出日历范围（公元 9999 年）"),
        (("9999-12-01", "60", "--months"), "超出日历范围（公元 9999 年）"),
        (("9999-12-01", "60", "--unit", "days"), "超出日历范围（公元 9999 年）"),
    ],
)
def test_what_cannot_be_counted_is_said_in_words(
    arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(*arguments) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", message + "\n")


def batch(stdin: str, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run a batch in this process."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
    return ask("--batch", *arguments)


def test_a_batch_answers_line_by_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    stdin = "\ufeff2025-01-24 7\r\n2026-12-31\t1\n\n x 3\n2025-01-24 0\n2025-01-24   1\n"
    stdin += "9999-12-30 9\n2025-02-30 1\n2025-01-24 7 8"
    assert batch(stdin, monkeypatch) == 2
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [
        "2025-02-10", "2027-01-04 provisional", "", "error", "error", "2025-01-26", "error", "error", "error",
    ]  # fmt: skip
    assert printed.err.splitlines() == [
        "第4行：应写成“年-月-日 数字”，例如 2025-01-24 7",
        "第5行：期限应在 1 至 36500个工作日之间",
        "第7行：超出日历范围（公元 9999 年）",
        "第8行：没有 2025-02-30 这一天",
        "第9行：应写成“年-月-日 数字”，例如 2025-01-24 7",
    ]


def test_a_batch_without_mistakes_ends_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert batch("", monkeypatch) == 0
    assert batch("2025-01-31 1\n2025-07-01 3\n9999-12-01 60", monkeypatch, "--months") == 2
    assert batch("2025-01-24 5\n", monkeypatch, "--unit", "days", "--no-roll") == 0
    assert capsys.readouterr().out.splitlines() == ["2025-02-28", "2025-10-09", "error", "2025-01-29"]


def test_a_towns_own_table_can_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "2027.CSV"
    table.write_text("日期,类型,名称\n2027-01-04,休,镇庆\n", encoding="utf-8-sig")
    assert ask("2026-12-31", "1", "--table", str(table)) == 0
    assert capsys.readouterr().out.splitlines()[0] == "2027-01-01"
    other = tmp_path / "2026.json"
    other.write_text(YearTable(2026).to_json(), encoding="utf-8")
    assert ask("2025-12-31", "1", "--table", str(other), "--table", str(table)) == 0
    assert capsys.readouterr().out.splitlines()[0] == "2026-01-01"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "读不了年历表"),
        (b"\xff\xfe\xff", "读不了年历表"),
        (b"2027-13-01,x", "有误：\n第1行：日期“2027-13-01”看不懂"),
    ],
)
def test_a_table_that_cannot_be_used_is_named(
    content: bytes | None, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "坏表.csv"
    if content is not None:
        path.write_bytes(content)
    assert ask("2025-01-24", "1", "--table", str(path)) == 2
    assert message in capsys.readouterr().err
    assert ask("--batch", "--table", str(path)) == 2
    assert "坏表.csv" in capsys.readouterr().err


def test_the_command_says_what_it_is() -> None:
    assert deadline.NEEDS_DJANGO is False
    assert deadline.HELP == "计算到期日并说明理由（工作日、自然日、月）"


def test_the_program_answers_from_an_empty_folder_and_leaves_it_empty(tmp_path: Path) -> None:
    done = python("-m", "lianxin", "deadline", "2025-01-24", "7", folder=tmp_path)
    assert (done.returncode, done.stderr, done.stdout.splitlines()[0]) == (0, "", "2025-02-10")
    assert list(tmp_path.iterdir()) == []


def test_the_longest_period_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("2025-01-24", "36500", "--unit", "days") == 0
    assert capsys.readouterr().out.splitlines()[0] == "2125-01-02 provisional"


def test_the_command_does_not_import_django(tmp_path: Path) -> None:
    script = "import sys, lianxin.conf.commands.deadline\nassert not [n for n in sys.modules if n.startswith('django')]"
    done = python("-c", script, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_program_answers_100_000_lines_in_seconds(tmp_path: Path) -> None:
    years = [2004 + at % 23 for at in range(100_000)]
    lines = [f"{year}-0{1 + at % 9}-{10 + at % 18} {1 + at % 60}" for at, year in enumerate(years)]
    done = python("-m", "lianxin", "deadline", "--batch", stdin="\n".join(lines) + "\n", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    answers = done.stdout.splitlines()
    assert len(answers) == 100_000
    for line, answer in list(zip(lines, answers, strict=True))[::997]:
        assert answer == deadline.quick(builtin_calendar(), line, deadline._UNITS["workdays"], roll=True)
