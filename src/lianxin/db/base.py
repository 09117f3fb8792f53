"""The three kinds of tables. Every model of the house inherits from exactly one of these classes.

``TownOwned``  a row belongs to one town; in the sharded modes it lives on that town's shard.
``Reference``  small, the same everywhere: staff accounts, districts, towns; a copy on every node.
``Local``      stays on one node: the memory of this installation.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self

from django.db import models, router

from lianxin.db import quick_save
from lianxin.db.classes import TableClass
from lianxin.db.deletion import TownCollector
from lianxin.db.errors import TownChangeRefused
from lianxin.db.fields import IdField, TownField
from lianxin.db.managers import AllTownsManager, TownManager
from lianxin.db.scope import current_town_id


class TownOwned(models.Model):
    """A row that belongs to one town for ever."""

    table_class: ClassVar = TableClass.TOWN
    #: Names of indexes and constraints that may lack the town because a city page needs them.
    city_indexes: ClassVar[Sequence[str]] = ()

    id = IdField()
    town = TownField()
    town_id: int
    #: The town the row was read or stored with; None for a row that is not stored yet.
    _stored_town_id: int | None = None

    objects: ClassVar[TownManager[Self]] = TownManager()
    all_towns: ClassVar[AllTownsManager[Self]] = AllTownsManager()

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **options: Any) -> Self:
        """Remember the town the row was stored with."""
        instance = super().from_db(db, field_names, values, **options)
        instance._stored_town_id = instance.__dict__.get("town_id")
        return instance

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the row in its town.

        Raises `TownScopeMissing` for a new row outside any scope, `TownChangeRefused` when the town was changed.
        """
        self._check_town()
        if args or not self._saved_quickly(kwargs):
            super().save(*args, **kwargs)
        self._stored_town_id = self.town_id

    def _saved_quickly(self, how: Mapping[str, Any]) -> bool:
        """Store by a statement that was written before, where the call is one of the two common ones."""
        if how.get("force_insert") is True and set(how) <= {"force_insert", "using"}:
            return quick_save.insert(self, how.get("using"))
        names = how.get("update_fields")
        if names and set(how) == {"update_fields"}:
            return quick_save.update(self, tuple(names))
        return False

    def delete(self, using: str | None = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        """As Django's, with the town in every statement."""
        if self.pk is None:
            raise ValueError(f"{self._meta.label} without an id cannot be deleted.")
        collector = TownCollector(using=using or router.db_for_write(type(self), instance=self), origin=self)
        collector.collect([self], keep_parents=keep_parents)
        deleted: tuple[int, dict[str, int]] = collector.delete()
        return deleted

    def refresh_from_db(self, using: str | None = None, fields: Any = None, from_queryset: Any = None) -> None:
        """As Django's, asking only the row's own town."""
        if from_queryset is None and self.__dict__.get("town_id") is not None:
            from_queryset = type(self).all_towns.filter(town_id=self.town_id)
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)

    def _check_town(self) -> None:
        """Give a new row the current town, and refuse a stored row that changed hands."""
        if self.__dict__.get("town_id") is None:
            self.town_id = current_town_id()
        if self._stored_town_id is not None and self._stored_town_id != self.town_id:
            raise TownChangeRefused(
                f"{self._meta.label} {self.pk} belongs to town {self._stored_town_id}, not {self.town_id}"
            )

    def _do_update(self, base_qs: Any, using: Any, pk_val: Any, values: Any, *args: Any, **kwargs: Any) -> Any:
        """Django's UPDATE with the town in its WHERE and never in its SET."""
        changed = [value for value in values if value[0].name != "town"]
        return super()._do_update(base_qs.filter(town_id=self.town_id), using, pk_val, changed, *args, **kwargs)


class Reference(models.Model):
    """A row that is the same for every town and never refers to a town-owned row."""

    table_class: ClassVar = TableClass.REFERENCE

    id = IdField()

    class Meta:
        abstract = True


class Local(models.Model):
    """A row that concerns this installation only and never refers to a town-owned row."""

    table_class: ClassVar = TableClass.LOCAL

    class Meta:
        abstract = True
