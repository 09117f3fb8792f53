"""Backup and restore: one file out, the same town back, and nothing accepted that was changed on the way."""

import json
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lianxin.conf import backup, install
from lianxin.conf.backup import BackupTrouble, check_backup, make_backup, restore_backup
from lianxin.conf.keys import load_keys
from lianxin.conf.options import Options, load_options


def options_for(folder: Path) -> Options:
    return load_options({"LIANXIN_DATA": str(folder)})


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Options]:
    """An installed data folder with one table, one photo and a writer whose change is still in the log."""
    options = options_for(tmp_path / "source")
    install.lay_out(options)
    (options.media / "ab").mkdir()
    (options.media / "ab" / "photo.jpg").write_bytes(b"\xff\xd8photo")
    (options.data / "lianxin.toml").write_text("threads = 3\n", encoding="utf-8")
    database = sqlite3.connect(options.database.settings["NAME"])
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("CREATE TABLE words (said text)")
    database.execute("INSERT INTO words VALUES ('楼道灯坏了')")
    database.commit()
    install.write_note(options)
    yield options
    database.close()


def words_in(options: Options) -> list[str]:
    database = sqlite3.connect(options.database.settings["NAME"])
    try:
        return [row[0] for row in database.execute("SELECT said FROM words")]
    finally:
        database.close()


def test_what_was_saved_comes_back_whole(source: Options, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    make_backup(source, file, with_keys=True)
    target = options_for(tmp_path / "target")
    restore_backup(target, file, keys=None, new_keys=False)
    assert words_in(target) == ["楼道灯坏了"]
    assert (target.media / "ab" / "photo.jpg").read_bytes() == b"\xff\xd8photo"
    assert load_keys(target.keys) == load_keys(source.keys)
    assert options_for(tmp_path / "target").threads == 3
    install.require_installed(target)


def test_a_backup_is_made_while_somebody_writes_and_holds_only_what_was_committed(
    source: Options, tmp_path: Path
) -> None:
    writer = sqlite3.connect(source.database.settings["NAME"])
    writer.execute("INSERT INTO words VALUES ('还没有提交')")
    make_backup(source, tmp_path / "b.zip", with_keys=True)
    writer.rollback()
    writer.close()
    target = options_for(tmp_path / "target")
    restore_backup(target, tmp_path / "b.zip", keys=None, new_keys=False)
    assert words_in(target) == ["楼道灯坏了"]


def test_keys_are_left_out_unless_asked_for_and_come_from_elsewhere(source: Options, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    make_backup(source, file, with_keys=False)
    assert not [name for name in zipfile.ZipFile(file).namelist() if name.startswith("keys/")]
    with pytest.raises(BackupTrouble, match="没有密钥"):
        restore_backup(options_for(tmp_path / "bare"), file, keys=None, new_keys=False)
    target = options_for(tmp_path / "target")
    restore_backup(target, file, keys=source.keys, new_keys=False)
    assert load_keys(target.keys) == load_keys(source.keys)
    renewed = options_for(tmp_path / "renewed")
    restore_backup(renewed, file, keys=None, new_keys=True)
    assert load_keys(renewed.keys).fields != load_keys(source.keys).fields


def test_media_may_be_left_out(source: Options, tmp_path: Path) -> None:
    parts = make_backup(source, tmp_path / "b.zip", with_keys=False, with_media=False)
    assert {part.name for part in parts} == {"database.sqlite3", "installed.json", "lianxin.toml"}


def test_an_existing_file_is_never_overwritten(source: Options, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(b"precious")
    with pytest.raises(BackupTrouble, match="不会覆盖"):
        make_backup(source, tmp_path / "b.zip", with_keys=False)
    assert (tmp_path / "b.zip").read_bytes() == b"precious"


def test_a_backup_that_failed_leaves_nothing_behind(source: Options, tmp_path: Path) -> None:
    empty = options_for(tmp_path / "empty")
    with pytest.raises(BackupTrouble, match="没有找到数据库文件"):
        make_backup(empty, tmp_path / "out" / "b.zip", with_keys=False)
    assert not list((tmp_path / "out").iterdir())


def test_restoring_into_a_folder_in_use_is_refused(source: Options, tmp_path: Path) -> None:
    make_backup(source, tmp_path / "b.zip", with_keys=True)
    with pytest.raises(BackupTrouble, match="不是空的"):
        restore_backup(source, tmp_path / "b.zip", keys=None, new_keys=False)


def rewrite(file: Path, change: dict[str, bytes | None]) -> Path:
    """A copy of a backup with some of its files replaced, added or (None) left out."""
    other = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        contents: dict[str, bytes | None] = {name: old.read(name) for name in old.namelist()} | change
        for name, data in contents.items():
            if data is not None:
                new.writestr(name, data)
    return other


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"media/ab/photo.jpg": b"another"}, "校验值不符"),
        ({"media/ab/photo.jpg": None}, "与清单不一致：media/ab/photo.jpg"),
        ({"media/extra.jpg": b"x"}, "与清单不一致：media/extra.jpg"),
        ({"manifest.json": None}, "不是连心桥的备份"),
        ({"manifest.json": b"[]"}, "不是连心桥的备份"),
        ({"manifest.json": b'{"product": "lianxin", "layout": 99}'}, "先升级程序"),
    ],
)
def test_a_backup_that_was_changed_is_refused_and_the_folder_stays_empty(
    source: Options, tmp_path: Path, change: dict[str, bytes | None], said: str
) -> None:
    make_backup(source, tmp_path / "b.zip", with_keys=True)
    target = options_for(tmp_path / "target")
    with pytest.raises(BackupTrouble, match=said):
        restore_backup(target, rewrite(tmp_path / "b.zip", change), keys=None, new_keys=False)
    assert not target.data.exists()


def test_a_file_name_that_leads_out_of_the_folder_is_refused(source: Options, tmp_path: Path) -> None:
    make_backup(source, tmp_path / "b.zip", with_keys=True)
    with zipfile.ZipFile(tmp_path / "b.zip") as bundle:
        manifest = json.loads(bundle.read("manifest.json"))
    manifest["parts"].append({"name": "../evil", "size": 1, "sha256": ""})
    changed = rewrite(tmp_path / "b.zip", {"manifest.json": json.dumps(manifest).encode(), "../evil": b"x"})
    with pytest.raises(BackupTrouble, match="不安全的文件名"):
        check_backup(changed)


def test_half_a_file_is_refused(source: Options, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    make_backup(source, file, with_keys=True)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(BackupTrouble, match="没有传完整"):
        check_backup(file)


def test_a_copy_for_another_kind_of_database_is_refused(source: Options, tmp_path: Path) -> None:
    make_backup(source, tmp_path / "b.zip", with_keys=True)
    target = load_options({"LIANXIN_DATA": str(tmp_path / "t"), "DATABASE_URL": "postgres://u@host/lx"})
    with pytest.raises(BackupTrouble, match="SQLite"):
        restore_backup(target, tmp_path / "b.zip", keys=None, new_keys=False)


def test_the_default_name_says_when_in_town_time(source: Options, frozen_clock) -> None:
    assert backup.default_name(source) == source.data / "backups" / "lianxin-20261124-090000.zip"
