"""What was explained face to face after a second "not solved": the day they met and the words, for the resident."""

import datetime as dt
import json
from dataclasses import dataclass

from lianxin.cases.models import Case, ContactLog, ContactPurpose
from lianxin.core.clock import civil_date
from lianxin.journal.models import LogEntry
from lianxin.ui.dates import parse_date

_VERB = "case.explain"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting with the resident, the deputy and the unit."""

    on: dt.date
    text: str


def meeting_of(case: Case) -> Meeting | None:
    """The last explanation given at a meeting; no statement for a matter that never came so far, else two at most.

    The explanation is the note of the contact that told it, written in the same transaction as the line of the log.
    """
    if not case.rehandle_count or case.sealed:
        return None
    line = LogEntry.objects.filter(object_kind="case", object_id=case.pk, verb=_VERB).order_by("-seq").first()
    if line is None:
        return None
    told = ContactLog.objects.filter(case_id=case.pk, purpose=ContactPurpose.INFORM, at__lte=line.at).exclude(note="")
    note = told.order_by("-id").values_list("note", flat=True).first()
    met = parse_date(str(json.loads(line.data).get("met") or ""))
    return Meeting(met or civil_date(line.at), note) if note else None
