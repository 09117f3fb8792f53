"""The rules of the house for models, as Django system checks (tag ``towns``). `docs/adr` says why.

Each rule is one function ``(model) -> iterator of messages``; `check_models` runs them all over the models it is given.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddField, CreateModel

from lianxin.db.classes import THIRD_PARTY, TableClass, stored_models, table_class
from lianxin.db.fields import IdField, TownField, TownForeignKey
from lianxin.db.installation import mode_trouble
from lianxin.db.managers import AllTownsManager, TownManager

TAG = "towns"

Model = type[models.Model]
Messages = Iterator[CheckMessage]

_PRODUCT = "lianxin."


def check_has_class(model: Model) -> Messages:
    """E001: every table is town-owned, reference or local, and says so."""
    if table_class(model) is None:
        yield Error(
            f"{model._meta.label} is neither town-owned nor reference nor local.",
            hint="Inherit from TownOwned, Reference or Local; list other packages' tables in db.classes.THIRD_PARTY.",
            obj=model,
            id="towns.E001",
        )


def check_key(model: Model) -> Messages:
    """E002: one key column ``id``, made by the server; no composite keys, no table inheritance."""
    if not _ours(model) or table_class(model) is TableClass.LOCAL:
        return
    if not isinstance(model._meta.pk, IdField) or model._meta.pk.name != "id":
        yield Error(
            f"{model._meta.label} must keep the key `id` of its base class.",
            hint="No AutoField, no CompositePrimaryKey, no multi-table inheritance.",
            obj=model,
            id="towns.E002",
        )


def check_unique_rules(model: Model) -> Messages:
    """E003: what is unique is unique within a town. City exceptions are named in ``city_indexes``."""
    if table_class(model) is not TableClass.TOWN:
        return
    for field in model._meta.local_fields:
        if field.unique and not field.primary_key:
            yield _rule_error(model, f"field {field.name}", "unique=True", "towns.E003")
    for names in model._meta.unique_together:
        if "town" not in names:
            yield _rule_error(model, "unique_together", f"{tuple(names)} lacks the town", "towns.E003")
    for rule in model._meta.constraints:
        if isinstance(rule, models.UniqueConstraint):
            yield from _check_unique_constraint(model, rule)


def _check_unique_constraint(model: Model, rule: models.UniqueConstraint) -> Messages:
    if not rule.fields or rule.fields[0] != "town":
        yield _rule_error(model, rule.name, "does not start with the town", "towns.E003")
    if rule.deferrable is not None:
        yield _rule_error(model, rule.name, "is deferrable", "towns.E003")
    if rule.condition is not None or rule.expressions:
        yield _rule_error(model, rule.name, "has a condition or an expression", "towns.E003")


def check_indexes(model: Model) -> Messages:
    """E004: indexes start with the town, so that a town's page reads one stretch of one index."""
    if table_class(model) is not TableClass.TOWN:
        return
    allowed = set(getattr(model, "city_indexes", ()))
    for index in model._meta.indexes:
        first = (index.fields[0] if index.fields else "").lstrip("-")
        if first != "town" and index.name not in allowed:
            yield _rule_error(model, index.name, "does not start with the town", "towns.E004")
    for field in model._meta.local_fields:
        if getattr(field, "db_index", False) and not field.unique and field.name not in allowed:
            yield _rule_error(model, f"field {field.name}", "is indexed alone (db_index)", "towns.E004")


def check_names(model: Model) -> Messages:
    """E010: no index or rule is called like a table: in PostgreSQL they share one list of names."""
    tables = {one._meta.db_table for one in model._meta.apps.get_models(include_auto_created=True)}
    for one in (*model._meta.indexes, *model._meta.constraints):
        if one.name in tables | {model._meta.db_table}:
            yield _rule_error(model, one.name, "is the name of a table", "towns.E010")


def check_references(model: Model) -> Messages:
    """E005: inside a town only `TownForeignKey`; from outside never into a town."""
    for field in model._meta.get_fields(include_hidden=False):
        target = getattr(field, "related_model", None)
        if isinstance(field, GenericForeignKey):
            yield _rule_error(model, field.name, "is a generic foreign key", "towns.E005")
        elif isinstance(field, models.ForeignObject) and isinstance(target, type):
            yield from _check_reference(model, field, target)


def _check_reference(model: Model, field: Any, target: Any) -> Messages:
    """One reference, by the classes of its two ends."""
    inside, into = table_class(model) is TableClass.TOWN, table_class(target) is TableClass.TOWN
    if into and not inside:
        yield _rule_error(model, field.name, f"refers to the town-owned {target._meta.label}", "towns.E005")
    elif inside and into and type(field) is not TownForeignKey:
        yield _rule_error(model, field.name, "must be a TownForeignKey", "towns.E005")
    elif inside and not into and not isinstance(field, models.ForeignKey):
        yield _rule_error(model, field.name, "must be a plain ForeignKey", "towns.E005")
    elif isinstance(field, TownForeignKey) and not (inside and into):
        yield _rule_error(model, field.name, "is a TownForeignKey outside a town", "towns.E005")


def check_links(model: Model) -> Messages:
    """E006: a many-to-many relation of a town-owned table is written out as a town-owned table."""
    for field in model._meta.local_many_to_many:
        ends = {table_class(model), table_class(field.related_model)}
        through: Any = field.remote_field.through
        if TableClass.TOWN in ends and (through._meta.auto_created or table_class(through) is not TableClass.TOWN):
            yield _rule_error(model, field.name, "needs an explicit town-owned through table", "towns.E006")


def check_managers(model: Model) -> Messages:
    """E007: ``objects`` sees one town, ``all_towns`` sees all, and nothing else is the default."""
    if table_class(model) is not TableClass.TOWN or not _ours(model):
        return
    default, every = model._default_manager, getattr(model, "all_towns", None)
    if not isinstance(default, TownManager) or default.name != "objects" or not isinstance(every, AllTownsManager):
        yield _rule_error(model, "managers", "`objects` must be a TownManager, `all_towns` see all", "towns.E007")


RULES: Sequence[Callable[[Model], Messages]] = (
    check_has_class,
    check_key,
    check_unique_rules,
    check_indexes,
    check_names,
    check_references,
    check_links,
    check_managers,
)


def check_models(chosen: Iterable[Model]) -> list[CheckMessage]:
    """All rules over these models."""
    return [message for model in chosen for rule in RULES for message in rule(model)]


def check_migrations(migrations: Iterable[Any]) -> list[CheckMessage]:
    """E008: a town-owned table is born with its town; added later, a distributed database would misplace the table."""
    return [
        Error(
            f"{migration}: AddField of the town to {operation.model_name}.",
            hint="CreateModel must contain the TownField: make the migration depend on that of the db room.",
            id="towns.E008",
        )
        for migration in migrations
        for operation in migration.operations
        if isinstance(operation, AddField) and isinstance(operation.field, TownField)
    ]


def town_tables_created(migrations: Iterable[Any]) -> set[str]:
    """Labels (lower case) of the models whose CreateModel contains a `TownField`."""
    return {
        f"{migration.app_label}.{operation.name_lower}"
        for migration in migrations
        for operation in migration.operations
        if isinstance(operation, CreateModel) and any(isinstance(field, TownField) for _, field in operation.fields)
    }


@register(TAG, Tags.models)
def check_installed_models(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """The rules for models, over the apps that were asked for."""
    wanted = {config.label for config in app_configs} if app_configs is not None else None
    return check_models(model for model in stored_models() if wanted is None or model._meta.app_label in wanted)


@register(TAG)
def check_installed_migrations(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """The rule for migrations, over all migrations on disk."""
    if app_configs is not None:
        return []
    return check_migrations(product_migrations())


def product_migrations() -> list[Any]:
    """All migrations of the product's own apps, in no particular order."""
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith(_PRODUCT)}
    found = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.values()
    return [migration for migration in found if migration.app_label in ours]


@register(TAG, Tags.database)
def check_mode(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """E009: the database was installed with the mode it is started with."""
    troubles = [mode_trouble(connections[alias]) for alias in databases or ()]
    return [Error(trouble, id="towns.E009") for trouble in troubles if trouble]


def _ours(model: Model) -> bool:
    return model._meta.label not in THIRD_PARTY


def _rule_error(model: Model, name: str, what: str, identifier: str) -> Error:
    return Error(f"{model._meta.label}: {name} {what}.", hint="Rules of lianxin.db.checks.", obj=model, id=identifier)
