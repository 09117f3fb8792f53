"""The outbox: announcements written with the change, delivered after commit, retried until done.

A room that wants to know calls :func:`on`; receivers must be idempotent, because a crash between
delivery and the mark makes a message come twice.
"""

from collections.abc import Callable, Mapping
from typing import Any

from lianxin.core.clock import now
from lianxin.core.hashing import canonical_json
from lianxin.db.scope import current_town_id
from lianxin.journal.models import OutboxMessage

Receiver = Callable[[OutboxMessage, Mapping[str, Any]], None]

_receivers: dict[str, list[Receiver]] = {}


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
