"""Rows of several tables in one statement: each table gives the same columns, empty where it has nothing."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from django.db import models
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Cast

_FIELDS: Final[dict[str, Callable[[], models.Field[Any, Any]]]] = {
    "text": models.TextField,
    "number": models.BigIntegerField,
    "moment": models.DateTimeField,
    "day": models.DateField,
}


class Shape:
    """The common columns after the kind, each ``text``, ``number``, ``moment`` or ``day``."""

    def __init__(self, **columns: str) -> None:
        """Take the columns in their order; the first one must be the number ``id``."""
        self.columns = columns

    def part(self, rows: QuerySet[Any, Any], kind: str, **given: str) -> QuerySet[Any, Any]:
        """One table in this shape: ``given`` names the field behind a column; ``id`` is the key if not named."""
        made: dict[str, Any] = {"_kind": Value(kind, models.TextField())}
        for name, sort in self.columns.items():
            made[f"_{name}"] = self._column(given.get(name, "pk" if name == "id" else ""), sort)
        shaped: QuerySet[Any, Any] = rows.order_by().annotate(**made).values_list(*made)
        return shaped

    def _column(self, field: str, sort: str) -> Any:
        """A column as the database is asked for it; texts are cast, so that numbers and flags fit among them."""
        kind = _FIELDS[sort]()
        if not field:
            return Value("", kind) if sort == "text" else Cast(Value(None), kind)
        return Cast(field, kind) if sort == "text" else F(field)

    def rows(self, parts: Sequence[QuerySet[Any, Any]]) -> list[tuple[Any, ...]]:
        """All rows of all parts; one statement, in no order."""
        return list(self.joined(parts))

    def joined(self, parts: Sequence[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
        """All parts as one queryset."""
        first, *others = parts
        return first.union(*others, all=True) if others else first
