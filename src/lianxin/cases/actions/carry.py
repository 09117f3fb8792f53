"""Carrying answers: delivery and asking, as changes inside other actions."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from lianxin.cases import workflow
from lianxin.cases.actions.base import CaseAction
from lianxin.cases.models import Case, ContactLog, ContactPurpose, Reply
from lianxin.clocks.rulesets import limits
from lianxin.core.clock import now, today
from lianxin.db import prepared

#: States in which there is something to tell, and in which the resident can be asked.
TELLING = frozenset(
    {
        workflow.REPLIED, workflow.ANSWERED, workflow.REDIRECTED, workflow.HANDED_OVER, workflow.MEETING,
        workflow.EVALUATED, workflow.SILENT, workflow.TRACKING,
    }
)  # fmt: skip
ASKABLE = frozenset({workflow.REPLIED, workflow.ANSWERED, workflow.REDIRECTED})


def present_reply(case_id: int) -> Reply | None:
    """The signed reply that counts; one statement."""
    return prepared.first("case.present_reply", _signed, case_id)


def _signed(case_id: int) -> QuerySet[Reply]:
    rows = Reply.objects.filter(case_id=case_id, superseded=False).exclude(signed_at=None)
    return rows.order_by("-id")[:1]


def write_log(action: CaseAction[Any], purpose: str, how: str, reached: bool, note: str = "") -> ContactLog:
    """One line of the contact log, bound to the reply it is about."""
    units = action.actor.unit_ids()
    reply = present_reply(action.case.pk) if purpose != ContactPurpose.FIRST_CONTACT else None
    row = ContactLog(
        case=action.case,
        reply=reply,
        purpose=purpose,
        how=how,
        reached=reached,
        note=note,
        at=now(),
        by_label=action.actor.label[:120],
        by_unit_ref=next(iter(units & action.case.unit_ids), 0),
    )
    row.save(force_insert=True)
    return row


def note_delivery(action: CaseAction[Any], how: str, note: str = "") -> None:
    """The answer reached the resident: log it, stop the day for telling, begin the time for asking."""
    write_log(action, ContactPurpose.INFORM, how, True, note)
    delivered(action)


def delivered(action: CaseAction[Any]) -> None:
    """What delivery does to the case and its clocks."""
    case = action.case
    case.delivered_on = case.delivered_on or today()
    action.clocks.stop(("inform", "deliver"), today())
    if case.expects_verdict and case.state in ASKABLE and not case.asked_count:
        action.start("ask")


def note_asking(action: CaseAction[Any]) -> None:
    """The resident was asked: the first time starts the wait for a second asking, the second one the last wait.

    A track without those waits keeps its one period of asking running.
    """
    case = action.case
    case.asked_count += 1
    following = "ask_again" if case.asked_count == 1 else "silence"
    found = limits(case.track, [following], case.kind, today())
    if not found:
        if case.asked_count == 1 and action.clocks.running("ask") is None:
            action.start("ask")
        return
    action.clocks.stop(("ask", "ask_again"), today())
    action.clocks.start(found, today())


def asking_until(action: CaseAction[Any]) -> dt.date | None:
    """The last day of the waits that run; ``None`` when none does."""
    running = [clock.due_on for clock in action.clocks.live if clock.code in {"ask", "ask_again", "silence"}]
    return max(running, default=None)


def asks_of(case: Case) -> list[str]:
    """By which ways the resident was asked about the present answer, in order; two statements."""
    reply = present_reply(case.pk)
    rows = ContactLog.objects.filter(case_id=case.pk, purpose=ContactPurpose.ASK_VERDICT, reply=reply)
    return list(rows.order_by("id").values_list("how", flat=True))


def forget_answer(case: Case) -> None:
    """A new round begins: the present answer is no longer the one that was delivered and asked about."""
    case.delivered_on, case.asked_count, case.judged_on = None, 0, None
