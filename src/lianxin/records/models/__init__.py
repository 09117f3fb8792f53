"""What the records room stores; one file per noun."""

from lianxin.records.models.attachment import Attachment, AttachmentKind
from lianxin.records.models.lineage import LineageLink, Relation
from lianxin.records.models.publication import Audience, Publication
from lianxin.records.models.retention import RetentionRule
from lianxin.records.models.search import SearchEntry

__all__ = [
    "Attachment",
    "AttachmentKind",
    "Audience",
    "LineageLink",
    "Publication",
    "Relation",
    "RetentionRule",
    "SearchEntry",
]
