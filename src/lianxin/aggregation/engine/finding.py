"""How well a text fits the words somebody looks for, and the piece of it that is shown: pure, on every database alike.

Words come folded (`lianxin.core.text.fold`); texts come as they were written.  The weights are our defaults (待核).
"""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from lianxin.core.text import fold

#: What a word in the head (number, title) adds, what it adds at the very beginning, what words said in one go add.
HEAD, FIRST, TOGETHER = 6.0, 3.0, 8.0
#: So often a word counts in the body.
OFTEN: Final = 5
#: What being of today adds, and after how many days half of it is left.
FRESH: Final = 3.0
HALF_LIFE: Final = 180
#: A snippet shows so many signs, so many of them before the first word.
SHOWN: Final = 90
BEFORE: Final = 18


class Piece(NamedTuple):
    """A stretch of a snippet; ``hit`` says that it is one of the words."""

    text: str
    hit: bool


def rank(words: Sequence[str], head: str, body: str, age: int) -> float:
    """How well a text of a head and a body, so many days old, fits all of the words; 0 where one is missing."""
    above, below = fold(head), fold(body)
    if not words or any(word not in above and word not in below for word in words):
        return 0.0
    value: float = sum(
        min(below.count(word), OFTEN) + HEAD * (word in above) + FIRST * above.startswith(word) for word in words
    )
    said = "".join(words)
    value += TOGETHER * (len(words) > 1 and (said in below.replace(" ", "") or said in above.replace(" ", "")))
    return round(value + FRESH * math.pow(0.5, max(0, age) / HALF_LIFE), 6)


def snippet(words: Sequence[str], text: str, size: int = SHOWN) -> tuple[Piece, ...]:
    """The stretch of a text in which most of the words stand, with the words marked; its beginning where none does."""
    hits = _hits(words, text)
    start = max(0, _best(hits, size) - BEFORE) if hits else 0
    end = min(len(text), start + size)
    pieces = [Piece("…", False)] if start else []
    at = start
    for left, right in _joined(hits):
        if left < start or right > end:
            continue
        pieces += [Piece(text[at:left], False)] if left > at else []
        pieces.append(Piece(text[left:right], True))
        at = right
    pieces += [Piece(text[at:end], False)] if at < end else []
    return (*pieces, Piece("…", False)) if end < len(text) else tuple(pieces)


def _hits(words: Sequence[str], text: str) -> list[tuple[int, int, str]]:
    """Where each word stands in the text as written: (begin, end, word), in order."""
    signs: list[str] = []
    places: list[int] = []
    for at, sign in enumerate(text):
        for one in fold(sign):
            signs.append(one)
            places.append(at)
    folded, found = "".join(signs), []
    for word in words:
        at = folded.find(word)
        while word and at >= 0:
            found.append((places[at], places[at + len(word) - 1] + 1, word))
            at = folded.find(word, at + len(word))
    return sorted(found)


def _best(hits: Sequence[tuple[int, int, str]], size: int) -> int:
    """Where the window begins that holds the most different words; the first of equals."""
    room = size - BEFORE
    return max(
        (left for left, _right, _word in hits),
        key=lambda left: (len({word for a, b, word in hits if left <= a and b <= left + room}), -left),
    )


def _joined(hits: Sequence[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """Hits that touch or overlap as one stretch."""
    found: list[tuple[int, int]] = []
    for left, right, _word in hits:
        if found and left <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found
