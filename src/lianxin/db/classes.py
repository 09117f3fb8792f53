"""Which class a table belongs to: town-owned, reference or local."""

from enum import StrEnum

from django.apps import apps
from django.db import models

from lianxin.db.base import Local, Reference, TownOwned
from lianxin.db.fields import TownField


class TableClass(StrEnum):
    """Who needs a table's rows, and hence where they live in a database of many machines."""

    TOWN = "town-owned"
    REFERENCE = "reference"
    LOCAL = "local"


#: Tables of other people's packages, by model label. Reference: small, the same on every node.
REFERENCE_MODELS = frozenset(
    {
        "contenttypes.ContentType",
        "auth.Permission",
        "auth.Group",
        "auth.Group_permissions",
    }
)
#: Tables of other people's packages that concern one installation only.
LOCAL_MODELS = frozenset(
    {
        "migrations.Migration",
        "sessions.Session",
        "django_tasks_database.DBTaskResult",
    }
)


def is_town_owned(model: type[models.Model]) -> bool:
    """Whether rows of ``model`` belong to towns; works for the models of past migrations too."""
    return any(isinstance(field, TownField) for field in model._meta.local_fields)


def table_class(model: type[models.Model]) -> TableClass | None:
    """The class that ``model`` declares (our base classes) or that is listed here; None if nobody said."""
    if issubclass(model, TownOwned) or is_town_owned(model):
        return TableClass.TOWN
    if issubclass(model, Reference) or model._meta.label in REFERENCE_MODELS:
        return TableClass.REFERENCE
    if issubclass(model, Local) or model._meta.label in LOCAL_MODELS:
        return TableClass.LOCAL
    return None


def tables_by_class() -> dict[TableClass, list[str]]:
    """The sorted names of all tables of the installed models, by class (for the documentation and for exports)."""
    tables: dict[TableClass, list[str]] = {kind: [] for kind in TableClass}
    for model in stored_models():
        kind = table_class(model)
        if kind is not None:
            tables[kind].append(model._meta.db_table)
    return {kind: sorted(names) for kind, names in tables.items()}


def stored_models() -> list[type[models.Model]]:
    """Every installed model with a table of its own, automatic link tables included."""
    return [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]


def town_owned_models() -> list[type[TownOwned]]:
    """Every town-owned model, sorted by label."""
    owned = [model for model in apps.get_models() if issubclass(model, TownOwned) and not model._meta.proxy]
    return sorted(owned, key=lambda model: model._meta.label)
