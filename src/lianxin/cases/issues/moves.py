"""The moves of one case into, with and out of an issue: ``follow``, ``unfollow_…``, ``…_with_lead``, ``no_voice_left``.

``…_with_lead`` makes the lead's answer the follower's own: its own reply with the answers to its own points, its own
way to the door, its own verdict.  ``unfollow_…`` leads back to where it stood.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from lianxin.cases import workflow
from lianxin.cases.actions.base import KIND, CaseAction, line, too_long
from lianxin.cases.actions.carry import forget_answer, present_reply
from lianxin.cases.actions.ending import speakers_of
from lianxin.cases.actions.triage import open_points
from lianxin.cases.issues import rules, texts
from lianxin.cases.models import AskedPoint, Assignment, Case, Issue, IssueCase, IssuePoint, Opinion, PointAnswer, Reply
from lianxin.cases.rules import Facts
from lianxin.clocks.models import Promise, PromiseState
from lianxin.core.clock import now, today
from lianxin.journal.actors import SYSTEM_KIND
from lianxin.journal.errors import FieldProblem, WrongState
from lianxin.records.lineage import Step, born
from lianxin.records.models import Relation

#: The clock that runs on while a matter follows: the person is owed an answer within the month all the same.
STAYS: Final = "hard_stop"

#: The way back, by where it stood.
BACK: Final[Mapping[str, str]] = {
    workflow.RECEIVED: "unfollow_received",
    workflow.TRANSFERRED: "unfollow_transferred",
    workflow.ASSIGNED: "unfollow_assigned",
    workflow.ACCEPTED: "unfollow_accepted",
    workflow.CONTACTED: "unfollow_contacted",
}


def stands(case: Case, *, leads: bool = False) -> rules.Stands:
    """What the rules look at."""
    return rules.Stands(
        case.state, case.track, case.reached_desk, case.sealed, in_issue=case.issue_ref is not None, leads=leads
    )


def party_of(action: CaseAction[Any]) -> str:
    """Which desk the actor is towards the case; time itself acts for whoever has it at hand."""
    owner = workflow.GOVERNMENT_DESK if action.case.reached_desk else workflow.CONGRESS_OFFICE
    return owner if action.actor.kind == SYSTEM_KIND or owner in action.parties() else ""


@dataclass(kw_only=True)
class Follow(CaseAction[IssueCase]):
    """Follow the lead of an issue: clocks stand still, points are asked at the lead too, nothing else changes."""

    verb: ClassVar[str] = "case.follow"
    move_code: ClassVar[str] = "follow"

    issue: Issue
    lead: Case
    repeat_of: Opinion | None = None
    by_resident: bool = False
    _member: IssueCase = field(init=False, repr=False)

    def facts(self) -> Facts:
        """Whose it is, and whether the lead fits."""
        lead = stands(self.lead, leads=self.lead.issue_ref == self.issue.pk)
        fits = not rules.lead_problem(lead, stands(self.case))
        leaves = self.case.sealed or self.case.kind in {"accusation", "emergency"}
        return Facts(party=party_of(self), reached_desk=self.case.reached_desk, leaves_flow=leaves, lead_fits=fits)

    def change(self) -> IssueCase:
        """The membership, and the points the answer must not forget."""
        case = self.case
        self._member = IssueCase(
            issue=self.issue,
            case=case,
            state_before=self.before,
            repeat_of=self.repeat_of,
            joined_by_resident=self.by_resident,
            joined_at=now(),
            joined_by_label=self.actor.label[:120],
        )
        self._member.save(force_insert=True)
        copy_points(self._member, self.lead)
        case.issue_ref = self.issue.pk
        return self._member

    def turn_clocks(self) -> None:
        """Everything but the last day stands still from today."""
        codes = [clock.code for clock in self.clocks.live if clock.code != STAYS]
        self.clocks.pause(today(), texts.with_issue(self.issue.number), codes)

    def details(self) -> Mapping[str, object]:
        """Which issue, which lead."""
        return {"issue": self.issue.number, "lead": self.lead.number, "repeat": self.repeat_of is not None}


def copy_points(member: IssueCase, lead: Case) -> None:
    """Ask at the lead what the follower asks; three statements, one without points."""
    own = open_points(member.case_id)
    if not own:
        return
    first = len(open_points(lead.pk)) + 1
    copies = [
        AskedPoint(case=lead, opinion_id=point.opinion_id, order=order, text=point.text)
        for order, point in enumerate(own, start=first)
    ]
    AskedPoint.objects.bulk_create(copies)
    IssuePoint.objects.bulk_create(
        [IssuePoint(member=member, at_lead=copy, own=point) for copy, point in zip(copies, own, strict=True)]
    )


@dataclass(kw_only=True)
class _Member(CaseAction[Case]):
    """A move of a case that follows; ``member`` is its time in the issue."""

    member: IssueCase

    def check(self) -> None:
        """It must still be in the issue and wait."""
        if self.member.left_at is not None or self.case.state != workflow.FOLLOWING:
            raise WrongState("not_joined", texts.sentence("not_joined"))
        super().check()


@dataclass(kw_only=True)
class Unfollow(_Member):
    """Undo: back to where it stood, its clocks running again without the days of waiting."""

    verb: ClassVar[str] = "case.unfollow"

    reason: str = ""

    @property
    def move(self) -> workflow.Move:
        """The way back."""
        return workflow.BY_CODE[BACK[self.member.state_before]]

    def problems(self) -> Sequence[FieldProblem]:
        """A reason that fits."""
        self.reason = line(self.reason)
        return too_long("reason", self.reason, 300)

    def facts(self) -> Facts:
        """The reason."""
        return Facts(reason=self.reason)

    def change(self) -> Case:
        """Nothing of it stays at the lead."""
        member = self.member
        member.left_at, member.left_by_label, member.left_reason = now(), self.actor.label[:120], self.reason
        member.save(update_fields=["left_at", "left_by_label", "left_reason"])
        points = IssuePoint.objects.filter(member_id=member.pk).values("at_lead_id")
        AskedPoint.objects.filter(pk__in=list(points.values_list("at_lead_id", flat=True)), dropped_at=None).update(
            dropped_at=now(), dropped_reason=texts.left_the_issue(self.case.number)
        )
        self.case.issue_ref = None
        return self.case

    def turn_clocks(self) -> None:
        """They run again from today."""
        self.clocks.resume(today())

    def details(self) -> Mapping[str, object]:
        """Out of which issue, and where the binding date stands now."""
        return {"issue": self.member.issue.number, "reason": self.reason}


@dataclass(kw_only=True)
class AnswerWithLead(_Member):
    """The lead was answered: the answer to what this person asked becomes this case's own."""

    verb: ClassVar[str] = "case.answer_with_lead"

    lead: Case
    _reply: Reply | None = field(init=False, default=None, repr=False)

    @property
    def move(self) -> workflow.Move:
        """By where the lead stands now."""
        code = {workflow.ANSWERED: "spot_with_lead", workflow.REDIRECTED: "redirect_with_lead"}
        return workflow.BY_CODE[code.get(self.lead.state, "answer_with_lead")]

    def change(self) -> Case:
        """Copy what was said; the unit becomes this case's unit, so that it can be held to it."""
        case, lead = self.case, self.lead
        forget_answer(case)
        case.replied_on, case.redirect_channel, case.redirect_reason = (
            today(), lead.redirect_channel, lead.redirect_reason,
        )  # fmt: skip
        self.member.answered_on = today()
        self.member.save(update_fields=["answered_on"])
        if self.move.code == "answer_with_lead":
            self._take_unit()
            self._take_reply()
        elif lead.state == workflow.ANSWERED:
            self._take_words()
        return case

    def _take_words(self) -> None:
        """What was answered on the spot."""
        said = Opinion.objects.filter(**self.lead.voices_where).order_by("id").values_list("on_spot_answer", flat=True)
        Opinion.objects.filter(**self.case.voices_where).update(on_spot_answer=next(iter(said), ""))

    def _take_unit(self) -> None:
        """The unit that answered leads this case too from here on."""
        case, lead = self.case, self.lead
        case.reached_desk = True
        case.transferred_on = case.transferred_on or lead.transferred_on or today()
        if case.lead_unit_id == lead.lead_unit_id or lead.lead_unit is None:
            return
        Assignment.objects.filter(case_id=case.pk, ended_on=None).update(ended_on=today())
        Assignment(
            case=case,
            unit=lead.lead_unit,
            verb=lead.lead_unit.verb,
            correction_reason=texts.with_issue(self.member.issue.number),
            assigned_at=now(),
            assigned_by_label=texts.with_issue(self.member.issue.number),
        ).save(force_insert=True)
        case.lead_unit, case.lead_is_desk = lead.lead_unit, lead.lead_is_desk
        case.co_unit_path = lead.co_unit_path

    def _take_reply(self) -> None:
        """The signed reply with the answers to this case's own points, and its promises once more."""
        source = present_reply(self.lead.pk)
        if source is None:
            raise WrongState("not_joined", texts.sentence("not_joined"))
        self._reply = copy_reply(source, self.case)
        pairs = dict(IssuePoint.objects.filter(member_id=self.member.pk).values_list("at_lead_id", "own_id"))
        answers = PointAnswer.objects.filter(reply_id=source.pk, point_id__in=list(pairs)).order_by("id")
        PointAnswer.objects.bulk_create([copy_answer(one, self._reply, pairs[one.point_id]) for one in answers])
        share_promises(source, self._reply, self.case)
        self.case.unit_says = source.result_code
        steps = [Step(("reply", source.pk), ("reply", self._reply.pk), Relation.FOLLOWED_BY)]
        born(self.actor, [*steps, Step(("case", self.case.pk), ("reply", self._reply.pk), Relation.ANSWERED_BY)])

    def turn_clocks(self) -> None:
        """What stood still ends without a result: the lead's clocks are the ones that count."""
        self.clocks.stop(self.move.stops, today())
        self.clocks.cancel(None, today())
        variant = "answered" if self.move.code == "spot_with_lead" else ""
        self.start(*self.move.starts, variant=variant)

    def details(self) -> Mapping[str, object]:
        """With which issue, and which reply."""
        return {"issue": self.member.issue.number, "reply": str(self._reply.pk) if self._reply else ""}


def copy_reply(source: Reply, case: Case) -> Reply:
    """The same signed words, as an answer of their own."""
    names = [
        "unit_id", "text", "scheme", "scheme_version", "result_code", "result_reason", "no_reason", "no_facts",
        "promise_text", "promise_on", "drafted_at", "drafted_by_label", "signed_at", "signed_by_label",
    ]  # fmt: skip
    copy = Reply(case=case, round=1, **{name: getattr(source, name) for name in names})
    copy.save(force_insert=True)
    return copy


def copy_answer(answer: PointAnswer, reply: Reply, point_id: int) -> PointAnswer:
    """One answer, under the follower's own point."""
    names = ["answer", "no_answer_reason", "result_code", "no_reason", "no_facts", "promise_text", "promise_on"]
    return PointAnswer(reply=reply, point_id=point_id, **{name: getattr(answer, name) for name in names})


def share_promises(source: Reply, reply: Reply, case: Case) -> None:
    """Everybody who was promised something has the promise; the ledger counts it once."""
    given = Promise.objects.filter(owner_kind=KIND, reply_ref=source.pk, state=PromiseState.OPEN).order_by("id")
    Promise.objects.bulk_create(
        [
            Promise(
                owner_kind=KIND,
                owner_id=case.pk,
                reply_ref=reply.pk,
                text=one.text,
                unit_id=one.unit_id,
                promised_on=one.promised_on,
                due_on=one.due_on,
                shared_from=one,
            )
            for one in given
        ]
    )


@dataclass(kw_only=True)
class NoVoiceLeft(CaseAction[Case]):
    """The lead's own speaker had taken the words back: nobody is asked, what was promised is still followed."""

    verb: ClassVar[str] = "case.no_voice_left"
    move_code: ClassVar[str] = "no_voice_left"

    def facts(self) -> Facts:
        """Whether others got the answer."""
        members = IssueCase.objects.filter(issue_id=self.case.issue_ref or 0, left_at=None)
        return Facts(others=members.count())

    def change(self) -> Case:
        """Judged by nobody."""
        self.case.outcome = "withdrawn"
        return self.case


def recount(issue: Issue, lead: Case) -> None:
    """Write how many people speak in the lead's matter; ``lead`` is locked and saved by the caller.  Two statements."""
    rows = IssueCase.objects.filter(issue_id=issue.pk, left_at=None).exclude(case__state=workflow.WITHDRAWN)
    found = [repeat is not None for repeat in rows.values_list("repeat_of_id", flat=True)]
    count, _again = rules.people(found, withdrawn_lead=not speakers_of(lead).exists())
    lead.voice_count = max(count, 1)
