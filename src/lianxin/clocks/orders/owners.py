"""What orders ask the rooms whose matters they press: which still wait, whether a reply was signed since.

A higher room registers its kind; a kind nobody registered is never pressed and proves nothing.
"""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Owner:
    """The answers of one room: ids of those that still wait for their answer; whether any got a signed reply since."""

    waiting: Callable[[Collection[int]], set[int]]
    signed_since: Callable[[Collection[int], dt.datetime], bool]


_owners: dict[str, Owner] = {}


def register(kind: str, owner: Owner) -> None:
    """Let objects of ``kind`` be pressed; a second call replaces the first."""
    _owners[kind] = owner


def waiting(kind: str, ids: Collection[int]) -> set[int]:
    """Which of these still wait."""
    return _owners[kind].waiting(ids) if kind in _owners and ids else set()


def signed_since(kind: str, ids: Collection[int], moment: dt.datetime) -> bool:
    """Whether one of these got a signed reply after ``moment``."""
    return kind in _owners and bool(ids) and _owners[kind].signed_since(ids, moment)
