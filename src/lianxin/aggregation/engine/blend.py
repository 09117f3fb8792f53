"""Classes while labels are few: what sentences mean (extra ``embed``) first, the linear model as labels grow.

A town begins with a few dozen confirmed labels, too few for words; a regression over the meaning of whole sentences is
right far more often then.  From a thousand labels on the words alone decide, and the result is the linear model's.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from lianxin.aggregation.engine import learning
from lianxin.aggregation.engine.classes import Guess, LinearModel, probabilities, ranked

#: Below the first the words do not count, from the second on they alone do.
FEW: Final = 100
PLENTY: Final = 1_100
STEPS: Final = 300


class Meaning(Protocol):
    """Whatever turns texts into vectors of one length; see `meaning.Meanings`."""

    def of(self, texts: Sequence[str]) -> list[Any]:
        """The vectors of texts, in their order."""


@dataclass(frozen=True)
class MeaningModel:
    """A regression over vectors of sentences: a matrix of numbers and a bias for each label."""

    labels: tuple[str, ...]
    weights: Any
    bias: Any

    def chances(self, vector: Any) -> list[float]:
        """How likely each label is; the sum is 1."""
        return probabilities([float(x) for x in vector @ self.weights + self.bias], 1.0)


@dataclass(frozen=True)
class Blend:
    """Both models; ``share`` is how much the words count, 0 to 1."""

    words: LinearModel
    sense: MeaningModel
    share: float
    meanings: Meaning

    def guess(self, text: str, most: int = 3) -> list[Guess]:
        """The likeliest labels, best first."""
        return self.guess_all([text], most)[0]

    def guess_all(self, texts: Sequence[str], most: int = 3) -> list[list[Guess]]:
        """The likeliest labels of many texts; their meanings are worked out together."""
        if self.share >= 1.0:
            return [self.words.guess(text, most) for text in texts]
        return [self._mixed(text, vector, most) for text, vector in zip(texts, self.meanings.of(texts), strict=True)]

    def _mixed(self, text: str, vector: Any, most: int) -> list[Guess]:
        words = probabilities(self.words.scores(text), self.words.sharpness)
        sense = self.sense.chances(vector)
        mixed = [
            math.exp(self.share * math.log(a + 1e-9) + (1.0 - self.share) * math.log(b + 1e-9))
            for a, b in zip(words, sense, strict=True)
        ]
        total = sum(mixed)
        return ranked(self.words.labels, [x / total for x in mixed])[:most]


def share_of(labels: int) -> float:
    """How much the words count with so many labels."""
    return min(1.0, max(0.0, (labels - FEW) / (PLENTY - FEW)))


def learn(
    texts: Sequence[str], labels: Sequence[str], meanings: Meaning, *, library: bool | None = None, seed: int = 0,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Blend:  # fmt: skip
    """Both models.  Raises ``ValueError`` with fewer than two labels."""
    words = learning.learn(texts, labels, library=library, seed=seed, progress=progress)
    share = share_of(len(texts))
    vectors = meanings.of(texts if share < 1.0 else texts[: len(words.labels)])
    return Blend(words, fit(vectors, labels[: len(vectors)], words.labels), share, meanings)


def fit(vectors: Sequence[Any], labels: Sequence[str], names: tuple[str, ...]) -> MeaningModel:
    """A softmax regression with a ridge, every label weighed alike, by accelerated descent from nothing."""
    import numpy as np

    rows = np.asarray(vectors, dtype=np.float64)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    wanted = np.array([[float(label == name) for name in names] for label in labels])
    often = wanted.sum(axis=0)
    weigh = (wanted @ (len(labels) / (len(names) * np.maximum(often, 1.0))))[:, None] / len(labels)
    ridge = 1.0 / len(labels)
    weights, bias = np.zeros((rows.shape[1], len(names))), np.zeros(len(names))
    ahead, ahead_bias = weights, bias
    step = 1.0 / (float(weigh.max()) * len(labels) + ridge)
    for turn in range(1, STEPS + 1):
        raw = rows @ ahead + ahead_bias
        chance = np.exp(raw - raw.max(axis=1, keepdims=True))
        miss = (chance / chance.sum(axis=1, keepdims=True) - wanted) * weigh
        new, new_bias = ahead - step * (rows.T @ miss + ridge * ahead), ahead_bias - step * miss.sum(axis=0)
        pull = (turn - 1) / (turn + 2)
        ahead, ahead_bias = new + pull * (new - weights), new_bias + pull * (new_bias - bias)
        weights, bias = new, new_bias
    return MeaningModel(names, weights, bias)
