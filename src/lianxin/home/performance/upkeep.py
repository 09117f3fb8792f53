"""What time does: entries nobody objected to within the days for looking stand as silently confirmed."""

from lianxin.core.clock import today
from lianxin.db.models import Town
from lianxin.home.models import PerformanceEntry
from lianxin.home.performance import workflow as w
from lianxin.home.performance.actions import PassSilently
from lianxin.journal import jobs
from lianxin.journal.actors import SYSTEM
from lianxin.journal.errors import ActionError


def pass_silently() -> int:
    """Let the days pass; how many entries."""
    due = PerformanceEntry.objects.filter(state=w.NOTIFIED, silent_on__lt=today()).order_by("id")
    return sum(_try(entry) for entry in list(due))


def _try(entry: PerformanceEntry) -> bool:
    try:
        PassSilently(actor=SYSTEM, entry=entry).execute()
    except ActionError:
        return False  # somebody was faster
    return True


def daily(_town: Town) -> None:
    """The whole of it."""
    pass_silently()


def register() -> None:
    """The daily job."""
    jobs.every(jobs.DAY, "home.performance", offset=jobs.HOUR)(daily)
