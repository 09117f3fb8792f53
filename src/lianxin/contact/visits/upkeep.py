"""What happens by itself: an overdue list is said to the neighbourhood and the office."""

from lianxin.contact import workflow
from lianxin.contact.models import Visit
from lianxin.contact.visits.actions import RemindList
from lianxin.core.clock import today
from lianxin.db.models import Town
from lianxin.journal.actors import SYSTEM
from lianxin.journal.errors import WrongState


def remind_lists(_town: Town) -> None:
    """Every day: each visit whose list is overdue, once for its due day."""
    for visit in Visit.objects.filter(state=workflow.HELD, list_due_on__lt=today()).order_by("id"):
        try:
            RemindList(actor=SYSTEM, visit=visit).execute()
        except WrongState:
            continue
