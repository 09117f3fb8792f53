"""Do references hold? Asked of the rows themselves, since some databases of many machines keep no foreign keys."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef

from lianxin.db.base import TownOwned
from lianxin.db.classes import is_town_owned, town_owned_models
from lianxin.db.models import Town
from lianxin.db.scope import city_reading


class Trouble(StrEnum):
    """What is wrong with a reference."""

    MISSING = "missing"
    OTHER_TOWN = "other town"


@dataclass(frozen=True)
class BrokenReference:
    """One row that points to nothing, or into another town."""

    model: str
    row: int
    field: str
    target: str
    value: int
    trouble: Trouble


def check_integrity(town: Town | int, checked: Callable[[int], None] | None = None) -> Iterator[BrokenReference]:
    """Every broken reference of the town's rows, to town-owned and to reference tables alike.

    Reads each town-owned table once per reference it has; run it inside `lianxin.db.transactions.snapshot` if the
    town is at work. ``checked`` hears after each reference how many of them were looked at (always 1).
    """
    town_id = town if isinstance(town, int) else town.pk
    for model in town_owned_models():
        for field in model._meta.local_fields:
            if isinstance(field, models.ForeignKey):
                yield from _broken(model, field, town_id)
                if checked is not None:
                    checked(1)


def _broken(model: type[TownOwned], field: Any, town_id: int) -> Iterator[BrokenReference]:
    """Broken references of one field."""
    target = field.related_model
    owned = is_town_owned(target)
    targets = target._base_manager.filter(pk=OuterRef(field.attname), **({"town_id": town_id} if owned else {}))
    rows = model.all_towns.filter(~Exists(targets), town_id=town_id, **{f"{field.attname}__isnull": False})
    for row, value in rows.order_by("pk").values_list("pk", field.attname).iterator(chunk_size=1000):
        trouble = Trouble.OTHER_TOWN if owned and _exists_anywhere(target, value) else Trouble.MISSING
        yield BrokenReference(model._meta.label, row, field.name, target._meta.label, value, trouble)


def _exists_anywhere(target: Any, value: int) -> bool:
    with city_reading("a row that the town lacks may belong to another town"):
        return bool(target.all_towns.filter(pk=value).exists())
