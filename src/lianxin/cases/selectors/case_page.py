"""The page of one case: head, words, points, replies, clocks that explain themselves, one timeline, four voices, moves.

Nine to eleven statements, whatever happened in the case: the case, its opinions, its replies with answers, its clocks
(with pauses and extensions only where there were any), one union of everything small, the log, the lists, the calendar.
"""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, QuerySet

from lianxin.cases import lists, policies, texts, workflow
from lianxin.cases.heirs.selectors import words
from lianxin.cases.models import Case, Opinion, Reply, Source
from lianxin.cases.pressing.panel import shown_to
from lianxin.cases.selectors.events import Event, events_of
from lianxin.cases.selectors.frame import Frame, read
from lianxin.cases.selectors.moves import Button, buttons, refused
from lianxin.cases.selectors.rows import RowMaker, place_words
from lianxin.cases.selectors.voices import Voice, latest_verdict, voices_of
from lianxin.clocks.explain import Explained, explain
from lianxin.clocks.models import Clock, ClockState
from lianxin.clocks.service import histories
from lianxin.core.masking import mask
from lianxin.db import prepared
from lianxin.journal.actors import Actor
from lianxin.journal.errors import NotAllowed
from lianxin.journal.selectors import entries_of
from lianxin.ui.dates import parse_date, zh_date


@dataclass(frozen=True, slots=True)
class PointView:
    """One asked point and the answer of the present reply (or draft) to it."""

    id: int
    order: int
    text: str
    answer: str
    no_answer_reason: str

    @property
    def is_open(self) -> bool:
        """Whether nobody answered it yet."""
        return not self.answer and not self.no_answer_reason


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One point's answer in a reply, as stored: codes, and the facts of an honest no as JSON."""

    id: int
    point_id: int
    answer: str
    no_answer_reason: str
    result_code: str
    no_reason: str
    no_facts: str
    promise_text: str
    promise_on: dt.date | None


@dataclass(frozen=True, slots=True)
class ReplyView:
    """One reply in finished words; ``is_draft`` while nobody signed."""

    id: int
    round: int
    text: str
    result: str
    result_reason: str
    no_reason: str
    no_facts: tuple[tuple[str, str], ...]
    promise_text: str
    promise_on: Any
    drafted_by: str
    signed_by: str
    signed_at: Any
    sent_back_reason: str
    is_draft: bool
    is_present: bool
    answers: tuple[AnswerView, ...]


@dataclass(frozen=True, slots=True)
class OpinionView:
    """One voice as this actor may read it: confidential words are shown to the two desks only."""

    id: int
    source: str
    source_label: str
    words: str
    words_hidden: bool
    summary: str
    channel: str
    place: str
    place_note: str
    occasion: str
    spoken_on: Any
    recorded_at: Any
    recorder: str
    on_behalf_of: str
    read_back: bool
    deputy_opinion: str
    on_spot_answer: str
    confidential: bool
    consent_text: bool
    consent_name: bool
    withdrawn: bool
    contact_masked: str
    may_read_contact: bool
    tags: tuple[str, ...]
    additions: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything the page shows; ``head`` is a row as on the lists, ``timeline`` rows of the log, oldest first.

    ``refused`` names, for moves that are not offered although the state knows them, the guard that forbids them.
    """

    case: Case
    head: Mapping[str, Any]
    opinions: tuple[OpinionView, ...]
    deputies: tuple[str, ...]
    heirs: str
    points: tuple[PointView, ...]
    replies: tuple[ReplyView, ...]
    clocks: tuple[Explained, ...]
    voices: tuple[Voice, ...]
    timeline: tuple[Mapping[str, Any], ...]
    assignments: tuple[Event, ...]
    co_units: tuple[Event, ...]
    returns: tuple[Event, ...]
    extensions: tuple[Event, ...]
    calls: tuple[Event, ...]
    verdicts: tuple[Event, ...]
    promises: tuple[Event, ...]
    suggestions: tuple[Event, ...]
    moves: tuple[Button, ...]
    refused: Mapping[str, str]
    frame: Frame


def joined() -> QuerySet[Case]:
    """Cases with what their head shows: category, place, lead unit."""
    return Case.objects.select_related("category", "place__parent", "lead_unit")


def numbered(number: str) -> Case | None:
    """The case with this number, joined for its head."""
    return prepared.first("case.number", lambda number: joined().filter(number=number), number)


def find(actor: Actor, case_id: int) -> Case:
    """The case, joined for its head; ``NotAllowed`` when it does not exist or may not be seen (the same answer)."""
    case = prepared.first("case.id", lambda case_id: joined().filter(pk=case_id), case_id)
    if case is None or not policies.SEE_CASE.check(actor, case):
        raise NotAllowed("no_such_case", texts.no_such_case())
    return case


def load(actor: Actor, case_id: int) -> CasePage:
    """The page of a case for one actor; raises ``NotAllowed``."""
    return page_of(actor, find(actor, case_id))


def page_of(actor: Actor, case: Case) -> CasePage:
    """The page of a case that was read with :func:`joined` and that the actor may see."""
    maker = RowMaker(frame=read(units=True))
    events = events_of(case.pk, voice=case.part_of)
    opinions = _opinions(case)
    timeline = shown_to(actor, entries_of("case", case.pk))
    replies, answers = _replies(case.pk) if _may_be_answered(case, timeline) else ([], {})
    signed = next((one for one in reversed(replies) if one.signed_at and not one.superseded), None)
    present = next((one for one in reversed(replies) if not one.superseded), None)
    observation = any(one.source == Source.DEPUTY_OBSERVATION for one in opinions)
    result = maker.result_label(signed.result_code, signed.scheme) if signed is not None else ""
    clocks = _clocks(case, maker)
    barred = refused(actor, case, _answer_due(clocks))
    return CasePage(
        case=case,
        head=maker.row(case),
        opinions=tuple(_opinion(actor, case, one, events, maker.book) for one in opinions),
        deputies=tuple(dict.fromkeys(event.who for event in events if event.kind == "deputy")),
        heirs=words(case.heir_ids),
        points=_points(events, answers.get(present.pk, []) if present else []),
        replies=tuple(_reply(one, answers.get(one.pk, []), maker, present) for one in replies),
        clocks=clocks,
        voices=voices_of(case, signed, latest_verdict(events, signed), result),
        timeline=timeline,
        moves=buttons(actor, case, observation=observation, without=barred),
        refused=barred,
        frame=maker.frame,
        **{name: tuple(event for event in events if event.kind == kind) for name, kind in _GROUPS.items()},
    )


_GROUPS: Mapping[str, str] = {
    "assignments": "assignment",
    "co_units": "co_unit",
    "returns": "return",
    "extensions": "extension",
    "calls": "call",
    "verdicts": "verdict",
    "promises": "promise",
    "suggestions": "suggestion",
}


def _opinions(case: Case) -> list[Opinion]:
    """The voices of a case, oldest first; one statement."""
    (column, value), *_none = case.voices_where.items()
    return prepared.objects(
        ("case.opinions", column),
        lambda value: Opinion.objects.select_related("place__parent").filter(**{column: value}).order_by("id"),
        value,
    )


#: The columns of an answer beside its reply, and how they are called there.
_ANSWER: Final = {
    f"answer_{name}": F(f"answers__{name}")
    for name in ("id", "point_id", "answer", "no_answer_reason", "result_code", "no_reason", "no_facts")
} | {f"answer_promise_{name}": F(f"answers__promise_{name}") for name in ("text", "on")}


_NOT_BEGUN: Final = frozenset({workflow.RECEIVED, workflow.TRANSFERRED, workflow.ASSIGNED, workflow.ACCEPTED})
#: What brings a matter back to where nobody has begun, its answers with it.
_CAME_BACK: Final = frozenset({"case.reopen", "case.unfollow"})


def _may_be_answered(case: Case, timeline: Sequence[Mapping[str, Any]]) -> bool:
    """Whether an answer may be there: before a unit has begun, only one from before the matter came back."""
    begun = case.state not in _NOT_BEGUN
    return begun or any(row["verb"] in _CAME_BACK for row in timeline)


def _answered(case_id: int) -> QuerySet[Reply]:
    return Reply.objects.filter(case_id=case_id).annotate(**_ANSWER).order_by("id", "answers__id")


def _replies(case_id: int) -> tuple[list[Reply], dict[int, list[AnswerView]]]:
    """All replies of a case, oldest first, and their answers to points by reply; one statement."""
    replies: dict[int, Reply] = {}
    answers: dict[int, list[AnswerView]] = {}
    for row in prepared.objects("case.replies", _answered, case_id):
        replies.setdefault(row.pk, row)
        found = {name.removeprefix("answer_"): getattr(row, name) for name in _ANSWER}
        if found["id"] is not None:
            answers.setdefault(row.pk, []).append(AnswerView(**found))
    return list(replies.values()), answers


def _points(events: Sequence[Event], answers: Sequence[AnswerView]) -> tuple[PointView, ...]:
    """The points that count, in order, with the present answers."""
    by_point = {answer.point_id: answer for answer in answers}
    rows = []
    for event in sorted(events, key=lambda one: int(one.code) if one.kind == "point" else 0):
        if event.kind != "point" or event.at is not None:
            continue
        answer = by_point.get(event.id)
        rows.append(
            PointView(
                event.id,
                int(event.code),
                event.text,
                answer.answer if answer else "",
                answer.no_answer_reason if answer else "",
            )
        )
    return tuple(rows)


def _reply(reply: Reply, answers: list[AnswerView], maker: RowMaker, present: Reply | None) -> ReplyView:
    return ReplyView(
        id=reply.pk,
        round=reply.round,
        text=reply.text,
        result=maker.result_label(reply.result_code, reply.scheme),
        result_reason=reply.result_reason,
        no_reason=no_reason_label(reply.no_reason, maker.book),
        no_facts=no_fact_pairs(reply.no_reason, reply.no_facts, maker.book),
        promise_text=reply.promise_text,
        promise_on=reply.promise_on,
        drafted_by=reply.drafted_by_label,
        signed_by=reply.signed_by_label,
        signed_at=reply.signed_at,
        sent_back_reason=reply.sent_back_reason,
        is_draft=reply.signed_at is None,
        is_present=present is not None and reply.pk == present.pk,
        answers=tuple(answers),
    )


def no_reason_label(code: str, book: lists.Book) -> str:
    """The word for an honest no."""
    entry = book["no_reason"].get(code)
    return entry.label if entry is not None else code


def no_fact_pairs(code: str, stored: str, book: lists.Book) -> tuple[tuple[str, str], ...]:
    """The facts of an honest no as (label, text), in the order of the list."""
    entry = book["no_reason"].get(code)
    facts = json.loads(stored)
    rows = entry.extra["facts"] if entry is not None else []
    return tuple((str(row["label"]), _fact(row, str(facts[row["key"]]))) for row in rows if facts.get(row["key"]))


def _fact(row: Mapping[str, Any], stored: str) -> str:
    """A fact as people read it: a stored day in words, anything else as it was typed."""
    day = parse_date(stored) if row.get("type") == "date" else None
    return zh_date(day) if day is not None else stored


def _clocks(case: Case, maker: RowMaker) -> tuple[Explained, ...]:
    """Every clock of the case with its explanation; one statement, three where something was paused or extended."""
    rows = prepared.objects(
        "case.clocks",
        lambda pk: Clock.objects.select_related("rule").filter(owner_kind="case", owner_id=pk).order_by("id"),
        case.pk,
    )
    stories = histories(rows if case.return_count or case.extension_count else [])
    return tuple(explain(row, maker.today, maker.calendar, stories.get(row.pk, ((), ()))) for row in rows)


def _answer_due(clocks: Sequence[Explained]) -> dt.date | None:
    """The day by which the unit has to answer, while that clock runs."""
    return next((one.due_on for one in clocks if one.code == "answer" and one.state == ClockState.RUNNING), None)


def _opinion(actor: Actor, case: Case, opinion: Opinion, events: Sequence[Event], book: lists.Book) -> OpinionView:
    """One voice; who may not read confidential words reads the title of the case instead."""
    hidden = opinion.confidential and not policies.SEE_WORDS.check(actor, case)
    mine = [event for event in events if event.ref == opinion.pk]
    contact = next((event.text for event in mine if event.kind == "contact"), "")
    channel = book["channel"].get(opinion.channel)
    return OpinionView(
        id=opinion.pk,
        source=opinion.source,
        source_label=str(Source(opinion.source).label),
        words=mask(case.title) if hidden else opinion.verbatim,
        words_hidden=hidden,
        summary=opinion.summary,
        channel=channel.label if channel is not None else opinion.channel,
        place=place_words(opinion.place) if opinion.place is not None else "",
        place_note="" if hidden else opinion.place_note,
        occasion=opinion.occasion,
        spoken_on=opinion.spoken_on,
        recorded_at=opinion.recorded_at,
        recorder=opinion.recorder_label,
        on_behalf_of="" if hidden else opinion.on_behalf_of,
        read_back=opinion.read_back,
        deputy_opinion=opinion.deputy_opinion,
        on_spot_answer=opinion.on_spot_answer,
        confidential=opinion.confidential,
        consent_text=opinion.consent_text,
        consent_name=opinion.consent_name,
        withdrawn=opinion.withdrawn_at is not None,
        contact_masked=contact if not hidden else "",
        may_read_contact=bool(contact) and not hidden and policies.READ_CONTACT.check(actor, case),
        tags=tuple(_tag(event.code, book) for event in mine if event.kind == "tag"),
        additions=() if hidden else tuple(event for event in mine if event.kind == "words"),
    )


def _tag(code: str, book: lists.Book) -> str:
    entry = book["tag"].get(code)
    return entry.label if entry is not None else code
