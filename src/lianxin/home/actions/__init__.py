"""What happens in the home room."""

from lianxin.home.actions.courtyards import CancelEvent, PlanEvent, SetCourtyard
from lianxin.home.actions.methods import CiteEvidence, SetMethod, SetPart
from lianxin.home.actions.organisation import EndPost, EnterPost
from lianxin.home.actions.venues import SetDay, SetHours, SetMembers, SetVenue

__all__ = [
    "CancelEvent",
    "CiteEvidence",
    "EndPost",
    "EnterPost",
    "PlanEvent",
    "SetCourtyard",
    "SetDay",
    "SetHours",
    "SetMembers",
    "SetMethod",
    "SetPart",
    "SetVenue",
]
