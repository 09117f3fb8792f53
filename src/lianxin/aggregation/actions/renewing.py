"""After the engine changed: what people answered gets the numbers of the present engine, so that it still teaches."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.db.models import Q

from lianxin.aggregation import comparing
from lianxin.aggregation.engine import VERSION
from lianxin.aggregation.models import Likeness, LikenessState
from lianxin.cases.models import Opinion
from lianxin.journal.actions import Action, Subject

#: So many answers are counted anew in one transaction.
BATCH: Final = 200
#: Written where the words are gone and nothing can be counted.
NOTHING: Final = "[]"


def present() -> Q:
    """Pairs whose numbers are those of the present engine."""
    return Q(numbers_by=VERSION) | Q(numbers_by="", engine=VERSION)


def outdated() -> list[Likeness]:
    """The newest answers of people whose numbers another engine counted; the next batch."""
    rows = Likeness.objects.filter(
        ~present(), state__in=(LikenessState.SAME, LikenessState.DIFFERENT), by_machine=False
    )
    return list(rows.order_by("-pk")[:BATCH])


@dataclass(kw_only=True)
class RenewNumbers(Action[int]):
    """Count the numbers of some answered pairs anew; answer, score and the engine that asked stay."""

    verb: ClassVar[str] = "likeness.renewed"

    rows: Sequence[Likeness]
    known: comparing.Corpus
    _n: int = field(init=False, default=0, repr=False)

    def perform(self) -> int:
        """Store; how many could be counted."""
        for one in self.rows:
            numbers = comparing.numbers_of(self.known, one.later_id, one.earlier_id)
            one.numbers, one.numbers_by = json.dumps(numbers) if numbers is not None else NOTHING, VERSION
            self._n += numbers is not None
        Likeness.objects.bulk_update(self.rows, ["numbers", "numbers_by"], batch_size=100)
        return self._n

    def subject(self) -> Subject:
        """The first of the batch."""
        return Subject("likeness", self.rows[0].pk)

    def entry_data(self) -> Mapping[str, object]:
        """How many, by which engine."""
        return {"n": self._n, "of": len(self.rows), "engine": VERSION}

    def announcement(self) -> None:
        """Nobody waits for it."""
        return


def known_to(rows: Sequence[Likeness]) -> comparing.Corpus:
    """What is compared today, and the opinions of these pairs however old they are; three statements."""
    heard = {one.pk: one for one in comparing.heard(comparing.comparable())}
    missing = {pk for one in rows for pk in (one.earlier_id, one.later_id)} - set(heard)
    if missing:
        heard |= {one.pk: one for one in comparing.heard(Opinion.objects.filter(pk__in=missing, withdrawn_at=None))}
    return comparing.corpus(heard.values())
