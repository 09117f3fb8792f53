"""What the contact room stores; one file per noun."""

from lianxin.contact.models.agenda import AgendaItem, AgendaKind, AgendaQuestion
from lianxin.contact.models.issued import HallLink, RoundText
from lianxin.contact.models.planning import Apart, PlanDraft, RoundDeputy, Wish, WishKind
from lianxin.contact.models.result import Confirmation, Feedback, Remark, RemarkKind, RemarkState, VisitItem
from lianxin.contact.models.round import Presence, Round, RoundState
from lianxin.contact.models.visit import GuestKind, Guests, Visit, VisitDeputy, VisitState

__all__ = [
    "AgendaItem",
    "AgendaKind",
    "AgendaQuestion",
    "Apart",
    "Confirmation",
    "Feedback",
    "GuestKind",
    "Guests",
    "HallLink",
    "PlanDraft",
    "Presence",
    "Remark",
    "RemarkKind",
    "RemarkState",
    "Round",
    "RoundDeputy",
    "RoundState",
    "RoundText",
    "Visit",
    "VisitDeputy",
    "VisitItem",
    "VisitState",
    "Wish",
    "WishKind",
]
