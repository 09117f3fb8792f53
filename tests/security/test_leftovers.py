"""What nobody needs any more does not stay: files without a row, sessions that ran out."""

import datetime as dt
import os
import re
from pathlib import Path

import pytest
from django.utils import timezone

import lianxin
from lianxin.cases.imports import files
from lianxin.core.clock import now
from lianxin.journal.actors import SYSTEM
from lianxin.journal.models import LogEntry
from lianxin.people.models.session import Session
from lianxin.people.session_store import SessionStore
from lianxin.people.upkeep import clear_sessions
from lianxin.records import attachments, orphans, storage
from tests.cases.factories import Town

#: Who keeps files, and has told ``records.orphans`` which of them are needed.  The example town only loads
#: what attachments kept.
KEEPERS = {"records/attachments.py", "cases/imports/files.py", "demo/bulk.py"}


@pytest.fixture(autouse=True)
def media(settings: object, tmp_path: Path) -> Path:
    """A media folder of its own."""
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def _kept(path: str, before: dt.timedelta) -> Path:
    """The file, as if it had been kept some time ago."""
    moment = (now() - before).timestamp()
    os.utime(storage.location(path), (moment, moment))
    return storage.location(path)


LONG = dt.timedelta(days=3)


def test_a_photo_of_an_entry_that_was_given_up_goes_after_two_days(town: Town) -> None:
    old = _kept(storage.keep(b"given up"), LONG)
    young = _kept(storage.keep(b"just being written"), dt.timedelta(hours=1))
    broken = old.with_name(".new-abc123")
    broken.write_bytes(b"half")
    os.utime(broken, ((now() - LONG).timestamp(),) * 2)
    assert orphans.sweep(town.row) == 2
    assert (old.exists(), broken.exists(), young.exists()) == (False, False, True)
    entry = LogEntry.objects.filter(verb="retention.erased").latest("id")
    assert "orphan_files" in entry.data


def test_what_a_row_needs_stays_and_what_was_erased_goes(town: Town) -> None:
    data = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
    row = attachments.store(data, "说明.pdf", "case", 1, SYSTEM)
    sheet = files.keep(b"a table")
    path = _kept(row.path, LONG)
    assert orphans.of_attachments([row.path]) >= {row.path}
    _kept(f"{town.row.pk}/{sheet[:2]}/{sheet}", LONG)
    assert orphans.sweep(town.row) == 1  # the table belongs to no batch
    assert path.exists()
    row.erased_at = now()
    row.save(update_fields=["erased_at"])
    assert orphans.sweep(town.row) == 1
    assert not path.exists()


def test_bytes_kept_again_are_not_left_over(town: Town) -> None:
    path = storage.keep(b"twice")
    file = _kept(path, LONG)
    assert storage.keep(b"twice") == path
    assert file.stat().st_mtime > now().timestamp() - LONG.total_seconds() + 60
    assert orphans.sweep(town.row) == 0
    assert file.exists()


def test_whoever_keeps_files_says_which_are_needed() -> None:
    source = Path(lianxin.__file__).parent
    callers = {
        str(one.relative_to(source))
        for one in source.rglob("*.py")
        if re.search(r"\bstorage\.keep\(", one.read_text(encoding="utf-8"))
    }
    assert callers == KEEPERS


def test_a_session_that_ran_out_is_thrown_away(town: Town) -> None:
    for key, days in (("a" * 32, -1), ("b" * 32, 1)):
        expires = timezone.now() + dt.timedelta(days=days)
        Session.objects.create(session_key=key, session_data=SessionStore().encode({}), expire_date=expires)
    clear_sessions(town.row)
    assert [one.session_key for one in Session.objects.all()] == ["b" * 32]
