"""Step 6: is this the same matter?  Similarities, place, category, person and time make one score with its reason."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Final

from lianxin.aggregation.engine.alike import Text, cosine
from lianxin.aggregation.engine.grams import grams
from lianxin.aggregation.engine.wheres import Where, relation, swapped

#: Our defaults without anything learned, rounded; a town that has decided some hundred pairs learns its own.
TITLE_PART: Final = 0.1
SAME_PERSON: Final = 0.1
SAME_PLACE: Final = 0.0
JOIN: Final = 0.4
#: From here on two texts are copies of one another.
COPY: Final = 0.9
#: So many characters of a body are compared; a stretch of so many characters is as good as a longer one.
LOOK: Final = 200
LONG: Final = 12
#: Titles kept at hand.
KEPT: Final = 20_000


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
    #: What both titles say and few others do; how much of the one, and of the other title the whole other text holds
    #: (the less, the more); the longest stretch of words both titles have, in itself and of the shorter title.
    rare: float = 0.0
    less: float = 0.0
    more: float = 0.0
    stretch: float = 0.0
    share: float = 0.0
    #: How alike titles and beginnings are in meaning, where the extra ``embed`` says so.
    meaning: float = 0.0
    sense: float = 0.0

    def numbers(self) -> tuple[float, ...]:
        """What a learned model looks at, always in this order."""
        return (
            self.cosine, self.titles, self.overlap, self.rank, self.margin, math.log1p(self.days) / 6.0,
            float(self.person), float(self.where is Where.SAME), float(self.where is Where.CONTAINS),
            float(self.where is Where.CONFLICT), float(self.swapped), self.rare, self.less, self.more, self.stretch,
            self.share, self.meaning, self.sense, self.meaning * self.sense,
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

    def weight(self, gram: str) -> float:
        """How rare a gram is among the titles."""
        return math.log((self.total + 1) / self.spread.get(gram, 1))

    def vector(self, message: Message) -> dict[str, float]:
        """The title's vector."""
        found = self.known.get(message.key)
        if found is None:
            if len(self.known) >= KEPT:
                self.known.clear()
            weights = {gram: self.weight(gram) for gram in set(grams(message.text.title, (1, 2)))}
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
    a, b = set(grams(one.text.body[:LOOK])), set(grams(other.text.body[:LOOK]))
    longest, shortest = max(len(one.text.body), len(other.text.body), 1), min(len(one.text.body), len(other.text.body))
    found = Pair(
        one.key, other.key, like, cosine(titles.vector(one), titles.vector(other)),
        len(a & b) / max(1, min(len(a), len(b))), 1.0 / (1 + rank), like / best if best else 0.0,
        float(abs(one.day - other.day)), shortest / longest, bool(one.person) and one.person == other.person,
        bool(one.area) and one.area == other.area, relation(one.text.title, other.text.title),
        like > JOIN / 2 and _swapped(one, other),
    )  # fmt: skip
    return _about_titles(found, one.text, other.text, titles)


def _about_titles(pair: Pair, one: Text, other: Text, titles: Titles) -> Pair:
    """The same pair with what the titles say of each other and of the whole texts."""
    ours, theirs = set(grams(one.title)), set(grams(other.title))
    here, there = one.title + one.body, other.title + other.body
    held = sorted(
        sum(gram in text for gram in some) / max(1, len(some)) for some, text in ((ours, there), (theirs, here))
    )
    match = SequenceMatcher(None, one.title, other.title, autojunk=False).find_longest_match()
    shorter = max(1, min(len(one.title), len(other.title)))
    return replace(
        pair, rare=math.fsum(sorted(titles.weight(gram) for gram in ours & theirs)) / 30.0, less=held[0], more=held[1],
        stretch=min(match.size, LONG) / LONG, share=match.size / shorter,
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
