"""What happens behind ``event.matter`` and ``matter.events``: the town is taken from the row at hand."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.fields.related_descriptors import (
    ForwardManyToOneDescriptor,
    ReverseManyToOneDescriptor,
    create_reverse_many_to_one_manager,
)
from django.utils.functional import cached_property

from lianxin.db.errors import CrossTownReference
from lianxin.db.rows import towns_of

if TYPE_CHECKING:
    _Forward = ForwardManyToOneDescriptor[Any]
    _Reverse = ReverseManyToOneDescriptor[Any]
else:  # Django itself does not know the brackets
    _Forward, _Reverse = ForwardManyToOneDescriptor, ReverseManyToOneDescriptor


def _in_towns(queryset: Any, instances: Sequence[models.Model]) -> Any:
    """``queryset`` narrowed to the towns of ``instances``; a sliced one is left to its author."""
    return queryset if queryset.query.is_sliced else queryset.filter(**towns_of(instances))


class TownForwardDescriptor(_Forward):
    """``event.matter``: reads and accepts only rows of the event's own town."""

    def get_prefetch_querysets(self, instances: Any, querysets: Any = None) -> Any:
        """Prefetch with the towns of ``instances`` written into the query."""
        queryset = querysets[0] if querysets else self.field.remote_field.model._base_manager.all()
        return super().get_prefetch_querysets(instances, [_in_towns(queryset, instances)])

    def __set__(self, instance: Any, value: Any) -> None:
        """Point to ``value``; a new row without a town takes over its town. Raises `CrossTownReference`."""
        super().__set__(instance, value)
        if value is None:
            return
        own = instance.__dict__.get("town_id")
        if own is None:
            instance.town_id = value.town_id
        elif own != value.town_id:
            self.field.delete_cached_value(instance)
            raise CrossTownReference(
                f"{instance._meta.label} of town {own} cannot refer to {value._meta.label} of town {value.town_id}"
            )


def _related_manager(rel: Any) -> type[Any]:
    """The class of ``matter.events``: a scoped manager whose town is the matter's."""
    base = create_reverse_many_to_one_manager(rel.related_model._default_manager.__class__, rel)

    class TownRelatedManager(base):  # type: ignore[misc, valid-type]
        """Rows that point to one row, all of that row's town."""

        def town_for_query(self) -> int:
            """The town of the row whose related rows are read."""
            town_id: int = self.instance.town_id
            return town_id

        def get_prefetch_querysets(self, instances: Any, querysets: Any = None) -> Any:
            """Prefetch with the towns of ``instances`` written into the query."""
            queryset = querysets[0] if querysets else rel.related_model.all_towns.all()
            return super().get_prefetch_querysets(instances, [_in_towns(queryset, instances)])

    return TownRelatedManager


class TownReverseDescriptor(_Reverse):
    """``matter.events``: works in and out of a scope, always in the matter's own town."""

    @cached_property
    def related_manager_cls(self) -> type[Any]:
        """The manager class, made once per relation."""
        return _related_manager(self.rel)
