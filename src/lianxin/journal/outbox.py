"""The outbox: announcements written with the change, delivered after commit, retried until done.

A room that wants to know calls :func:`on`; receivers must be idempotent, because a crash between
delivery and the mark makes a message come twice.  Receivers of one message run in one transaction
together with its mark: what they write in the database is written once.
"""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lianxin.core.clock import now
from lianxin.core.hashing import canonical_json
from lianxin.db.models import Town
from lianxin.db.scope import current_town_id, town_scope
from lianxin.db.transactions import write
from lianxin.journal.backoff import RETRIES, wait_after
from lianxin.journal.models import OutboxMessage

logger = logging.getLogger(__name__)

Receiver = Callable[[OutboxMessage, Mapping[str, Any]], None]

_receivers: dict[str, list[Receiver]] = {}


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round of delivery did."""

    done: int
    failed: int


def on(kind: str) -> Callable[[Receiver], Receiver]:
    """Register a receiver for announcements of ``kind`` (an action's verb); ``"*"`` hears all."""

    def register(receiver: Receiver) -> Receiver:
        _receivers.setdefault(kind, []).append(receiver)
        return receiver

    return register


def receivers_for(kind: str) -> tuple[Receiver, ...]:
    """Everybody who wants to hear of ``kind``."""
    return tuple(_receivers.get(kind, ())) + tuple(_receivers.get("*", ()))


def announce(kind: str, object_kind: str, object_id: int, data: Mapping[str, object]) -> OutboxMessage | None:
    """Write an announcement in the current transaction; ``None`` when nobody listens."""
    if not receivers_for(kind):
        return None
    moment = now()
    message = OutboxMessage(
        town_id=current_town_id(),
        kind=kind,
        object_kind=object_kind,
        object_id=object_id,
        data=canonical_json(dict(data)).decode(),
        created_at=moment,
        next_try_at=moment,
    )
    message.save(force_insert=True)
    return message


def deliver_pending(town: Town | int, limit: int = 500) -> Delivered:
    """Deliver up to ``limit`` due announcements of a town, oldest first, each in a transaction of its own.

    A failed one waits longer after each attempt (`backoff.wait_after`) and is given up after ``RETRIES``:
    then ``next_try_at`` is empty and it stays on the list of what could not be delivered.
    """
    done = failed = 0
    with town_scope(town):
        due = OutboxMessage.objects.filter(done_at=None, next_try_at__lte=now()).order_by("next_try_at", "id")
        for message_id in list(due.values_list("pk", flat=True)[:limit]):
            try:
                done += _deliver(message_id)
            except Exception as error:
                logger.exception("announcement %s could not be delivered", message_id)
                _note_failure(message_id, error)
                failed += 1
    return Delivered(done, failed)


def _deliver(message_id: int) -> int:
    """Run the receivers and mark the message, in one transaction; 0 when somebody else was faster."""
    with write():
        message = OutboxMessage.objects.select_for_update().get(pk=message_id)
        if message.done_at is not None:
            return 0
        data = json.loads(message.data)
        for receiver in receivers_for(message.kind):
            receiver(message, data)
        message.done_at, message.error = now(), ""
        message.attempts += 1
        message.save(update_fields=["done_at", "error", "attempts"])
        return 1


def _note_failure(message_id: int, error: Exception) -> None:
    """Count the attempt and set the next one; the error's name only, its words may hold personal data."""
    with write():
        message = OutboxMessage.objects.select_for_update().get(pk=message_id)
        message.attempts += 1
        message.error = type(error).__name__
        gives_up = message.attempts >= RETRIES
        message.next_try_at = None if gives_up else now() + wait_after(message.attempts)
        message.save(update_fields=["attempts", "error", "next_try_at"])
