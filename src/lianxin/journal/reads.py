"""The log of reads: who looked at personal data, when and why.

Every look at contact data is written *before* the data is shown, in a transaction of its own, so
that a page which fails later does not take the trace of the look with it.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.core.clock import now
from lianxin.core.hashing import entry_hash
from lianxin.core.text import tidy_line
from lianxin.db.scope import current_town_id
from lianxin.journal.actors import Actor
from lianxin.journal.errors import Invalid
from lianxin.journal.models import ReadLog
from lianxin.journal.numbering import take_numbers

SERIES = "reads"
MIN_REASON, MAX_REASON = 2, 300


def read_payload(row: ReadLog) -> dict[str, object]:
    """The fields that the hash of a look covers."""
    return {
        "town": str(row.town_id),
        "seq": str(row.seq),
        "at": row.at,
        "actor": [row.actor_kind, row.actor_id, row.actor_label],
        "object": [row.object_kind, str(row.object_id)],
        "field": row.field,
        "reason": row.reason,
    }


def log_read(actor: Actor, object_kind: str, object_id: int, field: str, reason: str) -> ReadLog:
    """Write down one look at ``field`` of an object; returns the row.

    Raises ``Invalid`` at ``reason`` when no reason of 2 to 300 characters is given.  Must not be
    called inside an open transaction (Django's ``durable`` refuses it).
    """
    words = tidy_line(reason)
    if len(words) < MIN_REASON:
        raise Invalid.at("reason", "reason_missing", _("请写明为什么要看，例如“回访居民”。"))
    if len(words) > MAX_REASON:
        raise Invalid.at("reason", "reason_long", _("理由请控制在300字以内。"))
    with transaction.atomic(durable=True):
        seq = take_numbers(SERIES, 1)[0]
        before = ReadLog.objects.filter(seq=seq - 1).values_list("hash", flat=True).first()
        row = ReadLog(
            town_id=current_town_id(),
            seq=seq,
            at=now(),
            actor_kind=actor.kind,
            actor_id=actor.id,
            actor_label=actor.label[:120],
            object_kind=object_kind,
            object_id=object_id,
            field=field,
            reason=words,
            prev_hash=before or "",
        )
        row.hash = entry_hash(row.prev_hash, read_payload(row))
        row.save(force_insert=True)
    return row
