"""Photos in pieces: a broken upload goes on where it stopped, and a photo counts only when it is whole.

Pieces are written at their place in a file beside the media folder's files; writing the same piece twice is harmless.
Only the last step, the photo as an attachment, is a change with an entry in the log.
"""

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import Sum

from lianxin.core.clock import now
from lianxin.core.hashing import digest
from lianxin.db.models import Town
from lianxin.db.scope import current_town_id
from lianxin.db.transactions import write
from lianxin.field import texts
from lianxin.field.actions import AttachPhoto
from lianxin.field.models import Item, Upload
from lianxin.journal.actors import Actor
from lianxin.journal.errors import Invalid, WrongState
from lianxin.records.attachments import QUOTA_BYTES, prepare

#: The largest photo, and the largest piece, in bytes.
LARGEST_PHOTO: Final = 10 * 1024 * 1024
LARGEST_PIECE: Final = 512 * 1024
#: Pieces of a photo that never became whole are thrown away after this time.
FORGET: Final = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a photo: of which item, of which photo, how large the whole is, where the piece begins."""

    key: str
    sha256: str
    size: int
    offset: int
    data: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a photo is here; ``refusal`` is a sentence when it was whole and cannot be kept."""

    received: int
    done: bool
    refusal: str = ""


def owner_of(actor: Actor) -> str:
    """Whose quota an upload counts against."""
    return f"field:{actor.kind}:{actor.id}"


def accept(actor: Actor, piece: Piece) -> Progress:
    """Take one piece (an empty one only asks how far the photo is).

    Raises ``Invalid`` for a photo nobody announced or that is too large, ``WrongState`` over the quota.
    """
    upload = _upload(actor, piece)
    if upload.done_at is not None:
        return Progress(upload.size, True, upload.refusal)
    if piece.data and piece.offset == upload.received and piece.offset + len(piece.data) <= upload.size:
        _write(_file(upload), piece.offset, piece.data)
        upload = _advance(upload, piece.offset + len(piece.data))
    if upload.received < upload.size:
        return Progress(upload.received, False)
    return _finish(actor, upload)


def _upload(actor: Actor, piece: Piece) -> Upload:
    """The row of the photo, made with its first piece."""
    item = Item.objects.filter(key=piece.key, actor_kind=actor.kind, actor_id=actor.id).first()
    if item is None:
        raise WrongState("no_item", texts.no_such_item())
    found = Upload.objects.filter(item=item, sha256=piece.sha256).first()
    if found is not None:
        return found
    if piece.sha256 not in item.photo_hashes:
        raise Invalid.at("photos", "unexpected_photo", texts.unexpected_photo())
    if not 0 < piece.size <= LARGEST_PHOTO:
        raise Invalid.at("photos", "too_large", texts.too_large())
    owner = owner_of(actor)
    with write():
        recent = Upload.objects.filter(owner=owner, begun_at__gte=now() - dt.timedelta(days=1))
        used = recent.aggregate(total=Sum("size"))["total"] or 0
        if used + piece.size > QUOTA_BYTES:
            raise WrongState("quota", texts.over_quota())
        made, _new = Upload.objects.get_or_create(
            item=item,
            sha256=piece.sha256,
            defaults={"size": piece.size, "owner": owner, "begun_at": now(), "name": piece.name[:120]},
        )
    return made


def _advance(upload: Upload, to: int) -> Upload:
    """Note how far the photo is; never backwards."""
    with write():
        fresh = Upload.objects.select_for_update().get(pk=upload.pk)
        if fresh.received < to:
            fresh.received = to
            fresh.save(update_fields=["received"])
    return fresh


def _finish(actor: Actor, upload: Upload) -> Progress:
    """Check the whole photo and attach it; a photo that broke on the way begins again."""
    path = _file(upload)
    data = path.read_bytes() if path.exists() else b""
    if digest(data) != upload.sha256:
        return _again(upload, path)
    try:
        AttachPhoto(actor=actor, upload=upload, prepared=prepare(data, upload.name or "photo.jpg")).execute()
    except Invalid as problem:
        if problem.code == "file_quota":
            raise WrongState("quota", texts.over_quota()) from problem
        with write():
            Upload.objects.filter(pk=upload.pk).update(done_at=now(), refusal=problem.message[:200])
        path.unlink(missing_ok=True)
        return Progress(upload.size, True, problem.message)
    path.unlink(missing_ok=True)
    return Progress(upload.size, True)


def _again(upload: Upload, path: Path) -> Progress:
    """Begin a broken photo anew, unless somebody else has just finished it."""
    with write():
        fresh = Upload.objects.select_for_update().get(pk=upload.pk)
        if fresh.done_at is not None:
            return Progress(fresh.size, True, fresh.refusal)
        fresh.received = 0
        fresh.save(update_fields=["received"])
    path.unlink(missing_ok=True)
    return Progress(0, False)


def _file(upload: Upload) -> Path:
    """Where the pieces of a photo lie until it is whole."""
    return Path(settings.MEDIA_ROOT) / str(current_town_id()) / "incoming" / f"{upload.pk}.part"


def _write(path: Path, offset: int, data: bytes) -> None:
    """Write a piece at its place and bring it to the disk before it is counted."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o640)
    with os.fdopen(descriptor, "wb") as file:
        file.seek(offset)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def forget_unfinished(_town: Town) -> None:
    """Throw away the pieces of photos that never became whole; once a day."""
    for upload in Upload.objects.filter(done_at=None, begun_at__lt=now() - FORGET):
        _file(upload).unlink(missing_ok=True)
        with write():
            Upload.objects.filter(pk=upload.pk, done_at=None).update(received=0)
