"""What a move of a tied matter does to the others: the answer goes round, a lead that leaves sets everybody free."""

from typing import Any, Final

from lianxin.cases import workflow
from lianxin.cases.actions.base import FOLLOW_UPS, CaseAction
from lianxin.cases.actions.ending import SettlePromise, Withdraw, speakers_of
from lianxin.cases.issues import texts
from lianxin.cases.issues.actions import LeaveIssue
from lianxin.cases.issues.moves import AnswerWithLead, NoVoiceLeft, recount
from lianxin.cases.models import AskedPoint, Case, Issue, IssueCase, IssuePoint, Opinion
from lianxin.clocks.models import Promise
from lianxin.clocks.promises import UNSETTLED
from lianxin.core.clock import now
from lianxin.journal.actors import SYSTEM

#: A lead that arrives here has an answer for everybody.
ANSWERED: Final = frozenset({workflow.REPLIED, workflow.ANSWERED, workflow.REDIRECTED})
#: A lead that arrives here will never have one.
GONE: Final = frozenset({workflow.HANDED_OVER, workflow.WITHDRAWN, workflow.CLOSED})


def follow_up(action: CaseAction[Any]) -> None:
    """After every move of a case that belongs to an issue or was divided."""
    case = action.case
    if isinstance(action, Withdraw) and case.state == workflow.WITHDRAWN:
        withdraw_parts(action)
        forget_points(action)
    if isinstance(action, SettlePromise):
        settle_shared(action)
    if case.issue_ref is None or action.before == case.state:
        return
    issue = Issue.objects.filter(pk=case.issue_ref, lead_id=case.pk).first()
    if issue is None:
        return
    if case.state in ANSWERED:
        answer_all(issue, case)
    elif case.state in GONE:
        release_all(issue)


def answer_all(issue: Issue, lead: Case) -> None:
    """One answer, many receipts: each follower gets its own copy, in the order they spoke."""
    waiting = IssueCase.objects.select_related("issue").filter(issue_id=issue.pk, left_at=None, answered_on=None)
    for member in waiting.filter(case__state=workflow.FOLLOWING).order_by("case_id"):
        AnswerWithLead(actor=SYSTEM, case_id=member.case_id, member=member, lead=lead).execute()
    if lead.state == workflow.REPLIED and not lead.expects_verdict and not speakers_of(lead).exists():
        NoVoiceLeft(actor=SYSTEM, case_id=lead.pk).execute()


def release_all(issue: Issue) -> None:
    """Nobody ends because another one did."""
    if IssueCase.objects.filter(issue_id=issue.pk, left_at=None, case__state=workflow.FOLLOWING).exists():
        LeaveIssue(actor=SYSTEM, issue_id=issue.pk, reason=texts.lead_left()).execute()


def settle_shared(action: SettlePromise) -> None:
    """What became of a promise is true for everybody who was promised it."""
    following = Promise.objects.filter(pk=action.promise_id).values_list("successor_id", flat=True).first()
    copies = Promise.objects.filter(shared_from_id=action.promise_id, state__in=UNSETTLED).order_by("owner_id")
    for copy in copies:
        owner = Case.objects.filter(pk=copy.owner_id).exclude(state__in=workflow.FINAL_STATES).first()
        if owner is not None:
            settled = SettlePromise(
                actor=SYSTEM,
                case_id=owner.pk,
                promise_id=copy.pk,
                state=action.state,
                reason=action.reason,
                new_text=action.new_text,
                new_due_on=action.new_due_on,
                files=action.files,
            ).execute()
            Promise.objects.filter(pk=settled.successor_id).update(shared_from_id=following)


def withdraw_parts(action: Withdraw) -> None:
    """The words were taken back, so all their parts end."""
    if not action.case.part_count:
        return
    parts = Case.objects.filter(part_of__in=speakers_ids(action.case))
    for part in parts.exclude(state__in=workflow.FINAL_STATES).order_by("id"):
        Withdraw(actor=action.actor, case_id=part.pk, reason=action.reason).execute()


def forget_points(action: Withdraw) -> None:
    """A follower took the words back: nobody is asked for that answer any more, and one person less speaks."""
    member = IssueCase.objects.select_related("issue").filter(case_id=action.case.pk, left_at=None).first()
    if member is None or action.before != workflow.FOLLOWING:
        return
    copies = list(IssuePoint.objects.filter(member_id=member.pk).values_list("at_lead_id", flat=True))
    reason = texts.left_the_issue(action.case.number)
    AskedPoint.objects.filter(pk__in=copies, dropped_at=None).update(dropped_at=now(), dropped_reason=reason)
    lead = Case.objects.select_for_update().get(pk=member.issue.lead_id)
    recount(member.issue, lead)
    lead.version += 1
    lead.save(update_fields=["voice_count", "version"])


def speakers_ids(case: Case) -> list[int]:
    """The opinions of a case, taken back or not."""
    return list(Opinion.objects.filter(case_id=case.pk).values_list("pk", flat=True))


def register() -> None:
    """Take part in every move."""
    FOLLOW_UPS.append(follow_up)
