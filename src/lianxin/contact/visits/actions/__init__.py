"""What happens on a visit, one file per noun."""

from lianxin.contact.visits.actions.confirming import AnswerRemark, ConfirmVisit
from lianxin.contact.visits.actions.items import MarkSame, RecordVisitItem
from lianxin.contact.visits.actions.moves import (
    BeginVisit,
    EndVisit,
    ListVisit,
    NoteVisitAttendance,
    RemindList,
    ReopenVisit,
)
from lianxin.contact.visits.actions.telling import JudgeByFeedback, TellResult

__all__ = [
    "AnswerRemark",
    "BeginVisit",
    "ConfirmVisit",
    "EndVisit",
    "JudgeByFeedback",
    "ListVisit",
    "MarkSame",
    "NoteVisitAttendance",
    "RecordVisitItem",
    "RemindList",
    "ReopenVisit",
    "TellResult",
]
