"""What the room does by itself once a day."""

import datetime as dt

from lianxin.core.clock import today
from lianxin.db.models import Town
from lianxin.db.transactions import write
from lianxin.journal import jobs
from lianxin.journal.actors import SYSTEM
from lianxin.people import throttles
from lianxin.people.actions.heads import EndHead
from lianxin.people.models import BuildingHead
from lianxin.people.session_store import SessionStore


def erase_ended_heads(_town: Town) -> None:
    """Forget name and number of building heads whose last day is over."""
    for head in BuildingHead.objects.filter(valid_to__lt=today(), erased_at=None):
        EndHead(actor=SYSTEM, head=head).execute()


def clear_sessions(_town: Town) -> None:
    """Throw away the sessions that have run out; the first town of a day does it for the whole installation.

    They name an account and hold its grants, and serve nobody any more.
    """
    with write():
        SessionStore.clear_expired()


def register() -> None:
    """Once a day, after midnight in town."""
    jobs.every(jobs.DAY, "people.erase_ended_heads", offset=dt.timedelta(hours=2))(erase_ended_heads)
    jobs.every(jobs.DAY, "people.forget_throttles", offset=dt.timedelta(hours=3))(throttles.forget_old)
    jobs.every(jobs.DAY, "people.clear_sessions", offset=dt.timedelta(hours=3))(clear_sessions)
