"""Everything the cases room stores; one file per noun."""

from lianxin.cases.models.case import Assignment, Case, CoUnit, ReturnRequest
from lianxin.cases.models.contact import ContactHow, ContactLog, ContactPurpose
from lianxin.cases.models.imports import ImportBatch, ImportRow, MappingMemory
from lianxin.cases.models.opinion import Addition, Opinion, OpinionDeputy, OpinionTag, ResidentContact
from lianxin.cases.models.reply import AskedPoint, PointAnswer, Reply
from lianxin.cases.models.verdict import Verdict

__all__ = [
    "Addition",
    "AskedPoint",
    "Assignment",
    "Case",
    "CoUnit",
    "ContactHow",
    "ContactLog",
    "ContactPurpose",
    "ImportBatch",
    "ImportRow",
    "MappingMemory",
    "Opinion",
    "OpinionDeputy",
    "OpinionTag",
    "PointAnswer",
    "Reply",
    "ResidentContact",
    "ReturnRequest",
    "Verdict",
]
