"""Character n-grams that never cross a punctuation mark."""

from collections import Counter
from collections.abc import Iterable, Sequence

from lianxin.aggregation.engine.normal import runs


def grams(text: str, sizes: Sequence[int] = (2,)) -> list[str]:
    """All n-grams of a normalised text, in order, size by size within a run; linear in the length of the text."""
    return [run[at : at + size] for run in runs(text) for size in sizes for at in range(len(run) - size + 1)]


def weighed(parts: Iterable[tuple[str, float]], sizes: Sequence[int] = (2,)) -> Counter[str]:
    """How often each n-gram stands in the parts, each part counted with its weight."""
    found: Counter[str] = Counter()
    for text, weight in parts:
        for gram in grams(text, sizes):
            found[gram] += weight  # type: ignore[assignment]  # weights need not be whole
    return found
