"""What the home room stores; one file per noun."""

from lianxin.home.models.courtyard import Audience, Courtyard, CourtyardEvent
from lianxin.home.models.methods import Method, MethodPart
from lianxin.home.models.organisation import Body, Post
from lianxin.home.models.venues import Venue, VenueDay, VenueHours, VenueKind, VenueMember

__all__ = [
    "Audience",
    "Body",
    "Courtyard",
    "CourtyardEvent",
    "Method",
    "MethodPart",
    "Post",
    "Venue",
    "VenueDay",
    "VenueHours",
    "VenueKind",
    "VenueMember",
]
