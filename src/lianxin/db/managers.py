"""Managers of town-owned tables: ``objects`` sees the current town, ``all_towns`` sees every town."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models

from lianxin.db.deletion import TownCollector
from lianxin.db.errors import TownChangeRefused
from lianxin.db.scope import current_town_id

if TYPE_CHECKING:
    from typing import Self

M = TypeVar("M", bound=models.Model, covariant=True)

_TOWN_NAMES = frozenset({"town", "town_id"})


class TownQuerySet(models.QuerySet[M]):
    """A query over town-owned rows that never changes a row's town and never forgets to load it."""

    def update(self, **kwargs: Any) -> int:
        """As Django's; raises `TownChangeRefused` when the town itself is among the values."""
        if _TOWN_NAMES & kwargs.keys():
            raise TownChangeRefused("update() cannot change the town of a row")
        return super().update(**kwargs)

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """As Django's; rows without a town get the current one. Raises `TownScopeMissing` outside any scope."""
        rows = list(objs)
        for row in rows:
            if getattr(row, "town_id", None) is None:
                row.town_id = current_town_id()  # type: ignore[attr-defined]
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(self, objs: Iterable[M], fields: Iterable[str], batch_size: int | None = None) -> int:
        """As Django's; raises `TownChangeRefused` when the town itself is among the fields."""
        names: Collection[str] = list(fields)
        if _TOWN_NAMES & set(names):
            raise TownChangeRefused("bulk_update() cannot change the town of a row")
        return super().bulk_update(objs, names, batch_size)

    def delete(self) -> tuple[int, dict[str, int]]:
        """As Django's, with the town in every statement that follows."""
        this: Any = self
        if self.query.is_sliced or self.query.distinct_fields or self.query.combinator or this._fields is not None:
            return super().delete()  # refused there, with Django's words
        chosen = this._chain()
        chosen._for_write = True
        chosen.query.select_for_update = False
        chosen.query.select_related = False
        chosen.query.clear_ordering(force=True)
        collector = TownCollector(using=chosen.db, origin=self)
        collector.collect(chosen)
        deleted: tuple[int, dict[str, int]] = collector.delete()
        self._result_cache = None
        return deleted

    # Django's marks: templates may not call it, and a manager has no such method (``objects.delete()``).
    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def only(self, *fields: str) -> "Self":
        """As Django's, but the town is always loaded: saving and following a row need it."""
        return super().only(*fields, "town") if fields else super().only()

    def defer(self, *fields: Any) -> "Self":
        """As Django's, but the town cannot be deferred."""
        return super().defer(*(name for name in fields if name not in _TOWN_NAMES))


class AllTownsManager(models.Manager[M]):
    """Sees every town. For city pages, roll-ups, exports and checks only."""

    _queryset_class = TownQuerySet


class TownManager(models.Manager[M]):
    """Sees only the current town; raises `TownScopeMissing` outside any `town_scope`."""

    _queryset_class = TownQuerySet

    def town_for_query(self) -> int:
        """The id of the town whose rows this manager shows. Related managers answer with their owner's town."""
        return current_town_id()

    def get_queryset(self) -> models.QuerySet[M]:
        """The rows of one town."""
        return super().get_queryset().filter(town_id=self.town_for_query())
