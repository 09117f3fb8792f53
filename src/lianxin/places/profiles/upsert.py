"""Make what is missing, change what differs, leave the rest: the same rows twice change nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from lianxin.db.base import TownOwned

M = TypeVar("M", bound=TownOwned)


@dataclass(slots=True)
class Count:
    """How many rows of a section were new, changed and unchanged."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def as_list(self) -> list[int]:
        """The three numbers, for the log."""
        return [self.new, self.changed, self.unchanged]


def upsert(model: type[M], rows: Iterable[M], key: Sequence[str], fields: Sequence[str], count: Count) -> dict[Any, M]:
    """Store unsaved ``rows``, matched to stored ones by ``key``; returns every row of the input by its key.

    Only ``fields`` are compared and changed; a matched row keeps its id and everything else.  Adds to ``count``.
    """
    stored = {_key(row, key): row for row in model.objects.all()}
    result: dict[Any, M] = {}
    new: list[M] = []
    changed: list[M] = []
    for row in rows:
        old = stored.get(_key(row, key))
        if old is None:
            new.append(row)
        elif any(getattr(old, name) != getattr(row, name) for name in fields):
            for name in fields:
                setattr(old, name, getattr(row, name))
            changed.append(old)
        else:
            count.unchanged += 1
        result[_key(row, key)] = old or row
    model.objects.bulk_create(new)
    if changed:
        model.objects.bulk_update(changed, [name.removesuffix("_id") for name in fields], batch_size=200)
    count.new += len(new)
    count.changed += len(changed)
    return result


def _key(row: TownOwned, names: Sequence[str]) -> Any:
    values = tuple(getattr(row, name) for name in names)
    return values[0] if len(values) == 1 else values
