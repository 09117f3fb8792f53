"""The tables of an empty database, made at once from the last state of the migrations.

Replaying the history draws all models anew after each of its several hundred steps, which takes most of a minute on a
slow machine; an empty database has nothing that could depend on the steps between. A test compares the tables of
both ways. Steps that are no steps of Django's (statements of a vendor) are run in their order, against the last state;
one that must see an earlier state cannot exist in this project while this module does.
"""

from typing import Any, Final

from django.apps import apps
from django.db import models
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import CreateModel

from lianxin.db.installation import before_migrating
from lianxin.db.scope import city_reading

#: Where the operations that only change tables live.
_TABLE_STEPS: Final = ("django.db.migrations.operations.models", "django.db.migrations.operations.fields")
#: The rooms of this house, by the beginning of their module.
_HOUSE: Final = "lianxin."
#: Distributed tables are declared step by step; the approved statements are those of the history.
_STEP_BY_STEP: Final = "lianxin.db.backends.citus"


def make_tables(connection: Any) -> bool:
    """Make every table of the house in an empty database and note all its migrations as done; False elsewhere."""
    if connection.settings_dict["ENGINE"].startswith(_STEP_BY_STEP):
        return False
    executor = MigrationExecutor(connection)
    if executor.loader.applied_migrations or connection.introspection.table_names():
        return False
    before_migrating(connection.alias)
    executor.recorder.ensure_schema()
    leaves = executor.loader.graph.leaf_nodes()
    foreign = [node for node in leaves if not _is_ours(node[0])]
    with city_reading("the database is empty: no row of any town can be read"):
        executor.migrate(foreign)
    executor = MigrationExecutor(connection)
    plan = [migration for migration, _backwards in executor.migration_plan(leaves)]
    if not all(_is_ours(migration.app_label) for migration in plan):
        return False
    with city_reading("the database is empty: no row of any town can be read"):
        _make(executor, executor.loader.project_state(leaves), plan)
    return True


def _make(executor: MigrationExecutor, state: Any, plan: list[Migration]) -> None:
    """The tables of the last state, the steps that are none of Django's, and the notes, in one transaction."""
    with executor.connection.schema_editor(atomic=True) as editor:
        for model in _in_order(state.apps, plan):
            editor.create_model(model)
        for migration in plan:
            for step in migration.operations:
                if type(step).__module__ not in _TABLE_STEPS:
                    step.database_forwards(migration.app_label, editor, state, state)
            executor.recorder.record_applied(migration.app_label, migration.name)


def _is_ours(label: str) -> bool:
    return apps.get_app_config(label).name.startswith(_HOUSE)


def _in_order(state_apps: Any, plan: list[Migration]) -> list[type[models.Model]]:
    """The models of the last state in the order in which the history makes them."""
    made = [
        (migration.app_label, step.name)
        for migration in plan
        for step in migration.operations
        if isinstance(step, CreateModel)
    ]
    alive = {
        (model._meta.app_label, model._meta.object_name) for model in state_apps.get_models(include_auto_created=False)
    }
    return [state_apps.get_model(*one) for one in made if one in alive]
