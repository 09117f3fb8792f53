"""What a deputy leaves behind: rooms above say what there is and take the successor down on their own rows.

A room registers an :class:`Estate` when it is ready.  The functions run in the transaction of the handover.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from lianxin.journal.actors import Actor


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of one deputy, with the path of the place it lies at (``""``: none)."""

    id: int
    deputy: int
    place_path: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that leaves a deputy; ``successor`` is empty where nobody follows yet."""

    id: int
    deputy: int
    successor: int | None


#: The things of some deputies that are still open.
LeftBy = Callable[[Collection[int]], Iterable[Item]]
#: Write the successors down; the day is the first on which they are in charge.
PassOn = Callable[[Actor, Sequence[Move], dt.date], None]
#: Things for which nobody with a mandate is responsible today; each with one of its deputies, at most so many.
Waiting = Callable[[int], Sequence[Item]]


@dataclass(frozen=True, slots=True)
class Estate:
    """Things of one kind; ``word`` is what people read.

    ``waiting`` is empty for what ends with the mandate and needs nobody after it (a seat in a station).
    """

    kind: str
    word: str | Promise
    left_by: LeftBy
    pass_on: PassOn
    waiting: Waiting | None = None


_estates: dict[str, Estate] = {}


def register(estate: Estate) -> None:
    """Add an estate; a second call for a kind replaces the first."""
    _estates[estate.kind] = estate


def known() -> tuple[Estate, ...]:
    """Every estate, by kind."""
    return tuple(_estates[kind] for kind in sorted(_estates))


def of(kind: str) -> Estate | None:
    """The estate of a kind."""
    return _estates.get(kind)
