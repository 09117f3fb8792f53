"""The whole way from messages to groups: index, candidates, pairs, verdicts, groups; and learning from groups known."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lianxin.aggregation.engine import logistic
from lianxin.aggregation.engine.alike import Alike, Index
from lianxin.aggregation.engine.grouping import group
from lianxin.aggregation.engine.pairs import JOIN, Message, Pair, PairModel, compare, judge, spread_of_titles

#: So many candidates are compared for each message.
CANDIDATES: Final = 10
#: A learned model decides only where the plain score is not far below its own bar …
GATE: Final = 0.37
#: … and it must be this sure.
SURE: Final = 0.7
#: Below so many known pairs of either answer nothing is learned.
LEAST: Final = 30

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


def candidates_of(messages: Sequence[Message], progress: Progress = _quiet) -> dict[int, list[Alike]]:
    """For every message the ten most like it."""
    index = Index()
    index.extend((message.key, message.text) for message in messages)
    found = {}
    for done, message in enumerate(messages, 1):
        found[message.key] = index.nearest(message.key, CANDIDATES)
        progress(done, len(messages))
    return found


def compare_all(messages: Sequence[Message], candidates: Mapping[int, Sequence[Alike]]) -> list[Pair]:
    """Every message with each of its candidates."""
    known = {message.key: message for message in messages}
    titles = spread_of_titles(messages)
    return [
        compare(message, known[one.key], one.score, rank, candidates[message.key][0].score, titles)
        for message in messages
        for rank, one in enumerate(candidates[message.key])
    ]


def learn_pairs(pairs: Sequence[Pair], known: Mapping[int, str]) -> PairModel | None:
    """A model from messages whose issue is known; None where there are too few of either answer."""
    rows = [pair for pair in pairs if pair.one in known and pair.other in known]
    wanted = [known[pair.one] == known[pair.other] for pair in rows]
    if min(sum(wanted), len(wanted) - sum(wanted)) < LEAST:
        return None
    weights, bias = logistic.fit([pair.numbers() for pair in rows], wanted)
    return PairModel(weights, bias, SURE)


def group_messages(
    messages: Sequence[Message], known: Mapping[int, str] | None = None, progress: Progress = _quiet
) -> Grouped:
    """Groups of messages that may be joined by a machine; what is only likely is left to people.

    ``known`` are issues of some messages: the pair model is learned from them, they are not joined because of them.
    """
    candidates = candidates_of(messages, progress)
    pairs = compare_all(messages, candidates)
    model = learn_pairs(pairs, known) if known else None
    joins, apart = [], []
    for pair in pairs:
        plain = judge(pair)
        sure = plain.score >= JOIN if model is None else _agreed(pair, plain.score, model)
        if sure and not plain.veto:
            joins.append((plain.score, pair.one, pair.other))
        elif plain.veto:
            apart.append((pair.one, pair.other))
    return Grouped(group([one.key for one in messages], joins, apart), candidates, pairs, model)


def _agreed(pair: Pair, plain: float, model: PairModel) -> bool:
    return plain >= GATE and model.probability(pair) >= model.join
