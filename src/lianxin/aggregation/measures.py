"""How good a model is: pure figures over answers it had not learned from."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

#: Bars of the calibration table.
BINS: Final = 5
#: A drop of so much against the month before is called worse; below so many answers nothing is said.
DROP: Final = 0.05
ENOUGH: Final = 20


def macro_f1(right: Sequence[str], said: Sequence[str]) -> float:
    """The mean F1 of the labels that occur among the right ones."""
    hit = Counter(a for a, b in zip(right, said, strict=True) if a == b)
    wanted, given = Counter(right), Counter(said)
    scores = [2 * hit[label] / (wanted[label] + given[label]) for label in wanted]
    return sum(scores) / len(scores) if scores else 0.0


def bins_of(chances: Sequence[float], right: Sequence[bool]) -> list[list[float]]:
    """For each bar: mean probability, share that was right, how many; empty bars are left out."""
    found = []
    for at in range(BINS):
        low, high = at / BINS, (at + 1) / BINS
        inside = [
            (p, ok) for p, ok in zip(chances, right, strict=True) if low <= p < high or (at == BINS - 1 and p == 1.0)
        ]
        if inside:
            n = len(inside)
            found.append([round(sum(p for p, _ok in inside) / n, 3), round(sum(ok for _p, ok in inside) / n, 3), n])
    return found


def calibration_error(bins: Sequence[Sequence[float]]) -> float:
    """How far probabilities lie from what came true, weighed by how many."""
    n = sum(row[2] for row in bins)
    return sum(abs(row[0] - row[1]) * row[2] for row in bins) / n if n else 0.0


def class_figures(right: Sequence[str], guesses: Sequence[Sequence[tuple[str, float]]]) -> dict[str, Any]:
    """Figures of a classifier on a sample."""
    first = [some[0][0] if some else "" for some in guesses]
    sure = [some[0][1] if some else 0.0 for some in guesses]
    ok = [a == b for a, b in zip(right, first, strict=True)]
    second = [label in {one for one, _p in some[:2]} for label, some in zip(right, guesses, strict=True)]
    bins = bins_of(sure, ok)
    n = max(1, len(right))
    return {
        "n": len(right), "accuracy": round(sum(ok) / n, 4), "top2": round(sum(second) / n, 4),
        "macro_f1": round(macro_f1(right, first), 4), "ece": round(calibration_error(bins), 4), "bins": bins,
    }  # fmt: skip


def pair_figures(right: Sequence[bool], scores: Sequence[float]) -> dict[str, Any]:
    """Figures of a pair model on a sample: of the answers in the order of the score, how early the right ones come."""
    order = sorted(zip(scores, right, strict=True), key=lambda one: -one[0])
    hits, total = 0, 0.0
    for at, (_score, same) in enumerate(order, 1):
        hits += same
        total += hits / at if same else 0.0
    bins = bins_of(scores, right)
    ok = [(score >= 0.5) == same for score, same in zip(scores, right, strict=True)]
    return {
        "n": len(order), "precision": round(total / max(1, hits), 4), "accuracy": round(sum(ok) / max(1, len(ok)), 4),
        "ece": round(calibration_error(bins), 4), "bins": bins,
    }  # fmt: skip


def better(new: Mapping[str, Any], old: Mapping[str, Any], name: str) -> bool:
    """Whether the new model is at least as good on the same sample; a tie goes to the one that has seen more."""
    return float(new[name]) >= float(old[name])


def worse_than_before(now: tuple[int, int], before: tuple[int, int]) -> bool:
    """Whether the share that was right (right, of how many) fell since the month before."""
    if now[1] < ENOUGH or before[1] < ENOUGH:
        return False
    return now[0] / now[1] < before[0] / before[1] - DROP
