"""The data folder: when it counts as installed, and why it is refused."""

from pathlib import Path

import pytest

from lianxin.conf import install
from lianxin.conf.options import Options, load_options


@pytest.fixture
def options(tmp_path: Path) -> Options:
    made = load_options({"LIANXIN_DATA": str(tmp_path / "data")})
    install.lay_out(made)
    install.write_note(made)
    return made


def test_a_folder_laid_out_and_noted_is_installed(options: Options) -> None:
    install.require_installed(options)
    assert install.read_note(options)["mode"] == "sqlite"


def test_another_database_mode_is_refused(options: Options) -> None:
    other = load_options({"LIANXIN_DATA": str(options.data), "DATABASE_URL": "postgres://u@host/lx?mode=plain"})
    with pytest.raises(install.InstallTrouble, match="按“sqlite”方式安装的，现在的数据库地址是“plain”"):
        install.require_installed(other)


def test_lost_keys_are_not_replaced_silently(options: Options) -> None:
    (options.keys / "fields.key").unlink()
    install.lay_out(options)
    with pytest.raises(install.InstallTrouble, match="缺少密钥"):
        install.require_installed(options)


def test_a_damaged_note_is_named(options: Options) -> None:
    install.note_file(options).write_text("{", encoding="utf-8")
    with pytest.raises(install.InstallTrouble, match="读不出来"):
        install.require_installed(options)


def test_a_folder_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(install.InstallTrouble, match="不能在"):
        install.lay_out(load_options({"LIANXIN_DATA": str(tmp_path / "file" / "data")}))
