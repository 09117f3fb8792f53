"""Proof that the record is whole: finds changed, missing and reordered entries, broken seals and orphans.

Everything is read in streams, so a town with millions of entries fits in memory.  What is wrong
comes back as data (:class:`Finding`); the sentences are in ``texts.py``.  Entries written while the
check runs do not disturb it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final, TypeVar

from django.db.models import Exists, OuterRef

from lianxin.core.hashing import entry_hash, merkle_root
from lianxin.db.integrity import Trouble, check_integrity
from lianxin.db.models import Town
from lianxin.db.scope import current_town_id, town_scope
from lianxin.journal import kinds
from lianxin.journal.log import payload_of
from lianxin.journal.models import DaySeal, LogEntry, NumberSeries, ReadLog, SealLink, SealPending
from lianxin.journal.reads import SERIES as READ_SERIES
from lianxin.journal.reads import read_payload
from lianxin.journal.sealing import SERIES as SEAL_SERIES
from lianxin.journal.sealing import leaves_between, seal_payload

CHUNK: Final = 500
STEPS: Final = ("entries", "unbound", "links", "days", "reads", "pairs", "references", "rooms")

T = TypeVar("T")
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    ``code`` is stable; ``object_kind``/``object_id`` name the object where there is one; ``at`` is the
    sequence number, position or day; ``detail`` is for people who repair.
    """

    code: str
    object_kind: str = ""
    object_id: int | None = None
    at: str = ""
    detail: str = ""


@dataclass(slots=True)
class Report:
    """What was looked at and what was found; ``counts`` is keyed by the names in ``STEPS``."""

    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


#: What higher rooms check of their own, in the scope of the town.
RoomCheck = Callable[[], Iterator[Finding]]

_rooms: dict[str, RoomCheck] = {}


def also(name: str, check: RoomCheck) -> None:
    """Let a room add its own check; a second call of the same name replaces the first."""
    _rooms[name] = check


def verify_town(
    town: Town | int, progress: Progress | None = None, limit: int = 1000, noted: Mapping[dt.date, str] | None = None
) -> Report:
    """Check everything of one town; stops after ``limit`` findings.

    ``progress`` hears the name of the step and how many rows of it were checked.  ``noted`` are seals as somebody
    wrote them down outside of this machine (:func:`lianxin.journal.sealing.code_of`): whoever can write to the database
    can compute all chains and seals anew, and only what is kept elsewhere shows it.
    """
    report = Report()
    with town_scope(town):
        check = _Check(report, progress, noted or {})
        report.findings.extend(islice(check.everything(), limit))
    return report


def _chunks(rows: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The rows in lists of up to ``size``."""
    stream = iter(rows)
    while chunk := list(islice(stream, size)):
        yield chunk


@dataclass
class _Check:
    """One run over one town: each step is a generator of findings."""

    report: Report
    progress: Progress | None
    noted: Mapping[dt.date, str]

    def everything(self) -> Iterator[Finding]:
        """All steps in order."""
        yield from self.entries()
        yield from self.unbound()
        yield from self.links()
        yield from self.days()
        yield from self.reads()
        yield from self.pairs()
        yield from self.references()
        yield from self.rooms()

    def _count(self, step: str, rows: int = 1) -> None:
        total = self.report.counts.get(step, 0) + rows
        self.report.counts[step] = total
        if self.progress is not None and (total % CHUNK == 0 or rows != 1):
            self.progress(step, total)

    def entries(self) -> Iterator[Finding]:
        """Every object's chain: numbers without gaps, each hash over the one before and the entry itself."""
        before: LogEntry | None = None
        self._count("entries", 0)
        for entry in LogEntry.objects.order_by("object_kind", "object_id", "seq").iterator(chunk_size=2000):
            self._count("entries")
            same = before is not None and (before.object_kind, before.object_id) == (entry.object_kind, entry.object_id)
            yield from _entry_findings(before if same else None, entry)
            before = entry

    def unbound(self) -> Iterator[Finding]:
        """Entries that neither wait for the sealer nor stand in the sequence: written past the actions."""
        linked = SealLink.objects.filter(entry_id=OuterRef("pk"))
        waiting = SealPending.objects.filter(entry_id=OuterRef("pk"))
        strays = LogEntry.objects.filter(~Exists(linked), ~Exists(waiting)).order_by("id")
        self._count("unbound", 0)
        for entry in strays.iterator(chunk_size=2000):
            self._count("unbound")
            yield Finding("entry_unbound", entry.object_kind, entry.object_id, str(entry.seq))

    def links(self) -> Iterator[Finding]:
        """The town's sequence: positions without gaps, days in order, each link still fitting its entry."""
        position, day = 0, None
        self._count("links", 0)
        for chunk in _chunks(SealLink.objects.order_by("position").iterator(chunk_size=2000)):
            hashes = dict(LogEntry.objects.filter(pk__in=[link.entry_id for link in chunk]).values_list("pk", "hash"))
            for link in chunk:
                self._count("links")
                if link.position != position + 1:
                    yield Finding("position_missing", at=str(position + 1), detail=str(link.position - 1))
                if day is not None and link.day < day:
                    yield Finding("link_out_of_order", at=str(link.position))
                yield from _link_findings(link, hashes.get(link.entry_id))
                position, day = link.position, link.day
        yield from self._tail("position_missing", SEAL_SERIES, position)

    def _tail(self, code: str, series: str, last: int) -> Iterator[Finding]:
        """Rows cut off at the end: the counter knows how many were written."""
        counted = NumberSeries.objects.filter(series=series).values_list("last", flat=True).first() or 0
        if counted > last and not self._newer(series, last):
            yield Finding(code, at=str(last + 1), detail=str(counted))

    @staticmethod
    def _newer(series: str, last: int) -> bool:
        """Whether rows were appended while the check was running."""
        if series == SEAL_SERIES:
            return SealLink.objects.filter(position=last + 1).exists()
        return ReadLog.objects.filter(seq=last + 1).exists()

    def days(self) -> Iterator[Finding]:
        """The seals: each over its own links, chained to the day before, without a gap between them."""
        prev_hash, position = "", 0
        left = dict(self.noted)
        self._count("days", 0)
        for seal_row in DaySeal.objects.order_by("day").iterator(chunk_size=200):
            self._count("days")
            day = seal_row.day.isoformat()
            if seal_row.prev_hash != prev_hash or seal_row.first_position != position + 1:
                yield Finding("seal_missing", at=day)
            if entry_hash(seal_row.prev_hash, seal_payload(seal_row)) != seal_row.hash:
                yield Finding("seal_changed", at=day)
            if merkle_root(leaves_between(seal_row.first_position, seal_row.last_position)) != seal_row.merkle_root:
                yield Finding("seal_broken", at=day)
            yield from _bound_reads(seal_row)
            if not seal_row.hash.startswith(left.pop(seal_row.day, "")):
                yield Finding("seal_not_as_noted", at=day)
            prev_hash, position = seal_row.hash, seal_row.last_position
        yield from (Finding("seal_not_as_noted", at=day.isoformat()) for day in sorted(left))

    def reads(self) -> Iterator[Finding]:
        """The log of reads: one chain, numbers without gaps."""
        seq, prev_hash = 0, ""
        self._count("reads", 0)
        for row in ReadLog.objects.order_by("seq").iterator(chunk_size=2000):
            self._count("reads")
            if row.seq != seq + 1:
                yield Finding("read_missing", row.object_kind, row.object_id, str(seq + 1))
            elif row.prev_hash != prev_hash:
                yield Finding("read_reordered", row.object_kind, row.object_id, str(row.seq))
            if entry_hash(row.prev_hash, read_payload(row)) != row.hash:
                yield Finding("read_changed", row.object_kind, row.object_id, str(row.seq))
            seq, prev_hash = row.seq, row.hash
        yield from self._tail("read_missing", READ_SERIES, seq)

    def pairs(self) -> Iterator[Finding]:
        """Every (kind, id) pair of every room: a registered kind, and a row behind it."""
        self._count("pairs", 0)
        for pair in kinds.pairs():
            names = pair.rows().order_by(pair.kind_field).values_list(pair.kind_field, flat=True).distinct()
            for code in list(names):
                if code:
                    yield from self._orphans(pair, code)

    def references(self) -> Iterator[Finding]:
        """Every reference from row to row: to a row that exists, and of this town."""
        self._count("references", 0)
        for fault in check_integrity(current_town_id(), lambda rows: self._count("references", rows)):
            code = "reference_other_town" if fault.trouble is Trouble.OTHER_TOWN else "reference_missing"
            yield Finding(code, at=str(fault.row), detail=f"{fault.model}.{fault.field} → {fault.value}")

    def rooms(self) -> Iterator[Finding]:
        """What the rooms check of their own; the count is of checks."""
        self._count("rooms", 0)
        for check in _rooms.values():
            self._count("rooms")
            yield from check()

    def _orphans(self, pair: kinds.PairColumn, code: str) -> Iterator[Finding]:
        """Objects of one kind that one table names although they do not exist."""
        try:
            rows = kinds.get(code).rows()
        except KeyError:
            yield Finding("kind_unknown", code, detail=pair.model_label)
            return
        named = pair.rows().filter(**{pair.kind_field: code, f"{pair.id_field}__isnull": False})
        ids: Any = named.order_by(pair.id_field).values_list(pair.id_field, flat=True).distinct()
        for chunk in _chunks(ids.iterator(chunk_size=2000)):
            self._count("pairs", len(chunk))
            found = set(rows.filter(pk__in=chunk).values_list("pk", flat=True))
            for missing in sorted(set(chunk) - found):
                yield Finding("orphan", code, missing, detail=pair.model_label)


def _entry_findings(before: LogEntry | None, entry: LogEntry) -> Iterator[Finding]:
    """What is wrong with one entry, given the entry of the same object read before it."""
    expected = before.seq + 1 if before else 1
    if entry.seq != expected:
        yield Finding("entry_missing", entry.object_kind, entry.object_id, str(expected))
    elif entry.prev_hash != (before.hash if before else ""):
        yield Finding("entry_reordered", entry.object_kind, entry.object_id, str(entry.seq))
    if entry_hash(entry.prev_hash, payload_of(entry)) != entry.hash:
        yield Finding("entry_changed", entry.object_kind, entry.object_id, str(entry.seq))


def _link_findings(link: SealLink, known: str | None) -> Iterator[Finding]:
    """Whether a link still fits the entry it bound."""
    if known is None:
        yield Finding("link_without_entry", at=str(link.position))
    elif known != link.entry_hash:
        yield Finding("link_mismatch", at=str(link.position))


def _bound_reads(seal_row: DaySeal) -> Iterator[Finding]:
    """Whether the log of reads still holds what the day's seal bound."""
    if not seal_row.reads_seq:
        return
    known = ReadLog.objects.filter(seq=seal_row.reads_seq).values_list("hash", flat=True).first()
    if known != seal_row.reads_hash:
        yield Finding("seal_reads_differ", at=seal_row.day.isoformat())
