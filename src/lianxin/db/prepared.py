"""Statements that are written once and run often: Django needs longer to write a SELECT than SQLite needs to answer it.

A page whose statement depends only on who looks keeps the finished text under a key; the answer is always fresh. What
goes into the statement (the actor's reach, today's date) must go into the key. The current town is added here.

Values that change from one reading to the next (the id of a matter, a number) are given beside the key::

    prepared.objects("case.opinions", lambda case_id: Opinion.objects.filter(case_id=case_id), case.pk)

The queryset is then made once, with stand-ins, for all towns; each reading puts its own values where they stand.
"""

from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from typing import Any, Final, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BooleanField, Model, QuerySet, query
from django.db.models.expressions import Col

from lianxin.db.scope import current_town_id_or_none, town_scope

#: Statements kept in a process; the oldest unused one goes first.
KEPT: Final = 1024

Rows = QuerySet[Any, Any]
Given = int | str
M = TypeVar("M", bound=Model)
T = TypeVar("T")

#: What was made of the last answer, by key; so many at most.
SHAPES: Final = 256
_shapes: dict[Hashable, tuple[list[tuple[Any, ...]], Any]] = {}

#: Values that nothing else has: the town, then what is given, by place.
_TOWN: Final = -(1 << 62)
#: No column holds a larger number: nothing can be found for one that somebody typed.
_LARGEST: Final = (1 << 63) - 1


def _stand_in(place: int, value: Given) -> Given:
    """What stands for a given value of this kind while the statement is written."""
    return _TOWN + 1 + place if isinstance(value, int) else f"\N{SYMBOL FOR START OF TEXT}{place}."


class Prepared:
    """One SELECT, compiled; bound to no connection, so that threads may share it."""

    def __init__(self, rows: Rows, stand_ins: tuple[Given, ...] = ()) -> None:
        """Compile; a condition that nothing can meet becomes a statement that is never run.

        Raises ``ValueError`` where a stand-in does not come out as a parameter: its value would be lost.
        """
        self.places: list[tuple[int, int, str]] = []
        compiler: Any = rows.query.get_compiler(using=rows.db)
        try:
            self.sql, self.params = compiler.as_sql()
        except EmptyResultSet:
            self.sql, self.params = "", ()
            self.converters: list[tuple[int, list[Callable[..., Any]], Any]] = []
            return
        fields = [one[0] for one in compiler.select[0 : compiler.col_count]]
        found = compiler.get_converters(fields)
        self.converters = [
            (at, functions, expression)
            for at, (functions, expression) in found.items()
            if not _is_plain_yes_no(rows.query, expression, functions)
        ]
        self._find(stand_ins)
        self._shape(compiler, rows.db)

    def _find(self, stand_ins: tuple[Given, ...]) -> None:
        """Find where the given values go; in a pattern (``startswith``) with what stands around them."""
        for number, one in enumerate(stand_ins):
            found = [
                (at, number, str(value) if value != one else "")
                for at, value in enumerate(self.params)
                if value == one or (isinstance(one, str) and isinstance(value, str) and one in value)
            ]
            if not found and one != _TOWN:
                raise ValueError(f"the given value {number} is not among the parameters: {self.sql}")
            self.places += found
        self.stand_ins = stand_ins

    def _filled(self, given: tuple[Given, ...], connection: Any) -> tuple[Any, ...]:
        """The parameters with the given values in their places."""
        filled = list(self.params)
        for at, number, pattern in self.places:
            value = given[number]
            if pattern:
                value = pattern.replace(str(self.stand_ins[number]), connection.ops.prep_for_like_query(value))
            filled[at] = value
        return tuple(filled)

    def _shape(self, compiler: Any, using: str) -> None:
        """How objects are made of a row, where the queryset is one of objects."""
        info = compiler.klass_info
        if info is None:
            return
        chosen = info["select_fields"]
        self.model, self.first, self.last = info["model"], chosen[0], chosen[-1] + 1
        self.names = [one[0].target.attname for one in compiler.select[self.first : self.last]]
        populators: Any = query.get_related_populators  # its arguments are not those of the published types
        self.joined = populators(info, compiler.select, using)
        self.annotated = compiler.annotation_col_map or {}

    def rows(self, using: str, given: tuple[Given, ...] = ()) -> list[tuple[Any, ...]]:
        """Run it and read every row, values converted as the ORM does."""
        return self.converted(self.raw(using, given), using)

    def raw(self, using: str, given: tuple[Given, ...] = ()) -> list[tuple[Any, ...]]:
        """Run it and read every row as the driver gives it."""
        if not self.sql or any(isinstance(one, int) and abs(one) > _LARGEST for one in given):
            return []
        connection = connections[using]
        params = self._filled(given, connection) if given else self.params
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def converted(self, found: list[tuple[Any, ...]], using: str) -> list[tuple[Any, ...]]:
        """The rows with their values as the ORM gives them."""
        connection = connections[using]
        return [self._converted(row, connection) for row in found] if self.converters else found

    def objects(self, using: str, given: tuple[Given, ...]) -> list[Any]:
        """The rows as objects, with what ``select_related`` joins and what ``annotate`` adds."""
        made = []
        for row in self.rows(using, given):
            one = self.model.from_db(using, self.names, row[self.first : self.last])
            for each in self.joined:
                each.populate(row, one)
            for name, at in self.annotated.items():
                setattr(one, name, row[at])
            made.append(one)
        return made

    def _converted(self, row: tuple[Any, ...], connection: Any) -> tuple[Any, ...]:
        values = list(row)
        for at, functions, expression in self.converters:
            for function in functions:
                values[at] = function(values[at], expression, connection)
        return tuple(values)


def _is_plain_yes_no(query: Any, expression: Any, functions: list[Callable[..., Any]]) -> bool:
    """Whether this is a yes-or-no column itself: the driver of SQLite reads those as such, by the column's type."""
    plain = isinstance(expression, Col) and isinstance(expression.output_field, BooleanField)
    return plain and not query.combinator and [one.__name__ for one in functions] == ["convert_booleanfield_value"]


class _Kept:
    """The queryset that a key stands for; only the key counts when two are compared."""

    def __init__(
        self, key: Hashable, make: Callable[..., Any], given: tuple[Given, ...] | None = None, town: int | None = None
    ) -> None:
        self.key, self.make, self.given, self.town = key, make, given, town

    def prepared(self) -> Prepared:
        """Its statement, with stand-ins for what is given."""
        if self.given is None:
            return Prepared(self.make())
        stand_ins = tuple(_stand_in(place, value) for place, value in enumerate(self.given))
        if self.town is None:
            return Prepared(self.make(*stand_ins), (_TOWN, *stand_ins))
        with town_scope(_TOWN):
            made = Prepared(self.make(*stand_ins), (_TOWN, *stand_ins))
        if self.town in made.params:
            raise ValueError(f"this statement would stay in one town: {made.sql}")
        return made

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.key == self.key


def read(key: Hashable, make: Callable[..., Rows], *given: Given) -> list[tuple[Any, ...]]:
    """The rows of the statement kept under *key*; *make* gives its queryset (``values_list``) the first time.

    With *given* values, *make* gets a stand-in for each; it must not look at them, and must begin at the manager
    itself, so that the town is a stand-in too; ``ValueError`` where it is not.
    """
    if given:
        using, kept, values = _given(key, make, given)
        return _prepared(kept).rows(using, values)
    using, whole = _place(key)
    return _prepared(_Kept(whole, make)).rows(using)


def made(key: Hashable, make: Callable[[], Rows], shape: Callable[[list[tuple[Any, ...]]], T]) -> T:
    """What *shape* makes of the rows of :func:`read`; made anew only when the database answers something else.

    *shape* must look at nothing but the rows, and what it makes must not be changed by anybody.
    """
    using, whole = _place(key)
    statement = _prepared(_Kept(whole, make))
    raw = statement.raw(using)
    found: tuple[list[tuple[Any, ...]], Any] | None = _shapes.get(whole)
    if found is None or found[0] != raw:
        if len(_shapes) >= SHAPES:
            _shapes.clear()
        found = _shapes[whole] = (raw, shape(statement.converted(raw, using)))
    shaped: T = found[1]
    return shaped


def objects(key: Hashable, make: Callable[..., QuerySet[M]], *given: Given) -> list[M]:
    """The same for objects: as if the queryset that *make* gives for these values had been read (no prefetches)."""
    using, kept, values = _given(key, make, given)
    return _prepared(kept).objects(using, values)


def first(key: Hashable, make: Callable[..., QuerySet[M]], *given: Given) -> M | None:
    """The first of :func:`objects`; where more than one row may come, *make* should say ``[:1]``."""
    return next(iter(objects(key, make, *given)), None)


def _given(key: Hashable, make: Callable[..., Rows], given: tuple[Given, ...]) -> tuple[str, "_Kept", tuple[Any, ...]]:
    """The connection that is read, what is kept for all towns, and the values of this reading."""
    using = "default"
    kinds = tuple(map(type, given))
    scope = current_town_id_or_none()
    whole = (key, kinds, scope is None, connections[using].settings_dict["ENGINE"])
    return using, _Kept(whole, make, given, scope), (_TOWN if scope is None else scope, *given)


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
    _shapes.clear()
    _prepared.cache_clear()
    _capped.cache_clear()


def _place(key: Hashable) -> tuple[str, tuple[Hashable, ...]]:
    """The connection that is read, and the key with town and engine."""
    using = "default"
    return using, (key, current_town_id_or_none(), connections[using].settings_dict["ENGINE"])


@lru_cache(maxsize=KEPT)
def _prepared(kept: _Kept) -> Prepared:
    return kept.prepared()


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
