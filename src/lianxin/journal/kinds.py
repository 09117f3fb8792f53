"""Registry of object kinds that may stand in a (kind, id) pair.

Pairs replace generic foreign keys in ``journal``, ``records``, ``clocks`` and ``messages``.  Each
room registers its kinds when it is ready; ``verify`` uses the registry to look for orphans.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    from lianxin.db.base import TownOwned


@dataclass(frozen=True, slots=True)
class Kind:
    """A registered kind: its code, the model label and the Chinese word for it."""

    code: str
    model_label: str
    word: str

    def model(self) -> "type[TownOwned]":
        """The model class behind this kind."""
        return apps.get_model(self.model_label)  # type: ignore[return-value]


_kinds: dict[str, Kind] = {}


def register(code: str, model_label: str, word: str) -> None:
    """Make ``code`` a kind; registering the same again is harmless, another model is an error."""
    kind = Kind(code, model_label, word)
    known = _kinds.get(code)
    if known is not None and known != kind:
        raise ValueError(f"kind {code!r} is already {known.model_label}")
    _kinds[code] = kind


def get(code: str) -> Kind:
    """The kind registered as ``code``; ``KeyError`` when nobody registered it."""
    return _kinds[code]


def known() -> Iterator[Kind]:
    """All registered kinds, by code."""
    return iter(sorted(_kinds.values(), key=lambda kind: kind.code))
