"""Step 5: which earlier messages are most like this one: cosine of weighed character bigrams over an inverted index.

Bigrams that stand in more than `COMMON` of all messages say little and cost most: they count for the length of a
message but are not followed.  Adding a message is cheap; asking costs the sum of the lists of its rare bigrams, which
are cut at `LONGEST` newest entries.
"""

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lianxin.aggregation.engine.grams import weighed
from lianxin.aggregation.engine.normal import plain

#: A title says what it is about: each of its bigrams counts as three.
TITLE: Final = 3.0
#: So many characters of the body are looked at; complaints come to the point early.
BODY: Final = 200
#: Bigrams in more than this share of the messages are not followed …
COMMON: Final = 0.02
#: … once there are so many messages that a share means something.
FEW: Final = 500
#: The longest list of messages that is followed for one bigram.
LONGEST: Final = 4_000


@dataclass(frozen=True, slots=True)
class Text:
    """What is compared: title and body, normalised."""

    title: str
    body: str

    @classmethod
    def of(cls, title: str, body: str) -> "Text":
        """From words as they were typed."""
        return cls(plain(title), plain(body))


@dataclass(frozen=True, slots=True)
class Alike:
    """One earlier message and how like it is, 0 to 1."""

    key: int
    score: float


class Index:
    """Messages by their bigrams.  Keys are whole numbers; the order of adding breaks no tie, keys do."""

    def __init__(self) -> None:
        """Begin empty."""
        self.counts: dict[int, Counter[str]] = {}
        self.spread: Counter[str] = Counter()
        self.posts: dict[str, list[int]] = defaultdict(list)
        self._vectors: dict[int, dict[str, float]] = {}

    def __len__(self) -> int:
        """How many messages it knows."""
        return len(self.counts)

    def add(self, key: int, text: Text) -> None:
        """Take in one message."""
        self.extend([(key, text)])

    def extend(self, many: Iterable[tuple[int, Text]]) -> None:
        """Take in messages; how rare a bigram is changes for all of them."""
        for key, text in many:
            count = weighed([(text.title, TITLE), (text.body[:BODY], 1.0)])
            self.counts[key] = count
            self.spread.update(count.keys())
            for gram in count:
                self.posts[gram].append(key)
        self._vectors.clear()

    def vector(self, key: int) -> dict[str, float]:
        """The unit vector of a known message."""
        found = self._vectors.get(key)
        if found is None:
            found = self._vectors[key] = self.vector_of(self.counts[key])
        return found

    def vector_of(self, count: Counter[str]) -> dict[str, float]:
        """The unit vector of counted bigrams; common ones and those nobody else uses are left out."""
        total = len(self.counts)
        most = COMMON * total if total > FEW else total
        weights = {
            gram: (1.0 + math.log(often)) * math.log((total + 1) / (self.spread[gram] + 1))
            for gram, often in count.items()
            if 1 < self.spread[gram] <= most
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {gram: weight / length for gram, weight in weights.items()}

    def nearest(self, key: int, most: int = 10) -> list[Alike]:
        """The messages most like a known one, best first."""
        return [one for one in self.search(self.vector(key), most + 1) if one.key != key][:most]

    def nearest_to(self, text: Text, most: int = 10) -> list[Alike]:
        """The messages most like one that is not in the index."""
        count = weighed([(text.title, TITLE), (text.body[:BODY], 1.0)])
        return self.search(self.vector_of(count), most)

    def search(self, vector: dict[str, float], most: int) -> list[Alike]:
        """Rank by cosine: sums over the lists of the vector's bigrams, then exactly for the best."""
        sums: dict[int, float] = defaultdict(float)
        for gram, weight in vector.items():
            for key in self.posts[gram][-LONGEST:]:
                sums[key] += weight * weight
        best = heapq.nsmallest(most * 4, sums, key=lambda key: (-sums[key], key))
        ranked = sorted((Alike(key, cosine(vector, self.vector(key))) for key in best), key=_order)
        return ranked[:most]


def _order(one: Alike) -> tuple[float, int]:
    return (-one.score, one.key)


def cosine(one: dict[str, float], other: dict[str, float]) -> float:
    """The cosine of two unit vectors."""
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[gram] for gram, weight in one.items() if gram in other)
