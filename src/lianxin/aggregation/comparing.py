"""Comparing: what is known of a year's opinions, which of them are like a new one, what is stored of a pair."""

import datetime as dt
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet

from lianxin.aggregation import rules
from lianxin.aggregation.engine import VERSION
from lianxin.aggregation.engine.alike import Alike, Index, Text
from lianxin.aggregation.engine.grams import grams
from lianxin.aggregation.engine.pairs import Message, Pair, PairModel, Titles, compare, judge, spread_of_titles
from lianxin.aggregation.engine.service import CANDIDATES
from lianxin.aggregation.engine.wheres import Where
from lianxin.aggregation.models import Learned, Likeness
from lianxin.aggregation.rules import Judged, Spot
from lianxin.cases import workflow
from lianxin.cases.models import IMPORT_UNDONE, Opinion
from lianxin.core.clock import now, today
from lianxin.core.text import shorten
from lianxin.places.models import Place, PlaceKind

#: How far back a matter may lie to be the same, and how many opinions are compared at most (the newest).
DAYS: Final = 365
LONGEST: Final = 20_000
#: Among so many times more candidates those of the same place are looked for.
WIDER: Final = 3
#: A title is the summary, or the beginning of the words.
TITLE: Final = 24
#: Kinds of words that leave the flow: nobody else's matter.
ALONE: Final = ("accusation", "emergency")


class Heard(NamedTuple):
    """What is read of an opinion to compare it; the names are the paths that ``values_list`` reads."""

    pk: int
    verbatim: str
    summary: str
    spoken_on: dt.date
    case_id: int
    case__issue_ref: int | None
    case__track: str
    case__state: str
    case__place_path: str
    case__category__code: str | None
    case__received_on: dt.date

    @property
    def signs(self) -> int:
        """How long the words are."""
        return len(self.verbatim)


def comparable() -> QuerySet[Opinion, Any]:
    """Opinions of the last year that may be one matter with another: neither sealed, taken back nor out of the flow."""
    since = today() - dt.timedelta(days=DAYS)
    rows = Opinion.objects.filter(withdrawn_at=None, case__sealed=False, case__received_on__gte=since)
    return (
        rows.exclude(case__kind__in=ALONE)
        .exclude(case__outcome=IMPORT_UNDONE)
        .exclude(case__state__in=(workflow.WITHDRAWN, workflow.HANDED_OVER))
    )


def heard(rows: QuerySet[Opinion, Any]) -> list[Heard]:
    """Those opinions, the newest ``LONGEST``; one statement."""
    return [Heard._make(row) for row in rows.order_by("-pk").values_list(*Heard._fields)[:LONGEST]]


def title_of(words: str, summary: str) -> str:
    """What an opinion is about in a few words: its summary, or the beginning."""
    return summary or shorten(words, TITLE)


@dataclass
class Corpus:
    """Opinions to compare with, by their id; asks no further question."""

    rows: Mapping[int, Heard]
    homes: frozenset[int] = frozenset()
    model: PairModel | None = None
    learned: Learned | None = None
    _messages: dict[int, Message] = field(default_factory=dict)
    _bags: dict[int, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def index(self) -> Index:
        """By their bigrams."""
        found = Index()
        found.extend((pk, self.message(pk).text) for pk in self.rows)
        return found

    @cached_property
    def titles(self) -> Titles:
        """Their titles."""
        return spread_of_titles([self.message(pk) for pk in self.rows])

    def message(self, pk: int) -> Message:
        """An opinion as the engine sees it."""
        found = self._messages.get(pk)
        if found is None:
            row = self.rows[pk]
            text = Text.of(title_of(row.verbatim, row.summary), row.verbatim)
            found = Message(pk, text, row.spoken_on.toordinal(), self.spot(pk).home, "", row.case__category__code or "")
            self._messages[pk] = found
        return found

    def spot(self, pk: int) -> Spot:
        """Where an opinion belongs."""
        return spot_of(self.rows[pk].case__place_path, self.homes)

    def nearest(self, pk: int) -> list[Alike]:
        """The opinions most like one of them, best first; what lies elsewhere must be more alike to be among them."""
        if len(self.rows) >= rules.FEW:
            found = self.index.nearest(pk, CANDIDATES * WIDER)
        else:
            found = [Alike(other, self.plainly(pk, other)) for other in self.rows if other != pk]
        return sorted(found, key=lambda one: (-one.score * self._nearness(pk, one.key), one.key))[:CANDIDATES]

    def _nearness(self, pk: int, other: int) -> float:
        where = rules.relation(self.spot(pk), self.spot(other), Where.UNKNOWN)
        return rules.FAR if where is Where.CONFLICT else 1.0

    def likeness(self, one: int, other: int) -> float:
        """How like two of them are, whichever way is counted here."""
        return self.index.likeness(one, other) if len(self.rows) >= rules.FEW else self.plainly(one, other)

    def plainly(self, one: int, other: int) -> float:
        """Likeness of two of them, counted plainly."""
        for pk in (one, other):
            if pk not in self._bags:
                self._bags[pk] = bag(self.message(pk).text)
        return shared(self._bags[one], self._bags[other])

    def pairs_of(self, pk: int) -> list[tuple[Pair, Judged]]:
        """The pairs of one opinion that are worth a question, the most likely first; never two of one matter."""
        near = [one for one in self.nearest(pk) if self._fits(pk, one.key)]
        best = max((one.score for one in near), default=0.0)
        found = []
        for rank, one in enumerate(near):
            pair = compare(self.message(pk), self.message(one.key), one.score, rank, best, self.titles)
            where = rules.relation(self.spot(pk), self.spot(one.key), pair.where)
            pair = replace(pair, where=where)
            found.append((pair, self._judge(pair)))
        asked = [one for one in found if rules.worth_asking(one[1])]
        return sorted(asked, key=lambda one: (-one[1].value, one[0].other))[: rules.MOST]

    def _fits(self, pk: int, other: int) -> bool:
        a, b = self.rows[pk], self.rows[other]
        return a.case_id != b.case_id and a.case__track == b.case__track

    def _judge(self, pair: Pair) -> Judged:
        verdict = judge(pair, self.model)
        mine, theirs = (self.rows[pk].case__category__code for pk in (pair.one, pair.other))
        same = None if not mine or not theirs else mine.partition(".")[0] == theirs.partition(".")[0]
        return rules.judged(
            verdict.score, where=pair.where, veto=verdict.veto, reasons=verdict.reasons, same_category=same
        )


def numbers_of(known: Corpus, one: int, other: int) -> list[float] | None:
    """What the present engine says of a pair, as it is stored; None where one of them is not compared any more."""
    if one not in known.rows or other not in known.rows:
        return None
    near = [found for found in known.nearest(one) if known._fits(one, found.key)]
    rank = next((at for at, found in enumerate(near) if found.key == other), len(near))
    like = near[rank].score if rank < len(near) else known.likeness(one, other)
    best = max([like, *(found.score for found in near)])
    pair = compare(known.message(one), known.message(other), like, rank, best, known.titles)
    where = rules.relation(known.spot(one), known.spot(other), pair.where)
    return [round(number, 4) for number in replace(pair, where=where).numbers()]


def spot_of(path: str, homes: frozenset[int]) -> Spot:
    """A place path with the neighbourhood in it."""
    home = ""
    parts = [part for part in path.split("/") if part]
    for at, part in enumerate(parts):
        if int(part) in homes:
            home = f"/{'/'.join(parts[: at + 1])}/"
    return Spot(path if home else "", home)


def bag(text: Text) -> frozenset[str]:
    """The bigrams of a text."""
    return frozenset(grams(text.title)) | frozenset(grams(text.body[:200]))


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    """The cosine of two sets."""
    return len(one & other) / math.sqrt(len(one) * len(other)) if one and other else 0.0


def plainly(one: Text, other: Text) -> float:
    """Likeness where there are too few messages to know which words are rare: the cosine of their sets of bigrams."""
    return shared(bag(one), bag(other))


def corpus(rows: Iterable[Heard], learned: Learned | None = None) -> Corpus:
    """A corpus of opinions with the town's neighbourhoods; one statement."""
    homes = frozenset(Place.objects.filter(kind=PlaceKind.NEIGHBOURHOOD).values_list("pk", flat=True))
    return Corpus({row.pk: row for row in rows}, homes, model_of(learned), learned)


def model_of(learned: Learned | None) -> PairModel | None:
    """The numbers of a learned pair model."""
    if learned is None:
        return None
    data = json.loads(learned.weights)
    return PairModel(tuple(data["weights"]), float(data["bias"]), float(data["join"]))


def likenesses(known: Corpus, opinions: Sequence[int]) -> list[Likeness]:
    """What is to be stored of some opinions' pairs; a pair found from both sides is stored once."""
    found: dict[tuple[int, int], Likeness] = {}
    for pk in opinions:
        if pk not in known.rows:
            continue
        for pair, what in known.pairs_of(pk):
            first, second = sorted((pair.one, pair.other))
            found.setdefault((first, second), _likeness(known, first, second, pair, what))
    return list(found.values())


def _likeness(known: Corpus, first: int, second: int, pair: Pair, what: Judged) -> Likeness:
    return Likeness(
        earlier_id=first, later_id=second, earlier_case_id=known.rows[first].case_id,
        later_case_id=known.rows[second].case_id, score=what.score, value=what.value, where=pair.where.value,
        veto=what.veto, reasons=json.dumps(list(what.reasons)),
        numbers=json.dumps([round(number, 4) for number in pair.numbers()]), engine=VERSION,
        learned=known.learned, made_at=now(),
    )  # fmt: skip
