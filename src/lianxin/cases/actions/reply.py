"""Replies: drafted by the unit, signed by its head; no point is left open, a "no" is honest, a date is a promise."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from lianxin.cases import lists, origins, rules, texts, workflow
from lianxin.cases.actions.assign import UnitAction, silent_co_units
from lianxin.cases.actions.base import KIND, at, line, too_long, words
from lianxin.cases.actions.carry import forget_answer
from lianxin.cases.actions.triage import open_points
from lianxin.cases.models import Case, PointAnswer, Reply
from lianxin.cases.rules import Facts, Lack
from lianxin.clocks.promises import Given, give
from lianxin.core.clock import now, today
from lianxin.core.text import MAX_TEXT
from lianxin.journal.errors import FieldProblem, WrongState


@dataclass(frozen=True, slots=True)
class PointReply:
    """The answer to one asked point, or the reason why there is none; result, "no" and promise where it has its own."""

    point_id: int
    answer: str = ""
    no_answer_reason: str = ""
    result_code: str = ""
    no_reason: str = ""
    no_facts: Mapping[str, Any] = field(default_factory=dict)
    promise_text: str = ""
    promise_on: dt.date | None = None


@dataclass(kw_only=True)
class DraftReply(UnitAction[Reply]):
    """Write the reply of the lead unit (the first one, or the one of a re-handling).

    ``result_code`` is a code of ``scheme``; left empty it is the least solved of the points' results.  A draft may be
    incomplete; signing may not.
    """

    verb: ClassVar[str] = "case.draft_reply"

    text: str = ""
    scheme: str = ""
    result_code: str = ""
    result_reason: str = ""
    no_reason: str = ""
    no_facts: Mapping[str, Any] = field(default_factory=dict)
    promise_text: str = ""
    promise_on: dt.date | None = None
    points: Sequence[PointReply] = ()

    @property
    def move(self) -> workflow.Move:
        """The first draft or the one of the re-handling, by the state."""
        return workflow.BY_CODE["draft_again" if self.before == workflow.REHANDLING else "draft_reply"]

    def problems(self) -> Sequence[FieldProblem]:
        """Texts that fit, codes the scheme has, points of this case."""
        self.text, self.result_reason = words(self.text), line(self.result_reason)
        self.promise_text = line(self.promise_text)
        self.scheme = self.scheme or lists.default_scheme()
        book = lists.results(self.scheme)
        codes = [point.result_code for point in self.points if point.result_code]
        self.result_code = self.result_code or rules.worst_result(list(book), codes)
        found = [
            *too_long("text", self.text, MAX_TEXT),
            *too_long("result_reason", self.result_reason, 500),
            *too_long("promise_text", self.promise_text, 500),
        ]
        if not book:
            found.append(at("scheme", "scheme_unknown"))
        elif any(code not in book for code in (self.result_code, *codes)):
            found.append(at("result_code", "result_unknown"))
        self._open = open_points(self.case.pk)
        if {point.point_id for point in self.points} - {point.pk for point in self._open}:
            found.append(at("points", "point_unknown"))
        return found + [problem for point in self.points for problem in _long_point(point)]

    def facts(self) -> Facts:
        """Own unit, a text."""
        return Facts(own_unit=self.is_own_unit(), answer=self.text)

    def change(self) -> Reply:
        """A draft supersedes the unsigned one before it."""
        round_ = 2 if self.before == workflow.REHANDLING else 1
        Reply.objects.filter(case_id=self.case.pk, signed_at=None).update(superseded=True)
        entry = lists.entries("result_scheme")[self.scheme]
        reply = Reply(
            case=self.case,
            unit_id=self.case.lead_unit_id,
            round=round_,
            text=self.text,
            scheme=self.scheme,
            scheme_version=entry.version,
            result_code=self.result_code,
            result_reason=self.result_reason,
            no_reason=self.no_reason,
            no_facts=facts_json(self.no_facts),
            promise_text=self.promise_text,
            promise_on=self.promise_on,
            drafted_at=now(),
            drafted_by_label=self.actor.label[:120],
        )
        reply.save(force_insert=True)
        PointAnswer.objects.bulk_create([_answer(reply, point) for point in self.points])
        return reply

    def details(self) -> Mapping[str, object]:
        """The result."""
        return {"scheme": self.scheme, "result": self.result_code, "points": len(self.points)}


def _long_point(point: PointReply) -> list[FieldProblem]:
    """Texts of a point that do not fit."""
    name = f"point-{point.point_id}"
    return [
        *too_long(name, point.answer, MAX_TEXT),
        *too_long(name, point.no_answer_reason, 300),
        *too_long(name, point.promise_text, 500),
    ]


def facts_json(facts: Mapping[str, Any]) -> str:
    """The facts of an honest no as stored; dates as ISO text."""
    plain = {key: line(str(value)) for key, value in facts.items() if str(value).strip()}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def _answer(reply: Reply, point: PointReply) -> PointAnswer:
    return PointAnswer(
        reply=reply,
        point_id=point.point_id,
        answer=words(point.answer),
        no_answer_reason=line(point.no_answer_reason),
        result_code=point.result_code,
        no_reason=point.no_reason,
        no_facts=facts_json(point.no_facts),
        promise_text=line(point.promise_text),
        promise_on=point.promise_on,
    )


@dataclass(kw_only=True)
class KeepDraft(DraftReply):
    """Keep what is written so far, as incomplete as it is: nobody is asked to sign, the matter stays where it is."""

    verb: ClassVar[str] = "case.keep_draft"

    def facts(self) -> Facts:
        """Own unit; anything at all was written."""
        written = [self.text, *(point.answer or point.no_answer_reason for point in self.points)]
        written += [self.result_code, self.no_reason, self.promise_text, self.result_reason]
        return Facts(own_unit=self.is_own_unit(), answer="".join(written))

    def problems(self) -> Sequence[FieldProblem]:
        """Texts that fit and known codes; a result may still be missing."""
        return [one for one in super().problems() if one.code != "result_unknown" or self.result_code]

    def change(self) -> Reply:
        """Like a draft; why the one before came back is kept with it."""
        before = Reply.objects.filter(case_id=self.case.pk, signed_at=None, superseded=False).order_by("-id").first()
        reply = super().change()
        if before is not None and before.sent_back_reason:
            reply.sent_back_reason = before.sent_back_reason
            reply.save(update_fields=["sent_back_reason"])
        return reply

    def go(self) -> None:
        """State and clocks stay."""
        self.case.version += 1
        self.case.save(force_update=True)


@dataclass(kw_only=True)
class SendBackDraft(UnitAction[Case]):
    """The head sends a draft back to be written again, with the reason."""

    verb: ClassVar[str] = "case.redraft"

    reason: str = ""

    @property
    def move(self) -> workflow.Move:
        """Of the first round or of the re-handling, by the state."""
        return workflow.BY_CODE["redraft_again" if self.before == workflow.REHANDLING_DRAFT else "redraft"]

    def problems(self) -> Sequence[FieldProblem]:
        """A reason that fits."""
        self.reason = line(self.reason)
        return too_long("reason", self.reason, 300)

    def facts(self) -> Facts:
        """Own unit, a reason."""
        return Facts(own_unit=self.is_own_unit(), reason=self.reason)

    def change(self) -> Case:
        """The draft stays, with the reason."""
        drafts = Reply.objects.filter(case_id=self.case.pk, signed_at=None, superseded=False)
        drafts.update(sent_back_reason=self.reason)
        return self.case


@dataclass(kw_only=True)
class SignReply(UnitAction[Reply]):
    """The unit's head signs: every point answered, the result complete; dates become promises, telling begins."""

    verb: ClassVar[str] = "case.sign"

    reply: Reply = field(init=False, repr=False)
    _answers: list[PointAnswer] = field(init=False, default_factory=list, repr=False)
    _lacks: list[Lack] = field(init=False, default_factory=list, repr=False)

    @property
    def move(self) -> workflow.Move:
        """Of the first round or of the re-handling, by the state."""
        return workflow.BY_CODE["sign_again" if self.before == workflow.REHANDLING_DRAFT else "sign"]

    def problems(self) -> Sequence[FieldProblem]:
        """Find the draft and what its result lacks; each lack is a sentence at its field."""
        reply = (
            Reply.objects.select_for_update()
            .filter(case_id=self.case.pk, signed_at=None, superseded=False)
            .order_by("-id")
            .first()
        )
        if reply is None:
            raise WrongState("not_from_here", texts.not_from_here(self.move.label, self.case.state))
        self.reply = reply
        self._answers = list(PointAnswer.objects.filter(reply_id=reply.pk).order_by("id"))
        return self._result_problems()

    def _result_problems(self) -> list[FieldProblem]:
        return [
            FieldProblem(prefix_of(part) + lack.field, lack.code, texts.lack(lack.code, label))
            for part, lack, label in reply_lacks(self.reply, self._answers)
        ]

    def _parts(self) -> list[Reply | PointAnswer]:
        """The reply and its points: each may have a result, a "no" and a date."""
        return [self.reply, *self._answers]

    def facts(self) -> Facts:
        """Points, co-units."""
        answered = [answer.point_id for answer in self._answers if answer.answer or answer.no_answer_reason]
        waits = self.clocks.running("co_opinion") is not None
        return Facts(
            own_unit=self.is_own_unit(),
            points=[point.pk for point in open_points(self.case.pk)],
            answered_points=answered,
            co_opinions_missing=silent_co_units(self.case) if waits else 0,
        )

    def change(self) -> Reply:
        """Sign, enter the promises, begin the way to the resident."""
        case, reply = self.case, self.reply
        reply.signed_at, reply.signed_by_label = now(), self.actor.label[:120]
        reply.save(update_fields=["signed_at", "signed_by_label"])
        Reply.objects.filter(case_id=case.pk).exclude(pk=reply.pk).exclude(superseded=True).update(superseded=True)
        given = [Given(part.promise_text, part.promise_on) for part in self._parts() if part.promise_on is not None]
        self._promises = give(KIND, case.pk, given, reply.unit_id, reply.pk)
        origins.answered(self.actor, case, reply, self._promises)
        case.unit_says, case.replied_on = reply.result_code, today()
        forget_answer(case)
        return reply

    def details(self) -> Mapping[str, object]:
        """The reply, its result, the dates promised."""
        return {
            "reply": str(self.reply.pk),
            "round": self.reply.round,
            "result": self.reply.result_code,
            "promises": [promise.due_on for promise in self._promises],
        }


def prefix_of(part: Reply | PointAnswer) -> str:
    """How the fields of a part of a reply begin: nothing for the reply as a whole, ``point-<id>-`` for a point."""
    return "" if isinstance(part, Reply) else f"point-{part.point_id}-"


def reply_lacks(reply: Reply, answers: Sequence[PointAnswer]) -> list[tuple[Reply | PointAnswer, Lack, str]]:
    """What a reply (stored or not yet) lacks before it can be signed: part, lack, and the label of a missing fact.

    A date at one of the points is a date of the reply, an honest no at one of them a reason of the reply.
    """
    reasons, results = lists.entries("no_reason"), lists.results(reply.scheme)
    some_date = any(answer.promise_on is not None for answer in answers)
    some_reason = any(answer.no_reason for answer in answers)
    found: list[tuple[Reply | PointAnswer, Lack, str]] = []
    parts: list[Reply | PointAnswer] = [reply, *answers]
    for part in parts:
        result, entry = results.get(part.result_code), reasons.get(part.no_reason)
        is_reply = isinstance(part, Reply)
        lacks = rules.result_lacks(
            requires_date=bool(result and result.requires_date) and not (is_reply and some_date),
            requires_reason=bool(result and result.requires_reason) and not (is_reply and some_reason),
            promise_on=part.promise_on,
            promise_text=part.promise_text,
            reason=part.result_reason if isinstance(part, Reply) else part.answer,
            no_reason=part.no_reason,
            facts=json.loads(part.no_facts),
            required=None if entry is None else [fact["key"] for fact in entry.extra["facts"] if fact["required"]],
            today=today(),
        )
        labels = {fact["key"]: str(fact["label"]) for fact in entry.extra["facts"]} if entry else {}
        found += [(part, lack, labels.get(lack.key, "")) for lack in lacks]
    return found
