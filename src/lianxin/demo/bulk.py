"""Loading the seed: every row as it is, table by table, with this installation's key and search index."""

import base64
import itertools
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.apps import apps
from django.db import models

from lianxin.db.base import TownOwned
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.db.transactions import write
from lianxin.demo.sealed import SEALED, seal_row
from lianxin.demo.seed import Row, from_plain, seed_file, unpacked
from lianxin.records import search, storage

#: Rows of one statement; SQLite takes 32,766 values in one.
BATCH: Final = 500


class BadSeed(RuntimeError):
    """The seed does not hold what its lines announce."""


def load_seed() -> Town:
    """Put the shipped seed into this database, which must hold no town; all or nothing."""
    lines = unpacked(seed_file())
    head: Row = next(lines)
    with write(), town_scope(head["town"]):
        for line in lines:
            if "table" in line:
                _load_table(line, lines)
            else:
                _keep_file(line)
        search.rebuild(head["town"])
    return Town.objects.get(pk=head["town"])


def _load_table(head: Row, lines: Iterator[Any]) -> None:
    """The rows that follow a table's line."""
    model: Any = apps.get_model(head["table"])
    values = list(itertools.islice(lines, head["rows"]))
    if len(values) != head["rows"]:
        raise BadSeed(f"{head['table']}: {len(values)} rows instead of {head['rows']}")
    manager = model.all_towns if issubclass(model, TownOwned) else model._default_manager
    rows = list(_rows(model, head["columns"], values))
    if head["table"] in SEALED:
        for row in rows:
            seal_row(row)
    manager.bulk_create(_parents_first(model, rows), batch_size=BATCH)


def _rows(model: type[models.Model], columns: list[str], values: Iterable[list[Any]]) -> Iterator[models.Model]:
    fields: list[Any] = [model._meta.get_field(_name_of(model, column)) for column in columns]
    for value in values:
        yield model(
            **{column: from_plain(field, one) for column, field, one in zip(columns, fields, value, strict=True)}
        )


def _name_of(model: type[models.Model], column: str) -> str:
    """The field that keeps a column."""
    return next(field.name for field in model._meta.concrete_fields if field.attname == column)


def _parents_first(model: type[models.Model], rows: list[models.Model]) -> list[models.Model]:
    """Rows of a table that refers to itself, so that nothing comes before what it refers to."""
    own = [field.attname for field in model._meta.concrete_fields if field.related_model is model]
    if not own:
        return rows
    ordered: dict[Any, models.Model] = {}
    waiting = rows
    while waiting:
        ready = [row for row in waiting if all(getattr(row, name) in {None, *ordered} for name in own)]
        if not ready:
            raise BadSeed(f"{model._meta.label}: rows refer to each other in a circle")
        ordered.update((row.pk, row) for row in ready)
        waiting = [row for row in waiting if row.pk not in ordered]
    return list(ordered.values())


def _keep_file(line: Row) -> None:
    """The bytes of an attachment, under the path its row names."""
    path = storage.keep(base64.b64decode(line["data"]))
    if path != line["file"]:
        raise BadSeed(f"{line['file']}: other bytes than its name says")
