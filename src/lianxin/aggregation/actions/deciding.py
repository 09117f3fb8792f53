"""A person says whether two opinions are one matter; "the same" joins through the issues' own actions."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.aggregation import rules, texts
from lianxin.aggregation.models import Likeness, LikenessState
from lianxin.cases import policies
from lianxin.cases.issues.actions import MERGE, LeaveIssue, MergeCases, locked
from lianxin.cases.issues.moves import stands
from lianxin.cases.models import Case, Issue, IssueCase, Opinion
from lianxin.core.clock import now
from lianxin.core.text import tidy_line
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import SYSTEM
from lianxin.journal.errors import Invalid, NotAllowed, WrongState

#: What a person may answer.
Answer = LikenessState
ANSWERS: Final = (Answer.SAME, Answer.DIFFERENT, Answer.LATER)
MAX_REASON: Final = 300


@dataclass(kw_only=True)
class LikenessAction(Action[Likeness]):
    """A change of one pair: the row and both matters locked, the actor somebody who may bring matters together."""

    likeness_id: int
    row: Likeness = field(init=False, repr=False)
    cases: dict[int, Case] = field(init=False, default_factory=dict, repr=False)

    def lock(self) -> None:
        """The pair, then its matters in the order of their ids."""
        row = Likeness.objects.select_for_update().filter(pk=self.likeness_id).first()
        if row is None:
            raise WrongState("no_such_pair", texts.gone())
        self.row = row
        self.cases = locked([row.earlier_case_id, row.later_case_id])

    def check(self) -> None:
        """Somebody of the desks who sees both."""
        if self.actor is not SYSTEM and not MERGE.check(self.actor):
            raise NotAllowed("not_this_party", texts.not_you())
        if self.actor is not SYSTEM and not all(
            policies.SEE_CASE.check(self.actor, one) for one in self.cases.values()
        ):
            raise NotAllowed("no_such_case", texts.not_you())

    def subject(self) -> Subject:
        """The pair."""
        return Subject("likeness", self.row.pk)

    def announcement(self) -> None:
        """The matters' own steps announce what matters."""
        return


@dataclass(kw_only=True)
class DecideLikeness(LikenessAction):
    """Answer one question.  ``across_reason`` is needed to join matters of different neighbourhoods.

    "The same" joins where the matters may be joined; where an answer was given already the word alone is kept, so that
    the matter stands on the list of what came back.
    """

    verb: ClassVar[str] = "likeness.decided"

    answer: str
    across_reason: str = ""
    code: str = field(init=False, default="")

    def check(self) -> None:
        """A known answer to a question that is open."""
        super().check()
        if self.answer not in ANSWERS:
            raise Invalid.at("answer", "unknown", _("请从三个回答里选一个。"))
        if self.row.state not in {LikenessState.OPEN, LikenessState.LATER}:
            raise WrongState("decided", texts.decided_already())
        self.across_reason = tidy_line(self.across_reason)
        if len(self.across_reason) > MAX_REASON:
            raise Invalid.at("across_reason", "length", _("最多 %(n)d 个字。") % {"n": MAX_REASON})

    def perform(self) -> Likeness:
        """Keep the word; join."""
        row = self.row
        row.state, row.decided_at, row.decided_by_label = self.answer, now(), self.actor.label[:120]
        row.by_machine = self.actor is SYSTEM
        if self.answer == Answer.SAME:
            self._join()
        row.save(force_update=True)
        return row

    def _join(self) -> None:
        earlier, later = (self.cases[pk] for pk in (self.row.earlier_case_id, self.row.later_case_id))
        plan = rules.plan(side(earlier), side(later))
        self.code = plan.code
        if not plan.followers:
            if not plan.code and earlier.issue_ref is not None:
                self.row.joined = Issue.objects.get(pk=earlier.issue_ref)
            return
        if plan.dissolve is not None:
            LeaveIssue(actor=self.actor, issue_id=plan.dissolve, reason=texts.moved_together()).execute()
        lead = Case.objects.select_related("place", "category").get(pk=plan.lead)
        issue = MergeCases(
            actor=self.actor, lead_id=plan.lead, case_ids=plan.followers, title=name_of(lead),
            reason=texts.by_question(machine=self.actor is SYSTEM), across_reason=self.across_reason,
        ).execute()  # fmt: skip
        self.row.joined, self.row.moved = issue, json.dumps(list(plan.followers))

    def entry_data(self) -> Mapping[str, object]:
        """The answer, both matters, the score that was shown, which model."""
        return {
            "answer": self.answer, "cases": [case.number for case in self.cases.values()], "score": self.row.score,
            "engine": self.row.engine, "learned": str(self.row.learned_id or ""), "value": self.row.value,
            "issue": str(self.row.joined_id or ""), "not_joined": self.code,
        }  # fmt: skip


@dataclass(kw_only=True)
class TakeBackAnswer(LikenessAction):
    """Take an answer back: what it joined is let go (and stands together again as before), the question is open."""

    verb: ClassVar[str] = "likeness.taken_back"

    was: str = field(init=False, default="")

    def check(self) -> None:
        """Something was answered."""
        super().check()
        if self.row.state == LikenessState.OPEN:
            raise WrongState("not_decided", texts.not_decided())

    def perform(self) -> Likeness:
        """Undo the join, then open the question."""
        row, self.was = self.row, self.row.state
        moved = [int(pk) for pk in json.loads(row.moved)]
        if moved and row.joined_id is not None:
            self._let_go(row.joined_id, moved)
        row.state, row.decided_at, row.decided_by_label, row.by_machine = LikenessState.OPEN, None, "", False
        row.joined, row.moved = None, "[]"
        row.save(force_update=True)
        return row

    def _let_go(self, issue_id: int, moved: Sequence[int]) -> None:
        """The ones the answer moved and that still follow; those who had been together before come together again."""
        issue = Issue.objects.get(pk=issue_id)
        there = IssueCase.objects.filter(issue_id=issue_id, left_at=None, answered_on=None, case_id__in=moved)
        ids = set(there.values_list("case_id", flat=True))
        gone = [pk for pk in moved if pk in ids]
        if not gone:
            raise WrongState("not_joined", texts.answered_meanwhile())
        LeaveIssue(actor=self.actor, issue_id=issue_id, case_ids=gone, reason=texts.answer_taken_back()).execute()
        if len(gone) > 1:
            MergeCases(
                actor=self.actor, lead_id=gone[0], case_ids=gone[1:], title=issue.title[:60],
                reason=texts.together_before(), across_reason=issue.across_reason,
            ).execute()  # fmt: skip

    def entry_data(self) -> Mapping[str, object]:
        """What the answer was."""
        return {"answer": self.was, "cases": [case.number for case in self.cases.values()]}


def name_of(lead: Case) -> str:
    """A neutral name for a new issue: the office's summary where there is one, else place and category; one statement.

    The resident's own words become no name.
    """
    sorted_by_hand = Opinion.objects.filter(case_id=lead.pk).exclude(summary="").exists()
    parts = [one.name for one in (lead.place, lead.category) if one is not None]
    return lead.title[:60] if sorted_by_hand or not parts else "：".join(parts)[:60]


def side(case: Case) -> rules.Side:
    """A matter as joining sees it: the lead of its issue (or itself) with everybody who follows; up to three
    statements.
    """
    if case.issue_ref is None:
        return rules.Side(case.pk, stands(case))
    issue = Issue.objects.select_related("lead").get(pk=case.issue_ref)
    rows = IssueCase.objects.filter(issue_id=issue.pk, left_at=None).order_by("id")
    return rules.Side(issue.lead_id, stands(issue.lead), issue.pk, tuple(rows.values_list("case_id", flat=True)))
