"""What the register stores: persons, mandates and where they come from; leave; what passes to whom."""

from lianxin.deputies.models.handover import Basis, Fate, Handover, HandoverKind, HandoverLine, HandoverState, Passed
from lianxin.deputies.models.leave import Leave
from lianxin.deputies.models.own_link import OwnLink
from lianxin.deputies.models.register import (
    Constituency,
    ConstituencyPlace,
    ContactPlace,
    Deputy,
    DeputyGroup,
    EndReason,
    Level,
    Mandate,
    Term,
)

__all__ = [
    "Basis",
    "Constituency",
    "ConstituencyPlace",
    "ContactPlace",
    "Deputy",
    "DeputyGroup",
    "EndReason",
    "Fate",
    "Handover",
    "HandoverKind",
    "HandoverLine",
    "HandoverState",
    "Leave",
    "Level",
    "Mandate",
    "OwnLink",
    "Passed",
    "Term",
]
