"""What a higher room attaches to an imported row: it knows what the number in one of its columns means.

The contact room registers how a visit's number is read; this room knows only that a row may belong somewhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lianxin.journal.actors import Actor


@dataclass(frozen=True, slots=True)
class Attached:
    """``arguments`` changes what the row is recorded with; ``after`` hangs opinion and case where they belong."""

    arguments: Callable[[dict[str, Any]], dict[str, Any]]
    after: Callable[[int, int], None]


#: Reads the text of the cell for an actor; raises ``Invalid`` with the sentence for the clerk.
Find = Callable[[Actor, str], Attached]
_find: list[Find] = []


def register(find: Find) -> None:
    """Say how the number is read; the last one registered counts."""
    _find[:] = [find]


def is_known() -> bool:
    """Whether anybody reads such numbers."""
    return bool(_find)


def read(actor: Actor, text: str) -> Attached | None:
    """What a row hangs on; ``None`` for an empty cell or where nobody reads such numbers."""
    return _find[0](actor, text) if text and _find else None
