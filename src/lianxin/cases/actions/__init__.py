"""Everything that can happen to an opinion and its case; one class a move, one subject a file."""

from lianxin.cases.actions.assign import (
    Accept,
    Assign,
    GiveCoOpinion,
    Reassign,
    ReleaseCoUnit,
    ReturnCase,
    Uphold,
)
from lianxin.cases.actions.contact import (
    Extend,
    FirstContact,
    LogContact,
    RefuseExtension,
    RequestExtension,
)
from lianxin.cases.actions.ending import Close, Reopen, SettlePromise, TrackPromises, Withdraw
from lianxin.cases.actions.files import AttachFile
from lianxin.cases.actions.present import CorrectPresent
from lianxin.cases.actions.record import RecordOpinion
from lianxin.cases.actions.reply import DraftReply, PointReply, SendBackDraft, SignReply
from lianxin.cases.actions.take_back import TakeBack
from lianxin.cases.actions.transfer import Transfer, Transferred, transfer_list
from lianxin.cases.actions.triage import AnswerOnTheSpot, EditTriage, HandOver, Redirect, SetPoints
from lianxin.cases.actions.verdict import ExplainAfterMeeting, FallSilent, RecordVerdict
from lianxin.cases.actions.voice import (
    AddWords,
    ChangeConsent,
    DeleteContact,
    GiveContact,
    read_contact,
)

__all__ = [
    "Accept",
    "AddWords",
    "AnswerOnTheSpot",
    "Assign",
    "AttachFile",
    "ChangeConsent",
    "Close",
    "CorrectPresent",
    "DeleteContact",
    "DraftReply",
    "EditTriage",
    "ExplainAfterMeeting",
    "Extend",
    "FallSilent",
    "FirstContact",
    "GiveCoOpinion",
    "GiveContact",
    "HandOver",
    "LogContact",
    "PointReply",
    "Reassign",
    "RecordOpinion",
    "RecordVerdict",
    "Redirect",
    "RefuseExtension",
    "ReleaseCoUnit",
    "Reopen",
    "RequestExtension",
    "ReturnCase",
    "SendBackDraft",
    "SetPoints",
    "SettlePromise",
    "SignReply",
    "TakeBack",
    "TrackPromises",
    "Transfer",
    "Transferred",
    "Uphold",
    "Withdraw",
    "read_contact",
    "transfer_list",
]
