"""Step 4: what a message is about: a linear model over character 1–3-grams whose weights are plain numbers.

Where it was learned (`learning`) plays no part here: using a model needs no library.
"""

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lianxin.aggregation.engine.grams import grams
from lianxin.aggregation.engine.normal import normal

SIZES: Final = (1, 2, 3)
FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Guess:
    """One label and how sure the model is, 0 to 1."""

    label: str
    probability: float


def features(text: str) -> Counter[str]:
    """The n-grams of a text as it was typed; word boundaries and line breaks are no n-grams of their own."""
    return Counter(grams(normal(text), SIZES))


@dataclass(frozen=True)
class LinearModel:
    """Labels, and for each known n-gram its rarity and one weight a label.

    ``score = bias + Σ weight · x`` with ``x`` the n-grams as a unit vector of (1 + ln count) · rarity.  Probabilities
    are a softmax of ``sharpness · score``.  ``trained_on`` is how many messages it has seen, ``version`` the engine's.
    """

    labels: tuple[str, ...]
    rarity: Mapping[str, float]
    weights: Mapping[str, tuple[float, ...]]
    bias: tuple[float, ...]
    sharpness: float = 1.0
    trained_on: int = 0
    version: str = ""

    def scores(self, text: str) -> list[float]:
        """One score a label."""
        found = {
            gram: (1.0 + math.log(often)) * self.rarity[gram]
            for gram, often in features(text).items()
            if gram in self.rarity
        }
        length = math.sqrt(sum(value * value for value in found.values())) or 1.0
        sums = list(self.bias)
        for gram, value in found.items():
            share = value / length
            for at, weight in enumerate(self.weights[gram]):
                sums[at] += share * weight
        return sums

    def guess(self, text: str, most: int = 3) -> list[Guess]:
        """The likeliest labels, best first; ties in the order of the labels."""
        return ranked(self.labels, probabilities(self.scores(text), self.sharpness))[:most]

    def guess_all(self, texts: Sequence[str], most: int = 3) -> list[list[Guess]]:
        """The likeliest labels of many texts."""
        return [self.guess(text, most) for text in texts]

    def dump(self) -> str:
        """The model as canonical JSON, weights rounded to four digits."""
        return json.dumps(
            {
                "format": FORMAT, "version": self.version, "labels": self.labels, "sharpness": round(self.sharpness, 6),
                "trained_on": self.trained_on, "bias": [round(x, 5) for x in self.bias],
                "grams": {
                    gram: [round(self.rarity[gram], 4), *(round(x, 4) for x in self.weights[gram])]
                    for gram in sorted(self.weights)
                },
            },
            ensure_ascii=False, separators=(",", ":"), sort_keys=True,
        )  # fmt: skip

    @classmethod
    def load(cls, text: str) -> "LinearModel":
        """A model from `dump`; raises ``ValueError`` for another format."""
        data: dict[str, Any] = json.loads(text)
        if data.get("format") != FORMAT:
            raise ValueError("a model of another format")
        table = data["grams"]
        return cls(
            tuple(data["labels"]), {gram: row[0] for gram, row in table.items()},
            {gram: tuple(row[1:]) for gram, row in table.items()}, tuple(data["bias"]), data["sharpness"],
            data["trained_on"], data["version"],
        )  # fmt: skip


def probabilities(scores: Sequence[float], sharpness: float) -> list[float]:
    """Softmax of scores; the sum is 1."""
    highest = max(scores)
    powers = [math.exp(sharpness * (score - highest)) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def ranked(labels: Sequence[str], chances: Sequence[float]) -> list[Guess]:
    """Labels by probability, highest first."""
    order = sorted(range(len(labels)), key=lambda at: (-chances[at], at))
    return [Guess(labels[at], chances[at]) for at in order]


def sharpness_of(scores: Sequence[Sequence[float]], right: Sequence[int]) -> float:
    """The sharpness under which the right labels are likeliest (temperature scaling): golden section on its logarithm.

    ``scores`` must come from models that had not seen the messages; ``right`` are positions in a row of scores.
    """

    def loss(power: float) -> float:
        sharpness = math.exp(power)
        return -math.fsum(
            math.log(max(1e-12, probabilities(row, sharpness)[at])) for row, at in zip(scores, right, strict=True)
        )

    low, high = math.log(0.2), math.log(60.0)
    ratio = (math.sqrt(5.0) - 1.0) / 2.0
    a, b = high - ratio * (high - low), low + ratio * (high - low)
    at_a, at_b = loss(a), loss(b)
    for _step in range(40):
        if at_a < at_b:
            high, b, at_b = b, a, at_a
            a = high - ratio * (high - low)
            at_a = loss(a)
        else:
            low, a, at_a = a, b, at_b
            b = low + ratio * (high - low)
            at_b = loss(b)
    return math.exp((low + high) / 2.0)
