"""Which town is meant: every request and every job runs inside `town_scope(town)`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps

from lianxin.db.errors import TownScopeMissing

if TYPE_CHECKING:
    from lianxin.db.models import Town

__all__ = [
    "TownScopeMissing",
    "city_reading",
    "city_reading_reason",
    "current_town",
    "current_town_id",
    "current_town_id_or_none",
    "town_scope",
]


@dataclass
class _Scope:
    """The town of one `with town_scope(...)` block; the row itself is fetched when first asked for."""

    town_id: int
    town: "Town | None" = None


_scope: ContextVar[_Scope | None] = ContextVar("lianxin_town_scope", default=None)
_city_reason: ContextVar[str] = ContextVar("lianxin_city_reading", default="")


@contextmanager
def town_scope(town: "Town | int") -> Iterator[None]:
    """Make ``town`` (a saved row or its id) the current town of this block.

    Blocks may be nested; the innermost counts. A new thread starts outside any scope and must enter its own.
    Raises `TownScopeMissing` for a town without an id.
    """
    scope = _Scope(town) if isinstance(town, int) else _Scope(town.pk, town)
    if scope.town_id is None:
        raise TownScopeMissing("town_scope() needs a saved town")
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)


def current_town_id_or_none() -> int | None:
    """The id of the current town, or None outside any scope."""
    scope = _scope.get()
    return None if scope is None else scope.town_id


def current_town_id() -> int:
    """The id of the current town; raises `TownScopeMissing` outside any scope."""
    town_id = current_town_id_or_none()
    if town_id is None:
        raise TownScopeMissing(
            "No town is in scope. Wrap the code in `with town_scope(town):`, "
            "or read `Model.all_towns` if the whole city is really meant."
        )
    return town_id


def current_town() -> "Town":
    """The row of the current town, fetched once per scope; raises `TownScopeMissing` outside any scope."""
    town_id = current_town_id()
    scope = _scope.get()
    if scope is None or scope.town is None:
        town: Town = apps.get_model("db", "Town")._default_manager.get(pk=town_id)
        if scope is not None:
            scope.town = town
        return town
    return scope.town


@contextmanager
def city_reading(reason: str) -> Iterator[None]:
    """Allow statements that read every town in this block; ``reason`` says why, for whoever reads the code.

    Nothing changes at run time: `Model.all_towns` works anywhere. The SQL classifier of the test suite refuses a
    statement over all towns outside such a block.
    """
    if not reason.strip():
        raise ValueError("city_reading() needs a reason")
    token = _city_reason.set(reason)
    try:
        yield
    finally:
        _city_reason.reset(token)


def city_reading_reason() -> str:
    """The reason given to the innermost `city_reading` block, or an empty string outside any."""
    return _city_reason.get()
