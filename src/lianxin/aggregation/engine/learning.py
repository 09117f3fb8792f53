"""Learning a class model from confirmed labels: with scikit-learn (extra ``nlp``) or, without it, in plain Python.

Both give a `LinearModel`.  With the library: the mean of two linear support vector machines a label, one over the
n-grams as they are and one over n-grams weighed by the square root of how much they speak for the label (after Wang
and Manning 2012), rare labels counted as much as frequent ones.  Without: a complement naive Bayes, which needs only
counting.  Probabilities are calibrated on messages that the model had not seen.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import Any, Final

from lianxin.aggregation.engine import VERSION
from lianxin.aggregation.engine.classes import LinearModel, features, sharpness_of
from lianxin.aggregation.engine.normal import normal

#: Calibration needs messages outside the training set: so many parts, and not below so many messages.
PARTS: Final = 3
ENOUGH: Final = 60
PENALTY: Final = 1.0
#: A naive Bayes must not trust words it has seen once.
SMOOTH: Final = 0.3

Progress = Callable[[int, int], None]


def has_library() -> bool:
    """Whether the extra ``nlp`` is installed."""
    return find_spec("sklearn") is not None and find_spec("scipy") is not None


def learn(
    texts: Sequence[str], labels: Sequence[str], *, library: bool | None = None, seed: int = 0,
    progress: Progress = lambda _done, _all: None,
) -> LinearModel:  # fmt: skip
    """A calibrated model.  Raises ``ValueError`` with fewer than two labels.  The same input gives the same model."""
    names = tuple(sorted(set(labels)))
    if len(names) < 2:
        raise ValueError("at least two labels are needed")
    train = _by_library if (has_library() if library is None else library) else _by_counting
    rounds = PARTS + 1 if len(texts) >= ENOUGH else 1
    sharpness = 6.0
    if rounds > 1:
        sharpness = _calibrated(train, texts, labels, names, seed, lambda done: progress(done, rounds))
    model = train(texts, labels, names, seed)
    progress(rounds, rounds)
    return LinearModel(
        model.labels, model.rarity, model.weights, model.bias, sharpness, trained_on=len(texts), version=VERSION
    )


def part_of(text: str) -> int:
    """Which part a message is held out in: near-copies begin alike and stay together."""
    return hashlib.sha256(normal(text)[:30].encode()).digest()[0] % PARTS


def _calibrated(
    train: "Trainer", texts: Sequence[str], labels: Sequence[str], names: tuple[str, ...], seed: int,
    progress: Callable[[int], None],
) -> float:  # fmt: skip
    """The sharpness on messages held out in turn."""
    parts = [part_of(text) for text in texts]
    scores: list[list[float]] = []
    right: list[int] = []
    for part in range(PARTS):
        inside = [at for at, own in enumerate(parts) if own != part]
        outside = [at for at, own in enumerate(parts) if own == part]
        if not outside or {labels[at] for at in inside} != set(names):
            continue
        model = train([texts[at] for at in inside], [labels[at] for at in inside], names, seed)
        scores += [model.scores(texts[at]) for at in outside]
        right += [names.index(labels[at]) for at in outside]
        progress(part + 1)
    return sharpness_of(scores, right) if scores else 6.0


Trainer = Callable[[Sequence[str], Sequence[str], tuple[str, ...], int], LinearModel]


def _counted(texts: Sequence[str], least: int) -> tuple[list[Counter[str]], dict[str, float]]:
    """The n-grams of every text, and how rare each is that stands in at least so many of them."""
    counts = [features(text) for text in texts]
    spread: Counter[str] = Counter()
    for count in counts:
        spread.update(count.keys())
    total = len(texts)
    rarity = {gram: math.log((1 + total) / (1 + often)) + 1.0 for gram, often in spread.items() if often >= least}
    return counts, rarity


def _unit(count: Counter[str], rarity: dict[str, float]) -> dict[str, float]:
    found = {gram: (1.0 + math.log(often)) * rarity[gram] for gram, often in count.items() if gram in rarity}
    length = math.sqrt(sum(value * value for value in found.values())) or 1.0
    return {gram: value / length for gram, value in found.items()}


def _by_counting(texts: Sequence[str], labels: Sequence[str], names: tuple[str, ...], _seed: int) -> LinearModel:
    """Complement naive Bayes over unit vectors: how little an n-gram is used by all other labels."""
    counts, rarity = _counted(texts, 2 if len(texts) > 500 else 1)
    place = {name: at for at, name in enumerate(names)}
    sums: dict[str, list[float]] = {gram: [0.0] * len(names) for gram in rarity}
    totals = [0.0] * len(names)
    for count, label in zip(counts, labels, strict=True):
        at = place[label]
        for gram, value in _unit(count, rarity).items():
            sums[gram][at] += value
            totals[at] += value
    whole = sum(totals)
    size = SMOOTH * len(rarity)
    weights = {}
    for gram, row in sums.items():
        everywhere = sum(row)
        weights[gram] = tuple(
            math.log((whole - totals[at] + size) / (everywhere - row[at] + SMOOTH)) for at in range(len(names))
        )
    return _evened(LinearModel(names, rarity, weights, (0.0,) * len(names)))


def _evened(model: LinearModel) -> LinearModel:
    """Weights of equal length for every label, so that frequent labels are not favoured."""
    lengths = [math.sqrt(sum(row[at] ** 2 for row in model.weights.values())) or 1.0 for at in range(len(model.labels))]
    scale = 300.0
    weights = {
        gram: tuple(scale * x / length for x, length in zip(row, lengths, strict=True))
        for gram, row in model.weights.items()
    }
    return LinearModel(model.labels, model.rarity, weights, model.bias)


def _by_library(texts: Sequence[str], labels: Sequence[str], names: tuple[str, ...], seed: int) -> LinearModel:
    """Two support vector machines a label, averaged."""
    import numpy as np
    from scipy import sparse

    counts, rarity = _counted(texts, 2 if len(texts) > 500 else 1)
    order = {gram: at for at, gram in enumerate(sorted(rarity))}
    matrix = _matrix(sparse, np, [_unit(count, rarity) for count in counts], order)
    present = matrix.sign()
    columns, bias = [], []
    for name in names:
        ours = np.array([label == name for label in labels])
        alone = np.ones(len(order))
        found = [_machine(np, matrix, ours, ratio, seed) for ratio in (alone, _speaks_for(np, present, ours))]
        columns.append(sum(weights for weights, _shift in found) / len(found))
        bias.append(sum(shift for _weights, shift in found) / len(found))
    table = np.stack(columns, axis=1)
    weights = {gram: tuple(float(x) for x in table[at]) for gram, at in order.items()}
    return LinearModel(names, rarity, weights, tuple(bias))


def _machine(np: Any, matrix: Any, ours: Any, ratio: Any, seed: int) -> tuple[Any, float]:
    """Weights and bias of one machine over features weighed by ``ratio``, scaled so that machines can be averaged."""
    from scipy import sparse
    from sklearn.svm import LinearSVC

    machine = LinearSVC(C=PENALTY, class_weight="balanced", random_state=seed)
    machine.fit(matrix @ sparse.diags(ratio), ours.astype(int))
    weights, bias = machine.coef_[0] * ratio, float(machine.intercept_[0])
    width = float(np.std(matrix @ weights)) or 1.0
    return weights / width, bias / width


def _matrix(sparse: Any, np: Any, rows: Sequence[dict[str, float]], order: dict[str, int]) -> Any:
    starts, places, values = [0], [], []
    for row in rows:
        for gram in sorted(row, key=order.__getitem__):
            places.append(order[gram])
            values.append(row[gram])
        starts.append(len(places))
    return sparse.csr_matrix((np.array(values), np.array(places), np.array(starts)), shape=(len(rows), len(order)))


def _speaks_for(np: Any, present: Any, ours: Any) -> Any:
    """The signed square root of the log ratio of how usual each n-gram is with and without the label."""
    inside = 1.0 + np.asarray(present[ours].sum(0)).ravel()
    outside = 1.0 + np.asarray(present[~ours].sum(0)).ravel()
    ratio = np.log((inside / inside.sum()) / (outside / outside.sum()))
    return np.sign(ratio) * np.sqrt(np.abs(ratio))
