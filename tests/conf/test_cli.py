"""The command line: help, data folder, and what is said about a wrong command."""

from pathlib import Path

import pytest

from lianxin.conf import cli


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    try:
        code = cli.main(words)
    except SystemExit as end:
        code = int(end.code or 0)
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LIANXIN_DATA", str(tmp_path / "unused"))


def test_help_lists_every_command_with_a_chinese_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "--help")
    assert code == 0
    for name in cli.command_names():
        line = next(line for line in out.splitlines() if line.strip().startswith(name))
        assert any("一" <= char <= "龥" for char in line)


def test_without_a_command_the_help_is_shown_and_the_code_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys)
    assert code == 2
    assert "命令：" in out


def test_every_commands_own_help_is_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    for name in cli.command_names():
        code, out, err = run(capsys, name, "--help")
        assert (code, err) == (0, "")
        assert out.startswith("用法：lianxin ")
        assert "显示这段说明" in out


def test_an_unknown_command_suggests_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "bakcup")
    assert (code, out) == (2, "")
    assert "没有“bakcup”这个命令" in err
    assert "backup" in err


def test_a_wrong_argument_is_explained_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    code, _out, err = run(capsys, "serve", "--port", "http")
    assert code == 2
    assert "参数 --port 的值 'http' 不是整数" in err


@pytest.mark.parametrize(
    ("words", "kept", "data"),
    [
        (["--data", "d", "verify"], ["verify"], "d"),
        (["verify", "--data=d"], ["verify"], "d"),
        (["backup", "f", "--data", "d", "--with-keys"], ["backup", "f", "--with-keys"], "d"),
        (["shell", "--", "--data", "d"], ["shell", "--", "--data", "d"], ""),
    ],
)
def test_the_data_folder_may_be_named_anywhere_before_two_dashes(words: list[str], kept: list[str], data: str) -> None:
    assert cli.take_data(words) == (kept, data)


def test_a_data_option_without_a_folder_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, _out, err = run(capsys, "verify", "--data")
    assert code == 2
    assert "--data 后面要写一个目录" in err


def test_a_folder_that_was_never_installed_is_named_with_the_way_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, err = run(capsys, "verify", "--data", str(tmp_path / "nowhere"))
    assert (code, out) == (2, "")
    assert "还没有安装" in err
    assert f"--data {tmp_path / 'nowhere'} init" in err


def test_a_bad_option_is_one_line_instead_of_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIANXIN_THREADS", "many")
    code, out, err = run(capsys, "doctor")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "threads" in err


def test_a_command_that_needs_no_data_is_not_troubled_by_a_broken_settings_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "lianxin.toml").write_text("= broken", encoding="utf-8")
    code, out, err = run(capsys, "--data", str(tmp_path), "deadline", "2025-01-24", "7")
    assert (code, err) == (0, "")
    assert out.startswith("2025-02-10\n")


def test_asking_for_help_makes_no_data_folder(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(capsys, "--data", str(tmp_path / "new"), "init", "--help")[0] == 0
    assert not (tmp_path / "new").exists()


def test_a_command_says_what_it_needs_before_it_is_imported() -> None:
    assert cli.facts_of("deadline").needs_django is False
    assert cli.facts_of("deadline").needs_data is False
    assert cli.facts_of("init").creates_data is True
    assert cli.facts_of("doctor").needs_data is False


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--version")[1].strip() == "0.1.0"


def test_the_doctor_lists_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "doctor", "--options")
    assert code == 0
    assert "LIANXIN_DATABASE_URL" in out
