"""Taking a town in: everything is checked first, stored in one transaction, and checked again before it counts."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models

from lianxin.db.base import TownOwned
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.db.transactions import write
from lianxin.journal.models import DaySeal
from lianxin.journal.verify import verify_town
from lianxin.people.models import Account
from lianxin.records import search, storage
from lianxin.records.models import Attachment
from lianxin.records.transfer.rows import FORMAT, TransferTrouble, from_line, late_fields, ordered_models

BATCH = 500
CHUNK = 1 << 20

Progress = Callable[[str, int], None]


@dataclass
class _Import:
    """One import: the open archive, its manifest, and what was written beside the database."""

    file: zipfile.ZipFile
    manifest: dict[str, Any]
    progress: Progress | None
    written: list[Path] = field(default_factory=list)
    late: list[tuple[type[TownOwned], int, dict[str, Any]]] = field(default_factory=list)

    def rows(self, label: str) -> Iterator[models.Model]:
        """The rows of one table, not stored yet."""
        model = apps.get_model(label)
        with self.file.open(f"data/{label}.jsonl") as part:
            for line in part:
                yield from_line(model, line)

    def tell(self, step: str, done: int) -> None:
        """Report progress."""
        if self.progress is not None:
            self.progress(step, done)


def import_town(source: Path, progress: Progress | None = None) -> Town:
    """Take the town of an exported file in and return it; all or nothing.

    Raises `TransferTrouble` when the file is damaged, of another version, or clashes with what is here.
    """
    try:
        with zipfile.ZipFile(source) as file:
            job = _Import(file, _checked_manifest(file), progress)
            return _run(job)
    except (zipfile.BadZipFile, KeyError, FileNotFoundError, json.JSONDecodeError):
        raise TransferTrouble(f"文件 {source} 不是导出的城镇档案，或已经损坏。") from None


def _run(job: _Import) -> Town:
    _check_free(job.manifest["town"])
    try:
        _copy_media(job)
        with write():
            town = _store(job)
            _check_whole(town, job.manifest)
    except IntegrityError:
        _undo_media(job)
        raise TransferTrouble("导入的内容与这里已有的内容冲突（例如账号重名），没有导入任何内容。") from None
    except BaseException:
        _undo_media(job)
        raise
    return town


def _checked_manifest(file: zipfile.ZipFile) -> dict[str, Any]:
    """The manifest, once every part fits its digest."""
    manifest: dict[str, Any] = json.loads(file.read("manifest.json"))
    if manifest.get("format") != FORMAT:
        raise TransferTrouble("这个文件的格式版本不同，请用同一版本的程序导出和导入。")
    known = {f"data/{table['model']}.jsonl": table["sha256"] for table in manifest["tables"]}
    known.update({f"media/{medium['path']}": medium["sha256"] for medium in manifest["media"]})
    if set(file.namelist()) != {*known, "manifest.json"}:
        raise TransferTrouble("文件里的内容与清单不符，可能已经损坏。")
    for name, expected in known.items():
        digest = hashlib.sha256()
        with file.open(name) as part:
            while chunk := part.read(CHUNK):
                digest.update(chunk)
        if digest.hexdigest() != expected:
            raise TransferTrouble(f"文件里的“{name}”与清单不符，可能已经损坏或被改动。")
    return manifest


def _check_free(town: dict[str, str]) -> None:
    """Refuse when the town, its code or its address is here already."""
    same = models.Q(pk=int(town["id"])) | models.Q(code=town["code"]) | models.Q(slug=town["slug"])
    if Town.objects.filter(same).exists():
        raise TransferTrouble(f"这里已经有代码为 {town['code']}、短名为 {town['slug']} 的镇，不能再导入。")


def _store(job: _Import) -> Town:
    """Write every row; shared rows that are here already stay as they are."""
    town_labels = {model._meta.label for model in ordered_models()}
    shared = [table["model"] for table in job.manifest["tables"] if table["model"] not in town_labels]
    for label in sorted(shared, key=lambda name: name == Town._meta.label):
        _store_shared(job, label)
    town = Town.objects.get(pk=int(job.manifest["town"]["id"]))
    if Town.objects.filter(is_default=True).exclude(pk=town.pk).exists():
        town.is_default = False
        town.save(update_fields=["is_default"])
    with town_scope(town):
        loaded: list[type[TownOwned]] = []
        for model in ordered_models():
            _store_table(job, model, loaded)
            loaded.append(model)
        _store_late(job)
        job.tell("search", search.rebuild(town))
    return town


def _store_shared(job: _Import, label: str) -> None:
    model = apps.get_model(label)
    for row in job.rows(label):
        if model._default_manager.filter(pk=row.pk).exists():
            continue
        if isinstance(row, Account):
            _free_username(row, job.manifest["town"]["slug"])
        row.save(force_insert=True)


def _free_username(account: Account, slug: str) -> None:
    """Append the town's slug to a user name that somebody else has here; the account and its id stay the same."""
    if Account.objects.filter(username=account.username).exists():
        account.username = f"{account.username[: 39 - len(slug)]}-{slug}"


def _store_table(job: _Import, model: type[TownOwned], loaded: list[type[TownOwned]]) -> None:
    """Write one town-owned table; optional references to what comes later are remembered."""
    label, done = model._meta.label, 0
    names = late_fields(model, loaded)
    stream = job.rows(label)
    while batch := list(islice(stream, BATCH)):
        for row in batch:
            if isinstance(row, Attachment):
                for path in filter(None, (row.path, row.thumb_path)):
                    _check_path(f"{job.manifest['town']['id']}/", path)
            values = {name: getattr(row, name) for name in names if getattr(row, name) is not None}
            if values:
                job.late.append((model, row.pk, values))
                for name in values:
                    setattr(row, name, None)
        model.all_towns.bulk_create(batch)  # type: ignore[arg-type]
        done += len(batch)
        job.tell(label, done)


def _store_late(job: _Import) -> None:
    """Set the references that had to wait until every row was there."""
    for model, pk, values in job.late:
        model.objects.filter(pk=pk).update(**values)


def _check_whole(town: Town, manifest: dict[str, Any]) -> None:
    """Counts, chains and seals must be those of the file; raises `TransferTrouble`, which undoes everything."""
    with town_scope(town):
        for table in manifest["tables"]:
            model = apps.get_model(table["model"])
            if issubclass(model, TownOwned) and model.objects.count() != table["rows"]:
                raise TransferTrouble(f"“{table['model']}”的行数与清单不符，没有导入任何内容。")
        seal = DaySeal.objects.order_by("-day").values_list("hash", flat=True).first() or ""
    if seal != manifest["log"]["seal"] or not verify_town(town, limit=1).is_whole:
        raise TransferTrouble("导入后核对记录链不通过，没有导入任何内容。请先在原处运行 verify。")


def _copy_media(job: _Import) -> None:
    """Put the files in place before the rows that refer to them."""
    prefix = f"{job.manifest['town']['id']}/"
    for number, medium in enumerate(job.manifest["media"], start=1):
        _check_path(prefix, medium["path"])
        target = storage.location(medium["path"])
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            with job.file.open(f"media/{medium['path']}") as part:
                storage.write_whole(target, iter(lambda source=part: source.read(CHUNK), b""))  # type: ignore[misc]
            job.written.append(target)
        job.tell("media", number)


def _check_path(prefix: str, path: str) -> None:
    """A file of the imported town lies in that town's folder, and nowhere else, whatever dots the path has."""
    if not path.startswith(prefix) or ".." in path.split("/"):
        raise TransferTrouble("文件里的附件路径不对，没有导入任何内容。")


def _undo_media(job: _Import) -> None:
    """Remove the files that this import put in place."""
    for target in job.written:
        target.unlink(missing_ok=True)
