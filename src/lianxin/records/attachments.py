"""Attachments: taken in by content, stored by hash, shown only through a policy.

Two steps, because re-encoding a photo must not happen while a transaction holds the database:
:func:`prepare` checks, converts and stores the bytes; :func:`attach` makes the row inside the change's
transaction.  :func:`store` does both for callers without a transaction of their own.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO, Final

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.core.clock import local, now
from lianxin.core.filetypes import MAX_UPLOAD, FileRefused, check_file, safe_name, sniff
from lianxin.core.hashing import digest
from lianxin.core.images import ImageRefused, process_photo
from lianxin.db import prepared as statements
from lianxin.db.transactions import write
from lianxin.journal.actors import Actor
from lianxin.journal.errors import Invalid
from lianxin.records import storage, texts
from lianxin.records.models import Attachment, AttachmentKind

MAX_PHOTOS: Final = 9
MAX_DOCUMENTS: Final = 9
#: What one quota key (a visit token, a query code …) may upload within a day.
QUOTA_BYTES: Final = 200 * 1024 * 1024
QUOTA_FILES: Final = 300
THUMB_SIDE: Final = 320
FIELD: Final = "files"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that was checked, converted and stored, ready to be attached.

    ``original`` is the untouched photo where it must be sealed.
    """

    kind: AttachmentKind
    name: str
    mime: str
    size: int
    sha256: str
    path: str
    thumb_path: str = ""
    width: int = 0
    height: int = 0
    original: "Prepared | None" = None


def prepare(source: bytes | BinaryIO, name: str, *, keep_original: bool = False, field: str = FIELD) -> Prepared:
    """Check one uploaded file by its content and store it; raises ``Invalid`` at ``field`` with a clear sentence.

    Photos (JPEG, PNG, WebP; ≤ 10 MB, ≤ 40 megapixels) lose camera data and position; documents (≤ 20 MB) must be what
    their name says.  ``keep_original`` also keeps the photo as it came, to be sealed.
    """
    try:
        data = source if isinstance(source, bytes) else source.read(MAX_UPLOAD + 1)
        known = sniff(data)
        if known is not None and known.mime.startswith("image/"):
            return _photo(data, name, keep_original)
        return _document(data, name)
    except (FileRefused, ImageRefused) as refused:
        sentence = texts.file_refused(refused.code, refused.detail)
        raise Invalid.at(field, f"file_{refused.code}", sentence, name=safe_name(name)) from refused


def attach(
    prepared: Prepared, owner_kind: str, owner_id: int, actor: Actor, *, quota_key: str = "", field: str = FIELD
) -> Attachment:
    """Make a prepared file an attachment of an object; must run in the change's transaction.

    Raises ``Invalid`` at ``field`` when the object has nine of the kind already, or when ``quota_key`` has uploaded too
    much within a day.  The same bytes attached again to the same object give the attachment that is there.
    """
    there = list(Attachment.objects.filter(owner_kind=owner_kind, owner_id=owner_id, erased_at=None, sealed=False))
    same = next((one for one in there if one.sha256 == prepared.sha256), None)
    if same is not None:
        return same
    limit = MAX_PHOTOS if prepared.kind == AttachmentKind.PHOTO else MAX_DOCUMENTS
    if sum(one.kind == prepared.kind for one in there) >= limit:
        raise Invalid.at(field, "too_many_files", texts.too_many(prepared.kind, limit))
    if quota_key:
        _check_quota(quota_key, prepared.size, field)
    row = _row(prepared, owner_kind, owner_id, actor, quota_key)
    if prepared.original is not None:
        original = _row(prepared.original, owner_kind, owner_id, actor, quota_key)
        original.sealed = True
        original.save(force_insert=True)
    row.save(force_insert=True)
    return row


def store(
    source: bytes | BinaryIO,
    name: str,
    owner_kind: str,
    owner_id: int,
    actor: Actor,
    *,
    quota_key: str = "",
    keep_original: bool = False,
    field: str = FIELD,
) -> Attachment:
    """Prepare and attach one file; see both for what is refused."""
    prepared = prepare(source, name, keep_original=keep_original, field=field)
    with write():
        return attach(prepared, owner_kind, owner_id, actor, quota_key=quota_key, field=field)


def store_all(*, actor: Actor, owner_kind: str, owner_id: int, files: Iterable[Any], quota_key: str = "") -> list[str]:
    """Store several uploaded files (with ``name``), each by itself; a sentence for every one that was refused.

    Outside a transaction: a bad photo never costs the others, nor the words that were sent with it.
    """
    refused = []
    for file in files:
        try:
            store(file, file.name or "", owner_kind, owner_id, actor, quota_key=quota_key)
        except Invalid as problem:
            refused.append(f"{safe_name(file.name or '', longest=40)}：{problem.message}")
    return refused


def listed(owner_kind: str, owner_ids: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """Prepared rows of the attachments of several objects, by owner id; one statement.

    A row has ``id, name, url, thumb_url, is_photo, size, when, who, width,
    height``.  Sealed and erased ones are left out.
    """
    rows: dict[int, list[dict[str, Any]]] = {}
    found = Attachment.objects.filter(
        owner_kind=owner_kind, owner_id__in=list(owner_ids), sealed=False, erased_at=None
    ).order_by("id")
    for one in found:
        rows.setdefault(one.owner_id, []).append(_prepared_row(one))
    return rows


def of(owner_kind: str, owner_id: int) -> list[dict[str, Any]]:
    """Prepared rows of one object's attachments; one statement."""
    return [_prepared_row(one) for one in statements.objects("attachments", _of_one, owner_kind, owner_id)]


def of_several(owners: Mapping[str, Iterable[int]]) -> dict[tuple[str, int], list[dict[str, Any]]]:
    """Prepared rows of the attachments of objects of several kinds, by kind and id; one statement."""
    asked = {kind: list(ids) for kind, ids in owners.items()}
    sizes = tuple((kind, len(ids)) for kind, ids in asked.items() if ids)
    given = [one for ids in asked.values() for one in ids]
    rows: dict[tuple[str, int], list[dict[str, Any]]] = {}
    if not given:
        return rows
    for one in statements.objects(("attachments.several", sizes), partial(_of_several, sizes), *given):
        rows.setdefault((one.owner_kind, one.owner_id), []).append(_prepared_row(one))
    return rows


def _of_several(sizes: tuple[tuple[str, int], ...], *ids: int) -> QuerySet[Attachment]:
    """The attachments of so many objects of each kind; *ids* are of all of them, one kind after the other."""
    wanted, left = Q(), list(ids)
    for kind, size in sizes:
        wanted |= Q(owner_kind=kind, owner_id__in=left[:size])
        left = left[size:]
    return Attachment.objects.filter(wanted, sealed=False, erased_at=None).order_by("id")


def again(owner_kind: str, owner_id: int, ids: Iterable[int]) -> list[Prepared]:
    """Attachments of an object, to be attached to another one too; those that are not there are left out."""
    rows = Attachment.objects.filter(owner_kind=owner_kind, owner_id=owner_id, sealed=False, erased_at=None)
    names = ("name", "mime", "size", "sha256", "path", "thumb_path", "width", "height")
    return [
        Prepared(AttachmentKind(one.kind), **{name: getattr(one, name) for name in names})
        for one in rows.filter(pk__in=list(ids)).order_by("id")
    ]


def _of_one(owner_kind: str, owner_id: int) -> QuerySet[Attachment]:
    rows = Attachment.objects.filter(owner_kind=owner_kind, owner_id=owner_id, sealed=False, erased_at=None)
    return rows.order_by("id")


def erase(attachments: Iterable[Attachment]) -> int:
    """Remove the bytes of attachments for good, with what tells them again; must run in a transaction; how many.

    Bytes that another attachment of the town still needs stay.  The files go after commit.
    """
    count = 0
    for one in attachments:
        if one.erased_at is not None:
            continue
        paths, digest_ = [one.path, one.thumb_path], one.sha256
        one.erased_at, one.name, one.thumb_path, one.path, one.sha256 = now(), "", "", "", ""
        one.save(update_fields=["erased_at", "name", "thumb_path", "path", "sha256"])
        count += 1
        if not Attachment.objects.filter(sha256=digest_, erased_at=None).exists():
            transaction.on_commit(partial(_drop_all, paths))
    return count


def _drop_all(paths: list[str]) -> None:
    for path in paths:
        storage.drop(path)


def _photo(data: bytes, name: str, keep_original: bool) -> Prepared:
    photo = process_photo(data, thumbnails=(THUMB_SIDE,))
    original = None
    if keep_original:
        kind = sniff(data)
        original = Prepared(
            AttachmentKind.PHOTO,
            safe_name(name),
            kind.mime if kind else "application/octet-stream",
            len(data),
            digest(data),
            storage.keep(data),
        )
    return Prepared(
        AttachmentKind.PHOTO,
        f"{safe_name(name, fallback=_('照片')).rpartition('.')[0] or _('照片')}.jpg",
        photo.mime,
        len(photo.data),
        photo.digest,
        storage.keep(photo.data),
        storage.keep(photo.thumbnails[THUMB_SIDE].data),
        photo.width,
        photo.height,
        original,
    )


def _document(data: bytes, name: str) -> Prepared:
    known, data = check_file(name, data)
    return Prepared(AttachmentKind.DOCUMENT, safe_name(name), known.mime, len(data), digest(data), storage.keep(data))


def _check_quota(quota_key: str, size: int, field: str) -> None:
    """Refuse when a key has uploaded too much since yesterday at this time."""
    recent = Attachment.objects.filter(quota_key=quota_key, uploaded_at__gte=now() - dt.timedelta(days=1))
    used = recent.aggregate(total=Sum("size"))["total"] or 0
    if used + size > QUOTA_BYTES or recent.count() >= QUOTA_FILES:
        raise Invalid.at(field, "file_quota", texts.over_quota())


def _row(prepared: Prepared, owner_kind: str, owner_id: int, actor: Actor, quota_key: str) -> Attachment:
    return Attachment(
        owner_kind=owner_kind,
        owner_id=owner_id,
        kind=prepared.kind,
        name=prepared.name[:120],
        mime=prepared.mime,
        size=prepared.size,
        sha256=prepared.sha256,
        path=prepared.path,
        thumb_path=prepared.thumb_path,
        width=prepared.width,
        height=prepared.height,
        uploaded_by_kind=actor.kind,
        uploaded_by_id=actor.id,
        uploaded_by_label=actor.label[:120],
        quota_key=quota_key,
        uploaded_at=now(),
    )


def _prepared_row(one: Attachment) -> dict[str, Any]:
    return {
        "id": one.pk,
        "name": one.name,
        "url": reverse("records:file", args=[one.token]),
        "thumb_url": reverse("records:thumb", args=[one.token]) if one.thumb_path else "",
        "is_photo": one.kind == AttachmentKind.PHOTO,
        "size": texts.size_words(one.size),
        "when": f"{local(one.uploaded_at):%Y-%m-%d %H:%M}",
        "who": one.uploaded_by_label,
        "width": one.width,
        "height": one.height,
    }
