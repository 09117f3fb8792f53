"""Append to the log: the next link in one object's chain."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from lianxin.core.clock import now
from lianxin.core.hashing import canonical_json, entry_hash
from lianxin.db import prepared
from lianxin.db.scope import current_town_id
from lianxin.journal.actors import Actor
from lianxin.journal.models import LogEntry, SealPending


def payload_of(entry: LogEntry) -> dict[str, object]:
    """The fields an entry's hash covers, as canonical values."""
    return {
        "town": str(entry.town_id),
        "kind": entry.object_kind,
        "object": str(entry.object_id),
        "seq": entry.seq,
        "verb": entry.verb,
        "at": entry.at,
        "actor": [entry.actor_kind, entry.actor_id, entry.actor_label],
        "data": entry.data,
    }


def _last(object_kind: str, object_id: int) -> QuerySet[LogEntry, Any]:
    """Number and hash of the newest entry of an object's chain."""
    rows = LogEntry.objects.filter(object_kind=object_kind, object_id=object_id)
    return rows.order_by("-seq").values_list("seq", "hash")[:1]


def append(
    verb: str,
    object_kind: str,
    object_id: int,
    actor: Actor,
    data: Mapping[str, object],
    at: datetime | None = None,
) -> LogEntry:
    """Write the next entry of the object's chain; must run inside the change's transaction.

    The object's row is locked by the action, so two writers cannot take the same ``seq``; the
    unique constraint catches a caller that forgot to lock.
    """
    last = prepared.read("log.last", _last, object_kind, object_id)
    seq, prev = (last[0][0] + 1, last[0][1]) if last else (1, "")
    entry = LogEntry(
        town_id=current_town_id(),
        object_kind=object_kind,
        object_id=object_id,
        seq=seq,
        verb=verb,
        at=at or now(),
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label[:120],
        data=canonical_json(dict(data)).decode(),
        prev_hash=prev,
    )
    entry.hash = entry_hash(prev, payload_of(entry))
    entry.save(force_insert=True)
    SealPending(town_id=entry.town_id, entry=entry).save(force_insert=True)
    return entry
