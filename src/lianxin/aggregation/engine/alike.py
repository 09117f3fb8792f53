"""Step 5: which earlier messages are most like this one: cosine of weighed character bigrams over an inverted index.

Bigrams that stand in more than `COMMON` of all messages say little and cost most, and those that only one message uses
find nothing: neither is looked at.  The rest are followed from the rarest on until `BUDGET` entries have been seen, so
that asking costs the same whether there are ten thousand messages or a million.
"""

import heapq
import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

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
#: The longest list of messages that is followed for one bigram, newest first …
LONGEST: Final = 4_000
#: … and how many entries are followed in all for one question.
BUDGET: Final = 24_000
#: So many times the wanted number are compared exactly.
CLOSER: Final = 4
#: Vectors kept at hand.
KEPT: Final = 5_000

Name = TypeVar("Name", int, str)


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
    """Messages by their bigrams, kept in arrays of numbers.  Ties are broken by keys, never by the order of adding."""

    def __init__(self) -> None:
        """Begin empty."""
        self.keys: list[int] = []
        self.grams: list[array[int]] = []
        self.often: list[array[float]] = []
        self.posts: list[array[int]] = []
        self._number: dict[str, int] = {}
        self._place: dict[int, int] = {}
        self._vectors: dict[int, dict[int, float]] = {}

    def __len__(self) -> int:
        """How many messages it knows."""
        return len(self.keys)

    def add(self, key: int, text: Text) -> None:
        """Take in one message."""
        self.extend([(key, text)])

    def extend(self, many: Iterable[tuple[int, Text]]) -> None:
        """Take in messages; how rare a bigram is changes for all of them."""
        for key, text in many:
            at = len(self.keys)
            count = counted(text)
            numbers = array("I", map(self._numbered, count))
            self._place[key] = at
            self.keys.append(key)
            self.grams.append(numbers)
            self.often.append(array("f", (1.0 + math.log(times) for times in count.values())))
            for number in numbers:
                self.posts[number].append(at)
        self._vectors.clear()

    def _numbered(self, gram: str) -> int:
        """The number of a bigram; a new one gets the next."""
        number = self._number.setdefault(gram, len(self.posts))
        if number == len(self.posts):
            self.posts.append(array("I"))
        return number

    def rarity(self, number: int) -> float:
        """How much a bigram says: 0 for common ones and those that only one message uses."""
        spread, total = len(self.posts[number]), len(self.keys)
        if spread < 2 or (total > FEW and spread > COMMON * total):
            return 0.0
        return math.log((total + 1) / (spread + 1))

    def vector(self, key: int) -> dict[int, float]:
        """The unit vector of a known message."""
        return self._vector_at(self._place[key])

    def _vector_at(self, at: int) -> dict[int, float]:
        found = self._vectors.get(at)
        if found is None:
            if len(self._vectors) >= KEPT:
                self._vectors.clear()
            found = self._vectors[at] = self._unit(zip(self.grams[at], self.often[at], strict=True))
        return found

    def vector_of(self, text: Text) -> dict[int, float]:
        """The unit vector of a text that need not be in the index."""
        known = ((self._number.get(gram), times) for gram, times in counted(text).items())
        return self._unit((number, 1.0 + math.log(times)) for number, times in known if number is not None)

    def _unit(self, counts: Iterable[tuple[int, float]]) -> dict[int, float]:
        weights = {number: often * rarity for number, often in counts if (rarity := self.rarity(number))}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {number: weight / length for number, weight in weights.items()}

    def likeness(self, one: int, other: int) -> float:
        """How like two known messages are, 0 to 1."""
        return cosine(self.vector(one), self.vector(other))

    def nearest(self, key: int, most: int = 10) -> list[Alike]:
        """The messages most like a known one, best first."""
        return [one for one in self.search(self.vector(key), most + 1) if one.key != key][:most]

    def nearest_to(self, text: Text, most: int = 10) -> list[Alike]:
        """The messages most like one that is not in the index."""
        return self.search(self.vector_of(text), most)

    def search(self, vector: Mapping[int, float], most: int) -> list[Alike]:
        """Rank by cosine: sums over the lists of the vector's bigrams, the rarest first, then exactly for the best."""
        sums: dict[int, float] = defaultdict(float)
        left = BUDGET
        for number, weight in sorted(vector.items(), key=lambda one: (len(self.posts[one[0]]), one[0])):
            value = weight * weight
            followed = self.posts[number][-LONGEST:]
            for at in followed:
                sums[at] += value
            left -= len(followed)
            if left <= 0:
                break
        best = heapq.nsmallest(most * CLOSER, sums, key=lambda at: (-sums[at], self.keys[at]))
        ranked = (Alike(self.keys[at], cosine(vector, self._vector_at(at))) for at in best)
        return sorted(ranked, key=lambda one: (-one.score, one.key))[:most]


def counted(text: Text) -> dict[str, float]:
    """How often each bigram stands in a text, those of the title counted with their weight."""
    return dict(weighed([(text.title, TITLE), (text.body[:BODY], 1.0)]))


def cosine(one: Mapping[Name, float], other: Mapping[Name, float]) -> float:
    """The cosine of two unit vectors."""
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[gram] for gram, weight in one.items() if gram in other)
