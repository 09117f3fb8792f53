"""Files that no row refers to: an entry that was given up, a crash between the bytes and the row.

They may show people, so they go once a day.  A file is written before its row, therefore it is left alone for
:data:`GRACE`.  Whoever keeps files says here which of them are still needed; a test holds every caller of
``storage.keep`` to that.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import Q

from lianxin.core.clock import now
from lianxin.db.models import Town
from lianxin.db.scope import current_town_id
from lianxin.db.transactions import write
from lianxin.journal.actors import SYSTEM
from lianxin.journal.log import append
from lianxin.records.models import Attachment

GRACE: Final = dt.timedelta(days=2)
STEP: Final = 200
_OURS: Final = re.compile(r"[0-9a-f]{64}|\.new-[\w-]+")
_LEAVING: Final = ".leaving-"

#: Which of these paths (relative to the media folder) the current town still needs.
Needed = Callable[[list[str]], set[str]]

_needed: list[Needed] = []


def needed_by(claim: Needed) -> None:
    """Register who needs files; a file that nobody needs is an orphan."""
    if claim not in _needed:
        _needed.append(claim)


def of_attachments(paths: list[str]) -> set[str]:
    """The files and previews of attachments that were not erased."""
    rows = Attachment.objects.filter(Q(path__in=paths) | Q(thumb_path__in=paths), erased_at=None)
    return {path for pair in rows.values_list("path", "thumb_path") for path in pair}


def sweep(town: Town) -> int:
    """Remove the orphans of the current town for good; how many, noted in the log when there were any."""
    old = _old(now() - GRACE)
    gone = 0
    while step := list(islice(old, STEP)):
        kept = {path for claim in _needed for path in claim(step)}
        gone += sum(_remove(path) for path in step if path not in kept)
    if gone:
        with write():
            append("retention.erased", "town", town.pk, SYSTEM, {"code": "orphan_files", "erased": gone})
    return gone


def _old(before: dt.datetime) -> Iterator[str]:
    """The files of the current town that were last kept before a moment; pieces on their way (``incoming``) are not."""
    root = Path(settings.MEDIA_ROOT)
    for folder in sorted((root / str(current_town_id())).glob("[0-9a-f][0-9a-f]")):
        for file in folder.iterdir():
            if _OURS.fullmatch(file.name) and _kept_at(file) < before:
                yield file.relative_to(root).as_posix()


def _kept_at(file: Path) -> dt.datetime:
    return dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC)


def _remove(path: str) -> bool:
    """Move a file out of the way, and remove it unless somebody kept the same bytes again at this very moment."""
    file = Path(settings.MEDIA_ROOT) / path
    leaving = file.with_name(_LEAVING + file.name)
    seen = _kept_at(file)
    file.replace(leaving)
    if _kept_at(leaving) != seen:
        leaving.replace(file)
        return False
    leaving.unlink()
    return True
