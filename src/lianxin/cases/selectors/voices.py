"""Four voices, kept apart everywhere: the unit says · the resident (or deputy) says · asked, silent · not yet asked.

"Asked, silent" is never counted as "not asked", and neither is ever counted as content.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from lianxin.cases import texts, workflow
from lianxin.cases.models import Case, Reply
from lianxin.cases.selectors.events import Event

UNIT: Final = "unit"
RESIDENT: Final = "resident"
SILENT: Final = "silent"
UNASKED: Final = "unasked"


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice as a page shows it: whose, when, the short word and the text in full."""

    kind: str
    who: str
    when: dt.date | None
    label: str
    text: str


def voices_of(case: Case, reply: Reply | None, verdict: Event | None, result_label: str) -> tuple[Voice, ...]:
    """What the unit says (once it has signed), then exactly one of the other three."""
    other = resident_voice(case, verdict)
    if reply is None:
        return (other,)
    who = case.lead_unit.name if case.lead_unit is not None else ""
    return Voice(UNIT, who, case.replied_on, result_label, reply.text), other


def resident_voice(case: Case, verdict: Event | None) -> Voice:
    """The verdict; else that somebody asked in vain; else that nobody asked yet."""
    if verdict is not None:
        when = verdict.at.date() if verdict.at is not None else None
        return Voice(RESIDENT, texts.judge_word(verdict.extra), when, texts.verdict_word(verdict.code), verdict.text)
    if case.state == workflow.SILENT or case.outcome == "silent":
        return Voice(SILENT, _("居民"), None, _("问过两次，没有回应"), "")
    if case.asked_count:
        return Voice(SILENT, _("居民"), None, _("问过 %(n)d 次，还没有回应") % {"n": case.asked_count}, "")
    label = _("还没有问过") if case.expects_verdict else _("不需要评价")
    return Voice(UNASKED, _("居民"), None, label, "")


def latest_verdict(events: Sequence[Event], reply: Reply | None) -> Event | None:
    """The verdict on the present answer; one about an earlier answer is history."""
    wanted = reply.pk if reply is not None else None
    found = [event for event in events if event.kind == "verdict" and event.ref == wanted]
    return found[-1] if found else None
