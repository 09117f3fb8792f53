"""Searching opinions, replies and issues: what one may see, in the words one may read, best first.

The database narrows to what contains the words and what the actor may open; whether a word stands in what the actor may
*read*, and how well it fits, is decided here, in the same way on every database.  So nobody learns from a hit what is
kept back from him, and no number in somebody's words is found by those who may not see it.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from lianxin.aggregation import texts
from lianxin.aggregation.engine.finding import Piece, rank, snippet
from lianxin.cases import policies
from lianxin.cases.models import Case, CaseState, Issue, Reply
from lianxin.cases.selectors.rows import place_words
from lianxin.cases.selectors.scope import visible
from lianxin.core.clock import civil_date, day_bounds, start_of_day, today
from lianxin.core.masking import mask
from lianxin.core.text import fold
from lianxin.journal.actors import Actor
from lianxin.records.models import SearchEntry
from lianxin.records.search import containing, words_of

#: What is searched, by the kinds of the search table.
OPINION, REPLY, ISSUE = "case", "reply", "issue"
KINDS: Final = (OPINION, REPLY, ISSUE)
#: So many newest hits are ranked, so many are shown.
RANKED: Final = 400
SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for: words, a kind (empty for all), a neighbourhood's id, days (both included)."""

    words: str = ""
    kind: str = ""
    home: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One hit in finished words; ``hidden`` says that words are kept back and only the title is shown."""

    kind: str
    kind_label: str
    number: str
    href: str
    title: tuple[Piece, ...]
    pieces: tuple[Piece, ...]
    place: str
    day: dt.date
    state: str
    state_label: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """The best hits, how many there are in all; ``more`` says that older ones were not looked at."""

    rows: Sequence[Found] = ()
    total: int = 0
    more: bool = False


@dataclass(slots=True)
class _Text:
    """What one may read of an object."""

    case: Case
    head: str
    bodies: list[str] = field(default_factory=list)
    hidden: bool = False

    def body(self, kind: str) -> str:
        """All words; of a reply as the search table has them, where the answers to points stand too."""
        return self.bodies[-1] if kind == REPLY else " ".join(self.bodies)

    def best(self, kind: str, words: Sequence[str]) -> str:
        """What a snippet is cut from: as it was written where a word stands in it."""
        if kind != REPLY:
            return self.body(kind)
        return next((one for one in self.bodies if any(word in fold(one) for word in words)), self.bodies[0])


def find(actor: Actor, wanted: Wanted) -> Findings:
    """What the actor may see and read that contains all the words; two statements, none for no words."""
    words, candidates = words_of(wanted.words), _candidates(actor, wanted)
    if candidates is None:
        return Findings()
    hits = list(candidates)
    readable = _texts(actor, hits[:RANKED])
    scored = [(_score(words, one, readable[one.pk]), one) for one in hits[:RANKED] if one.pk in readable]
    best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: (-pair[0], -pair[1].pk))
    rows = [_found(words, one, readable[one.pk]) for _score, one in best[:SHOWN]]
    return Findings(rows, len(best), len(hits) > RANKED)


def _candidates(actor: Actor, wanted: Wanted) -> QuerySet[SearchEntry, Any] | None:
    """The newest rows that contain the words, of objects one may open; one more than are ranked."""
    rows = containing(wanted.words)
    if rows is None:
        return None
    cases = visible(actor)
    if wanted.home:
        cases = cases.filter(place_path__contains=f"/{wanted.home}/")
    mine = cases.values("pk")
    opened = {
        OPINION: cases.filter(pk=OuterRef("object_id"), **_days("received_on", wanted)),
        REPLY: Reply.objects.filter(
            pk=OuterRef("object_id"), case__in=mine, superseded=False, signed_at__isnull=False,
            **_moments("signed_at", wanted),
        ),
        ISSUE: Issue.objects.filter(
            pk=OuterRef("object_id"), lead__in=mine, ended_on=None, **_moments("made_at", wanted)
        ),
    }  # fmt: skip
    asked = Q()
    for kind in KINDS:
        if wanted.kind in {"", kind}:
            asked |= Q(Exists(opened[kind]), kind=kind)
    issue = Issue.objects.filter(pk=OuterRef("object_id"))
    reply = Reply.objects.filter(pk=OuterRef("object_id"))
    rows = rows.filter(asked).annotate(
        reply_case=Subquery(reply.values("case_id")[:1]), reply_text=Subquery(reply.values("text")[:1]),
        issue_lead=Subquery(issue.values("lead_id")[:1]), issue_title=Subquery(issue.values("title")[:1]),
        issue_number=Subquery(issue.values("number")[:1]), issue_made=Subquery(issue.values("made_at")[:1]),
    )  # fmt: skip
    return rows.order_by("-id")[: RANKED + 1]


def _days(name: str, wanted: Wanted) -> dict[str, Any]:
    """A day within the period."""
    found = {f"{name}__gte": wanted.since, f"{name}__lte": wanted.until}
    return {key: day for key, day in found.items() if day is not None}


def _moments(name: str, wanted: Wanted) -> dict[str, Any]:
    """A moment within the period."""
    found: dict[str, Any] = {}
    if wanted.since is not None:
        found[f"{name}__gte"] = start_of_day(wanted.since)
    if wanted.until is not None:
        found[f"{name}__lt"] = day_bounds(wanted.until)[1]
    return found


def _case_of(one: Any) -> int:
    """The matter a hit belongs to."""
    return int({OPINION: one.object_id, REPLY: one.reply_case, ISSUE: one.issue_lead}[one.kind])


def _texts(actor: Actor, hits: Sequence[Any]) -> dict[int, _Text]:
    """What the actor may read of each hit; one statement."""
    said = _said({_case_of(one) for one in hits})
    return {one.pk: _text(actor, one, said[_case_of(one)]) for one in hits if _case_of(one) in said}


def _said(ids: Iterable[int]) -> dict[int, list[Any]]:
    """Matters with their place, a row for each of their opinions; one statement."""
    rows = Case.objects.filter(pk__in=list(ids)).select_related("place__parent").order_by("pk", "opinions__pk")
    found: dict[int, list[Any]] = {}
    for row in rows.annotate(
        words=F("opinions__verbatim"), kept_back=F("opinions__confidential"), gone=F("opinions__withdrawn_at")
    ):
        found.setdefault(row.pk, []).append(row)
    return found


def _text(actor: Actor, one: Any, rows: Sequence[Any]) -> _Text:
    """The words of one hit as the actor may read them: numbers hidden unless he may get in touch with the speaker."""
    case = rows[0]
    shown = str if policies.READ_CONTACT.check(actor, case) else mask
    if one.kind == ISSUE:
        return _Text(case, f"{one.issue_number} {shown(one.issue_title)}")
    text = _Text(case, f"{case.number} {shown(case.title)}")
    if one.kind == REPLY:
        text.bodies = [shown(one.reply_text), shown(one.text.removeprefix(case.number.lower()))]
        return text
    secret = not policies.SEE_WORDS.check(actor, case)
    said = [row for row in rows if row.words and row.gone is None]
    text.bodies = [shown(row.words) for row in said if not (row.kept_back and secret)]
    text.hidden = len(text.bodies) < len(said)
    return text


def _score(words: Sequence[str], one: Any, text: _Text) -> float:
    """How well a hit fits; 0 where the words stand only in what the actor may not read."""
    head = text.case.number if one.kind == REPLY else text.head
    return rank(words, head, text.body(one.kind), (today() - _day(one, text)).days)


def _found(words: Sequence[str], one: Any, text: _Text) -> Found:
    """One hit in finished words."""
    body, case, day = text.best(one.kind, words), text.case, _day(one, text)
    number, _space, title = text.head.partition(" ")
    return Found(
        kind=one.kind,
        kind_label=str(texts.FOUND[one.kind]),
        number=number,
        href=reverse("cases:desk_issue" if one.kind == ISSUE else "cases:desk_case", args=[number]),
        title=snippet(words, title),
        pieces=snippet(words, body) if body and body != title else (),
        place=place_words(case.place) if case.place is not None else "",
        day=day,
        state=case.state,
        state_label=str(CaseState(case.state).label),
        hidden=text.hidden,
    )


def _day(one: Any, text: _Text) -> dt.date:
    """The day of a hit: said, answered, brought together."""
    if one.kind == ISSUE:
        return civil_date(one.issue_made)
    if one.kind == REPLY:
        return text.case.replied_on or text.case.received_on
    return text.case.received_on
