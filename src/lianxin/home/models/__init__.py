"""What the home room stores; one file per noun."""

from lianxin.home.models.courtyard import Audience, Courtyard, CourtyardEvent
from lianxin.home.models.handing import HandedMatter, HandingState
from lianxin.home.models.methods import Method, MethodPart
from lianxin.home.models.organisation import Body, Post
from lianxin.home.models.performance import (
    Activity,
    ActivityState,
    Attendance,
    EntryState,
    PerformanceEntry,
    Presence,
)
from lianxin.home.models.receptions import (
    Answer,
    Exit,
    Reception,
    ReceptionDeputy,
    ReceptionState,
    ReceptionUnit,
    Visitor,
)
from lianxin.home.models.venues import Venue, VenueDay, VenueHours, VenueKind, VenueMember

__all__ = [
    "Activity",
    "ActivityState",
    "Answer",
    "Attendance",
    "Audience",
    "Body",
    "Courtyard",
    "CourtyardEvent",
    "EntryState",
    "Exit",
    "HandedMatter",
    "HandingState",
    "Method",
    "MethodPart",
    "PerformanceEntry",
    "Post",
    "Presence",
    "Reception",
    "ReceptionDeputy",
    "ReceptionState",
    "ReceptionUnit",
    "Venue",
    "VenueDay",
    "VenueHours",
    "VenueKind",
    "VenueMember",
    "Visitor",
]
