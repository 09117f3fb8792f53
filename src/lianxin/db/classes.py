"""Which class a table belongs to: town-owned, reference or local.

Imported by the database engines, which Django loads before any model; so nothing here may import one.
"""

from enum import StrEnum
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models

from lianxin.db.fields import TownField

if TYPE_CHECKING:
    from lianxin.db.base import TownOwned


class TableClass(StrEnum):
    """Who needs a table's rows, and hence where they live in a database of many machines."""

    TOWN = "town-owned"
    REFERENCE = "reference"
    LOCAL = "local"


#: Tables of other people's packages, by model label.
THIRD_PARTY = {
    "contenttypes.ContentType": TableClass.REFERENCE,
    "auth.Permission": TableClass.REFERENCE,
    "auth.Group": TableClass.REFERENCE,
    "auth.Group_permissions": TableClass.REFERENCE,
    "migrations.Migration": TableClass.LOCAL,
    "django_tasks_database.DBTaskResult": TableClass.LOCAL,
}


def is_town_owned(model: type[models.Model]) -> bool:
    """Whether rows of ``model`` belong to towns; works for the models of past migrations too."""
    return any(isinstance(field, TownField) for field in model._meta.local_fields)


def table_class(model: type[models.Model]) -> TableClass | None:
    """The class that ``model`` inherits from its base or that is listed above; None if nobody said."""
    declared: TableClass | None = getattr(model, "table_class", None)
    return declared or THIRD_PARTY.get(model._meta.label)


def stored_models() -> list[type[models.Model]]:
    """Every installed model with a table of its own, automatic link tables included."""
    return [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]


def town_owned_models() -> "list[type[TownOwned]]":
    """Every town-owned model, sorted by label."""
    owned = [model for model in stored_models() if table_class(model) is TableClass.TOWN]
    return sorted(owned, key=lambda model: model._meta.label)  # type: ignore[arg-type]


def tables_by_class() -> dict[TableClass, list[str]]:
    """The sorted names of all tables of the installed models, by class (for the documentation and for exports)."""
    tables: dict[TableClass, list[str]] = {kind: [] for kind in TableClass}
    for model in stored_models():
        kind = table_class(model)
        if kind is not None:
            tables[kind].append(model._meta.db_table)
    return {kind: sorted(names) for kind, names in tables.items()}
