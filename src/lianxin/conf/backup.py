"""One file that holds everything of an installation, made while people work; `restoring` is the way back.

The file is a ZIP: ``manifest.json`` (what, when, which version and mode, size and SHA-256 of every part, rows of every
table), the database as one consistent copy, uploaded files, the settings file, and the keys only where that was asked
for. The database is copied first; uploaded files are only ever added, so each one that the copy names is there, unless
somebody had it erased in the meantime.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from lianxin import __version__
from lianxin.conf.dumps import BackupTrouble, copy_database, rows_of
from lianxin.conf.install import NOTE
from lianxin.conf.options import FILE_NAME, Options
from lianxin.core.clock import local, now

MANIFEST: Final = "manifest.json"
#: Where the clock of an example town stands still.
DEMO_CLOCK: Final = "demo-clock.txt"
#: The layout of the file; a reader refuses a newer one.
LAYOUT: Final = 1
#: Seconds after which what a killed backup left behind is nobody's any more.
ABANDONED: Final = 24 * 60 * 60
_CHUNK: Final = 1024 * 1024
_UNFINISHED: Final = (".part", ".backup-")

#: Hears what is being done, how many pieces of it are done, and of how many.
Tell = Callable[[str, int, int], None]


def silent(_what: str, _done: int, _total: int) -> None:
    """Tell nobody."""


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


def make_backup(
    options: Options, target: Path, *, with_keys: bool, with_media: bool = True, tell: Tell = silent
) -> list[Part]:
    """Write a backup to ``target`` (appears only when complete; mode 0600). Raises `BackupTrouble`."""
    if target.exists():
        raise BackupTrouble(f"文件 {target} 已经存在，不会覆盖它。")
    target.parent.mkdir(parents=True, exist_ok=True)
    _clear_abandoned(target.parent)
    unfinished = target.with_name(target.name + ".part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
            tell("复制数据库", 0, 1)
            copy = copy_database(options, Path(folder))
            tell("复制数据库", 1, 1)
            files = [(copy.name, copy), *_settings_files(options, with_keys), *_media_files(options, with_media)]
            facts = {
                "mode": options.database.mode, "media": with_media, "rows": rows_of(copy),
                "demo_clock_set": _demo_clock_set(options),
            }  # fmt: skip
            parts = _write(unfinished, files, facts, tell)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return parts


def _clear_abandoned(folder: Path) -> None:
    """Remove what a backup that was killed left in a folder, once nobody can be writing it any more."""
    for path in folder.iterdir():
        ours = path.name.startswith(_UNFINISHED[1]) or path.name.endswith(".zip" + _UNFINISHED[0])
        if ours and time.time() - path.stat().st_mtime > ABANDONED:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _settings_files(options: Options, with_keys: bool) -> Iterator[tuple[str, Path]]:
    for name in (NOTE, FILE_NAME, DEMO_CLOCK):
        if (options.data / name).exists():
            yield name, options.data / name
    if with_keys:
        yield from ((f"keys/{path.name}", path) for path in sorted(options.keys.glob("*.key")))


def _demo_clock_set(options: Options) -> float | None:
    """When the clock of an example town was stopped (seconds since 1970): new ids go on from there."""
    note = options.data / DEMO_CLOCK
    return note.stat().st_mtime if note.exists() else None


def _media_files(options: Options, wanted: bool) -> Iterator[tuple[str, Path]]:
    """The uploaded files; those that are just being written have no row yet."""
    if wanted and options.media.exists():
        for path in sorted(options.media.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield f"media/{path.relative_to(options.media).as_posix()}", path


def _write(target: Path, files: list[tuple[str, Path]], facts: dict[str, Any], tell: Tell) -> list[Part]:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as bundle:
        parts = list(_added(bundle, files, tell))
        manifest = {
            "layout": LAYOUT,
            "product": "lianxin",
            "version": __version__,
            "made_at": now().isoformat(timespec="seconds"),
            **facts,
            "parts": [vars(part) for part in parts],
        }
        bundle.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return parts


def _added(bundle: zipfile.ZipFile, files: list[tuple[str, Path]], tell: Tell) -> Iterator[Part]:
    """Copy the files into the bundle; one that was erased since it was listed is left out."""
    for done, (name, path) in enumerate(files, start=1):
        try:
            yield _add(bundle, name, path)
        except FileNotFoundError:
            if not name.startswith("media/"):
                raise
        tell("写入文件", done, len(files))


def _add(bundle: zipfile.ZipFile, name: str, path: Path) -> Part:
    """Copy one file into the bundle in pieces, hashing exactly what is stored."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, bundle.open(name, "w", force_zip64=True) as sink:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            sink.write(chunk)
    return Part(name, size, digest.hexdigest())


# ---------------------------------------------------------------- reading


def check_backup(file: Path, tell: Tell = silent) -> dict[str, Any]:
    """Read every byte of a backup and compare; returns the manifest. Raises `BackupTrouble` naming the first fault."""
    try:
        with zipfile.ZipFile(file) as bundle:
            manifest = _manifest(bundle)
            listed = {part["name"]: part for part in manifest["parts"]}
            present = set(bundle.namelist()) - {MANIFEST}
            if present != set(listed):
                odd = sorted(present ^ set(listed))
                raise BackupTrouble(f"备份里的文件与清单不一致：{'、'.join(odd[:5])}。")
            for done, (name, part) in enumerate(listed.items(), start=1):
                _compare(bundle, name, part)
                tell("核对校验值", done, len(listed))
    except (OSError, zipfile.BadZipFile, KeyError, TypeError) as error:
        raise BackupTrouble(f"读不出备份文件 {file}（{type(error).__name__}）。文件可能没有传完整。") from None
    return manifest


def _manifest(bundle: zipfile.ZipFile) -> dict[str, Any]:
    try:
        manifest = json.loads(bundle.read(MANIFEST))
    except (KeyError, ValueError, zlib.error):
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
    try:
        digest = _digest(bundle, name)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        raise BackupTrouble(f"备份里的 {name} 已损坏。") from None
    if digest != part["sha256"]:
        raise BackupTrouble(f"备份里的 {name} 与清单里的校验值不符。")


def _digest(bundle: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with bundle.open(name) as source:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def names_in(parts: Iterable[dict[str, Any]]) -> set[str]:
    """The names of the parts of a manifest."""
    return {str(part["name"]) for part in parts}
