"""Everything the cases room stores; one file per noun."""

from lianxin.cases.models.asking import DeputyAsk
from lianxin.cases.models.case import Assignment, Case, CaseState, CoUnit, ExtensionRequest, ReturnRequest, Track
from lianxin.cases.models.contact import ContactHow, ContactLog, ContactPurpose
from lianxin.cases.models.delivery import DeliveryItem, DeliveryRun, Outcome
from lianxin.cases.models.dispute import Dispute, DisputeReason, DisputeState
from lianxin.cases.models.imports import IMPORT_UNDONE, BatchState, ImportBatch, ImportRow, MappingMemory
from lianxin.cases.models.issue import Issue, IssueCase, IssuePoint, MeToo
from lianxin.cases.models.opinion import (
    Addition,
    Opinion,
    OpinionDeputy,
    OpinionTag,
    ResidentContact,
    Source,
)
from lianxin.cases.models.promise import News, PromiseNote, SuggestionYear
from lianxin.cases.models.reply import AskedPoint, PointAnswer, Reply
from lianxin.cases.models.suggestion import (
    AskKind,
    CoOpinion,
    Cosigner,
    Grade,
    Signing,
    Suggestion,
    SuggestionAsk,
    SuggestionContact,
    SuggestionReply,
    SuggestionState,
    SuggestionVoice,
    Wish,
)
from lianxin.cases.models.supervision import SupervisionCell, SupervisionMark
from lianxin.cases.models.verdict import Attitude, Judge, Result, Verdict

__all__ = [
    "IMPORT_UNDONE",
    "Addition",
    "AskKind",
    "AskedPoint",
    "Assignment",
    "Attitude",
    "BatchState",
    "Case",
    "CaseState",
    "CoOpinion",
    "CoUnit",
    "ContactHow",
    "ContactLog",
    "ContactPurpose",
    "Cosigner",
    "DeliveryItem",
    "DeliveryRun",
    "DeputyAsk",
    "Dispute",
    "DisputeReason",
    "DisputeState",
    "ExtensionRequest",
    "Grade",
    "ImportBatch",
    "ImportRow",
    "Issue",
    "IssueCase",
    "IssuePoint",
    "Judge",
    "MappingMemory",
    "MeToo",
    "News",
    "Opinion",
    "OpinionDeputy",
    "OpinionTag",
    "Outcome",
    "PointAnswer",
    "PromiseNote",
    "Reply",
    "ResidentContact",
    "Result",
    "ReturnRequest",
    "Signing",
    "Source",
    "Suggestion",
    "SuggestionAsk",
    "SuggestionContact",
    "SuggestionReply",
    "SuggestionState",
    "SuggestionVoice",
    "SuggestionYear",
    "SupervisionCell",
    "SupervisionMark",
    "Track",
    "Verdict",
    "Wish",
]
