"""Learning from what people confirmed: the better of old and new on a sample neither has seen is kept; roll-back."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from django.db.models import Max
from django.utils.translation import gettext as _

from lianxin.aggregation import measures, texts
from lianxin.aggregation.actions.renewing import present
from lianxin.aggregation.engine import VERSION, learning, logistic
from lianxin.aggregation.engine.classes import LinearModel
from lianxin.aggregation.engine.keywords import KeywordRules
from lianxin.aggregation.engine.pairs import SAME_PERSON, TITLE_PART
from lianxin.aggregation.engine.service import SURE
from lianxin.aggregation.models import Learned, LearnedKind, LearnedState, Likeness, LikenessState
from lianxin.aggregation.policies import MODELS
from lianxin.aggregation.reading import first_words, used
from lianxin.cases.models import Opinion
from lianxin.core.clock import now
from lianxin.core.hashing import text_digest
from lianxin.core.masking import mask
from lianxin.core.text import tidy_line
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import SYSTEM
from lianxin.journal.errors import Invalid, NotAllowed, WrongState

#: Below so many confirmed answers nothing is learned; after that, when so many have come since.
LEAST: Final = {LearnedKind.CLASSES: 500, LearnedKind.PAIRS: 60}
MORE: Final = {LearnedKind.CLASSES: 50, LearnedKind.PAIRS: 20}
#: One answer in so many belongs to the sample and is never learned from; which, its id alone decides.
SAMPLE: Final = 5
#: A model keeps so many n-grams, those that say most.
GRAMS: Final = 15_000
#: So many newest answers are learned from, so many open questions scored anew.
MOST: Final = 20_000
ANEW: Final = 5_000
#: Where `Pair.numbers` says that both are one person.
PERSON: Final = 6
#: What decides which model is better.
DECIDES: Final = {LearnedKind.CLASSES: "macro_f1", LearnedKind.PAIRS: "precision"}


def in_sample(pk: int) -> bool:
    """Whether an answer belongs to the sample."""
    return int(text_digest(str(pk))[:8], 16) % SAMPLE == 0


def confirmed_classes() -> list[tuple[int, str, str]]:
    """(id, masked words, category code) of what the desks have sorted and passed on; one statement."""
    rows = Opinion.objects.filter(
        withdrawn_at=None, case__category__isnull=False, case__transferred_on__isnull=False, case__sealed=False
    ).order_by("-pk")
    found = rows.values_list("pk", "summary", "verbatim", "case__category__code")[:MOST]
    return [(pk, mask(f"{summary} {words}"), code) for pk, summary, words, code in found]


def confirmed_pairs() -> list[tuple[int, list[float], bool]]:
    """(id, numbers, whether the same) of what people answered, as this engine counts; one statement."""
    rows = Likeness.objects.filter(present(), state__in=(LikenessState.SAME, LikenessState.DIFFERENT), by_machine=False)
    found = rows.exclude(numbers="[]").order_by("-pk").values_list("pk", "numbers", "state")[:MOST]
    return [(pk, json.loads(numbers), state == LikenessState.SAME) for pk, numbers, state in found]


@dataclass(kw_only=True)
class LearnModel(Action[Learned]):
    """Learn one kind anew, measure old and new on the sample, use the better.  Raises ``WrongState`` for too few."""

    verb: ClassVar[str] = "learned.made"

    kind: LearnedKind
    least: int | None = None
    row: Learned = field(init=False, repr=False)

    def perform(self) -> Learned:
        """Learn, measure, keep."""
        old = used(self.kind)
        weights, figures, labels = self._classes(old) if self.kind == LearnedKind.CLASSES else self._pairs(old)
        keep = measures.better(figures, figures["old"], DECIDES[self.kind])
        last = Learned.objects.filter(kind=self.kind).aggregate(n=Max("n"))["n"] or 0
        self.row = Learned(
            kind=self.kind, n=last + 1, state=LearnedState.USED if keep else LearnedState.REFUSED, engine=VERSION,
            weights=weights, figures=json.dumps(figures), labels=labels, sample=figures["n"], made_at=now(),
        )  # fmt: skip
        if keep and old is not None:
            old.state, old.ended_at, old.ended_by_label = LearnedState.REPLACED, now(), self.actor.label[:120]
            old.save(update_fields=["state", "ended_at", "ended_by_label"])
        self.row.save(force_insert=True)
        if keep and self.kind == LearnedKind.PAIRS:
            score_anew(self.row)
        return self.row

    def _enough(self, rows: Sequence[Any], answers: set[Any]) -> None:
        if len(rows) < (LEAST[self.kind] if self.least is None else self.least) or len(answers) < 2:
            raise WrongState("too_few", texts.too_few())

    def _classes(self, old: Learned | None) -> tuple[str, dict[str, Any], int]:
        rows = confirmed_classes()
        inside = [one for one in rows if not in_sample(one[0])]
        outside = [one for one in rows if in_sample(one[0])]
        self._enough(inside, {code for _pk, _words, code in inside})
        right = [code for _pk, _words, code in outside]
        curve = []
        for part in (4, 2, 1):
            some = inside[::part]
            if len({code for _pk, _words, code in some}) < 2:
                continue
            model = learning.learn([words for _pk, words, _code in some], [code for _pk, _words, code in some])
            figures = measures.class_figures(right, [_told(model, words) for _pk, words, _code in outside])
            curve.append([len(some), figures["macro_f1"]])
        before = LinearModel.load(old.weights) if old is not None else KeywordRules(first_words())
        figures["curve"] = curve
        figures["old"] = measures.class_figures(right, [_told(before, words) for _pk, words, _code in outside])
        return slim(model).dump(), figures, len(rows)

    def _pairs(self, old: Learned | None) -> tuple[str, dict[str, Any], int]:
        rows = confirmed_pairs()
        inside = [one for one in rows if not in_sample(one[0])]
        outside = [one for one in rows if in_sample(one[0])]
        self._enough(inside, {same for _pk, _numbers, same in inside})
        right = [same for _pk, _numbers, same in outside]
        curve = []
        for part in (4, 2, 1):
            some = inside[::part]
            if len({same for _pk, _numbers, same in some}) < 2:
                continue
            weights, bias = logistic.fit([numbers for _pk, numbers, _same in some], [same for _pk, _n, same in some])
            figures = measures.pair_figures(right, [chance(weights, bias, numbers) for _pk, numbers, _same in outside])
            curve.append([len(some), figures["precision"]])
        figures["curve"] = curve
        figures["old"] = measures.pair_figures(right, [_before(old, numbers) for _pk, numbers, _same in outside])
        data = {"weights": [round(x, 5) for x in weights], "bias": round(bias, 5), "join": SURE}
        return json.dumps(data), figures, len(rows)

    def subject(self) -> Subject:
        """The model."""
        return Subject("learned", self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which, from how many, whether it is used."""
        return {"kind": self.kind.value, "n": self.row.n, "labels": self.row.labels, "used": self.row.state}

    def announcement(self) -> None:
        """Nobody waits for it."""
        return


@dataclass(kw_only=True)
class WithdrawModel(Action[Learned | None]):
    """Go back to the model before this one (or to none): what was learned last turned out worse."""

    verb: ClassVar[str] = "learned.withdrawn"

    kind: LearnedKind
    reason: str
    row: Learned = field(init=False, repr=False)

    def lock(self) -> None:
        """The model in use."""
        row = Learned.objects.select_for_update().filter(kind=self.kind, state=LearnedState.USED).first()
        if row is None:
            raise WrongState("none_used", texts.none_used())
        self.row = row

    def check(self) -> None:
        """The office, with a reason."""
        if not MODELS.check(self.actor) and self.actor is not SYSTEM:
            raise NotAllowed("not_this_party", texts.not_you())
        self.reason = tidy_line(self.reason)
        if not self.reason or len(self.reason) > 300:
            raise Invalid.at("reason", "required", _("请写明为什么退回（最多 300 个字）。"))

    def perform(self) -> Learned | None:
        """The one before is used again; open questions get its scores."""
        row = self.row
        row.state, row.ended_at, row.ended_reason = LearnedState.WITHDRAWN, now(), self.reason
        row.ended_by_label = self.actor.label[:120]
        row.save(update_fields=["state", "ended_at", "ended_reason", "ended_by_label"])
        rows = Learned.objects.filter(kind=self.kind, state=LearnedState.REPLACED, n__lt=row.n)
        before = rows.order_by("-n").first()
        if before is not None:
            before.state, before.ended_at, before.ended_by_label = LearnedState.USED, None, ""
            before.save(update_fields=["state", "ended_at", "ended_by_label"])
        if self.kind == LearnedKind.PAIRS:
            score_anew(before)
        return before

    def subject(self) -> Subject:
        """The model that was withdrawn."""
        return Subject("learned", self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which, and why."""
        return {"kind": self.kind.value, "n": self.row.n, "reason": self.reason}

    def announcement(self) -> None:
        """Nobody waits for it."""
        return


def due(kind: LearnedKind) -> bool:
    """Whether enough has changed since something of this kind was learned; two statements."""
    n = len(confirmed_classes()) if kind == LearnedKind.CLASSES else len(confirmed_pairs())
    last = Learned.objects.filter(kind=kind).aggregate(most=Max("labels"))["most"]
    return n >= LEAST[kind] if last is None else n >= last + MORE[kind]


def score_anew(model: Learned | None) -> int:
    """Give the open questions the scores of the model in use; how many."""
    rows = list(
        Likeness.objects.filter(state=LikenessState.OPEN, engine=VERSION)
        .exclude(numbers="[]")
        .order_by("-value", "id")[:ANEW]
    )
    for one in rows:
        was = one.value / one.score if one.score else 1.0
        one.score, one.learned = round(_before(model, json.loads(one.numbers)), 4), model
        one.value = round(one.score * was, 4)
    Likeness.objects.bulk_update(rows, ["score", "value", "learned"], batch_size=500)
    return len(rows)


def chance(weights: Sequence[float], bias: float, numbers: Sequence[float]) -> float:
    """The probability a pair model gives to stored numbers."""
    value = bias + math.fsum(w * x for w, x in zip(weights, numbers, strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))


def _before(model: Learned | None, numbers: Sequence[float]) -> float:
    """What a model, or without one the plain score, says of stored numbers."""
    if model is None:
        return min(1.0, (1 - TITLE_PART) * numbers[0] + TITLE_PART * numbers[1] + SAME_PERSON * numbers[PERSON])
    data = json.loads(model.weights)
    return chance(data["weights"], data["bias"], numbers)


def _told(model: LinearModel | KeywordRules, words: str) -> list[tuple[str, float]]:
    return [(one.label, one.probability) for one in model.guess(words, 3)]


def slim(model: LinearModel) -> LinearModel:
    """The model with the n-grams that say most."""
    if len(model.weights) <= GRAMS:
        return model
    strength = {gram: max(map(abs, row)) for gram, row in model.weights.items()}
    kept = sorted(strength, key=lambda gram: (-strength[gram], gram))[:GRAMS]
    return LinearModel(
        model.labels, {gram: model.rarity[gram] for gram in kept}, {gram: model.weights[gram] for gram in kept},
        model.bias, model.sharpness, model.trained_on, model.version,
    )  # fmt: skip
