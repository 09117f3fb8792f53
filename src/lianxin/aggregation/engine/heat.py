"""Step 8: how hot is an issue?  People, not messages; how recent; how many neighbourhoods; how serious.

    heat = Σ over people of 2^(−age / half life)  ×  (1 + spread · ln(neighbourhoods))  +  serious · seriousness

Each person counts once, with the newest message.  Repeats by one person stand apart: they say that an answer is
overdue.  All parts are shown.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Weights:
    """Our defaults; a town may change them.  ``half_life`` in days."""

    half_life: float = 30.0
    spread: float = 0.5
    serious: float = 3.0


@dataclass(frozen=True, slots=True)
class Voice:
    """One message of an issue.  ``person`` is a pseudonym; an empty one is somebody of whom nothing is known."""

    day: int
    person: str = ""
    place: str = ""
    serious: bool = False


@dataclass(frozen=True, slots=True)
class Heat:
    """The heat and what it is made of; ``messages`` less ``people`` are repeats."""

    value: float
    people: int
    recency: float
    places: int
    spread: float
    serious: float
    messages: int
    repeats: int


DEFAULT: Final = Weights()


def heat(voices: Iterable[Voice], today: int, weights: Weights = DEFAULT) -> Heat:
    """The heat of an issue on a day; day numbers are civil days, messages from the future count as today's."""
    newest: dict[str, int] = {}
    places: set[str] = set()
    count, serious = 0, False
    for at, voice in enumerate(voices):
        count += 1
        key = voice.person or f"\0{at}"
        newest[key] = max(newest.get(key, voice.day), voice.day)
        serious = serious or voice.serious
        if voice.place:
            places.add(voice.place)
    recency = math.fsum(2.0 ** (-max(0, today - day) / weights.half_life) for day in newest.values())
    spread = 1.0 + weights.spread * math.log(max(1, len(places)))
    extra = weights.serious if serious and count else 0.0
    return Heat(recency * spread + extra, len(newest), recency, len(places), spread, extra, count, count - len(newest))
