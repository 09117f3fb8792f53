"""Words with their boxes and the lines of a table become rows of cells; plain arithmetic, no library."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

#: Two words stand in one line of a cell when their middles differ by less than this part of their height.
SAME_LINE: Final = 0.6


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of text, how sure the reader is (0 to 1), and its box."""

    text: str
    sure: float
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell and how sure its least sure word is; an empty cell is sure."""

    text: str
    sure: float


def rows_of(words: Sequence[Word], across: Sequence[float], down: Sequence[float]) -> list[list[Cell]]:
    """The cells between the lines ``across`` (from above) and ``down`` (from the left), row by row.

    A word belongs where its middle lies; words outside the table are left out.  In a cell they are read line by line.
    """
    held: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        row = bisect_right(across, (word.top + word.bottom) / 2) - 1
        column = bisect_right(down, (word.left + word.right) / 2) - 1
        if 0 <= row < len(across) - 1 and 0 <= column < len(down) - 1:
            held.setdefault((row, column), []).append(word)
    return [[_cell(held.get((row, column), ())) for column in range(len(down) - 1)] for row in range(len(across) - 1)]


def _cell(words: Sequence[Word]) -> Cell:
    """Words in reading order, run together."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (one.top + one.bottom, one.left)):
        height = word.bottom - word.top
        middle = (word.top + word.bottom) / 2
        if lines and abs(middle - (lines[-1][0].top + lines[-1][0].bottom) / 2) < SAME_LINE * height:
            lines[-1].append(word)
        else:
            lines.append([word])
    ordered = [word for line in lines for word in sorted(line, key=lambda one: one.left)]
    return Cell("".join(word.text for word in ordered), min((word.sure for word in ordered), default=1.0))


def filled(rows: Sequence[Sequence[Cell]], heads: Sequence[str]) -> list[dict[str, Cell]]:
    """Rows below the heading, as heading → cell, without empty ones.  No row where the headings are not recognised.

    A heading is recognised when at least half of its characters are read in order; columns come in any order.
    """
    for at, row in enumerate(rows):
        places = {head: column for head in heads for column, cell in enumerate(row) if _is_head(head, cell.text)}
        if len(places) == len(heads):
            below = [{head: line[places[head]] for head in heads} for line in rows[at + 1 :]]
            return [line for line in below if any(cell.text for cell in line.values())]
    return []


def _is_head(head: str, said: str) -> bool:
    """Whether enough of a heading is read, in order, and not much else."""
    found = 0
    for sign in said:
        if found < len(head) and sign == head[found]:
            found += 1
    return 2 * found >= len(head) and len(said) <= len(head) + 4
