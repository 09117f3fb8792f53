"""Is it really solved? The resident's word (or the deputy's, for what it saw itself), beside the unit's."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from lianxin.cases import policies, rules, workflow
from lianxin.cases.actions.base import MAX_REASON, CaseAction, at, line, too_long, words
from lianxin.cases.actions.carry import asking_until, asks_of, note_delivery, present_reply
from lianxin.cases.models import Attitude, Case, Opinion, Result, Source, Verdict
from lianxin.cases.rules import Facts
from lianxin.core.clock import now, today
from lianxin.journal.errors import FieldProblem
from lianxin.places.models import Unit

WEB = "web"


@dataclass(kw_only=True)
class RecordVerdict(CaseAction[Verdict]):
    """One verdict on the present answer.

    ``result`` is solved, partly or unsolved; ``attitude`` how the person was treated; ``again`` asks for a re-handling
    although it is partly solved.  ``via`` is ``web`` for the resident's own click, else how the resident said it:
    ``phone``, ``paper`` or ``visit``.  Not solved needs a reason.  A deputy judges only what it saw itself; the
    neighbourhood what it did not handle.
    """

    verb: ClassVar[str] = "case.verdict"

    result: str = ""
    attitude: str = ""
    reason: str = ""
    via: str = WEB
    again: bool = False
    _judge: str = field(init=False, default="", repr=False)
    _opinion: Opinion | None = field(init=False, default=None, repr=False)

    @property
    def move(self) -> workflow.Move:
        """Solved, not solved, not solved again: by the verdict and by what was done before."""
        return workflow.BY_CODE[
            rules.verdict_move(
                self.result,
                again=self.again,
                has_lead=self._has_lead,
                reached_desk=self._reached_desk,
                rehandle_count=self._rehandled,
            )
        ]

    def lock(self) -> None:
        """Remember what decides the move, as it was before anything changes."""
        super().lock()
        self._has_lead = self.case.lead_unit_id is not None
        self._reached_desk, self._rehandled = self.case.reached_desk, self.case.rehandle_count

    def problems(self) -> Sequence[FieldProblem]:
        """Known codes, a reason that fits."""
        self.reason = words(self.reason)
        found = too_long("reason", self.reason, MAX_REASON)
        if self.result not in Result.values:
            found.append(at("result", "grade_unknown"))
        if self.attitude and self.attitude not in Attitude.values:
            found.append(at("attitude", "grade_unknown"))
        if self.via not in {WEB, *rules.TOLD_WAYS}:
            found.append(at("via", "via_unknown"))
        return found

    def facts(self) -> Facts:
        """Who judges; why; how often it was handled."""
        self._opinion = Opinion.objects.filter(**self.case.voices_where).order_by("id").first()
        observation = self._opinion is not None and self._opinion.source == Source.DEPUTY_OBSERVATION
        self._judge = rules.judge_of(
            self.parties(),
            observation=observation,
            handled_here=observation and self._handled_here(),
            via=self.via,
            works_for_handler=policies.works_for_handler(self.actor, self.case),
        )
        return Facts(
            may_judge=bool(self._judge),
            reason=self.reason,
            has_lead=self._has_lead,
            reached_desk=self._reached_desk,
            rehandle_count=self._rehandled,
        )

    def _handled_here(self) -> bool:
        """Whether the neighbourhood's own committee handled the matter."""
        if not self._has_lead:
            return self.case.replied_on is not None
        return Unit.objects.filter(pk=self.case.lead_unit_id, kind="committee").exists()

    def change(self) -> Verdict:
        """Write the verdict; it also shows that the answer arrived."""
        case = self.case
        own = policies.deputy_ids(self.actor)
        deputies = sorted(own & case.deputy_ids) or sorted(own & case.heir_ids)
        verdict = Verdict(
            case=case,
            reply=present_reply(case.pk),
            opinion=self._opinion,
            deputy_id=deputies[0] if self._judge == "deputy" and deputies else None,
            judge=self._judge,
            result=self.result,
            attitude=self.attitude,
            reason=self.reason,
            via=self.via,
            recorded_by_label=self.actor.label[:120],
            at=now(),
        )
        verdict.save(force_insert=True)
        case.resident_says, case.judged_on = self.result, today()
        case.delivered_on = case.delivered_on or today()
        if self.move.code == "verdict_unsolved":
            case.rehandle_count += 1
        return verdict

    def turn_clocks(self) -> None:
        """The lead unit is held to the re-handling."""
        self.clocks.stop(self.move.stops, today())
        self.start(*self.move.starts, unit_id=self.case.lead_unit_id)

    def details(self) -> Mapping[str, object]:
        """Codes only; the reason is the resident's word and stays out of the log."""
        return {"move": self.move.code, "result": self.result, "judge": self._judge, "how": self.via}


@dataclass(kw_only=True)
class ExplainAfterMeeting(CaseAction[Case]):
    """The deputy met the resident and the unit; it was explained. The verdict stays what it was."""

    verb: ClassVar[str] = "case.explain"
    move_code: ClassVar[str] = "explain"

    meeting_on: dt.date | None = None
    reason: str = ""
    told_how: str = "on_site"

    def problems(self) -> Sequence[FieldProblem]:
        """A text that fits."""
        self.reason = line(self.reason)
        return too_long("reason", self.reason, MAX_REASON)

    def facts(self) -> Facts:
        """When, and what was explained."""
        return Facts(reason=self.reason, meeting_on=self.meeting_on, today=today())

    def change(self) -> Case:
        """Explained, not solved."""
        self.case.outcome = "explained"
        return self.case

    def turn_clocks(self) -> None:
        """The meeting is also the telling."""
        self.clocks.stop(self.move.stops, today())
        note_delivery(self, self.told_how, self.reason)

    def details(self) -> Mapping[str, object]:
        """When they met."""
        return {"met": self.meeting_on}


@dataclass(kw_only=True)
class FallSilent(CaseAction[Case]):
    """Asked twice by two channels, no answer in time: "asked, silent", which is never "not asked" and never content."""

    verb: ClassVar[str] = "case.fall_silent"
    move_code: ClassVar[str] = "fall_silent"

    def facts(self) -> Facts:
        """How often and how the resident was asked, and until when one waits."""
        return Facts(asks=asks_of(self.case), asking_until=asking_until(self), today=today())

    def change(self) -> Case:
        """The state says it."""
        return self.case

    def turn_clocks(self) -> None:
        """Waiting ends without a result."""
        self.clocks.cancel(workflow.ASKING, today())
        self.clocks.stop(("hard_stop",), today())
