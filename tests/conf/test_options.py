"""Options: where they come from, and how a bad one is explained."""

from pathlib import Path

import pytest

from lianxin.conf.options import BadOption, describe, load_options


def load(data: Path, **variables: str):
    return load_options({"LIANXIN_DATA": str(data), **variables})


def test_without_any_setting_the_town_lives_in_one_file_of_the_data_folder(tmp_path: Path) -> None:
    options = load(tmp_path)
    assert options.database.mode == "sqlite"
    assert options.database.settings["NAME"] == str(tmp_path / "lianxin.sqlite3")
    assert options.media == tmp_path / "media"


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    (tmp_path / "lianxin.toml").write_text('threads = 4\nsite_url = "https://lx.example.cn/"\n', encoding="utf-8")
    options = load(tmp_path, LIANXIN_THREADS="8")
    assert (options.threads, options.site_url, options.workers) == (8, "https://lx.example.cn", 2)


def test_a_data_folder_given_as_a_relative_path_becomes_absolute(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert load(Path("x")).data == tmp_path / "x"


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("LIANXIN_THREADS", "0", "应是 1 到 64 之间的整数"),
        ("LIANXIN_THREADS", "２", "应是 1 到 64 之间的整数"),
        ("LIANXIN_HTTPS", "maybe", "应是 是/否"),
        ("LIANXIN_SITE_URL", "lx.example.cn", "应以 http:// 或 https:// 开头"),
        ("LIANXIN_PATH_PREFIX", "lianxin", "应以 / 开头"),
        ("LIANXIN_LOG_LEVEL", "LOUD", "应是 DEBUG、INFO、WARNING 或 ERROR"),
        ("LIANXIN_DATABASE_URL", "mysql://a/b", "“mysql”不认识"),
    ],
)
def test_a_bad_value_is_named_and_explained_in_chinese(tmp_path: Path, variable: str, value: str, said: str) -> None:
    with pytest.raises(BadOption, match=said):
        load(tmp_path, **{variable: value})


def test_a_bad_password_is_not_repeated_in_the_complaint(tmp_path: Path) -> None:
    (tmp_path / "lianxin.toml").write_text("mail_password = 12345\n", encoding="utf-8")
    with pytest.raises(BadOption) as caught:
        load(tmp_path)
    assert "12345" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"threads = \n", "写法有误"),
        ("site_url = 'https://连'\n".encode("gb18030"), "不是 UTF-8"),
        (b"thread = 2\n", "不认识的选项：thread"),
    ],
)
def test_a_settings_file_that_cannot_be_used_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "lianxin.toml").write_bytes(content)
    with pytest.raises(BadOption, match=said):
        load(tmp_path)


def test_the_words_yes_and_no_are_understood_in_both_languages(tmp_path: Path) -> None:
    assert load(tmp_path, LIANXIN_HTTPS="是").https is True
    assert load(tmp_path, LIANXIN_HTTPS="off").https is False


def test_every_option_has_a_description() -> None:
    listed = list(describe())
    assert len(listed) >= 15
    assert all(variable == f"LIANXIN_{name.upper()}" and text for variable, name, _default, text in listed)
