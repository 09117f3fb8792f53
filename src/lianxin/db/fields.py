"""Fields of town-owned tables: the id, the town, and references that stay inside the town."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Col
from django.db.models.lookups import Exact
from django.db.models.sql.where import WhereNode

from lianxin.core.ids import new_id
from lianxin.db.related import TownForwardDescriptor, TownReverseDescriptor
from lianxin.db.scope import current_town_id_or_none

if TYPE_CHECKING:
    _BigIntegerField = models.BigIntegerField[int, int]
else:  # Django itself does not know the brackets
    _BigIntegerField = models.BigIntegerField


class IdField(_BigIntegerField):
    """A 63-bit id made by this process before the INSERT, in the order of time (`lianxin.core.ids`).

    On SQLite the column is declared ``integer`` so that it becomes the rowid and costs no second index.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("primary_key", True)
        kwargs.setdefault("default", new_id)
        kwargs.setdefault("editable", False)
        super().__init__(**kwargs)

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """The column type; foreign keys pointing here use `rel_db_type`, which is the same."""
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class TownField(models.ForeignKey[Any, Any]):
    """The town that owns the row: filled from `town_scope` when the row is made, never changed afterwards."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("to", "db.Town")
        kwargs.setdefault("on_delete", models.PROTECT)
        kwargs.setdefault("related_name", "+")
        kwargs.setdefault("editable", False)
        kwargs.setdefault("db_index", False)
        super().__init__(**kwargs)

    def get_default(self) -> Any:
        """The current town's id, or None outside any scope (saving then fails with a clear error)."""
        return current_town_id_or_none()


class TownForeignKey(models.ForeignKey[Any, Any]):
    """A reference from a town-owned row to a row of the same town.

    Joins carry ``AND a.town_id = b.town_id``; reading ``event.matter`` and ``matter.events`` takes the town from the
    row at hand, not from the scope. In the composite modes the database's own foreign key is ``(town_id, x_id)``.
    No index is made for the column alone: declare one that starts with ``town`` in ``Meta.indexes``.
    """

    forward_related_accessor_class = TownForwardDescriptor
    related_accessor_class = TownReverseDescriptor

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs.setdefault("db_index", False)
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> Any:
        """As Django's, with the index option always written, since the default here differs from Django's."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.setdefault("db_index", True)
        return name, path, args, kwargs

    def get_extra_restriction(self, alias: str | None, related_alias: str | None) -> WhereNode | None:
        """The join condition on the town. ``alias`` is the referred table, ``related_alias`` the referring one.

        Django passes None for one of them when it moves a to-many ``exclude()`` into a sub-query; the condition
        cannot be expressed there (the classifier calls such a statement split).
        """
        if alias is None or related_alias is None:
            return None
        remote: Any = self.remote_field.model._meta.get_field("town")
        local: Any = self.model._meta.get_field("town")
        same_town: Any = Exact(Col(alias, remote), Col(related_alias, local))
        return WhereNode([same_town])

    def get_extra_descriptor_filter(self, instance: models.Model) -> dict[str, Any]:
        """The town of the row at hand, for ``event.matter``."""
        return {"town_id": instance.town_id}  # type: ignore[attr-defined]

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Check that the referred row exists in the same town; raises `ValidationError`."""
        super(models.ForeignKey, self).validate(value, model_instance)
        if value is None:
            return
        using = router.db_for_read(self.remote_field.model, instance=model_instance)
        target: Any = self.remote_field.model
        rows = target.all_towns.using(using).filter(town_id=getattr(model_instance, "town_id", None), pk=value)
        if not rows.complex_filter(self.get_limit_choices_to()).exists():
            raise ValidationError(
                self.error_messages["invalid"],
                code="invalid",
                params={
                    "model": self.remote_field.model._meta.verbose_name,
                    "pk": value,
                    "field": self.remote_field.field_name,
                    "value": value,
                },
            )
