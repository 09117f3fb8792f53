"""Where the bytes of attachments lie: in the media folder, per town, under their SHA-256.

A file is written whole (temporary name, flushed to disk, renamed) before the transaction that refers to it, so a
crash can leave a file nobody refers to, never a row without its file.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from lianxin.core.hashing import digest
from lianxin.db.scope import current_town_id

CHUNK = 64 * 1024


def keep(data: bytes) -> str:
    """Store bytes of the current town and return their path relative to the media folder; the same bytes once."""
    name = digest(data)
    path = f"{current_town_id()}/{name[:2]}/{name}"
    target = location(path)
    if _kept_again(target):
        return path
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, [data])
    return path


def _kept_again(target: Path) -> bool:
    """Whether the bytes are here already; if so they count as kept now, so that nobody takes them for left over."""
    try:
        os.utime(target)
    except FileNotFoundError:
        return False
    return True


def write_whole(target: Path, chunks: Iterable[bytes]) -> None:
    """Write a file under a temporary name, flush it to disk and rename it: it is there whole or not at all."""
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o640)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def location(path: str) -> Path:
    """The file behind a stored path; ``ValueError`` for a path that leaves the media folder."""
    root = Path(settings.MEDIA_ROOT)
    target = root / path
    if not path or Path(path).is_absolute() or ".." in Path(path).parts:
        raise ValueError("not a path inside the media folder")
    return target


def stream(path: str) -> Iterator[bytes]:
    """The bytes of a stored file in pieces; ``FileNotFoundError`` when it is gone."""
    with location(path).open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def drop(path: str) -> None:
    """Remove a stored file; harmless when it is gone already."""
    if path:
        location(path).unlink(missing_ok=True)
