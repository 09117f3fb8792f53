"""The mode ``citus``: as ``composite``; town-owned tables are spread by town, reference tables copied to every node."""

from typing import Any, Self

from django.apps import apps
from django.db import models

from lianxin.db.backends.townkeys import TownKeySchemaEditor, TownKeyWrapper
from lianxin.db.classes import TableClass, is_town_owned, stored_models, table_class

_MIGRATIONS_TABLE = "django_migrations"


class CitusSchemaEditor(TownKeySchemaEditor):
    """Tells the coordinator about each table as soon as it exists."""

    def __enter__(self) -> Self:
        """Within one transaction Citus must change its shards one after the other."""
        super().__enter__()
        if self.atomic_migration:
            self.execute("SET LOCAL citus.multi_shard_modify_mode TO 'sequential'", None)
        return self

    def create_model(self, model: type[models.Model]) -> None:
        """Django's table, then its place among the nodes (before the foreign keys, which Django adds last)."""
        super().create_model(model)
        table = self.quote_value(model._meta.db_table)
        if is_town_owned(model):
            self.execute(f"SELECT create_distributed_table({table}, 'town_id')", None)
        elif not _is_local(model):
            self.execute(f"SELECT create_reference_table({table})", None)


def _is_local(model: type[models.Model]) -> bool:
    """Whether the table stays on the coordinator. Past versions of a model are known by their table's name."""
    table = model._meta.db_table
    if table == _MIGRATIONS_TABLE or not apps.models_ready:
        return table == _MIGRATIONS_TABLE
    today = {known._meta.db_table: known for known in stored_models()}
    return table_class(today.get(table, model)) is TableClass.LOCAL


class DatabaseWrapper(TownKeyWrapper):
    """A connection in the mode ``citus``."""

    SchemaEditorClass: Any = CitusSchemaEditor
