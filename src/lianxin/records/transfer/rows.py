"""Rows as lines of JSON, and the order in which tables can be filled."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import models

from lianxin.core.hashing import canonical_json
from lianxin.db.base import TownOwned
from lianxin.db.classes import town_owned_models
from lianxin.db.models import Town

FORMAT: Final = 1
#: Fields that never leave the house: a signed-in person sets a new password after the move.
#: ``!`` is what Django writes for "no password".
SECRETS: Final[Mapping[str, Mapping[str, Any]]] = {
    "people.Account": dict((("password", "!"), ("must_set_password", "True"))),  # noqa: C406
}


class TransferTrouble(Exception):
    """The town cannot be carried over; the message is a Chinese sentence for the operator."""


def to_line(row: models.Model) -> bytes:
    """One row as a line of canonical JSON: every value as text, or null."""
    values: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        empty = field.value_from_object(row) is None
        values[field.attname] = None if empty else field.value_to_string(row)
    values.update(SECRETS.get(row._meta.label, {}))
    return canonical_json(values) + b"\n"


def from_line(model: type[models.Model], line: bytes) -> models.Model:
    """The row that a line holds, not stored yet; raises `TransferTrouble` for a line of another version."""
    values = json.loads(line)
    fields = {field.attname: field for field in model._meta.concrete_fields}
    if values.keys() != fields.keys():
        raise TransferTrouble(f"文件里“{model._meta.label}”的栏目与本程序的版本不同，请用同一版本导出和导入。")
    return model(**{name: None if text is None else fields[name].to_python(text) for name, text in values.items()})


def ordered_models() -> list[type[TownOwned]]:
    """Every town-owned model, what others refer to first; loops are broken at any point."""
    order: list[type[TownOwned]] = []
    seen: set[type[models.Model]] = set()

    def visit(model: type[TownOwned]) -> None:
        if model in seen:
            return
        seen.add(model)
        for target in sorted(_targets(model), key=lambda found: found._meta.label):
            visit(target)
        order.append(model)

    for model in town_owned_models():
        visit(model)
    return order


def late_fields(model: type[TownOwned], loaded: Iterable[type[models.Model]]) -> list[str]:
    """Optional references to tables that are not filled yet (or to the same table): set in a second step."""
    there = set(loaded)
    return [
        field.attname
        for field in model._meta.concrete_fields
        if _is_town_owned(field.related_model) and field.null and field.related_model not in there
    ]


def reference_fields(model: type[models.Model]) -> dict[str, type[models.Model]]:
    """References to tables that all towns share (accounts), by attribute; the town itself is left out."""
    return {
        field.attname: field.related_model
        for field in model._meta.concrete_fields
        if isinstance(field.related_model, type)
        and field.related_model is not Town
        and not _is_town_owned(field.related_model)
    }


def _targets(model: type[TownOwned]) -> set[Any]:
    return {field.related_model for field in model._meta.concrete_fields if _is_town_owned(field.related_model)}


def _is_town_owned(target: object) -> bool:
    return isinstance(target, type) and issubclass(target, TownOwned)
