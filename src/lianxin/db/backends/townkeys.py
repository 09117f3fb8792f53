"""PostgreSQL with keys that contain the town: what the modes composite, partition and citus share.

Django goes on believing that the primary key is ``id`` and that a foreign key is one column. In the database the key
of a town-owned table is ``(town_id, id)`` and a foreign key between town-owned tables is ``(town_id, x_id)``, so the
database itself refuses a reference into another town, and rows can live on the node of their town. Foreign keys are
not deferrable: distributed engines would report a dangling one only at COMMIT. One history of migrations serves all.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.backends.ddl_references import Columns, Statement, Table
from django.db.backends.postgresql import base, features, operations, schema

from lianxin.db.classes import is_town_owned
from lianxin.db.fields import TownForeignKey

#: The stubs describe Django's public face only; its schema editor is extended through methods they leave out.
_SchemaEditor: Any = schema.DatabaseSchemaEditor


class TownKeyFeatures(features.DatabaseFeatures):
    """What Django must know about foreign keys that are checked at once."""

    can_defer_constraint_checks = False
    supports_forward_references = False

    def allows_group_by_selected_pks_on_model(self, model: type[models.Model]) -> bool:
        """No: ``id`` alone is not the database's key, so GROUP BY must name every selected column."""
        return super().allows_group_by_selected_pks_on_model(model) and not is_town_owned(model)


class TownKeyOperations(operations.DatabaseOperations):
    """SQL without deferrable constraints; new rows are written as VALUES, so that their town can be seen."""

    #: Django's PostgreSQL compiler sends many rows as ``SELECT … FROM UNNEST``, which no node can be chosen for.
    compiler_module = "django.db.models.sql.compiler"

    def deferrable_sql(self) -> str:
        """Nothing: constraints are checked with each statement."""
        return ""


class TownKeySchemaEditor(_SchemaEditor):  # type: ignore[misc]
    """Writes the town into the keys of town-owned tables."""

    sql_create_column_inline_fk = None
    sql_delete_fk = "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s"
    sql_update_with_default = "UPDATE %(table)s SET %(column)s = %(default)s WHERE %(column)s IS NULL"

    def _iter_column_sql(
        self, column_db_type: Any, params: Any, model: Any, field: Any, field_db_params: Any, include_default: Any
    ) -> Iterator[str]:
        """Django's words for a column, without its own PRIMARY KEY in town-owned tables."""
        words = super()._iter_column_sql(column_db_type, params, model, field, field_db_params, include_default)
        drop_key = field.primary_key and is_town_owned(model)
        return (word for word in words if not (drop_key and word == "PRIMARY KEY"))

    def table_sql(self, model: type[models.Model]) -> tuple[str, list[Any]]:
        """Django's CREATE TABLE, with the key ``(town_id, id)`` for a town-owned table."""
        sql, params = super().table_sql(model)
        if is_town_owned(model):
            columns = [_town_column(model), model._meta.pk.column]
            key = f"PRIMARY KEY ({', '.join(self.quote_name(column) for column in columns)})"
            sql = f"{sql.removesuffix(')')}, {key}){self.table_suffix(model)}"
        return sql, params

    def table_suffix(self, model: type[models.Model]) -> str:
        """What follows the closing bracket of a town-owned table's definition."""
        return ""

    def _create_fk_sql(self, model: Any, field: Any, suffix: str) -> Any:
        """The foreign key of one field: two columns for a `TownForeignKey`."""
        if not isinstance(field, TownForeignKey):
            return super()._create_fk_sql(model, field, suffix)
        target: Any = field.target_field
        own, other = model._meta.db_table, target.model._meta.db_table
        return Statement(
            self.sql_create_fk,
            table=Table(own, self.quote_name),
            name=self._fk_constraint_name(model, field, suffix),
            column=Columns(own, [_town_column(model), field.column], self.quote_name),
            to_table=Table(other, self.quote_name),
            to_column=Columns(other, [_town_column(target.model), target.column], self.quote_name),
            deferrable="",
        )

    def _constraint_names(self, model: Any, column_names: Any = None, *args: Any, **kwargs: Any) -> list[str]:
        """Names of the constraints on these columns; a `TownForeignKey` is found under its two columns."""
        if kwargs.get("foreign_key") and column_names and len(column_names) == 1 and is_town_owned(model):
            fields = [field for field in model._meta.local_fields if field.column == column_names[0]]
            if fields and isinstance(fields[0], TownForeignKey):
                column_names = [_town_column(model), *column_names]
        names: list[str] = super()._constraint_names(model, column_names, *args, **kwargs)
        return names


def _town_column(model: Any) -> str:
    """The column of the town."""
    column: str = model._meta.get_field("town").column
    return column


class TownKeyWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL in one of the three modes."""

    SchemaEditorClass: Any = TownKeySchemaEditor
    features_class = TownKeyFeatures
    ops_class = TownKeyOperations
