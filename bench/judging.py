"""How good guesses and groups are, in plain Python; and a reviewer who is asked and sometimes errs."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from lianxin.aggregation.engine.classes import Guess
from lianxin.aggregation.engine.grouping import Groups


@dataclass(frozen=True)
class Classes:
    """Macro-F1, the worst label's F1, right label among two, share accepted at 97 %, and calibration error."""

    macro: float
    worst: float
    top_two: float
    accepted: float
    error: float


def classes(guesses: Sequence[Sequence[Guess]], right: Sequence[str]) -> Classes:
    """Judge guesses (best first) by the labels that are right."""
    first = [row[0].label for row in guesses]
    hits, said, wanted = Counter(r for f, r in zip(first, right, strict=True) if f == r), Counter(first), Counter(right)
    scores = [2 * hits[label] / (said[label] + wanted[label]) for label in sorted(wanted)]
    two = sum(answer in {one.label for one in row[:2]} for row, answer in zip(guesses, right, strict=True))
    sure = [(row[0].probability, row[0].label == answer) for row, answer in zip(guesses, right, strict=True)]
    return Classes(
        sum(scores) / len(scores), min(scores), two / len(right), accepted(sure, 0.97), calibration_error(sure)
    )


def accepted(sure: Sequence[tuple[float, bool]], accuracy: float) -> float:
    """The largest share, the surest first, that is right so often."""
    best = hits = 0
    for count, (_chance, hit) in enumerate(sorted(sure, key=lambda one: -one[0]), 1):
        hits += hit
        best = count if hits >= accuracy * count else best
    return best / len(sure)


def calibration_error(sure: Sequence[tuple[float, bool]]) -> float:
    """The mean gap between what was promised and what came true, over ten steps of probability."""
    steps: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for chance, hit in sure:
        steps[min(9, int(chance * 10))].append((chance, hit))
    gaps = (abs(sum(chance for chance, _ in some) - sum(hit for _, hit in some)) for some in steps.values())
    return sum(gaps) / len(sure)


@dataclass(frozen=True)
class Grouping:
    """B³ F1, precision and recall of pairs, and the F1 of both."""

    b_cubed: float
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The F1 of pairs."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


def grouping(found: Mapping[int, Hashable], known: Mapping[int, str]) -> Grouping:
    """Judge groups of the messages whose issue is known."""
    ours = Counter(found[key] for key in known)
    theirs = Counter(known.values())
    both = Counter((found[key], known[key]) for key in known)
    hits, said, wanted = (sum(n * (n - 1) // 2 for n in some.values()) for some in (both, ours, theirs))
    exact = sum(both[found[key], issue] / ours[found[key]] for key, issue in known.items()) / len(known)
    whole = sum(both[found[key], issue] / theirs[issue] for key, issue in known.items()) / len(known)
    return Grouping(2 * exact * whole / (exact + whole), hits / max(1, said), hits / max(1, wanted))


def questions(
    ranked: Sequence[tuple[int, int]],
    known: Mapping[int, str],
    *,
    errs: float = 0.05,
    goal: float = 0.97,
    seed: int = 0,
) -> tuple[int, float]:
    """How many questions bring the F1 of pairs to ``goal``, and the F1 at the end of the questions.

    ``ranked`` are pairs, the most likely first; what is together already is not asked.  The reviewer answers wrongly
    with chance ``errs``.  A wrong join is seen where the matter is shown and undone, which costs a second question; a
    wrong "not the same" stays, since what was kept apart is never asked again.
    """
    chance = Random(seed)
    groups = Groups()
    asked, reached = 0, 0.0
    for one, other in ranked:
        if groups.find(one) == groups.find(other):
            continue
        same, errs_now = known[one] == known[other], chance.random() < errs
        asked += 2 if errs_now and not same else 1
        if same and not errs_now:
            groups.join(one, other)
            reached = grouping({key: groups.find(key) for key in known}, known).f1
            if reached >= goal:
                break
    return asked, reached
