"""The mode ``partition``: as ``composite``, and each town-owned table is split by a hash of its town.

It refuses what a distributed database refuses, and ``EXPLAIN`` shows how many parts a statement touches.
"""

from typing import Any

from django.db import models
from django.db.backends.utils import truncate_name

from lianxin.db.backends.townkeys import TownKeySchemaEditor, TownKeyWrapper
from lianxin.db.classes import is_town_owned

#: Parts of each table where the settings do not say.
DEFAULT_PARTS = 8


class PartitionSchemaEditor(TownKeySchemaEditor):
    """Creates the parts together with their table."""

    def table_suffix(self, model: type[models.Model]) -> str:
        """The rule by which rows find their part."""
        return f" PARTITION BY HASH ({self.quote_name('town_id')})"

    def create_model(self, model: type[models.Model]) -> None:
        """Django's table, then its parts (before the foreign keys, which Django adds last)."""
        super().create_model(model)
        if is_town_owned(model):
            for number in range(self.parts):
                self.execute(self._part_sql(model._meta.db_table, number), None)

    def alter_db_table(self, model: type[models.Model], old_db_table: str, new_db_table: str) -> None:
        """Rename the parts with their table, so that the old names are free again."""
        super().alter_db_table(model, old_db_table, new_db_table)
        if is_town_owned(model) and old_db_table != new_db_table:
            for number in range(self.parts):
                old, new = (self._part_name(table, number) for table in (old_db_table, new_db_table))
                self.execute(self.sql_rename_table % {"old_table": old, "new_table": new}, None)

    def _constraint_names(self, model: Any, *args: Any, **kwargs: Any) -> list[str]:
        """Names of constraints, without the copies that PostgreSQL keeps for each part of the referred table."""
        names = super()._constraint_names(model, *args, **kwargs)
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND conparentid <> 0",
                [self.quote_name(model._meta.db_table)],
            )
            copies = {name for (name,) in cursor.fetchall()}
        return [name for name in names if name not in copies]

    @property
    def parts(self) -> int:
        """How many parts a table has: ``parts=N`` of the database address."""
        return int(self.connection.settings_dict.get("PARTS") or DEFAULT_PARTS)

    def _part_name(self, table: str, number: int) -> str:
        name: str = self.quote_name(truncate_name(f"{table}_p{number:03d}", self.connection.ops.max_name_length()))
        return name

    def _part_sql(self, table: str, number: int) -> str:
        return (
            f"CREATE TABLE {self._part_name(table, number)} PARTITION OF {self.quote_name(table)} "
            f"FOR VALUES WITH (MODULUS {self.parts}, REMAINDER {number})"
        )


class DatabaseWrapper(TownKeyWrapper):
    """A connection in the mode ``partition``."""

    SchemaEditorClass: Any = PartitionSchemaEditor
