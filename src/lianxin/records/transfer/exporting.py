"""Writing a town into one file, from one moment of the database, while people work."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import models

from lianxin import __version__
from lianxin.core.clock import now
from lianxin.db.base import TownOwned
from lianxin.db.models import District, Town
from lianxin.db.scope import town_scope
from lianxin.db.transactions import snapshot
from lianxin.journal import kinds
from lianxin.journal.models import DaySeal, LogEntry
from lianxin.records import storage
from lianxin.records.models import Attachment
from lianxin.records.transfer.rows import FORMAT, TransferTrouble, ordered_models, reference_fields, to_line

Progress = Callable[[str, int], None]


@dataclass
class _Archive:
    """The zip being written, and the digests for its manifest."""

    file: zipfile.ZipFile
    progress: Progress | None
    tables: list[dict[str, Any]] = field(default_factory=list)
    media: list[dict[str, str]] = field(default_factory=list)
    shared: dict[type[models.Model], set[Any]] = field(default_factory=dict)

    def table(self, model: type[models.Model], rows: Iterable[Any]) -> None:
        """Write one table as lines of JSON."""
        digest, count = hashlib.sha256(), 0
        references = reference_fields(model)
        with self.file.open(f"data/{model._meta.label}.jsonl", "w", force_zip64=True) as part:
            for row in rows:
                line = to_line(row)
                digest.update(line)
                part.write(line)
                count += 1
                self._note_shared(row, references)
        self.tables.append({"model": model._meta.label, "rows": count, "sha256": digest.hexdigest()})
        if self.progress is not None:
            self.progress(model._meta.label, count)

    def _note_shared(self, row: Any, references: dict[str, type[models.Model]]) -> None:
        for name, target in references.items():
            value = getattr(row, name)
            if value is not None:
                self.shared.setdefault(target, set()).add(value)

    def medium(self, path: str) -> None:
        """Write one stored file."""
        digest = hashlib.sha256()
        with self.file.open(f"media/{path}", "w", force_zip64=True) as part:
            for chunk in storage.stream(path):
                digest.update(chunk)
                part.write(chunk)
        self.media.append({"path": path, "sha256": digest.hexdigest()})


def export_town(town: Town, target: Path, progress: Progress | None = None) -> dict[str, Any]:
    """Write ``town`` into ``target`` (a zip that must not exist yet) and return its manifest.

    Raises `TransferTrouble` when the file is there already or an attachment's bytes are missing.
    """
    if target.exists():
        raise TransferTrouble(f"文件 {target} 已经存在，请换一个名字。")
    partial = target.with_name(target.name + ".part")
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as file, town_scope(town), snapshot():
            archive = _Archive(file, progress)
            _write_tables(archive, town)
            _write_media(archive)
            manifest = _manifest(archive, town)
            file.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def _write_tables(archive: _Archive, town: Town) -> None:
    for model in ordered_models():
        archive.table(model, model.objects.order_by("pk").iterator(chunk_size=1000))
    _note_named(archive.shared)
    for target, ids in sorted(archive.shared.items(), key=lambda item: item[0]._meta.label):
        archive.table(target, list(target._default_manager.filter(pk__in=ids).order_by("pk")))
    archive.table(Town, [town])
    archive.table(District, [town.district] if town.district else [])


def _note_named(shared: dict[type[models.Model], set[Any]]) -> None:
    """Shared rows that the town's records name as (kind, id): accounts have a log of their own."""
    for pair in kinds.pairs():
        for kind in kinds.known():
            model: type[models.Model] = kind.model()
            if issubclass(model, TownOwned) or issubclass(model, Town):
                continue
            named = pair.rows().filter(**{pair.kind_field: kind.code}).order_by(pair.id_field)
            shared.setdefault(model, set()).update(named.values_list(pair.id_field, flat=True).distinct())


def _write_media(archive: _Archive) -> None:
    paths: set[str] = set()
    for path, thumb in Attachment.objects.filter(erased_at=None).values_list("path", "thumb_path"):
        paths.update(part for part in (path, thumb) if part)
    for path in sorted(paths):
        try:
            archive.medium(path)
        except FileNotFoundError:
            raise TransferTrouble(f"附件文件 {path} 不见了，请先从备份恢复。") from None


def _manifest(archive: _Archive, town: Town) -> dict[str, Any]:
    seal = DaySeal.objects.order_by("-day").values_list("hash", flat=True).first()
    return {
        "format": FORMAT,
        "version": __version__,
        "town": {"id": str(town.pk), "code": town.code, "slug": town.slug, "name": town.name},
        "exported_at": now().isoformat(),
        "tables": archive.tables,
        "media": archive.media,
        "log": {"entries": LogEntry.objects.count(), "seal": seal or ""},
    }
