"""What the code printed on a sheet belongs to: our own blank sheets, and whatever a room above has to say."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lianxin.journal.actors import Actor

#: Codes of our own blank sheets begin so: place (its id, or 0) and occasion follow.
OWN: Final = "lianxin-sheet"


@dataclass(frozen=True, slots=True)
class Bound:
    """What a code belongs to: in words, and which place, occasion and way of hearing its rows have."""

    words: str
    place_id: int | None = None
    occasion: str = ""
    channel: str = "paper"


Resolver = Callable[[Actor, str], Bound | None]
_RESOLVERS: list[Resolver] = []


def resolver(found: Resolver) -> Resolver:
    """Let a room say what codes of its own belong to; the same function twice is one."""
    if found not in _RESOLVERS:
        _RESOLVERS.append(found)
    return found


def code_for(place_id: int | None, occasion: str) -> str:
    """The code of a blank sheet."""
    return f"{OWN}:{place_id or 0}:{occasion}"


def bound(actor: Actor, code: str) -> Bound | None:
    """What a code belongs to, for this actor; None for none and for a code nobody knows."""
    head, _colon, rest = code.partition(":")
    if head == OWN:
        place, _colon, occasion = rest.partition(":")
        known = int(place) if place.isascii() and place.isdecimal() and len(place) < 20 else 0
        return Bound(occasion, known or None, occasion[:60])
    return next((found for one in _RESOLVERS if (found := one(actor, code)) is not None), None) if code else None
