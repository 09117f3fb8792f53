"""What happens to activities and to the entries of performance files."""

from lianxin.home.performance.actions.activities import (
    CancelActivity,
    HoldActivity,
    InviteMore,
    Mark,
    NotePresence,
    PlanActivity,
)
from lianxin.home.performance.actions.entries import ConfirmEntry, NotifyEntry, ObjectToEntry, PassSilently
from lianxin.home.performance.actions.leave import AskLeave
from lianxin.home.performance.actions.office import CorrectEntry, TakeOutEntry, UpholdEntry
from lianxin.home.performance.actions.recording import RecordEntry, Source, record_once

__all__ = [
    "AskLeave",
    "CancelActivity",
    "ConfirmEntry",
    "CorrectEntry",
    "HoldActivity",
    "InviteMore",
    "Mark",
    "NotePresence",
    "NotifyEntry",
    "ObjectToEntry",
    "PassSilently",
    "PlanActivity",
    "RecordEntry",
    "Source",
    "TakeOutEntry",
    "UpholdEntry",
    "record_once",
]
