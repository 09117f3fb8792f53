"""Step 6: is this the same matter?  Similarities, place, category, person and time make one score with its reason."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from lianxin.aggregation.engine.alike import Text, cosine
from lianxin.aggregation.engine.grams import grams
from lianxin.aggregation.engine.wheres import Where, relation, swapped

#: Our defaults without anything learned, rounded; a town that has decided some hundred pairs learns its own.
TITLE_PART: Final = 0.1
SAME_PERSON: Final = 0.1
SAME_PLACE: Final = 0.0
JOIN: Final = 0.38
#: From here on two texts are copies of one another.
COPY: Final = 0.9


@dataclass(frozen=True, slots=True)
class Message:
    """What is known of a message when it is compared.  ``day`` is a day number; ``person`` a pseudonym or empty."""

    key: int
    text: Text
    day: int = 0
    area: str = ""
    person: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two messages compared: numbers from 0 to 1 (days excepted), how places stand, whether a name was swapped."""

    one: int
    other: int
    cosine: float
    titles: float
    overlap: float
    rank: float
    margin: float
    days: float
    length: float
    person: bool
    area: bool
    where: Where
    swapped: bool

    def numbers(self) -> tuple[float, ...]:
        """What a learned model looks at, always in this order."""
        return (
            self.cosine, self.titles, self.overlap, self.rank, self.margin, math.log1p(self.days) / 6.0, self.length,
            float(self.person), float(self.area), float(self.where is Where.SAME), float(self.where is Where.CONTAINS),
            float(self.where is Where.CONFLICT), float(self.swapped), self.cosine * self.cosine,
            self.cosine * float(self.person),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the engine says about a pair: a score (a probability where a model was learned), and why."""

    score: float
    veto: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class PairModel:
    """A logistic model over `Pair.numbers`; weights are plain numbers, so that no library is needed to use it."""

    weights: tuple[float, ...]
    bias: float
    join: float = 0.5

    def probability(self, pair: Pair) -> float:
        """Between 0 and 1."""
        value = self.bias + sum(w * x for w, x in zip(self.weights, pair.numbers(), strict=True))
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))


@dataclass
class Titles:
    """Titles as unit vectors of one- and two-character grams, weighed by how rare they are."""

    spread: Mapping[str, int]
    total: int
    known: dict[int, dict[str, float]] = field(default_factory=dict)

    def vector(self, message: Message) -> dict[str, float]:
        """The title's vector."""
        found = self.known.get(message.key)
        if found is None:
            weights = {
                gram: math.log((self.total + 1) / self.spread.get(gram, 1))
                for gram in set(grams(message.text.title, (1, 2)))
            }
            length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
            found = self.known[message.key] = {gram: weight / length for gram, weight in weights.items()}
        return found


def spread_of_titles(messages: Sequence[Message]) -> Titles:
    """How many titles each gram stands in."""
    spread: dict[str, int] = {}
    for message in messages:
        for gram in set(grams(message.text.title, (1, 2))):
            spread[gram] = spread.get(gram, 0) + 1
    return Titles(spread, len(messages))


def compare(one: Message, other: Message, like: float, rank: int, best: float, titles: Titles) -> Pair:
    """Compare two messages of which ``other`` stands at ``rank`` (0 is first) among the candidates of ``one``."""
    a, b = set(grams(one.text.body[:200])), set(grams(other.text.body[:200]))
    longest, shortest = max(len(one.text.body), len(other.text.body), 1), min(len(one.text.body), len(other.text.body))
    return Pair(
        one.key, other.key, like, cosine(titles.vector(one), titles.vector(other)),
        len(a & b) / max(1, min(len(a), len(b))), 1.0 / (1 + rank), like / best if best else 0.0,
        float(abs(one.day - other.day)), shortest / longest, bool(one.person) and one.person == other.person,
        bool(one.area) and one.area == other.area, relation(one.text.title, other.text.title),
        like > JOIN / 2 and _swapped(one, other),
    )  # fmt: skip


def _swapped(one: Message, other: Message) -> bool:
    return swapped(one.text.title, other.text.title) or swapped(one.text.body, other.text.body)


def judge(pair: Pair, model: PairModel | None = None) -> Verdict:
    """Score a pair.  Where the places contradict each other a machine must not join, however like the words are."""
    if model is None:
        score = (1 - TITLE_PART) * pair.cosine + TITLE_PART * pair.titles + SAME_PERSON * pair.person
        score += SAME_PLACE * (pair.where is Where.SAME)
    else:
        score = model.probability(pair)
    veto = "swapped" if pair.swapped else "places" if pair.where is Where.CONFLICT else ""
    reasons = ["same_person"] if pair.person else []
    reasons += ["copy"] if pair.cosine >= COPY else []
    reasons += ["same_place"] if pair.where is Where.SAME else []
    return Verdict(min(1.0, score), veto, tuple(reasons))
