"""Statements that are written once and run often: Django needs longer to write a SELECT than SQLite needs to answer it.

A page whose statement depends only on who looks keeps the finished text under a key; the answer is always fresh. What
goes into the statement (the actor's reach, today's date) must go into the key. The current town is added here.
"""

from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from lianxin.db.scope import current_town_id_or_none

#: Statements kept in a process; the oldest unused one goes first.
KEPT: Final = 512

Rows = QuerySet[Any, Any]


class Prepared:
    """One SELECT of plain values (``values_list``), compiled; bound to no connection, so that threads may share it."""

    def __init__(self, rows: Rows) -> None:
        """Compile; a condition that nothing can meet becomes a statement that is never run."""
        compiler: Any = rows.query.get_compiler(using=rows.db)
        try:
            self.sql, self.params = compiler.as_sql()
        except EmptyResultSet:
            self.sql, self.params = "", ()
            self.converters: list[tuple[int, list[Callable[..., Any]], Any]] = []
            return
        fields = [one[0] for one in compiler.select[0 : compiler.col_count]]
        found = compiler.get_converters(fields)
        self.converters = [(at, functions, expression) for at, (functions, expression) in found.items()]

    def rows(self, using: str) -> list[tuple[Any, ...]]:
        """Run it and read every row, values converted as the ORM does."""
        if not self.sql:
            return []
        connection = connections[using]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return [self._converted(row, connection) for row in found] if self.converters else found

    def _converted(self, row: tuple[Any, ...], connection: Any) -> tuple[Any, ...]:
        values = list(row)
        for at, functions, expression in self.converters:
            for function in functions:
                values[at] = function(values[at], expression, connection)
        return tuple(values)


class _Kept:
    """The queryset that a key stands for; only the key counts when two are compared."""

    def __init__(self, key: Hashable, make: Callable[[], Any]) -> None:
        self.key, self.make = key, make

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.key == self.key


def read(key: Hashable, make: Callable[[], Rows]) -> list[tuple[Any, ...]]:
    """The rows of the statement kept under *key*; *make* gives its queryset (``values_list``) the first time."""
    using, whole = _place(key)
    return _prepared(_Kept(whole, make)).rows(using)


def capped_counts(key: Hashable, make: Callable[[], Mapping[str, Rows]], cap: int) -> dict[str, int]:
    """How many rows each queryset has, ``cap + 1`` standing for more; one statement that reads no further than that."""
    using, whole = _place(key)
    codes, sql, params = _capped(_Kept((*whole, cap), make), cap)
    if not sql:
        return dict.fromkeys(codes, 0)
    with connections[using].cursor() as cursor:
        cursor.execute(sql, params)
        found = dict(cursor.fetchall())
    return {code: int(found.get(code, 0)) for code in codes}


def forget() -> None:
    """Throw every kept statement away."""
    _prepared.cache_clear()
    _capped.cache_clear()


def _place(key: Hashable) -> tuple[str, tuple[Hashable, ...]]:
    """The connection that is read, and the key with town and engine."""
    using = "default"
    return using, (key, current_town_id_or_none(), connections[using].settings_dict["ENGINE"])


@lru_cache(maxsize=KEPT)
def _prepared(kept: _Kept) -> Prepared:
    return Prepared(kept.make())


@lru_cache(maxsize=KEPT)
def _capped(kept: _Kept, cap: int) -> tuple[tuple[str, ...], str, tuple[Any, ...]]:
    """Codes, statement and parameters of one capped count of several querysets."""
    wanted = kept.make()
    parts: list[str] = []
    params: list[Any] = []
    for code, rows in wanted.items():
        try:
            sql, values = rows.order_by().values("pk")[: cap + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT %s, COUNT(*) FROM ({sql}) counted_{len(parts)}")  # noqa: S608 - written by the ORM  # nosec B608
        params.extend((code, *values))
    return tuple(wanted), " UNION ALL ".join(parts), tuple(params)
