"""A backup back into a data folder: checked first, unpacked beside, put in place at the end.

Until the last step the folder holds nothing but ``.restore-…``, so a restore that fails or is killed leaves no half
installation: ``installed.json`` comes last, and without it nothing is served. What was there before is never deleted;
with ``replace`` it is put aside into ``replaced-…``.
"""

import contextlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from lianxin.conf.backup import DEMO_CLOCK, MANIFEST, Tell, check_backup, names_in, silent
from lianxin.conf.dumps import (
    POSTGRES_PART,
    SQLITE_PART,
    BackupTrouble,
    load_dump,
    require_empty_server,
    rows_in_database,
)
from lianxin.conf.install import NOTE
from lianxin.conf.keys import FIELDS_FILE, SECRET_FILE, create_keys
from lianxin.conf.options import Options
from lianxin.core.clock import local, now

_UNDER_WAY: Final = ".restore-"
_ASIDE: Final = "replaced-"
#: What stays where it is when a folder is put aside: backups, what was put aside before, what a file system owns.
_STAYS: Final = ("backups", "lost+found")
_KEY_FILES: Final = (SECRET_FILE, FIELDS_FILE)
#: What belongs to a database file while it is open.
_TAILS: Final = ("", "-wal", "-shm", "-writers")


def restore_backup(
    options: Options, file: Path, *, keys: Path | None, new_keys: bool, replace: bool = False, tell: Tell = silent
) -> dict[str, Any]:
    """Put a checked backup into the data folder and return its manifest. Raises `BackupTrouble`; nothing changed then.

    Raises it too where the folder or the database is in use and ``replace`` was not said.
    """
    if not replace:
        _require_empty(options)
    manifest = check_backup(file, tell)
    _check_kind(options, manifest)
    _check_keys(manifest, keys, new_keys)
    if not replace:
        require_empty_server(options)
    with _stage(options) as stage:
        _unpack(file, stage, tell)
        _put_keys(stage, keys, new_keys)
        if manifest.get("demo_clock_set"):
            os.utime(stage / DEMO_CLOCK, (manifest["demo_clock_set"],) * 2)
        dump = stage / POSTGRES_PART
        if dump.exists():
            tell("装入数据库", 0, 1)
            load_dump(options, dump, replace=replace)
            dump.unlink()
            tell("装入数据库", 1, 1)
        _put_in_place(options, stage)
    _compare_rows(options, manifest)
    return manifest


def _entries(options: Options) -> list[Path]:
    """What lies in the data folder, what an unfinished restore left not counted."""
    there = sorted(options.data.iterdir()) if options.data.exists() else []
    return [path for path in there if not path.name.startswith(_UNDER_WAY)]


def _require_empty(options: Options) -> None:
    if _entries(options):
        raise BackupTrouble(
            f"数据文件夹 {options.data} 不是空的。恢复只会写入空文件夹；"
            "确实要用备份顶替它，请先停止服务，再加 --replace"
            "（原有的内容会移到其中的 replaced-日期 文件夹，不会删除）。"
        )
    if options.database.is_sqlite and Path(options.database.settings["NAME"]).exists():
        raise BackupTrouble(f"数据库文件 {options.database.settings['NAME']} 已经存在，不会覆盖它。")


def _check_kind(options: Options, manifest: dict[str, Any]) -> None:
    if manifest["mode"] == "sqlite" and not options.database.is_sqlite:
        raise BackupTrouble("这是 SQLite 数据库的备份，不能恢复到 PostgreSQL。")
    if manifest["mode"] != "sqlite" and options.database.is_sqlite:
        raise BackupTrouble("这是 PostgreSQL 数据库的备份，请先设好 LIANXIN_DATABASE_URL。")


def _check_keys(manifest: dict[str, Any], keys: Path | None, new_keys: bool) -> None:
    """Without keys nothing is begun: what is encrypted could not be read."""
    if new_keys:
        return
    if keys is not None:
        missing = [name for name in _KEY_FILES if not (keys / name).is_file()]
        if missing:
            raise BackupTrouble(f"文件夹 {keys} 里没有密钥文件 {'、'.join(missing)}。")
    elif not names_in(manifest["parts"]) >= {f"keys/{name}" for name in _KEY_FILES}:
        raise BackupTrouble(
            "备份里没有密钥，什么也没有写入。请用 --keys 指明原来的 keys 文件夹；"
            "确实找不回密钥时，用 --new-keys（已加密的联系方式将读不出来）。"
        )


@contextlib.contextmanager
def _stage(options: Options) -> Iterator[Path]:
    """A folder inside the data folder to unpack into; it and what a killed restore left are gone afterwards."""
    fresh = not options.data.exists()
    options.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in options.data.glob(f"{_UNDER_WAY}*"):
        shutil.rmtree(left)
    stage = Path(tempfile.mkdtemp(prefix=_UNDER_WAY, dir=options.data))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        if fresh and not any(options.data.iterdir()):
            options.data.rmdir()


def _unpack(file: Path, stage: Path, tell: Tell) -> None:
    with zipfile.ZipFile(file) as bundle:
        names = [name for name in bundle.namelist() if name != MANIFEST]
        for done, name in enumerate(names, start=1):
            bundle.extract(name, stage)
            tell("取出文件", done, len(names))


def _put_keys(stage: Path, keys: Path | None, new_keys: bool) -> None:
    """Take the keys from ``keys``, else from the backup, else make new ones where that was asked for."""
    folder = stage / "keys"
    if keys is not None:
        folder.mkdir(exist_ok=True)
        for path in sorted(keys.glob("*.key")):
            shutil.copyfile(path, folder / path.name)
    elif new_keys:
        create_keys(folder)
    folder.chmod(0o700)
    for path in folder.glob("*.key"):
        path.chmod(0o600)


def _put_in_place(options: Options, stage: Path) -> None:
    """Move everything to where it belongs, what says "installed" last; what was there goes aside first."""
    _put_aside(options)
    for path in sorted(stage.iterdir(), key=lambda one: one.name == NOTE):
        target = Path(options.database.settings["NAME"]) if path.name == SQLITE_PART else options.data / path.name
        if path.name == SQLITE_PART:
            shutil.move(path, target)
        else:
            path.replace(target)


def _put_aside(options: Options) -> None:
    """Move what is in the way into a folder of its own; the note goes first, so that half of it is never served."""
    entries = [one for one in _entries(options) if one.name not in _STAYS and not one.name.startswith(_ASIDE)]
    stamp = f"{_ASIDE}{local(now()):%Y%m%d-%H%M%S}"
    for path in sorted(entries, key=lambda one: one.name != NOTE):
        aside = options.data / stamp
        aside.mkdir(exist_ok=True, mode=0o700)
        path.replace(aside / path.name)
    if options.database.is_sqlite:
        name = Path(options.database.settings["NAME"])
        for there in (name.with_name(name.name + tail) for tail in _TAILS):
            if there.exists():
                there.replace(there.with_name(f"{there.name}.{stamp}"))


def _compare_rows(options: Options, manifest: dict[str, Any]) -> None:
    """Every table must hold as many rows as the backup says; an older backup says nothing of rows."""
    said = manifest.get("rows", {})
    there = rows_in_database(options, list(said))
    odd = [name for name, count in said.items() if there.get(name) != count]
    if odd:
        raise BackupTrouble(f"恢复后这些表的行数与备份时不同：{'、'.join(odd[:5])}。请不要使用这个数据文件夹。")
