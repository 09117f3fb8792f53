"""What the journal itself does every so often, and which of its columns name objects."""

import datetime as dt

from lianxin.db.models import Town
from lianxin.journal import jobs, kinds
from lianxin.journal.outbox import deliver_pending
from lianxin.journal.sealing import seal


def deliver(town: Town) -> None:
    """Deliver what actions announced."""
    deliver_pending(town)


def seal_log(town: Town) -> None:
    """Bind committed entries into the town's sequence and close the days before today."""
    seal(town)


def register() -> None:
    """Register the jobs and the pair columns of this room."""
    jobs.every(jobs.MINUTE, "journal.deliver")(deliver)
    jobs.every(jobs.HOUR, "journal.seal", offset=dt.timedelta(minutes=5))(seal_log)
    kinds.register_pair("journal.LogEntry")
    kinds.register_pair("journal.OutboxMessage")
    kinds.register_pair("journal.ReadLog")
    kinds.register_pair("journal.IdempotencyKey", "result_kind", "result_id")
