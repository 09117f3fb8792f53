"""What time does with new opinions: read them, find what is like them, join near-copies of one place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.db.models import Exists, OuterRef

from lianxin.aggregation import comparing, rules
from lianxin.aggregation.actions.deciding import DecideLikeness
from lianxin.aggregation.engine import VERSION
from lianxin.aggregation.engine.wheres import Where
from lianxin.aggregation.models import Analysis, Likeness, LikenessState
from lianxin.aggregation.reading import reader
from lianxin.cases import workflow
from lianxin.cases.models import Opinion
from lianxin.core.clock import now
from lianxin.journal.actions import Action, Subject

#: So many opinions are read, and so many compared, in one transaction.
BATCH: Final = 200
#: What reading anew replaces; that it was compared stays.
ANEW: Final = (
    "engine", "learned", "guesses", "guessed_by", "place", "place_said", "place_how", "place_score", "masks",
    "signature", "made_at",
)  # fmt: skip
#: Matters nobody has begun to handle.
WAITING: Final = (workflow.RECEIVED, workflow.TRANSFERRED)


def unread() -> list[int]:
    """Opinions the engine has not read yet, oldest first; the next batch."""
    known = Analysis.objects.filter(opinion_id=OuterRef("pk"))
    rows = Opinion.objects.filter(~Exists(known), withdrawn_at=None).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:BATCH])


def uncompared() -> list[int]:
    """Opinions that were read and not compared yet, oldest first; the next batch."""
    rows = Analysis.objects.filter(compared_at=None).order_by("opinion_id")
    return list(rows.values_list("opinion_id", flat=True)[:BATCH])


@dataclass(kw_only=True)
class AnalyseOpinions(Action[int]):
    """Read some opinions and store what the engine says; one that is read already is read anew."""

    verb: ClassVar[str] = "aggregation.read"

    opinion_ids: Sequence[int]
    _first: int = field(init=False, default=0, repr=False)

    def perform(self) -> int:
        """Store an analysis for each; how many."""
        opinions = list(Opinion.objects.filter(pk__in=list(self.opinion_ids)).order_by("pk"))
        there = dict(Analysis.objects.filter(opinion_id__in=list(self.opinion_ids)).values_list("opinion_id", "pk"))
        found = reader()
        rows = [found.read(one) for one in opinions]
        again = [one for one in rows if one.opinion_id in there]
        for one in again:
            one.pk = there[one.opinion_id]
        Analysis.objects.bulk_update(again, ANEW)
        made = Analysis.objects.bulk_create([one for one in rows if one.opinion_id not in there])
        self._first = (made or again)[0].pk
        return len(rows)

    def subject(self) -> Subject:
        """The first of the batch."""
        return Subject("analysis", self._first)

    def entry_data(self) -> Mapping[str, object]:
        """How many, by which engine."""
        return {"n": len(self.opinion_ids), "engine": VERSION}

    def announcement(self) -> None:
        """Nobody waits for it."""
        return


@dataclass(kw_only=True)
class CompareOpinions(Action[int]):
    """Find what some opinions are like; pairs that were asked before stay as they are."""

    verb: ClassVar[str] = "aggregation.compared"

    opinion_ids: Sequence[int]
    known: comparing.Corpus
    copies: list[int] = field(init=False, default_factory=list)
    _first: int = field(init=False, default=0, repr=False)

    def perform(self) -> int:
        """Store the new pairs; how many."""
        found = comparing.likenesses(self.known, self.opinion_ids)
        there = set(
            Likeness.objects.filter(later_id__in=[one.later_id for one in found]).values_list("earlier_id", "later_id")
        )
        made = Likeness.objects.bulk_create([one for one in found if (one.earlier_id, one.later_id) not in there])
        done = Analysis.objects.filter(opinion_id__in=list(self.opinion_ids))
        self._first = done.values_list("pk", flat=True).order_by("pk").first() or 0
        done.update(compared_at=now())
        self.copies = [one.pk for one in made if self._is_copy(one)]
        return len(made)

    def _is_copy(self, one: Likeness) -> bool:
        a, b = (self.known.rows[pk] for pk in (one.earlier_id, one.later_id))
        likeness = self.known.plainly(one.earlier_id, one.later_id)
        small = self.known.spot(a.pk).path != self.known.spot(a.pk).home
        return rules.may_join_by_itself(
            likeness=likeness, where=Where(one.where), veto=one.veto, signs=min(a.signs, b.signs),
            waiting=a.case__state in WAITING and b.case__state in WAITING, small_place=small,
        )  # fmt: skip

    def subject(self) -> Subject:
        """The first of the batch."""
        return Subject("analysis", self._first)

    def entry_data(self) -> Mapping[str, object]:
        """How many, by which engine and model."""
        learned = self.known.learned
        return {"n": len(self.opinion_ids), "engine": VERSION, "learned": learned.n if learned is not None else 0}

    def announcement(self) -> None:
        """Nobody waits for it."""
        return


@dataclass(kw_only=True)
class JoinCopy(DecideLikeness):
    """Time answers for a near-copy of the same small place; like every answer it can be taken back."""

    verb: ClassVar[str] = "likeness.joined_copy"

    answer: str = LikenessState.SAME
