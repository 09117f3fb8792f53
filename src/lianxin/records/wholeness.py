"""Whether every attachment still has its bytes, and whether they are the ones that were uploaded."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from lianxin.journal.verify import Finding
from lianxin.records import storage
from lianxin.records.models import Attachment


def files_amiss(told: Callable[[int], None] | None = None) -> Iterator[Finding]:
    """What is missing or changed among the files of the current town; reads every byte of them.

    ``told`` hears how many attachments were looked at. Erased attachments have no bytes and are left out.
    """
    rows = Attachment.objects.filter(erased_at=None).order_by("id")
    for count, one in enumerate(rows.iterator(chunk_size=500), start=1):
        expected = {one.path: one.sha256}
        if one.thumb_path:
            expected[one.thumb_path] = PurePosixPath(one.thumb_path).name
        for path, digest in expected.items():
            code = _amiss(path, digest)
            if code:
                yield Finding(code, "attachment", one.pk, detail=path)
        if told is not None:
            told(count)


def _amiss(path: str, expected: str) -> str:
    digest = hashlib.sha256()
    try:
        for chunk in storage.stream(path):
            digest.update(chunk)
    except FileNotFoundError:
        return "file_missing"
    return "" if digest.hexdigest() == expected else "file_changed"
