"""Making the seed: the script is played once and what came of it is written down, row by row.

``python3 dev.py run -m tools.make_demo_seed`` does it for the package, in a data folder of its own.
"""

import base64
import json
from collections.abc import Iterator
from typing import Any

from django.db import models

from lianxin.core import clock, ids
from lianxin.core.hashing import canonical_json
from lianxin.db.models import Town
from lianxin.db.scope import city_reading
from lianxin.demo.loading import replay
from lianxin.demo.play import Progress
from lianxin.demo.sealed import open_row
from lianxin.demo.seed import (
    FORMAT,
    SEED,
    columns_of,
    script_fingerprint,
    seed_file,
    seeded_models,
    tables_fingerprint,
    to_plain,
    unpacked,
)
from lianxin.journal.models import LogEntry
from lianxin.records import storage
from lianxin.records.models import Attachment


def generate(progress: Progress | None = None) -> list[bytes]:
    """Make the town in the present, empty database and return the lines of its seed."""
    with ids.reproducible(SEED):
        town = replay(progress)
    return [line + b"\n" for line in _lines(town)]


def begins_the_same(days: int, progress: Progress | None = None) -> bool:
    """Whether the first days of the script, played in an empty database, write the log with which the seed begins.

    Every act stands in the log with all that it was given and did, and entries are never changed: what came out
    otherwise in these days shows there.
    """
    with ids.reproducible(SEED):
        replay(progress, days)
    shipped = _shipped(LogEntry._meta.label)
    written = [json.loads(line) for line in list(_table(LogEntry))[1:]]
    return 0 < len(written) < len(shipped) and written == shipped[: len(written)]


def _shipped(label: str) -> list[Any]:
    """The rows of one table in the shipped seed."""
    rows, within = [], False
    for line in unpacked(seed_file()):
        if isinstance(line, dict):
            within = line.get("table") == label
        elif within:
            rows.append(line)
    return rows


def _lines(town: Town) -> Iterator[bytes]:
    """Header, tables, files."""
    yield canonical_json(
        {
            "format": FORMAT,
            "tables": tables_fingerprint(),
            "script": script_fingerprint(),
            "town": town.pk,
            "now": clock.now().isoformat(),
        }
    )
    for model in seeded_models():
        yield from _table(model)
    yield from _files()


def _table(model: type[models.Model]) -> Iterator[bytes]:
    """One table: what it is called, and its rows in the order of their ids; nothing where there are none."""
    fields = model._meta.concrete_fields
    with city_reading("the seed is made of every row there is; the database holds one town"):
        rows = list(model._base_manager.order_by("pk"))
    if not rows:
        return
    yield canonical_json({"table": model._meta.label, "columns": columns_of(model), "rows": len(rows)})
    for row in rows:
        open_row(row)
        yield canonical_json([to_plain(field, field.value_from_object(row)) for field in fields])


def _files() -> Iterator[bytes]:
    """The bytes of the attachments, by the path under which they lie."""
    paths: set[str] = set()
    with city_reading("the files of every row that the seed holds"):
        for path, thumb in Attachment.all_towns.values_list("path", "thumb_path"):
            paths.update(part for part in (path, thumb) if part)
    for path in sorted(paths):
        data = base64.b64encode(b"".join(storage.stream(path))).decode("ascii")
        yield canonical_json({"file": path, "data": data})
