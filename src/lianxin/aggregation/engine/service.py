"""The whole way from messages to groups: index, candidates, pairs, verdicts, groups; and learning from groups known."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lianxin.aggregation.engine import bulk, logistic, together
from lianxin.aggregation.engine.alike import Alike, Index
from lianxin.aggregation.engine.grouping import group
from lianxin.aggregation.engine.meaning import Meanings
from lianxin.aggregation.engine.pairs import JOIN, Message, Pair, PairModel, judge, spread_of_titles

#: So many candidates are found for each message.
CANDIDATES: Final = 10
#: Among many messages, what is less like than this is no candidate for joining and is not compared in detail …
FLOOR: Final = 0.12
#: … among few, everything is compared.
MANY: Final = 20_000
#: A learned model must be this sure; with meanings it is bolder by itself and must be surer.
SURE: Final = 0.86
SURE_WITH_MEANING: Final = 0.9
#: How strongly few known pairs are kept from making wild weights.
RIDGE: Final = 10.0
#: Below so many known pairs of either answer nothing is learned.
LEAST: Final = 30
#: Groups come together only where their members are on average so like each other …
LOOSE: Final = 0.15
#: … looking at so many members of each.
LOOKED: Final = 8

Progress = Callable[[int, int], None]


def _quiet(_done: int, _all: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class Grouped:
    """Groups (key → smallest key of its group), the candidates of every message, and the pairs that were compared."""

    groups: Mapping[int, int]
    candidates: Mapping[int, Sequence[Alike]]
    pairs: Sequence[Pair]
    model: PairModel | None


def index_of(messages: Sequence[Message]) -> Index:
    """All messages by their bigrams."""
    index = Index()
    index.extend((message.key, message.text) for message in messages)
    return index


def candidates_of(index: Index, progress: Progress = _quiet, *, library: bool | None = None) -> dict[int, list[Alike]]:
    """For every message the ten most like it: as one product where scipy is installed, else one after the other."""
    if bulk.has_library() if library is None else library:
        return bulk.nearest_of_all(index, CANDIDATES, progress)
    found = {}
    for done, key in enumerate(index.keys, 1):
        found[key] = index.nearest(key, CANDIDATES)
        progress(done, len(index.keys))
    return found


def compare_all(
    messages: Sequence[Message], candidates: Mapping[int, Sequence[Alike]], meanings: Meanings | None = None,
    progress: Progress = _quiet,
) -> list[Pair]:  # fmt: skip
    """Every message with each of its candidates; two that name each other are compared once, with the better rank."""
    known = {message.key: message for message in messages}
    titles = spread_of_titles(messages)
    floor = FLOOR if len(messages) > MANY else 0.0
    seen: dict[tuple[int, int], tuple[int, float, float]] = {}
    for message in messages:
        for rank, one in enumerate(candidates[message.key]):
            if one.score < floor:
                break
            both = (min(message.key, one.key), max(message.key, one.key))
            best = candidates[message.key][0].score
            before = seen.get(both, (rank, one.score, best))
            seen[both] = (min(rank, before[0]), one.score, min(best, before[2]))
    jobs = [together.Job(a, b, *how) for (a, b), how in seen.items()]
    seen.clear()
    found = together.compared(jobs, known, titles, progress)
    if meanings is None:
        return found
    return [meant(pair, known[pair.one], known[pair.other], meanings) for pair in found]


def meant(pair: Pair, one: Message, other: Message, meanings: Meanings) -> Pair:
    """The pair with what the extra ``embed`` says about meaning."""
    sense = meanings.likeness(one.text.title, other.text.title)
    whole = meanings.likeness(one.text.title + one.text.body, other.text.title + other.text.body)
    return replace(pair, meaning=whole, sense=sense)


def learn_pairs(pairs: Sequence[Pair], known: Mapping[int, str]) -> PairModel | None:
    """A model from messages whose issue is known; None where there are too few of either answer."""
    rows = [pair for pair in pairs if pair.one in known and pair.other in known]
    wanted = [known[pair.one] == known[pair.other] for pair in rows]
    if min(sum(wanted), len(wanted) - sum(wanted)) < LEAST:
        return None
    weights, bias = logistic.fit([pair.numbers() for pair in rows], wanted, RIDGE)
    return PairModel(weights, bias, SURE_WITH_MEANING if any(pair.meaning for pair in rows) else SURE)


def group_messages(
    messages: Sequence[Message], known: Mapping[int, str] | None = None, progress: Progress = _quiet, *,
    meanings: Meanings | None = None, library: bool | None = None,
) -> Grouped:  # fmt: skip
    """Groups of messages that may be joined by a machine; what is only likely is left to people.

    ``known`` are issues of some messages: the pair model is learned from them, they are not joined because of them.
    """
    index = index_of(messages)
    candidates = candidates_of(index, progress, library=library)
    pairs = compare_all(messages, candidates, meanings, progress)
    model = learn_pairs(pairs, known) if known else None
    return Grouped(joined(index, pairs, model), candidates, pairs, model)


def joined(index: Index, pairs: Sequence[Pair], model: PairModel | None = None) -> dict[int, int]:
    """The groups that judged pairs make: sure ones join, a veto keeps apart, and long chains of weak links do not."""
    joins, apart = [], []
    bar = JOIN if model is None else model.join
    for pair in pairs:
        verdict = judge(pair, model)
        if verdict.veto:
            apart.append((pair.one, pair.other))
        elif verdict.score >= bar:
            joins.append((verdict.score, pair.one, pair.other))

    def fit(ours: Sequence[int], theirs: Sequence[int]) -> bool:
        some = [(a, b) for a in ours[:LOOKED] for b in theirs[:LOOKED]]
        return sum(index.likeness(a, b) for a, b in some) >= LOOSE * len(some)

    return group(index.keys, joins, apart, fit)
