"""The sealer: binds committed entries into the town's sequence and closes each day with a Merkle root.

An action only leaves a :class:`SealPending` row, so one long import blocks nobody.  The sealer takes
them in small transactions, gives each entry the next position, and closes every day before today:
a Merkle root over the day's links, chained to the day closed before.  Running it again changes
nothing; two sealers at once take turns at the counter row.

Whoever holds a receipt can prove that it stands in the record: :func:`prove` gives the way from the
entry to the seal of its day, :func:`check_proof` checks it without a database.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lianxin.core.clock import civil_date, now, today
from lianxin.core.hashing import canonical_json, digest, entry_hash, merkle_proof, merkle_root, verify_proof
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.db.transactions import write
from lianxin.journal.log import payload_of
from lianxin.journal.models import DaySeal, LogEntry, ReadLog, SealLink, SealPending
from lianxin.journal.numbering import lock_series

SERIES: Final = "seal"
BATCH: Final = 500
#: So many signs of a seal are written down by hand: 96 bits, which nobody meets by trying.
CODE: Final = 24


class NotSealed(LookupError):
    """The entry's day is not closed yet, so there is no seal to lead to."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What one run of the sealer did: entries bound and days closed."""

    links: int
    days: tuple[dt.date, ...]


def seal(town: Town | int, batch: int = BATCH, progress: Callable[[int], None] | None = None) -> Sealed:
    """Bind everything committed and close every day before today; ``progress`` hears the links so far."""
    links = 0
    with town_scope(town):
        while bound := _bind(batch):
            links += bound
            if progress is not None:
                progress(links)
        days = []
        while day := _close_next_day():
            days.append(day)
    return Sealed(links, tuple(days))


def code_of(seal_row: DaySeal) -> str:
    """What is written down of a day's seal and kept where the database cannot be reached."""
    return seal_row.hash[:CODE]


def newest_seals(limit: int = 1) -> list[DaySeal]:
    """The last closed days of the current town, newest first; one statement."""
    return list(DaySeal.objects.order_by("-day")[:limit])


def leaf_of(position: int, entry_id: int, hash_of_entry: str) -> str:
    """The leaf of the Merkle tree for one link; binds the place in the sequence, not only the entry."""
    return digest(canonical_json([str(position), str(entry_id), hash_of_entry]))


def seal_payload(seal_row: DaySeal) -> dict[str, object]:
    """The fields that the hash of a day's seal covers."""
    return {
        "town": str(seal_row.town_id),
        "day": seal_row.day,
        "first": str(seal_row.first_position),
        "last": str(seal_row.last_position),
        "root": seal_row.merkle_root,
        "reads": [str(seal_row.reads_seq), seal_row.reads_hash],
        "sealed_at": seal_row.sealed_at,
    }


def leaves_between(first: int, last: int) -> list[str]:
    """The leaves of the links from position ``first`` to ``last`` of the current town, in order."""
    links = SealLink.objects.filter(position__gte=first, position__lte=last).order_by("position")
    rows = links.values_list("position", "entry_id", "entry_hash")
    return [leaf_of(position, entry_id, known) for position, entry_id, known in rows.iterator(chunk_size=2000)]


def prove(entry: LogEntry) -> dict[str, Any]:
    """The proof that ``entry`` stands in the town's sealed sequence, as JSON-ready data.

    Raises :class:`NotSealed` while the entry's day is open.
    """
    with town_scope(entry.town_id):
        link = SealLink.objects.filter(entry_id=entry.pk).first()
        seal_row = DaySeal.objects.filter(day=link.day).first() if link else None
        if link is None or seal_row is None:
            raise NotSealed(f"entry {entry.pk} is not sealed yet")
        leaves = leaves_between(seal_row.first_position, seal_row.last_position)
        path = merkle_proof(leaves, link.position - seal_row.first_position)
    return {
        "entry_id": str(entry.pk),
        "entry": _as_json(payload_of(entry)),
        "prev_hash": entry.prev_hash,
        "position": str(link.position),
        "path": [list(step) for step in path],
        "seal": _as_json(seal_payload(seal_row)),
        "seal_prev_hash": seal_row.prev_hash,
        "seal_hash": seal_row.hash,
    }


def check_proof(proof: Mapping[str, Any], seal_hash: str | None = None) -> bool:
    """Whether a proof holds; ``seal_hash`` is the day's seal as the checker knows it from elsewhere.

    Without ``seal_hash`` only the proof's own consistency is checked.  Malformed input is False.
    """
    try:
        hash_of_entry = entry_hash(proof["prev_hash"], proof["entry"])
        leaf = leaf_of(int(proof["position"]), int(proof["entry_id"]), hash_of_entry)
        hash_of_seal = entry_hash(proof["seal_prev_hash"], proof["seal"])
        inside = int(proof["seal"]["first"]) <= int(proof["position"]) <= int(proof["seal"]["last"])
        reached = verify_proof(leaf, proof["path"], proof["seal"]["root"])
    except (KeyError, TypeError, ValueError):
        return False
    return inside and reached and hash_of_seal == proof["seal_hash"] and seal_hash in {None, hash_of_seal}


def _as_json(payload: Mapping[str, object]) -> Any:
    """A payload with every value in its canonical JSON form."""
    return json.loads(canonical_json(payload))


def _bind(batch: int) -> int:
    """Give up to ``batch`` waiting entries their positions, in one transaction; how many it were."""
    with write():
        counter = lock_series(SERIES)
        waiting = list(SealPending.objects.select_related("entry").order_by("id")[:batch])
        if not waiting:
            return 0
        day = _first_open_day()
        links = []
        for position, pending in enumerate(waiting, start=counter.last + 1):
            day = _day_of_link(pending.entry, day)
            links.append(
                SealLink(
                    town_id=pending.town_id,
                    position=position,
                    entry_id=pending.entry_id,
                    entry_hash=pending.entry.hash,
                    day=day,
                )
            )
        SealLink.objects.bulk_create(links, batch_size=batch)
        SealPending.objects.filter(pk__in=[pending.pk for pending in waiting]).delete()
        counter.last += len(links)
        counter.save(update_fields=["last"])
        return len(links)


def _first_open_day() -> dt.date:
    """The earliest day a new link may carry: days run with positions, and closed days stay closed."""
    last_link = SealLink.objects.order_by("-position").values_list("day", flat=True).first()
    last_seal = DaySeal.objects.order_by("-day").values_list("day", flat=True).first()
    floor = last_link or dt.date.min
    return max(floor, last_seal + dt.timedelta(days=1)) if last_seal else floor


def _day_of_link(entry: LogEntry, floor: dt.date) -> dt.date:
    """The entry's own civil day, moved forward past closed days and never beyond today."""
    return max(floor, min(civil_date(entry.at), today()))


def _close_next_day() -> dt.date | None:
    """Close the earliest open day before today; ``None`` when there is none."""
    with write():
        lock_series(SERIES)
        before = DaySeal.objects.order_by("-day").first()
        first = before.last_position + 1 if before else 1
        day = SealLink.objects.filter(position=first).values_list("day", flat=True).first()
        if day is None or day >= today():
            return None
        last = SealLink.objects.filter(day=day).order_by("-position").values_list("position", flat=True)[0]
        read = ReadLog.objects.order_by("-seq").first()
        row = DaySeal(
            day=day,
            first_position=first,
            last_position=last,
            merkle_root=merkle_root(leaves_between(first, last)),
            reads_seq=read.seq if read else 0,
            reads_hash=read.hash if read else "",
            prev_hash=before.hash if before else "",
            sealed_at=now(),
        )
        row.hash = entry_hash(row.prev_hash, seal_payload(row))
        row.save(force_insert=True)
        return row.day
