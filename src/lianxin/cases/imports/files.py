"""The uploaded file: read with clear sentences, kept sealed until its time is over, read again for every page.

The file holds names and telephone numbers, so it never lies in clear on the disk, and it goes when nobody needs it any
more; what became of each row stays.
"""

import datetime as dt
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final

from django.utils.translation import gettext as _

from lianxin.cases import sealing
from lianxin.cases.imports import texts
from lianxin.cases.models import BatchState, ImportBatch
from lianxin.core.crypto import DecryptError
from lianxin.core.documents.tables import Table, TableError, read_table
from lianxin.core.hashing import digest
from lianxin.db.scope import current_town_id
from lianxin.journal.errors import Invalid, WrongState
from lianxin.records import storage

FIELD: Final = "file"
#: Endings of names that may be read; an old .xls and a web page are read far enough to say what to do.
ENDINGS: Final = frozenset({".xlsx", ".xlsm", ".csv", ".txt", ".tsv", ".gz", ".xls", ".htm", ".html"})
#: How long the sealed copy of an imported file is kept, in days, where the town has not decided otherwise.
KEPT_DAYS: Final = 90

_PURPOSE: Final = "import"
_AT_WORK: Final = (BatchState.WAITING, BatchState.RUNNING, BatchState.STOPPING)


def check_name(name: str) -> None:
    """Raise ``Invalid`` for a file whose name says that it is no table, before a byte of it is read.

    A name without an ending passes: what the file really is, its content decides.
    """
    suffix = PurePosixPath(name).suffix.casefold()
    if suffix and suffix not in ENDINGS:
        raise Invalid.at(FIELD, "table_wrong_ending", texts.wrong_ending(suffix))


def read(data: bytes, sheet: str = "", name: str = "") -> Table:
    """The table in a file; ``Invalid`` at the file field with a sentence that says what to do."""
    try:
        table = read_table(data, sheet=sheet or None)
    except TableError as trouble:
        sentence = texts.unreadable(trouble.code, trouble.detail, PurePosixPath(name).suffix.casefold())
        raise Invalid.at(FIELD, f"table_{trouble.code}", sentence) from trouble
    if not len(table):
        raise Invalid.at(FIELD, "table_no_rows", texts.no_rows())
    return table


def keep(data: bytes) -> str:
    """Seal and store a file; its stored name."""
    return PurePosixPath(storage.keep(sealing.seal_bytes(data, _PURPOSE))).name


def table_of(batch: ImportBatch) -> Table:
    """The table of a batch; ``WrongState`` when its file is gone."""
    if not batch.stored_name:
        raise WrongState("file_gone", _("这份表格已经过了保存期限，原文件已清除。"))
    return _table(current_town_id(), batch.stored_name, batch.sheet)


@lru_cache(maxsize=2)
def _table(town_id: int, stored_name: str, sheet: str) -> Table:
    """The last tables read, because a preview is opened several times in a row."""
    try:
        stored = storage.location(_path(town_id, stored_name)).read_bytes()
        return read(sealing.open_bytes(stored, _PURPOSE), sheet)
    except (OSError, DecryptError):
        raise WrongState("file_gone", _("这份表格的原文件打不开了，请重新上传。")) from None


def _path(town_id: int, stored_name: str) -> str:
    return f"{town_id}/{stored_name[:2]}/{stored_name}"


def still_needed(paths: list[str]) -> set[str]:
    """Which of these stored files belong to a batch that may still be read (see ``records.orphans``)."""
    by_name = {PurePosixPath(path).name: path for path in paths}
    kept = ImportBatch.objects.filter(stored_name__in=by_name).values_list("stored_name", flat=True)
    return {by_name[name] for name in kept}


def forget(batch: ImportBatch) -> None:
    """Remove the sealed copy; the caller saves ``stored_name``."""
    if batch.stored_name:
        storage.drop(_path(current_town_id(), batch.stored_name))
        batch.stored_name = ""


def erase_old(before: dt.datetime, limit: int) -> int:
    """Remove sealed copies of files uploaded before a moment, unless they are being imported; how many."""
    rows = ImportBatch.objects.filter(made_at__lt=before).exclude(stored_name="").exclude(state__in=_AT_WORK)
    found = list(rows.order_by("id")[:limit])
    for batch in found:
        forget(batch)
        batch.save(update_fields=["stored_name"])
    return len(found)


def digest_of(data: bytes) -> str:
    """What a file is recognised by when it comes again."""
    return digest(data)
