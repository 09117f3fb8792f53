"""Rows stored by statements that are written once a table: Django needs longer to write an INSERT than to run it.

Used by `TownOwned.save` for what most saves are: a new row with its own id, or a few named columns of a row that is
there. Everything else (listeners of signals, values that are expressions, columns that the database fills) is left to
Django; both ways store the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import DatabaseError, connections, models, router, transaction
from django.db.models.constants import OnConflict
from django.db.models.signals import post_save, pre_save


@dataclass(frozen=True, slots=True)
class _Statement:
    """A statement with the fields whose values it takes, in their order."""

    sql: str
    fields: tuple[Any, ...]


def insert(row: models.Model, using: str | None = None) -> bool:
    """Store a new row; False where Django has to do it."""
    using = using or router.db_for_write(type(row), instance=row)
    return _insert(row, using, ignore=False) is not None


def insert_unless_there(row: models.Model) -> bool:
    """Store a new row unless one with a unique value of it is there; whether it was stored."""
    using = router.db_for_write(type(row), instance=row)
    stored = _insert(row, using, ignore=True)
    if stored is None:
        raise TypeError(f"{row._meta.label} cannot be stored by a kept statement")
    return stored


def update(row: models.Model, names: Sequence[str], using: str | None = None) -> bool:
    """Store some columns of a row of a town; False where Django has to do it. Raises as Django does for a lost row."""
    using = using or router.db_for_write(type(row), instance=row)
    statement = _update_of(type(row), tuple(names), connections[using].vendor)
    if statement is None or row._state.adding or _is_heard(type(row)):
        return False
    _check_related(row, frozenset(names))
    values = _values(row, statement, using, add=False)
    if values is None:
        return False
    with transaction.mark_for_rollback_on_error(using=using), connections[using].cursor() as cursor:
        cursor.execute(statement.sql, (*values, row.__dict__["town_id"], row.pk))
        if cursor.rowcount == 0:
            raise DatabaseError("Save with update_fields did not affect any rows.")
    row._state.db = using
    return True


def _insert(row: models.Model, using: str, *, ignore: bool) -> bool | None:
    """Whether the row was stored; None where Django has to do it."""
    statement = _insert_of(type(row), connections[using].vendor, ignore)
    if statement is None or row.pk is None or _is_heard(type(row)):
        return None
    _check_related(row)
    values = _values(row, statement, using, add=True)
    if values is None:
        return None
    with transaction.mark_for_rollback_on_error(using=using), connections[using].cursor() as cursor:
        cursor.execute(statement.sql, values)
        stored = bool(cursor.rowcount)
    row._state.db, row._state.adding = using, False
    return stored


def _is_heard(model: type[models.Model]) -> bool:
    """Whether somebody listens to saves of this model."""
    return bool(pre_save.has_listeners(model) or post_save.has_listeners(model))


def _check_related(row: Any, names: frozenset[str] | None = None) -> None:
    """As Django: what a row refers to must have been stored; raises ``ValueError``."""
    row._prepare_related_fields_for_save(operation_name="save", fields=names)


def _values(row: models.Model, statement: _Statement, using: str, *, add: bool) -> list[Any] | None:
    """What is stored of each field; None where a value is an expression."""
    connection = connections[using]
    found = []
    for field in statement.fields:
        value = field.pre_save(row, add)
        if hasattr(value, "resolve_expression"):
            return None
        found.append(field.get_db_prep_save(value, connection))
    return found


def _is_plain(model: type[models.Model], fields: Sequence[Any]) -> bool:
    """Whether the model is one table and every column takes a bare value."""
    odd = model._meta.parents or model._meta.proxy or model._meta.auto_created
    return not odd and not any(hasattr(field, "get_placeholder") for field in fields)


@lru_cache(maxsize=1024)
def _insert_of(model: type[models.Model], vendor: str, ignore: bool) -> _Statement | None:
    """The INSERT of a table, if it is a plain one."""
    connection: Any = _connection_of(vendor)
    fields = tuple(field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False))
    if not _is_plain(model, fields) or model._meta.db_returning_fields:
        return None
    conflict = OnConflict.IGNORE if ignore else None
    quote = connection.ops.quote_name
    begin = connection.ops.insert_statement(on_conflict=conflict)
    suffix = connection.ops.on_conflict_suffix_sql(fields, conflict, (), ())
    columns, marks = ", ".join(quote(field.column) for field in fields), ", ".join(["%s"] * len(fields))
    sql = f"{begin} {quote(model._meta.db_table)} ({columns}) VALUES ({marks}) {suffix}".strip()  # nosec B608
    return _Statement(sql, fields)


@lru_cache(maxsize=1024)
def _update_of(model: type[models.Model], names: tuple[str, ...], vendor: str) -> _Statement | None:
    """The UPDATE of some columns of a row, found by town and id, if it is a plain one."""
    quote = _connection_of(vendor).ops.quote_name
    meta: Any = model._meta
    known = {key: field for field in meta.concrete_fields for key in (field.name, field.attname)}
    if not names or not set(names) <= set(known) or {"town", "town_id"} & set(names):
        return None
    fields = tuple(dict.fromkeys(field for field in meta.concrete_fields if {field.name, field.attname} & set(names)))
    if not _is_plain(model, fields) or any(field.primary_key or getattr(field, "generated", False) for field in fields):
        return None
    columns = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    where = f"{quote(meta.get_field('town').column)} = %s AND {quote(meta.pk.column)} = %s"
    return _Statement(f"UPDATE {quote(meta.db_table)} SET {columns} WHERE {where}", fields)  # noqa: S608  # nosec B608


def _connection_of(vendor: str) -> Any:
    """A connection of this kind, for how it quotes."""
    return next(one for one in connections.all() if one.vendor == vendor)
