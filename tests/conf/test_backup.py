"""Backup and restore: one file out, the same town back, and nothing accepted that was changed on the way."""

import io
import json
import os
import signal
import sqlite3
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lianxin.conf import backup, dumps, install, restoring
from lianxin.conf.backup import check_backup, make_backup
from lianxin.conf.dumps import BackupTrouble
from lianxin.conf.keys import load_keys
from lianxin.conf.options import Options, load_options
from lianxin.conf.restoring import restore_backup
from lianxin.conf.telling import Lines, ending_cleanly


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
    bare = options_for(tmp_path / "bare")
    with pytest.raises(BackupTrouble, match="没有密钥，什么也没有写入"):
        restore_backup(bare, file, keys=None, new_keys=False)
    with pytest.raises(BackupTrouble, match=r"没有密钥文件 secret\.key、fields\.key"):
        restore_backup(bare, file, keys=tmp_path, new_keys=False)
    assert not bare.data.exists()
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


def test_a_single_broken_byte_is_refused_with_the_name_of_the_file_it_is_in(source: Options, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    (source.media / "ab" / "photo.jpg").write_bytes(bytes(range(256)) * 400)
    make_backup(source, file, with_keys=True)
    with zipfile.ZipFile(file) as bundle:
        entry = bundle.getinfo("media/ab/photo.jpg")
    data = bytearray(file.read_bytes())
    middle = entry.header_offset + 80 + entry.compress_size // 2
    data[middle] ^= 0xFF
    file.write_bytes(data)
    with pytest.raises(BackupTrouble, match=r"备份里的 media/ab/photo\.jpg 已损坏"):
        check_backup(file)


def test_copies_made_while_somebody_writes_hold_whole_transactions(source: Options, tmp_path: Path) -> None:
    name, stop = source.database.settings["NAME"], threading.Event()

    def write() -> None:
        database = sqlite3.connect(name, timeout=30)
        database.execute("CREATE TABLE answers (said text)")
        while not stop.is_set():
            database.execute("INSERT INTO answers VALUES ('收到')")
            database.execute("INSERT INTO words VALUES ('灯又坏了')")
            database.commit()
        database.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        counts = []
        for number in range(12):
            folder = tmp_path / str(number)
            folder.mkdir()
            counts.append(dumps.rows_of(dumps.copy_database(source, folder)))
    finally:
        stop.set()
        writer.join()
    assert [one["words"] - one.get("answers", 0) for one in counts] == [1] * 12
    assert counts[-1]["words"] > 1


def test_a_file_that_is_erased_while_the_backup_is_written_is_left_out(source: Options, tmp_path: Path) -> None:
    second = source.media / "ab" / "second.jpg"
    second.write_bytes(b"x")
    (source.media / "ab" / ".new-1").write_bytes(b"half")

    def erase(what: str, _done: int, _total: int) -> None:
        if what == "写入文件":
            second.unlink(missing_ok=True)

    parts = make_backup(source, tmp_path / "b.zip", with_keys=True, tell=erase)
    assert [part.name for part in parts if part.name.startswith("media/")] == ["media/ab/photo.jpg"]
    check_backup(tmp_path / "b.zip")


@pytest.mark.parametrize("at", ["复制数据库", "写入文件"])
def test_a_backup_that_is_interrupted_leaves_nothing_behind(source: Options, tmp_path: Path, at: str) -> None:
    def interrupt(what: str, _done: int, _total: int) -> None:
        if what == at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_backup(source, tmp_path / "out" / "b.zip", with_keys=True, tell=interrupt)
    assert not list((tmp_path / "out").iterdir())


def test_what_a_killed_backup_left_is_cleared_after_a_day_and_not_before(source: Options, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for name in ("old.zip.part", "young.zip.part", "old.zip"):
        out.mkdir(exist_ok=True)
        (out / name).write_bytes(b"x")
    (out / ".backup-old").mkdir()
    for name in ("old.zip.part", ".backup-old", "old.zip"):
        os.utime(out / name, (1, 1))
    make_backup(source, out / "b.zip", with_keys=True)
    assert sorted(path.name for path in out.iterdir()) == ["b.zip", "old.zip", "young.zip.part"]


@pytest.mark.parametrize("at", ["核对校验值", "取出文件"])
def test_a_restore_that_is_interrupted_leaves_nothing_behind(source: Options, tmp_path: Path, at: str) -> None:
    make_backup(source, tmp_path / "b.zip", with_keys=True)
    target = options_for(tmp_path / "target")

    def interrupt(what: str, _done: int, _total: int) -> None:
        if what == at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore_backup(target, tmp_path / "b.zip", keys=None, new_keys=False, tell=interrupt)
    assert not target.data.exists()


def test_what_a_killed_restore_left_is_not_an_installation_and_the_next_one_clears_it(
    source: Options, tmp_path: Path
) -> None:
    make_backup(source, tmp_path / "b.zip", with_keys=True)
    target = options_for(tmp_path / "target")
    (target.data / ".restore-abc" / "media").mkdir(parents=True)
    (target.data / ".restore-abc" / "installed.json").write_text("{}", encoding="utf-8")
    with pytest.raises(install.InstallTrouble, match="还没有安装"):
        install.require_installed(target)
    restore_backup(target, tmp_path / "b.zip", keys=None, new_keys=False)
    assert words_in(target) == ["楼道灯坏了"]
    assert not list(target.data.glob(".restore-*"))


def test_what_is_replaced_with_an_explicit_word_lies_beside_untouched(
    source: Options, tmp_path: Path, frozen_clock
) -> None:
    make_backup(source, tmp_path / "b.zip", with_keys=True)
    target = options_for(tmp_path / "target")
    restore_backup(target, tmp_path / "b.zip", keys=None, new_keys=False)
    (target.data / "backups").mkdir()
    (target.data / "backups" / "kept.zip").write_bytes(b"kept")
    (target.media / "later.jpg").write_bytes(b"later")
    restore_backup(target, tmp_path / "b.zip", keys=None, new_keys=False, replace=True)
    aside = target.data / "replaced-20261124-090000"
    assert (aside / "media" / "later.jpg").read_bytes() == b"later"
    assert (aside / "lianxin.sqlite3").exists()
    assert not (target.media / "later.jpg").exists()
    assert (target.data / "backups" / "kept.zip").read_bytes() == b"kept"
    assert words_in(target) == ["楼道灯坏了"]
    install.require_installed(target)


def test_a_damaged_backup_replaces_nothing(source: Options, tmp_path: Path) -> None:
    make_backup(source, tmp_path / "b.zip", with_keys=True)
    changed = rewrite(tmp_path / "b.zip", {"database.sqlite3": b"no database"})
    with pytest.raises(BackupTrouble, match=r"database\.sqlite3"):
        restore_backup(source, changed, keys=None, new_keys=False, replace=True)
    assert words_in(source) == ["楼道灯坏了"]
    install.require_installed(source)


def test_a_database_file_elsewhere_is_not_overwritten_either(source: Options, tmp_path: Path) -> None:
    make_backup(source, tmp_path / "b.zip", with_keys=True)
    elsewhere = tmp_path / "elsewhere.sqlite3"
    elsewhere.write_bytes(b"precious")
    target = load_options({"LIANXIN_DATA": str(tmp_path / "t"), "DATABASE_URL": f"sqlite:///{elsewhere}"})
    with pytest.raises(BackupTrouble, match="已经存在"):
        restore_backup(target, tmp_path / "b.zip", keys=None, new_keys=False)
    assert elsewhere.read_bytes() == b"precious"


def test_a_table_that_lost_rows_on_the_way_is_named(source: Options, tmp_path: Path) -> None:
    make_backup(source, tmp_path / "b.zip", with_keys=True)
    with zipfile.ZipFile(tmp_path / "b.zip") as bundle:
        manifest = json.loads(bundle.read("manifest.json"))
    assert manifest["rows"] == {"words": 1}
    manifest["rows"]["words"] = 2
    changed = rewrite(tmp_path / "b.zip", {"manifest.json": json.dumps(manifest).encode()})
    with pytest.raises(BackupTrouble, match="行数与备份时不同：words"):
        restore_backup(options_for(tmp_path / "target"), changed, keys=None, new_keys=False)


def test_the_stopped_clock_of_an_example_town_comes_along_with_the_time_it_was_stopped(
    source: Options, tmp_path: Path
) -> None:
    note = source.data / backup.DEMO_CLOCK
    note.write_text("2026-11-24T09:00:00+08:00", encoding="ascii")
    os.utime(note, (1_700_000_000, 1_700_000_000))
    make_backup(source, tmp_path / "b.zip", with_keys=True)
    target = options_for(tmp_path / "target")
    restore_backup(target, tmp_path / "b.zip", keys=None, new_keys=False)
    assert (target.data / restoring.DEMO_CLOCK).stat().st_mtime == 1_700_000_000


def test_progress_is_told_in_steps_of_ten_percent() -> None:
    out = io.StringIO()
    tell = Lines(out)
    tell("复制数据库", 0, 1)
    tell("复制数据库", 1, 1)
    for done in range(1, 1001):
        tell("写入文件", done, 1000)
    lines = out.getvalue().splitlines()
    assert lines[:3] == ["  复制数据库 …", "  复制数据库：完成", "  写入文件 1/1000"]
    assert lines[3] == "  写入文件 100/1000"
    assert lines[-1] == "  写入文件 1000/1000"
    assert len(lines) == 13


def test_being_told_to_end_is_an_interruption_and_the_signal_is_given_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), ending_cleanly():
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) == before
