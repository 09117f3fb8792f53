"""One file that holds everything of an installation, made while people work, and the way back from it.

The file is a ZIP: ``manifest.json`` (what, when, which version and mode, size and SHA-256 of every part), the database
as one consistent copy, uploaded files, the settings file, and the keys only where that was asked for. The database is
copied first; uploaded files are only ever added, so each one that the copy names is there.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from lianxin import __version__
from lianxin.conf.install import NOTE, keys_present
from lianxin.conf.keys import create_keys
from lianxin.conf.options import FILE_NAME, Options
from lianxin.core.clock import local, now

MANIFEST = "manifest.json"
SQLITE_PART = "database.sqlite3"
POSTGRES_PART = "database.dump"
#: The layout of the file; a reader refuses a newer one.
LAYOUT = 1
_CHUNK = 1024 * 1024


class BackupTrouble(Exception):
    """A backup cannot be made or used; the message is a Chinese sentence for the operator."""


@dataclass(frozen=True)
class Part:
    """One file inside a backup."""

    name: str
    size: int
    sha256: str


# ---------------------------------------------------------------- making


def default_name(options: Options) -> Path:
    """``backups/lianxin-20261124-160500.zip`` in the data folder (town time)."""
    return options.data / "backups" / f"lianxin-{local(now()):%Y%m%d-%H%M%S}.zip"


def make_backup(options: Options, target: Path, *, with_keys: bool, with_media: bool = True) -> list[Part]:
    """Write a backup to ``target`` (appears only when complete; mode 0600). Raises `BackupTrouble`."""
    if target.exists():
        raise BackupTrouble(f"文件 {target} 已经存在，不会覆盖它。")
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + ".part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
            copy = copy_database(options, Path(folder))
            files = [(copy.name, copy), *_settings_files(options, with_keys), *_media_files(options, with_media)]
            parts = _write(unfinished, files, options.database.mode)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return parts


def copy_database(options: Options, folder: Path) -> Path:
    """A consistent copy of the database as it is at one instant; writers are not stopped."""
    if not options.database.is_sqlite:
        return _dump_postgres(options, folder / POSTGRES_PART)
    source_file = Path(options.database.settings["NAME"])
    if not source_file.exists():
        raise BackupTrouble(f"没有找到数据库文件 {source_file}。")
    copy = folder / SQLITE_PART
    source, target = sqlite3.connect(source_file), sqlite3.connect(copy)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
    finally:
        target.close()
        source.close()
    return copy


def _dump_postgres(options: Options, target: Path) -> Path:
    command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}"]
    _run_postgres(options, command)
    return target


def _run_postgres(options: Options, command: list[str]) -> None:
    """Run one of PostgreSQL's own programs against the configured database. Raises `BackupTrouble`."""
    if shutil.which(command[0]) is None:
        raise BackupTrouble(f"没有找到 {command[0]}。请安装 postgresql-client。")
    database = options.database.settings
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    chosen = {variable: str(database[key]) for variable, key in names.items() if database[key]}
    done = subprocess.run(command, env={**os.environ, **chosen}, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BackupTrouble(f"{command[0]} 失败：{done.stderr.strip()[-500:]}")


def _settings_files(options: Options, with_keys: bool) -> Iterator[tuple[str, Path]]:
    for name in (NOTE, FILE_NAME):
        if (options.data / name).exists():
            yield name, options.data / name
    if with_keys:
        yield from ((f"keys/{path.name}", path) for path in sorted(options.keys.glob("*.key")))


def _media_files(options: Options, wanted: bool) -> Iterator[tuple[str, Path]]:
    if wanted and options.media.exists():
        for path in sorted(options.media.rglob("*")):
            if path.is_file():
                yield f"media/{path.relative_to(options.media).as_posix()}", path


def _write(target: Path, files: Iterable[tuple[str, Path]], mode: str) -> list[Part]:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as bundle:
        parts = [_add(bundle, name, path) for name, path in files]
        manifest = {
            "layout": LAYOUT,
            "product": "lianxin",
            "version": __version__,
            "mode": mode,
            "made_at": now().isoformat(timespec="seconds"),
            "parts": [vars(part) for part in parts],
        }
        bundle.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return parts


def _add(bundle: zipfile.ZipFile, name: str, path: Path) -> Part:
    """Copy one file into the bundle in pieces, hashing exactly what is stored."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, bundle.open(name, "w", force_zip64=True) as sink:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            sink.write(chunk)
    return Part(name, size, digest.hexdigest())


# ---------------------------------------------------------------- using


def check_backup(file: Path) -> dict[str, Any]:
    """Read every byte of a backup and compare; returns the manifest. Raises `BackupTrouble` naming the first fault."""
    try:
        with zipfile.ZipFile(file) as bundle:
            manifest = _manifest(bundle)
            listed = {part["name"]: part for part in manifest["parts"]}
            present = set(bundle.namelist()) - {MANIFEST}
            if present != set(listed):
                odd = sorted(present ^ set(listed))
                raise BackupTrouble(f"备份里的文件与清单不一致：{'、'.join(odd[:5])}。")
            for name, part in listed.items():
                _compare(bundle, name, part)
    except (OSError, zipfile.BadZipFile, KeyError, TypeError) as error:
        raise BackupTrouble(f"读不出备份文件 {file}（{type(error).__name__}）。文件可能没有传完整。") from None
    return manifest


def _manifest(bundle: zipfile.ZipFile) -> dict[str, Any]:
    try:
        manifest = json.loads(bundle.read(MANIFEST))
    except (KeyError, ValueError):
        raise BackupTrouble("这个文件不是连心桥的备份：里面没有清单。") from None
    if not isinstance(manifest, dict) or manifest.get("product") != "lianxin":
        raise BackupTrouble("这个文件不是连心桥的备份。")
    if int(manifest.get("layout", 0)) > LAYOUT:
        raise BackupTrouble("这份备份是更新版本的程序做的，请先升级程序。")
    return manifest


def _compare(bundle: zipfile.ZipFile, name: str, part: dict[str, Any]) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name:
        raise BackupTrouble(f"备份里有不安全的文件名：{name}。")
    digest = hashlib.sha256()
    try:
        with bundle.open(name) as source:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
    except zipfile.BadZipFile:
        raise BackupTrouble(f"备份里的 {name} 已损坏。") from None
    if digest.hexdigest() != part["sha256"]:
        raise BackupTrouble(f"备份里的 {name} 与清单里的校验值不符。")


def restore_backup(options: Options, file: Path, *, keys: Path | None, new_keys: bool) -> dict[str, Any]:
    """Unpack a checked backup into an empty data folder. Raises `BackupTrouble`; then the folder stays empty."""
    if options.data.exists() and any(options.data.iterdir()):
        raise BackupTrouble(f"数据文件夹 {options.data} 不是空的。恢复只会写入空文件夹。")
    manifest = check_backup(file)
    if manifest["mode"] == "sqlite" and not options.database.is_sqlite:
        raise BackupTrouble("这是 SQLite 数据库的备份，不能恢复到 PostgreSQL。")
    if manifest["mode"] != "sqlite" and options.database.is_sqlite:
        raise BackupTrouble("这是 PostgreSQL 数据库的备份，请先设好 LIANXIN_DATABASE_URL。")
    _unpack(options, file)
    _put_keys(options, keys, new_keys)
    return manifest


def _unpack(options: Options, file: Path) -> None:
    options.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with zipfile.ZipFile(file) as bundle:
        bundle.extractall(options.data, [name for name in bundle.namelist() if name != MANIFEST])
    if options.database.is_sqlite:
        (options.data / SQLITE_PART).replace(Path(options.database.settings["NAME"]))
    else:
        dump = options.data / POSTGRES_PART
        name = options.database.settings["NAME"]
        _run_postgres(options, ["pg_restore", "--no-owner", "--exit-on-error", f"--dbname={name}", str(dump)])
        dump.unlink()


def _put_keys(options: Options, keys: Path | None, new_keys: bool) -> None:
    """Take the keys from ``keys``, else from the backup, else make new ones where that was asked for."""
    if keys is not None:
        options.keys.mkdir(exist_ok=True)
        for path in sorted(keys.glob("*.key")):
            shutil.copyfile(path, options.keys / path.name)
    elif new_keys:
        create_keys(options.keys)
    if options.keys.exists():
        options.keys.chmod(0o700)
        for path in options.keys.glob("*.key"):
            path.chmod(0o600)
    if not keys_present(options):
        raise BackupTrouble(
            f"数据已恢复到 {options.data}，但备份里没有密钥。请把原来的 keys 文件夹放进去再使用；"
            "确实找不回密钥时，删掉这个文件夹，用 --new-keys 重新恢复（已加密的联系方式将读不出来）。"
        )
