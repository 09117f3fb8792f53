"""Deleting town-owned rows: Django's rules for what hangs on them, with the town in every statement.

Hardly anything is ever deleted here (rows are superseded); drafts, tags and what retention must erase are.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.db.models.deletion import Collector
from django.db.models.signals import ModelSignal, post_delete, pre_delete

from lianxin.db.classes import is_town_owned
from lianxin.db.rows import towns_of

#: Rows deleted or changed by one statement.
CHUNK = 500


#: Django's collector; the stubs leave out most of it.
_Collector: Any = Collector


class TownCollector(_Collector):  # type: ignore[misc]
    """Collects what a deletion takes along, and deletes it town by town."""

    #: Rows to delete, by model.
    data: dict[type[models.Model], list[Any]]

    def related_objects(self, related_model: Any, related_fields: Any, objs: Any) -> Any:
        """Rows of ``related_model`` that point to ``objs``, of the towns of ``objs`` only."""
        if not is_town_owned(related_model) or not all(is_town_owned(type(row)) for row in objs):
            return super().related_objects(related_model, related_fields, objs)
        pointing = Q.create([(f"{field.name}__in", objs) for field in related_fields], connector=Q.OR)
        return related_model.all_towns.using(self.using).filter(pointing, **towns_of(objs))

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete what was collected; returns the number of rows, in all and by model label."""
        self.data = {model: sorted(rows, key=lambda row: row.pk) for model, rows in self.data.items()}
        self.sort()
        counted: Counter[str] = Counter()
        with transaction.atomic(using=self.using, savepoint=False):
            for model, rows in self.data.items():
                self._announce(pre_delete, model, rows)
            for queryset in self.fast_deletes:
                counted[queryset.model._meta.label] += queryset._raw_delete(using=self.using)
            self._update_fields()
            for model, rows in self.data.items():
                for chosen in self._chosen(model, rows[::-1]):
                    counted[model._meta.label] += chosen._raw_delete(using=self.using)
                self._announce(post_delete, model, rows)
        for row in chain.from_iterable(self.data.values()):
            row.pk = None
        counted = +counted
        return counted.total(), dict(counted)

    def _chosen(self, model: type[models.Model], rows: Sequence[Any]) -> Iterator[Any]:
        """Queries for exactly these rows, a chunk at a time."""
        for start in range(0, len(rows), CHUNK):
            part = rows[start : start + CHUNK]
            query = model._base_manager.using(self.using).filter(pk__in=[row.pk for row in part])
            yield query.filter(**towns_of(part)) if is_town_owned(model) else query

    def _update_fields(self) -> None:
        """Empty the references that ``on_delete=SET_NULL`` and its like ask for."""
        for (field, value), groups in self.field_updates.items():
            rows = list(chain.from_iterable(groups))
            for chosen in self._chosen(field.model, rows):
                chosen.update(**{field.name: value})

    def _announce(self, signal: ModelSignal, model: type[models.Model], rows: Iterable[models.Model]) -> None:
        for row in rows:
            signal.send(sender=model, instance=row, using=self.using, origin=self.origin)
