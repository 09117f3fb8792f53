"""Running migrations without drawing every model anew after each step.

Every table of a town refers to the town, and so all models hang together: Django's executor draws nearly all of them
anew for each new table, index or constraint, which made an upgrade take a minute. A step that only adds something, or
changes a column that nothing refers to, changes no other model; here it draws its own model anew and no other. A
migration with any other step is run Django's way, from models all drawn anew before it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    RemoveConstraint,
    RemoveIndex,
)
from django.db.migrations.operations.base import Operation

_ADDING: Final = (AddConstraint, AddField, AddIndex, CreateModel, RemoveConstraint, RemoveIndex)


class ThriftyExecutor(MigrationExecutor):
    """Django's executor; see the module."""

    def apply_migration(self, state: Any, migration: Migration, fake: bool = False, fake_initial: bool = False) -> Any:
        """Run a migration, its models drawn anew one by one where that is enough."""
        with thriftily(state, migration):
            return super().apply_migration(state, migration, fake, fake_initial)


@contextmanager
def thriftily(state: Any, migration: Migration) -> Iterator[None]:
    """Within it ``state`` draws only the model that a step changes, if that is enough for the whole migration."""
    if not touches_only_its_own(migration):
        state.__dict__.pop("apps", None)  # some were drawn alone since: whole again
        yield
        return
    state._find_reload_model = partial(_itself, state)
    try:
        yield
    finally:
        state.__dict__.pop("_find_reload_model", None)


def touches_only_its_own(migration: Migration) -> bool:
    """Whether no step of a migration can change what another model is."""
    return all(_touches_only_its_own(step) for step in migration.operations)


def _touches_only_its_own(step: Operation) -> bool:
    if isinstance(step, AlterField):
        return not (step.field.is_relation or step.field.unique)
    return isinstance(step, _ADDING)


def _itself(state: Any, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
    """Instead of every model that hangs together with this one; marks the rest as to be drawn before it is shown."""
    state.is_delayed = True
    return {(app_label, model_name)}
