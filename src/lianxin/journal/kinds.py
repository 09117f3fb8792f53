"""Registry of object kinds that may stand in a (kind, id) pair, and of the columns that hold such pairs.

Pairs replace generic foreign keys in ``journal``, ``records``, ``clocks`` and ``messages``.  Each
room registers its kinds and its pair columns when it is ready; ``verify`` looks for orphans.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps

if TYPE_CHECKING:
    from django.db.models import Manager

    from lianxin.db.base import TownOwned


@dataclass(frozen=True, slots=True)
class Kind:
    """A registered kind: its code, the model label and the Chinese word for it."""

    code: str
    model_label: str
    word: str

    def model(self) -> "type[TownOwned]":
        """The model class behind this kind."""
        return apps.get_model(self.model_label)

    def rows(self) -> "Manager[Any]":
        """The manager that sees the objects of this kind in the current town (all of them for reference tables)."""
        return self.model()._default_manager


@dataclass(frozen=True, slots=True)
class PairColumn:
    """Two columns of one table that together name an object."""

    model_label: str
    kind_field: str
    id_field: str

    def rows(self) -> "Manager[Any]":
        """The rows of the current town that hold the pair."""
        rows: Manager[Any] = apps.get_model(self.model_label)._default_manager
        return rows


_kinds: dict[str, Kind] = {}
_pairs: set[PairColumn] = set()


def register(code: str, model_label: str, word: str) -> None:
    """Make ``code`` a kind; registering the same again is harmless, another model is an error."""
    kind = Kind(code, model_label, word)
    known = _kinds.get(code)
    if known is not None and known != kind:
        raise ValueError(f"kind {code!r} is already {known.model_label}")
    _kinds[code] = kind


def register_pair(model_label: str, kind_field: str = "object_kind", id_field: str = "object_id") -> None:
    """Declare that two columns of a model hold (kind, id) pairs, so that ``verify`` looks for orphans there."""
    _pairs.add(PairColumn(model_label, kind_field, id_field))


def get(code: str) -> Kind:
    """The kind registered as ``code``; ``KeyError`` when nobody registered it."""
    return _kinds[code]


def word_for(code: str) -> str:
    """The Chinese word for a kind; the code itself where nobody registered it."""
    kind = _kinds.get(code)
    return kind.word if kind else code


def known() -> Iterator[Kind]:
    """All registered kinds, by code."""
    return iter(sorted(_kinds.values(), key=lambda kind: kind.code))


def pairs() -> Iterator[PairColumn]:
    """All declared pair columns, in a stable order."""
    return iter(sorted(_pairs, key=lambda pair: (pair.model_label, pair.kind_field)))
