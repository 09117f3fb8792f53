"""What the home room stores; one file per noun."""

from lianxin.home.models.courtyard import Audience, Courtyard, CourtyardEvent
from lianxin.home.models.methods import Method, MethodPart
from lianxin.home.models.organisation import Body, Post
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
    "Answer",
    "Audience",
    "Body",
    "Courtyard",
    "CourtyardEvent",
    "Exit",
    "Method",
    "MethodPart",
    "Post",
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
